"""The file around the document: parts kept, fonts named, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile

from docx import Document as open_document
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from moibench.presentation.language import Language
from moibench.reports.docx.styles import fill_styles
from moibench.reports.docx.xml import FONT, SYMBOL_FONT, el

SYSTEM = "MOI Benchmarking"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can say
_UNWANTED = ("customXml", "thumbnail", "stylesWithEffects", "numbering")
# Sarabun is the same face drawn larger; TH SarabunPSK has the same size as TH Sarabun New.
_OTHER_NAMES = {FONT: "TH SarabunPSK,Sarabun", SYMBOL_FONT: "DejaVu Sans"}


def new_document() -> Document:
    """Open an empty A4 document with the official margins and the report's styles."""
    document = open_document()
    for relations in (document.part.rels, document.part.package.rels):
        for key in [k for k, r in relations.items() if r.reltype.endswith(_UNWANTED)]:
            del relations[key]
    fill_styles(document.styles.element)
    _name_fonts(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
    section.header_distance, section.footer_distance = Cm(1.25), Cm(1)
    section.different_first_page_header_footer = True
    return document


def describe(document: Document, *, title: str, subject: str, language: Language) -> None:
    """Set the core properties. No date is among them: the edition code tells which figures."""
    properties = document.core_properties
    for child in list(properties._element):
        properties._element.remove(child)
    properties.title = title
    properties.subject = subject
    properties.author = SYSTEM
    properties.language = "th-TH" if language == "th" else "en-GB"


def to_bytes(document: Document) -> bytes:
    """Return the file, the same bytes for the same document: no clock goes into it."""
    written = io.BytesIO()
    document.save(written)
    steady = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(steady, "w") as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(entry), compresslevel=6)
    return steady.getvalue()


def _name_fonts(document: Document) -> None:
    part = next(
        r.target_part
        for r in document.part.rels.values()
        if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    fonts = el("w:fonts")
    for name, others in _OTHER_NAMES.items():
        fonts.append(
            el(
                "w:font",
                el("w:altName", w_val=others),
                el("w:charset", w_val="00"),
                el("w:family", w_val="swiss"),
                el("w:pitch", w_val="variable"),
                w_name=name,
            )
        )
    part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def prepare_settings(document: Document) -> None:
    """State the languages of the text; ask for no update of fields on opening."""
    settings = document.settings.element
    for tag in ("w:themeFontLang", "w:updateFields"):
        for found in settings.findall(qn(tag)):
            settings.remove(found)
