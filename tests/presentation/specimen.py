"""A small catalogue with fixed names and results made to order, for tests of words alone."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from moibench.analysis.results import (
    Benchmark,
    Change,
    Figure,
    IndicatorResult,
    NodeResult,
    Point,
    Profile,
    Stamp,
    Standing,
    Trend,
)
from moibench.catalogue import Catalogue, load_catalogue
from moibench.catalogue.schema import (
    Break,
    Design,
    Dimension,
    Framework,
    Indicator,
    Series,
    Source,
    Text,
)

CUTOFFS = (20.0, 40.0, 60.0, 80.0)
PROVINCES = tuple(str(code) for code in (11, 12, 13, 20, 21, 22, 23, 24, 25, 26))


def _text(th: str, en: str) -> Text:
    return Text(th=th, en=en)


def _series(name: str, th: str, en: str, **more: Any) -> Series:
    return Series(
        id=name, name=_text(th, en), unit_of_measure=_text("หน่วย", "unit"), source="bureau", **more
    )


def _indicator(name: str, th: str, en: str, unit: tuple[str, str], **more: Any) -> Indicator:
    given: dict[str, Any] = {
        "id": name,
        "name": _text(th, en),
        "definition": _text("นิยาม", "definition"),
        "why_it_matters": _text("สำคัญ", "matters"),
        "unit_of_measure": _text(*unit),
        "direction": "higher_is_better",
        "dimension": "economy",
        "roll_up": {"rule": "published_only", "series": "plain"},
        "agency": _text("สำนักงานสถิติ", "the Statistical Office"),
        "formula": _text("สูตร", "formula"),
        "decimals": 0,
    }
    return Indicator(**(given | more))


PERCENT = ("ร้อยละ", "per cent")


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the built-in units with five indicators of our own in three dimensions."""
    indicators = (
        _indicator("income", "รายได้ต่อหัว", "Income per head", ("บาทต่อคนต่อปี", "baht a year")),
        _indicator(
            "debt",
            "หนี้สินเฉลี่ย",
            "Average debt",
            ("บาท", "baht"),
            direction="lower_is_better",
            roll_up={
                "rule": "weighted_mean",
                "series": "plain",
                "weights": "households",
                "weights_year": 2019,
            },
        ),
        _indicator(
            "waste",
            "ขยะกำจัดไม่ถูกต้อง",
            "Improper waste",
            PERCENT,
            direction="lower_is_better",
            dimension="environment",
            decimals=1,
            is_percentage=True,
            roll_up={"rule": "published_only", "series": "broken"},
        ),
        _indicator(
            "schooling",
            "ผู้จบอุดมศึกษา (ไตรมาส 4)",
            "Tertiary share",
            PERCENT,
            dimension="society",
            decimals=1,
            is_percentage=True,
        ),
        _indicator(
            "people",
            "จำนวนประชากร",
            "Population",
            ("คน", "persons"),
            direction="context",
            dimension="society",
        ),
        _indicator(
            "progress",
            "ดัชนีความก้าวหน้า",
            "Progress index",
            ("ดัชนี 0–1", "index 0–1"),
            dimension="society",
            decimals=4,
        ),
    )
    places = {
        "economy": ("income", "debt"),
        "society": ("schooling", "progress"),
        "environment": ("waste",),
    }
    names = {
        "economy": ("เศรษฐกิจ", "Economy"),
        "society": ("สังคม", "Society"),
        "environment": ("สิ่งแวดล้อม", "Environment"),
    }
    leaf = {"weight": 1, "goalposts": (0, 100), "baseline_years": (2015,)}
    design = Design.model_validate(
        {
            "id": "trial",
            "name": _text("แบบทดลอง", "Trial design"),
            "goalpost_percentiles": (5, 95),
            "cutoff_percentiles": (10, 35, 65, 90),
            "cutoff_baseline_years": (2015, 2016),
            "coverage_threshold": 2 / 3,
            "cutoffs": CUTOFFS,
            "dimensions": {
                d: {"weight": 1, "cutoffs": CUTOFFS, "indicators": dict.fromkeys(ids, leaf)}
                for d, ids in places.items()
            },
            "uncertainty": {
                "replicates": 1000,
                "seed": 1,
                "weight_noise": 0.25,
                "normalisations": ("goalposts", "rank"),
                "aggregations": ("arithmetic",),
                "imputations": ("none",),
                "leave_one_out": True,
            },
        }
    )
    framework = Framework(
        id="trial",
        name=_text("กรอบทดลอง", "Trial framework"),
        plan="plan12",
        design="trial",
        headline_indicators=("income", "waste"),
        dimensions=tuple(
            Dimension(
                id=d,
                name=_text(*names[d]),
                short_name=_text(*names[d]),
                indicators=(*ids, "people") if d == "society" else ids,
            )
            for d, ids in places.items()
        ),
    )
    series = (
        _series("plain", "อนุกรม", "Series"),
        _series("households", "จำนวนครัวเรือน", "number of households"),
        _series(
            "broken",
            "อนุกรมขาดตอน",
            "Broken series",
            breaks=(Break(year=2017, reason=_text("วิธีเก็บเปลี่ยน", "the method changed")),),
        ),
    )
    source = Source(
        id="bureau",
        name=_text("สถิติ", "Statistics"),
        agency=_text("สำนักสถิติ", "the Bureau"),
        agency_short=_text("สส.", "BS"),
        licence=_text("เปิด", "open"),
    )
    return replace(
        load_catalogue(),
        indicators={i.id: i for i in indicators},
        series={s.id: s for s in series},
        sources={"bureau": source},
        designs={"trial": design},
        frameworks={"trial": framework},
    )


