"""Targets of whatever lies inside a unit, counted by state against plain loops."""

from __future__ import annotations

from collections import Counter

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.geography import Geography
from moibench.analysis.plan_results import TARGET_STATES, MemberTargets, StateCount
from moibench.analysis.target_states import member_targets, next_targets
from moibench.analysis.targets import target_review
from moibench.catalogue.comparative import Target
from moibench.store.targets.rows import Content, Place, add_targets
from tests.analysis.made import target

pytestmark = pytest.mark.django_db


def entry(made: Target) -> tuple[Place, Content]:
    content = made.model_dump(
        mode="json", exclude={"unit", "level", "indicator", "target_year"}, exclude_none=True
    )
    return (made.unit or "", made.level or "", made.indicator, made.target_year), content


def enter(*targets: Target) -> None:
    add_targets(map(entry, targets), "officer", 0)


def shown(counts: tuple[StateCount, ...]) -> dict[str, Counter[str]]:
    return {
        c.group: +Counter(dict(zip(TARGET_STATES, c.counts, strict=True)))
        for c in counts
        if sum(c.counts)
    }


def by_loops(code: str, year: int) -> dict[str, dict[str, Counter[str]]]:
    """Count the reviews of every unit whose page would list the parent above it."""
    catalogue, geography = current_catalogue(), Geography(current_catalogue())
    step = {"country": "region", "region": "cluster", "cluster": "province"}
    level = step[catalogue.units[code].unit_type]
    found: dict[str, dict[str, Counter[str]]] = {"member": {}, "dimension": {}, "agency": {}}
    for unit, ancestors in ((u, geography.ancestors(u)) for u in catalogue.units):
        if code not in ancestors:
            continue
        rows = [m for m in (unit, *ancestors) if catalogue.units[m].unit_type == level]
        for progress in target_review(unit, year).targets:
            indicator = catalogue.indicators[progress.target.indicator]
            agency = progress.target.agency or indicator.agency
            for kind, group in (
                ("member", (rows or [unit])[0]),
                ("dimension", indicator.dimension),
                ("agency", agency.en),
            ):
                found[kind].setdefault(group, Counter())[progress.state] += 1
    return found


@pytest.mark.parametrize("code", ["E-1", "E", "TH"])
def test_targets_of_members_count_like_plain_loops(code: str) -> None:
    enter(
        target(value=0.6),
        target(unit="20", value=0.9),
        target(unit="E-1", value=0.62),
        target(unit="10", value=0.7),
        target("gpp_per_capita", unit="22", value=1),
        target("waste_improper_share", unit="24", value=1, kind="at_most"),
        target(unit=None, level="cluster", value=0.8),
    )
    found = member_targets(code, 2021)
    assert {
        "member": shown(found.by_member),
        "dimension": shown(found.by_dimension),
        "agency": shown(found.by_agency),
    } == by_loops(code, 2021)
    assert found.total == sum(sum(c.counts) for c in found.by_member) > 0
    assert all(not target_review(c, 2021).targets for c in found.without)


def rows_of(found: MemberTargets) -> list[str]:
    return [c.group for c in found.by_member]


def test_rows_are_one_step_inside_and_a_province_has_none() -> None:
    assert rows_of(member_targets("E-1")) == ["20", "21", "24"]
    assert rows_of(member_targets("E")) == ["E-1", "E-2"]
    assert set(rows_of(member_targets("TH"))) == {"N", "NE", "C", "E", "S", "SB", "10"}
    alone = member_targets("24")
    assert (alone.units, alone.by_member, alone.total) == (0, (), 0)


def test_the_next_target_due_stands_for_its_indicator() -> None:
    enter(*(target(value=v, target_year=y) for v, y in ((0.7, 2022), (0.65, 2018), (0.6, 2017))))
    due = {y: next_targets("24", y)["hai"].target.target_year for y in (2016, 2018, 2019, 2021)}
    assert due == {2016: 2017, 2018: 2018, 2019: 2022, 2021: 2022}
    enter(target("gpp_per_capita", value=1, target_year=2017))
    assert next_targets("24", 2019)["gpp_per_capita"].target.target_year == 2017
