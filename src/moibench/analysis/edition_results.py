"""What comparing two published editions answers: frozen, unrounded, without words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """A cell of a series that one edition says and the other does not, or differently."""

    kind: Kind
    series: str
    unit: str
    year: int
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class DefinitionDifference:
    """A file of the catalogue; keys: dotted key, what it said, what it says."""

    kind: Kind
    path: str
    keys: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A unit's score and rank on a node in both editions.

    by_data and by_method are points of score that add up to the difference; the ranks likewise
    move from rank_before over rank_with_new_data to rank_after.
    """

    node_id: str
    unit: str
    score_before: float | None
    score_after: float | None
    by_data: float | None
    by_method: float | None
    rank_before: int | None
    rank_with_new_data: int | None
    rank_after: int | None
    because: tuple[Literal["data", "method"], ...]


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """Everything that differs from `older` to `newer`; moves are of the provinces in `year`."""

    older: str
    newer: str
    year: int | None
    values: tuple[ValueDifference, ...]
    definitions: tuple[DefinitionDifference, ...]
    moves: tuple[Move, ...]
