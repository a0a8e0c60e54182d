"""Every finding has a sentence in both languages, and numbers are said as they were given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import moibench
from moibench.catalogue import load_catalogue
from moibench.catalogue.findings import Finding
from moibench.catalogue.schema import Text
from moibench.presentation.findings import (
    expectation_text,
    finding_row,
    findings_summary,
    format_given,
)
from moibench.presentation.language import LANGUAGES, messages

_CODE = re.compile(
    r'(?:"(?:impossible|improbable|note)"|grade),\s*"(\w+)"|code(?:, grade)? = \(?"(\w+)"'
)


def test_every_code_of_the_checks_has_a_sentence_and_what_to_do() -> None:
    folder = Path(moibench.__file__).parent / "ingest"
    sources = [*(folder / "checks").glob("*.py"), *(folder / "workbook").glob("*.py")]
    codes = {
        next(filter(None, found))
        for path in sources
        for found in _CODE.findall(path.read_text(encoding="utf-8"))
    }
    codes |= {"zero_own", "zero_peers"}
    assert {"jump", "parts_sum", "row_moved", "out_of_range", "twice_the_same"} <= codes
    lacking = {
        f"findings.{code}.{part}"
        for code in codes
        for part in ("said", "do")
        if f"findings.{code}.{part}" not in messages()
    }
    assert lacking == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_jump_is_said_with_its_numbers(language: str) -> None:
    fields: dict[str, object] = {
        "previous_year": 2019,
        "previous_number": 1215.162639,
        "change_percent": -40.0,
        "peers_percent": 7.1,
        "own_percent": None,
        "why": Text(th="เหตุผล", en="Reason."),
    }
    finding = Finding(
        "improbable", "jump", "S", "L7", "births", "24", 2020, 729.0, (1000.0, 1300.5), fields
    )
    row = finding_row(finding, load_catalogue(), language)  # type: ignore[arg-type]
    assert "1,215.162639" in row.said
    if language == "th":
        assert "ลดลงร้อยละ 40.0" in row.said
        assert "เพิ่มขึ้นร้อยละ 7.1" in row.said
        assert row.year == "พ.ศ.\u00a02563"
        assert row.expectation == "1,000 ถึง 1,300" or row.expectation == "1,000 ถึง 1,301"
    else:
        assert "−40.0%" in row.said
        assert "+7.1%" in row.said


def test_numbers_keep_the_decimals_they_were_given_with() -> None:
    shown = [format_given(v) for v in (1234.0, 0.5, 1215.162639, -3.25, None, 1e-9)]
    assert shown == ["1,234", "0.5", "1,215.162639", "−3.25", "–", "1e-09"]


def test_an_open_end_is_said_as_one() -> None:
    assert expectation_text((None, 100.0), "en") == "at most 100"
    assert expectation_text((5.0, None), "th") == "ไม่น้อยกว่า 5"
    assert expectation_text(None, "en") == "–"


def test_the_summary_counts_what_was_confirmed() -> None:
    found = [
        Finding("impossible", "not_finite"),
        Finding("improbable", "jump"),
        Finding("improbable", "jump", confirmed="yes"),
    ]
    assert findings_summary(found, 1200, "en") == (
        "1,200 values checked: 1 impossible, 2 improbable (1 confirmed), 0 notes"
    )
    assert findings_summary([], 3, "en") == "3 values checked; nothing found"
