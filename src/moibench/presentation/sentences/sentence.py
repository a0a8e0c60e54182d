"""A generated sentence and what its numbers belong to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """A sentence for people.

    anchor: "overall", a dimension id or an indicator id: where the numbers it says stand.
    """

    text: str
    anchor: str
