"""Numbers and texts as they stand in a file for programs."""

from __future__ import annotations

from functools import lru_cache

# A text that begins with one of these would be run as a formula by a spreadsheet.
_LIVE = ("=", "+", "-", "@", "\t", "\r")
OBS_STATUS = {
    "final": "A",
    "preliminary": "P",
    "estimated": "E",
    "missing": "O",
    "not_applicable": "M",
}


def number_text(value: float | None) -> str:
    """Write a number so that reading it gives the same number; nothing for none."""
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


@lru_cache(maxsize=4_096)
def harmless(said: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{said}" if said.startswith(_LIVE) else said
