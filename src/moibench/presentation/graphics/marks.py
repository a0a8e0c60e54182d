"""The marks that mean the same in every chart, and how dots are stacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moibench.analysis.results import Relation
from moibench.presentation.graphics.drawing import Markup, drawing, number

RELATION_CLASS: dict[Relation, str] = {"better": "p", "similar": "z", "worse": "m"}
LARGEST_STEP, SMALLEST_STEP = 5.4, 2.4
DOT_SHARE = 0.82

Place = tuple[float, float]


def dots(places: Iterable[Place], diameter: float, css: str = "sw") -> str:
    """Draw dots as one path with round caps: a tenth of the size of an element for each."""
    path = "".join(f"M{number(x)} {number(y)}h0" for x, y in places)
    return f'<path class="{css}" stroke-width="{number(diameter)}" d="{path}"/>' if path else ""


def own_mark(x: float, y: float, relation: Relation | None = None, radius: float = 5.5) -> str:
    """Draw the unit of the page, coloured by its relation where one is judged."""
    css = f"own {RELATION_CLASS[relation]}" if relation else "own"
    return f'<circle class="{css}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def cluster_mark(x: float, y: float, radius: float = 5) -> str:
    """Draw the cluster's hollow diamond."""
    left, right = number(x - radius), number(x + radius)
    path = f"M{number(x)} {number(y - radius)}L{right} {number(y)}"
    path += f"L{number(x)} {number(y + radius)}L{left} {number(y)}Z"
    return f'<path class="diamond" d="{path}"/>'


def country_mark(x: float, top: float, bottom: float) -> str:
    """Draw the country's upright stroke."""
    return f'<path class="tick" d="M{number(x)} {number(top)}V{number(bottom)}"/>'


def stacked(
    positions: Sequence[float], step: float, floor: float, room: float | None = None
) -> list[Place]:
    """Snap positions to columns `step` wide and pile them up from `floor`, in the order given.

    A pile that would outgrow `room` is pressed together rather than drawn into the row above.
    """
    rise = step
    if room is not None:
        rise = min(step, room / max(1, _tallest(positions, step)))
    height: dict[int, int] = {}
    places: list[Place] = []
    for position in positions:
        column = round(position / step)
        level = height.get(column, 0)
        height[column] = level + 1
        places.append((column * step, floor - level * rise))
    return places


def step_that_fits(positions: Sequence[float], room: float, largest: float = LARGEST_STEP) -> float:
    """Return the largest step at which the tallest pile fits `room`: dots shrink, never overlap."""
    step = largest
    while step > SMALLEST_STEP and _tallest(positions, step) * step > room:
        step -= 0.3
    return step


def _tallest(positions: Sequence[float], step: float) -> int:
    count: dict[int, int] = {}
    for position in positions:
        column = round(position / step)
        count[column] = count.get(column, 0) + 1
    return max(count.values(), default=0)


def key_mark(kind: str) -> Markup:
    """Return one mark alone, 12 px square, for a legend.

    kind: own, better, similar, worse, cluster, country, unit, unit_near, hollow, accent.
    """
    middle = 6.0
    bodies = {
        "own": own_mark(middle, middle, None, 4.8),
        "better": own_mark(middle, middle, "better", 4.8),
        "similar": own_mark(middle, middle, "similar", 4.8),
        "worse": own_mark(middle, middle, "worse", 4.8),
        "cluster": cluster_mark(middle, middle, 4.6),
        "country": country_mark(middle, 0, 12),
        "unit": dots([(middle, middle)], 5),
        "unit_near": dots([(middle, middle)], 5, "sw2"),
        "hollow": '<circle class="hollow" cx="6" cy="6" r="4"/>',
        "accent": '<circle class="accent-dot" cx="6" cy="6" r="4.5"/>',
        "range": '<path class="rr" d="M0 6H12"/>',
        "reference": '<path class="spark-ref" d="M0 6H12"/>',
        "spread": '<rect class="bar0" y="1" width="12" height="10"/>',
        "quartiles": '<rect class="bar1" y="1" width="12" height="10"/>',
    }
    return drawing(12, 12, bodies[kind])
