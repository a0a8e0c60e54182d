"""Drafts: who may enter what, what blocks, saving as one go, and two who write one cell."""

from __future__ import annotations

import math

import pytest

from moibench.analysis.review import reading, writing
from moibench.analysis.review.asking import Asker, NotAllowed
from moibench.analysis.review.writing import Conflict, Content, Draft, Place, Refused
from moibench.people.rights import Role
from moibench.store.models import Observation
from moibench.store.review.models import DraftVersion, Filing
from tests.analysis.review.made import (
    ALLOTTED,
    BUDGET,
    CLUSTER,
    DISASTERS,
    DISBURSED,
    PLACE,
    approver,
    asker,
    enter,
    officer,
    value,
)

pytestmark = pytest.mark.django_db


def kinds(who: Asker, *drafts: Draft) -> list[str]:
    return [f.kind for f in writing.check(who, drafts)]


def cell(who: Asker, place: Place = PLACE, series: str = DISBURSED) -> reading.Line:
    return next(x for x in reading.filing_view(who, place).lines if x.series.id == series)


def test_a_draft_is_no_observation_and_says_who_wrote_it_where() -> None:
    who = officer()
    enter(who, PLACE, DISBURSED, value(90.0, comment="เบิกไตรมาสสุดท้าย", follow_up=True))
    found = cell(who)
    assert found.cell is not None
    assert (found.content.value, found.content.follow_up, found.version) == (90.0, True, 1)
    assert (found.cell.written_by, found.cell.channel) == (who.name, "form")
    assert not Observation.objects.filter(series=DISBURSED).exists()


@pytest.mark.parametrize(
    ("role", "held_in", "writes"),
    [
        (Role.DATA_OFFICER, "24", {"24"}),
        (Role.DATA_OFFICER, "20", {"20"}),
        (Role.DATA_OFFICER, "E-1", {"E-1"}),
        (Role.DATA_OFFICER, "TH", {"24", "20", "E-1"}),
        (Role.READER, "24", set()),
        (Role.APPROVER, "24", set()),
        (Role.APPROVER, "TH", set()),
        (Role.CATALOGUE_EDITOR, "TH", set()),
        (Role.ADMINISTRATOR, "TH", set()),
    ],
)
def test_an_officer_writes_the_numbers_of_the_own_unit_alone(
    role: Role, held_in: str, writes: set[str]
) -> None:
    who = asker("somebody", role, held_in)
    for unit in ("24", "20", "E-1"):
        one = Draft(Place(BUDGET, 2026, unit), DISBURSED, value(1.0), 0)
        if unit in writes:
            writing.save_drafts(who, [one], "form")
            continue
        with pytest.raises(Refused) as refusal:
            writing.save_drafts(who, [one], "form")
        assert [f.kind for f in refusal.value.faults] == ["not_allowed"]
    assert set(Filing.objects.values_list("unit", flat=True)) == writes


@pytest.mark.parametrize(
    ("role", "held_in", "sees"),
    [
        (Role.DATA_OFFICER, "24", {"24"}),
        (Role.DATA_OFFICER, "E-1", {"24", "20", "E-1"}),
        (Role.READER, "E", {"24", "20", "E-1"}),
        (Role.READER, "N", {"50"}),
        (Role.READER, "TH", {"24", "20", "50", "E-1"}),
    ],
)
def test_a_cluster_sees_its_provinces_and_a_province_no_other(
    role: Role, held_in: str, sees: set[str]
) -> None:
    who = asker("somebody", role, held_in)
    seen = set()
    for unit in ("24", "20", "50", "E-1"):
        try:
            reading.filing_view(who, Place(BUDGET, 2026, unit))
            seen.add(unit)
        except NotAllowed:
            continue
    assert seen == sees


