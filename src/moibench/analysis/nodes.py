"""Score, level and rank with its range of the index and of each dimension."""

from __future__ import annotations

import math

import numpy as np

from moibench.analysis.figures import number
from moibench.analysis.geography import COUNTRY
from moibench.analysis.groups import GroupRanks, group_ranks
from moibench.analysis.panel import OVERALL, Panel
from moibench.analysis.results import AreaScores, NodeResult
from moibench.engine import FloatArray, beats, cannot_be_told_apart

APART = 0.95  # one of two units must lead in this share of replicates to be told apart


def area_scores(panel: Panel, unit_code: str, year: int, ranked: tuple[str, ...]) -> AreaScores:
    """Return the unit's scores over the whole index and every dimension."""
    return panel.remember(_area_scores, unit_code, year, ranked)


def _area_scores(panel: Panel, unit_code: str, year: int, ranked: tuple[str, ...]) -> AreaScores:
    results = {n: _node(panel, n, unit_code, year, ranked) for n in panel.node_ids}
    dimensions = tuple(results[d.id] for d in panel.framework.dimensions if d.id in results)
    return AreaScores(unit_code, results[OVERALL], dimensions)


def _node(
    panel: Panel, node_id: str, unit_code: str, year: int, ranked: tuple[str, ...]
) -> NodeResult:
    node = panel.node_ids.index(node_id)
    row = panel.at(year)
    column = panel.geography.position[unit_code]
    scores = panel.aggregated.scores[node, row]
    standing = group_ranks(panel, year, ranked)
    cluster = panel.geography.in_year(year).ancestor(unit_code, "cluster")
    return NodeResult(
        node_id=node_id,
        score=number(scores[column]),
        level=_whole(panel.levels[node, row, column]),
        rank=_whole(standing.ranks[node, column]),
        of=int((standing.group & ~np.isnan(scores)).sum()),
        rank_low=_whole(standing.low[node, column]),
        rank_high=_whole(standing.high[node, column]),
        coverage=float(panel.aggregated.coverage[node, row, column]),
        cutoffs=panel.cutoffs(node_id),
        probability_top_fifth=number(standing.top_fifth[node, column]),
        probability_bottom_fifth=number(standing.bottom_fifth[node, column]),
        geometric_score=number(panel.geometric[row, column]) if node_id == OVERALL else None,
        indistinct=_indistinct(panel, year, node, column, standing),
        distribution=_distribution(panel, scores, standing),
        country_score=number(scores[panel.geography.position[COUNTRY]]),
        cluster_score=number(scores[panel.geography.position[cluster]]) if cluster else None,
    )


def _whole(value: float | np.floating | np.integer) -> int | None:
    return None if math.isnan(value) else int(value)


def _distribution(
    panel: Panel, scores: FloatArray, standing: GroupRanks
) -> tuple[tuple[str, float], ...]:
    inside = np.flatnonzero(standing.group & ~np.isnan(scores))
    ordered = inside[np.argsort(-scores[inside], kind="stable")]
    return tuple((panel.geography.units[i], float(scores[i])) for i in ordered)


def _indistinct(
    panel: Panel, year: int, node: int, column: int, standing: GroupRanks
) -> tuple[str, ...]:
    """Return the units of the group that neither lead nor trail this one in 95 % of replicates."""
    if not standing.group[column] or math.isnan(standing.ranks[node, column]):
        return ()
    inside = np.flatnonzero(standing.group)
    leads = panel.remember_part(_leads, year, node, tuple(inside.tolist()))
    place = int(np.searchsorted(inside, column))
    near = inside[cannot_be_told_apart(leads, place, np.ones(inside.size, dtype=bool), APART)]
    ranked = near[~np.isnan(standing.ranks[node, near])]
    by_rank = ranked[np.argsort(standing.ranks[node, ranked], kind="stable")]
    return tuple(panel.geography.units[i] for i in by_rank)


def _leads(panel: Panel, year: int, node: int, columns: tuple[int, ...]) -> FloatArray:
    return beats(panel.replicates(year)[:, node, list(columns)])
