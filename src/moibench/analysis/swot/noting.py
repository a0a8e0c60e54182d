"""Write a line of the log where a version of an item was added."""

from __future__ import annotations

from moibench.analysis.swot.board import Content, Item
from moibench.people import log
from moibench.people.models import Person


def note(by: Person | None, address: str, unit_code: str, item: Item) -> None:
    """Write down who wrote which version of an item, and what it said before."""
    before = item.versions[-2].content if len(item.versions) > 1 else None
    log.record(
        "board.written",
        "swot",
        f"{unit_code} {item.id}.{item.now.number}",
        by=by,
        address=address,
        before=None if before is None else _line(before),
        after=_line(item.now.content),
    )


def _line(content: Content) -> dict[str, str]:
    return {
        "quadrant": content.quadrant,
        "state": content.state,
        "words": content.words,
        "reason": content.reason,
    }
