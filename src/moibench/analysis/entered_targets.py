"""The targets that officers entered, as they are known from where the question is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from moibench.analysis.vantage import current_vantage
from moibench.catalogue.comparative import Target
from moibench.store.targets.rows import TargetRow, newest_row, target_rows

__all__ = ["EnteredTarget", "TargetStep", "entered_targets", "newest_row", "target_history"]


@dataclass(frozen=True, slots=True)
class EnteredTarget:
    """A target that holds, with who entered it when."""

    target: Target
    entered_at: dt.datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class TargetStep:
    """One entry of the history: before and after; None where there was, or is, no target."""

    indicator_id: str
    target_year: int
    before: Target | None
    after: Target | None
    entered_at: dt.datetime
    entered_by: str


def entered_targets(unit_code: str) -> tuple[EnteredTarget, ...]:
    """Return the targets entered for a unit, then those for every unit of its level.

    Own ones and those for a level never stand for the same indicator and year twice: the own
    one holds. In order of indicator and year.
    """
    return entered_by_unit([unit_code])[unit_code]


def entered_by_unit(unit_codes: Iterable[str]) -> dict[str, tuple[EnteredTarget, ...]]:
    """Return for each of many units what `entered_targets` returns, read once."""
    rows = target_rows(current_vantage().moment)
    return {code: _holding(rows, code) for code in unit_codes}


def _holding(rows: Iterable[TargetRow], unit_code: str) -> tuple[EnteredTarget, ...]:
    unit_type = current_vantage().catalogue.units[unit_code].unit_type
    mine = [r for r in rows if r.place[0] == unit_code or r.place[:2] == ("", unit_type)]
    holds = {r.place: r for r in mine}
    found: dict[tuple[str, int], EnteredTarget] = {}
    for place, row in sorted(holds.items(), key=lambda item: (item[0][1], item[0][2:])):
        if row.content is not None:
            known = EnteredTarget(_target(row), row.entered_at, row.entered_by)
            found.setdefault(place[2:], known)
    return tuple(found.values())


def target_history(unit_code: str) -> tuple[TargetStep, ...]:
    """Return every entry for the unit itself, the newest first; of the country, for levels too."""
    last: dict[tuple[str, str, str, int], Target | None] = {}
    steps = []
    for row in _rows(unit_code):
        if row.place[1] and unit_code != "TH":
            continue
        after = None if row.content is None else _target(row)
        steps.append(
            TargetStep(
                row.place[2],
                row.place[3],
                last.get(row.place),
                after,
                row.entered_at,
                row.entered_by,
            )
        )
        last[row.place] = after
    return tuple(reversed(steps))


def _rows(unit_code: str) -> list[TargetRow]:
    rows = target_rows(current_vantage().moment)
    return [r for r in rows if r.place[0] in ("", unit_code)]


def _target(row: TargetRow) -> Target:
    unit, level, indicator, year = row.place
    where = {"unit": unit} if unit else {"level": level}
    return Target.model_validate(
        {**(row.content or {}), **where, "indicator": indicator, "target_year": year}
    )
