"""The texts people read, in Thai and English, from one set of message files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where PyYAML was built with it
FOLDER = Path(__file__).parent / "messages"


@lru_cache(maxsize=1)
def messages() -> dict[str, dict[str, str]]:
    """Return every message by its dotted key, such as "area.levels.title", with both texts.

    Raises:
        ValueError: a message lacks a language, or a key stands in two files.
    """
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}
        for key, pair in _flat(content, path.stem):
            if set(pair) != set(LANGUAGES) or not all(str(t).strip() for t in pair.values()):
                raise ValueError(f"{path.name}: {key}: needs a text in th and in en")
            found[key] = {lang: str(pair[lang]) for lang in LANGUAGES}
    return found


def _flat(content: dict[str, Any], prefix: str) -> list[tuple[str, dict[str, Any]]]:
    pairs: list[tuple[str, dict[str, Any]]] = []
    for key, value in content.items():
        path = f"{prefix}.{key}"
        if not isinstance(value, dict):
            raise ValueError(f"{path}: is not a pair of texts")
        if set(value) & set(LANGUAGES):
            pairs.append((path, value))
        else:
            pairs.extend(_flat(value, path))
    return pairs


def text(key: str, language: Language, **fields: object) -> str:
    """Return the message `key` in `language` with its {fields} filled.

    The first part of a key is the file it stands in: "area.title" is in messages/area.yaml.

    Raises:
        KeyError: there is no such message, or a field of it was not given.
    """
    return messages()[key][language].format(**fields)


def language_asked(chosen: str, accepted: str) -> Language:
    """Return the language a program asks for: `chosen`, else the first known one it accepts.

    Args:
        chosen: "th" or "en"; anything else does not count.
        accepted: an Accept-Language header, such as "en-GB,en;q=0.9,th;q=0.8".
    """
    known = next((code for code in LANGUAGES if code == chosen), None)
    if known is not None:
        return known
    ranked = sorted(
        ((_quality(part), -at, part) for at, part in enumerate(accepted[:200].split(","))),
        reverse=True,
    )
    for quality, _, part in ranked:
        primary = part.strip().lower().split(";")[0].split("-")[0]
        if quality > 0 and primary in LANGUAGES:
            return "en" if primary == "en" else "th"
    return "th"


def _quality(part: str) -> float:
    """Return how much a part of the header is wanted, 0 where it says nonsense."""
    _, _, said = part.partition(";q=")
    try:
        return float(said) if said else 1.0
    except ValueError:
        return 0.0
