"""Tile-grid map: each province once, the same size, where it roughly lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def tile_lines(
    cells: Mapping[str, Cell],
    *,
    histories: Mapping[str, Sequence[Sequence[tuple[int, float]]]],
    years: tuple[int, int],
    scale: Callable[[float], float],
    abbreviation: Callable[[str], str],
    title: Callable[[str], str],
    link: Callable[[str], str],
    region: Callable[[str], str | None],
    label: str,
    reference: Sequence[Sequence[tuple[int, float]]] = (),
    selected: frozenset[str] = frozenset(),
    size: float = 50,
) -> Markup:
    """Draw every unit's line over the years in its tile, all on one axis.

    histories: unit code → runs of (CE year, value) without a break in series between them;
    reference: the same of the benchmark, dashed in every tile. scale: value → 0–1 of the height.
    """
    pitch, floor, room = size + 2, size - 4, size - 20
    first, last = years

    def path(runs: Sequence[Sequence[tuple[int, float]]], x: float, y: float) -> str:
        def place(point: tuple[int, float]) -> str:
            across = (point[0] - first) / (last - first) if last > first else 0.5
            up = y + floor - room * scale(point[1])
            return f"{number(x + 3 + (size - 6) * across)} {number(up)}"

        return "".join("M" + "L".join(place(p) for p in run) for run in runs if len(run) > 1)

    body = ""
    for code in sorted(cells, key=lambda c: (c in selected, cells[c][1], cells[c][0])):
        column, row = cells[code]
        x, y = column * pitch, row * pitch
        own = path(histories.get(code, ()), x, y)
        sel = " sel" if code in selected else ""
        body += (
            f'<a href="{escape(link(code))}"><title>{escape(title(code))}</title>'
            f'<rect class="{"q0" if not own else "pane"}{sel}" x="{number(x)}" y="{number(y)}" '
            f'width="{number(size)}" height="{number(size)}"/>'
            f'<text class="lo" x="{number(x + 3)}" y="{number(y + 12)}">'
            f"{escape(abbreviation(code))}</text>"
        )
        if own and (compared := path(reference, x, y)):
            body += f'<path class="spark-ref" d="{compared}"/>'
        body += f'<path class="spark" d="{own}"/></a>' if own else "</a>"
    columns = 1 + max((c for c, _ in cells.values()), default=0)
    rows = 1 + max((r for _, r in cells.values()), default=0)
    body += f'<path class="edge" d="{_region_edges(cells, region, pitch)}"/>'
    svg = drawing(columns * pitch - 2, rows * pitch - 2, body, css="tiles lines")
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
