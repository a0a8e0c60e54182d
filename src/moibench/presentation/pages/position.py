"""The page of a unit's position against its competitors, and of all units by one subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moibench.analysis.geography import Geography
from moibench.analysis.position_results import Place, Position, SubjectPosition
from moibench.catalogue import Catalogue
from moibench.engine.position import CORNERS, Corner
from moibench.presentation.charts.figure import Figure as Chart
from moibench.presentation.charts.quadrant import Drawn, quadrant, told
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, Option, Select, State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, choice_name, rule_names
from moibench.presentation.pages.position_rows import (
    PlaceRow,
    closing_said,
    key_of,
    place_row,
)
from moibench.presentation.sentences.words import say
from moibench.presentation.years import format_year, year_number

LEVELS = ("province", "cluster", "region")
BY_YEARS = range(1, 16)


@dataclass(frozen=True, slots=True)
class CornerList:
    """A corner with its name, what it means, and who stands in it."""

    id: Corner
    name: str
    means: str
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class ClosingPart:
    """What is behind, the farthest first, with sentences of what is told apart."""

    title: str
    rows: tuple[PlaceRow, ...]
    says: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PositionPage:
    """Everything position.html prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    note: str
    lead: str
    presets: tuple[Link, ...]
    subjects: tuple[Link, ...]
    quadrant: Chart
    corners: tuple[CornerList, ...]
    of_units: bool
    first_head: str
    rows: tuple[PlaceRow, ...]
    closing: ClosingPart
    missing: tuple[PlaceRow, ...]
    rules: tuple[str, ...]
    workbook: str
    benchmark: str
    permanent: str
    data_version: str


def position_page(
    result: Position,
    catalogue: Catalogue,
    state: State,
    form: BenchmarkForm,
    *,
    note: str = "",
) -> PositionPage:
    """Lay out the position of a unit. note: what of the address could not be followed."""
    language, code = state.language, result.unit_code
    name = full_unit_name(catalogue, code, language)
    benchmark = _benchmark(result, catalogue, language)

    def row(place: Place, number: int) -> PlaceRow:
        return place_row(
            place, number, _subject(place, catalogue, language), catalogue, state, result
        )

    places = (*result.nodes, *result.indicators)
    rows = tuple(row(p, i) for p, i in _numbered(places))
    of = {r.id: r for r in rows}
    counts: dict[str, int] = {c: len(result.in_corner(c)) for c in CORNERS}
    fields = {"year": format_year(result.year, language), "benchmark": benchmark}
    path = f"/position/{code}"
    return PositionPage(
        title=text("position.title", language, name=name),
        name=text("position.short", language),
        crumbs=words.unit_crumbs(catalogue, code, state),
        controls=_controls(result, result.years, state, path, form, ()),
        note=note,
        lead=say(
            "position.lead",
            language,
            **counts,
            **fields,
            sure=sum(p.is_sure for p in result.indicators if p.corner),
        ),
        presets=_presets(code, catalogue, state, path),
        subjects=tuple(
            Link(_subject(p, catalogue, language), address.position_of(state, p.subject_id))
            for p in result.nodes
        ),
        quadrant=_quadrant(
            [p for p in places if p.corner],
            of,
            say("position.chart_title", language, name=name, **fields),
            text("site.indicator", language),
            language,
        ),
        corners=_corners([*result.nodes, *result.indicators], of, language),
        of_units=False,
        first_head=text("site.indicator", language),
        rows=tuple(of[key_of(p)] for p in places if p.level is not None),
        closing=_closings(places, of, result, catalogue, state, benchmark),
        missing=tuple(of[key_of(p)] for p in places if p.level is None),
        rules=rule_names((p.rule for p in places), language),
        workbook=state.address(f"{path}.xlsx", *_by(result, language)),
        benchmark=benchmark,
        permanent=replace(state, year=result.year).address(path, *_by(result, language)),
        data_version=result.stamp.data_version,
    )


def subject_position_page(
    result: SubjectPosition,
    catalogue: Catalogue,
    state: State,
    form: BenchmarkForm,
    *,
    note: str = "",
) -> PositionPage:
    """Lay out the position of every unit of a level by one subject."""
    language = state.language
    subject = (
        words.node_name(catalogue, result.subject_id, language)
        if result.is_index
        else short_indicator_name(catalogue.indicators[result.subject_id], language)
    )
    benchmark = _benchmark(result, catalogue, language)
    rows = tuple(
        place_row(p, i, unit_name(catalogue, p.unit_code, language), catalogue, state, result)
        for p, i in _numbered(result.places)
    )
    of = {r.id: r for r in rows}
    counts: dict[str, int] = {c: len(result.in_corner(c)) for c in CORNERS}
    fields = {"year": format_year(result.year, language), "benchmark": benchmark}
    path = f"/position/indicator/{result.subject_id}"
    home = address.index if result.is_index else address.indicator
    levels = tuple(
        Option(k, text(f"site.unit_types.{k}", language), k == result.level) for k in LEVELS
    )
    more = ("level", result.level)
    return PositionPage(
        title=say("position.subject_title", language, name=subject),
        name=text("position.short", language),
        crumbs=(Link(subject, home(state, result.subject_id)),),
        controls=_controls(
            result,
            result.years,
            state,
            path,
            form,
            (Select("level", text("position.level_field", language), levels),),
            bangkok=result.level == "province",
        ),
        note=note,
        lead=say(
            "position.subject_lead",
            language,
            **counts,
            **fields,
            sure=sum(p.is_sure for p in result.places if p.corner),
        ),
        presets=(),
        subjects=(),
        quadrant=_quadrant(
            [p for p in result.places if p.corner],
            of,
            say("position.subject_chart_title", language, name=subject, **fields),
            text("chart.heads.unit", language),
            language,
        ),
        corners=_corners(result.places, of, language),
        of_units=True,
        first_head=text("chart.heads.unit", language),
        rows=tuple(of[key_of(p)] for p in result.places if p.level is not None),
        closing=_closings(result.places, of, result, catalogue, state, benchmark),
        missing=tuple(of[key_of(p)] for p in result.places if p.level is None),
        rules=rule_names((p.rule for p in result.places), language),
        workbook=state.address(f"{path}.xlsx", more, *_by(result, language)),
        benchmark=benchmark,
        permanent=replace(state, year=result.year).address(path, more, *_by(result, language)),
        data_version=result.stamp.data_version,
    )


