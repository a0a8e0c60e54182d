"""Answer: how does the score of a unit stand beside the benchmark the reader chose?

A score has no standard error; how sure it is, the replicates say. Better means that the unit
leads the benchmark in 95 % of them, worse that it trails in 95 %, and otherwise the two cannot be
told apart: the rule by which ranks are told apart, too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moibench.analysis.choose import require_choice
from moibench.analysis.comparative_results import BenchmarkChoice, NoBenchmark, ScoreBeside
from moibench.analysis.competitors import Competitors, competitors
from moibench.analysis.figures import number
from moibench.analysis.groups import BEST_SHARE
from moibench.analysis.nodes import APART
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.questions import require_node, require_unit, year_or_newest
from moibench.analysis.results import Relation
from moibench.engine import FloatArray

MINIMUM_MEMBERS = 2


def scores_beside(
    unit_codes: tuple[str, ...],
    node_id: str,
    year: int | None = None,
    *,
    choice: BenchmarkChoice | None = None,
) -> tuple[ScoreBeside, ...]:
    """Set the scores of units beside the chosen benchmark: a parent's score or a median of scores.

    Raises:
        UnknownUnit, UnknownChoice, NoDataForYear, EmptyGroup.
    """
    panel = current_panel()
    asked = year_or_newest(panel, year)
    require_node(panel, node_id)
    for code in unit_codes:
        require_unit(panel, code)
    chosen = choice or BenchmarkChoice()
    require_choice(panel, chosen, asked)
    return tuple(panel.remember_part(_beside, code, node_id, asked, chosen) for code in unit_codes)


def _beside(
    panel: Panel, code: str, node_id: str, year: int, choice: BenchmarkChoice
) -> ScoreBeside:
    node, row = panel.node_ids.index(node_id), panel.at(year)
    own = number(panel.aggregated.scores[node, row, panel.geography.position[code]])
    if choice.kind == "baseline":
        return _beside_baseline(panel, code, node, node_id, own, choice)
    members, reason = _members(panel, code, node, year, choice)
    if own is None:
        reason = reason or "no_value"
    reference, reason = _centre(panel, members, reason, node, row, choice.kind)
    if own is None or reference is None:
        return ScoreBeside(code, node_id, own, members, None, None, None, None, reason)
    share = _lead(panel.replicates(year)[:, node], panel, code, members, choice.kind)
    relation: Relation = (
        "better" if share >= APART else "worse" if share <= 1 - APART else "similar"
    )
    return ScoreBeside(code, node_id, own, members, reference, relation, "replicates", share, None)


def reference_score(
    panel: Panel, code: str, node_id: str, year: int, choice: BenchmarkChoice
) -> tuple[float | None, tuple[str, ...], NoBenchmark | None]:
    """Return the benchmark's score in a year with data, whose it is, and why there is none.

    Of one's own baseline there is none here: it is no other unit's score.
    """
    node, row = panel.node_ids.index(node_id), panel.at(year)
    members, reason = _members(panel, code, node, year, choice)
    reference, reason = _centre(panel, members, reason, node, row, choice.kind)
    return reference, members, reason


def _centre(
    panel: Panel,
    members: tuple[str, ...],
    reason: NoBenchmark | None,
    node: int,
    row: int,
    kind: str,
) -> tuple[float | None, NoBenchmark | None]:
    scores = panel.aggregated.scores[node, row][_columns(panel, members)]
    held = scores[~np.isnan(scores)]
    if reason is None and held.size < (1 if len(members) == 1 else MINIMUM_MEMBERS):
        reason = "too_few_members" if len(members) > 1 else "no_benchmark_value"
    if reason is not None:
        return None, reason
    centre = np.nanmean if kind == "best_in_class" else np.nanmedian
    return float(centre(held)), None


def _columns(panel: Panel, codes: tuple[str, ...]) -> list[int]:
    return [panel.geography.position[c] for c in codes if c in panel.geography.position]


def _lead(
    replicates: FloatArray, panel: Panel, code: str, members: tuple[str, ...], kind: str
) -> float:
    """Return the share of replicates in which the unit leads; a tie counts half."""
    own = replicates[:, panel.geography.position[code]]
    others = replicates[:, _columns(panel, members)]
    usable = ~np.isnan(own) & ~np.isnan(others).all(axis=1)
    centre = np.nanmean if kind == "best_in_class" else np.nanmedian
    other = centre(others[usable], axis=1)
    # The mean of equal numbers differs from them in the last digit.
    tied = np.isclose(own[usable], other, rtol=0, atol=1e-9)
    return float(np.where(tied, 0.5, own[usable] > other).mean())


def _members(panel: Panel, code: str, node: int, year: int, choice: BenchmarkChoice) -> Competitors:
    match choice.kind:
        case "country" if choice.with_bangkok is False:
            return (), "cannot_leave_bangkok_out"
        case "best_in_class":
            codes, _ = competitors(panel, code, year, replace(choice, kind="median"))
            return _best(panel, codes, node, year), None
        case "target" | "baseline":
            return (), "no_target"
        case _:
            return competitors(panel, code, year, choice)


def _best(panel: Panel, codes: tuple[str, ...], node: int, year: int) -> tuple[str, ...]:
    scores = panel.aggregated.scores[node, panel.at(year)]
    held = [c for c in codes if not np.isnan(scores[panel.geography.position[c]])]
    held.sort(key=lambda c: -scores[panel.geography.position[c]])
    return tuple(held[: max(1, round(len(held) * BEST_SHARE))])


def _beside_baseline(
    panel: Panel, code: str, node: int, node_id: str, own: float | None, choice: BenchmarkChoice
) -> ScoreBeside:
    """Beside one's own earlier scores; replicates of two years vary apart, so nothing is told."""
    wanted = choice.baseline_years or panel.catalogue.plans[panel.framework.plan].baseline_years
    column = panel.geography.position[code]
    held = [
        score
        for y in wanted
        if y in panel.years
        and (score := number(panel.aggregated.scores[node, panel.at(y), column])) is not None
    ]
    reason: NoBenchmark | None = "no_benchmark_value" if not held else None
    if own is None:
        reason = "no_value"
    mean = float(np.mean(held)) if held else None
    return ScoreBeside(code, node_id, own, (code,), mean, None, None, None, reason)
