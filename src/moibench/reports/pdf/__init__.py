"""The PDF of a report: tagged for assistive technology, fonts embedded, Thai that can be copied."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pikepdf

from moibench.presentation.language import text
from moibench.presentation.pictures.render import FONT_FOLDER
from moibench.presentation.report import (
    Block,
    Bullet,
    Chapter,
    Drawing,
    Heading,
    Paragraph,
    Report,
    Table,
)
from moibench.reports.drawn import drawn
from moibench.reports.letters import writable
from moibench.reports.pdf.readable import make_readable
from moibench.reports.qr import qr_png

__all__ = ["build_pdf"]

KEPT_FOR = 10  # compilations, in typst's own reckoning
STANDARD = "ua-1"  # ISO 14289-1


def build_pdf(report: Report) -> bytes:
    """Return a report as PDF/UA-1, the same bytes for the same report."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        chapters = [
            {
                "title": chapter.title,
                "short": chapter.is_short,
                "blocks": _blocks(chapter, root),
            }
            for chapter in report.chapters
        ]
        data: dict[str, Any] = {
            "language": report.language,
            "running_head": report.running_head,
            "edition": report.edition,
            "cover": dataclasses.asdict(report.cover),
            "chapters": chapters,
            "unbroken": [re.escape(word) for word in report.unbroken],
            "words": {
                key: text(f"report.{key}", report.language)
                for key in ("contents", "page", "figure", "table")
            }
            | {
                key: text(f"chapters.{key}", report.language)
                for key in ("list_of_tables", "list_of_figures", "site_page")
            },
            "qr": None,
        }
        if report.address:
            (root / "qr.png").write_bytes(qr_png(report.address))
            data["qr"] = {
                "file": "qr.png",
                "address": report.address,
                "alternative": text("chapters.page", report.language, address=report.address),
            }
        return compile_template("report.typ", "report.json", data, root)


def compile_template(template: str, name: str, data: dict[str, Any], root: Path) -> bytes:
    """Lay out a template of this room on data that it reads under `name` in the folder `root`."""
    source = root / template
    source.write_bytes(Path(__file__).with_name(template).read_bytes())
    said = json.dumps(_writable(data), ensure_ascii=False)
    (root / name).write_text(said, encoding="utf-8")
    return make_readable(lay_out(source, root))


def _writable(content: Any) -> Any:
    """Return data without letters that no document can hold."""
    if isinstance(content, str):
        return writable(content)
    if isinstance(content, dict):
        return {key: _writable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_writable(item) for item in content]
    return content


def lay_out(source: Path, root: Path) -> bytes:
    """Return a source of typst as tagged PDF, and keep nothing of it in memory.

    typst keeps 60 MB a report, of no use to the next one, until its last `KEPT_FOR` compilations
    did without: so as many that cost next to nothing follow.
    """
    import typst

    made: bytes = typst.compile(
        str(source),
        root=str(root),
        font_paths=[str(FONT_FOLDER)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=0,
    )
    nothing = root / "nothing.typ"
    nothing.write_text("", encoding="utf-8")
    compiler = typst.Compiler(str(nothing), root=str(root), ignore_system_fonts=True)
    for _ in range(KEPT_FOR + 1):
        compiler.compile(format="pdf")
    return made


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _blocks(chapter: Chapter, folder: Path) -> list[dict[str, Any]]:
    """Return the blocks; the tag of a heading never skips a level, however small it looks.

    Bullets of one sign that follow one another are one list, as a screen reader tells it.
    """
    made: list[dict[str, Any]] = []
    deepest = 1
    for i, block in enumerate(chapter.blocks):
        item = _block(block, folder, f"{chapter.id}-{i}.png")
        if isinstance(block, Heading):
            deepest = item["tag"] = min(block.level, deepest + 1)
        before = made[-1] if made else {}
        if isinstance(block, Bullet) and before.get("symbol") == block.symbol:
            before["texts"] += item["texts"]
            continue
        made.append(item)
    return made


def _block(block: Block, folder: Path, picture_name: str) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "lead": block.lead}
        case Bullet():
            return {"kind": "bullets", "symbol": block.symbol, "texts": [block.text]}
        case Table():
            return {
                "kind": "table",
                **dataclasses.asdict(block),
                "bold_rows": sorted(block.bold_rows),
            }
        case Drawing():
            png, width = drawn(block.picture)
            (folder / picture_name).write_bytes(png)
            return {
                "kind": "drawing",
                "file": picture_name,
                "width": width,
                "caption": block.picture.caption,
                "alternative": block.picture.alternative,
                "note": block.note,
            }
