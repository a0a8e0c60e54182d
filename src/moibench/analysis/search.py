"""Find what was typed: a code, a name in Thai or English, an old spelling, a word of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from moibench.analysis.catalogue import current_catalogue, current_framework
from moibench.analysis.errors import UnknownSubject, UnknownUnit

Kind = Literal["unit", "indicator", "dimension"]
OVERALL = "overall"
SURE = 100.0
_LIKELY = 60.0
_NEAREST = 5
_PREFIX = re.compile(r"^(จังหวัด|จ\.|province of )|( province)$")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; a score of 100 says that it was typed exactly."""

    kind: Kind
    id: str
    score: float


def search(typed: str) -> tuple[Hit, ...]:
    """Return up to twelve hits, best first: exact ones alone where there are any."""
    wanted = _plain(typed)
    if not wanted:
        return ()
    exact = _spellings().get(wanted)
    if exact:
        return tuple(Hit(kind, code, SURE) for kind, code in exact)
    best: dict[tuple[Kind, str], float] = {}
    for spelling, score, _ in process.extract(
        wanted, list(_spellings()), scorer=fuzz.WRatio, limit=40, score_cutoff=_LIKELY
    ):
        for place in _spellings()[spelling]:
            best[place] = max(best.get(place, 0.0), min(score, SURE - 1))
    found = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Hit(kind, code, score) for (kind, code), score in found[:12])


def find_unit(typed: str) -> str:
    """Return the code of the unit typed as a code or name.

    Raises:
        UnknownUnit: with the nearest units.
    """
    return _only(typed, {"unit"}, UnknownUnit)


def find_subject(typed: str) -> str:
    """Return the id of the indicator, dimension or index ("overall") typed as an id or name.

    Raises:
        UnknownSubject: with the nearest ones.
    """
    return _only(typed, {"indicator", "dimension"}, UnknownSubject)


def _only(typed: str, kinds: set[str], error: type[UnknownUnit] | type[UnknownSubject]) -> str:
    known = _known_ids(frozenset(kinds))
    if typed.strip() in known:
        return typed.strip()
    hits = [h for h in search(typed) if h.kind in kinds]
    sure = [h for h in hits if h.score == SURE]
    if len(sure) == 1:
        return sure[0].id
    nearest = hits or _nearest(typed, kinds)
    raise error(typed, tuple(h.id for h in nearest[:_NEAREST]))


@lru_cache(maxsize=4)
def _known_ids(kinds: frozenset[str]) -> frozenset[str]:
    """Return the codes and ids of these kinds: one typed as it stands means nothing else."""
    return frozenset(
        code for places in _spellings().values() for kind, code in places if kind in kinds
    )


def _nearest(typed: str, kinds: set[str]) -> list[Hit]:
    """Return the likeliest of these kinds however unlike they are: an offer, never an answer."""
    spellings = {s: p for s, places in _spellings().items() for p in places if p[0] in kinds}
    found = process.extract(_plain(typed), list(spellings), scorer=fuzz.WRatio, limit=15)
    ids = dict.fromkeys(spellings[s] for s, _, _ in found)
    return [Hit(kind, code, 0.0) for kind, code in ids]


def _plain(typed: str) -> str:
    lowered = typed.strip().lower().translate(_DIGITS)
    return re.sub(r"[\s_]+", " ", _PREFIX.sub("", lowered)).strip()


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[tuple[Kind, str], ...]]:
    """Return what each spelling stands for; a spelling may stand for several things."""
    found: dict[str, dict[tuple[Kind, str], None]] = {}

    def add(spelling: str, kind: Kind, code: str) -> None:
        if _plain(spelling):
            found.setdefault(_plain(spelling), {})[kind, code] = None

    catalogue = current_catalogue()
    for unit in catalogue.units.values():
        for spelling in (unit.code, unit.name.th, unit.name.en):
            add(spelling, "unit", unit.code)
        if unit.abbreviation is not None:
            add(unit.abbreviation.th, "unit", unit.code)
            add(unit.abbreviation.en, "unit", unit.code)
    for alias in catalogue.aliases:
        add(alias.alias, "unit", alias.unit)
    for indicator in catalogue.indicators.values():
        names = [indicator.name, *([indicator.short_name] if indicator.short_name else [])]
        for name in names:
            add(name.th, "indicator", indicator.id)
            add(name.en, "indicator", indicator.id)
        for spelling in (indicator.id, *indicator.keywords):
            add(spelling, "indicator", indicator.id)
    for dimension in current_framework().dimensions:
        for spelling in (dimension.id, dimension.name.th, dimension.name.en):
            add(spelling, "dimension", dimension.id)
    for spelling in (OVERALL, "index", "ภาพรวม", "ดัชนีรวม"):
        add(spelling, "dimension", OVERALL)
    return {spelling: tuple(places) for spelling, places in found.items()}
