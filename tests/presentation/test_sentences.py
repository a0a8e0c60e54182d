"""Every kind of sentence in both languages, word for word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from moibench.analysis.results import Profile
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.sentences import (
    headline,
    highlights,
    indicator_sentences,
    overall_sentences,
    profile_sentences,
)
from moibench.presentation.sentences.words import joined, measured, ordinal, slope
from tests.presentation import specimen as s

NO_BREAK = "\u00a0"


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


def said_of(indicator_id: str, language: Language, **more: Any) -> list[str]:
    unit = more.pop("unit", "24")
    asked = s.profile(unit, s.result(indicator_id, **more))
    return [
        plain(x.text) for x in indicator_sentences(asked, s.catalogue(), indicator_id, language)
    ]


def said_overall(language: Language, unit: str = "24", **more: Any) -> list[str]:
    asked = s.profile(unit, **more)
    return [plain(x.text) for x in overall_sentences(asked, s.catalogue(), language)]


RISING = s.trend("rising", slope=2.5, p_value=0.027, good=True)
FALLING = s.trend("falling", slope=-2.5, p_value=0.0002, good=True)
COUNTRY_BETTER = s.benchmark("country", 40.0, relation="better", gap=10.0)
BOTH = (
    s.benchmark("country", 40.0, relation="better", gap=10.0),
    s.benchmark("region", 49.5, relation="similar", gap=0.5),
    s.benchmark("cluster", 60.0, relation="worse", gap=-10.0),
)
FIVE = s.benchmark("best_in_class", 70.0, relation="worse", gap=-20.0, members=("11",) * 5)
ONE = s.benchmark("best_in_class", 70.0, relation="worse", gap=-20.0, members=("11",))

# indicator, what the result holds, the sentence in Thai, the sentence in English
CASES: list[tuple[str, str, dict[str, Any], str, str]] = [
    (
        "value alone",
        "income",
        {},
        "รายได้ต่อหัว พ.ศ. 2562 เท่ากับ 50 บาทต่อคนต่อปี",
        "Income per head was 50 baht a year in 2019",
    ),
    (
        "better",
        "income",
        {"benchmarks": (COUNTRY_BETTER,)},
        "รายได้ต่อหัว พ.ศ. 2562 เท่ากับ 50 บาทต่อคนต่อปี ดีกว่าค่าประเทศ (40)",
        "Income per head was 50 baht a year in 2019, better than the country (40)",
    ),
    (
        "three relations",
        "income",
        {"benchmarks": BOTH},
        "รายได้ต่อหัว พ.ศ. 2562 เท่ากับ 50 บาทต่อคนต่อปี ดีกว่าค่าประเทศ (40) "
        "แต่ใกล้เคียงค่าภาคตะวันออก (50) และด้อยกว่าค่ากลุ่มจังหวัดภาคตะวันออก 1 (60)",
        "Income per head was 50 baht a year in 2019, better than the country (40), "
        "but similar to the East region (50), and worse than the Eastern Cluster 1 (60)",
    ),
    (
        "the five best",
        "income",
        {"benchmarks": (FIVE,)},
        "รายได้ต่อหัว พ.ศ. 2562 เท่ากับ 50 บาทต่อคนต่อปี ด้อยกว่าค่าเฉลี่ยของ 5 จังหวัดที่ดีที่สุด (70)",
        "Income per head was 50 baht a year in 2019, "
        "worse than the mean of the 5 best provinces (70)",
    ),
    (
        "the one best",
        "income",
        {"benchmarks": (ONE,)},
        "รายได้ต่อหัว พ.ศ. 2562 เท่ากับ 50 บาทต่อคนต่อปี ด้อยกว่าค่าของจังหวัดที่ดีที่สุด (70)",
        "Income per head was 50 baht a year in 2019, worse than the best province (70)",
    ),
    (
        "median where the country has no value",
        "income",
        {"benchmarks": (s.benchmark("median", 45.0, relation="similar", gap=5.0),)},
        "รายได้ต่อหัว พ.ศ. 2562 เท่ากับ 50 บาทต่อคนต่อปี ใกล้เคียงมัธยฐานของจังหวัด (45)",
        "Income per head was 50 baht a year in 2019, similar to the median of provinces (45)",
    ),
    (
        "low is good",
        "waste",
        {"benchmarks": (s.benchmark("country", 22.2, relation="worse", gap=27.8),)},
        "ขยะกำจัดไม่ถูกต้อง พ.ศ. 2562 เท่ากับ ร้อยละ 50.0 ด้อยกว่าค่าประเทศ (ร้อยละ 22.2) (ค่าน้อยหมายถึงดีกว่า)",
        "Improper waste was 50.0 per cent in 2019, worse than the country (22.2%) "
        "(a lower value is better)",
    ),
    (
        "context",
        "people",
        {"benchmarks": (s.benchmark("country", 99.0, gap=-49.0),)},
        "จำนวนประชากร พ.ศ. 2562 เท่ากับ 50 คน ต่ำกว่าค่าประเทศ (99)",
        "Population was 50 persons in 2019, lower than the country (99)",
    ),
    (
        "context is not judged",
        "people",
        {},
        "จำนวนประชากรเป็นข้อมูลบริบท จึงไม่ตัดสินว่าดีกว่าหรือด้อยกว่า",
        "Population describes the setting and is not judged better or worse",
    ),
    (
        "rank",
        "income",
        {"standings": (s.IN_COUNTRY, s.IN_CLUSTER)},
        "รายได้ต่อหัวอยู่ในอันดับที่ 4 จาก 10 จังหวัด และอันดับที่ 1 จาก 3 จังหวัดในกลุ่มจังหวัดภาคตะวันออก 1",
        "Income per head ranks 4th of 10 provinces and 1st of 3 provinces in the Eastern Cluster 1",
    ),
    (
        "order of a context indicator",
        "people",
        {"standings": (s.IN_COUNTRY,)},
        "จำนวนประชากรอยู่ในลำดับที่ 4 จาก 10 จังหวัด เมื่อเรียงจากค่ามากไปน้อย",
        "Population ranks 4th of 10 provinces from the largest value",
    ),
    (
        "better than the country in the lower half",
        "income",
        {
            "benchmarks": (COUNTRY_BETTER, s.benchmark("median", 55.0, relation="worse")),
            "standings": (s.Standing("country", "TH", 8, 10),),
        },
        "รายได้ต่อหัวดีกว่าค่าประเทศ แต่อยู่ในครึ่งหลังของอันดับ "
        "เพราะค่าประเทศคำนวณจากทั้งประเทศรวมกัน "
        "ขณะที่มัธยฐานของจังหวัดเท่ากับ 55 บาทต่อคนต่อปี",
        "Income per head is better than the country yet in the lower half of the ranking, because "
        "the country value is computed over the whole country while the median of provinces is "
        "55 baht a year",
    ),
    (
        "worse than the country in the upper half",
        "income",
        {
            "benchmarks": (
                s.benchmark("country", 90.0, relation="worse", gap=-40.0),
                s.benchmark("median", 45.0, relation="better"),
            ),
            "standings": (s.IN_COUNTRY,),
        },
        "รายได้ต่อหัวด้อยกว่าค่าประเทศ แต่อยู่ในครึ่งแรกของอันดับ "
        "เพราะค่าประเทศคำนวณจากทั้งประเทศรวมกัน "
        "ขณะที่มัธยฐานของจังหวัดเท่ากับ 45 บาทต่อคนต่อปี",
        "Income per head is worse than the country yet in the upper half of the ranking, because "
        "the country value is computed over the whole country while the median of provinces is "
        "45 baht a year",
    ),
    (
        "falls, good",
        "debt",
        {"change": s.change(80.0, 50.0, good=True), "trend": FALLING},
        "หนี้สินเฉลี่ยลดลงจาก 80 บาท (พ.ศ. 2558) เป็น 50 บาท (พ.ศ. 2562) หรือร้อยละ 37.5 "
        "ซึ่งเป็นการเปลี่ยนแปลงในทางที่ดีขึ้น",
        "Average debt fell from 80 baht (2015) to 50 baht (2019), by 37.5%, "
        "a change for the better",
    ),
    (
        "rises, bad",
        "debt",
        {
            "change": s.change(40.0, 50.0, good=False),
            "trend": s.trend("rising", slope=2.5, p_value=0.03, good=False),
        },
        "หนี้สินเฉลี่ยเพิ่มขึ้นจาก 40 บาท (พ.ศ. 2558) เป็น 50 บาท (พ.ศ. 2562) หรือร้อยละ 25.0 "
        "ซึ่งเป็นการเปลี่ยนแปลงในทางที่แย่ลง",
        "Average debt rose from 40 baht (2015) to 50 baht (2019), by 25.0%, a change for the worse",
    ),
    (
        "rises, good, in percentage points",
        "schooling",
        {"change": s.change(45.0, 50.0, good=True), "trend": RISING},
        "ผู้จบอุดมศึกษา (ไตรมาส 4) เพิ่มขึ้นจาก ร้อยละ 45.0 (พ.ศ. 2558) "
        "เป็น ร้อยละ 50.0 (พ.ศ. 2562) หรือ 5.0 จุดร้อยละ ซึ่งเป็นการเปลี่ยนแปลงในทางที่ดีขึ้น",
        "Tertiary share rose from 45.0 per cent (2015) to 50.0 per cent (2019), "
        "by 5.0 percentage points, a change for the better",
    ),
    (
        "rises without a trend",
        "income",
        {"change": s.change(40.0, 50.0, good=True)},
        "รายได้ต่อหัวเพิ่มขึ้นจาก 40 บาทต่อคนต่อปี (พ.ศ. 2558) "
        "เป็น 50 บาทต่อคนต่อปี (พ.ศ. 2562) หรือร้อยละ 25.0 แต่ยังไม่ใช่แนวโน้มที่ชัดเจน",
        "Income per head rose from 40 baht a year (2015) to 50 baht a year (2019), by 25.0%, "
        "but this is no clear trend",
    ),
    (
        "rises against the trend",
        "income",
        {"change": s.change(40.0, 50.0, good=True), "trend": FALLING},
        "รายได้ต่อหัวเพิ่มขึ้นจาก 40 บาทต่อคนต่อปี (พ.ศ. 2558) "
        "เป็น 50 บาทต่อคนต่อปี (พ.ศ. 2562) หรือร้อยละ 25.0 แต่ยังไม่ใช่แนวโน้มที่ชัดเจน",
        "Income per head rose from 40 baht a year (2015) to 50 baht a year (2019), by 25.0%, "
        "but this is no clear trend",
    ),
    (
        "rises on too few points",
        "income",
        {"change": s.change(40.0, 50.0, good=True), "trend": s.trend("too_few_points", points=2)},
        "รายได้ต่อหัวเพิ่มขึ้นจาก 40 บาทต่อคนต่อปี (พ.ศ. 2558) "
        "เป็น 50 บาทต่อคนต่อปี (พ.ศ. 2562) หรือร้อยละ 25.0 แต่ข้อมูลยังไม่พอสรุปแนวโน้ม",
        "Income per head rose from 40 baht a year (2015) to 50 baht a year (2019), by 25.0%, "
        "but there are too few data to speak of a trend",
    ),
    (
        "a context change is not judged",
        "people",
        {"change": s.change(40.0, 50.0, good=None)},
        "จำนวนประชากรเพิ่มขึ้นจาก 40 คน (พ.ศ. 2558) เป็น 50 คน (พ.ศ. 2562) หรือร้อยละ 25.0",
        "Population rose from 40 persons (2015) to 50 persons (2019), by 25.0%",
    ),
    (
        "no change that can be seen",
        "income",
        {"change": s.change(50.1, 50.0, good=False)},
        "รายได้ต่อหัวไม่เปลี่ยนแปลงจาก 50 บาทต่อคนต่อปี (พ.ศ. 2558) ถึง พ.ศ. 2562",
        "Income per head did not change from 50 baht a year (2015) to 2019",
    ),
    (
        "change across a break",
        "waste",
        {"change": s.change(80.0, 50.0, good=True, crosses_break=True)},
        "ไม่เปรียบเทียบขยะกำจัดไม่ถูกต้อง พ.ศ. 2558 กับ พ.ศ. 2562 เพราะอนุกรมขาดตอนระหว่างนั้น",
        "Improper waste of 2015 is not compared with 2019, since the series breaks between them",
    ),
    (
        "rising trend for the better",
        "income",
        {"trend": RISING},
        "รายได้ต่อหัวมีแนวโน้มเพิ่มขึ้นเฉลี่ยปีละ 2.5 บาทต่อคนต่อปี ในช่วง พ.ศ. 2558–2562 "
        "(แมนน์–เคนดัลล์ p = 0.027) เป็นแนวโน้มในทางที่ดีขึ้น",
        "Income per head has a rising trend over 2015–2019, on average 2.5 baht a year "
        "from year to year "
        "(Mann–Kendall p = 0.027), a trend for the better",
    ),
    (
        "falling trend for the better",
        "waste",
        {"trend": FALLING},
        "ขยะกำจัดไม่ถูกต้องมีแนวโน้มลดลงเฉลี่ยปีละ 2.5 จุดร้อยละ ในช่วง พ.ศ. 2558–2562 "
        "(แมนน์–เคนดัลล์ p < 0.001) เป็นแนวโน้มในทางที่ดีขึ้น",
        "Improper waste has a falling trend over 2015–2019, on average 2.5 percentage points "
        "from year to year (Mann–Kendall p < 0.001), a trend for the better",
    ),
    (
        "falling trend for the worse",
        "schooling",
        {"trend": s.trend("falling", slope=-0.25, p_value=0.05, good=False)},
        "ผู้จบอุดมศึกษา (ไตรมาส 4) มีแนวโน้มลดลงเฉลี่ยปีละ 0.25 จุดร้อยละ "
        "ในช่วง พ.ศ. 2558–2562 (แมนน์–เคนดัลล์ p = 0.050) เป็นแนวโน้มในทางที่แย่ลง",
        "Tertiary share has a falling trend over 2015–2019, on average 0.25 percentage points "
        "from year to year (Mann–Kendall p = 0.050), a trend for the worse",
    ),
    (
        "trend of a context indicator",
        "people",
        {"trend": s.trend("rising", slope=3.0, p_value=0.03)},
        "จำนวนประชากรมีแนวโน้มเพิ่มขึ้นเฉลี่ยปีละ 3.0 คน ในช่วง พ.ศ. 2558–2562 (แมนน์–เคนดัลล์ p = 0.030)",
        "Population has a rising trend over 2015–2019, on average 3.0 persons from year to year "
        "(Mann–Kendall p = 0.030)",
    ),
    (
        "preliminary trend",
        "waste",
        {"trend": s.trend("falling", preliminary=True, points=3, slope=-1.0, good=True)},
        "ขยะกำจัดไม่ถูกต้องมีแนวโน้มลดลงเป็นการเบื้องต้นในช่วง พ.ศ. 2558–2562 เพราะมีข้อมูลเพียง 3 จุด",
        "Improper waste falls over 2015–2019, which is preliminary because there are only 3 points",
    ),
    (
        "no clear trend",
        "income",
        {},
        "รายได้ต่อหัวในช่วง พ.ศ. 2558–2562 ไม่มีแนวโน้มที่ชัดเจน",
        "Income per head shows no clear trend over 2015–2019",
    ),
    (
        "too few points",
        "income",
        {"trend": s.trend("too_few_points", points=2)},
        "มีข้อมูลรายได้ต่อหัวเพียง 2 จุด จึงไม่สรุปแนวโน้ม",
        "There are only 2 points of Income per head, so no trend is stated",
    ),
    (
        "break",
        "waste",
        {"trend": s.trend("break"), "break_years": (2017,)},
        "อนุกรมขยะกำจัดไม่ถูกต้องขาดตอนใน พ.ศ. 2560 จึงไม่เปรียบเทียบค่าก่อนและหลังปีดังกล่าว "
        "และไม่สรุปแนวโน้ม (วิธีเก็บเปลี่ยน)",
        "The series of Improper waste breaks in 2017: values before and after are not compared "
        "and no trend is stated (the method changed)",
    ),
    (
        "missing, with the latest",
        "income",
        {"value": None, "history": s.POINTS[:2]},
        "ไม่มีข้อมูลรายได้ต่อหัวของจังหวัดฉะเชิงเทราใน พ.ศ. 2562 จึงไม่นำมาคำนวณ "
        "และมิได้หมายความว่าค่าเป็นศูนย์ ข้อมูลล่าสุดคือ พ.ศ. 2559",
        "There are no data on Income per head for Chachoengsao Province in 2019; it is left out "
        "of the reckoning, which does not mean that the value is zero (latest data: 2016)",
    ),
    (
        "old",
        "income",
        {"figure": s.figure(50.0, year=2015, age=4)},
        "รายได้ต่อหัวใช้ข้อมูล พ.ศ. 2558 ซึ่งเก่ากว่าปีที่รายงาน 4 ปี",
        "Income per head uses data of 2015, 4 years older than the year of the report",
    ),
    (
        "one year old",
        "income",
        {"figure": s.figure(50.0, year=2018, age=1)},
        "รายได้ต่อหัวใช้ข้อมูล พ.ศ. 2561 ซึ่งเก่ากว่าปีที่รายงาน 1 ปี",
        "Income per head uses data of 2018, one year older than the year of the report",
    ),
    (
        "preliminary value",
        "income",
        {"figure": s.figure(50.0, status="preliminary")},
        "ค่ารายได้ต่อหัว พ.ศ. 2562 เป็นค่าเบื้องต้น สำนักสถิติอาจปรับปรุงในการเผยแพร่ครั้งถัดไป",
        "The value of Income per head for 2019 is preliminary; the Bureau may revise it in the "
        "next release",
    ),
    (
        "estimated by the agency",
        "income",
        {"figure": s.figure(50.0, status="estimated")},
        "ค่ารายได้ต่อหัวของจังหวัดฉะเชิงเทรา พ.ศ. 2562 เป็นค่าประมาณ",
        "The value of Income per head for Chachoengsao Province in 2019 is an estimate",
    ),
    (
        "country estimated with weights of another year",
        "debt",
        {
            "benchmarks": (
                s.benchmark("country", 1.0, figure=s.figure(1.0, year=2018, status="estimated")),
                s.benchmark("region", 1.0, figure=s.figure(1.0, year=2018, status="estimated")),
            )
        },
        "ค่าหนี้สินเฉลี่ยของประเทศไทย และภาคตะวันออก พ.ศ. 2561 เป็นค่าประมาณ "
        "เพราะใช้จำนวนครัวเรือน พ.ศ. 2562 เป็นตัวถ่วงหรือตัวหาร",
        "The value of Average debt for Thailand and the East region in 2018 is an estimate, "
        "because number of households of 2019 serves as weight or denominator",
    ),
    (
        "incomplete parent",
        "income",
        {
            "benchmarks": (
                s.benchmark(
                    "cluster",
                    None,
                    figure=s.figure(
                        None, status="incomplete", coverage=0.61, missing_members=("20", "21")
                    ),
                ),
            )
        },
        "ค่ารายได้ต่อหัวของกลุ่มจังหวัดภาคตะวันออก 1 ยังไม่ครบ ขาดข้อมูลของ"
        "จังหวัดชลบุรี และจังหวัดระยอง (มีข้อมูลครอบคลุมร้อยละ 61) จึงไม่แสดงค่ารวม",
        "The value of Income per head for the Eastern Cluster 1 is incomplete: data are missing "
        "for Chon Buri and Rayong (data cover 61%), so no total is shown",
    ),
    (
        "not published",
        "progress",
        {"unit": "E-1", "figure": s.figure(None, status="not_published")},
        "ไม่มีการเผยแพร่ดัชนีความก้าวหน้าของกลุ่มจังหวัดภาคตะวันออก 1 และไม่อาจคำนวณจากค่าของจังหวัดได้",
        "Progress index is not published for the Eastern Cluster 1 and may not be derived from "
        "the values of provinces",
    ),
    (
        "capped",
        "income",
        {"capped": True},
        "คะแนนของรายได้ต่อหัวถูกจำกัดไว้ที่ขอบของหลักเทียบ จึงไม่สะท้อนการเปลี่ยนแปลงเลยขอบนั้น",
        "The score of Income per head is capped at the edge of its goalposts, so it does not show "
        "movement beyond them",
    ),
]


@pytest.mark.parametrize(
    ("indicator_id", "more", "th", "en"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_indicator_sentence(indicator_id: str, more: dict[str, Any], th: str, en: str) -> None:
    assert th in said_of(indicator_id, "th", **more)
    assert en in said_of(indicator_id, "en", **more)


CLUSTER = {
    "compared_with": ("E-1", "E-2", "C-V"),
    "overall": s.node(of=18, rank=2, rank_low=1, rank_high=4, indistinct=("E-2",)),
}
REGION = {
    "compared_with": ("E", "N", "C"),
    "overall": s.node(of=6, rank=3, rank_low=2, rank_high=3, indistinct=()),
}
WIDE = {"rank_low": 2, "rank_high": 9}
OVERALL_CASES: list[tuple[str, str, dict[str, Any], str, str]] = [
    (
        "level and rank with range",
        "24",
        {},
        "ในปี พ.ศ. 2562 จังหวัดฉะเชิงเทรามีระดับการพัฒนาโดยรวมอยู่ในระดับ 4 จาก 5 ระดับ "
        "(61.9 คะแนน) อันดับที่ 5 (ช่วง 4–6) จาก 10 จังหวัด",
        "In 2019, Chachoengsao Province is at level 4 of 5 in overall development (61.9 points), "
        "ranked 5th (range 4–6) of 10 provinces",
    ),
    (
        "a cluster is one of the clusters",
        "E-1",
        CLUSTER,
        "ในปี พ.ศ. 2562 กลุ่มจังหวัดภาคตะวันออก 1 มีระดับการพัฒนาโดยรวมอยู่ในระดับ 4 จาก 5 ระดับ "
        "(61.9 คะแนน) อันดับที่ 2 (ช่วง 1–4) จาก 18 กลุ่มจังหวัด",
        "In 2019, the Eastern Cluster 1 is at level 4 of 5 in overall development (61.9 points), "
        "ranked 2nd (range 1–4) of 18 clusters",
    ),
    (
        "a region is one of the regions",
        "E",
        REGION,
        "ในปี พ.ศ. 2562 ภาคตะวันออกมีระดับการพัฒนาโดยรวมอยู่ในระดับ 4 จาก 5 ระดับ "
        "(61.9 คะแนน) อันดับที่ 3 (ช่วง 2–3) จาก 6 ภาค",
        "In 2019, the East region is at level 4 of 5 in overall development (61.9 points), "
        "ranked 3rd (range 2–3) of 6 regions",
    ),
    (
        "units where Bangkok is counted",
        "10",
        {"compared_with": ("10", *s.PROVINCES), "overall": s.node(of=11)},
        "ในปี พ.ศ. 2562 กรุงเทพมหานครมีระดับการพัฒนาโดยรวมอยู่ในระดับ 4 จาก 5 ระดับ "
        "(61.9 คะแนน) อันดับที่ 5 (ช่วง 4–6) จาก 11 หน่วย",
        "In 2019, Bangkok is at level 4 of 5 in overall development (61.9 points), "
        "ranked 5th (range 4–6) of 11 units",
    ),
    (
        "the country has no rank",
        "TH",
        {
            "compared_with": (),
            "overall": s.node(rank=None, rank_low=None, rank_high=None, of=0, indistinct=()),
        },
        "ประเทศเป็นหน่วยเดียวในระดับนี้ จึงไม่มีอันดับ",
        "The country is the only unit at its level, so it has no rank",
    ),
    (
        "the country's level",
        "TH",
        {
            "compared_with": (),
            "overall": s.node(rank=None, rank_low=None, rank_high=None, of=0, indistinct=()),
        },
        "ในปี พ.ศ. 2562 ประเทศไทยมีระดับการพัฒนาโดยรวมอยู่ในระดับ 4 จาก 5 ระดับ (61.9 คะแนน)",
        "In 2019, Thailand is at level 4 of 5 in overall development (61.9 points)",
    ),
    (
        "no score because of coverage",
        "24",
        {"overall": s.node(score=None, coverage=0.5)},
        "ในปี พ.ศ. 2562 ไม่ให้คะแนนการพัฒนาโดยรวมของจังหวัดฉะเชิงเทรา "
        "เพราะมีข้อมูลร้อยละ 50 ของน้ำหนัก ต่ำกว่าเกณฑ์ร้อยละ 67",
        "In 2019, Chachoengsao Province has no overall score: there are data for 50% of the "
        "weight, below the threshold of 67%",
    ),
    (
        "partial coverage",
        "24",
        {"overall": s.node(coverage=0.8)},
        "คะแนนนี้คำนวณจากข้อมูลร้อยละ 80 ของน้ำหนัก เพราะบางตัวชี้วัดไม่มีข้อมูล",
        "This score rests on data for 80% of the weight, since some indicators have no data",
    ),
    (
        "strongest and weakest",
        "24",
        {},
        "ด้านที่มีคะแนนสูงที่สุดคือด้านสังคม (78.6 คะแนน ระดับ 4) "
        "และด้านที่มีคะแนนต่ำที่สุดคือด้านสิ่งแวดล้อม (33.4 คะแนน ระดับ 2)",
        "The dimension with the highest score is Society (78.6 points, level 4) and the one with "
        "the lowest is Environment (33.4 points, level 2)",
    ),
    (
        "wide because dimensions differ",
        "24",
        {"overall": s.node(**WIDE)},
        "ช่วงอันดับกว้าง เพราะคะแนนของด้านสังคมและด้านสิ่งแวดล้อมต่างกันมาก อันดับจึงขึ้นอยู่กับวิธีรวมคะแนน",
        "The range of ranks is wide because the scores of Society and Environment lie far apart, "
        "so the rank depends on how scores are combined",
    ),
    (
        "wide because many are close",
        "24",
        {
            "overall": s.node(**WIDE, indistinct=("11", "12", "13", "20")),
            "dimensions": (s.node("economy"), s.node("society", 62.0)),
        },
        "ช่วงอันดับกว้าง เพราะหลายจังหวัดมีคะแนนใกล้เคียงกัน จึงควรอ่านช่วงอันดับมากกว่าอันดับเดียว",
        "The range of ranks is wide because many provinces have scores close together; read the "
        "range rather than the single rank",
    ),
    (
        "wide because data lack",
        "24",
        {
            "overall": s.node(**WIDE, coverage=0.7),
            "dimensions": (s.node("economy"), s.node("society", 62.0)),
        },
        "ช่วงอันดับกว้าง ส่วนหนึ่งเพราะข้อมูลไม่ครบทุกตัวชี้วัด จึงควรอ่านช่วงอันดับมากกว่าอันดับเดียว",
        "The range of ranks is wide, in part because not every indicator has data; read the range "
        "rather than the single rank",
    ),
    (
        "cannot be told apart from two",
        "24",
        {},
        "จากการคำนวณซ้ำ 1,000 ครั้ง ไม่อาจแยกจังหวัดฉะเชิงเทราออกจากจังหวัดระยอง และจังหวัดชลบุรี "
        "จึงไม่อาจกล่าวได้ว่าจังหวัดใดดีกว่ากัน",
        "Over 1,000 replicates, Chachoengsao Province cannot be told apart from Rayong and "
        "Chon Buri, so none of them can be called better",
    ),
    (
        "cannot be told apart from many",
        "24",
        {"overall": s.node(indistinct=("11", "12", "20", "21", "22", "23"))},
        "จากการคำนวณซ้ำ 1,000 ครั้ง ไม่อาจแยกจังหวัดฉะเชิงเทราออกจากจังหวัดตราด จังหวัดจันทบุรี "
        "จังหวัดระยอง และจังหวัดอื่นอีก 3 จังหวัด จึงไม่อาจกล่าวได้ว่าจังหวัดใดดีกว่ากัน",
        "Over 1,000 replicates, Chachoengsao Province cannot be told apart from Trat, "
        "Chanthaburi, Rayong and 3 other provinces, so none of them can be called better",
    ),
    (
        "can be told apart from all",
        "E",
        REGION,
        "จากการคำนวณซ้ำ 1,000 ครั้ง ภาคตะวันออกแยกออกจากภาคอื่นได้ทั้งหมด",
        "Over 1,000 replicates, the East region can be told apart from every other region",
    ),
    (
        "probably among the first fifth",
        "24",
        {"overall": s.node(probability_top_fifth=0.83)},
        "จังหวัดฉะเชิงเทราอยู่ในหนึ่งในห้าแรกของอันดับในร้อยละ 83 ของการคำนวณซ้ำ",
        "Chachoengsao Province is in the first fifth of the order in 83% of replicates",
    ),
    (
        "probably among the last fifth",
        "24",
        {"overall": s.node(probability_bottom_fifth=0.5)},
        "จังหวัดฉะเชิงเทราอยู่ในหนึ่งในห้าท้ายของอันดับในร้อยละ 50 ของการคำนวณซ้ำ",
        "Chachoengsao Province is in the last fifth of the order in 50% of replicates",
    ),
    (
        "above the country",
        "24",
        {"overall": s.node(country_score=50.0)},
        "คะแนนสูงกว่าคะแนนของประเทศ (50.0 คะแนน) อยู่ 11.9 คะแนน",
        "The score is 11.9 points higher than the country's (50.0 points)",
    ),
    (
        "below the country",
        "24",
        {"overall": s.node(country_score=70.0)},
        "คะแนนต่ำกว่าคะแนนของประเทศ (70.0 คะแนน) อยู่ 8.1 คะแนน",
        "The score is 8.1 points lower than the country's (70.0 points)",
    ),
    (
        "as the country",
        "24",
        {"overall": s.node(country_score=61.91)},
        "คะแนนเท่ากับคะแนนของประเทศ (61.9 คะแนน)",
        "The score equals the country's (61.9 points)",
    ),
    (
        "without Bangkok",
        "24",
        {},
        "ค่าประเทศรวมกรุงเทพมหานคร ส่วนอันดับนับเฉพาะ 10 จังหวัด ไม่รวมกรุงเทพมหานคร",
        "Country values include Bangkok; ranks count the 10 provinces alone, without Bangkok",
    ),
    (
        "with Bangkok",
        "24",
        {"compared_with": ("10", *s.PROVINCES)},
        "ค่าประเทศและอันดับนับรวมกรุงเทพมหานคร (11 หน่วย)",
        "Country values and ranks both count Bangkok (11 units)",
    ),
    (
        "clusters counted",
        "E-1",
        CLUSTER,
        "อันดับนับ 3 กลุ่มจังหวัด คะแนนคำนวณจากค่ารวมของกลุ่มจังหวัดเอง มิใช่ค่าเฉลี่ยของคะแนนจังหวัด",
        "Ranks count 3 clusters; scores come from each cluster's own rolled-up values, not from "
        "averages of provinces' scores",
    ),
]


@pytest.mark.parametrize(
    ("unit", "more", "th", "en"),
    [c[1:] for c in OVERALL_CASES],
    ids=[c[0] for c in OVERALL_CASES],
)
def test_overall_sentence(unit: str, more: dict[str, Any], th: str, en: str) -> None:
    assert th in said_overall("th", unit, **more)
    assert en in said_overall("en", unit, **more)


def test_there_are_at_least_sixty_cases() -> None:
    assert len(CASES) + len(OVERALL_CASES) >= 60


IMPROVEMENT = re.compile("ดีขึ้น|for the better|improv")
BETTER = re.compile("ดีกว่าค่า|better than")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", ["no_clear_trend", "too_few_points", "break"])
@pytest.mark.parametrize("good", [True, False])
def test_without_a_trend_nothing_is_called_an_improvement(
    verdict: str, good: bool, language: Language
) -> None:
    said = said_of(
        "income", language, change=s.change(10.0, 50.0, good=good), trend=s.trend(verdict)
    )
    assert not [x for x in said if IMPROVEMENT.search(x)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preliminary_trend_is_not_called_an_improvement(language: Language) -> None:
    preliminary = s.trend("rising", preliminary=True, points=4, slope=1.0, good=True)
    said = said_of("income", language, change=s.change(10.0, 50.0, good=True), trend=preliminary)
    assert not [x for x in said if IMPROVEMENT.search(x)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_rule_calls_similar_is_never_called_better(language: Language) -> None:
    similar = tuple(
        s.benchmark(kind, 10.0, relation="similar", gap=40.0)
        for kind in ("country", "region", "cluster", "best_in_class")
    )
    said = said_of("income", language, benchmarks=similar, standings=(s.IN_COUNTRY,))
    assert not [x for x in said if BETTER.search(x) or IMPROVEMENT.search(x)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_strengths_and_gaps_follow_the_relation_and_not_the_score(language: Language) -> None:
    asked = s.profile(
        "24",
        s.result(
            "income",
            score=90.0,
            benchmarks=(s.benchmark("country", 45.0, relation="similar", gap=5.0),),
        ),
        s.result(
            "waste",
            score=10.0,
            benchmarks=(s.benchmark("country", 20.0, relation="worse", gap=30.0),),
        ),
    )
    found = highlights(asked, s.catalogue(), language)
    assert [x.anchor for x in found.strengths] == ["overall"]
    assert [x.anchor for x in found.gaps] == ["waste"]


def test_a_gap_between_percentages_is_said_in_percentage_points() -> None:
    worse = s.benchmark("country", 22.2, relation="worse", gap=27.8)
    asked = s.profile("24", s.result("waste", benchmarks=(worse,)))
    th, en = (highlights(asked, s.catalogue(), lang).gaps[0].text for lang in LANGUAGES)
    assert plain(th) == (
        "ขยะกำจัดไม่ถูกต้อง พ.ศ. 2562 เท่ากับ ร้อยละ 50.0 สูงกว่าค่าประเทศ (ร้อยละ 22.2) "
        "อยู่ 27.8 จุดร้อยละ ซึ่งถือว่าด้อยกว่า"
    )
    assert plain(en) == (
        "Improper waste was 50.0 per cent in 2019, 27.8 percentage points higher than the country "
        "(22.2%), which counts as worse"
    )


def test_what_to_watch_are_trends_for_the_worse_firm_ones_first() -> None:
    asked = s.profile(
        "24",
        s.result("income", trend=s.trend("falling", preliminary=True, points=3, good=False)),
        s.result("debt", trend=s.trend("rising", slope=1.0, p_value=0.01, good=False)),
        s.result("schooling", trend=RISING),
    )
    found = highlights(asked, s.catalogue(), "th")
    assert [x.anchor for x in found.watch] == ["debt", "income"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rank_of_a_score_is_said_without_its_range(language: Language) -> None:
    asked = s.profile("24", s.result("income"))
    for sentence in profile_sentences(asked, s.catalogue(), language):
        if sentence.anchor in {"overall", "economy", "society", "environment"}:
            for match in re.finditer(r"(อันดับที่\s\d+|ranked \d+\w\w)(.{0,12})", sentence.text):
                assert re.match(r"\s\((ช่วง|range)\s\d+–\d+\)", match[2]), sentence.text


def test_a_score_with_a_rank_but_no_range_is_refused() -> None:
    asked = s.profile("24", overall=s.node(rank_low=None))
    with pytest.raises(ValueError, match="needs its range"):
        overall_sentences(asked, s.catalogue(), "th")


def test_numbers_do_not_part_from_what_they_count() -> None:
    asked: Profile = s.profile("24", s.result("income", standings=(s.IN_COUNTRY,)))
    parted = re.compile(
        r"พ\.ศ\. |(จาก|อีก|เพียง) ?\d+ (จังหวัด|ระดับ|จุด)|\d (คะแนน|บาท|ครั้ง)|อันดับที่ \d|ร้อยละ \d"
    )
    for sentence in profile_sentences(asked, s.catalogue(), "th"):
        assert not parted.search(sentence.text), sentence.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_holds_a_double_space_or_an_unfilled_field(language: Language) -> None:
    results = [
        s.result(case[1], **{k: v for k, v in case[2].items() if k != "unit"}) for case in CASES
    ]
    for one in results:
        for sentence in profile_sentences(s.profile("24", one), s.catalogue(), language):
            assert not re.search(r"  |[{}]|None|nan", sentence.text), sentence.text


def test_the_headline_groups_dimensions_by_level() -> None:
    asked = s.profile("24")
    assert headline(asked, s.catalogue(), "th") == (
        f"เศรษฐกิจ และสังคมอยู่ในระดับ{NO_BREAK}4 สิ่งแวดล้อมอยู่ในระดับ{NO_BREAK}2"
    )
    none = s.profile("24", dimensions=(s.node("economy", None),))
    assert headline(none, s.catalogue(), "en") == "Too few data for a level of any dimension"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (73, "73rd")],
)
def test_english_ordinals(number: int, expected: str) -> None:
    assert ordinal(number, "en") == expected
    assert ordinal(number, "th") == str(number)


def test_lists() -> None:
    assert joined(["ก"], "th") == "ก"
    assert joined(["ก", "ข"], "th") == "ก และข"
    assert joined(["a", "b", "c"], "en") == "a, b and c"


def test_values_with_units() -> None:
    indicators = s.catalogue().indicators
    assert plain(measured(0.65, indicators["progress"], "th")) == "0.6500"
    assert plain(measured(463172.6, indicators["income"], "th")) == "463,173 บาทต่อคนต่อปี"
    assert plain(slope(-0.0043, indicators["waste"], "en")) == "0.0043 percentage points"
    assert plain(slope(11293.7, indicators["income"], "en")) == "11,294 baht a year"
