"""What tests of comparative sentences share: a figure beside its benchmark, and their words."""

from __future__ import annotations

from typing import Any

from moibench.analysis.comparative_results import (
    ChosenBenchmark,
    ChosenCell,
)
from moibench.analysis.results import Stamp
from moibench.catalogue import load_catalogue
from moibench.catalogue.schema import Text
from moibench.presentation.language import Language
from moibench.presentation.sentences.comparing import (
    cell_sentence,
)
from tests.presentation import specimen as s

STAMP = Stamp("trial", 1, 1000, "data", "catalogue")
CAT = s.catalogue()
BUILT_IN = load_catalogue()
MONEY = Text(th="ล้านบาท", en="million baht")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def beside(value: float | None = 40.0, **more: Any) -> ChosenBenchmark:
    given: dict[str, Any] = {
        "kind": "country",
        "members": ("TH",),
        "with_bangkok": True,
        "figure": s.figure(value),
        "gap": None if value is None else 50.0 - value,
        "gap_points": None,
        "amount": None,
        "relation": "better",
        "rule": "mad",
        "width": 5.0,
        "reason": None,
    }
    return ChosenBenchmark(**(given | more))


def cell(own: float | None, benchmark: ChosenBenchmark, unit: str = "24") -> ChosenCell:
    return ChosenCell(unit, s.figure(own), benchmark, s.trend(), 4, 76)


def compared(indicator: str, language: Language, own: float | None = 50.0, **more: Any) -> str:
    unit = more.pop("unit", "24")
    return plain(cell_sentence(indicator, cell(own, beside(**more), unit), CAT, language).text)


INCOME_TH = "รายได้ต่อหัวของจังหวัดฉะเชิงเทรา พ.ศ. 2562 เท่ากับ 50 บาทต่อคนต่อปี "
INCOME_EN = "Income per head of Chachoengsao Province was 50 baht a year in 2019, "
PEERS8 = ("11", "12", "13", "20", "21", "22", "23", "25")
