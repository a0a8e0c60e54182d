"""The PDF report: what it says, what its tags say, that Thai comes out as it went in."""

from __future__ import annotations

import io
import random
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import psutil
import pypdf
import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.presentation.language import Language
from moibench.presentation.pictures.render import FONT_FOLDER
from moibench.presentation.report import Bullet, Drawing, Paragraph, Report, Table, unit_report
from moibench.reports.pdf import build_pdf, lay_out
from moibench.reports.pdf.readable import make_readable

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SPACES = re.compile(r"[\s\u00a0\u2060]+")


@lru_cache(maxsize=8)
def _report(unit: str, language: Language) -> Report:
    return unit_report(profile(unit, 2019), current_catalogue(), language)


@lru_cache(maxsize=8)
def _pdf(unit: str, language: Language) -> bytes:
    return build_pdf(_report(unit, language))


def _letters(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return SPACES.sub("", "".join(page.extract_text() for page in pages))


def _said(report: Report) -> list[str]:
    """Every paragraph, bullet and cell, cut where a page may end."""
    found = [chapter.title for chapter in report.chapters]
    for chapter in report.chapters:
        for block in chapter.blocks:
            if isinstance(block, Paragraph | Bullet):
                found += block.text.split(" ")
            elif isinstance(block, Table):
                found += [cell for row in block.rows for cell in " ".join(row).split(" ")]
    return [SPACES.sub("", part) for part in found]


@pytest.mark.no_cover  # most of its time is another library's, reading what was written
@pytest.mark.parametrize(("unit", "language"), [("24", "th"), ("38", "th"), ("E-1", "en")])
def test_every_word_of_the_report_is_copied_as_it_was_written(
    unit: str, language: Language
) -> None:
    letters = _letters(_pdf(unit, language))
    missing = [part for part in _said(_report(unit, language)) if part not in letters]
    assert not missing, missing[:5]


def _thai_clusters() -> str:
    consonants = "กขงญฎฏฐปฝฟฬหอ"
    vowels = ("", "ิ", "ี", "ึ", "ื", "ั", "ุ", "ู", "ำ")
    tones = ("", "่", "้", "๊", "๋")
    made = [
        f"{c}{t}{v}" if v == "ำ" else f"{c}{v}{t}"
        for c in consonants
        for v in vowels
        for t in tones
    ]
    return " ".join(made)


def _laid_out(content: str) -> bytes:
    import typst

    made: bytes = typst.compile(
        f'#set text(font: "Sarabun", lang: "th")\n{content}'.encode(),
        font_paths=[str(FONT_FOLDER)],
        ignore_system_fonts=True,
        format="pdf",
        timestamp=0,
    )
    return made


def test_every_cluster_of_consonant_vowel_and_tone_is_copied_once() -> None:
    content = _thai_clusters()
    assert _letters(make_readable(_laid_out(content))) == SPACES.sub("", content)


def test_the_layout_program_still_needs_its_letters_made_readable() -> None:
    content = _thai_clusters()
    assert _letters(_laid_out(content)) != SPACES.sub("", content)


def test_it_is_tagged_titled_and_in_thai_with_all_fonts_embedded() -> None:
    report = _report("24", "th")
    with pikepdf.open(io.BytesIO(_pdf("24", "th"))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("th")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == report.running_head
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        assert len(fonts) >= 2
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        described = [str(o.Alt) for o in pdf.objects if _is_figure(o)]
    drawn = [
        b.picture.alternative for c in report.chapters for b in c.blocks if isinstance(b, Drawing)
    ]
    assert sorted(described) == sorted(drawn)


def _structure(element: object, parent: str = "") -> Iterator[tuple[str, str, pikepdf.Dictionary]]:
    """Yield kind, kind of the parent and element, in the order of reading."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from _structure(child, parent)
    elif isinstance(element, pikepdf.Dictionary) and ("/S" in element or not parent):
        kind = str(element.get("/S", "/Root"))
        yield kind, parent, element
        yield from _structure(element.get("/K"), kind)


@pytest.mark.parametrize(("unit", "language"), [("24", "th"), ("E-1", "en")])
def test_its_structure_is_what_a_screen_reader_asks_for(unit: str, language: Language) -> None:
    """Tell what a program can of the Matterhorn protocol."""
    blocks = [b for chapter in _report(unit, language).chapters for b in chapter.blocks]
    with pikepdf.open(io.BytesIO(_pdf(unit, language))) as pdf:
        assert "/ParentTree" in pdf.Root.StructTreeRoot
        assert not pdf.Root.MarkInfo.get("/Suspects", False)
        found = list(_structure(pdf.Root.StructTreeRoot))
        counts = Counter(kind for kind, _, _ in found)
        assert counts["/LI"] == sum(isinstance(b, Bullet) for b in blocks) > 0
        assert counts["/Table"] == counts["/THead"] == sum(isinstance(b, Table) for b in blocks)
        nested = {(kind, parent) for kind, parent, _ in found}
        for kind, parents in {
            "/TR": {"/THead", "/TBody"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/THead": {"/Table"},
            "/LI": {"/L"}, "/LBody": {"/LI"}, "/TOCI": {"/TOC"},
        }.items():  # fmt: skip
            assert {parent for k, parent in nested if k == kind} <= parents
        for kind, _, element in found:
            if kind == "/TH":
                attributes = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
                assert [str(a.Scope) for a in attributes if "/Scope" in a] == ["/Column"]
        levels = [int(kind[2]) for kind, _, _ in found if re.fullmatch(r"/H\d", kind)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        for page in pdf.pages:
            assert page.Tabs == "/S"
            assert _marked(page)
            for annotation in page.get("/Annots", []):
                assert "/Contents" in annotation
                assert "/StructParent" in annotation
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        assert all("/ToUnicode" in o for o in fonts if o.get("/Subtype") == "/Type0")


def _marked(page: pikepdf.Page) -> bool:
    """Tell whether everything drawn is content of the structure or an artifact, never neither."""
    depth = 0
    for _, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += (name in {"BDC", "BMC"}) - (name == "EMC")
        if depth == 0 and name in {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "f*", "B", "sh"}:
            return False
    return True


def _is_figure(candidate: object) -> bool:
    return isinstance(candidate, pikepdf.Dictionary) and candidate.get("/S") == "/Figure"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert build_pdf(_report("38", "th")) == _pdf("38", "th")


def _noisy_png(number: int) -> bytes:
    """A picture of 1500 × 1500 points that no other document holds, 9 MB unpacked."""
    row = bytes([0, *random.Random(number).randbytes(4500)])

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + sum_

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1500, 1500, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(row * 1500))
        + chunk(b"IEND", b"")
    )


def test_nothing_is_kept_of_what_was_laid_out_before(tmp_path: Path) -> None:
    process, sizes = psutil.Process(), []
    for number in range(10):
        root = tmp_path / str(number)
        root.mkdir()
        (root / "noise.png").write_bytes(_noisy_png(number))
        source = root / "page.typ"
        source.write_text(
            '#set document(title: "x")\n#image("noise.png", alt: "x")', encoding="utf-8"
        )
        lay_out(source, root)
        sizes.append(process.memory_info().rss // 1_000_000)
    assert sizes[-1] - sizes[3] < 25, sizes
