"""The catalogue of the present question: in force now, at a moment, or of an edition."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from moibench.analysis.vantage import current_vantage
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Design, Framework


def current_catalogue() -> Catalogue:
    """Return the catalogue in force, or that of the moment or edition asked about.

    Raises:
        CatalogueError: naming every faulty file and key.
    """
    return current_vantage().catalogue


def current_framework() -> Framework:
    """Return the framework that pages and reports follow."""
    vantage = current_vantage()
    return vantage.catalogue.frameworks[vantage.framework_id]


def current_design() -> Design:
    """Return the index design of the framework in force."""
    vantage = current_vantage()
    named = vantage.edition.design if vantage.edition else current_framework().design
    return vantage.catalogue.designs[named]


def outlines() -> dict[str, Any]:
    """Return the province outlines as GeoJSON; properties.unit is the unit's code."""
    return _outlines(current_catalogue().folder)


@lru_cache(maxsize=4)
def _outlines(folder: Path) -> dict[str, Any]:
    path = folder / "units" / "outlines.geojson"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
