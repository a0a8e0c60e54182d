"""Names beside marks: none over another, over a mark or over the edge."""

from __future__ import annotations

import numpy as np
import pytest

from moibench.presentation.charts.labels import GAP, LETTER, LINE, Mark, letters, sides

WIDTH, HEIGHT = 600.0, 400.0
NAMES = ("", "การค้า", "อุตสาหกรรมการผลิต", "GPP", "7")
Box = tuple[float, float, float, float]


def box_of(mark: Mark, side: str) -> Box:
    across, far = letters(mark.name) * LETTER, mark.radius + GAP
    left = {"right": mark.x + far, "left": mark.x - far - across}.get(side, mark.x - across / 2)
    top = {"above": mark.y - far - LINE, "below": mark.y + far}.get(side, mark.y - LINE / 2)
    return left, top, left + across, top + LINE


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def scattered(seed: int) -> list[Mark]:
    """Return up to 40 marks that crowd a corner of the plane as often as they fill it."""
    made = np.random.default_rng(seed)
    count, crowded = int(made.integers(1, 40)), made.uniform(0.2, 1.0)
    return [
        Mark(
            float(made.uniform(0, WIDTH * crowded)),
            float(made.uniform(0, HEIGHT * crowded)),
            float(made.uniform(3, 20)),
            NAMES[int(made.integers(len(NAMES)))],
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_no_name_meets_a_name_a_mark_or_the_edge(seed: int) -> None:
    given = scattered(seed)
    taken: Box = (0.0, 0.0, 120.0, 25.0)
    chosen = sides(given, WIDTH, HEIGHT, taken=[taken])
    boxes = [box_of(m, s) for m, s in zip(given, chosen, strict=True) if s is not None]
    for i, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= WIDTH
        assert box[3] <= HEIGHT
        assert not meet(box, taken)
        assert not any(meet(box, other) for other in boxes[i + 1 :])
        for m in given:
            disc = (m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius)
            assert not meet(box, disc)


def test_a_lonely_mark_bears_its_name_at_the_right_and_a_nameless_one_none() -> None:
    assert sides([Mark(300, 200, 5, "การค้า")], WIDTH, HEIGHT) == ("right",)
    assert sides([Mark(595, 200, 5, "การค้า")], WIDTH, HEIGHT) == ("left",)
    assert sides([Mark(300, 200, 5, "")], WIDTH, HEIGHT) == (None,)


def test_vowels_and_tones_above_take_no_room() -> None:
    assert letters("น้ำ") == letters("นำ")
