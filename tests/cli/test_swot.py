"""`moibench swot`: text in both languages, JSON, documents, and refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moibench.analysis.swot import board
from moibench.analysis.swot.board import OwnEvidence
from moibench.cli import main, swot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' database is ready already."""
    monkeypatch.setattr(swot, "prepare", lambda: None)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["swot", *words]) == 0
    return capsys.readouterr().out


def test_text_and_json_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    board.add_own("24", "strength", "ผู้นำเข้มแข็ง", OwnEvidence(), "ก")
    thai, english = (asked(capsys, "ฉะเชิงเทรา", "--language", k) for k in ("th", "en"))
    content = json.loads(asked(capsys, "24", "--json"))
    assert content["unit"] == "24"
    (debt,) = [c for c in content["strength"] if c["key"] == "level_strength:household_debt"]
    assert debt["sentence"]["th"] in thai
    assert debt["sentence"]["en"] in english
    assert debt["evidence"][0]["value"] == 78_872.0
    assert debt["rule"]["version"] == 1
    assert "S1 ผู้นำเข้มแข็ง" in thai
    assert content["board"][0]["words"] == "ผู้นำเข้มแข็ง"
    assert content["rules_without_candidates"]["disaster_exposure"] == "no_figures"


def test_a_document_is_written_and_a_wrong_ending_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked(capsys, "24", "--year", "2562", "-o", str(tmp_path / "swot.docx"))
    assert (tmp_path / "swot.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(SystemExit):
        main(["swot", "24", "-o", "swot.txt"])
    assert main(["swot", "99"]) != 0
    assert main(["swot", "24", "-o", str(tmp_path / "none" / "swot.docx")]) != 0
