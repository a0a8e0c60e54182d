"""Years as people write them: พ.ศ. in Thai, CE in English; parsing takes either."""

from __future__ import annotations

import re

from moibench.presentation.language import Language, text

BUDDHIST_ERA_OFFSET = 543  # พ.ศ. 1 is 543 BCE as the Thai civil calendar counts it
_FIRST_CE, _LAST_CE = 1900, 2200
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class YearError(ValueError):
    """What was typed is not a year; `key` and `fields` name the message that says why."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(text(key, "en", **fields))


def ascii_digits(typed: str) -> str:
    """Return `typed` with Thai digits turned into 0–9."""
    return typed.translate(_DIGITS)


def parse_year(typed: str) -> int:
    """Read a year typed as พ.ศ. or CE, in Thai or Arabic digits, and return it as CE.

    A year marked พ.ศ., BE, ค.ศ. or CE must lie in that era. Bare, 2443–2743 can only be พ.ศ.
    and 1900–2200 only CE, since the two ranges do not meet.

    Raises:
        YearError: not a year, or a mark that contradicts the number.
    """
    cleaned = ascii_digits(typed).strip()
    match = re.fullmatch(
        r"(?P<mark>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|B\.?E\.?|C\.?E\.?|A\.?D\.?)?\s*(?P<year>\d{4})",
        cleaned,
        flags=re.IGNORECASE,
    )
    if match is None:
        raise YearError("years.not_a_year", typed=typed.strip())
    number = int(match["year"])
    mark = re.sub(r"[.\s]", "", match["mark"] or "").upper()
    is_buddhist = _FIRST_CE + BUDDHIST_ERA_OFFSET <= number <= _LAST_CE + BUDDHIST_ERA_OFFSET
    is_common = _FIRST_CE <= number <= _LAST_CE
    if mark in {"พศ", "BE"} and not is_buddhist:
        raise YearError("years.not_buddhist", typed=number, suggestion=number + 543)
    if mark in {"คศ", "CE", "AD"} and not is_common:
        raise YearError("years.not_common", typed=number, suggestion=number - 543)
    if not (is_buddhist or is_common):
        raise YearError("years.out_of_range", typed=number)
    return number - BUDDHIST_ERA_OFFSET if is_buddhist else number


def year_number(year: int, language: Language) -> int:
    """Return the bare number of a CE year as `language` writes it: 2562 or 2019."""
    return year + BUDDHIST_ERA_OFFSET if language == "th" else year


def format_year(year: int, language: Language) -> str:
    """Write a CE year with its era where the language needs one: "พ.ศ. 2562" or "2019"."""
    number = year_number(year, language)
    return f"พ.ศ.\u00a0{number}" if language == "th" else str(number)


def format_years(first: int, last: int, language: Language) -> str:
    """Write a span of CE years: "พ.ศ. 2558–2562" or "2015–2019"."""
    if first == last:
        return format_year(first, language)
    return f"{format_year(first, language)}–{year_number(last, language)}"


def format_year_list(years: tuple[int, ...], language: Language) -> str:
    """Write ascending CE years, runs joined: "พ.ศ. 2538–2540, 2543"."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    spans = [
        str(year_number(first, language))
        if first == last
        else f"{year_number(first, language)}–{year_number(last, language)}"
        for first, last in runs
    ]
    listed = ", ".join(spans) or "–"
    return f"พ.ศ.\u00a0{listed}" if language == "th" else listed
