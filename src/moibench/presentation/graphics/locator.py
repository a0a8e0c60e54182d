"""Small map that shows where a unit lies. Thematic only: not an authoritative boundary."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moibench.presentation.graphics.drawing import Markup, drawing

_WEST, _EAST, _SOUTH, _NORTH = 97.3, 105.7, 5.55, 20.5
_SQUEEZE = math.cos(math.radians(13.2))  # degrees of longitude are this much shorter here
_SMALLEST_ISLAND = 0.01  # square degrees; smaller ones would be under a pixel
_MOST_PATHS = 8
# Outlines and scale → the outlines themselves, which keeps their id theirs, and the path of each.
_paths: dict[tuple[int, float], tuple[list[Any], list[str]]] = {}


def locator(
    outlines: Mapping[str, Any], emphasis: Callable[[str], str], *, label: str, width: float = 110
) -> Markup:
    """Draw every province; `emphasis` gives the class of a unit code ("" is the pale one)."""
    scale = width / ((_EAST - _WEST) * _SQUEEZE)
    by_class: dict[str, list[str]] = {}
    features = outlines["features"]
    if (id(features), scale) not in _paths:
        if len(_paths) >= _MOST_PATHS:
            _paths.clear()
        _paths[id(features), scale] = features, [_path(f["geometry"], scale) for f in features]
    for feature, path in zip(*_paths[id(features), scale], strict=True):
        by_class.setdefault(emphasis(str(feature["properties"]["unit"])), []).append(path)
    body = "".join(
        f'<path class="{css}" d="{"".join(by_class[css])}"/>' for css in sorted(by_class)
    )
    return drawing(width, (_NORTH - _SOUTH) * scale, body, label=label, css="loc")


def _path(geometry: Mapping[str, Any], scale: float) -> str:
    return "".join(_ring(ring, scale) for ring in _outer_rings(geometry))


def _outer_rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    several = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
    largest = max(_extent(p[0]) for p in polygons)
    for polygon in polygons:
        size = _extent(polygon[0])
        if size >= _SMALLEST_ISLAND or size == largest:
            yield polygon[0]


def _extent(ring: list[list[float]]) -> float:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _ring(ring: list[list[float]], scale: float) -> str:
    path, last = "", (math.inf, math.inf)
    for longitude, latitude in ring:
        x = round((longitude - _WEST) * _SQUEEZE * scale, 1)
        y = round((_NORTH - latitude) * scale, 1)
        if abs(x - last[0]) + abs(y - last[1]) >= 0.8:
            path += f"{'L' if path else 'M'}{x:g} {y:g}"
            last = (x, y)
    return path + "Z"
