"""The Word report read back: its numbers, headings, contents, pictures, fonts and XML."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import zipfile
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.analysis.results import Profile
from moibench.presentation.edition_code import edition_code
from moibench.presentation.language import LANGUAGES, Language, text
from moibench.presentation.numbers import format_score, format_value
from moibench.presentation.report import unit_report
from moibench.presentation.sentences import summary_sentences
from moibench.presentation.sentences.words import framework_of
from moibench.reports.docx import build_docx

pytestmark = pytest.mark.django_db

UNITS = ["24", "10", "38", "E-1", "E", "TH"]
THAI = re.compile("[\u0e01-\u0e5b]")
# Children in the order of the schema (ECMA-376 Part 1, wml.xsd), as far as they are used.
ORDER = {
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u lang",
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs spacing ind jc "
    "outlineLvl",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan shd vAlign",
    "trPr": "cantSplit tblHeader",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "font": "altName charset family pitch",
    "settings": "zoom defaultTabStop characterSpacingControl updateFields compat themeFontLang "
    "clrSchemeMapping decimalSymbol listSeparator",
}


@lru_cache(maxsize=16)
def _report(unit: str, year: int, language: Language) -> bytes:
    return build_docx(unit_report(profile(unit, year), current_catalogue(), language))


def parts(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {n: etree.fromstring(file.read(n)) for n in file.namelist() if n.endswith(".xml")}


def said(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t"))).replace("\u00a0", " ")


def headings(content: bytes) -> list[tuple[int, str]]:
    document = Document(io.BytesIO(content))
    return [
        (int(p.style.style_id[-1]), p.text.replace("\u00a0", " "))
        for p in document.paragraphs
        if p.style is not None and re.fullmatch(r"Heading[12]", p.style.style_id)
    ]


def tables(content: bytes) -> dict[str, list[list[str]]]:
    """Return the rows of every table by its caption."""
    found = {}
    for table in parts(content)["word/document.xml"].iter(qn("w:tbl")):
        caption = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val"))
        rows = table.findall(qn("w:tr"))
        found[caption] = [[said(c) for c in row.findall(qn("w:tc"))] for row in rows]
    return found


def as_text(content: bytes) -> str:
    return "\n".join(said(p) for p in parts(content)["word/document.xml"].iter(qn("w:p")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_every_value_of_the_tables_is_that_of_the_result(unit: str, language: Language) -> None:
    answer, catalogue = profile(unit, 2019), current_catalogue()
    content = tables(_report(unit, 2019, language))
    cells = {cell.rstrip("†‡") for rows in content.values() for row in rows for cell in row}
    checked = 0
    listed = {i for d in framework_of(answer, catalogue).dimensions for i in d.indicators}
    for result in answer.indicators:
        if result.indicator_id not in listed or result.figure.status == "missing":
            continue
        indicator = catalogue.indicators[result.indicator_id]
        figures = [result.figure]
        figures += [b.figure for b in result.benchmarks if b.kind in {"country", "region"}]
        for figure in figures:
            if figure.value is not None:
                assert format_value(figure.value, indicator) in cells, result.indicator_id
                checked += 1
    assert checked > 20
    for node in (answer.overall, *answer.dimensions):
        assert format_score(node.score) in cells


def test_the_hand_read_figures_of_chachoengsao_stand_in_the_report() -> None:
    rows = [row for table in tables(_report("24", 2019, "th")).values() for row in table]
    gpp = next(row for row in rows if row[0].startswith("GPP ต่อหัว") and len(row) == 7)
    assert gpp[1:] == ["463,173", "2562", "4/76", "243,705", "501,429", "656,811"]


def test_the_summary_says_level_rank_and_range() -> None:
    answer, catalogue = profile("24", 2019), current_catalogue()
    body = as_text(_report("24", 2019, "th")).replace("\u00a0", " ")
    for sentence in summary_sentences(answer, catalogue, "th"):
        assert sentence.text.replace("\u00a0", " ") in body
    node = answer.overall
    assert f"อันดับที่ {node.rank} (ช่วง {node.rank_low}–{node.rank_high}) จาก 76 จังหวัด" in body


def test_headings_come_in_order() -> None:
    found = headings(_report("24", 2019, "th"))
    assert [name for level, name in found if level == 1] == [
        "สรุปสำหรับผู้ว่าราชการจังหวัด",
        "ภาพรวม",
        "ด้านเศรษฐกิจ",
        "ด้านสังคมและความมั่นคง",
        "ด้านทรัพยากรธรรมชาติและสิ่งแวดล้อม",
        "วิธีวัด",
        "แหล่งข้อมูล",
        "นิยามตัวชี้วัด",
        "ข้อจำกัดของข้อมูล",
    ]
    levels = [level for level, _ in found]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_the_contents_list_the_headings_and_lead_to_them(unit: str, language: Language) -> None:
    content = _report(unit, 2019, language)
    document = parts(content)["word/document.xml"]
    entries = [
        p
        for p in document.iter(qn("w:p"))
        if (style := p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) is not None
        and style.get(qn("w:val")).startswith("TOC")
        and p.find(qn("w:hyperlink")) is not None
    ]
    assert [said(e) for e in entries] == [name for _, name in headings(content)]
    names = {b.get(qn("w:name")) for b in document.iter(qn("w:bookmarkStart"))}
    assert {e.find(qn("w:hyperlink")).get(qn("w:anchor")) for e in entries} <= names


def test_fields_are_closed_and_word_offers_once_to_number_the_contents() -> None:
    for name, root in parts(_report("24", 2019, "th")).items():
        kinds = [f.get(qn("w:fldCharType")) for f in root.iter(qn("w:fldChar"))]
        assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3), name
        assert not [f for f in root.iter(qn("w:fldChar")) if f.get(qn("w:dirty"))]
    settings = parts(_report("24", 2019, "th"))["word/settings.xml"]
    names = [etree.QName(child).localname for child in settings]
    assert names.index("characterSpacingControl") + 1 == names.index("updateFields")
    assert names.index("updateFields") + 1 == names.index("compat")
    hint = text("report.contents_hint", "th")
    assert as_text(_report("24", 2019, "th")).count(hint) == 1
    told = [
        i.text
        for i in parts(_report("24", 2019, "th"))["word/document.xml"].iter(qn("w:instrText"))
    ]
    assert told[0].strip() == r'TOC \o "1-2" \h \z \u'
    assert sum("SEQ Table" in t for t in told) == len(tables(_report("24", 2019, "th")))


def test_captions_are_numbered_in_order() -> None:
    captions = re.findall(r"^(ตารางที่|ภาพที่) (\d+)  ", as_text(_report("24", 2019, "th")), re.M)
    for kind in ("ตารางที่", "ภาพที่"):
        numbers = [int(n) for k, n in captions if k == kind]
        once = list(range(1, len(numbers) // 2 + 1))
        assert numbers == [*once, *once]  # as listed after the contents, then where they stand
        assert numbers


@pytest.mark.parametrize("unit", UNITS)
def test_every_picture_has_an_alternative_text(unit: str) -> None:
    drawn = [
        d
        for d in parts(_report(unit, 2019, "th"))["word/document.xml"].iter()
        if d.tag.endswith("}docPr")
    ]
    assert len(drawn) >= 5
    assert all(len(d.get("descr", "")) > 20 and d.get("title") for d in drawn)
    assert len({d.get("id") for d in drawn}) == len(drawn)


@pytest.mark.parametrize("unit", UNITS)
def test_every_run_with_thai_has_complex_script_settings(unit: str) -> None:
    for root in parts(_report(unit, 2019, "th")).values():
        for run in root.iter(qn("w:r")):
            if not THAI.search(said(run)):
                continue
            properties = run.find(qn("w:rPr"))
            assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "TH Sarabun New"
            assert properties.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"


def test_what_is_set_for_latin_is_set_for_complex_script_too() -> None:
    for root in parts(_report("24", 2019, "th")).values():
        for properties in root.iter(qn("w:rPr")):
            for latin, script in (("b", "bCs"), ("sz", "szCs"), ("i", "iCs")):
                one, other = (properties.find(qn(f"w:{t}")) for t in (latin, script))
                assert (one is None) == (other is None)
                if one is not None:
                    assert one.get(qn("w:val")) == other.get(qn("w:val"))


def test_symbols_have_their_own_smaller_font() -> None:
    document = parts(_report("24", 2019, "th"))["word/document.xml"]
    runs = [r for r in document.iter(qn("w:r")) if re.search("[●○◆▲▼△▽]", said(r))]
    assert runs
    for run in runs:
        assert not THAI.search(said(run))
        properties = run.find(qn("w:rPr"))
        assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "Segoe UI Symbol"
        assert int(properties.find(qn("w:sz")).get(qn("w:val"))) <= 24


@pytest.mark.parametrize("unit", ["24", "TH"])
def test_children_stand_in_the_order_of_the_schema(unit: str) -> None:
    for name, root in parts(_report(unit, 2019, "th")).items():
        for element in root.iter():
            if not isinstance(element.tag, str) or not element.tag.startswith(qn("w:rPr")[:-3]):
                continue
            kind = etree.QName(element).localname
            if kind not in ORDER:
                continue
            order = ORDER[kind].split()
            places = [order.index(etree.QName(c).localname) for c in element]
            assert places == sorted(places), (name, kind, [c.tag for c in element])


def test_head_rows_repeat_and_no_table_passes_the_margin() -> None:
    document = parts(_report("24", 2019, "th"))["word/document.xml"]
    found = list(document.iter(qn("w:tbl")))
    assert found
    for table in found:
        first = table.find(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        widths = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
        assert sum(widths) <= 16.01 / 2.54 * 1440
        for row in table.findall(qn("w:tr")):
            assert len(row.findall(qn("w:tc"))) == len(widths)


def test_the_page_is_a4_with_official_margins() -> None:
    section = Document(io.BytesIO(_report("24", 2019, "th"))).sections[0]
    lengths = (
        section.page_width,
        section.page_height,
        section.left_margin,
        section.right_margin,
        section.top_margin,
        section.bottom_margin,
    )
    assert [round(length.cm, 2) for length in lengths if length] == [21, 29.7, 3, 2, 2.5, 2]


def test_the_same_results_give_the_same_bytes() -> None:
    answer, catalogue = profile("24", 2019), current_catalogue()
    first = build_docx(unit_report(answer, catalogue, "th"))
    time.sleep(2.1)  # a zip tells moments by two seconds
    assert build_docx(unit_report(answer, catalogue, "th")) == first


def test_the_properties_say_title_and_system_and_no_date() -> None:
    content = _report("24", 2019, "th")
    properties = Document(io.BytesIO(content)).core_properties
    assert properties.title == "รายงานระดับการพัฒนา จังหวัดฉะเชิงเทรา พ.ศ. 2562".replace(". ", ".\u00a0")
    assert (properties.author, properties.language) == ("MOI Benchmarking", "th-TH")
    assert properties.created is None


def test_one_changed_figure_changes_the_edition_code() -> None:
    from dataclasses import replace

    answer: Profile = profile("24", 2019)
    first = answer.indicators[0]
    other = replace(first, figure=replace(first.figure, value=463173.0))
    changed = replace(answer, indicators=(other, *answer.indicators[1:]))
    assert edition_code(answer, "th") != edition_code(changed, "th")
    assert edition_code(answer, "th")[-8:] == edition_code(answer, "en")[-8:]


def test_the_method_says_the_numbers_of_the_design() -> None:
    answer, catalogue = profile("24", 2019), current_catalogue()
    design = catalogue.designs[answer.stamp.design_id]
    body = as_text(_report("24", 2019, "en"))
    assert f"{design.uncertainty.replicates:,} replicates (seed {design.uncertainty.seed})" in body
    assert f"Below {design.coverage_threshold * 100:.0f}% of the weight" in body
    goalposts = tables(_report("24", 2019, "en"))["Goalposts and weights of the indicators"]
    assert len(goalposts) == len(design.indicator_ids) + 1


def test_sources_are_named_with_agency_edition_and_years() -> None:
    rows = tables(_report("24", 2019, "en"))["Sources used in this report"][1:]
    assert len(rows) >= 8
    assert all(cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize(
    ("unit", "year"), [("24", 1996), ("38", 2011), ("E-1", 1998), ("TH", 2022)]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_years_with_few_data_say_what_is_missing(unit: str, year: int, language: Language) -> None:
    body = as_text(_report(unit, year, language))
    assert re.search("ไม่มีข้อมูลของ|There are no data for", body)
    for rows in tables(_report(unit, year, language)).values():
        for row in rows:
            assert row[0].strip()


def test_no_sentence_has_an_unfilled_field() -> None:
    for language in LANGUAGES:
        for unit in UNITS:
            assert not re.search(r"[{}]|\bNone\b|\bnan\b", as_text(_report(unit, 2019, language)))


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "language"), [("24", "th"), ("TH", "en")])
def test_it_converts_to_pdf(unit: str, language: Language, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is needed: apt-get install libreoffice-writer"
    source = tmp_path / "report.docx"
    source.write_bytes(_report(unit, 2019, language))
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
    pages = PdfReader(tmp_path / "report.pdf").pages
    # The substitute faces of a machine without TH Sarabun New are larger and take more pages.
    assert 15 <= len(pages) <= 60
    assert "MOI Benchmarking" in pages[0].extract_text()
