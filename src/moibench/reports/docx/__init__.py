"""The Word report of a unit: an officer can edit it, a governor can read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.document import Document

from moibench.presentation.language import text
from moibench.presentation.report import (
    TEXT_WIDTH,
    Block,
    Bullet,
    Chapter,
    Drawing,
    Heading,
    Paragraph,
    Report,
    Table,
)
from moibench.reports.docx import package, xml
from moibench.reports.docx.styles import SIZES
from moibench.reports.docx.template import (
    CONTENT,
    NOTHING,
    adopt_styles,
    check_places,
    fill_fields,
    make_writer,
    open_template,
    place_content,
    rename_styles,
)
from moibench.reports.docx.writer import Writer
from moibench.reports.docx.xml import Element
from moibench.reports.drawn import drawn
from moibench.reports.qr import qr_png
from moibench.reports.template import Template

__all__ = ["build_docx"]

CODE_CM = 2.2  # of the code that leads to the page
_LISTED: dict[str, type] = {"tables": Table, "figures": Drawing}
_LIST_HEADINGS = {
    "contents": "report.contents",
    "tables": "chapters.list_of_tables",
    "figures": "chapters.list_of_figures",
}


def build_docx(report: Report, template: Template | None = None, *, as_one: bool = False) -> bytes:
    """Return a report as a Word document, the same bytes for the same report and template.

    as_one: all chapters go where the template names its first one, whichever it names.

    Raises:
        ReportError: the template is damaged, or its placeholders do not fit the report.
    """
    if template is None:
        document = package.new_document()
        parts = _Parts(Writer(document, report.language), report)
        for name in CONTENT:
            parts.write(name)
        parts.fill_lists()
        _write_running_lines(document, report)
    else:
        document = _into(template, report, as_one=as_one)
    package.describe(
        document, title=report.running_head, subject=report.edition, language=report.language
    )
    return package.to_bytes(document)


def _into(template: Template, report: Report, *, as_one: bool) -> Document:
    document = open_template(template)
    places = check_places(template, document, report, as_one=as_one)
    names = adopt_styles(document)
    fill_fields(document, report)
    own = list(document.element.body)
    writer = make_writer(document, report, TEXT_WIDTH)
    named = frozenset(name.partition(":")[2] for _, name in places)
    parts = _Parts(writer, report, named, on_own_pages=False)
    place_content(document, places, parts.write)
    parts.fill_lists()
    rename_styles(document, own, names)
    return document


@dataclass
class _Parts:
    """Writes what a placeholder may name. named: ids of chapters that have a place of their own."""

    writer: Writer
    report: Report
    named: frozenset[str] = frozenset()
    on_own_pages: bool = True
    lists: dict[str, Element] = field(default_factory=dict)

    def write(self, name: str) -> None:
        """Write the content of that name at the end of the document."""
        kind, _, chapter_id = name.partition(":")
        if kind == "cover":
            _write_cover(self.writer, self.report)
        elif kind == NOTHING:
            return
        elif kind == "chapter":
            self._chapter(self.report.chapter(chapter_id))
        elif kind == "chapters":
            for chapter in self.report.chapters:
                if chapter.id not in self.named:
                    self._chapter(chapter)
        else:
            self._list(kind)

    def _chapter(self, chapter: Chapter) -> None:
        self.writer.heading(1, chapter.title, new_page=not chapter.is_short)
        for block in chapter.blocks:
            _write(self.writer, block)

    def _list(self, kind: str) -> None:
        """Write the heading of a list whose lines are known once all is written."""
        if kind in _LISTED and not any(
            isinstance(b, _LISTED[kind]) for c in self.report.chapters for b in c.blocks
        ):
            return
        breaks = self.on_own_pages and kind != "figures"
        said = text(_LIST_HEADINGS[kind], self.report.language)
        self.writer.paragraph("TOCHeading", said, page_break_before=breaks)
        self.lists[kind] = self.writer.last_element()

    def fill_lists(self) -> None:
        """Write the lines of the contents and of the lists of tables and figures."""
        for kind, heading in self.lists.items():
            if kind == "contents":
                self.writer.contents(heading)
            else:
                self.writer.captions_list({"tables": "Table", "figures": "Figure"}[kind], heading)


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
            png, width = drawn(block.picture)
            writer.figure(
                png,
                width,
                caption=block.picture.caption,
                note=block.note,
                alternative=block.picture.alternative,
            )


def _write_cover(writer: Writer, report: Report) -> None:
    cover = report.cover
    writer.space(60)
    writer.paragraph("Cover", cover.system)
    writer.paragraph("Title", cover.title)
    writer.paragraph("Title", cover.unit)
    writer.paragraph("Subtitle", cover.year)
    writer.paragraph("Finding", cover.finding)
    writer.paragraph("Cover", cover.place)
    writer.space(10 if report.address else 100)
    if report.address:
        said = text("chapters.page", report.language, address=report.address)
        writer.code(qr_png(report.address), CODE_CM, said)
        writer.link("Cover", text("chapters.site_page", report.language), report.address)
    writer.paragraph("CoverStrong", cover.ministry)
    for line in (cover.edition, *cover.made):
        writer.paragraph("Note", line)


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
