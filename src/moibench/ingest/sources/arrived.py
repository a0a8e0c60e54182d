"""What a connector hands over, and why it may not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class FetchFailed(Exception):
    """Nothing usable came; `key` under `sources.failed` says why, with `fields`."""

    def __init__(self, key: str, **fields: Any) -> None:
        self.key = key
        self.fields = {name: str(value)[:300] for name, value in fields.items()}
        super().__init__(f"{key} {self.fields}")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came, as it came, and the table made of it.

    address: where it came from in the end, after redirects and look-ups. name: what the table
    is called, with an ending that says its kind. table: CSV or a workbook.
    """

    address: str
    content: bytes
    name: str
    table: bytes


# Asks an address with parameters and headers, and returns the final address and the content.
Ask = Callable[..., tuple[str, bytes]]
Connector = Callable[[str, Mapping[str, str], Ask], Arrived]


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as CSV in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def option(options: Mapping[str, str], name: str) -> str:
    """Return an option that the connector cannot do without.

    Raises:
        FetchFailed: it was not given.
    """
    value = options.get(name, "").strip()
    if not value:
        raise FetchFailed("no_option", option=name)
    return value
