"""The maps of a subject: tile grids and what is said beside the map."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from statistics import median

from moibench.analysis.geography import Geography
from moibench.analysis.results import Point, Ranking
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation import charts, graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.graphics.spark import unbroken
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_number, format_score, format_value
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import State
from moibench.presentation.pages.home import abbreviation
from moibench.presentation.years import format_year, format_years

FEWEST_LINES = 5


def written(value: float | None, indicator: Indicator | None) -> str:
    """Write a value of the subject, or a score of the index."""
    return format_score(value) if indicator is None else format_value(value, indicator)


def unit_of(indicator: Indicator | None, language: Language) -> str:
    """Return the unit of measure of the subject."""
    if indicator is None:
        return text("indicator.score_unit", language)
    return indicator.unit_of_measure.in_language(language)


def map_note(
    ranking: Ranking,
    values: Sequence[float],
    country: float | None,
    indicator: Indicator | None,
    counted: str,
    language: Language,
) -> str:
    """Say where the middle lies, how many are above the country, and how many are of which year."""
    if not values:
        return ""
    middle = ranking.median if ranking.median is not None else median(values)
    note = text(
        "indicator.map_note",
        language,
        median=written(middle, indicator),
        unit=unit_of(indicator, language),
        counted=counted,
    )
    if country is not None:
        above = sum(v > country for v in values)
        note += " " + text(
            "indicator.above_country",
            language,
            above=above,
            counted=counted,
            country=written(country, indicator),
        )
    if len(ranking.years_used) > 1:
        years = ", ".join(
            text("indicator.year_count", language, year=format_year(y, language), count=n)
            for y, n in ranking.years_used
        )
        note += " " + text("indicator.years_used", language, years=years)
    return note


def in_thousands(ranking: Ranking) -> bool:
    """Tell whether the values are too long for a tile."""
    values = [abs(v) for line in ranking.lines if (v := line.figure.value) is not None]
    return max(values, default=0.0) >= 100_000


def value_tiles(
    ranking: Ranking,
    indicator: Indicator | None,
    classes: charts.Classes,
    catalogue: Catalogue,
    state: State,
) -> Markup:
    """Draw the tile grid in the classes of the map, every tile with its value."""
    language = state.language
    values = {line.unit_code: line.figure.value for line in ranking.lines}
    geography = Geography(catalogue)

    def step(code: str) -> int:
        value = values.get(code)
        return 0 if value is None else classes.step(value)

    thousands = in_thousands(ranking)

    def short(code: str) -> str:
        value = values.get(code)
        if value is not None and thousands:
            return format_number(value / 1000, 0)
        return written(value, indicator)

    return graphics.tile_grid(
        {t.unit: (t.column, t.row) for t in catalogue.tiles},
        step=step,
        abbreviation=lambda c: abbreviation(catalogue, c, language),
        value=short,
        title=lambda c: text(
            "graphic.tile",
            language,
            name=unit_name(catalogue, c, language),
            value=written(values.get(c), indicator),
        ),
        link=lambda c: address.area(state, c),
        region=lambda c: geography.ancestor(c, "region"),
        label=text("indicator.tiles_label", language),
    )


def tile_multiples(
    ranking: Ranking,
    indicator: Indicator | None,
    catalogue: Catalogue,
    state: State,
    marked: Sequence[str] = (),
) -> tuple[Markup, str]:
    """Draw every province's line in its tile, all on one axis, and say which axis that is.

    Nothing where too few provinces have two years.
    """
    language = state.language
    tiles = {t.unit: (t.column, t.row) for t in catalogue.tiles}
    histories = {c: points for c, points in ranking.histories if c in tiles}
    if sum(len(points) > 1 for points in histories.values()) < FEWEST_LINES:
        return Markup(), ""
    values = [p.value for points in histories.values() for p in points]
    years = [p.year for points in histories.values() for p in points]
    low, high, first, last = min(values), max(values), min(years), max(years)
    is_log = bool(indicator and indicator.log_axis) and low > 0

    def scale(value: float) -> float:
        held = min(max(value, low), high)
        if high <= low:
            return 0.5
        if is_log:
            return log(held / low) / log(high / low)
        return (held - low) / (high - low)

    def runs(points: Sequence[Point]) -> list[list[tuple[int, float]]]:
        within = [p for p in points if first <= p.year <= last]
        return [[(p.year, p.value) for p in run] for run in unbroken(within, ranking.break_years)]

    def title(code: str) -> str:
        points = histories.get(code, ())
        name = unit_name(catalogue, code, language)
        if not points:
            return text("ranking.tile_none", language, name=name)
        return text(
            "ranking.tile_line",
            language,
            name=name,
            first=format_year(points[0].year, language),
            first_value=written(points[0].value, indicator),
            last=format_year(points[-1].year, language),
            last_value=written(points[-1].value, indicator),
        )

    geography = Geography(catalogue)
    sums = (
        indicator is not None and indicator.roll_up is not None and indicator.roll_up.rule == "sum"
    )
    drawn = graphics.tile_lines(
        tiles,
        histories={c: runs(points) for c, points in histories.items()},
        years=(first, last),
        scale=scale,
        abbreviation=lambda c: abbreviation(catalogue, c, language),
        title=title,
        link=lambda c: address.area(state, c),
        region=lambda c: geography.ancestor(c, "region"),
        label=text("ranking.tile_label", language),
        reference=() if sums else runs(ranking.country_history),
        selected=frozenset(marked),
    )
    note = text(
        "ranking.tile_note",
        language,
        years=format_years(first, last, language),
        low=written(low, indicator),
        high=written(high, indicator),
        unit=unit_of(indicator, language),
    )
    return drawn, f"{note} {text('indicator.log_axis', language)}" if is_log else note


def years_said(ranking: Ranking, language: Language) -> str:
    """Say of which years the values are, and how many: "54 จังหวัด พ.ศ. 2567, 22 จังหวัด พ.ศ. 2566"."""
    if len(ranking.years_used) < 2:
        year = ranking.years_used[0][0] if ranking.years_used else ranking.year
        return format_year(year, language)
    return ", ".join(
        text(
            "ranking.year_of",
            language,
            counted=words.level_noun(
                ranking.level, count, language, with_bangkok=ranking.with_bangkok
            ),
            year=format_year(year, language),
        )
        for year, count in ranking.years_used
    )
