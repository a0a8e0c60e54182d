"""The review, step by step and role by role."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from moibench.analysis.review import reading, steps
from moibench.analysis.review.asking import NotAllowed
from moibench.analysis.review.steps import StepRefused
from moibench.analysis.review.writing import NotWritable, add_evidence
from moibench.people.models import Act
from moibench.store.models import Edition, Observation
from moibench.store.review.models import DraftVersion, Filing, Step
from tests.analysis.review.made import (
    ALLOTTED,
    BUDGET,
    CLUSTER,
    DISBURSED,
    PLACE,
    Place,
    approver,
    enter,
    fill,
    officer,
    step,
    value,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 an act of disbursement"


def refused(kind: str) -> pytest.RaisesExc[StepRefused]:
    return pytest.raises(StepRefused, check=lambda e: e.kind == kind)


def test_a_number_goes_from_draft_to_published_and_becomes_one_observation() -> None:
    writer, own, above, ministry = officer(), approver("24"), approver("E-1"), approver("TH")
    proof = add_evidence(writer, "24", "act.pdf", PDF)
    enter(writer, PLACE, ALLOTTED, value(120.0, evidence=proof))
    enter(writer, PLACE, DISBURSED, value(90.5, standard_error=0.5))
    assert step(writer, "submit") == "submitted"
    assert step(own, "approve", verified=(ALLOTTED,)) == "approved"
    assert step(above, "accept") == "accepted"
    assert not Observation.objects.filter(series=ALLOTTED).exists()
    assert steps.publish(ministry, [PLACE]) == {PLACE: 2}
    found = {o.series: o for o in Observation.objects.filter(edition__source_id=BUDGET)}
    assert (found[ALLOTTED].value, found[ALLOTTED].grade) == (120.0, "verified")
    assert found[ALLOTTED].evidence_id == proof
    assert (found[DISBURSED].value, found[DISBURSED].grade) == (90.5, "unverified")
    assert found[DISBURSED].standard_error == 0.5
    assert {o.entered_by for o in found.values()} == {writer.name}
    assert {(o.unit, o.year) for o in found.values()} == {("24", 2026)}
    taken = [s.name for s in reading.filing_view(writer, PLACE).steps]
    assert taken == ["publish", "accept", "approve", "submit", "start"]
    acts = Act.objects.filter(kind="filing", subject="area_budget/2026/24")
    assert [a.action for a in acts.order_by("id")] == [
        *("filing.write", "filing.write", "filing.submit", "filing.approve", "filing.accept"),
        "filing.publish",
    ]


def test_evidence_that_nobody_compared_makes_a_number_reported_and_a_new_version_undoes_it() -> (
    None
):
    writer, own, above, ministry = officer(), approver("24"), approver("E-1"), approver("TH")
    proof = add_evidence(writer, "24", "act.pdf", PDF)
    enter(writer, PLACE, ALLOTTED, value(120.0, evidence=proof))
    enter(writer, PLACE, DISBURSED, value(90.0, evidence=proof))
    step(writer, "submit")
    step(own, "approve", verified=(ALLOTTED, DISBURSED))
    step(above, "return", comment="ยอดไม่ตรง")
    enter(writer, PLACE, DISBURSED, value(91.0, evidence=proof), version=1)
    step(writer, "submit")
    step(own, "approve")
    step(above, "accept")
    steps.publish(ministry, [PLACE])
    found = Observation.objects.filter(edition__source_id=BUDGET).values_list("series", "grade")
    assert dict(found) == {ALLOTTED: "verified", DISBURSED: "reported"}


def test_what_is_published_is_never_recorded_twice() -> None:
    writer, own, above, ministry = officer(), approver("24"), approver("E-1"), approver("TH")
    fill(writer)
    for who, name in ((writer, "submit"), (own, "approve"), (above, "accept")):
        step(who, name)
    steps.publish(ministry, [PLACE])
    with refused("wrong_state"):
        steps.publish(ministry, [PLACE])
    step(ministry, "unlock", comment="ตัวเลขคลาดเคลื่อน")
    enter(writer, PLACE, DISBURSED, value(95.0), version=1)
    for who, name in ((writer, "submit"), (own, "approve"), (above, "accept")):
        step(who, name)
    assert steps.publish(ministry, [PLACE]) == {PLACE: 1}
    rows = Observation.objects.filter(edition__source_id=BUDGET).order_by("id")
    assert [(o.series, o.value) for o in rows] == [
        *((ALLOTTED, 120.0), (DISBURSED, 90.0), (DISBURSED, 95.0)),
    ]
    assert reading.filing_view(writer, PLACE).round == 2


def test_publishing_several_is_all_or_nothing() -> None:
    writer, own, above, ministry = officer(), approver("24"), approver("E-1"), approver("TH")
    fill(writer)
    for who, name in ((writer, "submit"), (own, "approve"), (above, "accept")):
        step(who, name)
    other = Place(BUDGET, 2026, "20")
    fill(officer("20"), other)
    with refused("wrong_state"):
        steps.publish(ministry, [PLACE, other])
    for who in (writer, own, above):
        with pytest.raises(NotAllowed):
            steps.publish(who, [PLACE])
    assert not Edition.objects.filter(source_id=BUDGET).exists()
    assert reading.filing_view(ministry, PLACE).state == "accepted"


def test_nothing_is_submitted_with_a_gap_but_a_missing_value_with_its_reason_is_no_gap() -> None:
    writer = officer()
    enter(writer, PLACE, ALLOTTED, value(120.0))
    with pytest.raises(StepRefused) as caught:
        step(writer, "submit")
    assert (caught.value.kind, caught.value.named) == ("incomplete", (DISBURSED,))
    enter(writer, PLACE, DISBURSED, value(None, status="missing", reason="ยังไม่ปิดบัญชี"))
    assert step(writer, "submit") == "submitted"


def test_who_entered_or_submitted_does_not_approve_and_who_approved_does_not_accept() -> None:
    from moibench.people import accounts
    from moibench.people.rights import Role
    from tests.analysis.review.made import BEGAN, ON, asking

    both = officer()
    accounts.grant(both.person, Role.APPROVER, "24", BEGAN)
    accounts.grant(both.person, Role.APPROVER, "TH", BEGAN)
    both = asking.asker(both.person, on=ON)
    fill(both)
    step(both, "submit")
    with refused("own_hand"):
        step(both, "approve")
    second = officer(name="second")
    step(second, "withdraw")
    step(second, "submit")
    with refused("own_hand"):  # the numbers are still theirs
        step(both, "approve")
    step(approver("24"), "approve")
    with refused("own_hand"):
        step(both, "accept")
    twice = approver("24", name="twice")
    accounts.grant(twice.person, Role.APPROVER, "E-1", BEGAN)
    twice = asking.asker(twice.person, on=ON)
    step(approver("E-1"), "return", comment="ขอหลักฐาน")
    step(second, "submit")
    step(twice, "approve")
    with refused("own_hand"):
        step(twice, "accept")


def test_a_cluster_is_not_accepted_before_its_provinces_and_keeps_them_locked() -> None:
    ministry, above = approver("TH"), approver("E-1")
    fill(officer("E-1"), CLUSTER)
    step(officer("E-1", "second-e-1"), "submit", CLUSTER)
    step(above, "approve", CLUSTER)
    members = sorted(reading.filing_view(ministry, CLUSTER).below)
    assert members == ["20", "21", "24"]
    with pytest.raises(StepRefused) as caught:
        step(ministry, "accept", CLUSTER)
    assert (caught.value.kind, sorted(caught.value.named)) == ("children_first", members)
    for unit in members:
        place = Place(BUDGET, 2026, unit)
        fill(officer(unit), place)
        step(officer(unit, f"second-{unit}"), "submit", place)
        step(approver(unit), "approve", place)
        step(above, "accept", place)
    assert step(ministry, "accept", CLUSTER) == "accepted"
    with pytest.raises(StepRefused) as caught:
        step(above, "unlock", comment="แก้ไขยอด")
    assert (caught.value.kind, caught.value.named) == ("parents_first", ("E-1",))
    step(ministry, "unlock", CLUSTER, comment="จังหวัดขอแก้ไข")
    assert step(above, "unlock", comment="แก้ไขยอด") == "returned"


def test_it_is_returned_and_unlocked_only_with_a_reason_and_unlocked_only_from_above() -> None:
    writer, own, above = officer(), approver("24"), approver("E-1")
    fill(writer)
    step(writer, "submit")
    with refused("needs_comment"):
        step(own, "return", comment="  ")
    step(own, "return", comment="โปรดตรวจสอบยอด", questions={DISBURSED: "ต่ำกว่าปีก่อนมาก"})
    view = reading.filing_view(writer, PLACE)
    assert (view.state, view.standing, view.steps[0].comment) == (
        *("returned", "questioned", "โปรดตรวจสอบยอด"),
    )
    asked = {line.series.id: [q.text for q in line.open_questions] for line in view.lines}
    assert asked == {ALLOTTED: [], DISBURSED: ["ต่ำกว่าปีก่อนมาก"]}
    step(writer, "submit")
    step(own, "approve")
    step(above, "accept")
    for who in (writer, own):
        with pytest.raises(NotAllowed):
            step(who, "unlock", comment="ขอแก้ไข")
    with refused("needs_comment"):
        step(above, "unlock")
    with pytest.raises(NotWritable):
        enter(writer, PLACE, ALLOTTED, value(1.0), version=1)


def test_whoever_approved_for_the_unit_cannot_take_it_back_from_above() -> None:
    writer, own = officer(), approver("24")
    fill(writer)
    step(writer, "submit")
    step(own, "approve")
    with pytest.raises(NotAllowed):
        step(own, "return", comment="ขอคืน")
    assert step(approver("E-1"), "return", comment="ขอหลักฐาน") == "returned"


def test_a_step_is_refused_to_one_who_has_not_seen_the_newest() -> None:
    writer, own = officer(), approver("24")
    fill(writer)
    step(writer, "submit")
    seen = reading.filing_view(own, PLACE).seen
    step(writer, "withdraw")
    enter(writer, PLACE, DISBURSED, value(10.0), version=1)
    step(writer, "submit")
    with refused("moved_on"):
        steps.take_step(own, PLACE, "approve", seen=seen)
    steps.take_step(own, PLACE, "approve", seen=reading.filing_view(own, PLACE).seen)


def test_the_memory_of_a_filing_cannot_be_changed_or_removed() -> None:
    fill(officer())
    for rows in (DraftVersion.objects.all(), Step.objects.all()):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        DraftVersion.objects.update(value=1.0)
    assert Filing.objects.count() == 1


ROLES_BY_STEP = {
    "submit": {"officer", "ministry_officer"},
    "approve": {"approver", "ministry_approver"},
    "accept": {"cluster_approver", "region_approver", "ministry_approver"},
    "unlock": {"cluster_approver", "region_approver", "ministry_approver"},
    "publish": {"ministry_approver"},
}
PREPARED = {
    "submit": (),
    "approve": ("submit",),
    "accept": ("submit", "approve"),
    "unlock": ("submit", "approve", "accept"),
    "publish": ("submit", "approve", "accept"),
}


@pytest.mark.parametrize("name", list(ROLES_BY_STEP))
def test_each_step_is_offered_to_and_taken_by_the_roles_it_belongs_to(name: str) -> None:
    from moibench.people.rights import Role
    from tests.analysis.review.made import asker

    hands = {
        "submit": officer(name="writer"),
        "approve": approver("24", name="first"),
        "accept": approver("E-1", name="second"),
    }
    fill(hands["submit"])
    for before in PREPARED[name]:
        step(hands[before], before)
    everyone = {
        "reader": (Role.READER, "24"),
        "officer": (Role.DATA_OFFICER, "24"),
        "other_officer": (Role.DATA_OFFICER, "20"),
        "cluster_officer": (Role.DATA_OFFICER, "E-1"),
        "ministry_officer": (Role.DATA_OFFICER, "TH"),
        "approver": (Role.APPROVER, "24"),
        "other_approver": (Role.APPROVER, "20"),
        "cluster_approver": (Role.APPROVER, "E-1"),
        "region_approver": (Role.APPROVER, "E"),
        "other_cluster_approver": (Role.APPROVER, "E-2"),
        "ministry_approver": (Role.APPROVER, "TH"),
        "editor": (Role.CATALOGUE_EDITOR, "TH"),
        "administrator": (Role.ADMINISTRATOR, "TH"),
    }
    offered, could = set(), set()
    for role, (held, unit) in everyone.items():
        who = asker(role, held, unit)
        record = reading.find(PLACE)
        assert record is not None
        if name in {o.name for o in steps.offers(who, record, ())}:
            offered.add(role)
        try:
            with transaction.atomic():
                step(who, name, comment="ทดสอบสิทธิ")
                transaction.set_rollback(True)
            could.add(role)
        except NotAllowed:
            continue
    assert offered == could == ROLES_BY_STEP[name]
