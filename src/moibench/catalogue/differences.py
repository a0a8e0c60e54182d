"""What differs between two contents of one file of the catalogue, key by key."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

# By what an entry of a list is told apart, so that one taken out does not change all after it.
_NAMES = ("indicator", "id", "code", "year")


@dataclass(frozen=True, slots=True)
class Difference:
    """A key and what stood there before and stands there after; None where there is nothing."""

    key: str
    before: str | None
    after: str | None


def differences(path: str, before: str | None, after: str | None) -> tuple[Difference, ...]:
    """Return every key of a file that differs; a file that is new or gone differs in every key."""
    old, new = _flat(path, before), _flat(path, after)
    keys = dict.fromkeys([*old, *new])
    return tuple(Difference(k, old.get(k), new.get(k)) for k in keys if old.get(k) != new.get(k))


def _flat(path: str, content: str | None) -> dict[str, str]:
    if content is None:
        return {}
    if path.endswith(".yaml"):
        return dict(_leaves("", yaml.safe_load(content)))
    if path.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
        return {",".join(row[:3]): ",".join(row[3:]) for row in rows[1:]}
    return {"": f"{len(content)}"}


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(f"{key}.{name}" if key else str(name), part)
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        seen: dict[str, int] = {}
        for part in value:
            name = next((str(part[n]) for n in _NAMES if n in part), "")
            seen[name] = seen.get(name, 0) + 1
            place = name if seen[name] == 1 else f"{name}#{seen[name]}"
            yield from _leaves(f"{key}.{place}", part)
    elif isinstance(value, list):
        yield key, ", ".join(map(str, value))
    elif value is not None:
        yield key, str(value)