def _benchmark(result: Position | SubjectPosition, catalogue: Catalogue, language: Language) -> str:
    return choice_name(result.choice, catalogue, language)


def _by(result: Position | SubjectPosition, language: Language) -> tuple[tuple[str, str], ...]:
    return (("by", str(year_number(result.by, language))),)


def _controls(
    result: Position | SubjectPosition,
    years: Sequence[int],
    state: State,
    path: str,
    form: BenchmarkForm,
    selects: tuple[Select, ...],
    *,
    bangkok: bool = False,
) -> Controls:
    language = state.language
    ahead = sorted({result.year + n for n in BY_YEARS} | {result.by})
    by = Select(
        "by",
        text("position.by", language),
        tuple(
            Option(str(year_number(y, language)), format_year(y, language), y == result.by)
            for y in ahead
        ),
    )
    return address.controls(
        state,
        path,
        result.year,
        result.newest_year,
        years,
        bangkok=bangkok,
        selects=(*selects, by),
        benchmark=form,
    )


def _presets(code: str, catalogue: Catalogue, state: State, path: str) -> tuple[Link, ...]:
    """Return the competitor groups that planners ask for: peers, cluster mates, a sample city."""
    language = state.language
    plain = replace(state, against="peers", others=(), group=None)
    links = [Link(text("benchmark.kind.peers", language), plain.address(path))]
    geography = Geography(catalogue)
    cluster = geography.ancestor(code, "cluster")
    mates = tuple(c for c in geography.leaves_of[cluster] if c != code) if cluster else ()
    if cluster != code and mates:
        chosen = replace(plain, against="units", others=mates)
        links.append(Link(text("position.mates", language), chosen.address(path)))
    sample = replace(plain, against="country").address(path, ("against", "units"), ("choose", ""))
    links.append(Link(text("position.sample", language), sample))
    return tuple(links)


def _numbered(places: Sequence[Place]) -> list[tuple[Place, int]]:
    """Number those with a corner from 1 on; the others have none to be found by."""
    numbers = iter(range(1, len(places) + 1))
    return [(p, next(numbers) if p.corner else 0) for p in places]


def _subject(place: Place, catalogue: Catalogue, language: Language) -> str:
    if place.is_index:
        return words.node_name(catalogue, place.subject_id, language, short=True)
    return short_indicator_name(catalogue.indicators[place.subject_id], language)


def _corners(
    places: Sequence[Place], of: dict[str, PlaceRow], language: Language
) -> tuple[CornerList, ...]:
    # As on the plane: behind at the left, gaining above.
    order: tuple[Corner, ...] = (
        "behind_catching_up",
        "lead_accelerating",
        "behind_falling_back",
        "lead_slowing",
    )
    return tuple(
        CornerList(
            corner,
            text(f"position.corner.{corner}", language),
            text(f"position.corner_means.{corner}", language),
            tuple(
                of[key_of(p)]
                for p in sorted(
                    (p for p in places if p.corner == corner),
                    key=lambda p: (not p.is_sure, -abs(p.level or 0.0)),
                )
            ),
        )
        for corner in order
    )


def _quadrant(
    placed: Sequence[Place],
    of: dict[str, PlaceRow],
    title: str,
    first: str,
    language: Language,
) -> Chart:
    drawn = [Drawn(of[key_of(p)].number, of[key_of(p)].name, told(p, language), p) for p in placed]
    heads = (
        first,
        *(text(f"position.head.{key}", language) for key in ("level", "momentum", "corner")),
    )
    rows = tuple(
        (r.name, r.level, r.momentum, f"{r.mark} {r.corner}")
        for r in (of[key_of(p)] for p in placed)
    )
    chart = quadrant(drawn, title, heads, rows, language)
    return replace(chart, strips=tuple(of[key_of(p)].own_trust for p in placed))


def _closings(
    places: Sequence[Place],
    of: dict[str, PlaceRow],
    result: Position | SubjectPosition,
    catalogue: Catalogue,
    state: State,
    benchmark: str,
) -> ClosingPart:
    """Return title, rows and sentences of the gaps to be closed, the largest first."""
    language = state.language
    behind = sorted(
        (p for p in places if p.closing is not None and p.closing.needed_if_still is not None),
        key=lambda p: p.level or 0.0,
    )
    by = format_year(result.by, language)
    says = []
    for place in behind[:6]:
        if place.relation == "worse":
            says.append((closing_said(place, of[key_of(place)], catalogue, by, language),
                         of[key_of(place)].id))  # fmt: skip
    return ClosingPart(
        title=text("position.closing", language, benchmark=benchmark, by=by),
        rows=tuple(of[key_of(p)] for p in behind),
        says=tuple(says),
    )
