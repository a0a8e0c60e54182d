"""Pick single numbers with their trust strip, and compare them."""

from __future__ import annotations

import math

import numpy as np

from moibench.analysis.panel import Panel
from moibench.analysis.results import Change, Figure, Point, Trend, TrendVerdict
from moibench.analysis.values import FIGURE_STATUSES, MISSING, NO_EDITION, IndicatorValues
from moibench.catalogue.coherence import series_of
from moibench.engine import BoolArray, change, mann_kendall, trend_all
from moibench.store.cube import GRADES

TREND_WINDOW = 10  # years back from the figure; older points say little of today's direction
TREND_POINTS = 5  # methods.md section 3: fewer are preliminary
TREND_MINIMUM = 3
SIGNIFICANT = 0.1


def number(value: float | np.floating) -> float | None:
    """Return a plain float, None for NaN."""
    return None if math.isnan(value) else float(value)


def standing_figure(panel: Panel, indicator_id: str, unit_code: str, year: int) -> Figure:
    """Return the value that stands for a unit in `year`, which may be some years older."""
    age = panel.standing_values(indicator_id)[1][
        panel.at(year), panel.geography.position[unit_code]
    ]
    measured = year if math.isnan(age) else year - int(age)
    return figure_of(panel, indicator_id, unit_code, measured, asked=year)


def figure_of(panel: Panel, indicator_id: str, unit_code: str, year: int, *, asked: int) -> Figure:
    """Return the value of exactly `year`; its age counts from the year `asked` for."""
    return figure_in(panel, panel.values(indicator_id), unit_code, year, asked=asked)


def figure_in(
    panel: Panel, derived: IndicatorValues, unit_code: str, year: int, *, asked: int
) -> Figure:
    """Return the value of exactly `year` out of an indicator's or a series' values."""
    if year not in panel.cube.years:
        return Figure(None, None, None, "missing", None, None)
    place = panel.cube.years.index(year), panel.geography.position[unit_code]
    value = number(derived.values[place])
    edition_id = _edition(panel, int(derived.edition[place]))
    source_id = panel.cube.sources[int(derived.edition[place])] if edition_id else None
    grade = int(derived.grade[place])
    status = FIGURE_STATUSES[int(derived.status[place])]
    missing: tuple[str, ...] = ()
    if status == "incomplete":
        missing = _missing_members(panel, derived, unit_code, place[0])
    return Figure(
        value=value,
        year=None if value is None else year,
        age=None if value is None else asked - year,
        status=status,  # type: ignore[arg-type]
        source_id=source_id,
        edition_id=edition_id,
        coverage=number(derived.coverage[place]),
        missing_members=missing,
        revised=value is not None and bool(derived.revised[place]),
        grade=None if value is None or grade < 0 else GRADES[grade],  # type: ignore[arg-type]
    )


def _edition(panel: Panel, place: int) -> str | None:
    return None if place == NO_EDITION else panel.cube.editions[place]


def _missing_members(
    panel: Panel, derived: IndicatorValues, code: str, row: int
) -> tuple[str, ...]:
    status = derived.status
    existing = panel.geography.existed((panel.cube.years[row],))[0]
    position = panel.geography.position
    return tuple(
        leaf
        for leaf in panel.geography.leaves_of[code]
        if existing[position[leaf]] and status[row, position[leaf]] == MISSING
    )


def break_years(panel: Panel, indicator_id: str) -> tuple[int, ...]:
    """Return the years from which an indicator's values no longer compare with those before."""
    rule = panel.indicator(indicator_id).roll_up
    names = series_of(rule) if rule is not None else ()
    return tuple(sorted({b.year for s in names for b in panel.catalogue.series[s].breaks}))


def territory_breaks(panel: Panel, unit_code: str) -> tuple[int, ...]:
    """Return the years from which a unit is other land than before."""
    return panel.geography.territory_breaks.get(unit_code, ())


def history(panel: Panel, indicator_id: str, unit_code: str, until: int) -> tuple[Point, ...]:
    """Return every value of a unit up to and including the year `until`."""
    derived = panel.values(indicator_id)
    column = panel.geography.position[unit_code]
    return tuple(
        Point(y, float(v), FIGURE_STATUSES[int(s)])  # type: ignore[arg-type]
        for y, v, s in zip(
            panel.cube.years, derived.values[:, column], derived.status[:, column], strict=True
        )
        if y <= until and not math.isnan(v)
    )


