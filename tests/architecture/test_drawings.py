from __future__ import annotations

from scripts import draw_rooms


def test_the_picture_of_the_rooms_is_the_one_the_contract_gives() -> None:
    drawn = draw_rooms.TARGET.read_text(encoding="utf-8")
    assert drawn == draw_rooms.picture(), "run: python scripts/draw_rooms.py"
