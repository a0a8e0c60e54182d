"""Changes of score and rank, levers and suppositions, word for word, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from moibench.analysis.comparative_results import (
    Lever,
    Levers,
    Outcome,
    ScoreChange,
    ScoreStep,
    WhatIf,
)
from moibench.presentation.language import Language, messages
from moibench.presentation.names import short_indicator_name
from moibench.presentation.sentences.changes import (
    lever_sentences,
    score_change_sentences,
    what_if_sentence,
)
from tests.presentation.comparative_specimen import (
    CAT,
    PEERS8,
    STAMP,
    plain,
)


def changed(**more: Any) -> ScoreChange:
    steps = (
        ScoreStep("income", 40.0, 50.0, 40.0, 60.0, 0.2, 4.0),
        ScoreStep("waste", 30.0, 40.0, 50.0, 45.0, 0.2, -1.0),
        ScoreStep("schooling", 30.0, 30.0, 50.0, 50.0, 0.2, 0.0),
    )
    given: dict[str, Any] = {
        "unit_code": "24",
        "node_id": "overall",
        "from_year": 2015,
        "to_year": 2019,
        "with_bangkok": False,
        "from_score": 50.0,
        "to_score": 53.0,
        "from_level": 3,
        "to_level": 3,
        "steps": steps,
        "coverage": 0.0,
        "revision": 0.0,
        "method": 0.0,
        "from_rank": 20,
        "to_rank": 10,
        "of_from": 76,
        "of_to": 76,
        "rank_own": -12.0,
        "rank_others": 2.0,
        "rank_revision": 0.0,
        "rank_method": 0.0,
        "did_most": ("income", "waste"),
        "from_stamp": STAMP,
        "to_stamp": STAMP,
    }
    return ScoreChange(**(given | more))


def change_said(language: Language, **more: Any) -> list[str]:
    return [plain(x.text) for x in score_change_sentences(changed(**more), CAT, language)]


CHANGES: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "rose",
        {},
        "คะแนนการพัฒนาโดยรวมของจังหวัดฉะเชิงเทราเพิ่มขึ้น 3.0 คะแนน "
        "จาก 50.0 (พ.ศ. 2558) เป็น 53.0 (พ.ศ. 2562)",
        "The overall score of Chachoengsao Province rose by 3.0 points, "
        "from 50.0 (2015) to 53.0 (2019)",
    ),
    (
        "fell",
        {"to_score": 48.0},
        "คะแนนการพัฒนาโดยรวมของจังหวัดฉะเชิงเทราลดลง 2.0 คะแนน "
        "จาก 50.0 (พ.ศ. 2558) เป็น 48.0 (พ.ศ. 2562)",
        "The overall score of Chachoengsao Province fell by 2.0 points, "
        "from 50.0 (2015) to 48.0 (2019)",
    ),
    (
        "same",
        {"to_score": 50.01},
        "คะแนนการพัฒนาโดยรวมของจังหวัดฉะเชิงเทราไม่เปลี่ยนแปลงจาก 50.0 ระหว่าง พ.ศ. 2558 กับ พ.ศ. 2562",
        "The overall score of Chachoengsao Province stayed at 50.0 between 2015 and 2019",
    ),
    (
        "dimension",
        {"node_id": "economy"},
        "คะแนนด้านเศรษฐกิจของจังหวัดฉะเชิงเทราเพิ่มขึ้น 3.0 คะแนน จาก 50.0 (พ.ศ. 2558) เป็น 53.0 (พ.ศ. 2562)",
        "The Economy score of Chachoengsao Province rose by 3.0 points, "
        "from 50.0 (2015) to 53.0 (2019)",
    ),
    (
        "between an edition and what is shown",
        {"from_year": 2019, "from_stamp": replace(STAMP, edition="2569/1"), "revision": 3.0},
        "คะแนนการพัฒนาโดยรวมของจังหวัดฉะเชิงเทราเพิ่มขึ้น 3.0 คะแนน จาก 50.0 "
        "(พ.ศ. 2562 ตามฉบับ 2569/1) เป็น 53.0 (พ.ศ. 2562 ตามข้อมูลที่แสดง)",
        "The overall score of Chachoengsao Province rose by 3.0 points, "
        "from 50.0 (2019 in edition 2569/1) to 53.0 (2019 in the data shown)",
    ),
    (
        "between two editions",
        {
            "to_score": 50.0,
            "from_stamp": replace(STAMP, edition="2569/1"),
            "to_stamp": replace(STAMP, edition="2569/2"),
        },
        "คะแนนการพัฒนาโดยรวมของจังหวัดฉะเชิงเทราไม่เปลี่ยนแปลงจาก 50.0 ระหว่าง พ.ศ. 2558 ตามฉบับ 2569/1 "
        "กับ พ.ศ. 2562 ตามฉบับ 2569/2",
        "The overall score of Chachoengsao Province stayed at 50.0 between 2015 in edition 2569/1 "
        "and 2019 in edition 2569/2",
    ),
    ("level up", {"to_level": 4}, "ระดับเลื่อนขึ้นจาก 3 เป็น 4", "The level rose from 3 to 4"),
    ("level down", {"to_level": 2}, "ระดับลดลงจาก 3 เป็น 2", "The level fell from 3 to 2"),
    (
        "did most",
        {},
        "ตัวชี้วัดที่มีผลมากที่สุดคือ รายได้ต่อหัว (+4.0 คะแนน) และขยะกำจัดไม่ถูกต้อง (−1.0 คะแนน)",
        "The indicators that did most are Income per head (+4.0 points) and "
        "Improper waste (−1.0 points)",
    ),
    (
        "did it alone",
        {"did_most": ("income",)},
        "ตัวชี้วัดที่มีผลคือ รายได้ต่อหัว (+4.0 คะแนน)",
        "The indicator that did it is Income per head (+4.0 points)",
    ),
    (
        "coverage",
        {"coverage": -4.4},
        "ตัวชี้วัดที่เริ่มมีหรือขาดข้อมูล และน้ำหนักที่จัดสรรใหม่ มีผล −4.4 คะแนน",
        "Indicators that came or went, and the weight shared anew, account for −4.4 points",
    ),
    (
        "revision",
        {"revision": 1.26},
        "การปรับปรุงข้อมูลมีผล +1.3 คะแนน",
        "Revised data account for +1.3 points",
    ),
    (
        "method",
        {"method": -0.5},
        "การเปลี่ยนวิธีคำนวณมีผล −0.5 คะแนน",
        "The change of method accounts for −0.5 points",
    ),
    ("rank up", {}, "อันดับดีขึ้น 10 อันดับ จาก 20 เป็น 10", "The rank improved by 10, from 20 to 10"),
    (
        "rank down",
        {"to_rank": 25},
        "อันดับลดลง 5 อันดับ จาก 20 เป็น 25",
        "The rank fell by 5, from 20 to 25",
    ),
    ("rank same", {"to_rank": 20}, "อันดับคงอยู่ที่ 20", "The rank stayed at 20"),
    (
        "parts of the rank",
        {},
        "จำแนกเป็นผลจากคะแนนของตนเอง +12.0 คะแนนของพื้นที่อื่น −2.0 การปรับปรุงข้อมูล 0.0 "
        "และการเปลี่ยนวิธีคำนวณ 0.0 อันดับ (ค่าบวกหมายถึงอันดับดีขึ้น)",
        "Of this, own change +12.0, others' change −2.0, revised data 0.0 and method 0.0 places "
        "(positive is an improvement)",
    ),
]


@pytest.mark.parametrize(
    ("more", "th", "en"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES]
)
def test_why_score_and_rank_changed(more: dict[str, Any], th: str, en: str) -> None:
    assert th in change_said("th", **more)
    assert en in change_said("en", **more)


def test_indicators_with_data_of_one_year_alone_are_named() -> None:
    steps = (
        ScoreStep("income", None, 50.0, None, 60.0, 0.2, 0.0),
        ScoreStep("waste", 30.0, 40.0, 50.0, 45.0, 0.2, -1.0),
        ScoreStep("schooling", 30.0, None, 50.0, None, 0.2, 0.0),
    )
    thai = " ".join(change_said("th", steps=steps, coverage=-4.4))
    assert "ตัวชี้วัดที่มีข้อมูลเพียงปีเดียว (" in thai
    (said,) = [x for x in change_said("en", steps=steps, coverage=-4.4) if "shared anew" in x]
    inside = said.split("(")[1].split(")")[0]
    names = [short_indicator_name(CAT.indicators[i], "en") for i in ("income", "schooling")]
    assert inside == " and ".join(names)
    assert "−4.4 points" in said


def test_what_did_nothing_is_not_said() -> None:
    said = " ".join(change_said("en", did_most=(), from_rank=None, to_rank=None))
    for word in ("did most", "Revised", "method", "rank", "level", "came or went"):
        assert word not in said


def moves(*found: Lever, cutoff: float | None = 60.0, together: float | None = None) -> Levers:
    needed = None if cutoff is None else 7.0
    return Levers(
        "24", "overall", 2019, 53.0, 3, cutoff, needed, PEERS8, found, together, 20.0, STAMP
    )


PULLED = Lever("income", 50.0, 60.0, 0.2, 2.5, 1.0, 8.0, 7.04, 67.6, None)
STUCK = Lever("waste", 50.0, 60.0, 0.2, None, None, 8.0, None, None, "no_pace")


@pytest.mark.parametrize(
    ("asked", "th", "en"),
    [
        (
            moves(PULLED, STUCK, together=6.96),
            "หากรายได้ต่อหัวดีขึ้นปีละ 2.5 บาทต่อคนต่อปี ตามอัตราที่กลุ่มเทียบเคียงทำได้ จังหวัดฉะเชิงเทราจะถึงระดับ 4 "
            "ในราว 7.0 ปี เมื่อค่าเป็น 68 บาทต่อคนต่อปี|"
            "หากทุกตัวชี้วัดดีขึ้นพร้อมกันตามอัตราที่กลุ่มเทียบเคียงทำได้ จังหวัดฉะเชิงเทราจะถึงระดับ 4 ในราว 7.0 ปี",
            "If Income per head improves by 2.5 baht a year a year, a pace its peers have reached, "
            "Chachoengsao Province reaches level 4 in about 7.0 years, at 68 baht a year|"
            "If all indicators improve at once at the pace its peers have reached, Chachoengsao "
            "Province reaches level 4 in about 7.0 years",
        ),
        (
            moves(STUCK),
            "ไม่มีตัวชี้วัดใดตัวเดียวที่พาจังหวัดฉะเชิงเทราขึ้นสู่ระดับ 4 ได้ภายใน 20 ปี"
            "ตามอัตราที่กลุ่มเทียบเคียงทำได้|"
            "แม้ทุกตัวชี้วัดดีขึ้นพร้อมกันตามอัตราที่กลุ่มเทียบเคียงทำได้ จังหวัดฉะเชิงเทราก็ยังไม่ถึงระดับ 4 ภายใน 20 ปี",
            "No indicator alone takes Chachoengsao Province to level 4 within 20 years at the pace "
            "its peers have reached|Even if all indicators improve at once at the pace its peers "
            "have reached, Chachoengsao Province does not reach level 4 within 20 years",
        ),
        (
            moves(cutoff=None),
            "จังหวัดฉะเชิงเทราอยู่ในระดับสูงสุดแล้ว",
            "Chachoengsao Province is at the highest level already",
        ),
    ],
)
def test_levers(asked: Levers, th: str, en: str) -> None:
    assert [plain(x.text) for x in lever_sentences(asked, CAT, "th")] == th.split("|")
    assert [plain(x.text) for x in lever_sentences(asked, CAT, "en")] == en.split("|")


BEFORE = Outcome(53.0, 3, 20, 76, 15, 30)


@pytest.mark.parametrize(
    ("after", "th", "en"),
    [
        (
            Outcome(60.0, 4, 10, 76, 8, 19),
            "หากเป็นดังที่สมมติ คะแนนของจังหวัดฉะเชิงเทราจะเปลี่ยนจาก 53.0 เป็น 60.0 ระดับจาก 3 เป็น 4 "
            "และอันดับจาก 20 เป็น 10 (ช่วง 8–19)",
            "As supposed, the score of Chachoengsao Province would go from 53.0 to 60.0, the level "
            "from 3 to 4 and the rank from 20 to 10 (range 8–19)",
        ),
        (
            Outcome(60.0, 4, None, 0, None, None),
            "หากเป็นดังที่สมมติ คะแนนของจังหวัดฉะเชิงเทราจะเปลี่ยนจาก 53.0 เป็น 60.0",
            "As supposed, the score of Chachoengsao Province would go from 53.0 to 60.0",
        ),
        (
            Outcome(None, None, None, 76, None, None),
            "หากเป็นดังที่สมมติ จังหวัดฉะเชิงเทราจะไม่มีคะแนน",
            "As supposed, Chachoengsao Province would have no score",
        ),
    ],
)
def test_what_if(after: Outcome, th: str, en: str) -> None:
    asked = WhatIf("24", "overall", 2019, False, (), (), BEFORE, after, STAMP)
    assert plain(what_if_sentence(asked, CAT, "th").text) == th
    assert plain(what_if_sentence(asked, CAT, "en").text) == en


def test_a_change_is_anchored_to_its_node() -> None:
    said = score_change_sentences(changed(node_id="economy"), CAT, "th")
    assert {x.anchor for x in said} == {"economy"}


@pytest.mark.parametrize("key", sorted(k for k in messages() if k.startswith("comparative.")))
def test_each_message_is_thai_in_thai_english_in_english_with_the_same_fields(key: str) -> None:
    pair = messages()[key]
    fields = {k: set(re.findall(r"{(\w+)}", t)) for k, t in pair.items()}
    assert fields["th"] == fields["en"]
    without = re.sub(r"{\w+}", "", pair["th"])
    assert re.search(r"[\u0e00-\u0e7f]", without) or not re.search(r"\w", without)
    assert not re.search(r"[\u0e00-\u0e7f]", pair["en"])