def change_since(
    panel: Panel, indicator_id: str, unit_code: str, figure: Figure, from_year: int | None
) -> Change | None:
    """Return own change between the value that stood for `from_year` and `figure`."""
    if from_year is None or figure.value is None or figure.year is None:
        return None
    base = standing_figure(panel, indicator_id, unit_code, from_year)
    if base.value is None or base.year is None or base.year >= figure.year:
        return None
    absolute, percent = (float(c) for c in change(base.value, figure.value))
    sign = panel.sign(indicator_id)
    splits = territory_breaks(panel, unit_code)
    split = any(base.year < b <= figure.year for b in splits)
    return Change(
        from_year=base.year,
        to_year=figure.year,
        from_value=base.value,
        to_value=figure.value,
        absolute=absolute,
        percent=number(percent),
        crosses_break=split
        or any(base.year < b <= figure.year for b in break_years(panel, indicator_id)),
        good=None if split or sign == 0 or absolute == 0 else bool(absolute * sign > 0),
        crosses_split=split,
    )


def trends(panel: Panel, indicator_id: str, until: int) -> tuple[Trend, ...]:
    """Return the trend of every unit up to `until`, within the window and since a break."""
    return panel.remember_part(_trends, indicator_id, until)


def _trends(panel: Panel, indicator_id: str, until: int) -> tuple[Trend, ...]:
    breaks = [b for b in break_years(panel, indicator_id) if b <= until]
    earliest = max([until - TREND_WINDOW + 1, *breaks])
    rows = [i for i, y in enumerate(panel.cube.years) if earliest <= y <= until]
    years = np.array([panel.cube.years[i] for i in rows])
    values = panel.values(indicator_id).values[rows].copy()
    cut = np.zeros(values.shape[1], dtype=bool)
    for column, splits in panel.territory_breaks.items():
        other_land = years < max((b for b in splits if b <= until), default=earliest)
        cut[column] = bool((~np.isnan(values[other_land, column])).any())
        values[other_land, column] = np.nan
    found = trend_all([int(y) for y in years], values)
    sign = panel.sign(indicator_id)
    before = [i for i, y in enumerate(panel.cube.years) if until - TREND_WINDOW < y < earliest]
    nothing_before: BoolArray = np.all(np.isnan(panel.values(indicator_id).values[before]), axis=0)
    answers = []
    for column in range(values.shape[1]):
        present = years[~np.isnan(values[:, column])]
        points = len(present)
        slope, p_value = number(found.slope[column]), number(found.p_value[column])
        cut_off = bool(cut[column]) or not nothing_before[column]
        verdict = trend_verdict(points, slope, p_value, cut_off)
        judged = verdict in {"rising", "falling"} and sign != 0
        answers.append(
            Trend(
                verdict=verdict,
                preliminary=TREND_MINIMUM <= points < TREND_POINTS,
                points=points,
                first_year=int(present[0]) if points else None,
                last_year=int(present[-1]) if points else None,
                slope=slope if points >= TREND_MINIMUM else None,
                p_value=p_value if points >= TREND_MINIMUM else None,
                good=(verdict == "rising") == (sign > 0) if judged else None,
            )
        )
    return tuple(answers)


def trend_verdict(
    points: int, slope: float | None, p_value: float | None, cut_off_by_break: bool
) -> TrendVerdict:
    """Say what may be said of a Theil–Sen slope with its Mann–Kendall p over so many years.

    Source: methods.md section 3.
    """
    if points < TREND_MINIMUM:
        return "break" if cut_off_by_break else "too_few_points"
    if slope is None or slope == 0:
        return "no_clear_trend"
    # Three or four points can never reach p < 0.1 two-sided, so the direction of the slope is
    # given and marked preliminary only when every step goes that way (|S| at its maximum).
    if points < TREND_POINTS:
        monotone = p_value is not None and p_value <= _strongest_p(points)
        return _direction(slope) if monotone else "no_clear_trend"
    if p_value is not None and p_value < SIGNIFICANT:
        return _direction(slope)
    return "no_clear_trend"


def _direction(slope: float) -> TrendVerdict:
    return "rising" if slope > 0 else "falling"


def _strongest_p(points: int) -> float:
    """Return Mann–Kendall's p when all `points` rise: the smallest it can be without ties."""
    return mann_kendall(np.arange(points, dtype=float)).p_value + 1e-12
