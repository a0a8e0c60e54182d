"""Values against their own past and against what their peers did in the same year."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from moibench.catalogue.checks import Jump, Zero
from moibench.catalogue.findings import Finding
from moibench.engine import FloatArray, IntArray
from moibench.engine.outlying import centre_and_spread, modified_z, yearly_log_changes
from moibench.ingest.checks.figures import PROVINCES, Figures
from moibench.ingest.checks.given import Given
from moibench.ingest.checks.single import found

LEAST_HISTORY = 4  # changes of one's own from which a usual change can be told
LEAST_PEERS = 10
_MOST_NONZERO = 0.75
# A slip of the decimal point or of the unit of measure, with how near it must come.
_SLIPS = ((10.0, 1.15), (100.0, 1.35), (1000.0, 1.35), (1e6, 1.5))
_TELLING = 12.0  # how many least spreads a power of ten must be, to look like a slip
_STEADY = 0.1  # least spread from which two values exchanged cannot be told from two that waver
_MOVED_TOGETHER = 0.8


@dataclass(frozen=True, eq=False)
class Usual:
    """What a change is held against, for each unit: float64 (unit,), number int (unit,).

    ease: what the spread is multiplied by where more years than usual lie between the values,
    since changes of a longer time even out, by the root of the time.
    """

    centre: FloatArray
    spread: FloatArray
    number: IntArray
    ease: FloatArray

    def far(self, change: FloatArray, rule: Jump) -> np.ndarray:
        """Tell where a change lies beyond the rule's limit."""
        return np.abs(change - self.centre) > self.reach(rule)

    def reach(self, rule: Jump) -> FloatArray:
        """Return how far from the centre a change may lie."""
        found: FloatArray = rule.limit * np.maximum(self.spread, rule.least_spread) * self.ease
        return found


@dataclass(frozen=True, eq=False)
class Movement:
    """The yearly log changes of a series and the years they span; arrays (year, unit)."""

    changes: FloatArray
    before: IntArray
    years: IntArray

    @cached_property
    def gaps(self) -> FloatArray:
        """Years between each value and the one before it, NaN where there is none before."""
        apart = (self.years[:, None] - self.years[self.before]).astype(np.float64)
        return np.where(self.before < 0, np.nan, apart)

    def own(self, row: int) -> Usual:
        """Return the usual change of each unit: that of all its other years."""
        spans = np.where(np.isnan(self.changes), np.nan, self.gaps)
        usual, _, _ = centre_and_spread(np.delete(spans, row, axis=0))
        found_of = centre_and_spread(np.delete(self.changes, row, axis=0))
        return Usual(*found_of, np.sqrt(usual / self.gaps[row]))

    def of_peers(self, row: int) -> Usual:
        """Return for each unit what those did in a year whose last value was of the same year."""
        kinds = self.before[row]
        centre = np.full(kinds.shape, np.nan)
        spread, number = centre.copy(), np.zeros(kinds.shape, dtype=np.int64)
        for kind in np.unique(kinds[kinds >= 0]):
            same = kinds == kind
            found_of = centre_and_spread(self.changes[row, same][:, None])
            centre[same], spread[same], number[same] = (float(f[0]) for f in found_of)
        return Usual(centre, spread, number, np.ones(kinds.shape))


def movement_of(figures: Figures, series: str, columns: IntArray) -> Movement:
    """Return how a series moved, breaks in it not crossed."""
    array = figures.arrays[series][:, columns]
    breaks = tuple(b.year for b in figures.context.catalogue.series[series].breaks)
    changes, before = yearly_log_changes(array, figures.years, breaks)
    return Movement(changes, before, figures.years)


def moved(figures: Figures, rule: Jump, known_shifts: dict[str, set[int]]) -> Iterator[Finding]:
    """Yield jumps, slips of the decimal point, exchanged units and shifts of a whole series."""
    for series in rule.series:
        by_kind: dict[bytes, tuple[IntArray, list[Given]]] = {}
        for units in figures.given.get(series, {}).values():
            columns_of: dict[str, IntArray] = {}
            for unit, entry in units.items():
                kind = figures.context.catalogue.units[unit].unit_type
                kind = PROVINCES[0] if kind in PROVINCES else kind
                if kind not in columns_of:
                    columns_of[kind] = figures.peers(unit)
                columns = columns_of[kind]
                by_kind.setdefault(columns.tobytes(), (columns, []))[1].append(entry)
        for columns, entries in by_kind.values():
            movement = movement_of(figures, series, columns)
            shifts = known_shifts.get(series, set())
            yield from _of_kind(figures, rule, movement, columns, entries, shifts)


