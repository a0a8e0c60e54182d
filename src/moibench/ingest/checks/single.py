"""What a value says by itself: series, unit, year, status, range, and standing twice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from moibench.catalogue.checks import PlausibleRange
from moibench.catalogue.findings import Finding, Gravity
from moibench.ingest.checks.context import Context
from moibench.ingest.checks.figures import PROVINCES
from moibench.ingest.checks.given import NO_VALUE, STATUSES, Given


def single(entries: Sequence[Given], context: Context) -> Iterator[Finding]:
    """Yield what is wrong with each entry by itself."""
    plausible = {
        name: rule
        for source in context.catalogue.checks.values()
        for rule in source.rules
        if isinstance(rule, PlausibleRange)
        for name in rule.series
    }
    for e in entries:
        if e.series not in context.catalogue.series:
            yield found("impossible", "unknown_series", e, typed=e.series)
        elif e.unit not in context.catalogue.units:
            yield found("impossible", "unknown_unit", e, typed=e.unit)
        else:
            yield from _status(e)
            yield from _year(e, context)
            if e.value is not None and math.isfinite(e.value) and e.status not in NO_VALUE:
                yield from _range(e, context, plausible.get(e.series))


def duplicates(entries: Sequence[Given]) -> Iterator[Finding]:
    """Yield every entry whose place was given before."""
    first: dict[tuple[str, str, int], Given] = {}
    for e in entries:
        before = first.setdefault((e.series, e.unit, e.year), e)
        if before is e:
            continue
        same = (before.value, before.status) == (e.value, e.status)
        where = " ".join(filter(None, (before.sheet, before.cell)))
        code, grade = ("twice_the_same", "note") if same else ("twice_differently", "impossible")
        yield found(grade, code, e, where=where, other_number=before.value)


def found(
    grade: Gravity,
    code: str,
    entry: Given,
    expectation: tuple[float | None, float | None] | None = None,
    *,
    reason: str = "",
    **fields: object,
) -> Finding:
    """Return a finding about an entry; `reason` or the entry's own confirms what is improbable."""
    return Finding(
        grade,
        code,
        entry.sheet,
        entry.cell,
        entry.series,
        entry.unit,
        entry.year,
        entry.value,
        expectation,
        fields,
        (reason or entry.reason.strip()) if grade == "improbable" else "",
    )


def _status(e: Given) -> Iterator[Finding]:
    if e.status not in STATUSES:
        yield found("impossible", "unknown_status", e, typed=e.status)
    elif e.status in NO_VALUE and e.value is not None:
        yield found("impossible", "value_beside_no_value", e, status=e.status)
    elif e.status not in NO_VALUE and e.value is None:
        yield found("impossible", "status_without_value", e, status=e.status)
    elif e.value is not None and not math.isfinite(e.value):
        yield found("impossible", "not_finite", e)


def _year(e: Given, context: Context) -> Iterator[Finding]:
    unit = context.catalogue.units[e.unit]
    source = context.catalogue.series[e.series].source
    checks = context.catalogue.checks.get(source)
    if not unit.exists_in(e.year):
        yield found("impossible", "unit_did_not_exist", e)
    if e.status in NO_VALUE:
        return
    if e.year > context.today.year:
        yield found("impossible", "year_ahead", e)
    elif checks is not None and e.year > context.today.year - checks.lag_years:
        newest = context.today.year - checks.lag_years
        yield found(
            "improbable",
            "beyond_lag",
            e,
            newest_year=newest,
            lag=checks.lag_years,
            source=source,
            why=checks.lag_reason,
        )


def _range(e: Given, context: Context, rule: PlausibleRange | None) -> Iterator[Finding]:
    series = context.catalogue.series[e.series]
    assert e.value is not None
    if not _within(e.value, series.minimum, series.maximum):
        yield found("impossible", "out_of_range", e, (series.minimum, series.maximum))
    elif (
        rule is not None
        and context.catalogue.units[e.unit].unit_type in PROVINCES
        and not _within(e.value, rule.low, rule.high)
    ):
        yield found("improbable", "implausible", e, (rule.low, rule.high), why=rule.reason)


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
