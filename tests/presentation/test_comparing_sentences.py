"""Benchmarks, peers, areas to explore and members inside, word for word, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from moibench.analysis.comparative_results import (
    Amount,
    AreasToExplore,
    BenchmarkChoice,
    DescriptorUse,
    Dispersion,
    Exploration,
    MemberPull,
    Peer,
    PeerPart,
    Peers,
)
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.sentences.comparing import (
    cell_sentence,
    dispersion_sentences,
    explore_sentences,
    peers_sentences,
    rule_sentence,
)
from tests.presentation import specimen as s
from tests.presentation.comparative_specimen import (
    BUILT_IN,
    CAT,
    INCOME_EN,
    INCOME_TH,
    MONEY,
    PEERS8,
    STAMP,
    beside,
    cell,
    compared,
    plain,
)

COMPARED: list[tuple[str, str, dict[str, Any], str, str]] = [
    (
        "better above",
        "income",
        {},
        INCOME_TH + "สูงกว่าค่าประเทศ (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above the country (40), which counts as better",
    ),
    (
        "worse below",
        "income",
        {"value": 60.0, "relation": "worse"},
        INCOME_TH + "ต่ำกว่าค่าประเทศ (60) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าด้อยกว่า",
        INCOME_EN + "10 baht a year below the country (60), which counts as worse",
    ),
    (
        "better below, for low is good",
        "debt",
        {"value": 60.0, "relation": "better"},
        "หนี้สินเฉลี่ยของจังหวัดฉะเชิงเทรา พ.ศ. 2562 เท่ากับ 50 บาท ต่ำกว่าค่าประเทศ (60) อยู่ 10 บาท ซึ่งถือว่าดีกว่า",
        "Average debt of Chachoengsao Province was 50 baht in 2019, "
        "10 baht below the country (60), which counts as better",
    ),
    (
        "worse above, for low is good",
        "waste",
        {"value": 22.2, "relation": "worse"},
        "ขยะกำจัดไม่ถูกต้องของจังหวัดฉะเชิงเทรา พ.ศ. 2562 เท่ากับร้อยละ 50.0 สูงกว่าค่าประเทศ (ร้อยละ 22.2) "
        "อยู่ 27.8 จุดร้อยละ ซึ่งถือว่าด้อยกว่า",
        "Improper waste of Chachoengsao Province was 50.0 per cent in 2019, "
        "27.8 percentage points above the country (22.2%), which counts as worse",
    ),
    (
        "similar claims nothing",
        "income",
        {"value": 48.0, "relation": "similar"},
        INCOME_TH + "ใกล้เคียงค่าประเทศ (48)",
        INCOME_EN + "similar to the country (48)",
    ),
    (
        "a tie",
        "income",
        {"value": 50.0, "relation": "similar"},
        INCOME_TH.replace("เท่ากับ", "อยู่ที่") + "เท่ากับค่าประเทศ",
        INCOME_EN + "the same as the country",
    ),
    (
        "a tie as shown, though not to the last digit",
        "income",
        {"value": 49.9, "relation": "better"},
        INCOME_TH + "ใกล้เคียงค่าประเทศ (50)",
        INCOME_EN + "similar to the country (50)",
    ),
    (
        "context above is not judged",
        "people",
        {"relation": None, "rule": None},
        "จำนวนประชากรของจังหวัดฉะเชิงเทรา พ.ศ. 2562 เท่ากับ 50 คน สูงกว่าค่าประเทศ (40) อยู่ 10 คน",
        "Population of Chachoengsao Province was 50 persons in 2019, "
        "10 persons above the country (40)",
    ),
    (
        "context below is not judged",
        "people",
        {"value": 60.0, "relation": None, "rule": None},
        "จำนวนประชากรของจังหวัดฉะเชิงเทรา พ.ศ. 2562 เท่ากับ 50 คน ต่ำกว่าค่าประเทศ (60) อยู่ 10 คน",
        "Population of Chachoengsao Province was 50 persons in 2019, "
        "10 persons below the country (60)",
    ),
    (
        "in what it counts",
        "income",
        {"amount": Amount(12345.6, MONEY, "people", 2019)},
        INCOME_TH + "สูงกว่าค่าประเทศ (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า คิดเป็น 12,346 ล้านบาท",
        INCOME_EN + "10 baht a year above the country (40), which counts as better, "
        "or 12,346 million baht",
    ),
    (
        "a small amount keeps a decimal and no sign",
        "income",
        {"value": 60.0, "relation": "worse", "amount": Amount(-3.25, MONEY, "people", 2019)},
        INCOME_TH + "ต่ำกว่าค่าประเทศ (60) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าด้อยกว่า คิดเป็น 3.3 ล้านบาท",
        INCOME_EN + "10 baht a year below the country (60), which counts as worse, "
        "or 3.3 million baht",
    ),
    (
        "Bangkok left out",
        "income",
        {"with_bangkok": False},
        INCOME_TH + "สูงกว่าค่าประเทศที่ไม่รวมกรุงเทพมหานคร (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above the country without Bangkok (40), which counts as better",
    ),
    (
        "region",
        "income",
        {"kind": "region", "members": ("E",)},
        INCOME_TH + "สูงกว่าค่าภาคตะวันออก (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above the East region (40), which counts as better",
    ),
    (
        "cluster",
        "income",
        {"kind": "cluster", "members": ("E-1",)},
        INCOME_TH + "สูงกว่าค่ากลุ่มจังหวัดภาคตะวันออก 1 (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above the Eastern Cluster 1 (40), which counts as better",
    ),
    (
        "peers",
        "income",
        {"kind": "peers", "members": PEERS8},
        INCOME_TH + "สูงกว่ามัธยฐานของกลุ่มเทียบเคียง 8 แห่ง (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above the median of its 8 peers (40), which counts as better",
    ),
    (
        "median",
        "income",
        {"kind": "median", "members": ()},
        INCOME_TH + "สูงกว่ามัธยฐานของพื้นที่ระดับเดียวกัน (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above the median of its level (40), which counts as better",
    ),
    (
        "the best five",
        "income",
        {"kind": "best_in_class", "members": PEERS8[:5], "value": 90.0, "relation": "worse"},
        INCOME_TH + "ต่ำกว่าค่าเฉลี่ยของกลุ่มที่ดีที่สุด 5 แห่ง (90) อยู่ 40 บาทต่อคนต่อปี ซึ่งถือว่าด้อยกว่า",
        INCOME_EN + "40 baht a year below the mean of the 5 best (90), which counts as worse",
    ),
    (
        "the best one",
        "income",
        {"kind": "best_in_class", "members": ("11",), "value": 90.0, "relation": "worse"},
        INCOME_TH + "ต่ำกว่าค่าของพื้นที่ที่ดีที่สุด (90) อยู่ 40 บาทต่อคนต่อปี ซึ่งถือว่าด้อยกว่า",
        INCOME_EN + "40 baht a year below the best (90), which counts as worse",
    ),
    (
        "one chosen unit",
        "income",
        {"kind": "units", "members": ("11",)},
        INCOME_TH + "สูงกว่าจังหวัดสมุทรปราการ (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above Samut Prakan Province (40), which counts as better",
    ),
    (
        "several chosen units",
        "income",
        {"kind": "units", "members": ("11", "12", "13")},
        INCOME_TH + "สูงกว่ามัธยฐานของ 3 แห่งที่เลือก (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above the median of the 3 chosen (40), which counts as better",
    ),
    (
        "own baseline",
        "income",
        {"kind": "baseline", "members": ("24",)},
        INCOME_TH + "สูงกว่าค่าเฉลี่ยปีฐานของตนเอง (40) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าดีกว่า",
        INCOME_EN + "10 baht a year above its own baseline (40), which counts as better",
    ),
    (
        "target",
        "income",
        {
            "kind": "target",
            "members": ("24",),
            "figure": s.figure(60.0, year=2027),
            "gap": -10.0,
            "value": 60.0,
            "relation": "worse",
            "rule": "goal",
        },
        INCOME_TH + "ต่ำกว่าค่าเป้าหมาย พ.ศ. 2570 (60) อยู่ 10 บาทต่อคนต่อปี ซึ่งถือว่าด้อยกว่า",
        INCOME_EN + "10 baht a year below the target for 2027 (60), which counts as worse",
    ),
]


@pytest.mark.parametrize(
    ("indicator", "more", "th", "en"), [c[1:] for c in COMPARED], ids=[c[0] for c in COMPARED]
)
def test_a_figure_beside_its_benchmark(
    indicator: str, more: dict[str, Any], th: str, en: str
) -> None:
    assert compared(indicator, "th", **more) == th
    assert compared(indicator, "en", **more) == en


NOT_COMPARED = [
    ("no_value", "ไม่มีค่ารายได้ต่อหัวของจังหวัดฉะเชิงเทรา จึงไม่เปรียบเทียบ", "There is no value of Income"),
    ("itself", "จังหวัดฉะเชิงเทราคือพื้นที่ที่ใช้เทียบเอง จึงไม่เปรียบเทียบรายได้ต่อหัว", "is the benchmark itself"),
    ("no_parent", "จังหวัดฉะเชิงเทราไม่อยู่ในพื้นที่ใหญ่ระดับนั้น", "lies in no such parent"),
    ("no_benchmark_value", "เกณฑ์อ้างอิงของรายได้ต่อหัวไม่มีค่าในปีเดียวกัน", "no value of the same year"),
    ("too_few_members", "กลุ่มที่ใช้เทียบมีค่ารายได้ต่อหัวน้อยแห่งเกินไป", "Too few of the group"),
    ("no_peers", "จังหวัดฉะเชิงเทราไม่มีกลุ่มเทียบเคียง", "has no peers"),
    ("no_target", "ไม่มีค่าเป้าหมายของรายได้ต่อหัวสำหรับจังหวัดฉะเชิงเทรา", "No target of Income per head"),
    ("break", "อนุกรมรายได้ต่อหัวขาดตอน", "breaks since the baseline"),
    ("not_judged", "รายได้ต่อหัวเป็นข้อมูลบริบท", "describes the setting"),
    ("editions_mixed", "ค่ารายได้ต่อหัวของจังหวัดฉะเชิงเทราในปีฐานมาจากข้อมูลคนละฉบับ", "another edition"),
    (
        "cannot_leave_bangkok_out",
        "ไม่อาจคำนวณรายได้ต่อหัวของประเทศโดยไม่รวมกรุงเทพมหานครได้",
        "without Bangkok",
    ),
]


@pytest.mark.parametrize(("reason", "th", "en"), NOT_COMPARED, ids=[n[0] for n in NOT_COMPARED])
def test_no_comparison_says_why(reason: str, th: str, en: str) -> None:
    more: dict[str, Any] = {"value": None, "relation": None, "rule": None, "reason": reason}
    assert th in compared("income", "th", **more)
    assert en in compared("income", "en", **more)


@pytest.mark.parametrize(
    ("rule", "th", "en"),
    [
        ("mad", "1.4826 เท่าของค่ามัธยฐานของส่วนเบี่ยงเบนสัมบูรณ์ (5 บาทต่อคนต่อปี)", "(5 baht a year)"),
        ("interval", "ช่วงความเชื่อมั่นร้อยละ 95", "95% interval"),
        ("goal", "ถึงหรือไม่ถึงค่าเป้าหมาย", "whether the target is met"),
    ],
)
def test_the_rule_is_named(rule: Any, th: str, en: str) -> None:
    for language, words in (("th", th), ("en", en)):
        said = rule_sentence("income", beside(rule=rule), CAT, language)  # type: ignore[arg-type]
        assert said is not None
        assert words in plain(said.text)
    assert rule_sentence("income", beside(rule=None), CAT, "th") is None


def peer(code: str, *parts: float | None, locked: bool = False) -> Peer:
    names = ("population_midyear", "coast", "gpp_per_capita")
    listed = tuple(PeerPart(n, 1.0, p) for n, p in zip(names, parts, strict=True))
    known = [p for p in parts if p is not None]
    return Peer(code, sum(known) ** 0.5 if known else None, 1.0, listed, locked)


def group(*found: Peer, refused: tuple[str, ...] = ()) -> Peers:
    uses = tuple(
        DescriptorUse(n, n == "coast", False, 1.0, 2019, 1.0)
        for n in ("population_midyear", "coast", "gpp_per_capita")
    )
    return Peers("24", "overall", "province", 2019, 8, 0.7, False, uses, found, (), refused, STAMP)


def peers_said(asked: Peers, language: Language) -> list[str]:
    return [plain(x.text) for x in peers_sentences(asked, BUILT_IN, language)]


PEER_CASES: list[tuple[str, Peers, int, str, str]] = [
    (
        "three",
        group(peer("19", 0.1, 0.0, 0.5), peer("25", 1.0, 1.0, 1.0), peer("14", 2.0, 1.0, 1.0)),
        0,
        "พื้นที่ที่คล้ายจังหวัดฉะเชิงเทราที่สุด 3 แห่งคือ สระบุรี ปราจีนบุรี และพระนครศรีอยุธยา",
        "The 3 places most like Chachoengsao Province are Saraburi, Prachin Buri and "
        "Phra Nakhon Si Ayutthaya",
    ),
    (
        "one",
        group(peer("19", 0.1, 0.0, 0.5)),
        0,
        "พื้นที่ที่คล้ายจังหวัดฉะเชิงเทราที่สุดคือ สระบุรี",
        "The place most like Chachoengsao Province is Saraburi",
    ),
    (
        "why",
        group(peer("19", 0.1, 0.0, 0.5)),
        1,
        "จังหวัดสระบุรีคล้ายจังหวัดฉะเชิงเทราที่สุดในด้านการติดทะเล และประชากรตามทะเบียนราษฎรกลางปี "
        "และต่างกันมากที่สุดในด้านผลิตภัณฑ์มวลรวมจังหวัดต่อหัว",
        "Saraburi Province is most like Chachoengsao Province in Coast and Registered population "
        "at mid-year, and differs most in Gross provincial product per head",
    ),
    (
        "no difference",
        group(peer("19", 0.0, 0.0, 0.0)),
        1,
        "จังหวัดสระบุรีไม่ต่างจากจังหวัดฉะเชิงเทราในลักษณะใดที่ใช้เทียบ",
        "Saraburi Province does not differ from Chachoengsao Province in anything compared",
    ),
    (
        "frozen",
        group(peer("19", 0.1, None, 0.5)),
        2,
        "ใช้ลักษณะของพื้นที่ พ.ศ. 2562 ซึ่งไม่ใช่ตัวชี้วัดที่ใช้ตัดสิน",
        "Likeness is of place in 2019, not of the outcomes judged",
    ),
    (
        "locked",
        group(peer("19", 0.1, 0.0, 0.5, locked=True)),
        3,
        "สระบุรี อยู่ในกลุ่มเพราะผู้ใช้เลือกไว้",
        "Saraburi are in the group by the user's choice",
    ),
    (
        "refused",
        group(peer("19", 0.1, 0.0, 0.5), refused=("38", "39")),
        3,
        "ไม่เทียบกับอีก 2 แห่ง เพราะมีลักษณะที่ทราบร่วมกันไม่ถึงร้อยละ 70",
        "2 more are not compared: under 70% of the descriptors are known of both",
    ),
]


@pytest.mark.parametrize(
    ("asked", "place", "th", "en"), [c[1:] for c in PEER_CASES], ids=[c[0] for c in PEER_CASES]
)
def test_peers_are_said_with_why(asked: Peers, place: int, th: str, en: str) -> None:
    assert peers_said(asked, "th")[place] == th
    assert peers_said(asked, "en")[place] == en


def test_a_locked_peer_without_distance_is_named_and_not_explained() -> None:
    said = peers_said(group(peer("19", None, None, None, locked=True)), "en")
    assert len(said) == 3


def inside(**more: Any) -> Dispersion:
    given: dict[str, Any] = {
        "unit_code": "E-1",
        "indicator_id": "income",
        "figure": s.figure(60.0),
        "country": s.figure(50.0),
        "gap": 10.0,
        "best": "21",
        "worst": "24",
        "highest": ("21", 90.0),
        "lowest": ("24", 45.0),
        "disparity_ratio": 2.0,
        "members": 3,
        "with_value": 3,
        "pulls": (
            MemberPull("21", 90.0, 0.3, 12.0, True),
            MemberPull("24", 45.0, 0.4, -2.0, False),
        ),
        "reason": None,
    }
    return Dispersion(**(given | more))


@pytest.mark.parametrize(
    ("more", "place", "th", "en"),
    [
        (
            {},
            0,
            "ภายในกลุ่มจังหวัดภาคตะวันออก 1 รายได้ต่อหัวสูงสุดที่จังหวัดระยอง (90 บาทต่อคนต่อปี) "
            "และต่ำสุดที่จังหวัดฉะเชิงเทรา (45) ต่างกัน 2.0 เท่า",
            "Within the Eastern Cluster 1, Income per head is highest in Rayong Province "
            "(90 baht a year) and lowest in Chachoengsao Province (45), 2.0 times apart",
        ),
        (
            {"disparity_ratio": None},
            0,
            "ภายในกลุ่มจังหวัดภาคตะวันออก 1 รายได้ต่อหัวสูงสุดที่จังหวัดระยอง (90 บาทต่อคนต่อปี) "
            "และต่ำสุดที่จังหวัดฉะเชิงเทรา (45)",
            "Within the Eastern Cluster 1, Income per head is highest in Rayong Province "
            "(90 baht a year) and lowest in Chachoengsao Province (45)",
        ),
        (
            {"highest": ("21", 45.2), "lowest": ("24", 45.0)},
            0,
            "ภายในกลุ่มจังหวัดภาคตะวันออก 1 รายได้ต่อหัวเท่ากันทุกแห่ง (45 บาทต่อคนต่อปี)",
            "Within the Eastern Cluster 1, Income per head is the same everywhere (45 baht a year)",
        ),
        (
            {},
            1,
            "จังหวัดระยองดึงค่ารายได้ต่อหัวของกลุ่มจังหวัดภาคตะวันออก 1 ขึ้นมากที่สุด",
            "Rayong Province pulls Income per head of the Eastern Cluster 1 up the most",
        ),
        (
            {},
            2,
            "จังหวัดฉะเชิงเทราดึงค่ารายได้ต่อหัวของกลุ่มจังหวัดภาคตะวันออก 1 ลงมากที่สุด",
            "Chachoengsao Province pulls Income per head of the Eastern Cluster 1 down the most",
        ),
        (
            {"reason": "one_member"},
            0,
            "กลุ่มจังหวัดภาคตะวันออก 1 มีสมาชิกแห่งเดียว จึงไม่มีความเหลื่อมล้ำภายในของรายได้ต่อหัว",
            "The Eastern Cluster 1 has one member alone, "
            "so Income per head has no dispersion inside",
        ),
        (
            {"highest": None, "lowest": None, "with_value": 0},
            0,
            "ไม่มีค่ารายได้ต่อหัวที่ครบสำหรับกลุ่มจังหวัดภาคตะวันออก 1",
            "There is no complete value of Income per head for the Eastern Cluster 1",
        ),
    ],
)
def test_inside_a_parent(more: dict[str, Any], place: int, th: str, en: str) -> None:
    said = {k: dispersion_sentences(inside(**more), CAT, k) for k in LANGUAGES}
    assert plain(said["th"][place].text) == th
    assert plain(said["en"][place].text) == en


def test_without_pulls_nobody_is_said_to_pull() -> None:
    assert len(dispersion_sentences(inside(pulls=()), CAT, "th")) == 1


def explored(*gaps: Exploration, judged: int = 5) -> AreasToExplore:
    return AreasToExplore("24", 2019, BenchmarkChoice(), gaps, (), judged, STAMP)


def test_areas_to_explore_are_said_or_that_there_are_none() -> None:
    worse = beside(60.0, relation="worse")
    found = Exploration("income", s.figure(50.0), worse, 2.0, 0.2, 1.0, 0.4)
    gaps, strengths = explore_sentences(explored(found), CAT, "en")
    assert [plain(g.text) for g in gaps] == [
        INCOME_EN + "10 baht a year below the country (60), which counts as worse"
    ]
    assert [x.text for x in strengths] == [
        "Chachoengsao Province has no indicator better than the benchmark by the rule used"
    ]
    none, _ = explore_sentences(explored(), CAT, "th")
    assert [x.text for x in none] == ["จังหวัดฉะเชิงเทราไม่มีตัวชี้วัดที่ด้อยกว่าเกณฑ์อ้างอิงตามเกณฑ์ที่ใช้"]
    unknown, same = explore_sentences(explored(judged=0), CAT, "th")
    assert unknown == same
    assert unknown[0].text == "จังหวัดฉะเชิงเทราไม่มีตัวชี้วัดที่เปรียบเทียบได้"


def test_a_comparison_is_anchored_to_its_indicator() -> None:
    assert cell_sentence("income", cell(50.0, beside()), CAT, "th").anchor == "income"
