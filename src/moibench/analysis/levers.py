"""Answer: what brings the next level soonest, and what if figures or weights were other?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from moibench.analysis.comparative_results import Lever, Levers, NoLever, Outcome, WhatIf
from moibench.analysis.errors import NoScore, UnknownChoice
from moibench.analysis.explain import effective_weights, node_tree
from moibench.analysis.figures import number, trends
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.groups import group_ranks, mask
from moibench.analysis.panel import OVERALL, Panel, current_panel
from moibench.analysis.peers import DEFAULT_MODEL, peers_in
from moibench.analysis.questions import require_node, require_unit, year_or_newest
from moibench.engine import (
    BoolArray,
    FloatArray,
    Node,
    Tree,
    aggregate,
    classify,
    goalposts,
    rank,
    rank_ranges,
    replicate_scores,
)

PACE_PERCENTILE = 75
MINIMUM_PACES = 3
LONGEST = 20.0  # years, the span of a national strategy: what takes longer is no lever


def levers(
    unit_code: str,
    year: int | None = None,
    *,
    node_id: str = OVERALL,
    model_id: str = DEFAULT_MODEL,
) -> Levers:
    """Say which indicator, at the pace peers have reached, brings the next level soonest.

    Raises:
        UnknownUnit, UnknownChoice, NoDataForYear, UnitDidNotExist.
        NoScore: the unit has no score in the year.
        NoPeers: there is nobody whose pace could be taken.
    """
    panel = current_panel()
    asked = year_or_newest(panel, year)
    require_unit(panel, unit_code, asked)
    require_node(panel, node_id)
    return panel.remember(_levers, unit_code, asked, node_id, model_id)


def _levers(panel: Panel, unit_code: str, year: int, node_id: str, model_id: str) -> Levers:
    column, row = panel.geography.position[unit_code], panel.at(year)
    node = panel.node_ids.index(node_id)
    score = number(panel.aggregated.scores[node, row, column])
    if score is None:
        raise NoScore(unit_code, year)
    level = int(panel.levels[node, row, column])
    cutoff = None if level == 5 else panel.cutoffs(node_id)[level - 1]
    found = peers_in(panel, unit_code, model_id).codes
    listed: tuple[Lever, ...] = ()
    if cutoff is not None:
        tree = node_tree(panel, node_id)
        places = [panel.design.indicator_ids.index(i) for i in tree.leaves]
        weights = effective_weights(
            panel.leaf_scores[0][places][:, row], tree, panel.design.coverage_threshold
        )[:, column]
        listed = tuple(
            _lever(panel, i, column, year, float(w), cutoff - score, found)
            for i, w in zip(tree.leaves, weights, strict=True)
        )
    return Levers(
        unit_code=unit_code,
        node_id=node_id,
        year=year,
        score=score,
        level=level,
        next_cutoff=cutoff,
        points_needed=None if cutoff is None else cutoff - score,
        peers=found,
        levers=tuple(
            sorted(
                listed, key=lambda x: (x.years is None, x.years or 0.0, -(x.points_per_year or 0.0))
            )
        ),
        together_years=None if cutoff is None else _together(panel, listed, cutoff - score),
        longest=LONGEST,
        stamp=panel.stamp,
    )


def _lever(
    panel: Panel,
    indicator_id: str,
    column: int,
    year: int,
    weight: float,
    needed: float,
    peers: tuple[str, ...],
) -> Lever:
    place, row = panel.design.indicator_ids.index(indicator_id), panel.at(year)
    value = number(panel.leaf_values[place, row, column])
    score = number(panel.leaf_scores[0][place, row, column])
    low, high = panel.goalposts[place]
    if value is None or score is None or np.isnan(weight):
        return Lever(indicator_id, None, None, 0.0, None, None, None, None, None, "no_value")
    pace = _pace(panel, indicator_id, year, peers)
    per_year = None if pace is None else weight * pace / abs(float(high - low)) * 100
    most = weight * (100 - score)
    answer = Lever(indicator_id, value, score, weight, pace, per_year, most, None, None, None)
    if score >= 100:
        return _without(replace(answer, points_per_year=0.0), "at_best")
    if pace is None or pace <= 0:
        return _without(answer, "no_pace")
    if needed > most:
        return _without(answer, "not_enough_alone")
    wanted = float(low + (score + needed / weight) / 100 * (high - low))
    years = abs(wanted - value) / pace
    if years > LONGEST:
        return _without(answer, "too_slow")
    return Lever(indicator_id, value, score, weight, pace, per_year, most, years, wanted, None)


def _without(lever: Lever, reason: NoLever) -> Lever:
    return replace(lever, years=None, target_value=None, reason=reason)


def _together(panel: Panel, levers: tuple[Lever, ...], needed: float) -> float | None:
    """Return the years until the next level if every lever moves at once; None beyond `LONGEST`.

    Each score rises in a line and stays once it is at its best, so that the sum is made of lines
    between the moments when one of them begins to count or stops.
    """
    moving = []
    for lever in levers:
        if lever.value is None or lever.pace is None or lever.pace <= 0:
            continue
        low, high = panel.goalposts[panel.design.indicator_ids.index(lever.indicator_id)]
        begin = (lever.value - float(low)) / float(high - low) * 100  # below 0 where capped
        rise = lever.pace / abs(float(high - low)) * 100
        moving.append((lever.weight, begin, rise))
    ends = {0.0, LONGEST}
    ends.update((bound - b) / r for _, b, r in moving for bound in (0.0, 100.0))
    times = sorted(t for t in ends if 0 <= t <= LONGEST)

    def gained(t: float) -> float:
        return sum(w * (_capped(b + r * t) - _capped(b)) for w, b, r in moving)

    for first, last in pairwise(times):
        if gained(last) >= needed:
            part = (needed - gained(first)) / (gained(last) - gained(first))
            return first + part * (last - first)
    return None


def _capped(score: float) -> float:
    return min(100.0, max(0.0, score))


def _pace(panel: Panel, indicator_id: str, year: int, peers: tuple[str, ...]) -> float | None:
    """Return the 75th percentile of the peers' yearly trend, positive where it improves."""
    found = trends(panel, indicator_id, year)
    slopes = [found[panel.geography.position[c]].slope for c in peers]
    known = [s * panel.sign(indicator_id) for s in slopes if s is not None]
    if len(known) < MINIMUM_PACES:
        return None
    return float(np.percentile(known, PACE_PERCENTILE))


