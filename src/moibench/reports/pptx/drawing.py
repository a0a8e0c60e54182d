"""Text, cards and tables on a slide; places in centimetres, sizes in points."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide as Page
from pptx.util import Cm, Pt

from moibench.presentation.language import Language
from moibench.presentation.pictures import picture_png
from moibench.presentation.slides.deck import Cards, Illustration, Points, SlideTable

FONT, SYMBOL_FONT = "TH Sarabun New", "Segoe UI Symbol"
INK, GREY, RULE, ACCENT, FILL = "1A1D21", "5B6470", "C9CED6", "14375E", "EEF0F4"
SIGN_COLOURS = {"●": "1F5FA6", "○": GREY, "◆": "D9730D"}
SYMBOLS = frozenset("●○◆▲▼△▽")
PICTURE_SCALE = 3.0
LETTERS = 150  # of a line as wide as a slide, at the size of tables
LETTER, LINE_HEIGHT, CM_PER_POINT = 0.41, 1.35, 0.0353  # of a letter, by its size in points
AFTER_NUMBER = 0.6  # cm between a number, set at the right, and the words behind it
LEFT, WIDTH, SOURCE_TOP, FOOT_TOP = 1.6, 30.6, 16.75, 18.0


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide in centimetres."""

    left: float
    top: float
    width: float
    height: float

    def part(self, start: float, end: float, gap: float) -> Box:
        """Return the part between two shares of the width, less a gap at its right."""
        width = self.width * (end - start) - gap
        return Box(self.left + self.width * start, self.top, width, self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: text, size in points, colour."""

    text: str
    size: float
    colour: str = INK
    bold: bool = False
    sign: str = ""
    after: float = 0.0


def set_fonts(properties: Any, name: str = FONT) -> None:
    """Name the font for Latin, East Asian and complex script, in the order of the schema."""
    for tag in ("a:latin", "a:ea", "a:cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        element = etree.SubElement(properties, qn(tag))
        element.set("typeface", name)


def add_text(
    page: Page, box: Box, lines: Sequence[Line], language: Language, *, right: bool = False
) -> None:
    """Add a text box of lines; a line's sign hangs before it."""
    shape = page.shapes.add_textbox(Cm(box.left), Cm(box.top), Cm(box.width), Cm(box.height))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    fill_frame(frame, lines, language, right=right)


def fill_frame(
    frame: Any,
    lines: Sequence[Line],
    language: Language,
    *,
    right: bool = False,
    left: bool = False,
) -> None:
    """Write lines into an empty frame; right, left: how they are set, if not as usual."""
    longest = max((len(line.sign) for line in lines), default=0)
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        if right or left:
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.space_after = Pt(line.after)
        if line.sign:
            # A number such as “+70.3” is wider than a bullet, and all lines begin at one place.
            hanging = Pt(line.size * max(1.3, 0.55 * longest + 0.4))
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", str(int(hanging)))
            properties.set("indent", str(-int(hanging)))
            stops = etree.SubElement(properties, qn("a:tabLst"))
            etree.SubElement(stops, qn("a:tab"), pos=str(int(hanging)), algn="l")
            _run(paragraph, line.sign, line, language)
            _run(paragraph, "\t", line, language)
        _runs(paragraph, line, language)


def _runs(paragraph: Any, line: Line, language: Language) -> None:
    """Add the text; signs stand in runs of their own, for no Thai font has them."""
    piece = ""
    for letter in line.text:
        if letter in SYMBOLS:
            if piece:
                _run(paragraph, piece, line, language)
                piece = ""
            _run(paragraph, letter, line, language)
        else:
            piece += letter
    if piece:
        _run(paragraph, piece, line, language)


def _run(paragraph: Any, content: str, line: Line, language: Language) -> None:
    run = paragraph.add_run()
    run.text = content
    is_sign = content in SYMBOLS
    run.font.size = Pt(line.size * 0.7 if is_sign else line.size)
    run.font.bold = line.bold
    run.font.color.rgb = RGBColor.from_string(SIGN_COLOURS.get(content, line.colour))
    properties = run._r.get_or_add_rPr()
    properties.set("lang", "th-TH" if language == "th" else "en-GB")
    set_fonts(properties, SYMBOL_FONT if is_sign else FONT)


def add_rule(page: Page, box: Box, colour: str) -> None:
    """Draw a line as a thin filled rectangle."""
    _rectangle(page, box, colour)


def _rectangle(page: Page, box: Box, fill: str | None, edge: str | None = None) -> None:
    shape = page.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Cm(box.left), Cm(box.top), Cm(box.width), Cm(box.height)
    )
    shape.shadow.inherit = False
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
    if edge is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = RGBColor.from_string(edge)
        shape.line.width = Pt(0.75)
    _decorative(shape)


