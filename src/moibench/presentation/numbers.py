"""Numbers as people read them. The displayed string of a value is made here, once."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from moibench.catalogue.schema import Indicator

NO_VALUE = "–"
SCORE_DECIMALS = 1


@lru_cache(maxsize=20_000)
def format_number(value: float | None, decimals: int, *, signed: bool = False) -> str:
    """Write a number with `decimals` places and thousands separators, halves away from zero.

    A minus is the true minus sign; a value that rounds to zero has no sign. None is "–".
    """
    if value is None:
        return NO_VALUE
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return f"−{digits}"
    return f"+{digits}" if signed and rounded > 0 else digits


def format_value(value: float | None, indicator: Indicator, *, signed: bool = False) -> str:
    """Write a value of an indicator with the decimals its definition states."""
    return format_number(value, indicator.decimals, signed=signed)


def format_score(score: float | None) -> str:
    """Write a score of 0–100."""
    return format_number(score, SCORE_DECIMALS)


def format_percent(share: float | None, decimals: int = 0) -> str:
    """Write a share of 0–1 as the number of per cent, without a sign: 0.667 → "67"."""
    return NO_VALUE if share is None else format_number(share * 100, decimals)
