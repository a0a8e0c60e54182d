"""Give an agenda its numbers: weights, goalposts, cut-offs; and say what stands in the way.

Taken once, when a version is made, so that a score moves only when a unit moves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from moibench.analysis.agendas.framing import panel_through
from moibench.analysis.figures import break_years
from moibench.analysis.panel import Panel
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import Agenda, AgendaItem
from moibench.engine import BoolArray, EngineError
from moibench.engine.weigh.ahp import CONSISTENT, Hierarchy, hierarchy

LEAST_SHARE = 0.5  # of provinces observed, for a year to count towards an indicator's goalposts
MOST_YEARS = 10
WELL_COVERED = 0.9  # of provinces with a score, for a year to be the one shown
EVEN = (20.0, 40.0, 60.0, 80.0)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know before believing an agenda.

    kinds: no_figures, not_judged, constant, unknown (of an indicator); weights_zero; inconsistent
    (first, second, stated, implied, ratio); no_shared_year, no_shared_unit (indicators); nothing
    (no indicator can be scored); even_levels; no_units, unknown_units (codes); absent_before
    (indicators that the earlier year of the moves lacks).
    """

    kind: str
    indicators: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Frozen:
    """An agenda with its numbers, and what there is to say about it.

    `agenda` is the nearest one that can be shown; `asked` is what was asked for, frozen as far
    as it can be. year: the CE year that is shown, None where nothing can be scored.
    """

    asked: Agenda
    agenda: Agenda
    year: int | None
    remarks: tuple[Remark, ...]


def freeze(agenda: Agenda, catalogue: Catalogue) -> Frozen:
    """Derive an agenda's weights, goalposts and cut-offs from the figures seen from here.

    Goalposts are percentiles of the provinces' values, pooled over the years since the last break
    in series, ten at most, in which half of the provinces were observed.

    Raises:
        EngineError: judgements are no pairwise table of the items.
    """
    remarks: list[Remark] = []
    agenda = _known(agenda, catalogue, remarks)
    agenda = _weighed(agenda, remarks)
    panel = panel_through(agenda)
    items = tuple(_with_goalposts(i, panel, agenda, remarks) for i in agenda.items)
    asked = agenda.model_copy(update={"items": items, "cutoffs": None})
    if not asked.scored:
        remarks.append(Remark("nothing"))
        return Frozen(asked, asked, None, tuple(remarks))
    near = _nearest(asked, remarks)
    near, year = _with_cutoffs(near, remarks)
    if near.indicator_ids == asked.indicator_ids:
        asked = near
    return Frozen(asked, near, year, tuple(remarks))


def _known(agenda: Agenda, catalogue: Catalogue, remarks: list[Remark]) -> Agenda:
    """Return the agenda without what the catalogue does not hold."""
    gone = tuple(i for i in agenda.indicator_ids if i not in catalogue.indicators)
    if gone:
        remarks.append(Remark("unknown", indicators=gone))
    lost = tuple(c for c in agenda.units if c not in catalogue.units)
    left = tuple(c for c in agenda.units if c in catalogue.units)
    if lost:
        remarks.append(Remark("unknown_units" if left else "no_units", codes=lost))
    kept = tuple(i for i in agenda.items if i.indicator not in gone)
    return agenda.model_copy(update={"items": kept, "units": left})


def _weighed(agenda: Agenda, remarks: list[Remark]) -> Agenda:
    """Return the agenda with the weights that its method gives."""
    match agenda.weighting:
        case "equal":
            weights = [1.0] * len(agenda.items)
        case "ahp":
            found = judged(agenda)
            weights = found.weights.tolist()
            worst = found.least_consistent
            if found.consistency_ratio > CONSISTENT and worst is not None:
                ids = agenda.indicator_ids
                remarks.append(
                    Remark(
                        "inconsistent",
                        indicators=(ids[worst.first], ids[worst.second]),
                        numbers=(worst.stated, worst.consistent, found.consistency_ratio),
                    )
                )
        case "given":
            weights = [i.weight for i in agenda.items]
            if agenda.items and not any(weights):
                remarks.append(Remark("weights_zero"))
                weights = [1.0] * len(weights)
    items = tuple(
        i.model_copy(update={"weight": float(w)})
        for i, w in zip(agenda.items, weights, strict=True)
    )
    return agenda.model_copy(update={"items": items})


def judged(agenda: Agenda) -> Hierarchy:
    """Return the weights of an agenda's pairwise judgements and how consistent they are.

    Raises:
        EngineError: they are no pairwise table of the agenda's items.
    """
    number = len(agenda.items)
    if [len(row) for row in agenda.judgements] != [number] * number:
        raise EngineError(f"pairwise judgements of {number} indicators are needed, row by row")
    return hierarchy(np.array(agenda.judgements, dtype=np.float64))


def _with_goalposts(
    item: AgendaItem, panel: Panel, agenda: Agenda, remarks: list[Remark]
) -> AgendaItem:
    bare = item.model_copy(update={"goalposts": None, "baseline_years": ()})
    named = (item.indicator,)
    if item.indicator not in panel.indicator_ids:
        remarks.append(Remark("no_figures", indicators=named))
        return bare
    sign = panel.sign(item.indicator)
    if sign == 0:
        if item.weight > 0:
            remarks.append(Remark("not_judged", indicators=named))
        return bare
    years = goalpost_years(panel, item.indicator)
    rows = [panel.cube.years.index(y) for y in years]
    pool = panel.values(item.indicator).values[rows][:, panel.provinces]
    known = pool[~np.isnan(pool)]
    if not known.size:
        remarks.append(Remark("no_figures", indicators=named))
        return bare
    low, high = (float(np.percentile(known, p)) for p in agenda.goalpost_percentiles)
    if low == high:
        remarks.append(Remark("constant", indicators=named, numbers=(low,)))
        return bare
    ends = (low, high) if sign > 0 else (high, low)
    return item.model_copy(update={"goalposts": ends, "baseline_years": years})


