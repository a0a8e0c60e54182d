"""One number everywhere: a value is followed through page, JSON and every document."""

from __future__ import annotations

import io
import json
import re
from functools import lru_cache
from typing import Any

import openpyxl
import pypdf
import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from moibench.presentation.language import LANGUAGES, Language, text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.numbers import format_score, format_value
from moibench.presentation.tables import displayed
from moibench.reports.documents import Pack, build, gather

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.no_cover,  # of each document its own tests tell it in half the time
]
SPACES = re.compile(r"[\s\u00a0\u2060]+")
UNITS = ["24", "38", "E-1"]
FOLLOWED = ("gpp_per_capita", "household_income", "unemployment_rate_q4", "waste_improper_share")


@lru_cache(maxsize=8)
def _pack(unit: str, language: Language) -> Pack:
    return gather(unit, 2019, language)


def _close(text: str) -> str:
    return SPACES.sub("", text)


def _page(unit: str, language: Language) -> str:
    year = "2562" if language == "th" else "2019"
    prefix = "" if language == "th" else "/en"
    response = Client(SERVER_NAME="localhost").get(f"{prefix}/area/{unit}?year={year}")
    assert response.status_code == 200
    return _close(re.sub(r"<[^>]+>", " ", response.content.decode()))


@lru_cache(maxsize=8)
def _documents(unit: str, language: Language) -> dict[str, str]:
    """Return every text of each document, without spaces."""
    pack = _pack(unit, language)
    word = Document(io.BytesIO(build("docx", pack)))
    deck = Presentation(io.BytesIO(build("pptx", pack)))
    slides = [t.text or "" for s in deck.slides for t in s._element.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}t")]  # fmt: skip
    return {
        "docx": _close("".join(t.text or "" for t in word.element.body.iter(qn("w:t")))),
        "pptx": _close("".join(slides)),
        **{
            kind: _close("".join(p.extract_text() for p in pypdf.PdfReader(
                io.BytesIO(build(kind, pack))).pages))
            for kind in ("pdf", "profile")
        },
    }  # fmt: skip


@lru_cache(maxsize=8)
def _tables(unit: str, language: Language) -> dict[str, list[list[list[str]]]]:
    """Return the tables of the documents that have cells, by medium: rows of texts."""
    pack = _pack(unit, language)
    word = Document(io.BytesIO(build("docx", pack)))
    deck = Presentation(io.BytesIO(build("pptx", pack)))
    drawn = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return {
        medium: [[[_close(c.text) for c in row.cells] for row in table.rows] for table in tables]
        for medium, tables in (("docx", word.tables), ("pptx", drawn))
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_every_cell_of_own_values_is_the_string_of_the_result(
    unit: str, language: Language
) -> None:
    pack = _pack(unit, language)
    own = _close(text("table.column.own", language))
    shown, doubtful = {}, set()
    for result in pack.profile.indicators:
        indicator = pack.catalogue.indicators[result.indicator_id]
        name = _close(short_indicator_name(indicator, language))
        doubtful |= {name} & set(shown)
        shown[name] = displayed(result.figure, indicator, language)
    for medium, tables in _tables(unit, language).items():
        followed = 0
        for head, *rows in tables:
            for row in rows if own in head else ():
                name = row[0].partition("(")[0].rstrip("*")
                if name in shown and name not in doubtful:
                    assert row[head.index(own)] == _close(shown[name]), (medium, row)
                    followed += 1
        assert followed >= 12, (medium, followed)


def _cells(pack: Pack) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(build("xlsx", pack)), data_only=True)
    return [c.value for s in book.worksheets for row in s.iter_rows() for c in row if c.value]


def _json(unit: str) -> Any:
    response = Client(SERVER_NAME="localhost").get(f"/api/profile/{unit}?year=2019")
    assert response.status_code == 200
    return json.loads(response.content)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_a_value_is_the_same_string_in_every_medium_and_one_number_in_the_others(
    unit: str, language: Language
) -> None:
    pack = _pack(unit, language)
    said = {"page": _page(unit, language), **_documents(unit, language)}
    cells = [c for c in _cells(pack) if isinstance(c, int | float)]
    told = json.dumps(_json(unit))
    followed = 0
    for result in pack.profile.indicators:
        value = result.figure.value
        if result.indicator_id not in FOLLOWED or value is None:
            continue
        shown = format_value(value, pack.catalogue.indicators[result.indicator_id])
        for medium, content in said.items():
            assert shown in content, (medium, result.indicator_id, shown)
        assert any(abs(c - value) <= 1e-12 * abs(value) for c in cells), result.indicator_id
        assert repr(value) in told, result.indicator_id
        followed += 1
    assert followed >= 2
    overall = pack.profile.overall
    assert overall.score is not None
    for medium, content in said.items():
        assert format_score(overall.score) in content, medium
    assert any(abs(c - overall.score) <= 1e-12 * overall.score for c in cells)
    assert repr(overall.score) in told


@pytest.mark.parametrize("unit", UNITS)
def test_the_edition_code_ends_alike_in_every_document_and_language(unit: str) -> None:
    ends = set()
    for language in LANGUAGES:
        found = [re.search(r"MB-\d{4}-[A-Z0-9-]+?-([0-9A-F]{8})", text)
                 for text in _documents(unit, language).values()]  # fmt: skip
        assert all(found)
        ends |= {match[1] for match in found if match}
    assert len(ends) == 1
