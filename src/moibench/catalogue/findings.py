"""What a check says of a value: how grave it is, where it stands, what was expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Gravity = Literal["impossible", "improbable", "note"]
GRAVITIES: tuple[Gravity, ...] = get_args(Gravity)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one value, without its words: `presentation.findings` says it.

    grade: impossible blocks, improbable asks for a reason, note only says. code: which check.
    sheet and cell: where it stands in the file, empty where it is of no cell. expectation: lowest
    and highest value of which the check would say nothing, None for an end that is open.
    fields: what else the sentence needs. confirmed: the reason given for an improbable value.
    """

    grade: Gravity
    code: str
    sheet: str = ""
    cell: str = ""
    series: str = ""
    unit: str = ""
    year: int | None = None
    value: float | None = None
    expectation: tuple[float | None, float | None] | None = None
    fields: dict[str, object] = field(default_factory=dict)
    confirmed: str = ""

    @property
    def blocks(self) -> bool:
        """Whether nothing may be stored as long as it stands."""
        return self.grade == "impossible"

    @property
    def asks(self) -> bool:
        """Whether it waits for a reason."""
        return self.grade == "improbable" and not self.confirmed