def test_every_fault_of_every_draft_is_told_at_once_and_nothing_is_saved() -> None:
    who = officer()
    wanted = [
        Draft(PLACE, ALLOTTED, value(120.0), 0),
        Draft(PLACE, DISBURSED, value(-1.0, standard_error=-2.0, comment="ก" * 4001), 0),
        Draft(PLACE, "gpp_current", value(1.0), 0),
        Draft(Place(BUDGET, 2026, "99X"), DISBURSED, value(1.0), 0),
        Draft(Place(BUDGET, 2025, "24"), DISBURSED, value(1.0), 0),
        Draft(Place(DISASTERS, 2026, "24"), "disaster_deaths", value(1.0), 0),
        Draft(PLACE, ALLOTTED, Content(None, "missing"), 0),
    ]
    with pytest.raises(Refused) as refusal:
        writing.save_drafts(who, wanted, "grid")
    assert [(f.series, f.kind) for f in refusal.value.faults] == [
        (DISBURSED, "bad_standard_error"),
        (DISBURSED, "too_long"),
        (DISBURSED, "out_of_range"),
        ("gpp_current", "no_series"),
        (DISBURSED, "no_unit"),
        (DISBURSED, "not_reported"),
        ("disaster_deaths", "not_yet_open"),
        (ALLOTTED, "needs_reason"),
        (ALLOTTED, "twice"),
    ]
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (Content(math.nan, "final"), "not_finite"),
        (Content(math.inf, "final"), "not_finite"),
        (Content(1.0, "missing", reason="x"), "value_without_status"),
        (Content(None, "final"), "value_without_status"),
        (Content(1.0, "sure"), "bad_status"),
        (Content(None, "not_applicable"), "needs_reason"),
        (value(2_000_000.0), "out_of_range"),
        (value(1.0, evidence=1), "no_evidence"),
    ],
)
def test_what_can_be_no_number_is_refused(content: Content, kind: str) -> None:
    assert kind in kinds(officer(), Draft(PLACE, DISBURSED, content, 0))


def test_a_unit_that_does_not_report_a_source_has_no_filing_of_it() -> None:
    who = officer("TH")
    assert kinds(who, Draft(Place(BUDGET, 2026, "E"), DISBURSED, value(1.0), 0)) == ["not_reported"]
    bangkok = Draft(Place(BUDGET, 2026, "10"), DISBURSED, value(1.0), 0)
    assert kinds(who, bangkok) == ["not_reported"]
    with pytest.raises(reading.NoSuchFiling):
        reading.filing_view(who, Place(DISASTERS, 2025, "E-1"))


def test_the_second_of_two_writers_sees_what_the_first_wrote_and_decides() -> None:
    first, second = officer(), officer(name="second")
    seen = cell(second).version
    enter(first, PLACE, DISBURSED, value(90.0), version=0)
    drafts = [
        Draft(PLACE, ALLOTTED, value(100.0), 0),
        Draft(PLACE, DISBURSED, value(95.0), seen),
    ]
    with pytest.raises(Conflict) as conflict:
        writing.save_drafts(second, drafts, "grid")
    (theirs,) = conflict.value.theirs
    assert (theirs.content.value, theirs.written_by, theirs.version) == (90.0, first.name, 1)
    assert cell(second, series=ALLOTTED).version == 0  # nothing of the go was written
    again = Draft(PLACE, DISBURSED, value(95.0), theirs.version)
    writing.save_drafts(second, [drafts[0], again], "grid")
    told = [(c.content.value, c.written_by) for c in reading.cell_history(first, PLACE, DISBURSED)]
    assert told == [(95.0, "second"), (90.0, first.name)]


def test_two_who_write_the_same_do_not_conflict_and_saving_again_writes_nothing() -> None:
    first, second = officer(), officer(name="second")
    drafts = [Draft(PLACE, DISBURSED, value(90.0), 0)]
    assert len(writing.save_drafts(first, drafts, "grid").written) == 1
    assert writing.save_drafts(second, drafts, "grid").written == ()
    assert DraftVersion.objects.count() == 1


def test_an_emptied_cell_is_empty_again_and_its_history_is_kept() -> None:
    who = officer()
    enter(who, PLACE, DISBURSED, value(90.0))
    enter(who, PLACE, DISBURSED, Content(), version=1)
    assert (cell(who).content, cell(who).version) == (Content(), 2)
    assert reading.filing_view(who, PLACE).filled == 0


