"""Puts paragraphs, captions, pictures and tables into a document, and remembers the headings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Cm

from moibench.presentation.language import Language, text
from moibench.presentation.report import Column, Table
from moibench.reports.docx import package, xml
from moibench.reports.docx.styles import GREY, HEAD_FILL, SIZES, twips
from moibench.reports.docx.xml import Element, el
from moibench.reports.letters import writable

ABOVE_CHAPTER = "480"  # twentieths of a point, where a chapter goes on on a page
FIRST_CAPTION = 5000  # number of the first bookmark of captions, past those of headings
MOST_KEPT = 16  # rows of a table that is kept on one page
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SYMBOL_COLOURS = {"●": "#1F5FA6", "○": GREY, "◆": "#D9730D"}


@dataclass(frozen=True)
class Heading:
    """A heading or a caption (level 0) as the contents list it."""

    level: int
    text: str
    bookmark: str


@dataclass
class Writer:
    """Writes one document in one language; scale: of widths, where the page is narrower."""

    document: Document
    language: Language
    headings: list[Heading] = field(default_factory=list)
    captions: dict[str, list[Heading]] = field(default_factory=dict)
    scale: float = 1.0
    _figures: int = 0
    _tables: int = 0

    def say(self, key: str, **fields: object) -> str:
        """Return a text of the report."""
        return text(f"report.{key}", self.language, **fields)

    def paragraph(
        self, style: str, content: str, *, page_break_before: bool = False, lead: str = ""
    ) -> None:
        """Add a paragraph; `lead` stands before it in bold."""
        size = SIZES[style]
        children = xml.runs(lead, size=size, bold=True) if lead else []
        children += xml.runs(content, size=size)
        self._add(xml.paragraph(style, children, page_break_before=page_break_before))

    def bullet(self, symbol: str, content: str) -> None:
        """Add a line with a symbol hanging before it; shape and colour say the same."""
        size = SIZES["ListBullet"]
        children = xml.runs(symbol, size=size, symbol_colour=_SYMBOL_COLOURS.get(symbol, GREY))
        children.append(el("w:r", xml.run_properties(), el("w:tab")))
        children += xml.runs(content, size=size)
        self._add(xml.paragraph("ListBullet", children))

    def space(self, points: int) -> None:
        """Leave room on the cover."""
        properties = el(
            "w:pPr", el("w:pStyle", w_val="Normal"), el("w:spacing", w_before=str(points * 20))
        )
        self._add(el("w:p", properties))

    def heading(self, level: int, content: str, *, new_page: bool = False) -> None:
        """Add a heading that the contents will list."""
        number = len(self.headings) + 1
        heading = Heading(level, content, f"_Toc{number:06d}")
        self.headings.append(heading)
        marked = xml.bookmark(heading.bookmark, number, xml.runs(content, size=20))
        before = ABOVE_CHAPTER if level == 1 and not new_page else None
        self._add(
            xml.paragraph(f"Heading{level}", marked, page_break_before=new_page, before=before)
        )

    def code(self, png: bytes, width: float, alternative: str) -> None:
        """Add a small picture without a caption, such as a code for telephones, `width` cm wide."""
        paragraph = self.document.add_paragraph(style="Cover")
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(width))
        for properties in shape._inline.iter(f"{_DRAWING}docPr"):
            properties.set("name", "QR")
            properties.set("descr", alternative)
            properties.set("title", alternative)

    def link(self, style: str, content: str, address: str) -> None:
        """Add a paragraph that leads to an address of the web."""
        part = self.document.part
        key = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        runs = xml.runs(content, size=SIZES[style])
        self._add(xml.paragraph(style, [el("w:hyperlink", *runs, r_id=key, w_history="1")]))

    def figure(
        self, png: bytes, width: float, *, caption: str, note: str, alternative: str
    ) -> None:
        """Add a picture of `width` cm with its numbered caption, alternative text and note."""
        self._figures += 1
        self._caption("figure", "Figure", self._figures, caption)
        paragraph = self.document.add_paragraph(style="Figure")
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(width * self.scale))
        for properties in shape._inline.iter(f"{_DRAWING}docPr"):
            properties.set("name", f"{self.say('figure')} {self._figures}")
            properties.set("descr", writable(alternative))
            properties.set("title", writable(caption))
        self.paragraph("Note", note)

    def table(self, table: Table) -> None:
        """Add a table with its numbered caption; the head repeats and no row breaks over a page."""
        self._tables += 1
        self._caption("table", "Table", self._tables, table.caption)
        properties = el(
            "w:tblPr",
            el("w:tblStyle", w_val="ReportTable"),
            el("w:tblW", w_w=twips(self.scale * sum(c.width for c in table.columns)), w_type="dxa"),
            el("w:tblLayout", w_type="fixed"),
            el("w:tblLook", w_val="0020", w_firstRow="1"),
            el("w:tblCaption", w_val=table.caption),
        )
        grid = el(
            "w:tblGrid", *(el("w:gridCol", w_w=twips(c.width * self.scale)) for c in table.columns)
        )
        lines = el("w:tbl", properties, grid, self._head(table.columns))
        for i, row in enumerate(table.rows):
            whole = len(table.rows) <= MOST_KEPT and not table.flows
            keep = whole or i >= len(table.rows) - 2 or i in table.bold_rows
            lines.append(self._row(table.columns, row, bold=i in table.bold_rows, keep=keep))
        self._add(lines)
        if table.note:
            self.paragraph("Note", table.note)
        else:
            self._add(xml.paragraph("Gap", []))

    def contents(self, after: Element) -> None:
        """Fill in the contents behind the element `after`: a field, with entries already there.

        The entries have no page numbers until the field is updated: they are known only to the
        program that lays the pages out, and a wrong number is worse than none. Word offers the
        update when it opens the document; the line that says so is part of what the update
        replaces.
        """
        listed = [h for h in self.headings if h.level <= 2]
        self._listed(listed, r'TOC \o "1-2" \h \z \u', after, hint=self.say("contents_hint"))

    def captions_list(self, sequence: str, after: Element) -> Element:
        """List the captions of one kind behind an element, as `contents`; return the last line.

        sequence: "Table" or "Figure", as their numbers are counted.
        """
        return self._listed(self.captions.get(sequence, []), rf'TOC \h \z \c "{sequence}"', after)

    def _listed(
        self, listed: list[Heading], instruction: str, after: Element, *, hint: str = ""
    ) -> Element:
        if listed:
            package.offer_update(self.document)
        if listed and hint:
            opening = [*xml.field_start(instruction), *xml.runs(hint, size=SIZES["Note"])]
            line = xml.paragraph("Note", opening)
            after.addnext(line)
            after = line
        for i, heading in enumerate(listed):
            style = f"TOC{heading.level}" if heading.level else "TableofFigures"
            entry = el(
                "w:hyperlink",
                *xml.runs(heading.text, size=SIZES[style]),
                w_anchor=heading.bookmark,
                w_history="1",
            )
            children: list[Element] = [entry]
            if i == 0 and not hint:
                children = [*xml.field_start(instruction), entry]
            if i == len(listed) - 1:
                children.append(xml.field_end())
            line = xml.paragraph(style, children)
            after.addnext(line)
            after = line
        return after

    def last_element(self) -> Element:
        """Return the element written last, to come back to."""
        return self._body()[-2]

    def _caption(self, key: str, sequence: str, number: int, content: str) -> None:
        size = SIZES["Caption"]
        children = xml.runs(f"{self.say(key)}\u00a0", size=size)
        counted = xml.runs(str(number), size=size)
        children += xml.field(rf"SEQ {sequence} \* ARABIC", counted)
        children += xml.runs(f"  {content}", size=size)
        kept = self.captions.setdefault(sequence, [])
        listed = f"{self.say(key)}\u00a0{number}  {content}"
        kept.append(Heading(0, listed, f"_Toc{sequence}{number:04d}"))
        place = FIRST_CAPTION + sum(map(len, self.captions.values()))
        self._add(xml.paragraph("Caption", xml.bookmark(kept[-1].bookmark, place, children)))

    def _head(self, columns: Sequence[Column]) -> Element:
        cells = [
            self._cell(c, c.head, "TableHead", bold=True, fill=HEAD_FILL, first=i == 0)
            for i, c in enumerate(columns)
        ]
        return el("w:tr", el("w:trPr", el("w:cantSplit"), el("w:tblHeader")), *cells)

    def _row(
        self, columns: Sequence[Column], row: Sequence[str], *, bold: bool, keep: bool
    ) -> Element:
        cells = [
            self._cell(c, content, "TableText", bold=bold, keep=keep, first=i == 0)
            for i, (c, content) in enumerate(zip(columns, row, strict=True))
        ]
        return el("w:tr", el("w:trPr", el("w:cantSplit")), *cells)

    def _cell(
        self,
        column: Column,
        content: str,
        style: str,
        *,
        bold: bool = False,
        keep: bool = False,
        fill: str | None = None,
        first: bool = False,
    ) -> Element:
        colour = _SYMBOL_COLOURS.get(content[:1])
        made = xml.runs(content, size=SIZES[style], bold=bold, symbol_colour=colour)
        shade = (
            el("w:shd", w_val="clear", w_color="auto", w_fill=fill.lstrip("#")) if fill else None
        )
        return el(
            "w:tc",
            el(
                "w:tcPr",
                el("w:tcW", w_w=twips(column.width * self.scale), w_type="dxa"),
                shade,
                el("w:vAlign", w_val="bottom" if fill else "center"),
            ),
            xml.paragraph(
                style,
                made,
                keep_with_next=keep,
                alignment="right" if column.is_number else None,
                indent=None if column.is_number or first else twips(0.2),
            ),
        )

    def _body(self) -> Element:
        return self.document.element.body

    def _add(self, element: Element) -> None:
        self._body().insert(len(self._body()) - 1, element)
