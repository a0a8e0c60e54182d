"""Pictures made of boxes of words, laid out by a typesetter that breaks Thai between words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from moibench.presentation.pictures.frame import Picture
from moibench.presentation.pictures.render import FONT_FOLDER, render_png

PIXELS_PER_INCH = 96.0
POINTS_PER_INCH = 72.0


@dataclass(frozen=True)
class TypesetPicture(Picture):
    """A picture of a template beside this file on `data`, instead of a chart's spec.

    data: `width` in points and what the template reads.
    """

    template: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def picture_png(picture: Picture, scale: float = 3.0) -> bytes:
    """Draw a picture of either kind as PNG, `scale` pixels per CSS pixel of its size."""
    if isinstance(picture, TypesetPicture):
        return typeset(picture, "png", scale)
    return render_png(picture.spec, scale)


def typeset(picture: TypesetPicture, form: Literal["svg", "png"], scale: float = 3.0) -> bytes:
    """Draw a typeset picture, the same bytes for the same words."""
    data = json.dumps(picture.data, ensure_ascii=False, sort_keys=True)
    return _typeset(picture.template, data, form, scale)


@lru_cache(maxsize=64)
def _typeset(template: str, data: str, form: Literal["svg", "png"], scale: float) -> bytes:
    import typst  # starts slowly, and few pages draw such a picture

    compile_typst: Callable[..., bytes] = typst.compile  # its own types do not take bytes
    return compile_typst(
        Path(__file__).with_name(template).read_bytes(),
        font_paths=[str(FONT_FOLDER)],
        ignore_system_fonts=True,
        format=form,
        ppi=PIXELS_PER_INCH * scale,
        sys_inputs={"data": data},
    )
