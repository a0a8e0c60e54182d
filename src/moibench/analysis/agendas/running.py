"""Answer: what does an agenda say, of whom, and what drives it?"""

from __future__ import annotations

import math

import numpy as np

from moibench.analysis.agendas.framing import digest, fitted, looking_through
from moibench.analysis.agendas.freezing import (
    Frozen,
    Remark,
    freeze,
    judged,
    level_of,
    scored_shares,
    shown_year,
)
from moibench.analysis.agendas.results import AgendaResult, ItemState, Lacking, Missing
from moibench.analysis.errors import NoDataForYear
from moibench.analysis.explain import effective_weights
from moibench.analysis.groups import mask, ranks_among
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.ranking import ranking
from moibench.analysis.two_years import two_years
from moibench.analysis.values import FIGURE_STATUSES
from moibench.analysis.vantage import current_vantage
from moibench.catalogue.agenda import Agenda
from moibench.engine import BoolArray, FloatArray, aggregate
from moibench.engine.weigh.ahp import CONSISTENT

_REASONS: dict[str, Lacking] = {
    "incomplete": "incomplete",
    "boundary_changed": "boundary",
    "series_broken": "broken",
}


def try_agenda(agenda: Agenda, year: int | None = None) -> AgendaResult:
    """Freeze an agenda from the figures seen from here, and run it, or the nearest that can be.

    Raises:
        EngineError: judgements are no pairwise table of the items.
        NoDataForYear: nobody has a score in the CE `year`; the error says in which there are.
    """
    return run_frozen(freeze(agenda, current_vantage().catalogue), year)


def run_agenda(agenda: Agenda, year: int | None = None) -> AgendaResult:
    """Run an agenda by the numbers it was frozen with. year: CE; by default the newest full one.

    One that nobody had enough figures for has no cut-offs yet: the nearest to it is shown.

    Raises:
        NoDataForYear: nobody has a score in that year; the error says in which there are.
    """
    agenda = fitted(agenda, current_vantage().catalogue)
    if agenda.scored and agenda.cutoffs is None:
        return try_agenda(agenda, year)
    return run_frozen(Frozen(agenda, agenda, None, standing_remarks(agenda)), year)


def standing_remarks(agenda: Agenda) -> tuple[Remark, ...]:
    """Return what there is to say about a frozen agenda, whenever it is run."""
    catalogue = current_vantage().catalogue
    found = []
    for item in agenda.items:
        indicator = catalogue.indicators.get(item.indicator)
        if indicator is None:
            found.append(Remark("unknown", indicators=(item.indicator,)))
        elif not indicator.has_figures:
            found.append(Remark("no_figures", indicators=(item.indicator,)))
        elif item.goalposts is None and item.weight > 0:
            kind = "not_judged" if indicator.direction == "context" else "constant"
            found.append(Remark(kind, indicators=(item.indicator,)))
    lost = tuple(c for c in agenda.units if c not in catalogue.units)
    if lost:
        found.append(Remark("unknown_units", codes=lost))
    if agenda.weighting == "ahp" and len(agenda.judgements) == len(agenda.items):
        found += inconsistency(agenda)
    if not agenda.scored:
        found.append(Remark("nothing"))
    return tuple(found)


def inconsistency(agenda: Agenda) -> list[Remark]:
    """Name the judgement that is farthest from what the others imply, where they contradict."""
    found = judged(agenda)
    worst = found.least_consistent
    if found.consistency_ratio <= CONSISTENT or worst is None:
        return []
    ids = agenda.indicator_ids
    numbers = (worst.stated, worst.consistent, found.consistency_ratio)
    return [
        Remark("inconsistent", indicators=(ids[worst.first], ids[worst.second]), numbers=numbers)
    ]


def run_frozen(frozen: Frozen, year: int | None) -> AgendaResult:
    """Run what came of freezing.

    Raises:
        NoDataForYear: nobody has a score in that CE year.
    """
    agenda = frozen.agenda
    nothing = AgendaResult(
        agenda=agenda,
        year=None,
        years=(),
        remarks=frozen.remarks,
        items=_unscored(agenda),
        ranking=None,
        moves=None,
        missing=_never_there(agenda),
        digest=digest(agenda),
        stamp=None,
    )
    if not agenda.scored:
        return nothing
    with looking_through(agenda):
        panel = current_panel()
        shares = tuple((y, s) for y, s in scored_shares(panel, agenda).items() if s > 0)
        asked = year if year is not None else (frozen.year or shown_year(panel, agenda))
        if asked is None:
            return nothing
        if asked not in dict(shares):
            raise NoDataForYear(asked, tuple(y for y, _ in shares))
        level = level_of(panel, agenda)
        ranked = ranking("overall", asked, level=level, with_bangkok=agenda.with_bangkok)
        codes = tuple(line.unit_code for line in ranked.lines)
        moves = two_years(ranked)
        said = frozen.remarks
        if moves is not None and (lost := absent(panel, moves.from_year, moves.to_year)):
            said = (*said, Remark("absent_before", lost, years=(moves.from_year,)))
        return AgendaResult(
            agenda=agenda,
            year=asked,
            years=shares,
            remarks=said,
            items=_items(panel, agenda, asked, codes),
            ranking=ranked,
            moves=moves,
            missing=_missing(panel, agenda, asked, codes),
            digest=digest(agenda),
            stamp=panel.stamp,
        )


