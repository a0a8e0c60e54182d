"""The form that makes an agenda or a new version of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.agendas.words import named
from moibench.presentation.language import Language, text
from moibench.presentation.names import indicator_name, unit_name
from moibench.presentation.pages.address import Link, Option, State
from moibench.presentation.sentences.words import joined

# Saaty's scale and its reciprocals, the first counting more down to the second counting more.
SCALE = ("9", "7", "5", "3", "2", "1", "1/2", "1/3", "1/5", "1/7", "1/9")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An indicator chosen already."""

    id: str
    name: str
    weight: str
    target: str
    unit_of_measure: str
    direction: str
    directions: tuple[Option, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two indicators to judge."""

    field: str
    first: str
    second: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """Indicators of one dimension that may be added."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything the template of the form prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    action: str
    faults: tuple[str, ...]
    typed_name: str
    purpose: str
    note: str
    is_version: bool
    after: int
    items: tuple[ItemLine, ...]
    weightings: tuple[Option, ...]
    is_given: bool
    is_ahp: bool
    pairs: tuple[Pair, ...]
    consistency: str
    query: str
    plans: tuple[Option, ...]
    offered: tuple[Offered, ...]
    found: str
    among: tuple[Option, ...]
    against: tuple[Option, ...]
    shares: tuple[Option, ...]
    units: tuple[Option, ...]
    signed_in: bool


def item_lines(
    items: Iterable[tuple[str, str, str, str]], catalogue: Catalogue, language: Language
) -> tuple[ItemLine, ...]:
    """Lay out what was chosen: (indicator, weight, direction, target) as typed."""
    lines = []
    for name, weight, direction, target in items:
        indicator = catalogue.indicators.get(name)
        if indicator is None:
            continue
        free = indicator.direction == "context"
        choices = (
            Option("", text("agendas.form.not_scored", language), not direction),
            *(
                Option(d, text(f"agendas.{d}", language), d == direction)
                for d in ("higher_is_better", "lower_is_better")
            ),
        )
        lines.append(
            ItemLine(
                id=name,
                name=indicator_name(indicator, language),
                weight=weight,
                target=target,
                unit_of_measure=indicator.unit_of_measure.in_language(language),
                direction="" if free else text(f"agendas.{indicator.direction}", language),
                directions=choices if free else (),
                note="" if indicator.has_figures else text("agendas.lacking.no_figures", language),
            )
        )
    return tuple(lines)


def pairs_of(
    ids: Sequence[str], judged: Mapping[str, str], catalogue: Catalogue, language: Language
) -> tuple[Pair, ...]:
    """Lay out every pair once, with what was judged of it."""
    found = []
    for first, second in combinations(ids, 2):
        stated = judged.get(f"{first}.{second}", "1")
        options = [
            Option(value, text("agendas.form.times", language, times=value), value == stated)
            for value in SCALE
        ]
        if not any(o.chosen for o in options):
            same = text("agendas.form.times", language, times=stated)
            options.insert(0, Option(stated, same, True))
        names = [named((i,), catalogue, language) for i in (first, second)]
        found.append(Pair(f"p.{first}.{second}", names[0], names[1], tuple(options)))
    return tuple(found)


def offered(
    catalogue: Catalogue,
    language: Language,
    *,
    query: str,
    plan: str,
    taken: Sequence[str],
) -> tuple[Offered, ...]:
    """Return the indicators to add: those that match the words and the item of a plan.

    plan: "plan13:2", or "" for any.
    """
    words = query.casefold().split()
    plan_id, _, code = plan.partition(":")
    names = {
        d.id: d.name.in_language(language)
        for f in reversed(catalogue.frameworks.values())
        for d in f.dimensions
    }
    groups: dict[str, list[Option]] = {}
    for indicator in catalogue.indicators.values():
        if indicator.id in taken or not _matches(indicator, words):
            continue
        if plan_id and code not in indicator.plans.get(plan_id, ()):
            continue
        said = indicator_name(indicator, language)
        if not indicator.has_figures:
            said = text("agendas.form.waiting", language, name=said)
        groups.setdefault(indicator.dimension, []).append(Option(indicator.id, said, False))
    return tuple(
        Offered(names.get(d, d), tuple(sorted(options, key=lambda o: o.name)))
        for d, options in groups.items()
    )


def _matches(indicator: Indicator, words: Sequence[str]) -> bool:
    texts = [indicator.id, indicator.name.th, indicator.name.en, *indicator.keywords]
    texts += [indicator.definition.th, indicator.definition.en]
    whole = " ".join(texts).casefold()
    return all(w in whole for w in words)


def plan_options(catalogue: Catalogue, chosen: str, language: Language) -> tuple[Option, ...]:
    """Return every item of every plan that an indicator is mapped to."""
    used = {
        (plan, code)
        for i in catalogue.indicators.values()
        for plan, codes in i.plans.items()
        for code in codes
    }
    return tuple(
        Option(
            f"{p.id}:{item.code}",
            f"{p.short_name.in_language(language)} {item.code} {item.name.in_language(language)}",
            chosen == f"{p.id}:{item.code}",
        )
        for p in catalogue.plans.values()
        for item in p.items
        if (p.id, item.code) in used
    )


def among_options(
    catalogue: Catalogue,
    groups: Iterable[tuple[str, str]],
    chosen: str,
    language: Language,
) -> tuple[Option, ...]:
    """Return whom an agenda may rank. groups: number and name of saved groups."""
    found = [
        Option("", text("agendas.form.all_provinces", language), chosen == ""),
        Option("bangkok", text("agendas.form.with_bangkok", language), chosen == "bangkok"),
        Option("clusters", text("agendas.form.clusters", language), chosen == "clusters"),
    ]
    for kind in ("region", "cluster"):
        found += [
            Option(
                c,
                text("agendas.form.inside", language, name=u.name.in_language(language)),
                c == chosen,
            )
            for c, u in catalogue.units.items()
            if u.unit_type == kind
        ]
    found += [
        Option(f"group:{number}", text("agendas.form.group", language, name=name), False)
        for number, name in groups
    ]
    if chosen.startswith("units:"):
        codes = [c for c in chosen.removeprefix("units:").split(",") if c in catalogue.units]
        said = joined([unit_name(catalogue, c, language) for c in codes], language)
        found.insert(0, Option(chosen, said, True))
    return tuple(
        Option(o.value, o.name, True) if o.value == chosen and not o.chosen else o for o in found
    )


def fault_said(
    key: str, fields: Mapping[str, object], catalogue: Catalogue, language: Language
) -> str:
    """Say what is wrong with the form; indicators by their names."""
    told = {
        k: named((str(v),), catalogue, language) if k in ("indicator", "first", "second") else v
        for k, v in fields.items()
    }
    return text(f"agendas.fault.{key}", language, **told)


def crumbs(state: State) -> tuple[Link, ...]:
    """Return the way back to the list."""
    return (Link(text("agendas.title", state.language), state.home().address("/agenda/")),)
