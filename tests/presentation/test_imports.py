"""What an import says stands in both languages, and nothing stands there that is never said."""

from __future__ import annotations

import re
from pathlib import Path

import moibench
from moibench.presentation.imports import refusal_text
from moibench.presentation.language import LANGUAGES, messages

PACKAGE = Path(moibench.__file__).parent
SOURCES = "\n".join(
    p.read_text(encoding="utf-8")
    for folder in ("ingest", "cli", "web", "presentation", "api")
    for p in (PACKAGE / folder).rglob("*.py")
)
TEMPLATES = "\n".join(
    p.read_text(encoding="utf-8") for p in (PACKAGE / "web/templates").rglob("*.html")
)


def under(prefix: str) -> set[str]:
    return {k.removeprefix(prefix).split(".")[0] for k in messages() if k.startswith(prefix)}


def test_every_refusal_has_its_message_and_every_message_its_refusal() -> None:
    raised = set(re.findall(r'ImportRefused\(\s*"(\w+)"', SOURCES))
    raised |= set(re.findall(r'"refused": "(\w+)"', SOURCES))
    raised |= {"encrypted", "old_workbook", "disk_full"}  # chosen between, or said by the terminal
    assert raised == under("imports.refused.")


def test_every_finding_of_a_table_has_its_sentences() -> None:
    table_files = "\n".join(
        p.read_text(encoding="utf-8") for p in (PACKAGE / "ingest/table_files").glob("*.py")
    )
    grade = r'"(?:impossible|improbable|note)",\s*'
    said = set(re.findall(grade + r'"(\w+)"', table_files))
    said |= set(re.findall(r'_note\("(\w+)"', table_files))
    said |= set(re.findall(r'NotANumber\(\s*"(\w+)"', table_files))
    said |= {"separators", "formula", "odd_cell", "series_unsaid", "series_of_all_unsaid"}
    checks = {k.split(".")[1] for k in messages() if k.startswith("findings.")}
    assert said - checks == under("imports.finding.") - checks


def test_every_word_of_the_page_and_the_terminal_is_used() -> None:
    for key in messages():
        if not key.startswith(("imports.page.", "imports.terminal.")):
            continue
        stem = key.rsplit(".", 1)[0]
        literal = f'"{key}"' in SOURCES or f'"{key}"' in TEMPLATES
        put_together = f'f"{stem}.{{' in SOURCES or any(
            f'f"{m}' in SOURCES for m in (f"{key.rsplit('_', 1)[0]}_{{",)
        )
        assert literal or put_together, key


def test_a_refusal_lists_every_fault() -> None:
    for language in LANGUAGES:
        said = refusal_text("mapping_faulty", ("one", "two"), {}, language)
        assert said.splitlines()[1:] == ["- one", "- two"]
