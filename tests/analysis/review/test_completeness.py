"""Completeness: counted by hand, and only of what one may see."""

from __future__ import annotations

import pytest

from moibench.analysis.review.completeness import completeness, readable_units, years
from moibench.people.rights import Role
from tests.analysis.double import Double
from tests.analysis.review.made import (
    ALLOTTED,
    BUDGET,
    DISASTERS,
    PLACE,
    Place,
    approver,
    asker,
    enter,
    fill,
    officer,
    step,
    value,
)

pytestmark = pytest.mark.django_db


def test_filings_are_counted_by_state_and_cells_by_what_they_say() -> None:
    ministry = approver("TH")
    who = officer()
    fill(who)
    step(who, "submit")
    enter(officer("20"), Place(BUDGET, 2026, "20"), ALLOTTED, value(1.0))
    found = {s.source: s for s in completeness(ministry, 2026).sources}[BUDGET]
    assert (found.there, found.wanted) == (3, 2 * (76 + 18))
    assert found.states == {"submitted": 1, "draft": 1, "not_started": 92}
    assert found.is_reported
    assert found.overdue == 0


def test_what_is_not_open_yet_is_nobodys_gap() -> None:
    found = {s.source: s for s in completeness(approver("TH"), 2026).sources}[DISASTERS]
    assert (found.wanted, found.states) == (0, {})
    late = {s.source: s for s in completeness(approver("20"), 2025).sources}[DISASTERS]
    assert (late.wanted, late.states, late.overdue) == (2, {"not_started": 1}, 1)


def test_published_sources_are_counted_as_the_files_give_them() -> None:
    found = {s.source: s for s in completeness(approver("TH"), 2019).sources}
    double = Double(approver("24").catalogue)
    leaves = {
        c
        for c, u in double.catalogue.units.items()
        if u.unit_type in ("province", "special_area") and u.exists_in(2019)
    }
    for source in ("pcd_waste", "nesdc_gpp", "nso_lfs"):
        series = [s.id for s in double.catalogue.series.values() if s.source == source]
        there = {
            (s, unit) for s in series for unit, year in double.figures.get(s, {}) if year == 2019
        }
        released = {s for s, _ in there}
        assert found[source].there == sum(unit in leaves for _, unit in there)
        assert found[source].wanted == len(released) * len(leaves)
        assert found[source].there > 0


def test_only_the_units_that_one_may_see_are_counted() -> None:
    reader = asker("reader", Role.READER, "E-1")
    assert set(readable_units(reader)) == {"E-1", "20", "21", "24"}
    found = completeness(reader, 2026)
    assert {u.unit for u in found.units} == {"E-1", "20", "21", "24"}
    budget = {s.source: s for s in found.sources}[BUDGET]
    assert budget.wanted == 8
    assert {u.unit: u.filings[BUDGET].place for u in found.units}["24"] == PLACE


def test_years_are_those_observed_and_those_open() -> None:
    found = years(approver("TH"))
    assert found[0] == 2026
    assert 2019 in found
    assert list(found) == sorted(found, reverse=True)
