"""The board on which officers decide: accept, word, add, reject, order, pair; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from moibench.analysis.errors import AnalysisError
from moibench.analysis.figures import figure_of
from moibench.analysis.panel import current_panel
from moibench.analysis.swot.candidates import swot_candidates
from moibench.analysis.swot.latest import evidence_of, latest
from moibench.analysis.swot.recheck import value_today
from moibench.analysis.swot.results import QUADRANTS, Candidate, Candidates, Evidence
from moibench.store.swot import board as kept
from moibench.store.swot.board import Clash, Content, Item, NoItem, Version

__all__ = [
    "PAIRED",
    "STRATEGIES",
    "Changed",
    "Clash",
    "Content",
    "FaultyItem",
    "Item",
    "NoItem",
    "OwnEvidence",
    "Version",
    "Warned",
    "add_own",
    "add_strategy",
    "decide",
    "items",
    "move",
    "reword",
    "state_of",
    "warned",
]

STRATEGIES = ("so", "wo", "st", "wt")
PAIRED = {
    "so": ("strength", "opportunity"),
    "wo": ("weakness", "opportunity"),
    "st": ("strength", "threat"),
    "wt": ("weakness", "threat"),
}
MOST_LETTERS = 2_000
MOST_ITEMS = 200
SAME = 1e-9  # relative difference under which a figure is the same
# No database and no document holds these.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


class FaultyItem(AnalysisError):
    """An item cannot be kept; `faults` are keys of messages, with their fields."""

    def __init__(self, faults: tuple[tuple[str, dict[str, object]], ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(key for key, _ in faults))


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """What an officer stands an item on: an indicator of a year, an address, or a note."""

    indicator: str = ""
    year: int | None = None
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure an item stands on that is no longer what it was; `now` None: it is gone."""

    measure: str
    subject: str
    unit_code: str
    year: int
    before: float
    now: float | None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """What is to be said of an item: no evidence, figures that changed, newer ones.

    newer: subject, its table and the CE year of newer figures. silent: by today's figures the
    rule it came from no longer proposes it.
    """

    without_evidence: bool
    changed: tuple[Changed, ...]
    newer: tuple[tuple[str, str | None, int], ...]
    silent: bool = False


def items(unit_code: str) -> tuple[Item, ...]:
    """Return every item and strategy of a unit, those rejected and withdrawn too, in order."""
    return kept.board(unit_code)


def decide(
    unit_code: str,
    candidate: Candidate,
    state: Literal["accepted", "rejected"],
    by: str,
    *,
    words: str = "",
    reason: str = "",
    generated: dict[str, str],
) -> Item:
    """Decide on a candidate for the first time, or again after it was withdrawn.

    Raises:
        Clash: somebody else decided on it before.
        FaultyItem: a rejection without a reason, or a text that is too long.
    """
    content = Content(
        quadrant=candidate.quadrant,
        state=state,
        words=_clean(words),
        reason=_clean(reason),
        generated=tuple(sorted(generated.items())),
        evidence=tuple(_plain(e) for e in candidate.evidence),
    )
    _require(content)
    before = next((i for i in items(unit_code) if i.key == candidate.key), None)
    if before is not None and state_of(before) == "withdrawn":
        return kept.rewrite(unit_code, before.id, content, by, before.now.number)
    return kept.add(unit_code, candidate.key, content, by)


def add_own(unit_code: str, quadrant: str, words: str, evidence: OwnEvidence, by: str) -> Item:
    """Add an officer's own item to a quadrant.

    Raises:
        FaultyItem: no words, no such quadrant, or evidence that does not hold.
    """
    rows, faults = _own_evidence(unit_code, evidence)
    content = Content(quadrant, "accepted", _clean(words), evidence=rows)
    if quadrant not in QUADRANTS:
        faults.append(("quadrant", {"typed": quadrant}))
    _require(content, faults)
    _require_room(unit_code)
    return kept.add(unit_code, "", content, by)


def add_strategy(unit_code: str, kind: str, words: str, pairs: Sequence[int], by: str) -> Item:
    """Add a strategy that pairs accepted items.

    Raises:
        FaultyItem: no words, or pairs that are not of the two quadrants of its kind.
    """
    content = Content(kind, "accepted", _clean(words), pairs=tuple(dict.fromkeys(pairs)))
    _require(content, _pair_faults(unit_code, kind, content.pairs))
    _require_room(unit_code)
    return kept.add(unit_code, "", content, by)


def reword(unit_code: str, number: int, by: str, seen: int, **changes: Any) -> Item:
    """Write a new version of an item with some of its content changed.

    changes: words, reason, state, pairs, quadrant.

    Raises:
        Clash: somebody else wrote it meanwhile.
        NoItem, FaultyItem.
    """
    found = next((i for i in items(unit_code) if i.id == number), None)
    if found is None:
        raise NoItem(number)
    base = next((v for v in found.versions if v.number == seen), found.now)
    cleaned: dict[str, Any] = {
        name: _clean(value) if isinstance(value, str) else value for name, value in changes.items()
    }
    content = replace(base.content, **cleaned)
    faults = []
    if content.quadrant in STRATEGIES and content.state == "accepted":
        faults = _pair_faults(unit_code, content.quadrant, content.pairs)
    _require(content, faults)
    return kept.rewrite(unit_code, number, content, by, seen)


