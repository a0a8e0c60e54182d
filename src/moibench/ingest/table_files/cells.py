"""Numbers and years as people write them into tables.

Thai digits, thousands separators, footnote marks and the letters that agencies put behind a
preliminary value are understood; what has two meanings is refused, never guessed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from moibench.ingest.table_files.sheets import Cell, Odd

BUDDHIST_ERA_OFFSET = 543
FIRST_CE, LAST_CE = 1900, 2200
Era = Literal["ce", "be"]

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙−‐‑–", "0123456789----")
_SPACES = re.compile(r"[\s\u00a0\u200b\u2009\u202f\ufeff]+")
# Behind a number: superscripts, asterisks, daggers, a note's number as "1/", the letters of a
# status. A letter is a mark only there; "e" of a power is taken by the number itself.
_MARK = re.compile(
    r"(?:\s*(?:[\u00b9\u00b2\u00b3\u2070-\u209c*†‡#]+|\s\d{1,2}/|\(?[pre]\)?|ᵖ|ʳ|ᵉ))+$"
)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?|[+-]?\.\d+")
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,17})?")
_YEAR = re.compile(
    r"(?:ปี\s*|year\s*)?(?P<mark>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|b\.?e\.?|c\.?e\.?|a\.?d\.?)?\s*"
    r"(?P<year>\d{4})(?:\s*[(/]\s*(?P<other>\d{4})\s*\)?)?",
    re.IGNORECASE,
)
_STATUS_OF_MARK = {
    "p": "preliminary",
    "ᵖ": "preliminary",
    "e": "estimated",
    "ᵉ": "estimated",
    "r": "final",
    "ʳ": "final",
}
MISSING_MARKS = (
    "-", "--", "---", "—", "..", "...", "…", "n.a.", "n.a", "na", "n/a", "nan", "null", "none",
    "ไม่มีข้อมูล", "ไม่มี", "ไม่ทราบ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read, the status its mark gives it, and its decimal places as written."""

    value: float
    status: str | None = None
    decimals: int = 0
    marks: str = ""


@dataclass(frozen=True, slots=True)
class NotANumber:
    """What stands in a cell is no number; `reason` names the message."""

    reason: str
    shown: str


def read_number(cell: Cell) -> Number | NotANumber:
    """Read a cell that must hold a number; empty and missing marks are the caller's to see."""
    if isinstance(cell, Odd):
        return NotANumber("formula" if cell.shown == "formula" else "odd_cell", cell.shown)
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            return NotANumber("not_a_number", str(cell))
        return Number(float(cell), decimals=_places(cell))
    return _read_text(cell)


def _read_text(cell: str) -> Number | NotANumber:
    if _PLAIN.fullmatch(cell):  # as programs write them, a hundred thousand times over
        return Number(float(cell), decimals=len(cell.partition(".")[2]))
    plain = _SPACES.sub(" ", cell.translate(_DIGITS)).strip()
    if plain[:1] in "=@":
        return NotANumber("live_formula", cell)
    mark = _MARK.search(plain)
    marks = mark.group().strip() if mark else ""
    bare = (plain[: mark.start()] if mark else plain).replace(" ", "")
    is_percent = bare.endswith("%")
    bare = bare.removesuffix("%")
    if bare.startswith("(") and bare.endswith(")"):
        return NotANumber("in_parentheses", cell)
    if not _NUMBER.fullmatch(bare):
        reason = "separators" if re.fullmatch(r"[+-]?[\d.,]+", bare) else "not_a_number"
        return NotANumber(reason, cell)
    value = float(bare.replace(",", ""))
    if not math.isfinite(value):
        return NotANumber("not_a_number", cell)
    _, _, places = bare.partition(".")
    status = next((_STATUS_OF_MARK[c] for c in marks if c in _STATUS_OF_MARK), None)
    shown = ("%" if is_percent else "") + marks
    return Number(value, status, len(places), shown)


def is_missing_mark(cell: Cell) -> bool:
    """Tell whether a cell says that there is no value."""
    return isinstance(cell, str) and missing_mark(cell) in MISSING_MARKS


def missing_mark(cell: str) -> str:
    """Return a mark for a missing value as it stands in a mapping."""
    return _SPACES.sub("", cell).translate(_DIGITS).lower()


@dataclass(frozen=True, slots=True)
class YearRead:
    """A CE year, the era it was written in, and the status a mark behind it gives."""

    year: int
    era: Era
    status: str | None = None


def read_year(cell: Cell) -> YearRead | None:
    """Read a year in either era; None where the cell is none, or says two that disagree.

    Bare, 2443–2743 can only be พ.ศ. and 1900–2200 only CE. A date is no year: 1 October 2568
    may be either era's.
    """
    if isinstance(cell, Odd) or (isinstance(cell, float) and not cell.is_integer()):
        return None
    return _read_year(str(int(cell)) if isinstance(cell, int | float) else cell)


@lru_cache(maxsize=8_192)
def _read_year(cell: str) -> YearRead | None:
    if len(cell) > 40 or not cell:
        return None
    plain = _SPACES.sub(" ", cell.translate(_DIGITS)).strip()
    mark = _MARK.search(plain)
    marks = mark.group() if mark else ""
    found = _YEAR.fullmatch((plain[: mark.start()] if mark else plain).strip())
    if found is None:
        return None
    read = _in_era(int(found["year"]), re.sub(r"[.\s]", "", found["mark"] or "").lower())
    if read is None:
        return None
    if found["other"]:
        other = _in_era(int(found["other"]), "")
        if other is None or other[0] != read[0]:
            return None
    status = next((_STATUS_OF_MARK[c] for c in marks if c in _STATUS_OF_MARK), None)
    return YearRead(read[0], read[1], status)


def _in_era(number: int, mark: str) -> tuple[int, Era] | None:
    is_buddhist = FIRST_CE <= number - BUDDHIST_ERA_OFFSET <= LAST_CE
    is_common = FIRST_CE <= number <= LAST_CE
    if is_buddhist and mark in {"", "พศ", "be"}:
        return number - BUDDHIST_ERA_OFFSET, "be"
    if is_common and mark in {"", "คศ", "ce", "ad"}:
        return number, "ce"
    return None


def _places(number: float) -> int:
    text = repr(number)
    if "e" in text or "E" in text:
        return 0
    places = text.partition(".")[2]
    return 0 if places == "0" else len(places)
