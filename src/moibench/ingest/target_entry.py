"""Write down the targets that an officer entered, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moibench.catalogue.comparative import Target
from moibench.people import log
from moibench.people.models import Person
from moibench.store.targets.rows import ChangedMeanwhile, Content, Place, TargetRow, add_targets

__all__ = ["ChangedMeanwhile", "enter_targets", "log_entered", "place_of"]

_IN_PLACE = ("unit", "level", "indicator", "target_year")


def place_of(target: Target) -> Place:
    """Return for whom, which indicator and which year a target is."""
    return (target.unit or "", target.level or "", target.indicator, target.target_year)


def enter_targets(
    targets: Iterable[Target], withdrawn: Iterable[Place], entered_by: str, seen: int
) -> tuple[TargetRow, ...]:
    """Add what differs from the targets that hold, and take `withdrawn` ones back.

    seen: the newest row of all when the table was opened.

    Raises:
        ChangedMeanwhile: somebody else entered one of the places since.
    """
    entries: dict[Place, Content | None] = dict.fromkeys(withdrawn)
    for target in targets:
        content = target.model_dump(mode="json", exclude=set(_IN_PLACE), exclude_none=True)
        entries[place_of(target)] = content
    return add_targets(entries.items(), entered_by, seen)


def log_entered(
    rows: Iterable[TargetRow], before: Mapping[Place, Target], by: Person, address: str
) -> None:
    """Add a line to the log for every row that was entered, with what stood there before."""
    for row in rows:
        old = before.get(row.place)
        log.record(
            "target.entered",
            "target",
            f"{row.place[0] or row.place[1]} {row.place[2]} {row.place[3]}",
            by=by,
            address=address,
            before=None if old is None else old.model_dump(mode="json", exclude_none=True),
            after=row.content,
        )
