"""The styles of the report: sizes of official letters, real headings, complex script."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import qn

from moibench.reports.docx.xml import Element, el, run_properties

INK, GREY, RULE, ACCENT, HEAD_FILL = "#1A1D21", "#5B6470", "#C9CED6", "#14375E", "#EEF0F4"
BODY, TABLE, NOTE = 16.0, 14.0, 13.0


@dataclass(frozen=True)
class _Style:
    """A paragraph style; sizes and spaces in points, indents in centimetres.

    exact: height of every line, whatever stands in it.
    """

    id: str
    name: str
    points: float
    bold: bool = False
    colour: str = INK
    before: float = 0.0
    after: float = 0.0
    first_line: float = 0.0
    left: float = 0.0
    hanging: float = 0.0
    keep_next: bool = False
    outline: int | None = None
    based_on: str | None = "Normal"
    tab: float | None = None
    rule_below: bool = False
    exact: float | None = None


STYLES = (
    _Style("Normal", "Normal", BODY, after=4, based_on=None),
    _Style("Body", "Body Text", BODY, after=5, first_line=1.25),
    _Style("Heading1", "heading 1", 20, True, ACCENT, 0, 8, keep_next=True, outline=0),
    _Style("Heading2", "heading 2", 18, True, ACCENT, 12, 4, keep_next=True, outline=1),
    _Style("Heading3", "heading 3", 16, True, ACCENT, 5, 1, keep_next=True, outline=2),
    _Style("Title", "Title", 44, True, ACCENT, 0, 0),
    _Style("Subtitle", "Subtitle", 30, False, ACCENT, 4, 10, rule_below=True),
    _Style("Finding", "Finding", 20, True, INK, 6, 6),
    _Style("Cover", "Cover", BODY, False, GREY, 2, 2),
    _Style("CoverStrong", "Cover Strong", 20, True, INK, 2, 2),
    _Style("ListBullet", "List Bullet", BODY, after=1, left=0.75, hanging=0.75, tab=0.75),
    _Style("Caption", "caption", BODY, True, ACCENT, 6, 3, keep_next=True),
    _Style("Figure", "Figure", BODY, before=0, after=2, keep_next=True),
    _Style("Note", "Note", NOTE, False, GREY, 2, 4),
    _Style("Gap", "Gap", 1, exact=1),  # below a table that ends a page it must not take another
    _Style("TableText", "Table Text", TABLE),
    _Style("TableHead", "Table Head", TABLE, True, INK, keep_next=True),
    _Style("TOCHeading", "TOC Heading", 20, True, ACCENT, 0, 8),
    _Style("TOC1", "toc 1", BODY, before=2),
    _Style("TOC2", "toc 2", TABLE, left=0.75),
    _Style("TableofFigures", "table of figures", BODY, left=0.75, hanging=0.75),
    _Style("Header", "header", NOTE, False, GREY),
    _Style("Footer", "footer", NOTE, False, GREY, tab=16.0),
)
_OWN = {"Finding", "Cover", "CoverStrong", "Figure", "Note", "Gap", "TableText", "TableHead"}
SIZES = {style.id: style.points for style in STYLES}


def twips(centimetres: float) -> str:
    """Write centimetres in twentieths of a point."""
    return str(round(centimetres / 2.54 * 1440))


def fill_styles(styles: Element) -> None:
    """Put the report's defaults and styles in the place of a template's."""
    for child in list(styles):
        styles.remove(child)
    styles.append(
        el(
            "w:docDefaults",
            el("w:rPrDefault", run_properties(points=BODY, colour=INK)),
            el("w:pPrDefault", el("w:pPr", el("w:spacing", w_before="0", w_after="0"))),
        )
    )
    for style in STYLES:
        styles.append(_paragraph_style(style))
    styles.append(
        el(
            "w:style",
            el("w:name", w_val="Default Paragraph Font"),
            el("w:uiPriority", w_val="1"),
            el("w:semiHidden"),
            w_type="character",
            w_default="1",
            w_styleId="DefaultParagraphFont",
        )
    )
    styles.append(_table_style())


def fill_missing_styles(styles: Element) -> dict[str, str]:
    """Add the styles that a document of the user's lacks; what it has keeps its looks.

    Returns:
        Our style id → the document's own id of the style of the same name.
    """
    held = {
        name.get(qn("w:val"), "").lower(): style.get(qn("w:styleId"))
        for style in styles.findall(qn("w:style"))
        if (name := style.find(qn("w:name"))) is not None
    }
    taken = set(held.values())
    names = {}
    for style in STYLES:
        if (own := held.get(style.name.lower())) is not None:
            names[style.id] = own
            continue
        made = _paragraph_style(style)
        if style.id in taken:
            names[style.id] = f"Moi{style.id}"
            made.set(qn("w:styleId"), names[style.id])
        styles.append(made)
    for made in styles.findall(qn("w:style")):
        for tag in ("w:basedOn", "w:next"):
            pointed = made.find(qn(tag))
            if pointed is not None and made.get(qn("w:styleId")) not in taken:
                pointed.set(
                    qn("w:val"), names.get(pointed.get(qn("w:val")), pointed.get(qn("w:val")))
                )
    if "report table" not in held:
        styles.append(_table_style())
    else:
        names["ReportTable"] = held["report table"]
    return names


def _paragraph_style(style: _Style) -> Element:
    spacing = {
        "w_before": str(round(style.before * 20)),
        "w_after": str(round(style.after * 20)),
    }
    if style.exact is not None:
        spacing |= {"w_line": str(round(style.exact * 20)), "w_lineRule": "exact"}
    indent = {}
    if style.left:
        indent["w_left"] = twips(style.left)
    if style.hanging:
        indent["w_hanging"] = twips(style.hanging)
    if style.first_line:
        indent["w_firstLine"] = twips(style.first_line)
    below = el("w:bottom", w_val="single", w_sz="18", w_space="8", w_color=ACCENT.lstrip("#"))
    align = "right" if style.id == "Footer" else "left"
    properties = el(
        "w:pPr",
        el("w:keepNext") if style.keep_next else None,
        el("w:keepLines") if style.keep_next else None,
        el("w:widowControl"),
        el("w:pBdr", below) if style.rule_below else None,
        el("w:tabs", el("w:tab", w_val=align, w_pos=twips(style.tab))) if style.tab else None,
        el("w:spacing", **spacing),
        el("w:ind", **indent) if indent else None,
        el("w:outlineLvl", w_val=str(style.outline)) if style.outline is not None else None,
    )
    attributes = {"w_type": "paragraph", "w_styleId": style.id}
    if style.id in _OWN:
        attributes["w_customStyle"] = "1"
    if style.id == "Normal":
        attributes["w_default"] = "1"
    return el(
        "w:style",
        el("w:name", w_val=style.name),
        el("w:basedOn", w_val=style.based_on) if style.based_on else None,
        el("w:next", w_val="Body") if style.outline is not None else None,
        el("w:qFormat"),
        properties,
        run_properties(points=style.points, bold=style.bold, colour=style.colour),
        **attributes,
    )


def _table_style() -> Element:
    thin = {"w_val": "single", "w_sz": "4", "w_space": "0", "w_color": RULE.lstrip("#")}
    thick = {"w_val": "single", "w_sz": "12", "w_space": "0", "w_color": ACCENT.lstrip("#")}
    return el(
        "w:style",
        el("w:name", w_val="Report Table"),
        el("w:qFormat"),
        el(
            "w:tblPr",
            el(
                "w:tblBorders",
                el("w:top", **thick),
                el("w:bottom", **thick),
                el("w:insideH", **thin),
            ),
            el(
                "w:tblCellMar",
                el("w:top", w_w="20", w_type="dxa"),
                el("w:left", w_w="60", w_type="dxa"),
                el("w:bottom", w_w="20", w_type="dxa"),
                el("w:right", w_w="60", w_type="dxa"),
            ),
        ),
        w_type="table",
        w_customStyle="1",
        w_styleId="ReportTable",
    )
