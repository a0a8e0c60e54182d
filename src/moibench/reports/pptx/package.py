"""The file around the slides: size, theme fonts, plain layout, the same bytes for the same deck."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Document
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as Page
from pptx.util import Cm, Pt

from moibench.presentation.language import Language
from moibench.reports.pptx.drawing import ACCENT, FONT, Box, set_fonts

SYSTEM = "MOI Benchmarking"
WIDTH_CM, HEIGHT_CM = 33.867, 19.05
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can say
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
STILL = b"2018-11-01T00:00:00Z"  # when the system was asked for; the edition code tells the rest
TITLE_ONLY = 5  # place of the layout in python-pptx's own template


def new_presentation(title: str, language: Language) -> Document:
    """Open an empty 16:9 presentation whose theme names the ministry's font for every script."""
    document = Presentation()
    document.slide_width, document.slide_height = Cm(WIDTH_CM), Cm(HEIGHT_CM)
    describe(document, title, language)
    _name_fonts(document)
    _drop_other_layouts(document)
    return document


def describe(document: Document, title: str, language: Language) -> None:
    """Set the properties, without any moment that is not the same every time."""
    properties = document.core_properties
    properties.title, properties.author = title, SYSTEM
    properties.last_modified_by = SYSTEM
    properties.language = "th-TH" if language == "th" else "en-GB"
    # The format asks for moments; what the figures are is told by the edition code instead.
    properties.created = properties.modified = dt.datetime(2018, 11, 1, tzinfo=dt.UTC)
    properties.revision = 1


def _name_fonts(document: Document) -> None:
    for relation in document.slide_master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            part = relation.target_part
            theme = etree.fromstring(part.blob)
            for fonts in theme.iter(f"{_A}majorFont", f"{_A}minorFont"):
                for script in ("latin", "ea", "cs"):
                    fonts.find(f"{_A}{script}").set("typeface", FONT)
                for font in fonts.findall(f"{_A}font"):
                    if font.get("script") == "Thai":
                        font.set("typeface", FONT)
            part._blob = etree.tostring(
                theme, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def _drop_other_layouts(document: Document) -> None:
    """Keep the layout in use; the others are laid out for a screen of another shape."""
    layouts = document.slide_layouts
    kept = layouts[TITLE_ONLY]
    for layout in list(layouts):
        if layout is not kept:
            layouts.remove(layout)
    for shape in list(kept.placeholders):
        if shape.placeholder_format.type is not None and shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    master = document.slide_master
    for holder in (kept, master):
        for shape in holder.placeholders:
            if shape.placeholder_format.idx == 0:
                place(shape, Box(1.6, 0.7, WIDTH_CM - 3.2, 2.1))
            else:
                scale = WIDTH_CM / 25.4
                shape.left, shape.width = int(shape.left * scale), int(shape.width * scale)


def add_page(document: Document, title: str, language: Language) -> Page:
    """Add a slide with its title, which the outline and a screen reader read."""
    page = document.slides.add_slide(plain_layout(document))
    for shape in list(page.placeholders):  # of a user's layout; the body is written beside them
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    title_of(page).text_frame.text = title
    set_language(title_of(page).text_frame, language)
    return page


def plain_layout(document: Document) -> Any:
    """Return the layout with a title and the fewest other places; None where none has a title."""
    titled = [
        layout
        for layout in document.slide_layouts
        if any(shape.placeholder_format.idx == 0 for shape in layout.placeholders)
    ]
    return min(titled, key=lambda layout: len(layout.placeholders), default=None)


def add_code(page: Page, box: Box, png: bytes, address: tuple[str, str]) -> None:
    """Add a picture that leads to an address; address: where to, and how that is said."""
    picture = page.shapes.add_picture(
        io.BytesIO(png), Cm(box.left), Cm(box.top), Cm(box.width), Cm(box.height)
    )
    picture.click_action.hyperlink.address = address[0]
    picture.name = "QR"
    picture._element.nvPicPr.cNvPr.set("descr", address[1])


def title_of(page: Page) -> Any:
    """Return the title of a slide."""
    return page.shapes.title


def place(shape: Shape | Any, box: Box) -> None:
    """Put a shape at a place given in centimetres."""
    shape.left, shape.top = Cm(box.left), Cm(box.top)
    shape.width, shape.height = Cm(box.width), Cm(box.height)


def style_title(shape: Any, points: int) -> None:
    """Write a title in the accent colour, at the left, its font named for every script."""
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1
        paragraph.line_spacing = 0.9
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(points), True
            run.font.color.rgb = RGBColor.from_string(ACCENT)
            set_fonts(run.font._element)


def set_language(frame: Any, language: Language) -> None:
    """Say the language of every run, so that Office breaks and spells by it."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            properties = run._r.get_or_add_rPr()
            properties.set("lang", "th-TH" if language == "th" else "en-GB")
            set_fonts(properties)


def to_bytes(document: Document) -> bytes:
    """Return the file, the same bytes for the same slides: no clock goes into it."""
    written = io.BytesIO()
    document.save(written)
    return steady(written.getvalue())


def steady(archive: bytes) -> bytes:
    """Return a zip with no moments in it; workbooks inside it are made steady too."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = steady(content)
            elif entry.filename == "docProps/core.xml":
                content = _MOMENT.sub(STILL, content)
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, content, compresslevel=6)
    return made.getvalue()
