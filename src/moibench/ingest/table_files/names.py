"""Which unit or series a spelling means: sure, known as another spelling, ambiguous, or unknown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from moibench.catalogue import Catalogue
from moibench.ingest.table_files.sheets import Cell

How = Literal["code", "name", "alias"]
COUNTRY = "TH"
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_PREFIX = re.compile(r"^(จังหวัด|จ\.|province of )|( province| changwat)$")
_NUMBERED = re.compile(r"^\d{1,3}\s*[.)]\s*(?=\D)")
_FOOTNOTE = re.compile(r"(\s*[\u00b9\u00b2\u00b3\u2070-\u209c*†‡#]+|\s+\d{1,2}/)$")
_COUNTRY_WORDS = (
    "ทั่วราชอาณาจักร", "ทั้งราชอาณาจักร", "ราชอาณาจักร", "รวมทั้งประเทศ", "ทั้งประเทศ",
    "ทั่วประเทศ", "รวมทั่วประเทศ", "ประเทศ", "รวมทั่วราชอาณาจักร",
    "whole kingdom", "kingdom", "whole country", "country", "nation", "nationwide",
    "gross domestic product",
)  # fmt: skip
_TOTAL_WORDS = (
    "รวม", "รวมทั้งหมด", "รวมทั้งสิ้น", "ยอดรวม", "ผลรวม", "total", "grand total", "sum", "all",
    "subtotal", "sub-total", "รวมย่อย",
)  # fmt: skip
_SUGGESTED_FROM = 75.0
_TELLS = 5  # letters of a word that tell of a series whose name holds it


@dataclass(frozen=True, slots=True)
class Named:
    """The codes a spelling may mean and how it was known; several codes are an ambiguity."""

    codes: tuple[str, ...]
    how: How


@lru_cache(maxsize=16_384)
def plain(typed: str) -> str:
    """Return a spelling without what does not tell names apart: case, spaces, prefixes, notes."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", typed)).translate(_DIGITS)
    # Typed as two signs, sara am looks the same; so do two sara e for one sara ae.
    text = text.replace("\u0e4d\u0e32", "\u0e33").replace("\u0e40\u0e40", "\u0e41")
    text = re.sub(r"[\s_]+", " ", text).strip().lower()
    text = _NUMBERED.sub("", _FOOTNOTE.sub("", text)).strip()
    text = _PREFIX.sub("", text).strip()
    # "กรุงเทพ ฯ" and "กรุงเทพฯ" are one; so are "จ. เลย" and "จ.เลย".
    return re.sub(r"\s+(?=[ฯ.])", "", text)


class Names:
    """The spellings of a catalogue's units and series."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.units = _unit_spellings(catalogue)
        self.series = _series_spellings(catalogue)

    def unit(self, cell: Cell) -> Named | None:
        """Return what a cell means as a unit; None where it is known under no spelling."""
        if isinstance(cell, float):
            cell = str(int(cell)) if cell.is_integer() else ""
        elif isinstance(cell, int):
            cell = str(cell)
        if not isinstance(cell, str) or not cell or len(cell) > 200:
            return None
        return self.units.get(_coded(cell)) or self.units.get(plain(cell))

    def is_total(self, cell: Cell) -> bool:
        """Tell whether a cell says "total" without saying of what."""
        return isinstance(cell, str) and plain(cell).strip(" :") in _TOTAL_WORDS

    def series_named(self, cell: Cell) -> Named | None:
        """Return what a cell means as a series."""
        return self.series.get(plain(cell)) if isinstance(cell, str) and cell else None

    def like_unit(self, cell: str, limit: int = 3) -> tuple[str, ...]:
        """Return the units whose spellings are likest: suggestions to confirm, never answers."""
        return _likest(cell, self.units, limit)

    def like_series(self, cell: str, limit: int = 3) -> tuple[str, ...]:
        """Return the series whose names are likest."""
        wanted = plain(cell)
        holds = [] if len(wanted) < _TELLS else [s for s in self.series if wanted in s]
        within = (c for s in sorted(holds, key=len) for c in self.series[s].codes)
        return tuple(dict.fromkeys((*_likest(cell, self.series, limit), *within)))[:limit]


def _coded(cell: str) -> str:
    """Return a cell as it would stand for a code; "TH-10" of ISO 3166-2 is "10"."""
    code = cell.strip().translate(_DIGITS).upper()
    return f"code:{code.removeprefix('TH-') if len(code) == 5 else code}"


def _unit_spellings(catalogue: Catalogue) -> dict[str, Named]:
    found: dict[str, dict[str, How]] = {}

    def add(spelling: str, code: str, how: How) -> None:
        if spelling:
            found.setdefault(spelling, {}).setdefault(code, how)

    for unit in catalogue.units.values():
        add(_coded(unit.code), unit.code, "code")
        for name in (unit.name.th, unit.name.en):
            add(plain(name), unit.code, "name")
        if unit.abbreviation:
            for short in (unit.abbreviation.th, unit.abbreviation.en):
                add(plain(short), unit.code, "alias")
    for alias in catalogue.aliases:
        add(plain(alias.alias), alias.unit, "alias")
    for word in _COUNTRY_WORDS:
        add(plain(word), COUNTRY, "alias")
    return {spelling: _named(codes) for spelling, codes in found.items()}


def _named(codes: dict[str, How]) -> Named:
    """Return the meaning of a spelling; its own name comes before another's other spelling."""
    for how in ("code", "name"):
        sure = tuple(c for c, h in codes.items() if h == how)
        if sure:
            return Named(sure, how)  # type: ignore[arg-type]
    return Named(tuple(codes), "alias")


def _series_spellings(catalogue: Catalogue) -> dict[str, Named]:
    found: dict[str, dict[str, How]] = {}
    for series in catalogue.series.values():
        found.setdefault(plain(series.id), {})[series.id] = "code"
        for name in (series.name.th, series.name.en):
            found.setdefault(plain(name), {}).setdefault(series.id, "name")
            unit = (series.unit_of_measure.th, series.unit_of_measure.en)
            for measure in unit:
                spelt = plain(f"{name} ({measure})")
                found.setdefault(spelt, {}).setdefault(series.id, "name")
    return {spelling: _named(codes) for spelling, codes in found.items() if spelling}


def _likest(cell: str, spellings: dict[str, Named], limit: int) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    wanted = plain(cell)
    if len(wanted) < 3:
        return ()
    choices = [s for s in spellings if not s.startswith("code:") and len(s) > 2]
    found = process.extract(wanted, choices, scorer=fuzz.ratio, limit=10)
    codes: dict[str, None] = {}
    for spelling, score, _ in found:
        if score >= _SUGGESTED_FROM:
            codes |= dict.fromkeys(spellings[spelling].codes)
    return tuple(codes)[:limit]
