"""A value chain drawn: three stages with their actors, factors and what measures them."""

from __future__ import annotations

import re
from typing import Any

from moibench.presentation.language import text
from moibench.presentation.pages.glue import COMPOUNDS
from moibench.presentation.pictures.typeset import (
    PIXELS_PER_INCH,
    POINTS_PER_INCH,
    TypesetPicture,
    picture_png,
)
from moibench.presentation.value_chain.lines import ChainLines, FactorLine, StageLine

TEMPLATE = "chain.typ"
WIDE, NARROW, OF_DOCUMENT = 880.0, 300.0, 453.75  # points; a page of A4 has 16 cm for it
HIGHEST = 453.0  # points: 16 cm, as high as a document draws a picture
SIZES = (8.6, 7.8, 7.0, 6.4)
SCALE = 3.0


def chain_picture(
    lines: ChainLines,
    *,
    narrow: bool = False,
    width: float = WIDE,
    size: float = 11.0,
    with_indicators: bool = True,
    with_title: bool = False,
) -> TypesetPicture:
    """Return a chain as a picture `width` points wide; narrow puts one stage below another."""
    language = lines.language
    caption = text("value_chain.picture.caption", language, name=lines.name, unit=lines.unit)
    note = picture_note(lines)
    return TypesetPicture(
        caption=caption,
        note=note,
        alternative=alternative(lines),
        spec={},
        template=TEMPLATE,
        data={
            "language": language,
            "width": NARROW if narrow else width,
            "size": size,
            "narrow": narrow,
            "title": caption if with_title else "",
            "note": note if with_title else "",
            "unbroken": [re.escape(word) for word in COMPOUNDS] if language == "th" else [],
            "words": {
                key: text(f"value_chain.{key}", language)
                for key in ("actors", "no_actors", "no_factors")
            },
            "stages": [_stage(s, with_indicators=with_indicators) for s in lines.stages],
        },
    )


def document_picture(lines: ChainLines) -> TypesetPicture:
    """Return the picture for a document: as large as a page allows, still whole on one page."""
    for size in SIZES:
        picture = chain_picture(lines, width=OF_DOCUMENT, size=size)
        if _height(picture) <= HIGHEST:
            return picture
    for size in SIZES:
        picture = chain_picture(lines, width=OF_DOCUMENT, size=size, with_indicators=False)
        if _height(picture) <= HIGHEST:
            break
    return picture


def picture_note(lines: ChainLines) -> str:
    """Say how the picture is read."""
    return text(
        "value_chain.picture.note", lines.language, benchmark=lines.against, year=lines.year
    )


def alternative(lines: ChainLines) -> str:
    """Return the picture in words."""
    language = lines.language
    none = text("value_chain.picture.none", language)
    return "; ".join(
        text(
            "value_chain.picture.stage_said",
            language,
            stage=s.name,
            actors=" · ".join(s.actors) or none,
            factors=", ".join(_said(f) for f in s.factors) or none,
        )
        for s in lines.stages
    )


def _said(factor: FactorLine) -> str:
    measured = ", ".join(
        f"{i.name} {i.valued} {i.relation_said}".rstrip() for i in factor.indicators
    )
    return f"{factor.name} ({measured})" if measured else factor.name


def _stage(stage: StageLine, *, with_indicators: bool) -> dict[str, Any]:
    return {
        "name": stage.name,
        "actors": list(stage.actors),
        "factors": [
            {
                "name": f.name,
                "indicators": [
                    {
                        "name": i.name if with_indicators else "",
                        "value": i.value if with_indicators else "",
                        "relation": i.relation or "",
                        "worse": i.relation == "worse",
                    }
                    for i in f.indicators
                ],
            }
            for f in stage.factors
        ],
    }


def _height(picture: TypesetPicture) -> float:
    """Return how high a picture is in points."""
    png = picture_png(picture, SCALE)
    return int.from_bytes(png[20:24], "big") / SCALE / PIXELS_PER_INCH * POINTS_PER_INCH
