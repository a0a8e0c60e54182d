"""The catalogue in force, read once a process."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from moibench.catalogue import Catalogue, load_catalogue
from moibench.catalogue.schema import Design, Framework


@lru_cache(maxsize=1)
def current_catalogue() -> Catalogue:
    """Return the built-in catalogue.

    Raises:
        CatalogueError: naming every faulty file and key.
    """
    return load_catalogue()


def current_framework() -> Framework:
    """Return the framework that pages and reports follow."""
    return next(iter(current_catalogue().frameworks.values()))


def current_design() -> Design:
    """Return the index design of the framework in force."""
    return current_catalogue().designs[current_framework().design]


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    """Return the province outlines as GeoJSON; properties.unit is the unit's code."""
    path = current_catalogue().folder / "units" / "outlines.geojson"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