def _of_kind(
    figures: Figures,
    rule: Jump,
    movement: Movement,
    columns: IntArray,
    entries: list[Given],
    shifts: set[int],
) -> Iterator[Finding]:
    place = {int(c): i for i, c in enumerate(columns)}
    by_year: dict[int, dict[int, Given]] = {}
    for e in entries:
        by_year.setdefault(e.year, {})[place[figures.at_unit[e.unit]]] = e
    for year, given in by_year.items():
        row = figures.row(year)
        if year not in shifts:
            yield from _shifted(rule, movement, row, given)
        own, peers = movement.own(row), movement.of_peers(row)
        change = movement.changes[row]
        has_own, has_peers = own.number >= LEAST_HISTORY, peers.number >= LEAST_PEERS
        far_own, far_peers = own.far(change, rule), peers.far(change, rule)
        compared = has_own | has_peers
        far_alone = np.abs(change) > _alone(rule, movement.gaps[row])
        jumped = (far_own | ~has_own) & (far_peers | ~has_peers) & (compared | far_alone)
        array = figures.arrays[entries[0].series][:, columns]
        steady = rule.least_spread <= _STEADY
        exchanged = _exchanged(movement, array, row, jumped, peers.centre) if steady else {}
        for at, entry in given.items():
            earlier = int(movement.before[row, at])
            if math.isnan(change[at]):
                continue
            old, new = float(array[earlier, at]), float(array[row, at])
            fields: dict[str, object] = {
                "previous_year": int(figures.years[earlier]),
                "previous_number": old,
                "change_percent": 100 * (new / old - 1),
            }
            slip = _slip(new / old, rule)
            gap = float(figures.years[row] - figures.years[earlier])
            if at in exchanged:
                other = figures.context.units[int(columns[exchanged[at]])]
                yield found("improbable", "exchanged", entry, other_unit=other, **fields)
            elif slip is not None and jumped[at]:
                yield found("improbable", "slip", entry, factor_number=slip, **fields)
            elif jumped[at] and not compared[at]:
                reach = gap * float(_alone(rule, np.array(gap)))
                expected = (old * math.exp(-reach), old * math.exp(reach))
                yield found("improbable", "jump_alone", entry, expected, why=rule.reason, **fields)
            elif jumped[at]:
                bounds = [
                    _bounds(old, gap, usual, at, rule)
                    for usual, has in ((own, has_own), (peers, has_peers))
                    if has[at]
                ]
                code = "jump" if has_own[at] and has_peers[at] else "jump_own"
                code = code if has_own[at] else "jump_peers"
                expected = (min(b[0] for b in bounds), max(b[1] for b in bounds))
                yield found(
                    "improbable",
                    code,
                    entry,
                    expected,
                    peers_percent=_percent(peers.centre[at], gap) if has_peers[at] else None,
                    own_percent=_percent(own.centre[at], gap) if has_own[at] else None,
                    why=rule.reason,
                    **fields,
                )


def _alone(rule: Jump, gap: FloatArray) -> FloatArray:
    """Return how far a yearly change may go where there is nothing to hold it against."""
    found_of: FloatArray = rule.limit * rule.least_spread / np.sqrt(gap)
    return found_of


def _bounds(old: float, gap: float, usual: Usual, at: int, rule: Jump) -> tuple[float, float]:
    centre, reach = float(usual.centre[at]), float(usual.reach(rule)[at])
    return old * math.exp(gap * (centre - reach)), old * math.exp(gap * (centre + reach))


def usual_bounds(
    figures: Figures, rule: Jump, series: str, year: int
) -> dict[str, tuple[float, float]]:
    """Return, for each unit with a past, between which values that past raises no question.

    `year` must be one that `figures` holds.
    """
    movement = movement_of(figures, series, np.arange(len(figures.context.units)))
    row = figures.row(year)
    own = movement.own(row)
    breaks = [b.year for b in figures.context.catalogue.series[series].breaks]
    found_of: dict[str, tuple[float, float]] = {}
    for unit, at in figures.at_unit.items():
        earlier = int(movement.before[row, at])
        if earlier < 0 or own.number[at] < LEAST_HISTORY:
            continue
        since = int(figures.years[earlier])
        old = float(figures.arrays[series][earlier, at])
        if old > 0 and not any(since < b <= year for b in breaks):
            found_of[unit] = _bounds(old, float(year - since), own, at, rule)
    return found_of


def _percent(change: float, gap: float) -> float:
    return 100 * math.expm1(gap * change)