def goalpost_years(panel: Panel, indicator_id: str) -> tuple[int, ...]:
    """Return the CE years that an indicator's goalposts are taken from, ascending."""
    observed = ~np.isnan(panel.values(indicator_id).values[:, panel.provinces])
    share = dict(zip(panel.cube.years, observed.mean(axis=1), strict=True))
    since = max(break_years(panel, indicator_id), default=0)
    there = [y for y, s in share.items() if s > 0]
    recent = [y for y in there if y >= since] or there
    full = [y for y in recent if share[y] >= LEAST_SHARE] or recent
    return tuple(y for y in full if y > full[-1] - MOST_YEARS)


def _nearest(agenda: Agenda, remarks: list[Remark]) -> Agenda:
    """Return the agenda, or where no unit has enough of it in any year, the most that some have."""
    panel = panel_through(agenda)
    ranked = ranked_mask(panel, agenda)
    scores = panel.aggregated.scores[-1]
    if not np.isnan(scores[:, ranked]).all():
        return agenda
    present = ~np.isnan(panel.leaf_scores[0])[:, :, ranked]
    weights = np.array([i.weight for i in agenda.scored])
    # Whoever has each of them in some year lacks a common year; else nobody has all of them.
    ever = bool(present.any(axis=1).all(axis=0).any())
    kind = "no_shared_year" if ever else "no_shared_unit"
    covered = np.tensordot(weights, present, axes=1)
    best = covered.max()
    # Of years in which some unit has as much, the one in which most units do; of those the newest.
    many = (covered >= best - 1e-12).sum(axis=1)
    row = int(max(range(len(many)), key=lambda r: (many[r], r)))
    column = int(np.argmax(covered[row]))
    held = {i.indicator for i, p in zip(agenda.scored, present[:, row, column], strict=True) if p}
    if not held:
        remarks.append(Remark(kind, indicators=tuple(i.indicator for i in agenda.scored)))
        return agenda
    left = tuple(i.indicator for i in agenda.scored if i.indicator not in held)
    remarks.append(
        Remark(
            kind,
            indicators=left,
            codes=tuple(sorted(held)),
            years=(panel.cube.years[row],),
        )
    )
    items = tuple(
        i if i.indicator not in left else i.model_copy(update={"weight": 0.0}) for i in agenda.items
    )
    return agenda.model_copy(update={"items": items})


def ranked_mask(panel: Panel, agenda: Agenda) -> BoolArray:
    """Return (unit,) those that are ranked in some year."""
    found = np.zeros(len(panel.geography.units), dtype=bool)
    for year in panel.cube.years:
        codes = panel.geography.peers_by_level(level_of(panel, agenda), year, agenda.with_bangkok)
        found[[panel.geography.position[c] for c in codes]] = True
    return found


def level_of(panel: Panel, agenda: Agenda) -> str:
    """Return the level that an agenda ranks: that of its first unit, else the provinces'."""
    return panel.geography.level_of(agenda.units[0]) if agenda.units else "province"


def scored_shares(panel: Panel, agenda: Agenda) -> dict[int, float]:
    """Return CE year → share of the ranked units that have a score."""
    found = {}
    for year in panel.years:
        codes = panel.geography.peers_by_level(level_of(panel, agenda), year, agenda.with_bangkok)
        places = [panel.geography.position[c] for c in codes]
        scores = panel.aggregated.scores[-1, panel.at(year), places]
        found[year] = float((~np.isnan(scores)).mean()) if places else 0.0
    return found


def shown_year(panel: Panel, agenda: Agenda) -> int | None:
    """Return the newest year in which nine in ten have a score, else that in which most have."""
    shares = {y: s for y, s in scored_shares(panel, agenda).items() if s > 0}
    if not shares:
        return None
    full = [y for y, s in shares.items() if s >= WELL_COVERED]
    return max(full) if full else max(shares, key=lambda y: (shares[y], y))


def _with_cutoffs(agenda: Agenda, remarks: list[Remark]) -> tuple[Agenda, int | None]:
    panel = panel_through(agenda)
    year = shown_year(panel, agenda)
    if year is None:
        remarks.append(Remark("nothing"))
        return agenda, None
    pool = panel.aggregated.scores[-1, panel.at(year), panel.provinces]
    known = pool[~np.isnan(pool)]
    # Units of other levels alone may have a score; their levels then are even fifths.
    cuts = [float(c) for c in np.percentile(known, agenda.cutoff_percentiles)] if known.size else []
    if len(set(cuts)) < len(EVEN):
        remarks.append(Remark("even_levels"))
        cuts = list(EVEN)
    observed = np.stack([panel.values(i.indicator).values for i in agenda.scored])
    share = float((~np.isnan(observed[:, panel.at(year)][:, panel.provinces])).mean())
    enough = min(0.9, math.floor(share * 1000) / 1000) or 0.001
    update = {
        "cutoffs": tuple(cuts),
        "cutoff_baseline_years": (year,),
        "enough_data": enough,
    }
    return agenda.model_copy(update=update), year
