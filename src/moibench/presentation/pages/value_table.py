"""Every value of an indicator as a CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.years import year_number

HEADS = ("unit", "unit_name", "unit_type", "year", "value", "status", "edition", "source")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(content: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{content}" if content.startswith(FORMULA_STARTS) else content


def value_table(
    rows: Iterable[tuple[str, int, float | None, str, str | None]],
    indicator_id: str,
    catalogue: Catalogue,
    language: Language,
) -> str:
    """Write (unit, CE year, value, status, edition) with names; the year in the reader's era.

    Values are unrounded; a missing one is an empty cell with its status beside it.
    """
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([text(f"indicator.csv.{head}", language) for head in HEADS])
    for code, year, value, status, edition_id in rows:
        edition = catalogue.editions.get(edition_id or "")
        source = catalogue.edition_sources.get(edition_id or "")
        texts = (
            code,
            unit_name(catalogue, code, language),
            text(f"site.unit_types.{catalogue.units[code].unit_type}", language),
        )
        named = (
            text(f"site.status.{status}", language),
            edition.name.in_language(language) if edition else "",
            source.agency.in_language(language) if source else "",
        )
        table.writerow(
            [
                *(safe_cell(t) for t in texts),
                year_number(year, language),
                "" if value is None else repr(value),
                *(safe_cell(t) for t in named),
            ]
        )
    return out.getvalue()
