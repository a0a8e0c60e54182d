"""The displayed string of a number is made once, and rounds as people do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.presentation.numbers import format_number, format_percent, format_score


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (463172.602, 0, "463,173"),
        (0.5, 0, "1"),
        (2.675, 2, "2.68"),
        (0.34210695, 2, "0.34"),
        (-1.25, 1, "−1.3"),
        (-0.04, 1, "0.0"),
        (0.0, 1, "0.0"),
        (1e15, 0, "1,000,000,000,000,000"),
        (None, 2, "–"),
    ],
)
def test_a_number_is_written_with_its_decimals(
    value: float | None, decimals: int, written: str
) -> None:
    assert format_number(value, decimals) == written


def test_a_sign_is_written_only_where_something_is_left_to_sign() -> None:
    assert format_number(3.2, 1, signed=True) == "+3.2"
    assert format_number(-3.2, 1, signed=True) == "−3.2"
    assert format_number(0.01, 1, signed=True) == "0.0"


def test_scores_have_one_decimal_and_shares_are_per_cent() -> None:
    assert format_score(59.949) == "59.9"
    assert format_percent(2 / 3) == "67"
    assert format_percent(None) == "–"


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_what_is_written_is_within_half_a_unit_of_the_last_place(
    value: float, decimals: int
) -> None:
    written = format_number(value, decimals).replace(",", "").replace("−", "-")
    assert abs(Decimal(written) - Decimal(repr(value))) <= Decimal(5).scaleb(-decimals - 1)
