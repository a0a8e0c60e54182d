"""The board of a SWOT: decisions are kept, two people lose nothing, changed figures are told."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.panel import current_panel
from moibench.analysis.swot import board
from moibench.analysis.swot.board import Clash, FaultyItem, NoItem, OwnEvidence
from moibench.analysis.swot.candidates import swot_candidates
from moibench.analysis.swot.recheck import value_today
from moibench.presentation.swot.saved import warnings
from moibench.presentation.swot.sentences import both_sentences
from tests.analysis.made import panel_with, use

pytestmark = pytest.mark.django_db
KEY = "level_strength:household_debt"


def decided(key: str = KEY, state: str = "accepted", **more: str) -> board.Item:
    candidate = swot_candidates("24").by_key(key)
    assert candidate is not None
    said = both_sentences(candidate, current_catalogue())
    return board.decide("24", candidate, state, "ก", generated=said, **more)  # type: ignore[arg-type]


def test_a_decision_keeps_words_figures_and_what_was_generated() -> None:
    item = decided(words="ถ้อยคำ\x00\x0bของเรา")
    content = item.now.content
    assert (content.quadrant, content.state, content.words) == (
        "strength",
        "accepted",
        "ถ้อยคำของเรา",
    )
    assert [row["measure"] for row in content.evidence] == ["value", "benchmark"]
    assert "78,872" in dict(content.generated)["th"]
    assert board.items("24") == (item,)
    assert board.items("20") == ()


def test_two_who_decide_on_one_candidate_lose_nothing() -> None:
    first = decided(words="คนแรก")
    with pytest.raises(Clash) as clash:
        decided(words="คนที่สอง")
    assert (clash.value.theirs, clash.value.mine.words) == (first, "คนที่สอง")
    assert len(board.items("24")) == 1


def test_two_who_word_one_item_lose_nothing_and_the_history_is_whole() -> None:
    item = decided()
    board.reword("24", item.id, "ข", 1, words="ของ ข")
    with pytest.raises(Clash) as clash:
        board.reword("24", item.id, "ค", 1, words="ของ ค")
    assert clash.value.theirs.now.content.words == "ของ ข"
    assert clash.value.mine.words == "ของ ค"
    same = board.reword("24", item.id, "ค", 1, words="ของ ข")  # no change, so no clash
    assert same.now.number == 2
    last = board.reword("24", item.id, "ค", 2, words="ของ ค")
    assert [(v.number, v.content.words, v.written_by) for v in last.versions] == [
        (1, "", "ก"),
        (2, "ของ ข", "ข"),
        (3, "ของ ค", "ค"),
    ]


def test_a_rejection_wants_a_reason_and_stays_visible() -> None:
    with pytest.raises(FaultyItem):
        decided(state="rejected")
    item = decided(state="rejected", reason="ไม่ใช่สภาพปกติ")
    assert [board.state_of(i) for i in board.items("24")] == ["rejected"]
    back = board.reword("24", item.id, "ข", 1, state="accepted", reason="")
    assert [v.content.state for v in back.versions] == ["rejected", "accepted"]


def test_what_was_withdrawn_can_be_decided_on_again() -> None:
    item = decided()
    board.reword("24", item.id, "ก", 1, state="withdrawn")
    again = decided(words="ใหม่")
    assert again.id == item.id
    assert [v.content.state for v in again.versions] == ["accepted", "withdrawn", "accepted"]


def test_the_database_itself_refuses_to_change_or_remove() -> None:
    decided()
    for statement in (
        "UPDATE swot_swotversion SET words = 'x'",
        "DELETE FROM swot_swotversion",
        "DELETE FROM swot_swotitem",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_item_of_ones_own_has_evidence_or_is_warned_about() -> None:
    bare = board.add_own("24", "strength", "ผู้นำเข้มแข็ง", OwnEvidence(), "ก")
    assert board.warned(bare).without_evidence
    shown = OwnEvidence(indicator="hai", year=2020, address="https://a.example/x", note="บันทึก")
    held = board.add_own("24", "opportunity", "มีแผน", shown, "ก")
    assert not board.warned(held).without_evidence
    first, *rest = held.now.content.evidence
    assert (first["subject"], first["year"]) == ("hai", 2020)
    assert rest == [{"address": "https://a.example/x"}, {"note": "บันทึก"}]
    newest = board.add_own("24", "threat", "x", OwnEvidence(indicator="hai"), "ก")
    assert newest.now.content.evidence[0]["year"] == 2021


@pytest.mark.parametrize(
    ("words", "evidence", "fault"),
    [
        (" ", OwnEvidence(), "no_words"),
        ("x", OwnEvidence(indicator="nothing"), "indicator"),
        ("x", OwnEvidence(indicator="hai", year=1999), "no_figure"),
        ("x", OwnEvidence(address="javascript:alert(1)"), "address"),
        ("x" * 2001, OwnEvidence(), "too_long"),
        ("x", OwnEvidence(note="n" * 2001), "too_long"),
    ],
)
def test_a_faulty_item_is_refused_and_nothing_is_kept(
    words: str, evidence: OwnEvidence, fault: str
) -> None:
    with pytest.raises(FaultyItem) as refused:
        board.add_own("24", "strength", words, evidence, "ก")
    assert [key for key, _ in refused.value.faults] == [fault]
    assert board.items("24") == ()


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(FaultyItem) as refused:
        board.add_own("24", "best", "", OwnEvidence(indicator="x", address="y"), "ก")
    assert {key for key, _ in refused.value.faults} == {
        "quadrant",
        "indicator",
        "address",
        "no_words",
    }


def test_items_are_moved_within_their_part() -> None:
    three = [board.add_own("24", "strength", w, OwnEvidence(), "ก").id for w in "abc"]
    board.move("24", three[2], True, "ก")
    board.move("24", three[0], True, "ก")  # it stands first already
    assert [i.id for i in board.items("24")] == [three[0], three[2], three[1]]
    with pytest.raises(NoItem):
        board.move("20", three[0], True, "ก")


def test_a_strategy_pairs_accepted_items_of_its_two_parts() -> None:
    strength, debt = decided(), decided("sector_slowing:C")
    own = board.add_strategy("24", "st", "รับมือ", (strength.id, debt.id), "ก")
    assert own.now.content.pairs == (strength.id, debt.id)
    for kind, pairs, fault in (
        ("st", (strength.id,), "pair_both"),
        ("so", (strength.id, debt.id), "pair_unknown"),
        ("xx", (strength.id,), "strategy"),
    ):
        with pytest.raises(FaultyItem) as refused:
            board.add_strategy("24", kind, "รับมือ", pairs, "ก")
        assert refused.value.faults[0][0] == fault


def test_every_saved_figure_is_found_again_and_the_same() -> None:
    for code in ("24", "83", "93", "51", "E-1"):
        for candidate in swot_candidates(code).items:
            for evidence in candidate.evidence:
                row = {k: getattr(evidence, k) for k in ("measure", "subject", "unit_code", "year",
                                                         "from_year", "table")}  # fmt: skip
                assert value_today(code, row) == pytest.approx(evidence.value), candidate.key


def test_a_changed_a_lost_and_a_newer_figure_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    item = decided()
    catalogue = current_catalogue()
    assert board.warned(item) == board.Warned(False, (), (), False)
    use(monkeypatch, panel_with({("household_debt", "24", 2023): 90_000.0}))
    (changed,) = board.warned(item).changed
    assert (changed.before, changed.now) == (78_872.0, 90_000.0)
    (said,) = warnings(board.warned(item), catalogue, "th")
    assert "78,872" in said
    assert "90,000" in said
    use(monkeypatch, panel_with({("household_debt", "24", 2023): None}))
    lost = board.warned(item)
    assert lost.silent
    assert [c.now for c in lost.changed if c.measure == "value"] == [None]
    monkeypatch.undo()
    old = swot_candidates("24", 2021).by_key("level_strength:household_debt_share")
    assert old is not None
    kept = board.decide("24", old, "accepted", "ก", generated=both_sentences(old, catalogue))
    assert board.warned(kept).newer == (("household_debt_share", None, 2023),)
    assert current_panel() is not None
