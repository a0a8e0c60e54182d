"""Check the sums of regions, clusters, the country and bare totals against their provinces."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import Finding
from moibench.catalogue.schema import RatioOfSums, Sum, WeightedMean
from moibench.ingest.table_files.names import COUNTRY
from moibench.ingest.table_files.rows import LEAF_TYPES, Extract, Read, Row

# Beyond what rounding of the printed figures explains.
_OF_THE_SUM = 1e-6
_MOST_NAMED = 30
Place = tuple[str, int]  # series, CE year


def additive_series(catalogue: Catalogue) -> frozenset[str]:
    """Return the series whose values of provinces add up: amounts and counts, never rates."""
    found: set[str] = set()
    for indicator in catalogue.indicators.values():
        match indicator.roll_up:
            case Sum(series=series):
                found.add(series)
            case RatioOfSums(numerator=numerator, denominator=denominator):
                found |= {numerator, denominator}
            case WeightedMean(weights=weights):
                found.add(weights)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Group:
    """A row that sums up others, and the rows or units it sums up."""

    whole: Read
    parts: tuple[Read, ...]


def check_sums(extract: Extract, catalogue: Catalogue) -> list[Finding]:
    """Compare every sum that can be compared; say how many agree and each that does not."""
    additive = additive_series(catalogue)
    agree, apart = 0, []
    for group in _groups(extract, catalogue, additive):
        found = sum(p.value for p in group.parts if p.value is not None)
        whole = group.whole.value
        if whole is None:
            continue
        places = min([group.whole.decimals, *(p.decimals for p in group.parts)])
        slack = 0.5 * 10.0**-places * (len(group.parts) + 1) + _OF_THE_SUM * abs(found)
        if abs(found - whole) <= slack:
            agree += 1
        else:
            apart.append((group, found))
    findings = [
        Finding(
            "improbable",
            "sum_differs",
            extract.sheet,
            extract.place(group.whole),
            group.whole.series,
            group.whole.unit,
            group.whole.year,
            group.whole.value,
            (found, found),
            {"parts": len(group.parts), "difference": (group.whole.value or 0.0) - found},
        )
        for group, found in apart
    ]
    findings.sort(key=lambda f: -abs(float(str(f.fields["difference"]))))
    if agree:
        findings.append(Finding("note", "sums_agree", extract.sheet, fields={"count": agree}))
    return findings


def _groups(extract: Extract, catalogue: Catalogue, additive: frozenset[str]) -> Iterator[_Group]:
    wholes = [r for r in extract.sums if r.series in additive]
    wholes += [
        r
        for r in extract.values
        if r.series in additive and catalogue.units[r.unit].unit_type not in LEAF_TYPES
    ]
    if not wholes:
        return
    leaves: dict[Place, dict[int, Read]] = defaultdict(dict)
    for read in extract.values:
        if catalogue.units[read.unit].unit_type in LEAF_TYPES:
            leaves[read.series, read.year][read.row] = read
    position = _positions(extract.rows)
    for whole in wholes:
        there = leaves[whole.series, whole.year]
        by_unit = {read.unit: read for read in there.values()}
        parts: tuple[Read, ...] | None = None
        if whole.unit == COUNTRY or not whole.unit:
            parts = _all(whole, there, by_unit, catalogue)
        elif position is not None:
            parts = tuple(there[r] for r in position.get(whole.row, ()) if r in there)
            if len(parts) < len(position.get(whole.row, ())):
                continue  # one of them has no value, so nothing can be compared
        if not parts and whole.unit:
            parts = _by_code(whole, by_unit, catalogue)
        if parts:
            yield _Group(whole, parts)


def _all(
    whole: Read, there: dict[int, Read], by_unit: dict[str, Read], catalogue: Catalogue
) -> tuple[Read, ...] | None:
    """Return every province for the country; for a bare total, all that the table has."""
    if not whole.unit:
        return tuple(r for r in there.values()) if len(there) > 1 else None
    wanted = {
        c
        for c, u in catalogue.units.items()
        if u.unit_type in ("province", "special_area") and u.exists_in(whole.year)
    }
    if not wanted <= set(by_unit):
        return None
    return tuple(by_unit[c] for c in sorted(wanted))


def _by_code(
    whole: Read, by_unit: dict[str, Read], catalogue: Catalogue
) -> tuple[Read, ...] | None:
    """Return the members that the catalogue gives the unit, if every one has a value."""
    links = catalogue.links_on(dt.date(max(whole.year, _first_grouping(catalogue)), 12, 31))
    inside, frontier = set(), {whole.unit}
    while frontier:
        frontier = {unit for unit, parent in links if parent in frontier} - inside
        inside |= frontier
    wanted = {
        c
        for c in inside
        if catalogue.units[c].unit_type in LEAF_TYPES and catalogue.units[c].exists_in(whole.year)
    }
    if not wanted or not wanted <= set(by_unit):
        return None
    return tuple(by_unit[c] for c in sorted(wanted))


def _first_grouping(catalogue: Catalogue) -> int:
    return max((g.valid_from.year for g in catalogue.groupings.values()), default=0)


def _positions(rows: Sequence[Row]) -> dict[int, tuple[int, ...]] | None:
    """Return the rows that each row of a group stands over, or under, as the table is laid out.

    None where units stand in several rows, as in a long table. An agency's regions may not be
    ours, so the table's own order says what belongs to them.
    """
    codes = [row.codes[0] for row in rows if row.is_leaf]
    groups = [i for i, row in enumerate(rows) if not row.is_leaf and row.codes != (COUNTRY,)]
    if len(set(codes)) < len(codes) or not codes:
        return None
    above = _runs(rows, groups, 1)
    below = _runs(rows, groups, -1)
    # A table either opens each group with its sum or closes it; its end tells which.
    opens = bool(groups) and max(i for i, r in enumerate(rows) if r.is_leaf) > groups[-1]
    return above if opens else below


def _runs(rows: Sequence[Row], groups: Sequence[int], step: int) -> dict[int, tuple[int, ...]]:
    found = {}
    for i in groups:
        at, run = i + step, []
        while 0 <= at < len(rows) and rows[at].is_leaf:
            run.append(rows[at].row)
            at += step
        found[rows[i].row] = tuple(run)
    return found
