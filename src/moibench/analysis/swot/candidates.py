"""Answer: what do the figures propose for the SWOT of this unit, by which rule, how surely?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from moibench.analysis.geography import COUNTRY
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.questions import require_unit, year_or_newest
from moibench.analysis.swot import inside, outside
from moibench.analysis.swot.latest import latest
from moibench.analysis.swot.results import QUADRANTS, Candidate, Candidates, Silence
from moibench.analysis.targets import target_review
from moibench.catalogue.swot import (
    AroundTest,
    ExposureTest,
    NearSectorTest,
    OutlookTest,
    PolicyTest,
    SectorTest,
    SwotRule,
    TargetTest,
)

Finder = Callable[[Panel, SwotRule, Any, str, int], Iterator[Candidate]]
FINDERS: dict[str, Finder] = {
    "level": inside.levels,
    "trend": inside.trends_beyond,
    "target": inside.target_states,
    "score": inside.scores,
    "sector": outside.sectors_of_specialisation,
    "near_sector": outside.near_sectors,
    "neighbours": outside.neighbours,
    "outlook": outside.outlook,
    "exposure": outside.exposure,
    "around": outside.around,
    "policy": outside.policy,
}


def swot_candidates(unit_code: str, year: int | None = None) -> Candidates:
    """Return what the rules of the catalogue propose for a unit of any level.

    Without a year every indicator speaks by its newest figure; with one, by the newest up to it.
    A missing figure proposes nothing, nor does a difference called similar.

    Raises:
        UnknownUnit, NoDataForYear, UnitDidNotExist.
    """
    panel = current_panel()
    require_unit(panel, unit_code)
    until = panel.years[-1] if year is None else year_or_newest(panel, year)
    require_unit(panel, unit_code, until)
    return panel.remember(_candidates, unit_code, until)


def _candidates(panel: Panel, unit_code: str, until: int) -> Candidates:
    found: list[Candidate] = []
    silent: list[tuple[str, Silence]] = []
    if unit_code in panel.geography.position:
        for rule in panel.catalogue.swot.values():
            fired = list(FINDERS[rule.test.kind](panel, rule, rule.test, unit_code, until))
            found += fired
            if not fired:
                silent.append((rule.id, _silence(panel, rule, unit_code, until)))
    found.sort(key=lambda c: (QUADRANTS.index(c.quadrant), -c.certainty, c.key))
    return Candidates(
        unit_code=unit_code,
        year=until,
        years=tuple(y for y in panel.years if panel.catalogue.units[unit_code].exists_in(y)),
        items=tuple(found),
        silent=tuple(silent),
        stamp=panel.stamp,
    )


def _silence(panel: Panel, rule: SwotRule, unit_code: str, until: int) -> Silence:
    """Tell why a rule proposed nothing."""
    test = rule.test
    match test:
        case OutlookTest() | ExposureTest():
            there = latest(panel, test.indicator, unit_code, until, test.most_age) is not None
        case AroundTest():
            area = COUNTRY if test.of == "country" else panel.geography.ancestor(unit_code, test.of)
            there = (
                area is not None
                and latest(panel, test.indicator, area, until, test.most_age) is not None
            )
        case SectorTest() | NearSectorTest():
            there = outside.newest_sectors(panel, unit_code, until, test.table) is not None
        case PolicyTest() if test.flag is None:
            there = outside.newest_sectors(panel, unit_code, until, test.table) is not None
        case TargetTest():
            there = bool(target_review(unit_code, until).targets)
        case _:
            there = True
    return "not_met" if there else "no_figures"
