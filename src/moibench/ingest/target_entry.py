"""Write down the targets that an officer entered, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.catalogue.comparative import Target
from moibench.store.targets.rows import ChangedMeanwhile, Content, Place, TargetRow, add_targets

__all__ = ["ChangedMeanwhile", "enter_targets", "place_of"]

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
