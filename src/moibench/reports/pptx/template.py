"""The slides written into a user's own presentation: its masters, backgrounds and logo stay."""

from __future__ import annotations

import io
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.presentation import Presentation as Document
from pptx.util import Cm

from moibench.reports.pptx.package import HEIGHT_CM, WIDTH_CM, plain_layout
from moibench.reports.template import Template, refuse

SLACK_CM = 0.1
LISTS_OF_SLIDES = frozenset({"sectionLst", "custShowLst"})


def open_template(template: Template) -> Document:
    """Open a template without the slides it held.

    Raises:
        ReportError: it is damaged inside, its slides are of another size, or no layout of it
            has a title.
    """
    try:
        document = Presentation(io.BytesIO(template.content))
        width, height = (
            float(length or 0) / Cm(1) for length in (document.slide_width, document.slide_height)
        )
        layout = plain_layout(document)
        _ = document.core_properties.title, list(document.slides)  # parts read when asked for
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, PythonPptxError,
            etree.XMLSyntaxError) as error:  # fmt: skip
        raise refuse("corrupt", template.name, wanted=".pptx") from error
    if abs(width - WIDTH_CM) > SLACK_CM or abs(height - HEIGHT_CM) > SLACK_CM:
        size = {"width": f"{width:.2f}", "height": f"{height:.2f}"}
        raise refuse("slide_size", template.name, **size)
    if layout is None:
        raise refuse("no_title", template.name)
    slides = document.slides._sldIdLst
    for held in list(slides):
        document.part.drop_rel(held.rId)
        slides.remove(held)
    _forget_lists_of_slides(document)
    return document


def _forget_lists_of_slides(document: Document) -> None:
    """Take out sections and custom shows: they name slides that are gone, which asks for repair."""
    root = document.part._element
    for element in [e for e in root.iter(etree.Element) if _name(e) in LISTS_OF_SLIDES]:
        parent = element.getparent()
        # a section list is alone in an extension, which may not be empty
        gone, keeper = (parent, parent.getparent()) if _name(parent) == "ext" else (element, parent)
        keeper.remove(gone)
        if _name(keeper) == "extLst" and len(keeper) == 0:
            keeper.getparent().remove(keeper)


def _name(element: Any) -> str:
    return etree.QName(element).localname