def what_if(
    unit_code: str,
    values: Mapping[str, float],
    weights: Mapping[str, float] | None = None,
    year: int | None = None,
    *,
    node_id: str = OVERALL,
    with_bangkok: bool = False,
) -> WhatIf:
    """Compute score, level, rank and its range with other figures or weights. Stores nothing.

    Args:
        unit_code: any unit.
        values: indicator id → value in the unit of measure.
        weights: indicator or dimension id → weight in place of the design's.
        year: CE, by default the newest with enough data.
        node_id: "overall" or a dimension.
        with_bangkok: whether Bangkok is ranked.

    Raises:
        UnknownUnit, UnknownChoice, NoDataForYear, UnitDidNotExist.
        ValueError: a value or weight is not finite, or weights are negative or all 0.
    """
    panel = current_panel()
    asked = year_or_newest(panel, year)
    require_unit(panel, unit_code, asked)
    require_node(panel, node_id)
    ids = panel.design.indicator_ids
    for indicator_id in values:
        if indicator_id not in ids:
            raise UnknownChoice("indicator of the index", indicator_id, ids)
    others = weights or {}
    known = (*ids, *panel.design.dimensions)
    for name in others:
        if name not in known:
            raise UnknownChoice("weight", name, known)
    if not all(np.isfinite(v) for v in (*values.values(), *others.values())):
        raise ValueError("values and weights must be finite numbers")
    counted = with_bangkok or unit_code == BANGKOK
    level = panel.geography.level_of(unit_code)
    ranked = () if unit_code == COUNTRY else panel.geography.peers_by_level(level, asked, counted)
    return WhatIf(
        unit_code=unit_code,
        node_id=node_id,
        year=asked,
        with_bangkok=counted,
        values=tuple(values.items()),
        weights=tuple(others.items()),
        before=_as_it_is(panel, unit_code, asked, node_id, ranked),
        after=_as_it_would_be(panel, unit_code, asked, node_id, ranked, values, others),
        stamp=panel.stamp,
    )


