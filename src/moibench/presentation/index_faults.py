"""What the engine says of an index, in the reader's language.

The engine knows one language and no files of texts. Its sentences stand in
messages/index_faults.yaml beside their Thai; a sentence is found by its shape.
"""

from __future__ import annotations

import re
from functools import lru_cache

from moibench.presentation.language import Language, messages, text

FILE = "index_faults"
# A part that is a sentence of its own.
REST = "rest"
# What stands before a sentence stays apart from it, also where the sentence is not known.
PLACES = ("uncertainty", "row_column", "row_more", "row", "column", "step", "choices", "node")
# Parts that are words of their own.
PHRASES = ("what", "name", "why")
SHAPES = {
    "file": r"[^:,\n]+?",
    "row": r"\d+",
    "count": r"\d+",
    "place": r"\d+",
    "step": r"\w+",
    REST: r".+",
}


def in_language(sentence: str, language: Language) -> str:
    """Return a sentence of the engine in a language; one that is not known stays English."""
    return sentence if language == "en" else _found(sentence, language) or sentence


def _found(sentence: str, language: Language) -> str | None:
    for key, shape in _shapes().items():
        match = shape.fullmatch(sentence)
        if match is None:
            continue
        fields = match.groupdict()
        if REST in fields:
            rest = _found(fields[REST], language)
            if rest is None and key not in PLACES:
                continue
            fields[REST] = rest or fields[REST]
        for phrase in PHRASES:
            if phrase in fields:
                fields[phrase] = _found(fields[phrase], language) or fields[phrase]
        if "cells" in fields:
            fields["cells"] = _with_years(fields["cells"], language)
        return text(f"{FILE}.{key}", language, **fields)
    return None


def _with_years(cells: str, language: Language) -> str:
    def own(found: re.Match[str]) -> str:
        return text(f"{FILE}.phrase_year", language, year=found[1])

    return re.sub(r" in (\d{4})(?=[,)])", own, cells)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, re.Pattern[str]]:
    """Return the pattern of each English sentence, in the order of the file."""
    found = {}
    for key, pair in messages().items():
        if key.startswith(f"{FILE}."):
            parts = re.split(r"\{(\w+)\}", pair["en"])
            shape = "".join(
                f"(?P<{part}>{SHAPES.get(part, '.+?')})" if place % 2 else re.escape(part)
                for place, part in enumerate(parts)
            )
            found[key.removeprefix(f"{FILE}.")] = re.compile(shape, re.DOTALL)
    return found
