"""The TOWS matrix of a unit: strategies that pair accepted items, and what warns about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moibench.analysis.swot.board import PAIRED, STRATEGIES, Item, Warned, state_of
from moibench.analysis.swot.results import QUADRANTS
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.address import Link, State
from moibench.presentation.pages.swot import ItemCard, item_card, shown_words
from moibench.presentation.pages.words import unit_crumbs
from moibench.presentation.swot.saved import warnings


@dataclass(frozen=True, slots=True)
class Pairable:
    """An accepted item that a strategy may pair, and whether it does."""

    id: int
    label: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class StrategyCard:
    """A strategy with the items it pairs."""

    card: ItemCard
    pairs: str
    offered: tuple[Pairable, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TowsCell:
    """One of the four cells."""

    id: str
    title: str
    about: str
    strategies: tuple[StrategyCard, ...]
    offered: tuple[Pairable, ...]
    may_pair: bool


@dataclass(frozen=True, slots=True)
class TowsPage:
    """Everything the page shows."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    cells: tuple[TowsCell, ...]
    action: str
    back: str


def labelled(held: Sequence[Item], language: Language) -> dict[int, str]:
    """Return the label of each accepted item by its number: "S1", "O2"; strategies "SO1"."""
    labels: dict[int, str] = {}
    for quadrant in (*QUADRANTS, *STRATEGIES):
        is_item = quadrant in QUADRANTS
        letter = text(f"swot.letter.{quadrant}", language) if is_item else quadrant.upper()
        own = [i for i in held if i.now.content.quadrant == quadrant and state_of(i) == "accepted"]
        labels |= {item.id: f"{letter}{n}" for n, item in enumerate(own, 1)}
    return labels


def tows_page(
    code: str,
    held: Sequence[Item],
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    state: State,
    chosen: Sequence[int] = (),
) -> TowsPage:
    """Return the page of a unit's TOWS matrix; chosen: boxes of a strategy that was refused."""
    language = state.language
    name = full_unit_name(catalogue, code, language)
    labels = labelled(held, language)
    path = f"/swot/{code}"
    return TowsPage(
        title=text("swot.tows.title", language, unit=name),
        name=text("swot.tows.link", language),
        crumbs=(
            *unit_crumbs(catalogue, code, state),
            Link(text("swot.link", language), state.plain().address(path)),
        ),
        cells=tuple(
            _cell(k, held, labels, warned, catalogue, language, chosen) for k in STRATEGIES
        ),
        action=state.plain().address(f"{path}/tows"),
        back=state.plain().address(path),
    )


def _cell(
    kind: str,
    held: Sequence[Item],
    labels: Mapping[int, str],
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    language: Language,
    chosen: Sequence[int],
) -> TowsCell:
    fit = [i for q in PAIRED[kind] for i in held if i.id in labels and i.now.content.quadrant == q]
    own = [i for i in held if i.id in labels and i.now.content.quadrant == kind]
    return TowsCell(
        id=kind,
        title=text(f"swot.strategy.{kind}", language),
        about=text(f"swot.strategy_about.{kind}", language),
        strategies=tuple(_strategy(item, fit, labels, warned, catalogue, language) for item in own),
        offered=_offered(fit, labels, chosen, language),
        may_pair={i.now.content.quadrant for i in fit} == set(PAIRED[kind]),
    )


def _offered(
    fit: Sequence[Item], labels: Mapping[int, str], chosen: Sequence[int], language: Language
) -> tuple[Pairable, ...]:
    return tuple(
        Pairable(i.id, labels[i.id], shown_words(i.now.content, language), i.id in chosen)
        for i in fit
    )


def _strategy(
    item: Item,
    fit: Sequence[Item],
    labels: Mapping[int, str],
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    language: Language,
) -> StrategyCard:
    pairs = item.now.content.pairs
    card = item_card(item, labels[item.id], None, None, catalogue, language)
    return StrategyCard(
        card=card,
        pairs=text(
            "swot.tows.pairs", language, labels=", ".join(labels[p] for p in pairs if p in labels)
        ),
        offered=_offered(fit, labels, pairs, language),
        warnings=strategy_warnings(item, labels, warned, catalogue, language),
    )


def strategy_warnings(
    item: Item,
    labels: Mapping[int, str],
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    language: Language,
) -> tuple[str, ...]:
    """Say where a strategy stands on an item without evidence, changed, or no longer accepted."""
    said = []
    if any(p not in labels for p in item.now.content.pairs):
        said.append(text("swot.tows.lost", language))
    for number in item.now.content.pairs:
        if number in labels and number in warned:
            said += [
                text("swot.tows.weak", language, label=labels[number], warning=w)
                for w in warnings(warned[number], catalogue, language)
            ]
    return tuple(said)
