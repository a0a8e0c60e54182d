"""Charts that an office program draws from numbers: editable, with their data beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moibench.analysis.results import IndicatorResult, NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.pictures.frame import has_country, node_name
from moibench.presentation.sentences import words
from moibench.presentation.years import year_number

ChartKind = Literal["range", "bar", "column", "line"]
HALF = 0.5  # a rank is as wide as one unit, so that a range of one rank is seen


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a native chart: unrounded values, None where there is none; emphasis: own."""

    name: str
    values: tuple[float | None, ...]
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart that can be edited with its data.

    kind range: the first series is where each bar begins, the second how long it is.
    decimals: of the labels and the axis. highest: end of the axis, None to let the data say.
    emphasised: categories drawn in the accent colour.
    """

    kind: ChartKind
    title: str
    alternative: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int = 0
    highest: float | None = None
    emphasised: frozenset[int] = frozenset()
    labels: bool = True


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
        (
            Series(
                text("slides.range_from", language), tuple(float(n.rank_low or 0) for n in nodes)
            ),
            Series(
                text("slides.range_width", language),
                tuple((n.rank_high or 0) - (n.rank_low or 0) + 2 * HALF for n in nodes),
                emphasis=True,
            ),
        ),
        highest=float(max(n.of for n in nodes)),
        labels=False,
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
    years = sorted(own)[-most if most else None :]
    unit = indicator.unit_of_measure.in_language(language)
    name = full_unit_name(catalogue, profile.unit_code, language)
    series = [Series(name, tuple(own.get(y) for y in years), emphasis=True)]
    if has_country(profile, catalogue) and any(y in country for y in years):
        other = text("table.column.country", language)
        series.append(Series(other, tuple(country.get(y) for y in years)))
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
        tuple(str(year_number(y, language)) for y in years),
        tuple(series),
        decimals=indicator.decimals,
        labels=kind == "column",
    )
