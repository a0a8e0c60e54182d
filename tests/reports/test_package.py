"""Slides and workbooks as packages: parts, relations, and children in the order of the schema.

The schemas themselves (ECMA-376 Part 1: sml.xsd, pml.xsd, dml-main.xsd, dml-chart.xsd) are not
among the packages a test may use; the sequences they state are written out here as far as the
documents use them, and an element that is not in its list fails the test.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from functools import lru_cache
from typing import Any

import pytest
from lxml import etree

from moibench.reports.documents import build, gather

pytestmark = pytest.mark.django_db
CASES = [("xlsx", "24"), ("xlsx", "E-1"), ("pptx", "24"), ("pptx", "TH"), ("docx", "24")]
FILLS = "noFill solidFill gradFill"
ORDER = {
    "sml": {
        "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData autoFilter "
        "mergeCells conditionalFormatting dataValidations hyperlinks pageMargins pageSetup "
        "headerFooter drawing",
        "sheetPr": "tabColor outlinePr pageSetUpPr",
        "sheetView": "pane selection",
        "c": "f v is",
        "workbook": "fileVersion workbookPr bookViews sheets definedNames calcPr",
        "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs "
        "tableStyles colors",
        "xf": "alignment protection",
        "border": "left right top bottom diagonal",
    },
    "dml": {
        "rPr": f"ln {FILLS} latin ea cs sym hlinkClick",
        "defRPr": f"ln {FILLS} latin ea cs sym hlinkClick",
        "endParaRPr": f"ln {FILLS} latin ea cs sym",
        "pPr": "lnSpc spcBef spcAft buClr buSzPct buFont buNone buAutoNum buChar tabLst defRPr",
        "p": "pPr r br fld endParaRPr",
        "tcPr": f"lnL lnR lnT lnB {FILLS}",
        "tbl": "tblPr tblGrid tr",
        "txBody": "bodyPr lstStyle p",
    },
    "pml": {
        "sp": "nvSpPr spPr style txBody",
        "pic": "nvPicPr blipFill spPr style",
        "graphicFrame": "nvGraphicFramePr xfrm graphic",
        "sld": "cSld clrMapOvr transition timing",
        "presentation": "sldMasterIdLst notesMasterIdLst handoutMasterIdLst sldIdLst sldSz notesSz "
        "defaultTextStyle extLst",
    },
    "chart": {
        "chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr chart spPr "
        "txPr externalData printSettings",
        "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
        "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
        "lineChart": "grouping varyColors ser dLbls hiLowLines marker smooth axId",
        "ser": "idx order tx spPr invertIfNegative marker dPt dLbls cat val smooth",
        "catAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark "
        "minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset tickLblSkip "
        "noMultiLvlLbl",
        "valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark "
        "minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
        "scaling": "orientation max min",
        "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
        "showPercent showBubbleSize showLeaderLines",
        "legend": "legendPos legendEntry layout overlay spPr txPr",
        "title": "tx layout overlay spPr txPr",
    },
}
SPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "sml",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "dml",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "pml",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "chart",
}
REPEATED = {"p": {"r", "br", "fld"}, "tbl": {"tr"}}


@lru_cache(maxsize=8)
def _parts(kind: str, unit: str) -> dict[str, bytes]:
    content = build(kind, gather(unit, 2019, "th", address="https://moi.example/area/24"))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert len(set(file.namelist())) == len(file.namelist())
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize(("kind", "unit"), CASES[:-1])
def test_children_stand_in_the_order_of_the_schema(kind: str, unit: str) -> None:
    checked = 0
    for name, content in _parts(kind, unit).items():
        if not name.endswith(".xml") or name.startswith(("ppt/slideMasters", "ppt/theme")):
            continue
        for element in etree.fromstring(content).iter(etree.Element):
            tag = etree.QName(element)
            order = ORDER.get(SPACES.get(tag.namespace or "", ""), {}).get(tag.localname)
            if tag.localname in {"axId", "crossAx"}:
                assert int(element.get("val")) > 0, name
            if order is None:
                continue
            children = [etree.QName(c).localname for c in element]
            known = order.split()
            assert set(children) <= set(known), (name, tag.localname, children)
            mixed = REPEATED.get(tag.localname, set())
            places = [known.index("r" if c in mixed and "r" in known else c) for c in children]
            assert places == sorted(places), (name, tag.localname, children)
            checked += 1
    assert checked > 200


@pytest.mark.parametrize(("kind", "unit"), CASES)
def test_relations_lead_to_parts_and_every_part_has_a_type(kind: str, unit: str) -> None:
    parts = _parts(kind, unit)
    types = etree.fromstring(parts["[Content_Types].xml"])
    endings = {d.get("Extension").lower() for d in types.findall("{*}Default")}
    named = {o.get("PartName").lstrip("/") for o in types.findall("{*}Override")}
    assert named <= set(parts)
    for name in parts:
        if name != "[Content_Types].xml":
            assert name in named or name.rpartition(".")[2].lower() in endings, name
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        home = posixpath.dirname(posixpath.dirname(name))
        seen = set()
        for relation in etree.fromstring(content):
            assert relation.get("Id") not in seen
            seen.add(relation.get("Id"))
            target = relation.get("Target")
            if relation.get("TargetMode") == "External":
                assert target.startswith("https://moi.example/"), target
                continue
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(home, target)
            assert posixpath.normpath(place) in parts, (name, target)
        _assert_used(name, content, parts)


def _assert_used(name: str, content: bytes, parts: dict[str, bytes]) -> None:
    """Every r:id of a part must be among its relations, or the program repairs the file."""
    owner = name.replace("_rels/", "").removesuffix(".rels")
    if owner not in parts or not owner.endswith(".xml"):
        return
    held = {r.get("Id") for r in etree.fromstring(content)}
    space = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    for element in etree.fromstring(parts[owner]).iter(etree.Element):
        for key, value in element.attrib.items():
            if str(key).startswith(space) and value:
                assert value in held, (owner, key, value)


@pytest.mark.parametrize(("kind", "unit"), [("pptx", "24"), ("docx", "24")])
def test_ids_of_shapes_and_bookmarks_are_given_once(kind: str, unit: str) -> None:
    for name, content in _parts(kind, unit).items():
        if not name.endswith(".xml") or "theme" in name:
            continue
        found: dict[str, list[Any]] = {}
        for element in etree.fromstring(content).iter(etree.Element):
            local = etree.QName(element).localname
            if local == ("docPr" if kind == "docx" else "cNvPr"):
                found.setdefault("shape", []).append(element.get("id"))
            elif local == "bookmarkStart":
                found.setdefault("bookmark", []).extend(element.attrib.values())
        for key, ids in found.items():
            assert len(set(ids)) == len(ids), (name, key)
