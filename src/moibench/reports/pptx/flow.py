"""A chain on a slide as native shapes: an arrow a stage, a box of actors, a box a factor."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide as Page
from pptx.util import Cm, Pt

from moibench.presentation.language import Language
from moibench.presentation.slides.deck import ChainBox, ChainColumn, ChainFlow
from moibench.reports.pptx.drawing import (
    ACCENT,
    CM_PER_POINT,
    FILL,
    GREY,
    INK,
    LETTER,
    RULE,
    Box,
    Line,
    add_text,
    fill_frame,
)

GAP, APART, INSET = 0.35, 0.18, 0.18  # cm between columns, between boxes, inside a box
ARROW, REMARK = 1.1, 0.8  # cm
SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
LINE = 1.3  # height of a line by its size
BOLD_LETTER = 0.5  # width of a letter by its size
UNBROKEN = 0.9  # of a line that is full before the word that goes to the next
SMALLEST_WITH_LINES = 11.0  # points; smaller, the signs stand without their names


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a chain is written so that it fits: size in points, whether indicators have names."""

    size: float
    named: bool


def add_flow(page: Page, box: Box, flow: ChainFlow, language: Language) -> None:
    """Add a chain that fits the box, however many factors it has."""
    count = len(flow.columns)
    width = (box.width - GAP * (count - 1)) / count
    room = box.height - ARROW - REMARK - 2 * APART
    fit = _fit(flow, width, room)
    actors = max(_actors_height(flow, c, width, fit.size) for c in flow.columns)
    for i, column in enumerate(flow.columns):
        left = box.left + i * (width + GAP)
        _arrow(page, Box(left, box.top, width, ARROW), column.name, language)
        top = box.top + ARROW + APART
        lines = [
            Line(flow.actors, fit.size - 1, GREY),
            Line(column.actors, fit.size - 1, INK),
        ]
        _box(page, Box(left, top, width, actors), lines, language, fill=FILL, name=flow.actors)
        top += actors + APART
        if not column.boxes:
            empty = Box(left, top, width, _height([Line(flow.empty, fit.size)], width))
            _box(page, empty, [Line(flow.empty, fit.size, GREY)], language, dashed=True,
                 name=flow.empty)  # fmt: skip
        for factor in column.boxes:
            height = _box_height(factor, width, fit)
            place = Box(left, top, width, height)
            lines = _lines(factor, fit)
            _box(page, place, lines, language, dashed=not factor.is_measured, name=factor.name)
            top += height + APART
    below = Box(box.left, box.top + box.height - REMARK, box.width, REMARK)
    add_text(page, below, [Line(flow.remark, 12, GREY)], language)


def _fit(flow: ChainFlow, width: float, room: float) -> _Fit:
    """Return the largest letters in which every column fits; the least, where none does."""
    tries = [_Fit(size, True) for size in SIZES if size >= SMALLEST_WITH_LINES]
    tries += [_Fit(size, False) for size in SIZES if size <= SIZES[3]]
    for fit in tries:
        actors = max(_actors_height(flow, c, width, fit.size) for c in flow.columns)
        if all(
            actors + sum(APART + _box_height(b, width, fit) for b in c.boxes) <= room
            for c in flow.columns
        ):
            return fit
    return tries[-1]


def _lines(factor: ChainBox, fit: _Fit) -> list[Line]:
    if not fit.named:
        signs = " ".join(sign for sign, _, _ in factor.lines)
        return [Line(f"{factor.name}  {signs}".rstrip(), fit.size, bold=True)]
    return [
        Line(factor.name, fit.size, bold=True),
        *(
            Line(f"{name}  {value}", fit.size - 1.5, sign=sign)
            for sign, name, value in factor.lines
        ),
    ]


def _box_height(factor: ChainBox, width: float, fit: _Fit) -> float:
    return _height(_lines(factor, fit), width)


def _actors_height(flow: ChainFlow, column: ChainColumn, width: float, size: float) -> float:
    return _height([Line(flow.actors, size - 1), Line(column.actors, size - 1)], width)


def _height(lines: list[Line], width: float) -> float:
    """Return about how high lines stand in a box, in a face a little wide."""
    height = 0.0
    for line in lines:
        letter = (BOLD_LETTER if line.bold else LETTER) * line.size * CM_PER_POINT
        across = (width - 2 * INSET) / letter * UNBROKEN - (2 if line.sign else 0)
        letters = sum(unicodedata.category(one) != "Mn" for one in line.text)
        height += LINE * line.size * CM_PER_POINT * -(-letters // max(1.0, across))
    return height + 2 * INSET * 0.7


def _arrow(page: Page, box: Box, name: str, language: Language) -> None:
    shape = _shape(page, MSO_SHAPE.CHEVRON, box, ACCENT, None)
    shape.adjustments[0] = 0.32
    shape.name = name
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    fill_frame(frame, [Line(name, 18, "FFFFFF", bold=True)], language)


def _box(
    page: Page,
    box: Box,
    lines: list[Line],
    language: Language,
    *,
    name: str,
    fill: str = "FFFFFF",
    dashed: bool = False,
) -> None:
    shape = _shape(page, MSO_SHAPE.RECTANGLE, box, fill, GREY if dashed else RULE)
    if dashed:
        shape.line.dash_style = MSO_LINE.DASH
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Cm(INSET)
    frame.margin_top = frame.margin_bottom = Cm(INSET * 0.6)
    fill_frame(frame, lines, language, left=True)


def _shape(page: Page, kind: Any, box: Box, fill: str, edge: str | None) -> Any:
    shape = page.shapes.add_shape(kind, Cm(box.left), Cm(box.top), Cm(box.width), Cm(box.height))
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(fill)
    if edge is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = RGBColor.from_string(edge)
        shape.line.width = Pt(0.75)
    return shape
