"""Tile-grid map: each province once, the same size, where it roughly lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from moibench.presentation.graphics.drawing import Markup, drawing, number

Cell = tuple[int, int]
NO_DATA = 0


def tile_grid(
    cells: Mapping[str, Cell],
    *,
    step: Callable[[str], int],
    abbreviation: Callable[[str], str],
    value: Callable[[str], str],
    title: Callable[[str], str],
    link: Callable[[str], str],
    region: Callable[[str], str | None],
    label: str,
    selected: frozenset[str] = frozenset(),
    size: float = 41,
) -> Markup:
    """Draw the grid with a line between regions.

    cells: unit code → (column, row). step: 1–5 of the colour scale, 0 for no data. Every tile
    is a link to its unit, so the map can be walked with the keyboard.
    """
    pitch = size + 2
    body = ""
    for code in sorted(cells, key=lambda c: (c in selected, cells[c][1], cells[c][0])):
        column, row = cells[code]
        x, y, n = column * pitch, row * pitch, step(code)
        middle = number(x + size / 2)
        sel = " sel" if code in selected else ""
        body += (
            f'<a href="{escape(link(code))}"><title>{escape(title(code))}</title>'
            f'<rect class="q{n}{sel}" x="{number(x)}" y="{number(y)}" '
            f'width="{number(size)}" height="{number(size)}"/>'
            f'<text class="ab t{n}" x="{middle}" y="{number(y + size / 2 - 1)}">'
            f"{escape(abbreviation(code))}</text>"
            f'<text class="nn t{n}" x="{middle}" y="{number(y + size / 2 + 13)}">'
            f"{escape(value(code))}</text></a>"
        )
    columns = 1 + max((c for c, _ in cells.values()), default=0)
    rows = 1 + max((r for _, r in cells.values()), default=0)
    body += f'<path class="edge" d="{_region_edges(cells, region, pitch)}"/>'
    svg = drawing(columns * pitch - 2, rows * pitch - 2, body, css="tiles")
    return Markup(
        svg.replace('aria-hidden="true"', f'role="group" aria-label="{escape(label)}"', 1)
    )


def _region_edges(
    cells: Mapping[str, Cell], region: Callable[[str], str | None], pitch: float
) -> str:
    at = {cell: code for code, cell in cells.items()}
    path = ""
    for (column, row), code in at.items():
        right, below = at.get((column + 1, row)), at.get((column, row + 1))
        if right is not None and region(right) != region(code):
            path += f"M{number((column + 1) * pitch - 1)} {number(row * pitch - 1)}v{number(pitch)}"
        if below is not None and region(below) != region(code):
            path += f"M{number(column * pitch - 1)} {number((row + 1) * pitch - 1)}h{number(pitch)}"
    return path
