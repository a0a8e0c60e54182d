"""The 0–100 strip of scores: units stacked, bands of the levels, our marks below."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from moibench.presentation.graphics.drawing import Markup, drawing, label_text, number
from moibench.presentation.graphics.marks import (
    DOT_SHARE,
    cluster_mark,
    country_mark,
    dots,
    own_mark,
    stacked,
    step_that_fits,
)

_PAD = 6
_NARROWEST_BAND = 9.0


def _place(width: float, score: float) -> float:
    return _PAD + (width - 2 * _PAD) * score / 100


def continuum(
    width: float,
    distribution: Sequence[tuple[str, float]],
    own: float | None,
    *,
    level: int | None,
    cutoffs: Sequence[float],
    cluster: float | None,
    country: float | None,
    label: str,
    near: Collection[str] = (),
    height: float = 62,
    numbered: bool = False,
) -> Markup:
    """Draw every unit's score with the band of our level shaded.

    distribution: (unit code, score); near: codes drawn darker, such as those of the region.
    numbered: write the number of each level at the top of its band.
    """
    floor, lane = height - 21, height - 10
    edges = (0.0, *cutoffs, 100.0)
    body = ""
    if level is not None:
        left, right = _place(width, edges[level - 1]), _place(width, edges[level])
        body += (
            f'<rect class="bar0" x="{number(left)}" y="0" width="{number(right - left)}" '
            f'height="{number(floor)}"/>'
        )
    lines = "".join(f"M{number(_place(width, c))} 0V{number(floor)}" for c in cutoffs)
    body += f'<path class="grid" d="{lines}"/>'
    body += f'<path class="axis" d="M{_PAD} {number(floor)}H{number(width - _PAD)}"/>'
    if numbered:
        body += _level_names(width, cutoffs, [str(n) for n in range(1, len(edges))])
    ordered = sorted(distribution, key=lambda pair: pair[0] not in near)
    positions = [_place(width, score) for _, score in ordered]
    step = step_that_fits(positions, floor - (14 if numbered else 1), 5.2)
    places = stacked(positions, step, floor - 0.64 * step, floor - (14 if numbered else 1))
    darker = sum(code in near for code, _ in ordered)
    body += dots(places[darker:], DOT_SHARE * step)
    body += dots(places[:darker], DOT_SHARE * step, "sw2")
    if country is not None:
        body += country_mark(_place(width, country), floor - 4, lane + 7)
    if cluster is not None:
        body += cluster_mark(_place(width, cluster), lane, 4.6)
    if own is not None:
        body += own_mark(_place(width, own), lane)
    return drawing(width, height, body, label=label)


def level_scale(width: float, cutoffs: Sequence[float], names: Sequence[str]) -> Markup:
    """Write the names of the levels over the bands of a continuum, as far as they have room."""
    return drawing(width, 16, _level_names(width, cutoffs, names))


def _level_names(width: float, cutoffs: Sequence[float], names: Sequence[str]) -> str:
    edges = (0.0, *cutoffs, 100.0)
    return "".join(
        label_text(_place(width, (low + high) / 2), 11, name, "lo mid")
        for name, low, high in zip(names, edges, edges[1:], strict=False)
        if (high - low) * (width - 2 * _PAD) / 100 >= _NARROWEST_BAND
    )
