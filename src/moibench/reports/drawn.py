"""Charts of a report as pictures, and how wide they stand between its margins."""

from __future__ import annotations

import struct

from moibench.presentation.pictures import Picture, picture_png
from moibench.presentation.report import TEXT_WIDTH

SCALE = 3.0
CSS_PIXELS = 605  # of a picture as wide as the text
MOST_HEIGHT = 16.0  # cm, so that heading, caption and note stand on its page


def drawn(picture: Picture) -> tuple[bytes, float]:
    """Return a chart as PNG and its width in cm, at which the type of all is the same size."""
    png = picture_png(picture, SCALE)
    return png, width_of(png)


def width_of(png: bytes) -> float:
    """Return the width in cm of a picture drawn at `SCALE`."""
    across, down = struct.unpack(">II", png[16:24])
    width = min(TEXT_WIDTH, across / SCALE / CSS_PIXELS * TEXT_WIDTH)
    return float(min(width, MOST_HEIGHT * across / down))
