"""Saved groups as text and as plain values for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moibench.analysis.saved_groups import Kept, Standing
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name


def groups_text(
    found: Sequence[tuple[Kept, Standing]], catalogue: Catalogue, language: Language
) -> str:
    """Return a line a group: what to type, its name, owner and units."""
    if not found:
        return text("terminal.no_groups", language)
    return "\n".join(_line(g, standing, catalogue, language) for g, standing in found)


def _line(group: Kept, standing: Standing, catalogue: Catalogue, language: Language) -> str:
    names = ", ".join(unit_name(catalogue, c, language) for c in standing.there)
    gone = [unit_name(catalogue, c, language) for c in standing.not_there]
    gone += standing.unknown
    if gone:
        names += f" ({text('terminal.group_left', language, names=', '.join(gone))})"
    return f"group:{group.id}  {group.name}  ({group.owner})  {names}"


def groups_json(found: Sequence[tuple[Kept, Standing]]) -> list[dict[str, Any]]:
    """Return groups as plain values; `units` are those that are there."""
    return [
        {
            "id": g.id,
            "name": g.name,
            "owner": g.owner,
            "unit": g.unit,
            "shared": g.shared,
            "units": list(standing.there),
            "not_there": list(standing.not_there),
            "unknown": list(standing.unknown),
        }
        for g, standing in found
    ]
