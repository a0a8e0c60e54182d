"""A report written into the user's own Word document, where its placeholders stand.

{{cover}}, {{contents}}, {{tables}}, {{figures}}, {{chapters}} and {{chapter:ID}}, each alone in a
paragraph of the body, are replaced by that content; {{unit}}, {{year}} and the other fields by
their text, wherever they stand. Styles that the document has keep their looks.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document as open_document
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from moibench.presentation.report import Report
from moibench.reports.docx.styles import fill_missing_styles
from moibench.reports.docx.writer import Writer
from moibench.reports.letters import writable
from moibench.reports.template import Template, refuse

PLACE = re.compile(r"\{\{\s*([a-z_]+(?::[a-z0-9_]+)?)\s*\}\}")
NOTHING = "nothing"  # the content of a place that stays empty
CONTENT = ("cover", "contents", "tables", "figures", "chapters")
Write = Callable[[str], None]


def open_template(template: Template) -> Document:
    """Open a template as a document.

    Raises:
        ReportError: it is damaged inside.
    """
    try:
        document = open_document(io.BytesIO(template.content))
        if document.element.body.sectPr is None:
            document.element.body.add_section_break()
        _ = document.core_properties.title, list(_paragraphs(document))  # parts read when asked
        return document
    except (KeyError, ValueError, etree.XMLSyntaxError, AttributeError, IndexError) as error:
        raise refuse("corrupt", template.name, wanted=".docx") from error


def fields_of(report: Report) -> dict[str, str]:
    """Return the texts that may stand anywhere, by the name of their placeholder."""
    cover = report.cover
    return {
        "title": cover.title,
        "unit": cover.unit,
        "year": cover.year,
        "finding": cover.finding,
        "place": cover.place,
        "ministry": cover.ministry,
        "edition": cover.edition,
        "made": " · ".join(cover.made),
        "address": report.address,
        "running_head": report.running_head,
    }


def check_places(
    template: Template, document: Document, report: Report, *, as_one: bool = False
) -> list[tuple[Any, str]]:
    """Return the paragraphs of the body that content goes to, in order, with its name.

    as_one: chapters may be named that the report does not have; all of its own go to the first.

    Raises:
        ReportError: none is there, one is unknown, twice, or not alone in its paragraph.
    """
    contents = {*CONTENT, *(f"chapter:{chapter.id}" for chapter in report.chapters)}
    fields = fields_of(report)
    known = ", ".join(f"{{{{{name}}}}}" for name in (*sorted(contents), *fields))
    body = set(document.element.body.findall(qn("w:p")))
    found, unknown, crowded = [], [], []
    for paragraph in _paragraphs(document):
        said = _said(paragraph)
        for name in PLACE.findall(said):
            if as_one and name.startswith("chapter:"):
                contents.add(name)
            if name not in contents and name not in fields:
                unknown.append(f"{{{{{name}}}}}")
            elif name in contents:
                alone = paragraph in body and PLACE.fullmatch(said.strip())
                (found if alone else crowded).append((paragraph, name))
    if unknown:
        listed = ", ".join(dict.fromkeys(unknown))
        raise refuse("unknown", template.name, unknown=listed, known=known)
    if crowded:
        places = ", ".join(f"{{{{{name}}}}}" for _, name in crowded)
        raise refuse("not_alone", template.name, places=places)
    if not any(name.startswith("chapter") for _, name in found):
        raise refuse("no_placeholder", template.name, known=known)
    twice = [name for name, count in Counter(name for _, name in found).items() if count > 1]
    if twice:
        listed = ", ".join(f"{{{{{name}}}}}" for name in twice)
        raise refuse("twice", template.name, twice=listed)
    return _as_one(found) if as_one else found


def _as_one(found: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    named = [i for i, (_, name) in enumerate(found) if name.startswith("chapter")]
    return [
        (paragraph, "chapters" if i == named[0] else NOTHING if i in named else name)
        for i, (paragraph, name) in enumerate(found)
    ]


def fill_fields(document: Document, report: Report) -> None:
    """Put texts in the place of fields, in the body, in tables and in heads and feet of pages."""
    fields = fields_of(report)
    for paragraph in _paragraphs(document):
        runs = list(paragraph.iter(qn("w:t")))
        said = "".join(t.text or "" for t in runs)
        if not any(name in fields for name in PLACE.findall(said)):
            continue
        filled = PLACE.sub(lambda m: fields.get(m[1], m[0]), said)
        # A field may be cut into several runs; the first one keeps its looks for all.
        for text in runs:
            text.text = ""
        runs[0].text = writable(filled)
        runs[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def place_content(document: Document, places: list[tuple[Any, str]], write: Write) -> None:
    """Write each content and move it to its paragraph, which goes."""
    body = document.element.body
    for paragraph, name in places:
        before = set(body)
        write(name)
        for element in [e for e in body if e not in before]:
            paragraph.addprevious(element)
        if (section := paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")) is None:
            body.remove(paragraph)
        else:  # it ends a section, with the page of its own that goes with it
            for child in [c for c in paragraph if c is not section.getparent()]:
                paragraph.remove(child)


def adopt_styles(document: Document) -> dict[str, str]:
    """Add the report's styles that the document lacks; return ours → theirs for the others."""
    relations = document.part.rels
    # A copy of the styles that Word 2010 wrote; Word asks for a repair where the two differ.
    for key in [k for k, r in relations.items() if r.reltype.endswith("stylesWithEffects")]:
        del relations[key]
    return fill_missing_styles(document.styles.element)


def rename_styles(document: Document, own: list[Any], names: dict[str, str]) -> None:
    """Let what was written follow the document's styles of the same name; own: what was there."""
    there = set(own)
    for block in document.element.body:
        if block in there:
            continue
        for element in block.iter(qn("w:pStyle"), qn("w:tblStyle")):
            value = element.get(qn("w:val"))
            element.set(qn("w:val"), names.get(value, value))


def text_width(document: Document) -> float:
    """Return the width between the margins of the last section in centimetres."""
    section = document.sections[-1]
    edges = (section.page_width, section.left_margin, section.right_margin)
    if any(edge is None for edge in edges):
        return 16.0
    width, left, right = (edge.cm for edge in edges if edge is not None)
    return float(width - left - right)


def make_writer(document: Document, report: Report, most: float) -> Writer:
    """Return a writer whose tables and pictures fit between the document's margins."""
    return Writer(document, report.language, scale=min(1.0, text_width(document) / most))


def _paragraphs(document: Document) -> Iterator[Any]:
    yield from document.element.body.iter(qn("w:p"))
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header,
                     section.first_page_footer):  # fmt: skip
            if not part.is_linked_to_previous:
                yield from part._element.iter(qn("w:p"))


def _said(paragraph: Any) -> str:
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
