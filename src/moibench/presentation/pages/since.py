"""What changed for a unit since the last edition."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.results import Figure, NodeResult
from moibench.analysis.since_edition import ChangedFigure, ChangedNode, SinceEdition
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.numbers import NO_VALUE, format_score, format_value
from moibench.presentation.pages import words
from moibench.presentation.pages.address import Link, State


@dataclass(frozen=True, slots=True)
class SinceRow:
    """A figure, score or rank: then and now."""

    name: str
    anchor: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class SincePart:
    """Everything the template prints. edition is None where there is none to compare with."""

    edition: Link | None
    said: str
    method: str
    rows: tuple[SinceRow, ...]


def since_part(since: SinceEdition | None, catalogue: Catalogue, state: State) -> SincePart:
    """Lay out the part: scores first, then figures."""
    language = state.language
    if since is None:
        return SincePart(None, text("since.none", language), "", ())
    rows = [r for n in since.nodes for r in _node_rows(n, catalogue, language)]
    rows += [_figure_row(f, catalogue, language) for f in since.figures]
    kinds = [f.kind for f in since.figures]
    said = text("since.nothing", language, edition=since.edition)
    if rows or since.nodes:
        said = text(
            "since.said",
            language,
            edition=since.edition,
            revised=kinds.count("revised"),
            newer=kinds.count("newer") + kinds.count("added"),
            removed=kinds.count("removed"),
            scores=len(since.nodes),
        )
    method = ""
    if not since.same_method:
        method = text("since.method_changed", language)
    elif not since.same_catalogue:
        method = text("since.catalogue_changed", language)
    elif rows:
        method = text("since.same_method", language)
    edition = Link(since.edition, State(language).address(f"/edition/{since.edition}"))
    return SincePart(edition, said, method, tuple(rows))


def _node_rows(changed: ChangedNode, catalogue: Catalogue, language: Language) -> list[SinceRow]:
    name = words.node_name(catalogue, changed.node_id, language)
    then, now = changed.before, changed.after
    rows = []
    if _score(then) != _score(now):
        rows.append(
            SinceRow(
                text("since.score_of", language, name=name),
                changed.node_id,
                _score(then),
                _score(now),
                text("since.kind.score", language),
            )
        )
    if _rank(then) != _rank(now):
        rows.append(
            SinceRow(
                text("since.rank_of", language, name=name),
                changed.node_id,
                _rank(then),
                _rank(now),
                text("since.kind.rank", language),
            )
        )
    return rows


def _score(node: NodeResult | None) -> str:
    return NO_VALUE if node is None else format_score(node.score)


def _rank(node: NodeResult | None) -> str:
    if node is None or node.rank is None:
        return NO_VALUE
    span = "" if node.rank_low is None else f" ({node.rank_low}–{node.rank_high})"
    return f"{node.rank}{span}"


def _figure_row(changed: ChangedFigure, catalogue: Catalogue, language: Language) -> SinceRow:
    indicator = catalogue.indicators.get(changed.indicator_id)
    if indicator is None:
        name, said = changed.indicator_id, (NO_VALUE, NO_VALUE)
    else:
        name = short_indicator_name(indicator, language)

        def written(figure: Figure) -> str:
            if figure.value is None:
                return NO_VALUE
            return f"{format_value(figure.value, indicator)} ({words.age_text(figure, language)})"

        said = (written(changed.before), written(changed.after))
    why = text(f"since.kind.{changed.kind}", language)
    return SinceRow(name, changed.indicator_id, said[0], said[1], why)
