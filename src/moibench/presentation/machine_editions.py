"""Published editions and their differences for machines. Nothing is rounded."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from moibench.analysis.edition_results import EditionDifference
from moibench.analysis.vantage import Frozen

Json = dict[str, Any]


def edition_json(edition: Frozen) -> Json:
    """Return what an edition froze as plain values."""
    return {
        "name": edition.name,
        "moment": edition.moment.isoformat(),
        "data_version": edition.data_version,
        "catalogue_version": edition.catalogue.version,
        "framework": edition.framework,
        "design": edition.design,
        "seed": edition.seed,
        "replicates": edition.replicates,
        "map_date": edition.map_date.isoformat(),
        "results": edition.results,
        "software": edition.software,
        "published_by": edition.published_by,
        "note": edition.note,
    }


def difference_json(difference: EditionDifference) -> Json:
    """Return every difference between two editions as plain values."""
    return {
        "older": difference.older,
        "newer": difference.newer,
        "year": difference.year,
        "values": [asdict(v) for v in difference.values],
        "definitions": [
            {
                "kind": d.kind,
                "path": d.path,
                "keys": [{"key": k, "before": b, "after": a} for k, b, a in d.keys],
            }
            for d in difference.definitions
        ],
        "moves": [asdict(m) | {"because": list(m.because)} for m in difference.moves],
    }
