"""Answer: what changed between two versions of an agenda, or between two of its years?"""

from __future__ import annotations

import numpy as np

from moibench.analysis.agendas.framing import fitted, looking_through
from moibench.analysis.agendas.freezing import level_of, scored_shares, shown_year
from moibench.analysis.agendas.results import Comparison, Part, UnitChange
from moibench.analysis.agendas.running import absent
from moibench.analysis.comparative_results import ScoreChange
from moibench.analysis.errors import NoDataForYear, NoScore, SameYears
from moibench.analysis.explain import effective_weights, score_change
from moibench.analysis.figures import break_years
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.vantage import current_vantage
from moibench.catalogue.agenda import Agenda


def compare_agendas(
    before: Agenda,
    after: Agenda,
    from_year: int | None = None,
    to_year: int | None = None,
    units: tuple[str, ...] = (),
) -> Comparison:
    """Compare two versions in one CE year, or one version in two, unit by unit, exactly.

    from_year, to_year: by default the newest year that both show; of one version, that year and the
    last one before it that has scores. units: by default all that
    have a score in both.

    Raises:
        SameYears: one version and one year, or the later year first.
        NoDataForYear: nobody has a score in a year.
    """
    before, after = (fitted(a, current_vantage().catalogue) for a in (before, after))
    with looking_through(before):
        first = current_panel()
    with looking_through(after):
        last = current_panel()
        end = to_year or _shared_year(first, last, before, after)
        start = from_year or (_year_before(last, after, end) if before == after else end)
        if before == after and start >= end:
            raise SameYears(start, end)
        for panel, year in ((first, start), (last, end)):
            panel.at(year)
        codes = _ranked(last, after, end)
        held = [c for c in codes if _has_score(first, c, start) and _has_score(last, c, end)]
        wanted = [c for c in held if not units or c in units]
        if not wanted:
            raise NoDataForYear(end, tuple(y for y in last.years if y in first.years))
        broken = tuple(
            i
            for i in last.design.indicator_ids
            if any(min(start, end) < b <= max(start, end) for b in break_years(last, i))
        )
        found = [_unit(first, last, c, start, end, after) for c in wanted]
    theirs = _ranked(first, before, start)
    found.sort(key=lambda u: (-abs(u.to_score - u.from_score), u.unit_code))
    return Comparison(
        before=before,
        after=after,
        from_year=start,
        to_year=end,
        units=tuple(found),
        only_before=tuple(c for c in theirs if c not in codes),
        only_after=tuple(c for c in codes if c not in theirs),
        items_gone=tuple(i for i in before.indicator_ids if i not in after.indicator_ids),
        items_new=tuple(i for i in after.indicator_ids if i not in before.indicator_ids),
        reweighed=_reweighed(before, after),
        broken=broken,
        absent=absent(last, start, end),
    )


def _shared_year(first: Panel, last: Panel, before: Agenda, after: Agenda) -> int:
    years = [shown_year(first, before), shown_year(last, after)]
    known = [y for y in years if y is not None]
    if len(known) < len(years):
        raise NoDataForYear(max(known, default=0), ())
    return min(known)


def _year_before(panel: Panel, agenda: Agenda, end: int) -> int:
    """Return the last year before `end` in which anybody has a score; `end` without one."""
    shares = scored_shares(panel, agenda)
    return max((y for y, share in shares.items() if share > 0 and y < end), default=end)


def _ranked(panel: Panel, agenda: Agenda, year: int) -> tuple[str, ...]:
    level = level_of(panel, agenda)
    return panel.geography.peers_by_level(level, year, agenda.with_bangkok)


def _has_score(panel: Panel, code: str, year: int) -> bool:
    column = panel.geography.position[code]
    return not np.isnan(panel.aggregated.scores[-1, panel.at(year), column])


def _unit(first: Panel, last: Panel, code: str, start: int, end: int, after: Agenda) -> UnitChange:
    earlier = None if first is last else first
    try:
        change: ScoreChange = score_change(
            code, start, end, with_bangkok=after.with_bangkok, earlier=earlier
        )
    except SameYears as error:  # the same panel and year: nothing to tell
        raise NoScore(code, end) from error
    before, later = _given(first, code, start), _given(last, code, end)
    ids = dict.fromkeys([*later, *before])
    return UnitChange(
        unit_code=code,
        from_score=change.from_score,
        to_score=change.to_score,
        from_rank=change.from_rank,
        to_rank=change.to_rank,
        from_level=change.from_level,
        to_level=change.to_level,
        parts=tuple(Part(i, before.get(i), later.get(i)) for i in ids),
        own=change.to_score - change.from_score - change.method - change.revision,
        method=change.method + change.revision,
        rank_own=change.rank_own,
        rank_others=change.rank_others,
        rank_method=_both(change.rank_method, change.rank_revision),
    )


def _both(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _given(panel: Panel, code: str, year: int) -> dict[str, float]:
    """Return what each indicator gave to a unit's score, adding up to it."""
    row, column = panel.at(year), panel.geography.position[code]
    scores = panel.leaf_scores[0][:, row, column : column + 1]
    weights = effective_weights(scores, panel.tree, panel.design.coverage_threshold)
    parts = (weights * scores)[:, 0]
    return {
        i: float(p)
        for i, p in zip(panel.design.indicator_ids, parts, strict=True)
        if not np.isnan(p)
    }


def _reweighed(before: Agenda, after: Agenda) -> tuple[tuple[str, float, float], ...]:
    """Return indicators of both whose share of the weight differs: (id, before, after)."""
    shares = []
    for agenda in (before, after):
        total = sum(i.weight for i in agenda.scored)
        shares.append({i.indicator: i.weight / total for i in agenda.scored} if total else {})
    old, new = shares
    return tuple((i, old[i], new[i]) for i in new if i in old and abs(old[i] - new[i]) > 1e-12)
