"""Answer: why did a unit's score and rank change between two years, or two states of the data?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from moibench.analysis.comparative_results import ScoreChange, ScoreStep
from moibench.analysis.errors import NoScore, SameYears
from moibench.analysis.figures import number
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.looking import look
from moibench.analysis.panel import OVERALL, Panel, current_panel
from moibench.analysis.questions import require_node, require_unit
from moibench.engine import (
    FloatArray,
    Tree,
    aggregate,
    classify,
    contributions,
    goalposts,
    rank,
    shapley,
)
from moibench.store.cube import on_axis

DID_MOST = 3


def score_change(
    unit_code: str,
    from_year: int,
    to_year: int,
    *,
    node_id: str = OVERALL,
    with_bangkok: bool = False,
    from_edition: str | None = None,
    earlier: Panel | None = None,
) -> ScoreChange:
    """Break a change of score and rank down, exactly.

    What a published edition said differs from what is said now by the years' own movement, by
    revised data (the newer state's data under the older catalogue and design) and by method
    (catalogue, design and map: what is left).

    Args:
        unit_code: any unit; the country has no rank.
        from_year: CE year; may equal `to_year` only where an edition or a panel is given.
        to_year: CE year.
        node_id: "overall" or a dimension.
        with_bangkok: whether Bangkok is ranked.
        from_edition: the published edition that `from_year` is read from; by default both years
            are read from the present vantage, and nothing is put down to revision or method.
        earlier: a state of the data and design in its place, made in memory.

    Raises:
        UnknownUnit, UnknownChoice, NoDataForYear, UnitDidNotExist, UnknownEdition.
        SameYears: the years are equal or in the wrong order.
        NoScore: the unit has no score in one of them.
    """
    panel = current_panel()
    if from_edition is not None:
        with look(edition=from_edition, map_choice=panel.vantage.map_choice):
            earlier = current_panel()
    if from_year > to_year or (from_year == to_year and earlier is None):
        raise SameYears(from_year, to_year)
    first = earlier or panel
    for held, year in ((first, from_year), (panel, to_year)):
        require_unit(held, unit_code, year)
        require_node(held, node_id)
        held.at(year)
    counted = with_bangkok or unit_code == BANGKOK
    # A panel is remembered by itself: an edition's is the same while it is among those kept.
    return panel.remember(_explained, first, unit_code, from_year, to_year, node_id, counted)


def scored_years(
    unit_code: str, node_id: str = OVERALL, edition: str | None = None
) -> tuple[int, ...]:
    """Return the CE years, ascending, in which a unit has a score, in an edition where named.

    Raises:
        UnknownUnit, UnknownChoice, UnknownEdition.
    """
    if edition is not None:
        with look(edition=edition):
            return scored_years(unit_code, node_id)
    panel = current_panel()
    require_unit(panel, unit_code)
    require_node(panel, node_id)
    scores = panel.aggregated.scores[panel.node_ids.index(node_id)]
    column = panel.geography.position[unit_code]
    unit = panel.catalogue.units[unit_code]
    return tuple(
        y for y in panel.years if unit.exists_in(y) and not math.isnan(scores[panel.at(y), column])
    )


@dataclass(frozen=True, eq=False)
class _State:
    """Scores under one state of data, one design and one year."""

    ids: tuple[str, ...]
    values: FloatArray
    leaf_scores: FloatArray
    weights: FloatArray
    scores: FloatArray


def _explained(
    last: Panel,
    first: Panel,
    unit_code: str,
    from_year: int,
    to_year: int,
    node_id: str,
    counted: bool,
) -> ScoreChange:
    column = last.geography.position[unit_code]
    panels = {
        (revised, new): _mixed(last if revised else first, last if new else first)
        for revised in (False, True)
        for new in (False, True)
    }

    @cache
    def state(revised: bool, new_method: bool, year: int) -> _State:
        return _state(panels[revised, new_method], node_id, year, last.geography.units)

    before, after = state(False, False, from_year), state(True, True, to_year)
    for held, year in ((before, from_year), (after, to_year)):
        if math.isnan(held.scores[column]):
            raise NoScore(unit_code, year)

    def score(done: frozenset[str]) -> float:
        year = to_year if "own" in done else from_year
        return float(state("revision" in done, "method" in done, year).scores[column])

    parts = shapley(("own", "revision", "method"), score)
    if any(math.isnan(p) for p in parts.values()):
        # A mixture without a score leaves nothing to share out fairly: all of it is own.
        whole = float(after.scores[column] - before.scores[column])
        parts = {"own": whole, "revision": 0.0, "method": 0.0}
    steps = _steps(state, column, from_year, to_year)
    coverage = parts["own"] - math.fsum(s.points for s in steps)
    placed = _ranks(first, last, unit_code, from_year, to_year, counted, state)
    cutoffs = [np.array(p.cutoffs(node_id)) for p in (first, last)]
    levels = [
        int(classify(np.array(s.scores[column]), c))
        for s, c in zip((before, after), cutoffs, strict=True)
    ]
    most = sorted((s for s in steps if s.points), key=lambda s: -abs(s.points))
    return ScoreChange(
        unit_code=unit_code,
        node_id=node_id,
        from_year=from_year,
        to_year=to_year,
        with_bangkok=counted,
        from_score=float(before.scores[column]),
        to_score=float(after.scores[column]),
        from_level=levels[0],
        to_level=levels[1],
        steps=steps,
        coverage=0.0 if abs(coverage) < 1e-12 else coverage,
        revision=parts["revision"],
        method=parts["method"],
        from_rank=placed.from_rank,
        to_rank=placed.to_rank,
        of_from=placed.of_from,
        of_to=placed.of_to,
        rank_own=placed.parts.get("own"),
        rank_others=placed.parts.get("others"),
        rank_revision=placed.parts.get("revision"),
        rank_method=placed.parts.get("method"),
        did_most=tuple(s.indicator_id for s in most[:DID_MOST]),
        from_stamp=first.stamp,
        to_stamp=last.stamp,
    )


def node_tree(panel: Panel, node_id: str) -> Tree:
    """Return the tree of the whole index, or that of one dimension alone."""
    if node_id == OVERALL:
        return panel.tree
    node = next(n for n in panel.tree.nodes if n.id == node_id)
    return Tree(node.children, (node,))


def effective_weights(scores: FloatArray, tree: Tree, threshold: float) -> FloatArray:
    """Return the weight each present indicator has in the root's score, NaN where missing.

    Args:
        scores: shape (indicator, ..., unit).
        tree: the hierarchy.
        threshold: of coverage.
    """
    return contributions(np.where(np.isnan(scores), np.nan, 1.0), tree, threshold)


def _mixed(data: Panel, method: Panel) -> Panel:
    """Return the panel of one state's figures under another's catalogue, design and map."""
    if data is method:
        return data
    cube = on_axis(data.cube, method.cube.units)
    if cube is method.cube:
        return method
    return Panel(method.catalogue, method.framework, method.design, cube, method.vantage)


def _state(panel: Panel, node_id: str, year: int, units: tuple[str, ...]) -> _State:
    """Return scores on the axis `units`; NaN for one that the panel does not know."""
    tree = node_tree(panel, node_id)
    cells = np.full((len(tree.leaves), len(units)), np.nan)
    if year in panel.cube.years:
        row = panel.cube.years.index(year)
        position = panel.geography.position
        held = [u for u in units if u in position]
        there, here = [position[u] for u in held], [units.index(u) for u in held]
        for place, indicator_id in enumerate(tree.leaves):
            if indicator_id in panel.indicator_ids:
                cells[place, here] = panel.standing_values(indicator_id)[0][row, there]
    posts = np.array([panel.goalposts[panel.design.indicator_ids.index(i)] for i in tree.leaves])
    leaf_scores = goalposts(cells, posts[:, 0], posts[:, 1]).values
    threshold = panel.design.coverage_threshold
    return _State(
        ids=tree.leaves,
        values=cells,
        leaf_scores=leaf_scores,
        weights=effective_weights(leaf_scores, tree, threshold),
        scores=aggregate(leaf_scores, tree, threshold).scores[-1],
    )


_Lookup = Callable[[bool, bool, int], _State]


def _steps(state: _Lookup, column: int, from_year: int, to_year: int) -> tuple[ScoreStep, ...]:
    """Return each indicator's part of the own change, by the same weights as Shapley's."""
    shares = {
        (False, False): 1 / 3,
        (True, False): 1 / 6,
        (False, True): 1 / 6,
        (True, True): 1 / 3,
    }
    points: dict[str, float] = {}
    weight: dict[str, float] = {}
    for (revised, new_method), share in shares.items():
        before = state(revised, new_method, from_year)
        after = state(revised, new_method, to_year)
        for place, indicator_id in enumerate(before.ids):
            held = [s.weights[place, column] for s in (before, after)]
            moved = after.leaf_scores[place, column] - before.leaf_scores[place, column]
            mean = float(np.mean(held))
            points.setdefault(indicator_id, 0.0)
            weight.setdefault(indicator_id, 0.0)
            if not math.isnan(moved) and not math.isnan(mean):
                points[indicator_id] += share * mean * float(moved)
                weight[indicator_id] += share * mean
    first, last = state(False, False, from_year), state(True, True, to_year)
    return tuple(
        ScoreStep(
            indicator_id=i,
            from_value=_cell(first, first.values, i, column),
            to_value=_cell(last, last.values, i, column),
            from_score=_cell(first, first.leaf_scores, i, column),
            to_score=_cell(last, last.leaf_scores, i, column),
            weight=weight[i],
            points=points[i],
        )
        for i in points
    )


def _cell(held: _State, cells: FloatArray, indicator_id: str, column: int) -> float | None:
    if indicator_id not in held.ids:
        return None
    return number(cells[held.ids.index(indicator_id), column])


@dataclass(frozen=True)
class _Ranks:
    from_rank: int | None
    to_rank: int | None
    of_from: int
    of_to: int
    parts: dict[str, float]


def _ranks(
    first: Panel,
    last: Panel,
    unit_code: str,
    from_year: int,
    to_year: int,
    counted: bool,
    state: _Lookup,
) -> _Ranks:
    if unit_code == COUNTRY:
        return _Ranks(None, None, 0, 0, {})
    column = last.geography.position[unit_code]
    level = last.geography.level_of(unit_code)
    # Those who came or went between the years have no score in the year they were not there.
    ranked = {
        *first.geography.peers_by_level(level, from_year, counted),
        *last.geography.peers_by_level(level, to_year, counted),
    }
    group = np.array([u in ranked for u in last.geography.units])

    def mixed(done: frozenset[str]) -> FloatArray:
        data, method = "revision" in done, "method" in done
        others = state(data, method, to_year if "others" in done else from_year).scores
        own = state(data, method, to_year if "own" in done else from_year).scores
        scores = np.where(group, others, np.nan)
        scores[column] = own[column]
        return np.asarray(scores)

    players = ("own", "others", "revision", "method")
    parts = shapley(players, lambda done: float(rank(mixed(done))[column]))
    begin, end = mixed(frozenset()), mixed(frozenset(players))
    return _Ranks(
        from_rank=int(rank(begin)[column]),
        to_rank=int(rank(end)[column]),
        of_from=int((~np.isnan(begin)).sum()),
        of_to=int((~np.isnan(end)).sum()),
        parts={} if any(math.isnan(p) for p in parts.values()) else parts,
    )
