"""Progress to a target: the required path, the pace kept, where the trend leads, what others did.

A path is linear, or geometric where a level grows by a rate: then all of it is in logarithms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from moibench.engine.cube import EngineError, FloatArray
from moibench.engine.trend import MINIMUM_POINTS

Path = Literal["linear", "geometric"]
Pace = Literal["achieved", "on_track", "needs_acceleration", "limited", "moving_away"]

ON_TRACK = 0.95
NEEDS_ACCELERATION = 0.60
FAN_MINIMUM = 5
FAN_LEVEL = 0.8


class Fan(NamedTuple):
    """Where a series leads if its trend goes on: the middle and both edges, (year,)."""

    low: FloatArray
    middle: FloatArray
    high: FloatArray


class Spells(NamedTuple):
    """Stretches of equal length of many units: start value, gain per spell, whose it is."""

    start: FloatArray
    gain: FloatArray
    unit: FloatArray


def required_path(
    base_year: int, base: float, target_year: int, goal: float, years: Sequence[int], path: Path
) -> FloatArray:
    """Return the values that would lead from the base to the goal, in the unit of measure.

    Raises:
        EngineError: the target's year is not after the base, or a geometric path meets a value
            that is not positive.
    """
    if target_year <= base_year:
        raise EngineError(f"the target's year {target_year} is not after its base {base_year}")
    start, end = (_on(path, value) for value in (base, goal))
    part = (np.asarray(years, dtype=np.float64) - base_year) / (target_year - base_year)
    return _off(path, start + (end - start) * part)


def pace_ratio(
    base_year: int,
    base: float,
    latest_year: int,
    latest: float,
    target_year: int,
    goal: float,
    path: Path,
) -> float:
    """Return the yearly change kept as a share of the one required, NaN where none is required.

    Raises:
        EngineError: years do not increase, or a geometric path meets a value not positive.

    Source:
        Open SDG's progress measurement, with a linear path where a rate of growth misleads.
    """
    if target_year <= base_year or latest_year <= base_year:
        raise EngineError(f"{latest_year} and {target_year} must come after the base {base_year}")
    start, now, end = (_on(path, value) for value in (base, latest, goal))
    required = (end - start) / (target_year - base_year)
    if required == 0:
        return float("nan")
    return float((now - start) / (latest_year - base_year) / required)


def pace_state(ratio: float, met: bool, was_met: bool, due: bool) -> Pace:
    """Name the state of a target.

    Args:
        ratio: from `pace_ratio`.
        met: the latest value reaches the goal.
        was_met: the base did; a goal met and lost is being moved away from.
        due: the target's year has come; then no pace can be on track.
    """
    if met:
        return "achieved"
    if was_met or ratio < 0:
        return "moving_away"
    if ratio >= ON_TRACK and not due:
        return "on_track"
    if ratio >= NEEDS_ACCELERATION:
        return "needs_acceleration"
    return "limited"


def forecast_fan(
    years: Sequence[int], values: FloatArray, ahead: Sequence[int], path: Path
) -> Fan | None:
    """Carry a Theil–Sen line on, with an 80 % interval of slope and of the residuals.

    Args:
        years: CE years, increasing.
        values: shape (year,); missing ones are left out.
        ahead: the years to forecast.
        path: a geometric one is fitted to logarithms.

    Returns:
        None under five points, or where a geometric path meets a value not positive.

    Source:
        Sen (1968) for the interval of the slope.
    """
    there = ~np.isnan(values)
    if int(there.sum()) < max(FAN_MINIMUM, MINIMUM_POINTS):
        return None
    observed = values[there]
    if path == "geometric" and np.any(observed <= 0):
        return None
    height = np.log(observed) if path == "geometric" else observed
    calendar = np.asarray(years, dtype=np.float64)[there]
    from scipy import stats  # a second to import, and few questions need it

    line = stats.theilslopes(height, calendar, alpha=FAN_LEVEL)
    centre, middle = float(np.median(calendar)), float(np.median(height))
    residuals = height - (middle + line.slope * (calendar - centre))
    edge = (1 - FAN_LEVEL) / 2 * 100
    below, above = np.percentile(residuals, [edge, 100 - edge])
    far = np.asarray(ahead, dtype=np.float64) - centre
    return Fan(
        _off(path, middle + line.low_slope * far + min(below, 0.0)),
        _off(path, middle + line.slope * far),
        _off(path, middle + line.high_slope * far + max(above, 0.0)),
    )


def spells(values: FloatArray, years: Sequence[int], span: int, path: Path) -> Spells:
    """Return every stretch of exactly `span` years that a unit has both ends of.

    Args:
        values: shape (year, unit); cut at breaks before, so that none is crossed.
        years: CE years, increasing.
        span: at least 1.
        path: the gain is a difference of values, or of logarithms.

    Raises:
        EngineError: the span is under 1.
    """
    if span < 1:
        raise EngineError(f"a spell of {span} years was asked for; at least 1 is needed")
    place = {year: row for row, year in enumerate(years)}
    height = np.where(values > 0, values, np.nan) if path == "geometric" else values
    height = np.log(height) if path == "geometric" else height
    starts, gains, owners = [], [], []
    for year in years:
        if year + span in place:
            first, last = place[year], place[year + span]
            gain = height[last] - height[first]
            held = np.flatnonzero(~np.isnan(gain))
            starts.append(values[first][held])
            gains.append(gain[held])
            owners.append(held.astype(np.float64))
    if not starts:
        empty = np.empty(0)
        return Spells(empty, empty, empty)
    return Spells(np.concatenate(starts), np.concatenate(gains), np.concatenate(owners))


def _on(path: Path, value: float) -> float:
    if path == "geometric":
        if value <= 0:
            raise EngineError(f"a geometric path cannot pass {value}, which is not positive")
        return float(np.log(value))
    return value


def _off(path: Path, height: FloatArray) -> FloatArray:
    return np.exp(height) if path == "geometric" else height
