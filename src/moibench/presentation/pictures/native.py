"""Make charts that an office program draws of what a report tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from moibench.analysis.results import IndicatorResult, NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.pictures.frame import has_country, node_name
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.sentences import words
from moibench.presentation.years import format_years, year_number

HALF = 0.5  # a rank is as wide as one unit, so that a range of one rank is seen


def rank_ranges(
    profile: Profile,
    catalogue: Catalogue,
    nodes: list[NodeResult],
    caption: str,
    alternative: str,
    language: Language,
) -> NativeChart:
    """Return the range of each rank as a bar; nodes: those that have a rank."""
    return NativeChart(
        "range",
        caption,
        alternative,
        tuple(
            text(
                "slides.rank_category",
                language,
                name=node_name(profile, catalogue, n, language),
                rank=n.rank,
                low=n.rank_low,
                high=n.rank_high,
            )
            for n in nodes
        ),
        range_series([(n.rank or 0, n.rank_low or 0, n.rank_high or 0) for n in nodes], language),
        highest=max(n.of for n in nodes) + HALF,
        labels=False,
    )


def range_series(ranked: Sequence[tuple[int, int, int]], language: Language) -> tuple[Series, ...]:
    """Return bars end to end that show ranks in their ranges; ranked: rank, best, worst.

    A rank takes the room of one unit, from half a rank before it to half a rank behind. It may lie
    outside its range, with room between.
    """
    parts: list[list[float]] = []
    for rank, best, worst in ranked:
        own = (rank - HALF, rank + HALF)
        low, high = best - HALF, worst + HALF
        # room, rank before the range, room, range, rank, range, room, rank behind the range
        before, behind = own[1] <= low, own[0] >= high
        inside = not before and not behind
        parts.append(
            [
                own[0] if before else low,
                1.0 if before else 0.0,
                low - own[1] if before else 0.0,
                own[0] - low if inside else high - low,
                1.0 if inside else 0.0,
                high - own[1] if inside else 0.0,
                own[0] - high if behind else 0.0,
                1.0 if behind else 0.0,
            ]
        )
    looks = ("from", "rank", "apart", "better", "rank", "worse", "apart", "rank")
    return tuple(
        Series(
            text(f"slides.range_{look}", language),
            values,
            emphasis=look == "rank",
            hidden=look in {"from", "apart"},
        )
        for look, values in zip(looks, zip(*parts, strict=True), strict=True)
        if any(values)
    )


def over_years(
    profile: Profile,
    catalogue: Catalogue,
    result: IndicatorResult,
    kind: Literal["line", "column"],
    language: Language,
    *,
    most: int | None = None,
) -> NativeChart:
    """Return an indicator's history beside the country's; most: years shown, the newest."""
    indicator = catalogue.indicators[result.indicator_id]
    own = {p.year: p.value for p in result.history}
    country = {p.year: p.value for p in result.country_history}
    held = sorted(own)[-most if most else None :]
    years = range(held[0], held[-1] + 1)  # those without a value too, or time would be bent
    unit = indicator.unit_of_measure.in_language(language)
    name = full_unit_name(catalogue, profile.unit_code, language)
    breaks = sorted(b for b in result.break_years if b in years[1:])
    lines = [(name, own, True)]
    if has_country(profile, catalogue) and any(y in country for y in years):
        lines.append((text("table.column.country", language), country, False))
    series: list[Series] = []
    categories = [str(year_number(y, language)) for y in years]
    if kind == "line":
        for line, values, emphasis in lines:
            series += _stretches(line, values, years, breaks, language, emphasis=emphasis)
    else:
        shown = [year for stretch in _apart(years, breaks) for year in stretch]
        between = text("pictures.series_break", language)
        categories = [between if y is None else str(year_number(y, language)) for y in shown]
        series += [
            Series(line, tuple(None if y is None else values.get(y) for y in shown), emphasis)
            for line, values, emphasis in lines
        ]
    title = f"{short_indicator_name(indicator, language)} ({unit})"
    first, last = years[0], years[-1]
    alternative = text(
        "pictures.alt_from_to",
        language,
        first=words.measured(own[first], indicator, language),
        first_year=str(year_number(first, language)),
        last=words.measured(own[last], indicator, language),
        last_year=str(year_number(last, language)),
    )
    return NativeChart(
        kind,
        title,
        f"{title}: {alternative}",
        tuple(categories),
        tuple(series),
        decimals=indicator.decimals,
        labels=kind == "column",
    )


def _apart(years: range, breaks: Sequence[int]) -> Iterator[list[int | None]]:
    """Yield the years between two breaks, an empty place before every stretch but the first."""
    for first, end in pairwise([years.start, *breaks, years.stop]):
        yield [*([None] if first != years.start else []), *range(first, end)]


def _stretches(
    name: str,
    values: Mapping[int, float],
    years: range,
    breaks: Sequence[int],
    language: Language,
    *,
    emphasis: bool,
) -> Iterator[Series]:
    """Yield one series between two breaks, so that no line joins what cannot be compared."""
    goes_on = False
    for first, end in pairwise([years.start, *breaks, years.stop]):
        held = [y for y in range(first, end) if values.get(y) is not None]
        if held:
            span = f" {format_years(held[0], held[-1], language)}" if goes_on else ""
            shown = tuple(values.get(y) if first <= y < end else None for y in years)
            yield Series(f"{name}{span}", shown, emphasis, goes_on=goes_on)
            goes_on = True
