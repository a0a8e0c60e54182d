"""Answer: what came with a plan, beyond what came to places alike?

"During the plan", never "because of it".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.errors import EmptyGroup, UnknownChoice
from moibench.analysis.figures import break_years, number
from moibench.analysis.geography import COUNTRY
from moibench.analysis.groups import mask
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.peers import DEFAULT_MODEL, model_of, peer_mask
from moibench.analysis.plan_results import (
    BeforeAfter,
    NoVerdict,
    PlanEffect,
    PlanVerdict,
)
from moibench.analysis.questions import require_indicator, require_unit
from moibench.engine import (
    BoolArray,
    Excess,
    FloatArray,
    Path,
    WindowChange,
    excess_over_peers,
    placebo_share,
    slopes_before,
    window_change,
)
from moibench.engine.before_after import MINIMUM_AFTER, MINIMUM_BEFORE

CLEARLY = 0.05  # share of placebos with an effect as large, under which a verdict is clear
PROBABLY = 0.20
PRE_TREND_APART = 0.10
MINIMUM_PLACEBOS = 10
USUAL_BASELINE = 4  # years


def before_after_unit(
    unit_code: str,
    plan_id: str | None = None,
    *,
    indicator_ids: tuple[str, ...] = (),
    before: tuple[int, ...] = (),
    after: tuple[int, ...] = (),
    model_id: str = DEFAULT_MODEL,
) -> BeforeAfter:
    """Set one unit's change over a plan period beside its peers', for many indicators.

    Args:
        unit_code: a province, Bangkok, a cluster or a region.
        plan_id: by default the framework's plan; its baseline and its years are the windows.
        indicator_ids: by default every indicator with figures.
        before: CE years that replace the plan's baseline.
        after: CE years that replace the plan's own.
        model_id: the model of peers.

    Raises:
        UnknownUnit, UnknownSubject, NoFigures, UnknownChoice, EmptyGroup.
    """
    panel = current_panel()
    require_unit(panel, unit_code)
    chosen = indicator_ids or panel.indicator_ids
    for indicator_id in chosen:
        require_indicator(panel, indicator_id)
    plan, early, late = windows_of(panel, plan_id, before, after)
    model_of(panel, model_id)
    effects = tuple(
        _effect(panel, indicator_id, unit_code, early, late, model_id) for indicator_id in chosen
    )
    return BeforeAfter(plan, early, late, model_id, effects, panel.stamp)


def before_after_indicator(
    indicator_id: str,
    plan_id: str | None = None,
    *,
    level: str = "province",
    with_bangkok: bool = False,
    before: tuple[int, ...] = (),
    after: tuple[int, ...] = (),
    model_id: str = DEFAULT_MODEL,
) -> BeforeAfter:
    """Set the change of every unit of a level beside its peers', for one indicator.

    Raises:
        UnknownSubject, NoFigures, UnknownChoice, EmptyGroup.
    """
    panel = current_panel()
    require_indicator(panel, indicator_id)
    levels = ("province", "cluster", "region")
    if level not in levels:
        raise UnknownChoice("level", level, levels)
    plan, early, late = windows_of(panel, plan_id, before, after)
    model_of(panel, model_id)
    codes = panel.geography.peers_by_level(level, max(late), with_bangkok)
    effects = tuple(_effect(panel, indicator_id, c, early, late, model_id) for c in codes)
    return BeforeAfter(plan, early, late, model_id, effects, panel.stamp)


def windows_of(
    panel: Panel, plan_id: str | None, before: tuple[int, ...], after: tuple[int, ...]
) -> tuple[str | None, tuple[int, ...], tuple[int, ...]]:
    """Return the plan's id and the years before and during it, ascending.

    A plan that names no baseline is set beside the years before it, as many as the 12th plan's.

    Raises:
        UnknownChoice: there is no such plan.
        EmptyGroup: a window has no year, or the windows meet or cross.
    """
    plans = panel.catalogue.plans
    named = plan_id or (None if before and after else panel.framework.plan)
    if named is not None and named not in plans:
        raise UnknownChoice("plan", named, tuple(plans))
    early, late = before, after
    if named is not None:
        plan = plans[named]
        usual = tuple(range(plan.first_year - USUAL_BASELINE, plan.first_year))
        early = before or plan.baseline_years or usual
        late = after or tuple(range(plan.first_year, plan.last_year + 1))
    early, late = tuple(sorted(set(early))), tuple(sorted(set(late)))
    if not early or not late or early[-1] >= late[0]:
        raise EmptyGroup("window")
    return named, early, late


@dataclass(frozen=True, eq=False)
class _Effects:
    """Everything about one indicator and period, arrays over all units of the axis."""

    scale: Path
    window: WindowChange
    window_untrimmed: WindowChange
    mixed: BoolArray
    over_peers: Excess
    pre: Excess
    peers: BoolArray
    placebos: BoolArray
    not_positive: BoolArray
    broken: bool
    trimmed_from: int | None


def _effect(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    before: tuple[int, ...],
    after: tuple[int, ...],
    model_id: str,
) -> PlanEffect:
    level = "province" if unit_code == COUNTRY else panel.geography.level_of(unit_code)
    found: _Effects = panel.remember_part(_effects, indicator_id, level, before, after, model_id)
    own = panel.geography.position[unit_code]
    share = placebo_share(found.over_peers.excess, found.placebos, own)
    pre_share = placebo_share(found.pre.excess, found.placebos, own)
    verdict, reason = _verdict(panel, indicator_id, found, own, share, pre_share)
    own_change = _in_words(found, found.window.change[own])
    peers_change = _in_words(found, found.over_peers.of_peers[own])
    return PlanEffect(
        unit_code=unit_code,
        indicator_id=indicator_id,
        scale=found.scale,
        before=_level(found, found.window.before[own]),
        after=_level(found, found.window.after[own]),
        points_before=int(found.window.points_before[own]),
        points_after=int(found.window.points_after[own]),
        own_change=own_change,
        peers_change=peers_change,
        excess=None if own_change is None or peers_change is None else own_change - peers_change,
        placebo_share=number(share),
        pre_trend_gap=number(found.pre.excess[own]),
        pre_trend_share=number(pre_share),
        peers=tuple(panel.geography.units[int(i)] for i in np.flatnonzero(found.peers[own])),
        trimmed_from=found.trimmed_from,
        verdict=verdict,
        reason=reason,
    )


def _level(found: _Effects, height: float) -> float | None:
    return number(np.exp(height) if found.scale == "geometric" else height)


def _in_words(found: _Effects, step: float) -> float | None:
    """Return a change in the unit of measure, or of logarithms in per cent."""
    return number(100 * (np.exp(step) - 1) if found.scale == "geometric" else step)


def _verdict(
    panel: Panel, indicator_id: str, found: _Effects, own: int, share: float, pre_share: float
) -> tuple[PlanVerdict, NoVerdict | None]:
    reason = _why_not(panel, indicator_id, found, own, share, pre_share)
    if reason is not None:
        return "cannot_say", reason
    excess = found.over_peers.excess[own] * panel.sign(indicator_id)
    if share >= PROBABLY or excess == 0:
        return "no_different", None
    if share < CLEARLY:
        return ("clearly_better" if excess > 0 else "clearly_worse"), None
    return ("probably_better" if excess > 0 else "probably_worse"), None


def _why_not(
    panel: Panel, indicator_id: str, found: _Effects, own: int, share: float, pre_share: float
) -> NoVerdict | None:
    if found.broken:
        return "break"
    if found.mixed[own]:
        return "editions_mixed"
    if found.not_positive[own]:
        return "not_positive"
    if np.isnan(found.window.change[own]):
        kept, whole = found.window, found.window_untrimmed
        lost = kept.points_before[own] < MINIMUM_BEFORE <= whole.points_before[own]
        late_enough = kept.points_after[own] >= MINIMUM_AFTER
        return "break" if lost and late_enough else "too_few_points"
    if np.isnan(found.over_peers.excess[own]):
        return "too_few_peers" if found.peers[own].any() else "no_peers"
    others = found.placebos & ~np.isnan(found.over_peers.excess)
    if int(others.sum()) < MINIMUM_PLACEBOS or np.isnan(share):
        return "no_placebo"
    if np.isnan(pre_share) or pre_share < PRE_TREND_APART:
        return "pre_trend"
    if panel.sign(indicator_id) == 0:
        return "not_judged"
    return None


def _effects(
    panel: Panel,
    indicator_id: str,
    level: str,
    before: tuple[int, ...],
    after: tuple[int, ...],
    model_id: str,
) -> _Effects:
    years = np.array(panel.cube.years)
    derived = panel.values(indicator_id)
    indicator = panel.indicator(indicator_id)
    scale: Path = "geometric" if indicator.log_axis and not indicator.is_percentage else "linear"
    early, late = np.isin(years, before), np.isin(years, after)
    observed = ~np.isnan(derived.values)
    trimmed, broken = _break_inside(panel, indicator_id, years, observed, early, late)
    kept = early & (years >= (trimmed or years[0]))
    heights, not_positive = _heights(derived.values, scale, kept | late)
    mixed = _mixed(derived.edition, observed & (kept | late)[:, None])
    heights = np.where(mixed, np.nan, heights)
    window = window_change(heights, kept, late)
    peers = peer_mask(panel, model_id, level, max(before))
    around = panel.geography.peers_by_level(level, max(after), with_bangkok=False)
    slopes = slopes_before(heights, panel.cube.years, kept)
    return _Effects(
        scale=scale,
        window=window,
        window_untrimmed=window_change(heights, early, late),
        mixed=mixed,
        over_peers=excess_over_peers(window.change, peers),
        pre=excess_over_peers(slopes, peers),
        peers=peers,
        placebos=mask(panel, around),
        not_positive=not_positive,
        broken=broken,
        trimmed_from=trimmed,
    )


def _break_inside(
    panel: Panel,
    indicator_id: str,
    years: np.ndarray,
    observed: BoolArray,
    early: BoolArray,
    late: BoolArray,
) -> tuple[int | None, bool]:
    """Return the break the baseline is cut at, and whether one lies beyond its end."""
    used = years[(early | late) & observed.any(axis=1)]
    if used.size == 0:
        return None, False
    inside = [b for b in break_years(panel, indicator_id) if used[0] < b <= used[-1]]
    baseline = years[early]
    if any(b > baseline[-1] for b in inside):
        return None, True
    return (max(inside) if inside else None), False


def _heights(values: FloatArray, scale: Path, used: BoolArray) -> tuple[FloatArray, BoolArray]:
    """Return values or their logarithms, and which units have one that has no logarithm."""
    if scale == "linear":
        return values, np.zeros(values.shape[1], dtype=bool)
    without = (values <= 0) & used[:, None]
    return np.log(np.where(values > 0, values, np.nan)), np.asarray(without.any(axis=0))


def _mixed(editions: np.ndarray, used: BoolArray) -> BoolArray:
    """Tell which units' used values come from more than one edition."""
    largest = np.where(used, editions, -1).max(axis=0)
    smallest = np.where(used, editions, np.iinfo(editions.dtype).max).min(axis=0)
    return np.asarray(used.any(axis=0) & (largest != smallest))