def figure(value: float | None, **more: Any) -> Figure:
    """Return a figure of 2019 that is final, or as told."""
    given = {"year": 2019, "age": 0, "status": "final", "source_id": "bureau", "edition_id": None}
    if value is None:
        given |= {"status": "missing", "year": None, "age": None}
    return Figure(value=value, **(given | more))


def benchmark(kind: Any, value: float | None, **more: Any) -> Benchmark:
    """Return a benchmark; `relation` and `gap` as told."""
    units = {"country": "TH", "region": "E", "cluster": "E-1"}
    given: dict[str, Any] = {"gap": None, "relation": None, "unit_code": units.get(kind)}
    status = more.pop("figure", None) or figure(value)
    return Benchmark(kind=kind, figure=status, **(given | more))


def trend(verdict: Any = "no_clear_trend", **more: Any) -> Trend:
    """Return a trend over five points 2015–2019, or as told."""
    given = {
        "preliminary": False,
        "points": 5,
        "first_year": 2015,
        "last_year": 2019,
        "slope": None,
        "p_value": None,
        "good": None,
    }
    return Trend(verdict=verdict, **(given | more))


def change(from_value: float, to_value: float, *, good: bool | None, **more: Any) -> Change:
    """Return a change from 2015 to 2019."""
    given: dict[str, Any] = {
        "from_year": 2015,
        "to_year": 2019,
        "absolute": to_value - from_value,
        "percent": (to_value / from_value - 1) * 100,
        "crosses_break": False,
    }
    return Change(from_value=from_value, to_value=to_value, good=good, **(given | more))


def result(indicator_id: str, value: float | None = 50.0, **more: Any) -> IndicatorResult:
    """Return a bare result of an indicator, with what is told."""
    given: dict[str, Any] = {
        "figure": figure(value),
        "score": 50.0,
        "capped": False,
        "weight": 0.2,
        "contribution": 10.0,
        "standings": (),
        "benchmarks": (),
        "similarity_width": 1.0,
        "change": None,
        "trend": trend(),
        "history": (),
        "country_history": (),
        "break_years": (),
        "distribution": (),
    }
    return IndicatorResult(indicator_id=indicator_id, **(given | more))


def node(node_id: str = "overall", score: float | None = 61.9, **more: Any) -> NodeResult:
    """Return a node ranked 5 (range 3–7) of 10, at level 4."""
    given: dict[str, Any] = {
        "level": 4,
        "rank": 5,
        "of": 10,
        "rank_low": 4,
        "rank_high": 6,
        "coverage": 1.0,
        "cutoffs": CUTOFFS,
        "probability_top_fifth": 0.0,
        "probability_bottom_fifth": 0.0,
        "geometric_score": 60.0,
        "indistinct": ("20", "21"),
        "distribution": tuple((code, 90.0 - 5 * i) for i, code in enumerate(PROVINCES)),
        "country_score": None,
        "cluster_score": None,
    }
    if score is None:
        given |= {"level": None, "rank": None, "rank_low": None, "rank_high": None}
    return NodeResult(node_id=node_id, score=score, **(given | more))


def profile(unit_code: str = "24", *results: IndicatorResult, **more: Any) -> Profile:
    """Return a profile of 2019 among ten provinces."""
    given: dict[str, Any] = {
        "year": 2019,
        "newest_year": 2019,
        "years": (2015, 2019),
        "with_bangkok": False,
        "change_from": 2015,
        "compared_with": PROVINCES,
        "members": (),
        "region_code": "E",
        "cluster_code": "E-1",
        "overall": node(),
        "dimensions": (
            node("economy", 73.7),
            node("society", 78.6),
            node("environment", 33.4, level=2),
        ),
        "indicators": results,
        "facts": (),
        "stamp": Stamp("trial", 1, 1000, "d", "c"),
    }
    return Profile(unit_code=unit_code, **(given | more))


POINTS = tuple(Point(2015 + i, 40.0 + i, "final") for i in range(5))
IN_COUNTRY = Standing("country", "TH", 4, 10)
IN_CLUSTER = Standing("cluster", "E-1", 1, 3)
