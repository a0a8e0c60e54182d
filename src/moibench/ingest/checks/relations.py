"""Values that must agree with each other: parts and whole, ratios, provinces and the country."""

from __future__ import annotations

from collections.abc import Iterator

from moibench.catalogue.checks import (
    AnyRule,
    AtMost,
    CountryBetween,
    CountrySum,
    PartsSum,
    RatioAgrees,
)
from moibench.catalogue.findings import Finding
from moibench.ingest.checks.figures import PROVINCES, Figures
from moibench.ingest.checks.given import Given
from moibench.ingest.checks.single import found

COUNTRY = "TH"
# Sums of many decimal numbers differ in the last binary places; that is no disagreement.
_ROUNDING = 1e-9


def related(figures: Figures, rule: AnyRule) -> Iterator[Finding]:
    """Yield where given values do not agree as the rule wants."""
    match rule:
        case PartsSum():
            yield from _parts_sum(figures, rule)
        case AtMost():
            for numerator in rule.numerators:
                yield from _at_most(figures, rule, numerator)
        case RatioAgrees():
            yield from _ratio(figures, rule)
        case CountrySum():
            for series in rule.series:
                yield from _country_sum(figures, rule, series)
        case CountryBetween():
            for series in rule.series:
                yield from _country_between(figures, rule, series)


def _places(figures: Figures, series: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return (unit, year) wherever any of the series is given, each once."""
    return list(
        dict.fromkeys(
            (unit, year)
            for name in series
            for year, units in figures.given.get(name, {}).items()
            for unit in units
        )
    )


def _said(figures: Figures, series: tuple[str, ...], unit: str, year: int) -> tuple[Given, str]:
    """Return the entry that a finding stands at, and the reason given at any of them."""
    entries = [e for s in series if (e := figures.entry(s, unit, year)) is not None]
    return entries[0], next((e.reason.strip() for e in entries if e.reason.strip()), "")


def _parts_sum(figures: Figures, rule: PartsSum) -> Iterator[Finding]:
    series = (rule.whole, *rule.parts)
    for unit, year in _places(figures, series):
        whole = figures.value(rule.whole, unit, year)
        parts = [figures.value(p, unit, year) for p in rule.parts]
        known = [p for p in parts if p is not None]
        if whole is None or len(known) < len(parts):
            continue
        total = sum(known)
        rounding = max(rule.tolerance, _ROUNDING * abs(whole))
        slack = max(rounding, rule.tolerance_share * abs(whole))
        most = rounding if rule.shortfall_only else slack
        excess = total - whole
        if -slack <= excess <= most:
            continue
        entry, reason = _said(figures, series, unit, year)
        yield found(
            rule.grade,
            "parts_sum",
            entry,
            (total - most, total + slack) if entry.series == rule.whole else None,
            whole_series=rule.whole,
            whole_number=whole,
            total_number=total,
            difference_number=excess,
            part_list=tuple(zip(rule.parts, known, strict=True)),
            why=rule.reason,
            reason=reason,
        )


def _at_most(figures: Figures, rule: AtMost, numerator: str) -> Iterator[Finding]:
    series = (numerator, rule.denominator)
    for unit, year in _places(figures, series):
        part = figures.value(numerator, unit, year)
        whole = figures.value(rule.denominator, unit, year)
        if part is None or whole is None or part <= whole * (1 + _ROUNDING):
            continue
        entry, reason = _said(figures, series, unit, year)
        yield found(
            rule.grade,
            "at_most",
            entry,
            (None, whole) if entry.series == numerator else (part, None),
            numerator_series=numerator,
            numerator_number=part,
            denominator_series=rule.denominator,
            denominator_number=whole,
            why=rule.reason,
            reason=reason,
        )


def _ratio(figures: Figures, rule: RatioAgrees) -> Iterator[Finding]:
    series = (rule.series, rule.numerator, rule.denominator)
    for unit, year in _places(figures, series):
        published, part, whole = (figures.value(s, unit, year) for s in series)
        if published is None or part is None or not whole:
            continue
        wanted = rule.scale * part / whole
        slack = rule.tolerance_share * abs(wanted)
        if abs(published - wanted) <= slack:
            continue
        entry, reason = _said(figures, series, unit, year)
        yield found(
            rule.grade,
            "ratio_disagrees",
            entry,
            (wanted - slack, wanted + slack) if entry.series == rule.series else None,
            ratio_series=rule.series,
            ratio_number=published,
            wanted_number=wanted,
            numerator_series=rule.numerator,
            denominator_series=rule.denominator,
            why=rule.reason,
            reason=reason,
        )


def _provinces(figures: Figures, series: str, year: int) -> dict[str, float | None]:
    units = figures.context.catalogue.units
    return {
        u: figures.value(series, u, year)
        for u, unit in units.items()
        if unit.unit_type in PROVINCES and unit.exists_in(year)
    }


def _country_sum(figures: Figures, rule: CountrySum, series: str) -> Iterator[Finding]:
    for year, given in figures.given.get(series, {}).items():
        country = figures.value(series, COUNTRY, year)
        values = list(_provinces(figures, series, year).values())
        known = [v for v in values if v is not None]
        if country is None or len(known) < len(values):
            continue
        total = sum(known)
        slack = rule.tolerance_share * abs(country)
        if abs(total - country) <= slack:
            continue
        entry = given.get(COUNTRY) or next(iter(given.values()))
        yield found(
            "improbable",
            "country_sum",
            entry,
            (total - slack, total + slack) if entry.unit == COUNTRY else None,
            country_number=country,
            total_number=total,
            difference_number=total - country,
            why=rule.reason,
        )


def _country_between(figures: Figures, rule: CountryBetween, series: str) -> Iterator[Finding]:
    for year, given in figures.given.get(series, {}).items():
        country = figures.value(series, COUNTRY, year)
        values = _provinces(figures, series, year)
        known = {u: v for u, v in values.items() if v is not None}
        if country is None or len(known) < 0.9 * len(values):
            continue
        low, high = min(known.values()), max(known.values())
        if low <= country <= high:
            continue
        entry = given.get(COUNTRY) or next(iter(given.values()))
        yield found(
            "improbable",
            "country_between",
            entry,
            (low, high) if entry.unit == COUNTRY else None,
            country_number=country,
            low_number=low,
            high_number=high,
            why=rule.reason,
        )
