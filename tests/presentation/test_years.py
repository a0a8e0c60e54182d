"""พ.ศ. and CE: what is taken, what is refused and why, how years are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.presentation.years import (
    YearError,
    format_year,
    format_year_list,
    format_years,
    parse_year,
)


@pytest.mark.parametrize(
    "typed",
    [
        "2562",
        "2019",
        "๒๕๖๒",
        " 2562 ",
        "พ.ศ. 2562",
        "พ.ศ.2562",
        "พศ 2562",
        "ค.ศ. 2019",
        "BE 2562",
        "CE 2019",
    ],
)
def test_a_year_is_read_in_either_era_and_either_digits(typed: str) -> None:
    assert parse_year(typed) == 2019


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "is not a year"),
        ("62", "is not a year"),
        ("2562.5", "is not a year"),
        ("twenty", "is not a year"),
        ("พ.ศ. 2019", "If you mean CE 2019, that is BE 2562"),
        ("ค.ศ. 2562", "If you mean BE 2562, that is CE 2019"),
        ("2300", "is outside the years taken here"),
        ("9999", "is outside the years taken here"),
    ],
)
def test_what_is_no_year_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(YearError, match=reason):
        parse_year(typed)


@given(st.integers(1900, 2200))
def test_a_year_written_in_thai_or_english_is_read_back(year: int) -> None:
    assert parse_year(format_year(year, "th")) == year
    assert parse_year(format_year(year, "en")) == year
    assert parse_year(str(year + 543)) == year


def test_spans_and_lists_of_years_are_joined() -> None:
    assert format_years(2015, 2019, "th") == "พ.ศ.\u00a02558–2562"
    assert format_years(2019, 2019, "en") == "2019"
    assert format_year_list((2015, 2016, 2017, 2019), "en") == "2015–2017, 2019"
    assert format_year_list((), "en") == "–"
