"""How levels, scores, ranks and ranges are made, said from the design itself."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.figures import SIGNIFICANT, TREND_MINIMUM, TREND_POINTS, TREND_WINDOW
from moibench.analysis.nodes import APART
from moibench.analysis.results import Stamp
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import (
    Design,
    DesignDimension,
    Framework,
    Growth,
    Indicator,
    MovingAverage,
    RollUp,
)
from moibench.engine.compare import DEVIATION_PER_MAD
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.numbers import format_number, format_percent, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, State
from moibench.presentation.years import format_years


@dataclass(frozen=True, slots=True)
class LeafRow:
    """An indicator's weight and goalposts."""

    link: Link
    weight: str
    zero: str
    hundred: str
    unit_of_measure: str
    baseline: str
    roll_up: str


@dataclass(frozen=True, slots=True)
class DimensionTable:
    """A dimension's weight, cut-offs and indicators."""

    id: str
    name: str
    weight: str
    cutoffs: tuple[str, ...]
    rows: tuple[LeafRow, ...]


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Everything the template of the method prints."""

    title: str
    design: str
    steps: tuple[tuple[str, str], ...]
    cutoffs: tuple[tuple[str, tuple[str, ...]], ...]
    dimensions: tuple[DimensionTable, ...]
    stamp: str


def roll_up_text(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """Say in words how the value of a parent is made from its members."""
    rule = indicator.roll_up
    if rule is None:
        return text("method.roll_up.none", language)
    return _said(rule, catalogue, language)


def _said(rule: RollUp, catalogue: Catalogue, language: Language) -> str:
    if isinstance(rule, Growth | MovingAverage):
        of = _said(rule.of, catalogue, language)
        return text(f"method.roll_up.{rule.rule}", language, of=of, years=rule.years)

    def series(name: str) -> str:
        return catalogue.series[name].name.in_language(language)

    if rule.rule == "ratio_of_sums":
        return text(
            "method.roll_up.ratio_of_sums",
            language,
            numerator=series(rule.numerator),
            denominator=series(rule.denominator),
        )
    if rule.rule == "weighted_mean":
        return text("method.roll_up.weighted_mean", language, weights=series(rule.weights))
    return text(f"method.roll_up.{rule.rule}", language)


def _span(years: tuple[int, ...], language: Language) -> str:
    return format_years(min(years), max(years), language) if years else ""


def short_method_note(design: Design, language: Language) -> str:
    """Say in three lines how score, level and rank range were made."""
    return text("method.note", language, **_fields(design, language))


def _fields(design: Design, language: Language) -> dict[str, object]:
    low, high = design.goalpost_percentiles
    uncertainty = design.uncertainty
    leaves = [leaf for d in design.dimensions.values() for leaf in d.indicators.values()]
    baseline = tuple(y for leaf in leaves for y in leaf.baseline_years)
    first, last = uncertainty.interval
    return {
        "low": f"{low:g}",
        "high": f"{high:g}",
        "baseline": _span(baseline, language),
        "cutoff_years": _span(design.cutoff_baseline_years, language),
        "cutoffs": ", ".join(f"{p:g}" for p in design.cutoff_percentiles),
        "coverage": format_percent(design.coverage_threshold),
        "replicates": format_number(uncertainty.replicates, 0),
        "seed": uncertainty.seed,
        "noise": format_percent(uncertainty.weight_noise),
        "first": f"{first:g}",
        "last": f"{last:g}",
        "inside": f"{last - first:g}",
        "enough": format_percent(design.enough_data),
        "dimensions": len(design.dimensions),
        "indicators": len(leaves),
        "normalisations": _listed("method.normalisation", uncertainty.normalisations, language),
        "aggregations": _listed("method.aggregation", uncertainty.aggregations, language),
        "imputations": _listed("method.imputation", uncertainty.imputations, language),
        "apart": format_percent(APART),
        "mad": DEVIATION_PER_MAD,
        "points": TREND_POINTS,
        "minimum": TREND_MINIMUM,
        "window": TREND_WINDOW,
        "significant": SIGNIFICANT,
        "left_out": text("method.leave_one_out", language) if uncertainty.leave_one_out else "",
    }


def _listed(key: str, choices: tuple[str, ...], language: Language) -> str:
    return ", ".join(text(f"{key}.{choice}", language) for choice in choices)


STEPS = (
    "data",
    "roll_up",
    "score",
    "weigh",
    "missing",
    "level",
    "rank",
    "range",
    "similar",
    "trend",
    "bangkok",
    "year",
)


def method_page(
    catalogue: Catalogue,
    framework: Framework,
    design: Design,
    stamp: Stamp | None,
    state: State,
) -> MethodPage:
    """Lay out the page; every number of it is read from the design."""
    language = state.language
    fields = _fields(design, language)
    names = {d.id: d.name.in_language(language) for d in framework.dimensions}
    cutoffs = [(text("site.overall", language), design.cutoffs)]
    cutoffs += [(names[i], d.cutoffs) for i, d in design.dimensions.items()]
    written = text(
        "method.stamp",
        language,
        design=design.id,
        data=stamp.data_version if stamp else "–",
        catalogue=stamp.catalogue_version if stamp else catalogue.version,
    )
    return MethodPage(
        title=text("method.title", language),
        design=design.name.in_language(language),
        steps=tuple(
            (
                text(f"method.{step}.title", language),
                text(f"method.{step}.body", language, **fields),
            )
            for step in STEPS
        ),
        cutoffs=tuple((name, tuple(f"{c:.1f}" for c in four)) for name, four in cutoffs),
        dimensions=tuple(
            _dimension_table(i, names[i], d, design, catalogue, state)
            for i, d in design.dimensions.items()
        ),
        stamp=written,
    )


def _dimension_table(
    dimension_id: str,
    name: str,
    dimension: DesignDimension,
    design: Design,
    catalogue: Catalogue,
    state: State,
) -> DimensionTable:
    language = state.language
    total = sum(d.weight for d in design.dimensions.values())
    leaves = sum(leaf.weight for leaf in dimension.indicators.values())
    rows = []
    for indicator_id, leaf in dimension.indicators.items():
        indicator = catalogue.indicators[indicator_id]
        zero, hundred = leaf.goalposts
        rows.append(
            LeafRow(
                link=Link(
                    short_indicator_name(indicator, language),
                    address.indicator(state, indicator_id),
                ),
                weight=format_percent(leaf.weight / leaves, 1),
                zero=format_value(zero, indicator),
                hundred=format_value(hundred, indicator),
                unit_of_measure=indicator.unit_of_measure.in_language(language),
                baseline=_span(leaf.baseline_years, language),
                roll_up=roll_up_text(indicator, catalogue, language),
            )
        )
    return DimensionTable(
        id=dimension_id,
        name=name,
        weight=format_percent(dimension.weight / total, 1),
        cutoffs=tuple(f"{c:.1f}" for c in dimension.cutoffs),
        rows=tuple(rows),
    )
