"""Numbers as people read them. The displayed string of a value is made here, once."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Self

from moibench.catalogue.schema import Indicator

NO_VALUE = "–"
SCORE_DECIMALS = 1


class Shown(str):
    """A displayed string that still knows its number, for documents that reckon.

    value: unrounded. code: the number format of a spreadsheet under which `value` is displayed
    as exactly this string. A plain text joined from it is a plain text.
    """

    __slots__ = ("code", "value")
    value: float
    code: str

    def __new__(cls, displayed: str, value: float = 0.0, code: str = "General") -> Self:
        """Keep a number and its format beside the string that displays it."""
        made = super().__new__(cls, displayed)
        made.value = value
        made.code = code
        return made

    def followed_by(self, mark: str) -> Shown:
        """Return the same number with something behind it, such as † or a per cent sign."""
        if not mark:
            return self
        quoted = mark.replace('"', '""')
        code = ";".join(f'{section}"{quoted}"' for section in self.code.split(";"))
        return Shown(f"{self}{mark}", self.value, code)


def number_code(decimals: int, *, signed: bool = False) -> str:
    """Return a spreadsheet's format that displays a number as `format_number` does."""
    places = "#,##0" + ("." + "0" * decimals if decimals else "")
    plus = '"+"' if signed else ""
    return f'{plus}{places};"−"{places};{places}'


@lru_cache(maxsize=20_000)
def format_number(value: float | None, decimals: int, *, signed: bool = False) -> str:
    """Write a number with `decimals` places and thousands separators, halves away from zero.

    A minus is the true minus sign; a value that rounds to zero has no sign. None is "–". The
    string is `Shown`: it keeps the unrounded value.
    """
    if value is None:
        return NO_VALUE
    value = float(value)
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(rounded):,.{decimals}f}"
    code = number_code(decimals, signed=signed)
    if not rounded:  # a spreadsheet would sign what rounds to zero
        unsigned = code.rpartition(";")[2]
        return Shown(digits, value, f"{unsigned};{unsigned};{unsigned}")
    if rounded < 0:
        return Shown(f"−{digits}", value, code)
    return Shown(f"+{digits}" if signed else digits, value, code)


def format_count(number: int | None, of: int | None = None) -> str:
    """Write a whole number without separators: a year, a level, a rank "4/76" with `of`."""
    if number is None:
        return NO_VALUE
    return Shown(str(number), float(number), "0").followed_by("" if of is None else f"/{of}")


def format_value(value: float | None, indicator: Indicator, *, signed: bool = False) -> str:
    """Write a value of an indicator with the decimals its definition states."""
    return format_number(value, indicator.decimals, signed=signed)


def format_score(score: float | None) -> str:
    """Write a score of 0–100."""
    return format_number(score, SCORE_DECIMALS)


def marked(shown: str, mark: str) -> str:
    """Return a displayed string with a mark behind it; a number stays one."""
    return shown.followed_by(mark) if isinstance(shown, Shown) else shown + mark


def format_percent(share: float | None, decimals: int = 0) -> str:
    """Write a share of 0–1 as the number of per cent, without a sign: 0.667 → "67"."""
    return NO_VALUE if share is None else format_number(share * 100, decimals)
