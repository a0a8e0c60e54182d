"""What is said of one indicator, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from tests.presentation import specimen as s
from tests.presentation.said import said_of

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
        "ขยะกำจัดไม่ถูกต้อง พ.ศ. 2562 เท่ากับร้อยละ 50.0 ด้อยกว่าค่าประเทศ (ร้อยละ 22.2) (ค่าน้อยหมายถึงดีกว่า)",
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
        "ซึ่งเป็นการเปลี่ยนแปลงในทางที่ถดถอย",
        "Average debt rose from 40 baht (2015) to 50 baht (2019), by 25.0%, a change for the worse",
    ),
    (
        "rises, good, in percentage points",
        "schooling",
        {"change": s.change(45.0, 50.0, good=True), "trend": RISING},
        "ผู้จบอุดมศึกษา (ไตรมาส 4) เพิ่มขึ้นจากร้อยละ 45.0 (พ.ศ. 2558) "
        "เป็นร้อยละ 50.0 (พ.ศ. 2562) หรือ 5.0 จุดร้อยละ ซึ่งเป็นการเปลี่ยนแปลงในทางที่ดีขึ้น",
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
        "ในช่วง พ.ศ. 2558–2562 (แมนน์–เคนดัลล์ p = 0.050) เป็นแนวโน้มในทางที่ถดถอย",
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
        "a single point",
        "income",
        {"trend": s.trend("too_few_points", points=1)},
        "มีข้อมูลรายได้ต่อหัวเพียงปีเดียว จึงไม่สรุปแนวโน้ม",
        "There is only one point of Income per head, so no trend is stated",
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
