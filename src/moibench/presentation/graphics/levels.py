"""Level squares, squares of presence, and the bar of a rank with its range."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.presentation.graphics.drawing import Markup, drawing, label_text, number
from moibench.presentation.graphics.marks import own_mark

LEVELS = 5


def level_squares(level: int | None, side: float = 11) -> Markup:
    """Draw five squares of which `level` are filled; none when there is no level."""
    return presence_squares([level is not None and n < level for n in range(LEVELS)], side, side)


def presence_squares(filled: Sequence[bool], width: float = 11, height: float = 9) -> Markup:
    """Draw a row of rectangles, filled or pale, such as one for each year with data."""
    pitch = width + 3
    body = "".join(
        f'<rect class="step{" f" if on else ""}" x="{number(n * pitch)}" '
        f'width="{number(width)}" height="{number(height)}"/>'
        for n, on in enumerate(filled)
    )
    return drawing(len(filled) * pitch - 3, height, body)


def rank_bar(width: float, rank: int, low: int | None, high: int | None, of: int) -> Markup:
    """Draw a rank and its range on a line from the last place to the first."""
    left, right = 22.0, width - 16

    def place(position: float) -> float:
        return left if of < 2 else left + (right - left) * (of - position) / (of - 1)

    body = f'<path class="grid" d="M{number(left)} 7H{number(right)}"/>'
    if low is not None and high is not None:
        body += f'<path class="rr" d="M{number(place(high) - 1.5)} 7H{number(place(low) + 1.5)}"/>'
    body += own_mark(place(rank), 7, None, 4.5)
    body += label_text(left - 6, 11, str(of), "lo end") + label_text(right + 6, 11, "1")
    return drawing(width, 14, body)


def count_bar(share: float, level: int, width: float = 62) -> Markup:
    """Draw a bar of `share` (0–1) of the width in the colour of a level."""
    length = number(max(1.0, share * width))
    return drawing(width, 11, f'<rect class="q{level} thin" width="{length}" height="11"/>')


def swatch(level: int) -> Markup:
    """Draw the colour of a level for a legend."""
    return drawing(20, 12, f'<rect class="q{level} thin" width="20" height="12"/>')
