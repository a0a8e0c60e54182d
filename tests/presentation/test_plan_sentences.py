"""Targets and plan periods, word for word, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from moibench.analysis.plan_results import (
    Ambition,
    PlanEffect,
    TargetProgress,
)
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.presentation.language import LANGUAGES
from moibench.presentation.sentences.plans import plan_sentence, target_sentences
from tests.presentation import specimen as s
from tests.presentation.comparative_specimen import (
    CAT,
    INCOME_EN,
    INCOME_TH,
    PEERS8,
    plain,
)


def progress(**more: Any) -> TargetProgress:
    target = Target(
        indicator="income",
        unit="24",
        kind="absolute",
        value=90,
        base_year=2015,
        target_year=2027,
        source=Text(th="แผน", en="Plan"),
    )
    given: dict[str, Any] = {
        "unit_code": "24",
        "target": target,
        "plan_id": "plan13",
        "goal": 90.0,
        "base": 40.0,
        "latest": s.figure(50.0),
        "state": "on_track",
        "reason": None,
        "preliminary": False,
        "overdue": False,
        "ratio": 0.97,
        "required_now": 50.0,
        "path": "linear",
        "required": (),
        "actual": (),
        "forecast": (),
        "expected_at_end": None,
        "ambition": Ambition("cannot_say", 12, 0, 0, None, None, None),
    }
    return TargetProgress(**(given | more))


TO_TH, TO_EN = "ค่าเป้าหมาย 90 ใน พ.ศ. 2570", "the target of 90 for 2027"
STATES: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "achieved",
        {"state": "achieved", "ratio": None},
        INCOME_TH + "บรรลุค่าเป้าหมาย 90 ของ พ.ศ. 2570 แล้ว",
        INCOME_EN.replace(", ", "") + ", which meets the target of 90 for 2027",
    ),
    (
        "on track",
        {},
        INCOME_TH + f"เป็นไปตามแผนสู่{TO_TH} (ร้อยละ 97 ของอัตราที่ต้องการ)",
        INCOME_EN + f"on track to {TO_EN} (97% of the required pace)",
    ),
    (
        "needs acceleration",
        {"state": "needs_acceleration", "ratio": 0.7},
        INCOME_TH + f"ต้องเร่งจึงจะถึง{TO_TH} (ร้อยละ 70 ของอัตราที่ต้องการ)",
        "Income per head of Chachoengsao Province was 50 baht a year in 2019 and needs to move "
        f"faster to reach {TO_EN} (70% of the required pace)",
    ),
    (
        "limited",
        {"state": "limited", "ratio": 0.1},
        INCOME_TH + f"ก้าวหน้าน้อยเมื่อเทียบกับ{TO_TH} (ร้อยละ 10 ของอัตราที่ต้องการ)",
        INCOME_EN + f"with limited progress to {TO_EN} (10% of the required pace)",
    ),
    (
        "moving away",
        {"state": "moving_away", "ratio": -0.5},
        INCOME_TH + "กำลังห่างออกจากค่าเป้าหมาย 90 ของ พ.ศ. 2570",
        INCOME_EN + f"moving away from {TO_EN}",
    ),
    (
        "preliminary",
        {"state": "moving_away", "preliminary": True},
        INCOME_TH + "กำลังห่างออกจากค่าเป้าหมาย 90 ของ พ.ศ. 2570 (ผลประเมินเบื้องต้น)",
        INCOME_EN + f"moving away from {TO_EN}, which is preliminary",
    ),
    (
        "overdue",
        {"state": "moving_away", "overdue": True},
        INCOME_TH + "กำลังห่างออกจากค่าเป้าหมาย 90 ของ พ.ศ. 2570 และพ้นกำหนดแล้ว",
        INCOME_EN + f"moving away from {TO_EN}, and the time is up",
    ),
]
STATES += [
    (reason, {"state": "cannot_say", "ratio": None, "reason": reason}, f"ไม่ได้ เพราะ{th}", en)
    for reason, th, en in (
        ("no_base", "ไม่มีค่าปีฐาน", "there is no base value"),
        (
            "too_few_base_years",
            "มีค่าไม่ครบห้าปีสำหรับหาค่าเฉลี่ยฐาน",
            "the mean of five years lacks a year",
        ),
        ("no_value_since", "ยังไม่มีค่าหลังปีฐาน", "there is no value since the base year"),
        ("not_judged", "ไม่มีทิศทางที่พึงประสงค์", "no direction is wished for"),
        ("break", "อนุกรมขาดตอนหลังปีฐาน", "the series breaks after the base year"),
        (
            "editions_mixed",
            "ค่าฐานของแผนกับค่าที่มีมาจากข้อมูลคนละฉบับ",
            "the base and the figures are of different editions",
        ),
        ("unit_did_not_exist", "พื้นที่ยังไม่มีในปีฐาน", "the unit did not exist in the base year"),
        ("goal_is_base", "ค่าเป้าหมายเท่ากับค่าฐาน", "the target equals the base"),
    )
]


@pytest.mark.parametrize(("more", "th", "en"), [c[1:] for c in STATES], ids=[c[0] for c in STATES])
def test_the_state_of_a_target(more: dict[str, Any], th: str, en: str) -> None:
    asked = progress(**more)
    said = {k: plain(target_sentences(asked, CAT, k)[0].text) for k in LANGUAGES}
    if asked.state == "cannot_say":
        assert said["th"] == f"ประเมินความก้าวหน้าของรายได้ต่อหัวของจังหวัดฉะเชิงเทรา{th}"
        assert said["en"].endswith(f"Chachoengsao Province cannot be assessed: {en}")
    else:
        assert said == {"th": th, "en": en}


def test_a_forecast_is_said_with_its_range_unless_the_target_is_met() -> None:
    asked = progress(forecast=((2026, 1.0, 2.0, 3.0), (2027, 70.0, 80.0, 95.0)))
    th, en = (plain(target_sentences(asked, CAT, k)[1].text) for k in LANGUAGES)
    assert th == (
        "หากแนวโน้มเดิมดำเนินต่อไป รายได้ต่อหัวใน พ.ศ. 2570 จะอยู่ที่ประมาณ 80 บาทต่อคนต่อปี (ช่วง 70–95)"
    )
    assert en == (
        "If the trend goes on, Income per head will be about 80 baht a year in 2027 (range 70–95)"
    )
    assert len(target_sentences(replace(asked, state="achieved"), CAT, "en")) == 2


@pytest.mark.parametrize(
    ("verdict", "th", "en"),
    [
        ("timid", "ทำได้ภายใน 12 ปี ถึงร้อยละ 80 ของกรณีทั้งหมด", "is timid: 80% of the spells"),
        ("within_reach", "ทำได้ภายใน 12 ปี ร้อยละ 80 ของกรณีทั้งหมด", "is within reach: 80%"),
        ("ambitious", "ทำได้ภายใน 12 ปี เพียงร้อยละ 80 ของกรณีทั้งหมด", "is ambitious: 80%"),
        ("impossible", "ยังไม่เคยมีพื้นที่ที่เริ่มจากระดับใกล้เคียงทำได้", "has ever reached the target"),
        ("cannot_say", "ข้อมูลย้อนหลังไม่พอ", "There is too little history"),
    ],
)
def test_the_ambition_of_a_target(verdict: Any, th: str, en: str) -> None:
    asked = progress(ambition=Ambition(verdict, 12, 20, 9, None, 5.0, 0.8))
    assert th in plain(target_sentences(asked, CAT, "th")[-1].text)
    assert en in plain(target_sentences(asked, CAT, "en")[-1].text)


def effect(**more: Any) -> PlanEffect:
    given: dict[str, Any] = {
        "unit_code": "24",
        "indicator_id": "income",
        "scale": "geometric",
        "before": 40.0,
        "after": 50.0,
        "points_before": 4,
        "points_after": 5,
        "own_change": 25.0,
        "peers_change": 10.0,
        "excess": 15.0,
        "placebo_share": 0.04,
        "pre_trend_gap": 0.0,
        "pre_trend_share": 0.5,
        "peers": PEERS8,
        "trimmed_from": None,
        "verdict": "clearly_better",
        "reason": None,
    }
    return PlanEffect(**(given | more))


PLAN_TH = "ระหว่างแผน รายได้ต่อหัวของจังหวัดฉะเชิงเทราเพิ่มขึ้นร้อยละ 25.0 ขณะที่กลุ่มเทียบเคียงเพิ่มขึ้นร้อยละ 10.0 "
PLAN_EN = (
    "During the plan, Income per head of Chachoengsao Province rose by 25.0% while its peers "
    "rose by 10.0%: "
)


@pytest.mark.parametrize(
    ("verdict", "th", "en"),
    [
        ("clearly_better", "จึงดีกว่ากลุ่มเทียบเคียงอย่างชัดเจน", "clearly better than peers"),
        ("probably_better", "จึงน่าจะดีกว่ากลุ่มเทียบเคียง", "probably better than peers"),
        ("no_different", "จึงไม่ต่างจากกลุ่มเทียบเคียง", "no different from peers"),
        ("probably_worse", "จึงน่าจะด้อยกว่ากลุ่มเทียบเคียง", "probably worse than peers"),
        ("clearly_worse", "จึงด้อยกว่ากลุ่มเทียบเคียงอย่างชัดเจน", "clearly worse than peers"),
    ],
)
def test_the_verdict_of_a_plan_period(verdict: Any, th: str, en: str) -> None:
    asked = effect(verdict=verdict)
    end_th = " (จังหวัดอื่นร้อยละ 4 ต่างจากกลุ่มเทียบเคียงของตนเท่านี้หรือมากกว่า)"
    end_en = " (4% of the other provinces differ from their peers as much or more)"
    assert plain(plan_sentence(asked, CAT, "th").text) == PLAN_TH + th + end_th
    assert plain(plan_sentence(asked, CAT, "en").text) == PLAN_EN + en + end_en


@pytest.mark.parametrize(
    ("unit", "share", "th", "en"),
    [
        ("24", 0.0, "(ไม่มีจังหวัดอื่นใดต่าง", "(none of the other provinces differ"),
        ("E-1", 0.18, "(กลุ่มจังหวัดอื่นร้อยละ 18 ต่าง", "(18% of the other clusters differ"),
    ],
)
def test_who_differs_as_much_is_counted_among_units_of_its_level(
    unit: str, share: float, th: str, en: str
) -> None:
    asked = effect(unit_code=unit, placebo_share=share)
    assert th in plain(plan_sentence(asked, CAT, "th").text)
    assert en in plain(plan_sentence(asked, CAT, "en").text)


@pytest.mark.parametrize(
    ("more", "th", "en"),
    [
        ({"own_change": -25.0}, "จังหวัดฉะเชิงเทราลดลงร้อยละ 25.0", "fell by 25.0%"),
        ({"own_change": 0.01}, "จังหวัดฉะเชิงเทราไม่เปลี่ยนแปลง", "Province did not change"),
        (
            {"indicator_id": "waste", "scale": "linear", "own_change": -3.21},
            "ลดลง 3.2 จุดร้อยละ",
            "fell by 3.2 percentage points",
        ),
        (
            {"indicator_id": "progress", "scale": "linear", "own_change": 0.0123},
            "เพิ่มขึ้น 0.0123",
            "rose by 0.0123",
        ),
        (
            {"scale": "linear", "peers_change": 0.2},
            "กลุ่มเทียบเคียงไม่เปลี่ยนแปลง",
            "peers did not change",
        ),
        (
            {"trimmed_from": 2014},
            "ใช้ปีฐานตั้งแต่ พ.ศ. 2557 เพราะอนุกรมขาดตอน",
            "counts from 2014, when the series breaks",
        ),
    ],
)
def test_how_much_came_with_a_plan(more: dict[str, Any], th: str, en: str) -> None:
    assert th in plain(plan_sentence(effect(**more), CAT, "th").text)
    assert en in plain(plan_sentence(effect(**more), CAT, "en").text)


@pytest.mark.parametrize(
    ("reason", "th", "en"),
    [
        ("too_few_points", "ก่อนแผน 4 จุดและระหว่างแผน 5 จุด", "points before it: 4, during it: 5"),
        ("break", "อนุกรมขาดตอนในช่วงที่เปรียบเทียบ", "the series breaks inside"),
        ("editions_mixed", "ค่ามาจากข้อมูลคนละฉบับ", "come from different editions"),
        ("pre_trend", "แนวโน้มก่อนแผนต่างจากกลุ่มเทียบเคียงอยู่แล้ว", "its trend differed"),
        ("no_peers", "ไม่มีพื้นที่ระดับเดียวกันให้เทียบ", "no unit of its level"),
        ("too_few_peers", "กลุ่มเทียบเคียงมีข้อมูลน้อยแห่งเกินไป", "too few of its peers"),
        ("not_judged", "เป็นข้อมูลบริบท จึงไม่ตัดสินผลระหว่างแผน", "is not judged over the plan"),
        ("not_positive", "มีค่าที่ไม่เป็นบวก", "a value is not positive"),
        ("no_placebo", "มีพื้นที่ระดับเดียวกันน้อยเกินไป", "too few units of its level"),
    ],
)
def test_a_withheld_verdict_says_why(reason: Any, th: str, en: str) -> None:
    asked = effect(verdict="cannot_say", reason=reason)
    assert th in plain(plan_sentence(asked, CAT, "th").text)
    assert en in plain(plan_sentence(asked, CAT, "en").text)


def test_each_is_anchored_to_its_indicator() -> None:
    assert plan_sentence(effect(), CAT, "th").anchor == "income"
    assert {x.anchor for x in target_sentences(progress(), CAT, "th")} == {"income"}