def _slip(ratio: float, rule: Jump) -> float | None:
    """Return by which power of ten a value seems to be off, None for none."""
    for factor, nearness in _SLIPS:
        for wanted in (factor, 1 / factor):
            is_near = 1 / nearness < ratio / wanted < nearness
            if is_near and math.log(factor) > _TELLING * rule.least_spread:
                return wanted
    return None


def _exchanged(
    movement: Movement, array: FloatArray, row: int, jumped: np.ndarray, centre: FloatArray
) -> dict[int, int]:
    """Return pairs that jumped and would each continue the other's past."""
    at = [int(i) for i in np.flatnonzero(jumped)]
    if len(at) < 2:
        return {}
    old = np.array([array[int(movement.before[row, i]), i] for i in at])
    new = array[row, at]
    usual = np.nan_to_num(centre[at])
    apart = np.abs(np.log(new[:, None] / old[None, :]) - usual[None, :])  # value i on past j
    own = np.diag(apart)
    better = apart < 0.25 * own[:, None]
    pairs: dict[int, int] = {}
    for i in range(len(at)):
        for j in range(i + 1, len(at)):
            if better[i, j] and better[j, i] and at[i] not in pairs and at[j] not in pairs:
                pairs[at[i]], pairs[at[j]] = at[j], at[i]
    return pairs


def _shifted(
    rule: Jump, movement: Movement, row: int, given: dict[int, Given]
) -> Iterator[Finding]:
    """Yield where nearly all units moved at once, as they do when the method changed."""
    centre, _, number = centre_and_spread(movement.changes.T)
    usual = np.delete(centre, row)[np.delete(number, row) >= LEAST_PEERS]
    if number[row] < LEAST_PEERS or usual.size < LEAST_HISTORY or len(given) < LEAST_PEERS:
        return
    middle, spread, _ = centre_and_spread(usual[:, None])
    z = modified_z(centre[row : row + 1], middle, spread, rule.least_spread)
    sign = np.sign(movement.changes[row] - middle[0])
    same = np.nansum(sign == np.sign(z[0])) / number[row]
    if abs(z[0]) > rule.limit and same >= _MOVED_TOGETHER:
        entry = next(iter(given.values()))
        yield found(
            "note",
            "shift",
            entry,
            change_percent=_percent(float(centre[row]), 1),
            usual_percent=_percent(float(middle[0]), 1),
            share_percent=100 * float(same),
            count=int(number[row]),
        )


def zeros(figures: Figures, rule: Zero) -> Iterator[Finding]:
    """Yield zeros where the unit's other years, or without those most peers, are not zero."""
    for series in rule.series:
        for year, given in figures.given.get(series, {}).items():
            row = figures.row(year)
            for unit, entry in given.items():
                at = figures.at_unit[unit]
                if figures.arrays[series][row, at] != 0 or unit in rule.truly_zero:
                    continue
                others = np.delete(figures.arrays[series][:, at], row)
                others, whose = others[~np.isnan(others)], "own"
                if others.size < 2:
                    others, whose = figures.arrays[series][row, figures.peers(unit)], "peers"
                    others = others[~np.isnan(others)]
                share = np.count_nonzero(others) / max(others.size, 1)
                if others.size >= 2 and share >= _MOST_NONZERO:
                    yield found(
                        "improbable",
                        f"zero_{whose}",
                        entry,
                        (float(np.min(others[others != 0])), None),
                        count=int(np.count_nonzero(others)),
                        of=int(others.size),
                        why=rule.reason,
                    )


def broken(figures: Figures) -> Iterator[Finding]:
    """Yield a note for a series and year that holds first values since a break in series."""
    for name, by_year in figures.given.items():
        breaks = figures.context.catalogue.series[name].breaks
        array = figures.arrays[name]
        for year, given in by_year.items() if breaks else ():
            row = figures.row(year)
            for b in breaks:
                first = [
                    entry
                    for unit, entry in given.items()
                    if _is_first_since(figures, array[:, figures.at_unit[unit]], row, b.year)
                ]
                if first:
                    yield found(
                        "note",
                        "break_in_series" if len(first) == 1 else "break_in_series_of_many",
                        first[0],
                        break_year=b.year,
                        count=len(first),
                        why=b.reason,
                    )


def _is_first_since(figures: Figures, own: FloatArray, row: int, year: int) -> bool:
    """Tell whether the value at `row` is the first from `year` on, others being before it."""
    if np.isnan(own[row]):
        return False
    known = np.flatnonzero(~np.isnan(own[:row]))
    return bool(known.size) and figures.years[known[-1]] < year <= figures.years[row]
