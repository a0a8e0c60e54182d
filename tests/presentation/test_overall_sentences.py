"""What is said of the whole index and of its dimensions, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from tests.presentation import specimen as s
from tests.presentation.said import said_overall
from tests.presentation.test_indicator_sentences import CASES

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
