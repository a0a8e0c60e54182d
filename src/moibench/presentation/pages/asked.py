"""The address that was asked for, and the ones nearest to it: everything kept but what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from moibench.presentation.language import Language
from moibench.presentation.pages.address import PREFIX
from moibench.presentation.years import YearError, parse_year, year_number

YEAR_FIELDS = ("year", "from", "to", "base", "by")
SPAN_FIELDS = ("before", "during")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A page without its language, and the parameters it was asked with."""

    language: Language
    path: str
    pairs: Pairs = ()

    def without(self, *fields: str) -> str:
        """Return the address without some parameters."""
        return self._address(self.path, tuple(p for p in self.pairs if p[0] not in fields))

    def with_value(self, field: str, value: str) -> str:
        """Return the address with another value of one parameter."""
        others = tuple(p for p in self.pairs if p[0] != field)
        return self._address(self.path, (*others, (field, value)))

    def with_year(self, wrong: int, right: int) -> str:
        """Return the address with a CE year in the place of another, wherever that stands."""
        written = str(year_number(right, self.language))
        fields = [f for f, v in self.pairs if f in YEAR_FIELDS and _year(v) == wrong]
        if not fields:
            return self.with_value("year", written)
        pairs = tuple((f, written if f in fields else v) for f, v in self.pairs)
        return self._address(self.path, pairs)

    def without_bad_years(self) -> str:
        """Return the address without what stands for a year and is none."""
        fields = (*YEAR_FIELDS, *SPAN_FIELDS)
        bad = {f for f, v in self.pairs if f in fields and any(_year(p) is None for p in _parts(v))}
        return self.without(*(bad or fields))

    def is_page_of(self, typed: str) -> bool:
        """Tell whether what was typed is a step of the path."""
        return typed in self.path.split("/")

    def having(self, typed: str, right: str) -> str | None:
        """Return the address with `right` where `typed` was: in the path, or in a list of codes.

        An empty `right` leaves it out of the list. None where it stands nowhere.
        """
        steps = self.path.split("/")
        if self.is_page_of(typed):
            return self._address("/".join(right if s == typed else s for s in steps), self.pairs)
        for field, value in self.pairs:
            parts = [p.strip() for p in value.split(",")]
            if typed in parts:
                known = dict.fromkeys(filter(None, (right if p == typed else p for p in parts)))
                pairs = tuple(
                    (f, ",".join(known) if (f, v) == (field, value) else v) for f, v in self.pairs
                )
                return self._address(self.path, pairs)
        return None

    def _address(self, path: str, pairs: Pairs) -> str:
        query = urlencode([p for p in pairs if p[1]], safe=",")
        return f"{PREFIX[self.language]}{quote(path)}" + (f"?{query}" if query else "")


def _parts(typed: str) -> list[str]:
    """Return the years of a span such as "2556–2559" or "2556,2558"."""
    return [p for p in re.split(r"[,–-]", typed) if p.strip()]


def _year(typed: str) -> int | None:
    try:
        return parse_year(typed)
    except YearError:
        return None