def move(unit_code: str, number: int, up: bool, by: str) -> None:
    """Move an item one place within its quadrant; at the end of it nothing happens.

    Raises:
        NoItem: the unit has no such item.
    """
    held = items(unit_code)
    own = next((i for i in held if i.id == number), None)
    if own is None:
        raise NoItem(number)
    quadrant = own.now.content.quadrant
    shown = [i.id for i in held if i.now.content.quadrant == quadrant and state_of(i) == "accepted"]
    if number not in shown:
        return
    at = shown.index(number)
    to = at - 1 if up else at + 1
    if 0 <= to < len(shown):
        shown[at], shown[to] = shown[to], shown[at]
        kept.put_in_order(unit_code, quadrant, tuple(shown), by)


def state_of(item: Item) -> str:
    """Return the state that holds of an item."""
    return item.now.content.state


def warned(item: Item) -> Warned:
    """Compare the figures an item stands on with those known now."""
    content = item.now.content
    rows = [r for r in content.evidence if "value" in r]
    changed = tuple(c for r in rows if (c := _changed(item, r)) is not None)
    newer: list[tuple[str, str | None, int]] = []
    proposed = _candidates(item.unit) if item.key else None
    today = proposed.by_key(item.key) if proposed is not None else None
    if today is not None and rows:
        newest = max((e for e in today.evidence if e.measure != "goal"), key=lambda e: e.year)
        saved = max((int(r["year"]) for r in rows if r["measure"] != "goal"), default=newest.year)
        if newest.year > saved:
            newer.append((newest.subject, newest.table, newest.year))
    return Warned(
        without_evidence=not content.evidence and not content.generated and not content.pairs,
        changed=changed,
        newer=tuple(newer),
        silent=proposed is not None and today is None,
    )


def _candidates(unit_code: str) -> Candidates | None:
    try:
        return swot_candidates(unit_code)
    except AnalysisError:  # the unit is no longer there
        return None


def _changed(item: Item, row: dict[str, Any]) -> Changed | None:
    now = value_today(item.unit, row)
    before = float(row["value"])
    if now is not None and abs(now - before) <= SAME * max(1.0, abs(before)):
        return None
    return Changed(
        row["measure"],
        row["subject"],
        row["unit_code"],
        int(row["year"]),
        before,
        now,
        row.get("table"),
    )


def _clean(typed: str) -> str:
    return _CONTROL.sub("", typed).strip()


def _plain(evidence: Evidence) -> dict[str, Any]:
    return {k: v for k, v in asdict(evidence).items() if v is not None}


def _own_evidence(
    unit_code: str, typed: OwnEvidence
) -> tuple[tuple[dict[str, Any], ...], list[tuple[str, dict[str, object]]]]:
    rows: list[dict[str, Any]] = []
    faults: list[tuple[str, dict[str, object]]] = []
    panel = current_panel()
    if typed.indicator:
        if typed.indicator not in panel.indicator_ids:
            faults.append(("indicator", {"typed": typed.indicator}))
        else:
            faults += _indicator_evidence(unit_code, typed, rows)
    if typed.address:
        parts = urlsplit(typed.address)
        if parts.scheme not in ("http", "https") or not parts.netloc or len(typed.address) > 500:
            faults.append(("address", {"typed": typed.address[:80]}))
        else:
            rows.append({"address": typed.address})
    if typed.note.strip():
        if len(typed.note) > MOST_LETTERS:
            faults.append(("too_long", {"most": MOST_LETTERS}))
        rows.append({"note": _clean(typed.note)})
    return tuple(rows), faults


def _indicator_evidence(
    unit_code: str, typed: OwnEvidence, rows: list[dict[str, Any]]
) -> list[tuple[str, dict[str, object]]]:
    panel = current_panel()
    if typed.year is None:
        figure = latest(panel, typed.indicator, unit_code, panel.years[-1], 100)
    else:
        year = typed.year
        figure = figure_of(panel, typed.indicator, unit_code, year, asked=year)
    if figure is None or figure.value is None:
        return [("no_figure", {"indicator": typed.indicator, "year": typed.year or ""})]
    rows.append(_plain(evidence_of("value", typed.indicator, unit_code, figure)))
    return []


def _pair_faults(
    unit_code: str, kind: str, pairs: Sequence[int]
) -> list[tuple[str, dict[str, object]]]:
    if kind not in STRATEGIES:
        return [("strategy", {"typed": kind})]
    held = {i.id: i.now.content for i in items(unit_code) if state_of(i) == "accepted"}
    if any(n not in held or held[n].quadrant not in PAIRED[kind] for n in pairs):
        return [("pair_unknown", {})]
    if {held[n].quadrant for n in pairs} != set(PAIRED[kind]):
        return [("pair_both", {})]
    return []


def _require(content: Content, faults: Sequence[tuple[str, dict[str, object]]] = ()) -> None:
    found = list(faults)
    own = not content.generated
    if own and content.state == "accepted" and not content.words:
        found.append(("no_words", {}))
    if content.state == "rejected" and not content.reason:
        found.append(("no_reason", {}))
    if max(len(content.words), len(content.reason)) > MOST_LETTERS:
        found.append(("too_long", {"most": MOST_LETTERS}))
    if found:
        raise FaultyItem(tuple(found))


def _require_room(unit_code: str) -> None:
    if len(items(unit_code)) >= MOST_ITEMS:
        raise FaultyItem((("full", {"most": MOST_ITEMS}),))
