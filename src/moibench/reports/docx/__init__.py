"""The Word report of a unit: an officer can edit it, a governor can read it."""

from __future__ import annotations

from docx.document import Document

from moibench.presentation.language import text
from moibench.presentation.pictures import render_png
from moibench.presentation.report import (
    TEXT_WIDTH,
    Block,
    Bullet,
    Drawing,
    Heading,
    Paragraph,
    Report,
    Table,
)
from moibench.reports.docx import package, xml
from moibench.reports.docx.styles import SIZES
from moibench.reports.docx.writer import Writer
from moibench.reports.qr import qr_png

__all__ = ["build_docx"]

PICTURE_SCALE = 3.0
CODE_CM = 2.6  # of the code that leads to the page
_LISTED = {"Table": Table, "Figure": Drawing}
CSS_PIXELS = 605  # of a picture as wide as the text


def build_docx(report: Report) -> bytes:
    """Return a report as a Word document, the same bytes for the same report."""
    document = package.new_document()
    writer = Writer(document, report.language)
    package.describe(
        document, title=report.running_head, subject=report.edition, language=report.language
    )
    _write_cover(writer, report)
    writer.paragraph("TOCHeading", text("report.contents", report.language), page_break_before=True)
    contents = writer.last_element()
    lists = {}
    for sequence, key in (("Table", "list_of_tables"), ("Figure", "list_of_figures")):
        if any(isinstance(b, _LISTED[sequence]) for c in report.chapters for b in c.blocks):
            said = text(f"chapters.{key}", report.language)
            writer.paragraph("TOCHeading", said, page_break_before=not lists)
            lists[sequence] = writer.last_element()
    for chapter in report.chapters:
        writer.heading(1, chapter.title, new_page=True)
        for block in chapter.blocks:
            _write(writer, block)
    writer.contents(contents)
    for sequence, heading in lists.items():
        writer.captions_list(sequence, heading)
    _write_running_lines(document, report)
    return package.to_bytes(document)


def _write(writer: Writer, block: Block) -> None:
    match block:
        case Heading():
            writer.heading(block.level, block.text)
        case Paragraph():
            writer.paragraph("Body", block.text, lead=block.lead)
        case Bullet():
            writer.bullet(block.symbol, block.text)
        case Table():
            writer.table(block)
        case Drawing():
            png = render_png(block.picture.spec, PICTURE_SCALE)
            writer.figure(
                png,
                _width(png),
                caption=block.picture.caption,
                note=block.note,
                alternative=block.picture.alternative,
            )


def _width(png: bytes) -> float:
    """Return the width in cm at which the type of every picture is the same size."""
    pixels = int.from_bytes(png[16:20], "big")
    return min(TEXT_WIDTH, pixels / PICTURE_SCALE / CSS_PIXELS * TEXT_WIDTH)


def _write_cover(writer: Writer, report: Report) -> None:
    cover = report.cover
    writer.space(110)
    writer.paragraph("Cover", cover.system)
    writer.paragraph("Title", cover.title)
    writer.paragraph("Title", cover.unit)
    writer.paragraph("Subtitle", cover.year)
    writer.paragraph("Finding", cover.finding)
    writer.paragraph("Cover", cover.place)
    writer.space(40 if report.address else 130)
    if report.address:
        said = text("chapters.page", report.language, address=report.address)
        writer.code(qr_png(report.address), CODE_CM, said)
        writer.link("Cover", text("chapters.site_page", report.language), report.address)
    writer.paragraph("CoverStrong", cover.ministry)
    for line in (cover.edition, *cover.made):
        writer.paragraph("Cover", line)


def _write_running_lines(document: Document, report: Report) -> None:
    """Write head and foot of every page but the cover; the page number is a field."""
    section = document.sections[0]
    size = SIZES["Header"]
    head = xml.paragraph("Header", xml.runs(report.running_head, size=size))
    number = xml.field("PAGE", xml.runs("1", size=size))
    tab = xml.el("w:r", xml.run_properties(), xml.el("w:tab"))
    left = xml.runs(report.edition, size=size)
    page = xml.runs(f"{text('report.page', report.language)}\u00a0", size=size)
    foot = xml.paragraph("Footer", [*left, tab, *page, *number])
    for part, line in ((section.header, head), (section.footer, foot)):
        part.is_linked_to_previous = False
        element = part._element
        for child in list(element):
            element.remove(child)
        element.append(line)
    section.first_page_header.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False
    for part in (section.first_page_header, section.first_page_footer):
        for child in list(part._element):
            part._element.remove(child)
        part._element.append(xml.paragraph("Header", []))
