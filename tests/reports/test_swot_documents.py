"""The SWOT as Word, slides and a workbook: whole, editable, and safe whatever was typed."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.swot import board
from moibench.analysis.swot.board import Content, Item, OwnEvidence, Version
from moibench.analysis.swot.candidates import swot_candidates
from moibench.presentation.language import Language
from moibench.presentation.swot.sentences import both_sentences
from moibench.reports.swot import build_swot

pytestmark = pytest.mark.django_db
NASTY = '=SUM(1) <b>&amp; "อ้าง" ]]> \x07จบ'
SAFE = '=SUM(1) <b>&amp; "อ้าง" ]]> จบ'


@pytest.fixture
def held() -> tuple[Item, ...]:
    """A board with every kind of item, one of which begins as a formula would."""
    found, catalogue = swot_candidates("24"), current_catalogue()
    for key, state in (
        ("level_strength:household_debt", "accepted"),
        ("sector_slowing:C", "accepted"),
        ("level_weakness:gpp_growth", "rejected"),
    ):
        candidate = found.by_key(key)
        assert candidate is not None
        board.decide(
            "24",
            candidate,
            state,  # type: ignore[arg-type]
            "สมชาย ใจดี",
            reason="ปีโควิด" if state == "rejected" else "",
            generated=both_sentences(candidate, catalogue),
        )
    board.add_own("24", "opportunity", NASTY, OwnEvidence(note=NASTY), "สมชาย ใจดี")
    first, _, _, last = (i.id for i in board.items("24"))
    board.add_strategy("24", "so", "กลยุทธ์ " + NASTY, (first, last), "สมชาย ใจดี")
    return board.items("24")


def built(kind: str, held: tuple[Item, ...], language: Language = "th") -> io.BytesIO:
    found = swot_candidates("24")
    return io.BytesIO(build_swot(kind, found, held, current_catalogue(), language))


def text_of_word(content: io.BytesIO) -> str:
    document = Document(content)
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_word_holds_matrix_tows_evidence_and_what_was_rejected(held: tuple[Item, ...]) -> None:
    said = text_of_word(built("docx", held)).replace("\u00a0", " ")
    for word in ("78,872", "พ.ศ. 2566", "สสช.", "LQ", SAFE, "กลยุทธ์", "ปีโควิด", "สมชาย ใจดี"):
        assert word in said
    assert "(S1, O1)" in said


def test_slides_are_native_and_their_notes_name_the_sources(held: tuple[Item, ...]) -> None:
    deck = Presentation(built("pptx", held))
    slides = list(deck.slides)
    assert 7 <= len(slides) <= 10
    assert any(shape.has_chart for slide in slides for shape in slide.shapes)
    said = "\n".join(
        shape.text_frame.text for s in slides for shape in s.shapes if shape.has_text_frame
    )
    assert SAFE in said
    notes = "\n".join(s.notes_slide.notes_text_frame.text for s in slides)  # type: ignore[union-attr]
    assert "สสช." in notes
    assert "78,872" in notes


def test_the_workbook_keeps_numbers_and_no_text_is_a_formula(held: tuple[Item, ...]) -> None:
    book = openpyxl.load_workbook(built("xlsx", held))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    assert 78_872.0 in [c.value for c in cells]
    assert any(SAFE in str(c.value) for c in cells)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_proposals_alone_make_a_document_that_says_so(kind: str, language: Language) -> None:
    content = built(kind, (), language)
    if kind == "docx":
        said = text_of_word(content)
        assert ("ยังไม่ใช่ SWOT ของพื้นที่" if language == "th" else "not the area’s SWOT") in said
    assert content.getvalue()[:2] == b"PK"


def test_a_unit_of_which_nothing_is_proposed_has_documents_too() -> None:
    found = swot_candidates("TH")
    for kind in ("docx", "pptx", "xlsx"):
        assert build_swot(kind, found, (), current_catalogue(), "th")[:2] == b"PK"


def test_control_characters_of_older_rows_do_no_harm() -> None:
    now = swot_candidates("24")
    moment = board.add_own("24", "strength", "x", OwnEvidence(), "ก").now.written_at
    old = Item(
        1, "24", "", (Version(1, 1, Content("strength", "accepted", "ก\x01ข"), moment, "ก"),)
    )
    for kind in ("docx", "pptx", "xlsx"):
        assert build_swot(kind, now, (old,), current_catalogue(), "th")[:2] == b"PK"
