"""Two years of a ranking: who moved, as dumbbells and as a slope, and how the years were chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from moibench.analysis import results
from moibench.analysis.results import Ranking
from moibench.analysis.two_years import Move, TwoYears
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation import charts, graphics
from moibench.presentation.charts import Figure
from moibench.presentation.graphics import Markup
from moibench.presentation.language import text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_number, format_score, format_value
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, Option, State
from moibench.presentation.pages.chart_strips import strips_of
from moibench.presentation.pages.definition import source_text
from moibench.presentation.pages.subject_maps import tile_multiples, unit_of
from moibench.presentation.years import format_year, year_number

DUMBBELL_WIDTH = 104
COLUMNS = 3


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One unit in both years."""

    name: str
    address: str
    bar: Markup
    change: str
    css: str
    ranks: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class MovesPage:
    """Everything the template prints; without `two` there are no two years that compare."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    kept: tuple[tuple[str, str], ...]
    two: MovesPart | None
    tiles: Markup
    tiles_note: str
    source: str
    permanent: str
    data_version: str


@dataclass(frozen=True, slots=True)
class MovesPart:
    """The two years."""

    title: str
    note: str
    first: str
    last: str
    years: tuple[Option, ...]
    axis: Markup
    columns: tuple[tuple[MoveRow, ...], ...]
    slope: Figure | None


def moves_page(
    two: TwoYears | None,
    ranking: Ranking,
    catalogue: Catalogue,
    state: State,
    *,
    name: str,
    mark: str = "",
    figures: Mapping[tuple[str, int], results.Figure] = MappingProxyType({}),
) -> MovesPage:
    """Lay out the page.

    name: of the subject; mark: the unit the reader looks for; figures: of both years, by unit.
    """
    language = state.language
    indicator = None if ranking.is_index else catalogue.indicators[ranking.subject_id]
    kind = "index" if ranking.is_index else "indicator"
    path = f"/{kind}/{ranking.subject_id}"
    more = (("level", ranking.level),) if ranking.level != "province" else ()
    kept = (*more, *((("mark", mark),) if mark else ()))
    marked = (mark,) if mark else ()
    tiles, note = Markup(), ""
    if ranking.level == "province":
        tiles, note = tile_multiples(ranking, indicator, catalogue, state, marked)
    fixed = replace(state, year=ranking.year)
    return MovesPage(
        title=text("ranking.moves_page", language, name=name),
        name=text("ranking.moves_head", language),
        crumbs=(
            Link(text("site.nav.indicators", language), state.beside().address("/indicator/")),
            Link(name, state.beside().address(path, *kept)),
        ),
        controls=address.controls(
            state, f"{path}/moves", ranking.year, ranking.newest_year, ranking.years, kept=kept
        ),
        kept=(*kept, *replace(fixed, change_from=None).query()),
        two=moves_part(
            two,
            ranking,
            indicator,
            catalogue,
            state,
            name=name,
            unit=unit_of(indicator, language),
            marked=marked,
            figures=figures,
        )
        if two
        else None,
        tiles=tiles,
        tiles_note=note,
        source=source_text(ranking, catalogue, language),
        permanent=fixed.address(f"{path}/moves", *kept),
        data_version=ranking.stamp.data_version,
    )


def moves_part(
    two: TwoYears,
    ranking: Ranking,
    indicator: Indicator | None,
    catalogue: Catalogue,
    state: State,
    *,
    name: str,
    unit: str,
    marked: Sequence[str],
    figures: Mapping[tuple[str, int], results.Figure],
) -> MovesPart:
    """Lay out the part; marked: units the reader wants to find."""
    language = state.language
    values = [v for m in two.moves for v in (m.from_value, m.to_value)]
    axis = graphics.ranking_axis(values, log=bool(indicator and indicator.log_axis), count=3)
    rows = [_row(m, axis, indicator, catalogue, state, marked) for m in two.moves]
    length = max(1, -(-len(rows) // COLUMNS))
    first, last = (format_year(y, language) for y in (two.from_year, two.to_year))
    counted = words.level_noun(
        ranking.level, len(two.moves), language, with_bangkok=ranking.with_bangkok
    )
    key = "asked" if two.was_chosen else "most"
    note = text(
        f"ranking.years_{key}", language, first=first, last=last, counted=counted, of=two.of
    )
    if any(m.other_land for m in two.moves):
        names = ", ".join(
            unit_name(catalogue, m.unit_code, language) for m in two.moves if m.other_land
        )
        note += " " + text("ranking.other_land", language, names=names)
    if ranking.is_index:
        note += " " + text("ranking.two_scores", language)
    return MovesPart(
        title=text("ranking.moves_title", language, name=name, first=first, last=last),
        note=note,
        first=first,
        last=last,
        years=tuple(
            Option(str(year_number(y, language)), format_year(y, language), y == two.from_year)
            for y in reversed(two.years)
        ),
        axis=graphics.axis_head(axis, DUMBBELL_WIDTH, [short_tick(t) for t in axis.ticks]),
        columns=tuple(tuple(rows[n : n + length]) for n in range(0, len(rows), length)),
        slope=strips_of(ranking, figures, catalogue, language)(
            charts.slope_chart(
                two, indicator, catalogue, language, name=name, unit=unit, marked=marked
            )
        ),
    )


def _row(
    move: Move,
    axis: graphics.RankingAxis,
    indicator: Indicator | None,
    catalogue: Catalogue,
    state: State,
    marked: Sequence[str],
) -> MoveRow:
    change = move.to_value - move.from_value
    if indicator is None:
        written = format_number(change, 1, signed=True)
        ends = [format_score(v) for v in (move.from_value, move.to_value)]
    else:
        written = format_value(change, indicator, signed=True)
        ends = [format_value(v, indicator) for v in (move.from_value, move.to_value)]
    name = unit_name(catalogue, move.unit_code, state.language)
    return MoveRow(
        name=name,
        address=address.area(state, move.unit_code),
        bar=graphics.arrow_dumbbell(
            axis,
            DUMBBELL_WIDTH,
            move.from_value,
            move.to_value,
            good=move.good,
            label=f"{name}: {ends[0]} → {ends[1]}",
        ),
        change=written,
        css="z" if move.good is None else "p" if move.good else "m",
        ranks=f"{move.from_rank} → {move.to_rank}",
        is_marked=move.unit_code in marked,
    )


def short_tick(value: float) -> str:
    """Write an axis's tick: with all its figures, for k and M are no Thai."""
    return (f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:g}").replace("-", "−")
