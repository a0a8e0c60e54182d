"""Notice two units whose figures stand under each other's names.

The checks see it where the years before stay as they were; here whole histories are compared, as
when a table brings every year again. A list of names published with real figures exchanged
Si Sa Ket and Sing Buri; every name was spelt right, and only the jump of both figures, gone once
they are exchanged, gave it away.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from moibench.catalogue.findings import Finding
from moibench.ingest.checks import Context
from moibench.ingest.table_files.rows import Extract, Read

_JUMP = math.log(1.4)  # own change that makes a unit suspect among a few
_LEAST, _SPREADS = math.log(1.05), 6.0  # among many: one that stands out from the others'
_FITS = 0.35  # the share of it that may be left once the two are exchanged
_OLDEST = 3  # years between the figure and the one it is compared with
_SUSPECTS = 24
_ENOUGH = 10  # units whose spread of changes says something
_AGREE = 0.6  # share of the years of a series in which the exchange must fit


def find_exchanged(extract: Extract, context: Context) -> list[Finding]:
    """Return a finding for each pair of units that fit each other's history and not their own."""
    by_series: dict[str, dict[int, dict[str, Read]]] = defaultdict(lambda: defaultdict(dict))
    for read in extract.values:
        if read.value is not None and read.value > 0:
            by_series[read.series][read.year][read.unit] = read
    found: dict[tuple[str, str], list[Read]] = defaultdict(list)
    for series, years in by_series.items():
        votes: dict[tuple[str, str], list[Read]] = defaultdict(list)
        for year, units in years.items():
            known = _known(context, series, year)
            for one, other in _pairs(units, known):
                votes[one, other].append(units[one])
        for pair, reads in votes.items():
            both = sum(1 for units in years.values() if pair[0] in units and pair[1] in units)
            if len(reads) >= _AGREE * both:
                found[pair] += reads
    return [
        Finding(
            "improbable",
            "names_exchanged",
            extract.sheet,
            extract.place(reads[0]),
            reads[0].series,
            one,
            reads[0].year,
            reads[0].value,
            fields={"other_unit": other, "count": len(reads)},
        )
        for (one, other), reads in sorted(found.items())
    ]


def _known(context: Context, series: str, year: int) -> dict[str, float]:
    """Return each unit's stored value of the year, else of the nearest within three years."""
    if series not in context.series:
        return {}
    values = context.values[context.series.index(series)]
    found: dict[str, float] = {}
    near = sorted(
        (y for y in context.years if abs(y - year) <= _OLDEST), key=lambda y: (abs(y - year), y)
    )
    for known_year in near:
        row = values[known_year - context.years[0]]
        for i in np.flatnonzero(np.isfinite(row) & (row > 0)):
            found.setdefault(context.units[i], float(row[i]))
    return found


def _pairs(units: dict[str, Read], known: dict[str, float]) -> list[tuple[str, str]]:
    jumps = {
        unit: math.log(read.value / known[unit])
        for unit, read in units.items()
        if unit in known and read.value
    }
    usual = float(np.median(list(jumps.values()))) if jumps else 0.0
    spread = float(np.median([abs(j - usual) for j in jumps.values()])) if jumps else 0.0
    least = max(_LEAST, _SPREADS * spread) if len(jumps) >= _ENOUGH else _JUMP
    suspects = sorted(
        (u for u, jump in jumps.items() if abs(jump - usual) > least),
        key=lambda u: -abs(jumps[u] - usual),
    )[:_SUSPECTS]
    found: Sequence[tuple[float, str, str]] = sorted(
        (left, *sorted((one, other)))
        for one, other in combinations(suspects, 2)
        if (left := _left_over(units, known, jumps, usual, one, other)) is not None
    )
    taken: set[str] = set()
    pairs = []
    for _, one, other in found:
        if not {one, other} & taken:
            taken |= {one, other}
            pairs.append((one, other))
    return pairs


def _left_over(
    units: dict[str, Read],
    known: dict[str, float],
    jumps: dict[str, float],
    usual: float,
    one: str,
    other: str,
) -> float | None:
    """Return what share of both jumps is left after the exchange, None where it does not fit."""
    shares = []
    for mine, theirs in ((one, other), (other, one)):
        value = units[theirs].value
        assert value is not None
        after = abs(math.log(value / known[mine]) - usual)
        shares.append(after / abs(jumps[mine] - usual))
    return max(shares) if max(shares) <= _FITS else None
