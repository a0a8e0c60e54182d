"""The workbook read back: its cells, displays, formulas, charts and print settings."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from lxml import etree

from moibench.analysis.index_cells import IndexCells
from moibench.engine import Node, Tree, aggregate, classify, goalposts, rank
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.numbers import Shown
from moibench.presentation.report import Drawing, Table
from moibench.presentation.report.question import Question
from moibench.presentation.workbook import Workbook, unit_workbook
from moibench.reports.documents import KINDS, Pack, build, gather
from moibench.reports.xlsx import build_xlsx
from tests.reports.office import SHEETS_AS_SHOWN, convert

pytestmark = pytest.mark.django_db

UNITS = ["24", "10", "38", "E-1", "E", "TH"]
FIRST_UNIT = 13  # rows and columns as a spreadsheet counts them, from 1
WEIGHTS, GOAL_0, GOAL_100, THRESHOLD = 11, 9, 10, (4, 3)
PAGE = "https://moi.example/area/24?year=2562"


@lru_cache(maxsize=8)
def _pack(unit: str, language: Language, year: int = 2019) -> Pack:
    return gather(unit, year, language, address=PAGE)


@lru_cache(maxsize=16)
def _xlsx(unit: str, language: Language, year: int = 2019) -> bytes:
    return build("xlsx", _pack(unit, language, year))


def _shown(pack: Pack) -> Workbook:
    asked = Question(pack.profile, pack.catalogue, pack.language)
    return unit_workbook(asked, pack.report, pack.cells)


def _read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def _blocks(pack: Pack, kind: type) -> list[Any]:
    return [b for c in pack.report.chapters for b in c.blocks if isinstance(b, kind)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_every_table_and_figure_of_the_report_has_its_sheet(unit: str, language: Language) -> None:
    pack = _pack(unit, language)
    shown, book = _shown(pack), _read(_xlsx(unit, language))
    tables, figures = _blocks(pack, Table), _blocks(pack, Drawing)
    assert len(tables) >= 10
    assert len(figures) >= 5
    for number, table in enumerate(tables, 1):
        sheet = book[shown.say("sheet.table", number=number)]
        assert sheet["A1"].value.endswith(table.caption)
        assert [c.value for c in sheet[4]] == [c.head for c in table.columns]
    for number, figure in enumerate(figures, 1):
        sheet = book[shown.say("sheet.figure", number=number)]
        assert len(sheet._charts) == len(figure.picture.native) >= 1
    assert book.sheetnames[0] == shown.say("sheet.contents")


@pytest.mark.parametrize(("unit", "language"), [("24", "th"), ("38", "th"), ("E-1", "en")])
def test_every_cell_holds_the_unrounded_number_of_its_string(unit: str, language: Language) -> None:
    pack = _pack(unit, language)
    shown, book = _shown(pack), _read(_xlsx(unit, language))
    numbers = 0
    for number, table in enumerate(_blocks(pack, Table), 1):
        sheet = book[shown.say("sheet.table", number=number)]
        for i, row in enumerate(table.rows):
            for k, content in enumerate(row):
                cell = sheet.cell(5 + i, 1 + k)
                if isinstance(content, Shown):
                    assert cell.value == pytest.approx(content.value, rel=1e-15, abs=0)
                    assert cell.number_format == content.code
                    numbers += 1
                else:
                    assert (cell.value or "") == content
                    assert cell.data_type in {"s", "n"}
    assert numbers > 100


@pytest.mark.parametrize(("unit", "language"), [("24", "th"), ("TH", "en")])
def test_another_program_displays_every_cell_as_the_report_does(
    unit: str, language: Language, tmp_path: Path
) -> None:
    pack = _pack(unit, language)
    shown = _shown(pack)
    source = tmp_path / "book.xlsx"
    source.write_bytes(_xlsx(unit, language))
    convert([source], SHEETS_AS_SHOWN, tmp_path)
    checked = 0
    for number, table in enumerate(_blocks(pack, Table), 1):
        name = shown.say("sheet.table", number=number)
        with (tmp_path / f"book-{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        for i, row in enumerate(table.rows):
            for k, content in enumerate(row):
                assert lines[4 + i][k] == str(content), (name, i, k)
                checked += isinstance(content, Shown)
    assert checked > 100


def _reckoned(
    cells: IndexCells,
    values: np.ndarray,
    weights: np.ndarray,
    dimension_weights: np.ndarray,
    posts: np.ndarray,
    threshold: float,
) -> dict[str, np.ndarray]:
    """Return what the engine makes of the numbers of the sheets; units after the ranked last."""
    scores = goalposts(values.T, posts[:, 0], posts[:, 1]).values
    ids = tuple(i.indicator_id for i in cells.indicators)
    nodes = []
    for node in cells.nodes[:-1]:
        held = [k for k, i in enumerate(cells.indicators) if i.dimension_id == node.node_id]
        nodes.append(
            Node(node.node_id, tuple(ids[k] for k in held), tuple(weights[k] for k in held))
        )
    root = Node("overall", tuple(n.id for n in nodes), tuple(dimension_weights))
    made = aggregate(scores, Tree(ids, (*nodes, root)), threshold)
    ranked = len(cells.ranked)
    return {
        "coverage": made.coverage,
        "score": made.scores,
        "level": np.stack(
            [
                classify(s, np.array(n.cutoffs))
                for s, n in zip(made.scores, cells.nodes, strict=True)
            ]
        ),
        "rank": rank(made.scores[:, :ranked]),
    }


def _numbers(rows: list[tuple[float | None, ...]]) -> np.ndarray:
    return np.array([[np.nan if v is None else v for v in row] for row in rows])


def _changed(book: Any, cells: IndexCells) -> tuple[Any, ...]:
    """Change weights, goalposts, threshold and values as an auditor would; return the numbers."""
    values_sheet, nodes_sheet = book.worksheets[-4], book.worksheets[-2]
    count = len(cells.indicators)
    values = _numbers([u.values for u in (*cells.ranked, *cells.beside)])
    weights = np.array([i.weight for i in cells.indicators])
    shares = np.array([n.weight for n in cells.nodes[:-1]], dtype=float)
    posts = np.array([i.goalposts for i in cells.indicators])
    weights[0], weights[-1], shares[1] = 3.5, 0.25, 2.0
    posts[2] = posts[2][1], posts[2][0]
    values[4, : count // 2 + 1] = np.nan  # under the threshold
    values[7, 1] = np.nan  # weights shared anew
    values[9, 0] *= 50  # beyond the goalpost
    threshold = 0.5
    values_sheet.cell(*THRESHOLD).value = threshold
    for k in range(count):
        values_sheet.cell(WEIGHTS, 3 + k).value = float(weights[k])
        values_sheet.cell(GOAL_0, 3 + k).value = float(posts[k, 0])
        values_sheet.cell(GOAL_100, 3 + k).value = float(posts[k, 1])
        for i in range(len(values)):
            held = values[i, k]
            values_sheet.cell(FIRST_UNIT + i, 3 + k).value = None if np.isnan(held) else float(held)
    for n, share in enumerate(shares):
        nodes_sheet.cell(6, 3 + 4 * n + 1).value = float(share)
    return values, weights, shares, posts, threshold


@pytest.mark.slow
def test_recalculated_the_formulas_equal_the_engine(tmp_path: Path) -> None:
    cases = {}
    for unit, year, change in (("24", 2019, False), ("24", 2019, True), ("E-1", 1998, False),
                               ("38", 2011, True), ("10", 2019, False)):  # fmt: skip
        cells = _pack(unit, "th", year).cells
        book = _read(_xlsx(unit, "th", year))  # drops the results that the formulas came with
        numbers: tuple[Any, ...] = (
            _numbers([u.values for u in (*cells.ranked, *cells.beside)]),
            np.array([i.weight for i in cells.indicators]),
            np.array([n.weight for n in cells.nodes[:-1]], dtype=float),
            np.array([i.goalposts for i in cells.indicators]),
            cells.threshold,
        )
        if change:
            numbers = _changed(book, cells)
        path = tmp_path / f"{unit}-{year}-{change}.xlsx"
        book.save(path)
        cases[path] = cells, _reckoned(cells, *numbers), change
    out = tmp_path / "out"
    out.mkdir()
    convert(list(cases), "xlsx:Calc MS Excel 2007 XML", out)
    for path, (cells, engine, change) in cases.items():
        book = openpyxl.load_workbook(out / path.name, data_only=True)
        _assert_equal(book.worksheets[-2], cells, engine)
        checks = {
            book.worksheets[-2].cell(FIRST_UNIT + i, 3 + 7 * len(cells.nodes) + 1).value
            for i in range(len(cells.ranked))
        }
        assert ("ต่างกัน" in checks) is change
        assert change or checks == {"ตรงกัน"}


def _assert_equal(sheet: Any, cells: IndexCells, engine: dict[str, np.ndarray]) -> None:
    compared = 0
    for i in range(len(cells.ranked) + len(cells.beside)):
        for n in range(len(cells.nodes)):
            for k, key in enumerate(("coverage", "score", "level", "rank")):
                if key == "rank" and i >= len(cells.ranked):
                    continue
                read = sheet.cell(FIRST_UNIT + i, 3 + 4 * n + k).value
                expected = engine[key][n, i]
                if np.isnan(expected):
                    assert read in (None, ""), (i, n, key)
                else:
                    assert isinstance(read, int | float), (i, n, key, read)
                    assert abs(read - expected) < 1e-9, (i, n, key)
                    compared += 1
    assert compared > 70


def test_the_results_beside_the_formulas_are_those_of_the_profile() -> None:
    pack = _pack("24", "th")
    own = next(u for u in pack.cells.ranked if u.unit_code == "24")
    nodes = {n.node_id: n for n in (*pack.profile.dimensions, pack.profile.overall)}
    for n, node in enumerate(pack.cells.nodes):
        assert own.node_scores[n] == nodes[node.node_id].score
        assert own.node_ranks[n] == nodes[node.node_id].rank
        assert own.node_levels[n] == nodes[node.node_id].level
    assert len(pack.cells.ranked) == 76


def test_formulas_stand_in_the_sheets_of_the_index_alone_and_come_with_their_results() -> None:
    book = _read(_xlsx("24", "th"))
    results = openpyxl.load_workbook(io.BytesIO(_xlsx("24", "th")), data_only=True)
    for place, sheet in enumerate(book.worksheets):
        found = [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert bool(found) is (place in {len(book.worksheets) - 3, len(book.worksheets) - 2})
        for cell in found:
            assert results[sheet.title][cell.coordinate].value is not None
            assert set(re.findall(r"[A-Z]+(?=\()", cell.value)) <= {
                "IF", "AND", "ISNUMBER", "MAX", "MIN", "SUM", "SUMPRODUCT", "ABS", "N", "COUNTIF",
            }  # fmt: skip


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t="])
def test_a_text_never_becomes_a_formula(begins: str) -> None:
    pack = _pack("24", "th")
    hostile = f'{begins}HYPERLINK("http://a.example","x")'
    chapter = pack.report.chapters[0]
    table = next(b for b in chapter.blocks if isinstance(b, Table))
    poisoned = replace(table, rows=((hostile, *table.rows[0][1:]), *table.rows[1:]),
                       caption=hostile, note=hostile)  # fmt: skip
    blocks = tuple(poisoned if b is table else b for b in chapter.blocks)
    report = replace(
        pack.report, chapters=(replace(chapter, blocks=blocks), *pack.report.chapters[1:])
    )
    asked = Question(pack.profile, pack.catalogue, pack.language)
    book = _read(build_xlsx(unit_workbook(asked, report, pack.cells)))
    sheet = book.worksheets[1]
    assert sheet["A5"].value == hostile
    assert sheet["A5"].data_type == "s"
    assert sheet["A5"].quotePrefix
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_names_longer_than_a_cell_markup_and_control_characters_do_no_harm() -> None:
    pack = _pack("24", "th")
    shown = _shown(pack)
    name = "<b>&amp; ชื่อยาว\x00\x07\ud800 " + "ก" * 40_000
    units = shown.units | {"24": name}
    content = build_xlsx(replace(shown, units=units, provenance=replace(
        shown.provenance, rows=((name, *shown.provenance.rows[0][1:]),))))  # fmt: skip
    book = _read(content)
    read = book[shown.say("sheet.provenance")]["A5"].value
    assert read.startswith("<b>&amp; ชื่อยาว ")
    assert len(read) == 32_767


def test_heads_are_frozen_and_repeat_and_pages_are_a4() -> None:
    book = _read(_xlsx("24", "th"))
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes is not None, sheet.title
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P/&N" in sheet.oddFooter.right.text or "P" in sheet.oddFooter.right.text


def test_contents_lead_to_every_sheet_and_the_page_and_hold_a_code() -> None:
    book = _read(_xlsx("24", "th"))
    front = book.worksheets[0]
    links = [c.hyperlink for row in front.iter_rows() for c in row if c.hyperlink]
    targets = {link.location for link in links if link.location}
    assert {t.split("'")[1] for t in targets} == set(book.sheetnames[1:])
    assert [link.target for link in links if link.target] == [PAGE]
    assert len(front._images) == 1


def test_every_thai_text_has_the_ministrys_font_in_cells_and_charts() -> None:
    with zipfile.ZipFile(io.BytesIO(_xlsx("24", "th"))) as file:
        styles = etree.fromstring(file.read("xl/styles.xml"))
        named = {
            n.get("val") for n in styles.iter("{*}name") if n.getparent().tag.endswith("}font")
        }
        assert named == {"TH Sarabun New"}
        charts = [n for n in file.namelist() if n.startswith("xl/charts/chart")]
        assert len(charts) >= 8
        for name in charts:
            root = etree.fromstring(file.read(name))
            for properties in root.iter("{*}defRPr", "{*}rPr"):
                faces = {etree.QName(f).localname: f.get("typeface") for f in properties
                         if etree.QName(f).localname in {"latin", "cs"}}  # fmt: skip
                assert faces in ({}, {"latin": "TH Sarabun New", "cs": "TH Sarabun New"}), name


def test_charts_draw_the_numbers_of_the_cells_beside_them() -> None:
    pack = _pack("24", "th")
    shown, book = _shown(pack), _read(_xlsx("24", "th"))
    for number, figure in enumerate(_blocks(pack, Drawing), 1):
        sheet = book[shown.say("sheet.figure", number=number)]
        for drawn, chart in zip(sheet._charts, figure.picture.native, strict=True):
            assert len(drawn.series) == len(chart.series)
            for made, series in zip(drawn.series, chart.series, strict=True):
                cells = made.val.numRef.f.rpartition("!")[2].replace("$", "")
                read = [cell.value for (cell,) in sheet[cells]]
                for cell, value in zip(read, series.values, strict=True):
                    assert cell == (None if value is None else pytest.approx(value, rel=1e-15))


def test_the_same_results_give_the_same_bytes() -> None:
    assert KINDS["xlsx"].build(_pack("38", "th")) == _xlsx("38", "th")