def absent(panel: Panel, earlier: int, later: int) -> tuple[str, ...]:
    """Return the indicators counted that have a value in the later CE year alone."""

    def held(indicator_id: str, year: int) -> bool:
        row = panel.cube.years.index(year)
        return not np.isnan(panel.standing_values(indicator_id)[0][row]).all()

    counted = panel.design.indicator_ids
    return tuple(i for i in counted if held(i, later) and not held(i, earlier))


def _unscored(agenda: Agenda) -> tuple[ItemState, ...]:
    return tuple(ItemState(i.indicator, 0.0, 0, 0, (), None, None, None) for i in agenda.items)


def _items(
    panel: Panel, agenda: Agenda, year: int, codes: tuple[str, ...]
) -> tuple[ItemState, ...]:
    group = mask(panel, codes)
    row = panel.at(year)
    drives = variance_shares(panel, year, group)
    moved = places_moved(panel, year, group)
    scored = [i.indicator for i in agenda.scored]
    total = math.fsum(i.weight for i in agenda.scored)
    found = []
    for item in agenda.items:
        name = item.indicator
        share = item.weight / total if name in scored else 0.0
        if name not in panel.indicator_ids:
            found.append(ItemState(name, 0.0, 0, len(codes), (), None, None, None))
            continue
        values, ages = (cells[row, group] for cells in panel.standing_values(name))
        there = ~np.isnan(values)
        measured = sorted({year - int(a) for a in ages[there]})
        place = scored.index(name) if name in scored else None
        found.append(
            ItemState(
                indicator_id=name,
                share=share,
                present=int(there.sum()),
                of=len(codes),
                years=tuple(measured),
                drives=None if place is None else drives[place],
                moved=None if place is None else moved[place],
                met=_met(panel, name, item.target, values[there]),
            )
        )
    return tuple(found)


def _met(panel: Panel, name: str, target: float | None, values: FloatArray) -> int | None:
    sign = panel.sign(name)
    if target is None or not sign:
        return None
    return int((values * sign >= target * sign).sum())


def variance_shares(panel: Panel, year: int, group: BoolArray) -> list[float | None]:
    """Return each scored indicator's share of the variance of the scores of a group.

    A score is the sum of contributions, so its variance is the sum of their covariances with it:
    the shares add up to 1. None where all scores are alike.
    """
    row = panel.at(year)
    leaves = panel.leaf_scores[0][:, row, :]
    threshold = panel.design.coverage_threshold
    weights = effective_weights(leaves, panel.tree, threshold)
    total = panel.aggregated.scores[-1, row, :]
    there = group & ~np.isnan(total)
    parts = np.nan_to_num(weights * leaves)[:, there]
    around = total[there] - total[there].mean() if there.any() else total[there]
    variance = float(around @ around)
    if variance <= 1e-12:
        return [None] * len(parts)
    return [float((p - p.mean()) @ around / variance) for p in parts]


def places_moved(panel: Panel, year: int, group: BoolArray) -> list[float | None]:
    """Return how many places units move on average when each indicator is left out."""
    leaves = panel.leaf_scores[0][:, panel.at(year), :]
    if len(leaves) < 2:
        return [None] * len(leaves)
    node, root = panel.tree.nodes
    threshold = panel.design.coverage_threshold
    own = ranks_among(panel.aggregated.scores[-1, panel.at(year)], group)
    found: list[float | None] = []
    for place in range(len(leaves)):
        weights = [0.0 if k == place else w for k, w in enumerate(node.weights)]
        without = np.array(leaves)
        scores = aggregate(without, panel.tree, threshold, weights={node.id: weights}).scores[-1]
        apart = np.abs(ranks_among(scores, group) - own)
        known = apart[~np.isnan(apart)]
        found.append(float(known.mean()) if known.size else None)
    assert root.id == "overall"
    return found


def _never_there(agenda: Agenda) -> tuple[Missing, ...]:
    """Return what an agenda lacks that has a score in no year."""
    known = current_vantage().catalogue.indicators
    there = {i for i in agenda.indicator_ids if i in known and known[i].has_figures}
    return tuple(
        Missing(None, i, "not_scored" if i in there else "no_figures") for i in agenda.indicator_ids
    )


def _missing(
    panel: Panel, agenda: Agenda, year: int, codes: tuple[str, ...]
) -> tuple[Missing, ...]:
    row = panel.at(year)
    scored = {i.indicator for i in agenda.scored}
    found = []
    for item in agenda.items:
        name = item.indicator
        if name not in panel.indicator_ids:
            found.append(Missing(None, name, "no_figures"))
            continue
        if name not in scored and item.weight > 0:
            found.append(Missing(None, name, "not_scored"))
        values = panel.standing_values(name)[0][row]
        status = panel.values(name).status[row]
        lacking = [c for c in codes if np.isnan(values[panel.geography.position[c]])]
        reasons = {c: FIGURE_STATUSES[int(status[panel.geography.position[c]])] for c in lacking}
        said = {c: _REASONS.get(r, "no_value") for c, r in reasons.items()}
        if len(lacking) == len(codes) and len(set(said.values())) == 1:
            found.append(Missing(None, name, next(iter(said.values()))))
        else:
            found += [Missing(c, name, said[c]) for c in lacking]
    return tuple(found)