def _as_it_is(
    panel: Panel, unit_code: str, year: int, node_id: str, ranked: tuple[str, ...]
) -> Outcome:
    node, row = panel.node_ids.index(node_id), panel.at(year)
    column = panel.geography.position[unit_code]
    standing = group_ranks(panel, year, ranked)
    return Outcome(
        score=number(panel.aggregated.scores[node, row, column]),
        level=_whole(panel.levels[node, row, column]),
        rank=_whole(standing.ranks[node, column]),
        of=int((standing.group & ~np.isnan(panel.aggregated.scores[node, row])).sum()),
        rank_low=_whole(standing.low[node, column]),
        rank_high=_whole(standing.high[node, column]),
    )


def _as_it_would_be(
    panel: Panel,
    unit_code: str,
    year: int,
    node_id: str,
    ranked: tuple[str, ...],
    values: Mapping[str, float],
    weights: Mapping[str, float],
) -> Outcome:
    node, row = panel.node_ids.index(node_id), panel.at(year)
    column = panel.geography.position[unit_code]
    leaves = np.array(panel.leaf_values[:, row])
    for indicator_id, value in values.items():
        leaves[panel.design.indicator_ids.index(indicator_id), column] = value
    tree = _reweighted(panel.tree, weights)
    threshold = panel.design.coverage_threshold
    scored = goalposts(leaves, panel.goalposts[:, 0], panel.goalposts[:, 1]).values
    scores = aggregate(scored, tree, threshold).scores[node]
    group = mask(panel, ranked)
    ranks = rank(np.where(group, scores, np.nan))
    # Only the provinces, from whom medians and deviations are taken, and those ranked matter.
    columns = np.flatnonzero(group | panel.provinces)
    low, high = np.full(group.size, np.nan), np.full(group.size, np.nan)
    replicates = _replicates(panel, leaves[:, columns], panel.provinces[columns], tree)
    found = rank_ranges(replicates[:, [node]], [group[columns]], panel.design.uncertainty.interval)
    low[columns], high[columns] = found.low[0], found.high[0]
    return Outcome(
        score=number(scores[column]),
        level=_whole(classify(scores, np.array(panel.cutoffs(node_id)))[column]),
        rank=_whole(ranks[column]),
        of=int((group & ~np.isnan(scores)).sum()),
        rank_low=_whole(np.fmin(low, ranks)[column]),
        rank_high=_whole(np.fmax(high, ranks)[column]),
    )


def _replicates(panel: Panel, leaves: FloatArray, reference: BoolArray, tree: Tree) -> FloatArray:
    return replicate_scores(
        leaves,
        tree,
        panel.goalposts,
        np.array([panel.sign(i) for i in panel.design.indicator_ids]),
        reference,
        panel.design.coverage_threshold,
        panel.variation,
    )


def _reweighted(tree: Tree, weights: Mapping[str, float]) -> Tree:
    return Tree(
        tree.leaves,
        tuple(
            Node(
                n.id,
                n.children,
                tuple(weights.get(c, w) for c, w in zip(n.children, n.weights, strict=True)),
            )
            for n in tree.nodes
        ),
    )


def _whole(value: float | np.floating) -> int | None:
    found = number(value)
    return None if found is None else int(found)
