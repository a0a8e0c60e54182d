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

_LONGEST = 1024 * 1024


def typed_mapping(post: QueryDict, catalogue: Catalogue) -> Mapping:
    """Return the mapping as it was corrected, in its text or by the lists above it.

    Raises:
        ImportRefused: with every fault.
    """
    mapping = mapping_from_text(post.get("mapping", "")[:_LONGEST], catalogue)
    units = dict(mapping.units)
    for field, spelling in post.items():
        if field.startswith("spelling_"):
            means = post.get(f"means_{field.removeprefix('spelling_')}", "?")
            if means != "?":
                units[str(spelling)[:200]] = str(means)
    changes: dict[str, object] = {"units": units}
    if post.get("aggregates") in ("check", "store"):
        changes["aggregates"] = post["aggregates"]
    return mapping_from(as_plain(mapping) | changes, catalogue)