def test_a_go_over_several_filings_is_saved_whole_or_not_at_all() -> None:
    who = officer("TH")
    closed = Place(BUDGET, 2026, "20")
    enter(who, closed, ALLOTTED, value(1.0))
    enter(who, closed, DISBURSED, value(1.0))
    from tests.analysis.review.made import step

    step(who, "submit", closed)
    drafts = [
        Draft(PLACE, DISBURSED, value(5.0), 0),
        Draft(CLUSTER, DISBURSED, value(6.0), 0),
        Draft(closed, DISBURSED, value(7.0), 1),
    ]
    with pytest.raises(writing.NotWritable) as refusal:
        writing.save_drafts(who, drafts, "workbook")
    assert refusal.value.states == {closed: "submitted"}
    assert Filing.objects.count() == 1
    assert len(writing.save_drafts(who, drafts[:2], "workbook").written) == 2


def test_evidence_belongs_to_the_unit_it_was_brought_for() -> None:
    who, other = officer(), officer("20")
    proof = writing.add_evidence(who, "24", r"C:\งาน\act.pdf", b"%PDF-1.7 act")
    elsewhere = Draft(Place(BUDGET, 2026, "20"), DISBURSED, value(1.0, evidence=proof), 0)
    assert kinds(other, elsewhere) == ["no_evidence"]
    enter(who, PLACE, DISBURSED, value(1.0, evidence=proof))
    found = cell(who).cell
    assert found is not None
    assert found.evidence_name == "act.pdf"
    assert reading.evidence_file(who, "24", proof) == (
        "act.pdf",
        "application/pdf",
        b"%PDF-1.7 act",
    )
    assert reading.evidence_file(other, "20", proof) is None
    with pytest.raises(NotAllowed):
        reading.evidence_file(other, "24", proof)
    with pytest.raises(NotAllowed):
        writing.add_evidence(other, "24", "act.pdf", b"%PDF-1.7 act")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("act.exe", b"MZ"),
        ("act.pdf", b"MZ"),
        ("act.pdf", b""),
        ("act", b"%PDF-1.7"),
        ("a.png", b"<svg onload=alert(1)>"),
    ],
)
def test_what_is_no_evidence_is_not_kept(name: str, content: bytes) -> None:
    with pytest.raises(writing.BadEvidence):
        writing.add_evidence(officer(), "24", name, content)


def test_a_question_is_open_until_it_is_answered_or_the_number_is_written_anew() -> None:
    who, own = officer(), approver("24")
    enter(who, PLACE, DISBURSED, value(90.0))
    writing.ask(own, PLACE, DISBURSED, "รวมเงินกันหรือไม่")
    assert [q.text for q in cell(who).open_questions] == ["รวมเงินกันหรือไม่"]
    assert reading.filing_view(who, PLACE).standing == "questioned"
    writing.answer(who, PLACE, DISBURSED, "ไม่รวม")
    assert cell(who).open_questions == ()
    writing.ask(own, PLACE, DISBURSED, "โปรดแนบหลักฐาน")
    enter(who, PLACE, DISBURSED, value(91.0), version=1)
    assert cell(who).open_questions == ()
    with pytest.raises(NotAllowed):
        writing.ask(who, PLACE, DISBURSED, "ถามตนเอง")
    with pytest.raises(NotAllowed):
        writing.answer(own, PLACE, DISBURSED, "ตอบแทน")


def test_a_check_asks_once_and_the_number_is_questioned_until_it_is_explained() -> None:
    who = officer()
    enter(who, PLACE, DISBURSED, value(90.0))
    asked = [(PLACE, DISBURSED, "สูงกว่าปีก่อน 10 เท่า")]
    assert writing.flag(who, asked) == 1
    assert writing.flag(who, asked) == 0
    assert [(q.text, q.written_by) for q in cell(who).open_questions] == [(asked[0][2], "")]
    assert reading.filing_view(who, PLACE).standing == "questioned"
    writing.answer(who, PLACE, DISBURSED, "รวมโครงการใหม่")
    assert cell(who).open_questions == ()
    assert writing.flag(who, asked) == 0
    enter(who, PLACE, DISBURSED, value(900.0), version=1)
    assert writing.flag(who, asked) == 1
    assert writing.flag(who, [(PLACE, ALLOTTED, "ไม่มีค่า")]) == 0
    with pytest.raises(NotAllowed):
        writing.flag(officer("20"), asked)
