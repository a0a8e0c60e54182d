"""`moibench report` with a template, a benchmark and a server's address."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document

from moibench.cli import main

pytestmark = pytest.mark.django_db


def test_a_report_is_written_into_a_template_against_the_peers(tmp_path: Path) -> None:
    template, made = tmp_path / "หนังสือ.docx", tmp_path / "out.docx"
    document = Document()
    document.add_paragraph("ถึง {{unit}} {{address}}")
    document.add_paragraph("{{chapter:compared}}")
    document.save(str(template))
    given = ["report", "24", "--year", "2562", "-o", str(made), "--template", str(template)]
    assert main([*given, "--against", "peers", "--site", "https://moi.example/"]) == 0
    said = [p.text for p in Document(str(made)).paragraphs]
    assert "https://moi.example/area/24?year=2562&against=peers" in said[0]
    assert "กลุ่มเทียบเคียง 8 แห่ง" in said[1].replace("\u00a0", " ")


def test_a_workbook_is_written_by_the_name_of_its_file(tmp_path: Path) -> None:
    made = tmp_path / "out.xlsx"
    assert main(["report", "38", "--year", "2562", "-o", str(made)]) == 0
    assert "ดัชนี 3 คะแนนและอันดับ" in openpyxl.load_workbook(made).sheetnames


@pytest.mark.parametrize(
    ("output", "template", "said"),
    [
        ("out.xlsx", "a.docx", "docx และ pptx"),
        ("out.docx", "none.docx", "none.docx"),
        ("out.docx", "a.docm", "แมโคร"),
    ],
)
def test_a_template_that_does_not_fit_is_refused_in_one_sentence(
    output: str, template: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.docm").write_bytes(b"PK")
    (tmp_path / "a.docx").write_bytes(b"PK")
    given = ["report", "24", "-o", str(tmp_path / output), "--template", str(tmp_path / template)]
    assert main(given) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert not (tmp_path / output).exists()
