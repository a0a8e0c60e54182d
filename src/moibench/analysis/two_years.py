"""Answer: how did every unit of a ranking move between two years that most have data for?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.figures import territory_breaks
from moibench.analysis.groups import mask, merits, ranks_among
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.results import Ranking
from moibench.engine import FloatArray

NEAREST, FARTHEST = 3, 10  # years back among which the earlier one is chosen


@dataclass(frozen=True, slots=True)
class Move:
    """A unit in both years, unrounded; good: whether the move is to be welcomed.

    other_land: the unit split, merged or was cut in between, so its two values do not compare.
    """

    unit_code: str
    from_value: float
    to_value: float
    from_rank: int
    to_rank: int
    good: bool | None
    other_land: bool


@dataclass(frozen=True, slots=True)
class TwoYears:
    """Units with a value of exactly both years, the largest welcome move first.

    was_chosen: whether the earlier year is the reader's, or the one most units have data for.
    of: the units of the level; years: those the reader may choose instead.
    """

    from_year: int
    to_year: int
    was_chosen: bool
    of: int
    moves: tuple[Move, ...]
    years: tuple[int, ...]


def two_years(ranking: Ranking, from_year: int | None = None) -> TwoYears | None:
    """Set two years of a ranking's subject side by side; None where no earlier year compares.

    The later year is the newest, up to that of the ranking, that most units have data for. The
    earlier is the one asked for, else of those 3 to 10 years before it the one that most units
    have data for in both, of equals the farthest. No break in series lies between the two.
    """
    panel = current_panel()
    codes = tuple(line.unit_code for line in ranking.lines)
    return panel.remember(
        _two_years,
        ranking.subject_id,
        ranking.is_index,
        ranking.year,
        codes,
        from_year,
        ranking.break_years,
    )


def _two_years(
    panel: Panel,
    subject_id: str,
    is_index: bool,
    year: int,
    codes: tuple[str, ...],
    asked: int | None,
    breaks: tuple[int, ...],
) -> TwoYears | None:
    values = _values(panel, subject_id, is_index)
    group = mask(panel, codes)
    held = {y: ~np.isnan(values[i]) & group for i, y in enumerate(panel.cube.years) if y <= year}
    held = {y: there for y, there in held.items() if there.any()}
    if not held:
        return None
    recent = [y for y in held if y > year - NEAREST]
    to_year = max(recent or held, key=lambda y: (int(held[y].sum()), y))

    def both(y: int) -> int:
        return int((held[y] & held[to_year]).sum())

    earlier = [
        y for y in held if y < to_year and not any(y < b <= to_year for b in breaks) and both(y) > 1
    ]
    if not earlier:
        return None
    within = [y for y in earlier if NEAREST <= to_year - y <= FARTHEST] or earlier
    was_chosen = asked in earlier
    from_year = (
        asked if asked is not None and was_chosen else max(within, key=lambda y: (both(y), -y))
    )
    there = held[from_year] & held[to_year]
    rows = [panel.cube.years.index(y) for y in (from_year, to_year)]
    first, last = (values[row] for row in rows)
    ranks = [
        ranks_among(first if is_index else merits(panel, subject_id, first), there),
        ranks_among(last if is_index else merits(panel, subject_id, last), there),
    ]
    sign = 1 if is_index else panel.sign(subject_id)
    moves = []
    for code in codes:
        place = panel.geography.position[code]
        if not there[place]:
            continue
        change = float(last[place] - first[place])
        cut = any(from_year < b <= to_year for b in territory_breaks(panel, code))
        moves.append(
            Move(
                code,
                float(first[place]),
                float(last[place]),
                int(ranks[0][place]),
                int(ranks[1][place]),
                None if cut or sign == 0 or change == 0 else change * sign > 0,
                cut,
            )
        )
    moves.sort(key=lambda m: (-(m.to_value - m.from_value) * (sign or 1), m.unit_code))
    return TwoYears(
        from_year, to_year, bool(was_chosen), len(codes), tuple(moves), tuple(sorted(earlier))
    )


def _values(panel: Panel, subject_id: str, is_index: bool) -> FloatArray:
    if not is_index:
        return np.asarray(panel.values(subject_id).values)
    scores = np.array(panel.aggregated.scores[panel.node_ids.index(subject_id)])
    for row, year in enumerate(panel.cube.years):
        if year not in panel.years:
            scores[row] = np.nan
    return scores
