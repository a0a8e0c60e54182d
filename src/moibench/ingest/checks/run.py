"""Run every check over given values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moibench.catalogue.checks import AnyRule, Jump, KnownShift, Zero
from moibench.catalogue.findings import GRAVITIES, Finding
from moibench.ingest.checks.context import Context
from moibench.ingest.checks.figures import Figures, laid_over
from moibench.ingest.checks.given import Given
from moibench.ingest.checks.movement import broken, moved, zeros
from moibench.ingest.checks.relations import related
from moibench.ingest.checks.single import duplicates, single


def findings(entries: Sequence[Given], context: Context) -> list[Finding]:
    """Return every finding, the gravest first, in each grade in the order of the entries."""
    alone = [*single(entries, context), *duplicates(entries)]
    hopeless = {(f.series, f.unit, f.year, f.sheet, f.cell) for f in alone if f.blocks}
    sound = [e for e in entries if (e.series, e.unit, e.year, e.sheet, e.cell) not in hopeless]
    figures = laid_over(sound, context)
    order = {(e.sheet, e.cell, e.series, e.unit, e.year): i for i, e in enumerate(entries)}
    return sorted(
        [*alone, *_together(figures)],
        key=lambda f: (
            GRAVITIES.index(f.grade),
            order.get((f.sheet, f.cell, f.series, f.unit, f.year), 0),
        ),
    )


def _together(figures: Figures) -> Iterator[Finding]:
    rules: list[AnyRule] = [r for c in figures.context.catalogue.checks.values() for r in c.rules]
    shifts: dict[str, set[int]] = {}
    for rule in rules:
        if isinstance(rule, KnownShift):
            for series in rule.series:
                shifts.setdefault(series, set()).update(rule.years)
    for rule in rules:
        match rule:
            case Jump():
                yield from moved(figures, rule, shifts)
            case Zero():
                yield from zeros(figures, rule)
            case _:
                yield from related(figures, rule)
    yield from broken(figures)
