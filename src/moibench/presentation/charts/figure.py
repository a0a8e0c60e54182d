"""A chart with everything that stands around it on a page or in a document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from moibench.presentation.graphics import Markup

Spec = dict[str, Any]
NOTHING = Markup()
Cells = tuple[tuple[tuple[str, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A spec, the title generated from what it draws, its text alternative and its table.

    cells: of each row of the table the (unit, CE year) it shows, of which `strips` then tell
    source, edition and age, a strip a row; `shared` where every row would have the same.
    """

    id: str
    spec: Spec
    title: str
    description: str
    source: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: Cells = ()
    strips: tuple[Markup, ...] = ()
    shared: Markup = NOTHING

    @property
    def lines(self) -> tuple[tuple[tuple[str, ...], Markup], ...]:
        """The rows, each with its trust strip."""
        strips = self.strips or (Markup(),) * len(self.rows)
        return tuple(zip(self.rows, strips, strict=True))

    @property
    def embedded(self) -> Markup:
        """The spec as JSON that can stand inside a script element of a page."""
        content = json.dumps(self.spec, ensure_ascii=False, separators=(",", ":"))
        for sign in "<>&\u2028\u2029":
            content = content.replace(sign, f"\\u{ord(sign):04x}")
        return Markup(content)
