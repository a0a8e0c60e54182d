"""Saved groups: who may use them, what is refused, what is left of one, and as a benchmark."""

from __future__ import annotations

import statistics

import pytest

from moibench.analysis import saved_groups
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.errors import GroupNotThere, UnknownGroup
from moibench.analysis.saved_groups import FaultyGroup, Kept, what_is_left
from tests.analysis.double import built_in_double

pytestmark = pytest.mark.django_db


def made(name: str = "ชายฝั่ง", shared: str = "nobody", **more: object) -> Kept:
    given: dict[str, object] = {
        "id": None,
        "name": name,
        "owner": "somchai",
        "unit": "24",
        "shared": shared,
        "members": ("20", "21", "24"),
    }
    return saved_groups.keep(Kept(**(given | more)), current_catalogue())  # type: ignore[arg-type]


def names(user: str | None, unit: str = "") -> list[str]:
    return [g.name for g in saved_groups.usable(user, lambda u: u == unit)]


def test_a_group_is_used_by_its_owner_its_unit_or_everybody() -> None:
    for name, shared in (("ของตน", "nobody"), ("ของจังหวัด", "unit"), ("ของทุกคน", "everybody")):
        made(name, shared)
    assert names("somchai") == ["ของจังหวัด", "ของตน", "ของทุกคน"]
    assert names("somying", unit="24") == ["ของจังหวัด", "ของทุกคน"]
    assert names("somying", unit="20") == ["ของทุกคน"]
    # A guest holds no role, whatever the rule for units would answer.
    assert [g.name for g in saved_groups.usable(None, lambda _: True)] == ["ของทุกคน"]


def test_one_s_own_group_comes_before_another_s_of_the_same_name() -> None:
    other = made("ท่องเที่ยว", "everybody", owner="aree")
    own = made("ท่องเที่ยว")
    assert saved_groups.find_group("ท่องเที่ยว", "somchai", lambda _: False) == own
    assert saved_groups.find_group("ท่องเที่ยว", None, lambda _: False) == other
    assert saved_groups.find_group(str(other.id), "somchai", lambda _: False) == other


def test_a_group_that_is_not_shared_is_refused_as_if_it_were_not_there() -> None:
    hidden, shown = made("ลับ"), made("เปิด", "everybody")
    with pytest.raises(UnknownGroup) as refused:
        saved_groups.find_group(str(hidden.id), "somying", lambda _: False)
    assert refused.value.known == ((str(shown.id), "เปิด"),)


def test_every_fault_is_said_at_once_and_nothing_is_saved() -> None:
    with pytest.raises(FaultyGroup) as refused:
        made("  ", "friends", members=("99", "20", "77x"))
    assert refused.value.faults == (
        ("no_name", ""),
        ("unknown_members", "99, 77x"),
        ("bad_share", "friends"),
    )
    with pytest.raises(FaultyGroup) as empty:
        made("x" * 101, members=())
    assert empty.value.faults == (("long_name", "100"), ("no_members", ""))
    assert names("somchai") == []


def test_a_name_is_one_owner_s_once() -> None:
    first = made("ชายฝั่ง")
    with pytest.raises(FaultyGroup) as refused:
        made(" ชายฝั่ง ", members=("10",))
    assert refused.value.faults == (("name_taken", "ชายฝั่ง"),)
    assert made("ชายฝั่ง", owner="aree").owner == "aree"
    changed = saved_groups.keep(
        Kept(first.id, "ชายฝั่ง", "somchai", "24", "unit", ("21", "21", "20")), current_catalogue()
    )
    assert changed.members == ("21", "20")
    saved_groups.delete(changed)
    assert names("somchai") == []


def test_what_is_left_of_a_group_depends_on_the_year() -> None:
    left = what_is_left(("38", "20", "gone"), 2010)
    assert (left.there, left.not_there, left.unknown) == (("20",), ("38",), ("gone",))
    assert what_is_left(("38", "20"), 2019).not_there == ()


def test_a_group_stands_for_the_median_of_its_units_that_were_there() -> None:
    double = built_in_double()
    members = ("20", "21", "24", "38")
    choice = BenchmarkChoice("units", members, group="ชายฝั่ง")
    cell = compare_with(("50",), ("hai",), 2019, choice=choice).cells[0][0]
    held = [double.value("hai", c, 2019) for c in members]
    assert cell.benchmark.figure.value == statistics.median(v for v in held if v is not None)
    assert cell.benchmark.group == "ชายฝั่ง"
    assert cell.benchmark.rule == "mad"


def test_a_group_nobody_of_which_was_there_is_refused() -> None:
    with pytest.raises(GroupNotThere) as refused:
        compare_with(("24",), ("hai",), 2010, choice=BenchmarkChoice("units", ("38",)))
    assert (refused.value.codes, refused.value.year) == (("38",), 2010)


def test_a_unit_is_not_compared_with_itself_alone() -> None:
    choice = BenchmarkChoice("units", ("24",))
    own, other = compare_with(("24", "20"), ("hai",), 2019, choice=choice).cells[0]
    assert (own.benchmark.reason, own.benchmark.relation) == ("itself", None)
    assert other.benchmark.figure.value == built_in_double().value("hai", "24", 2019)
