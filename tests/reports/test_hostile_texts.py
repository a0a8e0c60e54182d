"""What an officer types goes into every document as typed, and never as anything but text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pypdf
import pytest
from docx import Document

from moibench.analysis.errors import NoDataForYear
from moibench.analysis.writing import Written
from moibench.reports.documents import KINDS, build, gather

pytestmark = pytest.mark.django_db
TYPED = '=1+1 <b>&amp; "x" #set page(width: 1cm) $x$ _y_ *z* \\ @ref // ก' + "\x07\x00\ud800" + "ข"
LEFT = TYPED.replace("\x07\x00\ud800", "")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> dict[str, bytes]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        pack = gather("24", 2019, "th")
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    written = {"summary": Written(1, TYPED, "", at, "นาย <i>&" + "\x0b")}
    pack = dataclasses.replace(pack, written=written)
    return {kind: build(kind, pack) for kind in KINDS}


def test_word_holds_it_letter_by_letter(made: dict[str, bytes]) -> None:
    said = [p.text for p in Document(io.BytesIO(made["docx"])).paragraphs]
    assert LEFT in said


def test_pdf_shows_markup_of_its_layout_as_letters(made: dict[str, bytes]) -> None:
    pages = pypdf.PdfReader(io.BytesIO(made["pdf"])).pages
    said = "".join("".join(page.extract_text() for page in pages).split())
    assert "".join(LEFT.split()) in said


def test_a_year_without_data_is_an_error_that_names_it() -> None:
    with pytest.raises(NoDataForYear) as refused:
        gather("24", 1950, "th")
    assert "1950" in str(refused.value)
