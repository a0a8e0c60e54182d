"""Numbers, years and names as people write them; what has two meanings is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.ingest.table_files.cells import (
    NotANumber,
    Number,
    is_missing_mark,
    read_number,
    read_year,
)
from moibench.ingest.table_files.names import Names, plain
from moibench.ingest.table_files.sheets import Odd, column_letter, column_number
from tests.ingest.table_files.made import catalogue

NAMES = Names(catalogue())
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@pytest.mark.parametrize(
    ("typed", "value", "status"),
    [
        ("1,234.5", 1234.5, None),
        ("๑,๒๓๔.๕", 1234.5, None),
        (" 1 234 ", 1234.0, None),
        ("-3.20", -3.2, None),
        ("−3.2", -3.2, None),
        ("+4", 4.0, None),
        ("12.3p", 12.3, "preliminary"),
        ("12.3 ᵖ", 12.3, "preliminary"),
        ("12.3 r", 12.3, "final"),
        ("12.3e", 12.3, "estimated"),
        ("1.5e3", 1500.0, None),
        ("12.3*", 12.3, None),
        ("12.3¹", 12.3, None),
        ("1,234 1/", 1234.0, None),
        (".5", 0.5, None),
        ("3.5%", 3.5, None),
        (7, 7.0, None),
        (0.25, 0.25, None),
    ],
)
def test_numbers(typed: object, value: float, status: str | None) -> None:
    read = read_number(typed)
    assert isinstance(read, Number)
    assert (read.value, read.status) == (value, status)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1,23", "separators"),
        ("1.234.567", "separators"),
        ("12,34,567", "separators"),
        ("(12.3)", "in_parentheses"),
        ("=1+2", "live_formula"),
        ("@SUM(A1)", "live_formula"),
        ("+cmd|'/c calc'!A0", "not_a_number"),
        ("-2+3", "not_a_number"),
        ("12-13", "not_a_number"),
        ("nought", "not_a_number"),
        ("1e999", "not_a_number"),
        ("Ⅳ", "not_a_number"),
        (float("inf"), "not_a_number"),
        (Odd("#DIV/0!"), "odd_cell"),
        (Odd("2019-01-01"), "odd_cell"),
        (Odd("formula"), "formula"),
    ],
)
def test_what_is_no_number(typed: object, reason: str) -> None:
    read = read_number(typed)
    assert isinstance(read, NotANumber)
    assert read.reason == reason


@given(st.floats(min_value=-1e12, max_value=1e12).map(lambda v: round(v, 4)))
def test_a_number_written_with_separators_and_thai_digits_is_read_back(value: float) -> None:
    for written in (f"{value:,.4f}", f"{value:,.4f}".translate(THAI), f"{value:.4f} *"):
        read = read_number(written)
        assert isinstance(read, Number)
        assert read.value == pytest.approx(value, abs=1e-4)
        assert read.decimals == 4


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_breaks(typed: str) -> None:
    assert isinstance(read_number(typed), Number | NotANumber)
    year = read_year(typed)
    assert year is None or 1900 <= year.year <= 2200
    assert NAMES.unit(typed) is None or plain(typed)


@given(st.integers(min_value=1900, max_value=2200))
def test_a_year_is_the_same_in_either_era(year: int) -> None:
    for written in (str(year + 543), f"พ.ศ. {year + 543}", f"ปี {year + 543}".translate(THAI)):
        read = read_year(written)
        assert read is not None
        assert (read.year, read.era) == (year, "be")
    read = read_year(f"{year}")
    assert read is not None
    assert (read.year, read.era) == (year, "ce")


@pytest.mark.parametrize("typed", ["62", "2300", "2562 (2018)", "พ.ศ. 2019", "ค.ศ. 2562", "2562.5"])
def test_what_is_no_year(typed: str) -> None:
    assert read_year(typed) is None


def test_a_year_with_marks_and_in_both_eras() -> None:
    read = read_year("2563p")
    assert read is not None
    assert (read.year, read.status) == (2020, "preliminary")
    both = read_year("2562 (2019)")
    assert both is not None
    assert both.year == 2019
    assert read_year(Odd("2019-01-01")) is None
    assert read_year(2562.0) is not None


@pytest.mark.parametrize("mark", ["-", "–", "..", "…", "n.a.", "N/A", " ไม่มี ข้อมูล"])
def test_marks_for_a_missing_value(mark: str) -> None:
    assert is_missing_mark(mark)
    assert not is_missing_mark("")
    assert not is_missing_mark("0")


@pytest.mark.parametrize(
    ("typed", "code", "how"),
    [
        ("50", "50", "code"),
        (50, "50", "code"),
        (50.0, "50", "code"),
        ("๕๐", "50", "code"),
        ("TH-50", "50", "code"),
        ("th-50", "50", "code"),
        ("เชียงใหม่", "50", "name"),
        ("  เชียงใหม่ 1/", "50", "name"),
        ("จังหวัดเชียงใหม่", "50", "name"),
        ("จ. เชียงใหม่", "50", "name"),
        ("3. เชียงใหม่", "50", "name"),
        ("CHIANG MAI", "50", "name"),
        ("Chiang Mai Province", "50", "name"),
        ("กรุงเทพ ฯ", "10", "alias"),
        ("กทม.", "10", "alias"),
        ("PHRA NAKHON SRI AYUTHAYA", "14", "alias"),
        ("น\u0e4d\u0e32น", None, None),
        ("ทั่วราชอาณาจักร", "TH", "alias"),
        ("Whole Kingdom", "TH", "alias"),
        ("Nan", "55", "name"),
        ("เชียงไหม่", None, None),
        ("99", None, None),
    ],
)
def test_spellings(typed: object, code: str | None, how: str | None) -> None:
    named = NAMES.unit(typed)
    assert (named and named.codes, named and named.how) == (code and (code,), how)


def test_sara_am_typed_as_two_signs_is_the_same_name() -> None:
    apart = "ลำปาง".replace("ำ", "\u0e4d\u0e32")
    assert NAMES.unit(apart) == NAMES.unit("ลำปาง")
    assert NAMES.unit("เเพร่") == NAMES.unit("แพร่")  # two sara e for one sara ae


def test_a_misspelt_name_is_only_suggested() -> None:
    assert NAMES.unit("เชียงไหม่") is None
    assert NAMES.like_unit("เชียงไหม่")[0] == "50"
    assert NAMES.like_unit("หมายเหตุ") == ()


def test_every_unit_is_known_by_code_and_by_both_names() -> None:
    for unit in catalogue().units.values():
        for spelling in (unit.code, unit.name.th, unit.name.en):
            named = NAMES.unit(spelling)
            assert named is not None
            assert unit.code in named.codes


@given(st.integers(min_value=0, max_value=16_383))
def test_letters_of_columns(number: int) -> None:
    assert column_number(column_letter(number)) == number
