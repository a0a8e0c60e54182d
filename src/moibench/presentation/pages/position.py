"""The page of a unit's position against its competitors, and of all units by one subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moibench.analysis.geography import Geography
from moibench.analysis.position_results import Closing, Place, Position, SubjectPosition
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.engine.position import CORNERS, Corner
from moibench.presentation.charts.figure import Figure as Chart
from moibench.presentation.charts.quadrant import Drawn, quadrant, told
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import (
    NO_VALUE,
    format_number,
    format_percent,
    format_score,
    format_value,
)
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, Option, Select, State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, choice_name, rule_names
from moibench.presentation.pages.trust import score_strip, trust_strip
from moibench.presentation.sentences.words import difference, slope
from moibench.presentation.years import format_year, format_years, year_number

SURE, UNSURE = "●", "○"
FAR = 50  # years ahead; what meets later is only said to be far
LEVELS = ("province", "cluster", "region")
BY_YEARS = range(1, 16)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One indicator or unit, everything as displayed."""

    id: str
    number: int
    name: str
    address: str
    own: str
    own_trust: Markup
    reference: str
    reference_trust: Markup
    gap: str
    level: str
    momentum: str
    corner: str
    mark: str
    clear: str
    years: str
    still: str
    needed: str
    achieved: str
    enough: str
    meets: str
    why: str


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
        return _row(place, number, _subject(place, catalogue, language), catalogue, state, result)

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
        lead=text(
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
            text("position.chart_title", language, name=name, **fields),
            text("site.indicator", language),
            language,
        ),
        corners=_corners([*result.nodes, *result.indicators], of, language),
        of_units=False,
        first_head=text("site.indicator", language),
        rows=tuple(of[_key(p)] for p in places if p.level is not None),
        closing=_closings(places, of, result, catalogue, state, benchmark),
        missing=tuple(of[_key(p)] for p in places if p.level is None),
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
        _row(p, i, unit_name(catalogue, p.unit_code, language), catalogue, state, result)
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
        title=text("position.subject_title", language, name=subject),
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
        lead=text(
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
            text("position.subject_chart_title", language, name=subject, **fields),
            text("chart.heads.unit", language),
            language,
        ),
        corners=_corners(result.places, of, language),
        of_units=True,
        first_head=text("chart.heads.unit", language),
        rows=tuple(of[_key(p)] for p in result.places if p.level is not None),
        closing=_closings(result.places, of, result, catalogue, state, benchmark),
        missing=tuple(of[_key(p)] for p in result.places if p.level is None),
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


def _key(place: Place) -> str:
    return f"{place.unit_code}-{place.subject_id}"


def _row(
    place: Place,
    number: int,
    name: str,
    catalogue: Catalogue,
    state: State,
    result: Position | SubjectPosition,
) -> PlaceRow:
    language = state.language
    indicator = None if place.is_index else catalogue.indicators[place.subject_id]

    def value(figure_value: float | None, *, signed: bool = False) -> str:
        if indicator is None:
            return format_number(figure_value, 1, signed=signed)
        return format_value(figure_value, indicator, signed=signed)

    of_units = isinstance(result, SubjectPosition)
    if of_units:
        where = address.position(state, place.unit_code)
    else:
        where = address.position_of(state, place.subject_id)

    def strip(reference: bool) -> Markup:
        figure = place.reference if reference else place.figure
        if figure.value is None:
            return Markup()
        if place.is_index:
            return score_strip(result.stamp, result.year, language)
        return trust_strip(figure, catalogue, language)

    closing = place.closing
    mark = "" if place.corner is None else SURE if place.is_sure else UNSURE
    return PlaceRow(
        id=_key(place),
        number=number,
        name=name,
        address=where,
        own=value(place.figure.value),
        own_trust=strip(reference=False),
        reference=value(place.reference.value),
        reference_trust=strip(reference=True),
        gap=value(place.gap, signed=True),
        level=format_number(place.level, 2, signed=True),
        momentum=format_number(place.momentum, 2, signed=True),
        corner=text(f"position.corner.{place.corner}", language) if place.corner else NO_VALUE,
        mark=mark,
        clear=text("position.sure" if place.is_sure else "position.unsure", language)
        if place.corner
        else NO_VALUE,
        years=_years(place, language),
        still=_pace(closing.needed_if_still if closing else None, place, indicator, language),
        needed=_needed(closing, place, indicator, language),
        achieved=_pace(closing.achieved if closing else None, place, indicator, language),
        enough=format_percent(closing.share if closing else None),
        meets=_meets(closing, place, language),
        why=_why(place, language),
    )


