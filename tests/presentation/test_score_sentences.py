"""A score beside the chosen benchmark: every direction, verdict, kind and reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import BenchmarkChoice, NoBenchmark, ScoreBeside
from moibench.presentation.sentences.beside import score_sentences

CASE = ScoreBeside("24", "overall", 57.0, ("E",), 61.9, "similar", "replicates", 0.082, None)
REGION = BenchmarkChoice("region")


def th(beside: ScoreBeside, choice: BenchmarkChoice = REGION) -> str:
    return _one(beside, choice, "th")


def en(beside: ScoreBeside, choice: BenchmarkChoice = REGION) -> str:
    return _one(beside, choice, "en")


def _one(beside: ScoreBeside, choice: BenchmarkChoice, language: str) -> str:
    (said,) = score_sentences(beside, choice, current_catalogue(), language)  # type: ignore[arg-type]
    assert said.anchor == beside.node_id
    return said.text


BELOW = ("ต่ำกว่า", "อยู่ 4.9"), ("4.9 points below",)
ABOVE = ("สูงกว่า", "อยู่ 8.1"), ("8.1 points above",)
OPEN = ("แยกจากกันไม่ได้",), ("cannot be told apart",)


@pytest.mark.parametrize(
    ("score", "relation", "share", "expected", "shares"),
    [
        (57.0, "similar", 0.082, (BELOW, OPEN), ("ร้อยละ 91", "trails in only 91%")),
        # Not rounded up to the 95 % that would tell the two apart.
        (57.0, "similar", 0.054, (BELOW, OPEN), ("ร้อยละ 94", "trails in only 94%")),
        (57.0, "worse", 0.05, (BELOW,), ("ร้อยละ 95 จึงถือว่าด้อยกว่า", "95% of replicates, which")),
        (70.0, "better", 0.9996, (ABOVE,), ("ร้อยละ 99", "leads in 99%")),
        (57.0, "worse", 0.02, (BELOW,), ("ร้อยละ 98 จึงถือว่าด้อยกว่า", "98% of replicates, which")),
        (70.0, "better", 0.99, (ABOVE,), ("ร้อยละ 99 จึงถือว่าดีกว่า", "99% of replicates, which")),
        (70.0, "similar", 0.7, (ABOVE, OPEN), ("ร้อยละ 70", "leads in only 70%")),
        (57.0, None, None, (BELOW,), ("", "")),
        (70.0, None, None, (ABOVE,), ("", "")),
        (61.91, "similar", 0.5, (), ("เท่ากับ", "equals")),
    ],
)
def test_the_verdict_is_the_replicates_and_no_more(
    score: float,
    relation: str | None,
    share: float | None,
    expected: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...],
    shares: tuple[str, str],
) -> None:
    case = replace(CASE, score=score, relation=relation, share=share)  # type: ignore[arg-type]
    assert shares[0] in th(case)
    assert shares[1] in en(case)
    for thai, english in expected:
        assert all(part in th(case) for part in thai), th(case)
        assert all(part in en(case) for part in english), en(case)
    if relation != "better":
        assert "ถือว่าดีกว่า" not in th(case)
    if relation != "worse":
        assert "ถือว่าด้อยกว่า" not in th(case)


def test_where_the_replicates_lean_the_other_way_nothing_is_claimed() -> None:
    case = replace(CASE, relation="better", share=0.96)  # below, yet leading
    assert "ถือว่าดีกว่า" not in th(case)
    assert "แยกจากกันไม่ได้" in th(case)


@pytest.mark.parametrize(
    ("choice", "members", "thai", "english"),
    [
        (BenchmarkChoice(), ("TH",), "คะแนนของประเทศ", "the country’s"),
        (BenchmarkChoice("region"), ("E",), "คะแนนของภาคตะวันออก", "that of the East region"),
        (BenchmarkChoice("cluster"), ("E-1",), "คะแนนของกลุ่มจังหวัดภาคตะวันออก 1", "that of"),
        (BenchmarkChoice("median"), ("20",) * 76, "ระดับเดียวกัน 76 แห่ง", "the 76 of its level"),
        (BenchmarkChoice("best_in_class"), ("20",) * 5, "ดีที่สุด 5 แห่ง", "the 5 best"),
        (BenchmarkChoice("peers"), ("20",) * 8, "กลุ่มเทียบเคียง 8 แห่ง", "its 8 peers"),
        (BenchmarkChoice("units", ("20",)), ("20",), "คะแนนของจังหวัดชลบุรี", "Chon Buri"),
        (BenchmarkChoice("units", ("20", "21")), ("20", "21"), "2 แห่งที่เลือก", "the 2 chosen"),
        (
            BenchmarkChoice("units", ("20", "21"), group="ชายฝั่ง"),
            ("20", "21"),
            "กลุ่ม “ชายฝั่ง” 2 แห่ง",
            "of the 2 of “ชายฝั่ง”",
        ),
        (BenchmarkChoice("baseline"), ("24",), "ปีฐานของตนเอง", "its own baseline"),
    ],
)
def test_every_benchmark_has_its_name(
    choice: BenchmarkChoice, members: tuple[str, ...], thai: str, english: str
) -> None:
    case = replace(CASE, members=members)
    assert thai in th(case, choice)
    assert english in en(case, choice)


@pytest.mark.parametrize(
    "reason",
    [
        "no_parent",
        "no_benchmark_value",
        "too_few_members",
        "group_not_there",
        "no_peers",
        "no_target",
        "cannot_leave_bangkok_out",
    ],
)
def test_without_a_benchmark_the_reason_is_said(reason: NoBenchmark) -> None:
    case = replace(CASE, reference=None, relation=None, share=None, reason=reason)
    assert "จึงไม่เทียบคะแนน" in th(case)
    assert "not compared" in en(case)


@pytest.mark.parametrize("more", [{"score": None, "reason": "no_value"}, {"reason": "itself"}])
def test_nothing_is_said_without_a_score_nor_of_itself(more: dict[str, object]) -> None:
    case = replace(CASE, reference=None, **more)  # type: ignore[arg-type]
    assert score_sentences(case, REGION, current_catalogue(), "th") == ()
