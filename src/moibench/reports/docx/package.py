"""The file around the document: parts kept, fonts named, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile

from docx import Document as open_document
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from moibench.presentation.language import Language
from moibench.reports.docx.styles import fill_styles
from moibench.reports.docx.xml import FONT, SYMBOL_FONT, el

SYSTEM = "MOI Benchmarking"
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{SYSTEM}</Application></Properties>"
)
# What the schema lets stand in the settings behind the offer to update fields.
BEHIND_UPDATE = frozenset(
    {
        "hdrShapeDefaults",
        "footnotePr",
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "mathPr",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
        "doNotAutoCompressPictures",
        "forceUpgrade",
        "captions",
        "readModeInkLockDown",
        "smartTagType",
        "schemaLibrary",
        "shapeDefaults",
        "doNotEmbedSmartTags",
        "decimalSymbol",
        "listSeparator",
        "docId",
        "chartTrackingRefBased",
    }
)
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
    _state_settings(document)
    application = _part(document.part.package.rels, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    application._blob = _APPLICATION.encode()
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
    part = _part(document.part.rels, RELATIONSHIP_TYPE.FONT_TABLE)
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


def _state_settings(document: Document) -> None:
    """State the mode and languages of the document."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    mode = {"w_name": "compatibilityMode", "w_uri": "http://schemas.microsoft.com/office/word"}
    colours = ("bg1", "t1", "bg2", "t2", *(f"accent{i}" for i in range(1, 7)))
    mapped = ("light1", "dark1", "light2", "dark2", *colours[4:])
    links = {"w_hyperlink": "hyperlink", "w_followedHyperlink": "followedHyperlink"}
    for element in (
        el("w:zoom", w_percent="100"),
        el("w:defaultTabStop", w_val="720"),
        el("w:characterSpacingControl", w_val="doNotCompress"),
        el("w:compat", el("w:compatSetting", **mode, w_val="15")),
        el("w:themeFontLang", w_val="en-GB", w_bidi="th-TH"),
        el(
            "w:clrSchemeMapping",
            **{f"w_{k}": v for k, v in zip(colours, mapped, strict=True)},
            **links,
        ),
        el("w:decimalSymbol", w_val="."),
        el("w:listSeparator", w_val=","),
    ):
        settings.append(element)


def offer_update(document: Document) -> None:
    """Let Word offer to update fields when it opens the document: page numbers of the contents."""
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is not None:
        return
    asked = el("w:updateFields", w_val="true")
    behind = next((c for c in settings if etree.QName(c).localname in BEHIND_UPDATE), None)
    if behind is None:
        settings.append(asked)
    else:
        behind.addprevious(asked)


def _part(relations: Relationships, kind: str) -> Part:
    return next(r.target_part for r in relations.values() if r.reltype == kind)
