"""Elements of WordprocessingML, with children in the order the schema asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from moibench.reports.letters import writable

FONT = "TH Sarabun New"
SYMBOL_FONT = "Segoe UI Symbol"
SYMBOL_SHARE = 0.7
_SYMBOLS = re.compile("[●○◆◇←→↑↓▲▼△▽]+")
_SYMBOLS_OR_BREAK = re.compile("([●○◆◇←→↑↓▲▼△▽]+|\n)")
# At a no-break space before a Thai word or after พ.ศ., LibreOffice breaks the line inside the word.
_NO_BREAK_BY_THAI = re.compile("\u00a0(?=[\u0e00-\u0e7f])|(?<=ศ\\.)\u00a0")
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}

Element = Any


def el(tag: str, *children: Element | None, text: str | None = None, **attributes: str) -> Element:
    """Make an element: `el("w:sz", w_val="32")`; attribute names use _ for the colon."""
    element = etree.Element(qn(tag), nsmap=_NAMESPACES)
    for key, value in attributes.items():
        prefix, name = key.split("_", 1)
        element.set(qn(f"{prefix}:{name}"), writable(value))
    if text is not None:
        element.text = text
        if text != text.strip() or "  " in text:
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for child in children:
        if child is not None:
            element.append(child)
    return element


def run_properties(
    *,
    points: float | None = None,
    bold: bool = False,
    colour: str | None = None,
    font: str = FONT,
    style: str | None = None,
) -> Element:
    """Make w:rPr with its complex-script twins, in schema order.

    Word takes Thai letters for complex script: without cs, bCs and szCs they keep the defaults.
    """
    size = None if points is None else str(round(points * 2))
    return el(
        "w:rPr",
        el("w:rStyle", w_val=style) if style else None,
        el("w:rFonts", w_ascii=font, w_hAnsi=font, w_eastAsia=font, w_cs=font),
        el("w:b") if bold else None,
        el("w:bCs") if bold else None,
        el("w:color", w_val=colour.lstrip("#")) if colour else None,
        el("w:sz", w_val=size) if size else None,
        el("w:szCs", w_val=size) if size else None,
        el("w:lang", w_val="en-GB", w_eastAsia="en-GB", w_bidi="th-TH"),
    )


def runs(
    content: str,
    *,
    size: float,
    points: float | None = None,
    bold: bool = False,
    colour: str | None = None,
    symbol_colour: str | None = None,
) -> list[Element]:
    """Make the runs of a text; symbols missing from the face get their own font, 0.7 as large.

    size: the size in points that the paragraph's style gives; points: another one, said outright.
    """
    made = []
    for part in _SYMBOLS_OR_BREAK.split(_NO_BREAK_BY_THAI.sub(" ", writable(content))):
        if not part:
            continue
        if part == "\n":
            made.append(el("w:r", run_properties(), el("w:br")))
            continue
        if _SYMBOLS.fullmatch(part):
            properties = run_properties(
                points=round((points or size) * SYMBOL_SHARE * 2) / 2,
                bold=bold,
                colour=symbol_colour or colour,
                font=SYMBOL_FONT,
            )
        else:
            properties = run_properties(points=points, bold=bold, colour=colour)
        made.append(el("w:r", properties, el("w:t", text=part)))
    return made


def paragraph(
    style: str,
    children: Iterable[Element],
    *,
    keep_with_next: bool = False,
    page_break_before: bool = False,
    before: str | None = None,
    alignment: str | None = None,
    indent: str | None = None,
) -> Element:
    """Make w:p in a style, with what departs from the style in schema order."""
    properties = el(
        "w:pPr",
        el("w:pStyle", w_val=style),
        el("w:keepNext") if keep_with_next else None,
        el("w:pageBreakBefore") if page_break_before else None,
        el("w:spacing", w_before=before) if before else None,
        el("w:ind", w_left=indent) if indent else None,
        el("w:jc", w_val=alignment) if alignment else None,
    )
    return el("w:p", properties, *children)


def field(instruction: str, result: list[Element]) -> list[Element]:
    """Make the runs of a field with its present result, so that nothing waits for an update."""
    return [
        *field_start(instruction),
        *result,
        field_end(),
    ]


def field_start(instruction: str) -> list[Element]:
    """Make the runs that open a field."""

    def character(kind: str) -> Element:
        return el("w:r", run_properties(), el("w:fldChar", w_fldCharType=kind))

    told = el("w:r", run_properties(), el("w:instrText", text=f" {instruction} "))
    return [character("begin"), told, character("separate")]


def field_end() -> Element:
    """Make the run that closes a field."""
    return el("w:r", run_properties(), el("w:fldChar", w_fldCharType="end"))


def bookmark(name: str, number: int, children: list[Element]) -> list[Element]:
    """Put a bookmark round runs."""
    return [
        el("w:bookmarkStart", w_id=str(number), w_name=name),
        *children,
        el("w:bookmarkEnd", w_id=str(number)),
    ]
