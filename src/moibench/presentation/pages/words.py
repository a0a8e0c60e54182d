"""Small texts that several pages say the same way: rank, relation, trend, source, status."""

from __future__ import annotations

from moibench.analysis.figures import SIGNIFICANT, TREND_POINTS
from moibench.analysis.geography import COUNTRY
from moibench.analysis.results import Change, Figure, Relation, Trend
from moibench.analysis.vantage import current_vantage
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation import graphics
from moibench.presentation.language import Language, text
from moibench.presentation.names import find_dimension, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, State
from moibench.presentation.years import format_year, format_years

OLD_AFTER_YEARS = 2
OVERALL = "overall"
SIGNS: dict[Relation, str] = {"better": "+", "similar": "", "worse": "−"}


def node_name(
    catalogue: Catalogue, node_id: str, language: Language, *, short: bool = False
) -> str:
    """Return the name of the whole index or of a dimension."""
    if node_id == OVERALL:
        agenda = current_vantage().agenda
        return agenda.name.in_language(language) if agenda else text("site.overall", language)
    dimension = find_dimension(catalogue, node_id)
    if dimension is None:
        return node_id
    return (dimension.short_name if short else dimension.name).in_language(language)


def level_noun(level: str, count: int, language: Language, *, with_bangkok: bool = False) -> str:
    """Return what is counted on a level with its number: "76 จังหวัด", "76 provinces"."""
    kind = "province_bangkok" if level == "province" and with_bangkok else level
    return text(f"site.counted.{kind}", language, count=count)


def rank_text(
    rank: int | None, of: int, counted: str, language: Language, span: tuple[int, int] | None = None
) -> str:
    """Write a rank, with its range where it has one: "อันดับที่ 15 (ช่วง 5–36) จาก 76 จังหวัด"."""
    if rank is None or of < 2:
        return ""
    if span is None:
        return text("site.rank.plain", language, rank=rank, counted=counted)
    return text("site.rank.ranged", language, rank=rank, low=span[0], high=span[1], counted=counted)


def direction_text(indicator: Indicator, language: Language) -> str:
    """Say which way is good."""
    low, high = indicator.target_range or (0.0, 0.0)
    return text(
        f"site.direction.{indicator.direction}",
        language,
        low=format_value(low, indicator),
        high=format_value(high, indicator),
    )


def source_text(catalogue: Catalogue, figure: Figure, language: Language) -> str:
    """Name the agency and the edition that a figure comes from."""
    source = catalogue.sources.get(figure.source_id or "")
    edition = catalogue.editions.get(figure.edition_id or "")
    if edition is not None and source is None:
        source = catalogue.edition_sources.get(edition.id)
    if source is None:
        return NO_VALUE
    name = (edition or source).name.in_language(language)
    return f"{source.agency_short.in_language(language)} {name}"


def status_text(figure: Figure, language: Language) -> str:
    """Say what kind of number it is, or why there is none."""
    return text(f"site.status.{figure.status}", language)


def age_text(figure: Figure, language: Language) -> str:
    """Say the year of the figure and, when it is not of the year shown, how old it is."""
    if figure.year is None:
        return ""
    year = format_year(figure.year, language)
    if not figure.age:
        return year
    return text("site.aged", language, year=year, age=figure.age)


def is_old(figure: Figure) -> bool:
    """Tell whether the figure is older than two years, which draws a dotted border."""
    return figure.age is not None and figure.age > OLD_AFTER_YEARS


def trend_text(trend: Trend, language: Language) -> str:
    """Say the verdict; good and bad only where the indicator is judged."""
    kind: str = trend.verdict
    if kind in ("rising", "falling") and trend.good is not None:
        kind = "improving" if trend.good else "declining"
    return text(f"site.trend.{kind}", language)


def trend_note(trend: Trend, language: Language) -> str:
    """Say over which years, and that few points make it preliminary."""
    if trend.first_year is None or trend.last_year is None:
        return ""
    years = format_years(trend.first_year, trend.last_year, language)
    return text("site.trend.preliminary", language, years=years) if trend.preliminary else years


def unit_crumbs(catalogue: Catalogue, code: str, state: State) -> tuple[Link, ...]:
    """Return the way to a page below a unit's own: the country, then the unit."""
    return tuple(
        Link(unit_name(catalogue, c, state.language), address.area(state, c))
        for c in dict.fromkeys((COUNTRY, code))
    )


def trend_rule(language: Language) -> str:
    """Say how trends are judged and what the marks of a row mean."""
    return text(
        "area.rows_note",
        language,
        significant=SIGNIFICANT,
        points=TREND_POINTS,
        widths=graphics.CLIP_WIDTHS,
    )


def change_text(change: Change | None, indicator: Indicator, language: Language) -> str:
    """Say how much the value changed since the earlier year, or why that cannot be said."""
    if change is None:
        return ""
    since = format_year(change.from_year, language)
    if change.crosses_break:
        return text("site.change.crosses_break", language, since=since)
    absolute = format_value(change.absolute, indicator, signed=True)
    if change.percent is None or indicator.is_percentage:
        unit = text("site.points_short", language) if indicator.is_percentage else ""
        return text("site.change.absolute", language, since=since, change=f"{absolute}{unit}")
    percent = format_number(change.percent, 1, signed=True)
    return text("site.change.percent", language, since=since, change=absolute, percent=percent)
