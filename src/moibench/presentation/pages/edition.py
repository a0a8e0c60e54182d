"""The pages of published editions: the list, and one edition with what differs from the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moibench.analysis.edition_results import EditionDifference
from moibench.analysis.vantage import Frozen
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_date, format_moment
from moibench.presentation.names import OVERALL, unit_name
from moibench.presentation.numbers import NO_VALUE, format_score
from moibench.presentation.pages.address import Link, State
from moibench.presentation.pages.words import node_name
from moibench.presentation.years import format_year

SHOWN = 200


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A line of the list."""

    link: Link
    published: str
    published_by: str
    map_date: str
    data_version: str
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of difference: the first lines, and how many more there are."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str


@dataclass(frozen=True, slots=True)
class EditionPage:
    """Everything that the template of an edition prints."""

    title: str
    crumbs: tuple[Link, ...]
    name: str
    terms: tuple[tuple[str, str], ...]
    open: Link
    json: str
    differences: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class EditionList:
    """Everything that the template of the list prints."""

    title: str
    intro: str
    rows: tuple[EditionRow, ...]


def edition_list(editions: Sequence[Frozen], state: State) -> EditionList:
    """Lay out the list of editions, the newest first."""
    language = state.language
    return EditionList(
        title=text("edition.list_title", language),
        intro=text("edition.list_intro", language),
        rows=tuple(
            EditionRow(
                link=Link(e.name, State(language).address(f"/edition/{e.name}")),
                published=format_moment(e.moment, language),
                published_by=e.published_by,
                map_date=format_date(e.map_date, language),
                data_version=e.data_version,
                note=e.note,
            )
            for e in editions
        ),
    )


def edition_page(
    edition: Frozen, difference: EditionDifference | None, catalogue: Catalogue, state: State
) -> EditionPage:
    """Lay out an edition; difference: from the one before, None for the first."""
    language = state.language
    terms = (
        ("published", format_moment(edition.moment, language)),
        ("published_by", edition.published_by),
        ("map_date", format_date(edition.map_date, language)),
        ("data", edition.data_version),
        ("catalogue", edition.catalogue.version),
        ("design", edition.design),
        ("seed", f"{edition.seed} · {edition.replicates}"),
        ("note", edition.note or NO_VALUE),
    )
    plain = State(language)
    return EditionPage(
        title=text("edition.title", language, name=edition.name),
        crumbs=(Link(text("edition.list_title", language), plain.address("/edition/")),),
        name=edition.name,
        terms=tuple((text(f"edition.{key}", language), body) for key, body in terms),
        open=Link(
            text("edition.open", language), State(language, edition=edition.name).address("/")
        ),
        json=f"/api/edition/{edition.name}",
        differences=text("edition.first", language)
        if difference is None
        else text("edition.differences", language, older=difference.older),
        tables=() if difference is None else _tables(difference, catalogue, language),
    )


def _tables(
    difference: EditionDifference, catalogue: Catalogue, language: Language
) -> tuple[Table, ...]:
    def kind(name: str) -> str:
        return text(f"edition.kind.{name}", language)

    def unit(code: str) -> str:
        return unit_name(catalogue, code, language) if code in catalogue.units else code

    def series(code: str) -> str:
        found = catalogue.series.get(code)
        return found.name.in_language(language) if found else code

    year = format_year(difference.year, language) if difference.year else ""
    values = [
        (
            kind(v.kind),
            series(v.series),
            unit(v.unit),
            format_year(v.year, language),
            _number(v.before),
            _number(v.after),
        )
        for v in difference.values
    ]
    definitions = [
        (kind(d.kind), d.path, key, before or NO_VALUE, after or NO_VALUE)
        for d in difference.definitions
        for key, before, after in (d.keys or (("", None, None),))
    ]
    moves = [
        (
            text("site.overall", language)
            if m.node_id == OVERALL
            else node_name(catalogue, m.node_id, language),
            unit(m.unit),
            f"{format_score(m.score_before)} → {format_score(m.score_after)}",
            f"{_rank(m.rank_before)} → {_rank(m.rank_after)}",
            _points(m.by_data),
            _points(m.by_method),
            ", ".join(text(f"edition.because.{b}", language) for b in m.because),
        )
        for m in difference.moves
    ]
    return (
        _table(
            "values",
            text("edition.values", language),
            ("kind", "series", "unit", "year", "before", "after"),
            values,
            language,
        ),
        _table(
            "definitions",
            text("edition.definitions", language),
            ("kind", "file", "key", "before", "after"),
            definitions,
            language,
        ),
        _table(
            "moves",
            text("edition.moves", language, year=year),
            ("node", "unit", "score", "rank", "by_data", "by_method", "because"),
            moves,
            language,
        ),
    )


def _table(
    table_id: str,
    title: str,
    heads: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    language: Language,
) -> Table:
    rest = len(rows) - SHOWN
    return Table(
        table_id,
        title,
        tuple(text(f"edition.heads.{h}", language) for h in heads),
        tuple(rows[:SHOWN]),
        text("edition.more", language, count=rest) if rest > 0 else "",
    )


def _number(value: float | None) -> str:
    return NO_VALUE if value is None else f"{value:,.6g}"


def _rank(rank: int | None) -> str:
    return NO_VALUE if rank is None else str(rank)


def _points(points: float | None) -> str:
    return NO_VALUE if points is None else f"{points:+.2f}".replace("-", "−")