def _decorative(shape: Any) -> None:
    """Mark a shape that says nothing a screen reader must read (Office 2019 and later)."""
    properties = shape._element.nvSpPr.cNvPr
    uri = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    listed = etree.SubElement(properties, qn("a:extLst"))
    extension = etree.SubElement(listed, qn("a:ext"), uri=uri)
    etree.SubElement(extension, f"{{{space}}}decorative", nsmap={"adec": space}, val="1")


def add_points(
    page: Page, box: Box, groups: Sequence[Points], language: Language, *, size: float
) -> None:
    """Add headings with lines under them, in letters of the size in points."""
    lines = []
    for group in groups:
        lines.append(Line(group.heading, size + 2, ACCENT, bold=True, after=4))
        lines += [Line(said, size, sign=sign, after=8) for sign, said in group.lines]
    add_text(page, box, lines, language)


def fitting_size(box: Box, groups: Sequence[Points], size: float) -> float:
    """Return the largest size, at most the one given, in which the points stand in the box."""
    sizes = [size * step for step in (1.0, 0.9, 0.8, 0.72, 0.64)]
    fitting = (s for s in sizes if _height(groups, box.width, s) < box.height)
    return next(fitting, sizes[-1])


def _height(groups: Sequence[Points], width: float, size: float) -> float:
    """Return about how high the lines stand in centimetres, in a face a little wide."""
    across = width / (LETTER * size * CM_PER_POINT) - 3  # less the sign that hangs before
    height = 0.0
    for group in groups:
        height += LINE_HEIGHT * (size + 2) + 4
        for _, said in group.lines:
            letters = sum(unicodedata.category(letter) != "Mn" for letter in said)
            height += LINE_HEIGHT * size * -(-letters // max(1.0, across)) + 8
    return height * CM_PER_POINT


def add_cards(page: Page, box: Box, cards: Cards, language: Language) -> None:
    """Add the levels side by side with five squares each, and a line a dimension below."""
    count = len(cards.cards)
    gap = 0.7
    for i, card in enumerate(cards.cards):
        width = (box.width - gap * (count - 1)) / count
        left = box.left + i * (width + gap)
        add_rule(page, Box(left, box.top, width, 0.07), ACCENT)
        heading = [Line(card.name, 20, ACCENT, bold=True)]
        add_text(page, Box(left, box.top + 0.2, width, 1.1), heading, language)
        number = "–" if card.level is None else str(card.level)
        add_text(
            page,
            Box(left, box.top + 1.5, 1.8, 2.4),
            [Line(number, 60, ACCENT, bold=True)],
            language,
        )
        for level in range(1, 6):
            filled = card.level is not None and level <= card.level
            side = (width - 2.2) / 5
            square = Box(left + 2.0 + (level - 1) * side, box.top + 1.9, side * 0.86, 0.55)
            _rectangle(page, square, ACCENT if filled else None, GREY)
        add_text(
            page,
            Box(left + 2.0, box.top + 2.6, width - 2.0, 1.0),
            [Line(card.score, 18, GREY)],
            language,
        )
        below = [Line(card.rank, 20, INK, bold=True), Line(card.note, 17, GREY)]
        add_text(page, Box(left, box.top + 4.3, width, 2.2), below, language)
    lines = [Line(f"{name}  {said}", 20, after=8) for name, said in cards.lines]
    add_text(page, Box(box.left, box.top + 7.4, box.width, box.height - 7.4), lines, language)


def add_picture(page: Page, box: Box, drawn: Illustration, language: Language) -> None:
    """Add a chart as a picture that fits the box in its own shape, its remark below."""
    png = picture_png(drawn.picture, PICTURE_SCALE)
    room = box.height - (2.4 if drawn.remark else 0)
    pixels = [int.from_bytes(png[i : i + 4], "big") for i in (16, 20)]
    scale = min(box.width / pixels[0], room / pixels[1])
    width, height = (p * scale for p in pixels)
    left = box.left + (box.width - width) / 2
    shape = page.shapes.add_picture(io.BytesIO(png), Cm(left), Cm(box.top), Cm(width), Cm(height))
    shape.name = drawn.picture.caption
    shape._element.nvPicPr.cNvPr.set("descr", drawn.picture.alternative)
    if drawn.remark:
        below = Box(box.left, box.top + room + 0.2, box.width, 2.2)
        add_text(page, below, [Line(drawn.remark, 18)], language)


def add_table(page: Page, box: Box, table: SlideTable, name: str, language: Language) -> None:
    """Add a native table that fits the box, its remark below."""
    height = box.height - (1.5 if table.remark else 0)
    each = min(1.05, height / (_lines_of(table) + 1.5))
    size = 17 if each >= 1.0 else 15 if each >= 0.88 else 13
    shape = page.shapes.add_table(
        len(table.rows) + 1,
        len(table.columns),
        Cm(box.left),
        Cm(box.top),
        Cm(box.width),
        Cm(each * (len(table.rows) + 1)),
    )
    shape.name = name
    shape._element.nvGraphicFramePr.cNvPr.set("descr", name)
    made = shape.table
    total = sum(c.share for c in table.columns)
    style = shape._element.graphic.graphicData.tbl.tblPr
    style.set("bandRow", "0")
    behind = [i > 0 and table.columns[i - 1].is_number for i in range(len(table.columns))]
    for i, column in enumerate(table.columns):
        made.columns[i].width = Cm(box.width * column.share / total)
        said = (column.head, size, language, column.is_number)
        _cell(made.cell(0, i), *said, head=True, after_number=behind[i])
    for r, row in enumerate(table.rows, 1):
        made.rows[r].height = Cm(each)
        for i, content in enumerate(row):
            said = (content, size, language, table.columns[i].is_number)
            _cell(made.cell(r, i), *said, after_number=behind[i])
    if table.remark:
        below = Box(box.left, box.top + height + 0.25, box.width, 1.2)
        add_text(page, below, [Line(table.remark, 13, GREY)], language)


def _lines_of(table: SlideTable) -> int:
    """Count the lines of a table: a cell of more letters than its column holds takes two."""
    total = sum(c.share for c in table.columns)
    holds = [LETTERS * c.share / total for c in table.columns]
    return sum(
        max(-(-len(cell) // max(1, int(room))) for cell, room in zip(row, holds, strict=True))
        for row in table.rows
    )


def _cell(
    cell: Any,
    content: str,
    size: float,
    language: Language,
    is_number: bool,
    *,
    head: bool = False,
    after_number: bool = False,
) -> None:
    cell.margin_left = Cm(0.12 if is_number or not after_number else AFTER_NUMBER)
    cell.margin_right = Cm(0.12)
    cell.margin_top = cell.margin_bottom = Cm(0.02)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(FILL if head else "FFFFFF")
    cell.text_frame.word_wrap = True
    line = Line(content, size, INK, bold=head)
    fill_frame(cell.text_frame, [line], language, right=is_number)
    properties = cell._tc.get_or_add_tcPr()
    for edge in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        drawn = etree.Element(qn(edge), w="6350" if edge in {"a:lnT", "a:lnB"} else "0")
        if edge in {"a:lnT", "a:lnB"}:
            fill = etree.SubElement(drawn, qn("a:solidFill"))
            etree.SubElement(fill, qn("a:srgbClr"), val=ACCENT if head else RULE)
        else:
            etree.SubElement(drawn, qn("a:noFill"))
        properties.insert(("a:lnL", "a:lnR", "a:lnT", "a:lnB").index(edge), drawn)
