"""A mapping as a form holds it: its text, and what was chosen for names nobody knew."""

from __future__ import annotations

from django.http import QueryDict

from moibench.catalogue import Catalogue
from moibench.ingest.table_files.mapping import (
    Mapping,
    as_plain,
    mapping_from,
    mapping_from_text,
)
from moibench.presentation.years import parse_year

_LONGEST = 1024 * 1024


def typed_mapping(post: QueryDict, catalogue: Catalogue) -> Mapping:
    """Return the mapping as it was corrected, in its text or by the lists above it.

    Raises:
        ImportRefused: with every fault.
        YearError: what was typed for the year of every value is none.
    """
    mapping = mapping_from_text(post.get("mapping", "")[:_LONGEST], catalogue)
    units = dict(mapping.units)
    for field, spelling in post.items():
        if field.startswith("spelling_"):
            means = post.get(f"means_{field.removeprefix('spelling_')}", "?")
            if means != "?":
                units[str(spelling)[:200]] = str(means)
    changes: dict[str, object] = {"units": units} | _series(post, mapping, catalogue)
    if year := post.get("year_of_all", "").strip():
        changes["year"] = {"fixed": str(parse_year(year))}
    if post.get("aggregates") in ("check", "store"):
        changes["aggregates"] = post["aggregates"]
    return mapping_from(as_plain(mapping) | changes, catalogue)


def _series(post: QueryDict, mapping: Mapping, catalogue: Catalogue) -> dict[str, object]:
    """Return what was chosen for titles of no known series; "" is the series of every value."""
    names = dict(mapping.series_names)
    for field, spelling in post.items():
        if field.startswith("title_"):
            means = str(post.get(f"series_{field.removeprefix('title_')}", "?"))
            if means != "?" and not spelling:
                known = catalogue.series.get(means)
                source = mapping.source or (known.source if known else "")
                return {"series": {"fixed": means}, "source": source}
            if means != "?":
                names[str(spelling)[:500]] = means
    return {"series_names": names}