def _years(place: Place, language: Language) -> str:
    if place.first_year is None or place.figure.year is None:
        return NO_VALUE
    return format_years(place.first_year, place.figure.year, language)


def _why(place: Place, language: Language) -> str:
    if place.reason is not None:
        return text(f"position.reason.{place.reason}", language)
    if place.momentum_reason is not None:
        return text(f"position.reason.{place.momentum_reason}", language)
    return text("position.on_line", language) if place.corner is None else ""


def _pace(pace: float | None, place: Place, indicator: Indicator | None, language: Language) -> str:
    """Write a yearly change with its sign, as the value moves."""
    if pace is None:
        return NO_VALUE
    if place.is_rate:
        sign = "+" if pace > 0 else "−" if pace < 0 else ""
        return text("position.rate", language, sign=sign, size=format_percent(abs(pace), 1))
    if indicator is None:
        return text("position.per_year", language, size=format_number(pace, 2, signed=True))
    sign = "+" if pace > 0 else "−" if pace < 0 else ""
    return text("position.per_year", language, size=f"{sign}{slope(pace, indicator, language)}")


def _needed(
    closing: Closing | None, place: Place, indicator: Indicator | None, language: Language
) -> str:
    if closing is None or closing.needed_if_still is None:
        return NO_VALUE
    if closing.needed is None:
        return text("position.unknown", language)
    if closing.share is None:
        return text("position.none_needed", language)
    return _pace(closing.needed, place, indicator, language)


def _meets(closing: Closing | None, place: Place, language: Language) -> str:
    if closing is None:
        return NO_VALUE
    if closing.diverges:
        return text("position.diverges", language)
    if closing.meets is None or place.figure.year is None:
        return text("position.unknown", language)
    if closing.meets > place.figure.year + FAR:
        return text("position.far", language, year=format_year(place.figure.year + FAR, language))
    return text("position.about", language, year=format_year(int(closing.meets + 1), language))


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
                of[_key(p)]
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
    drawn = [Drawn(of[_key(p)].number, of[_key(p)].name, told(p, language), p) for p in placed]
    heads = (
        first,
        *(text(f"position.head.{key}", language) for key in ("level", "momentum", "corner")),
    )
    rows = tuple(
        (r.name, r.level, r.momentum, f"{r.mark} {r.corner}") for r in (of[_key(p)] for p in placed)
    )
    return quadrant(drawn, title, heads, rows, language)


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
            says.append((_closing_said(place, of[_key(place)], catalogue, by, language),
                         of[_key(place)].id))  # fmt: skip
    return ClosingPart(
        title=text("position.closing", language, benchmark=benchmark, by=by),
        rows=tuple(of[_key(p)] for p in behind),
        says=tuple(says),
    )


def _closing_said(
    place: Place, row: PlaceRow, catalogue: Catalogue, by: str, language: Language
) -> str:
    closing = place.closing
    gap = format_score(abs(place.gap or 0.0))
    if not place.is_index:
        gap = difference(place.gap or 0.0, catalogue.indicators[place.subject_id], language)
    if closing is None or closing.needed is None:
        kind = "unknown"
    elif closing.share is None:
        kind = "free"
    else:
        kind = "enough" if closing.share >= 1 else "short"
    return text(
        f"position.closing_{kind}",
        language,
        name=row.name,
        gap=gap,
        achieved=row.achieved,
        needed=row.needed,
        still=row.still,
        by=by,
    )
