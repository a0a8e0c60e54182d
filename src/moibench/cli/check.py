"""`moibench check`: what the rules find in what is stored, or in a filled template."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES
from moibench.presentation.years import parse_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from moibench.catalogue import Catalogue
    from moibench.catalogue.findings import Finding


def add_check(commands: Any) -> None:
    """Add check to the commands."""
    command = commands.add_parser(
        "check", help="ตรวจสอบค่าที่จัดเก็บหรือแบบกรอก · check what is stored, or a filled template"
    )
    command.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a filled template; nothing is stored"
    )
    command.add_argument(
        "-o", "--output", type=Path, metavar="MARKED", help="FILE again, with its cells marked"
    )
    command.add_argument("--series", action="append", metavar="S", help="only this series")
    command.add_argument("--unit", action="append", metavar="CODE", help="only this unit")
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; by default every year")
    command.add_argument("--notes", action="store_true", help="list notes as well")
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_check)


def run_check(given: argparse.Namespace) -> None:
    """Print every finding about the stored values or a filled template, the gravest first."""
    year = None if given.year is None else parse_year(given.year)
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.checks.stored import check_stored
    from moibench.people.accounts import today

    catalogue = current_catalogue()
    if given.file is not None:
        _check_file(given, catalogue, year)
        return
    found, count = check_stored(
        catalogue, today(), series=given.series, units=given.unit, year=year
    )
    _print(given, catalogue, found, count, {})


def _check_file(given: argparse.Namespace, catalogue: Catalogue, year: int | None) -> None:
    from moibench.cli.failures import COULD_NOT, Refusal
    from moibench.cli.importing import import_explained
    from moibench.cli.template import slots_to_fill
    from moibench.ingest.workbook.preview import preview_filled
    from moibench.ingest.workbook.read import NotATemplate, read_filled
    from moibench.people.accounts import today
    from moibench.presentation.pages.workbook import status_words, template_refusal
    from moibench.reports.write import write_file

    words, on = status_words(), today()
    with import_explained(given.language):
        try:
            filled = read_filled(given.file, catalogue, words, year=year)
            asked = filled.unit, filled.year
            own = slots_to_fill(catalogue, *asked, on, published=False)
            published = slots_to_fill(catalogue, *asked, on, published=True)
            slots = [s for s in (*own, *published) if f"{s.series}/{s.unit}" in filled.ids]
            found = preview_filled(given.file, catalogue, on, words, year=year, slots=slots)
        except NotATemplate as refusal:
            said = template_refusal(refusal.key, refusal.fields, catalogue, given.language)
            raise Refusal(said, COULD_NOT) from refusal
    counts = {k: len(found.of_kind(k)) for k in ("added", "changed", "unchanged")}
    counts["refused"] = len({(f.sheet, f.cell) for f in found.findings if f.blocks and f.cell})
    _print(given, catalogue, found.findings, len(found.changes), counts)
    if given.output is not None:
        write_file(given.output, _marked(given, catalogue, found.findings, len(found.changes)))


def _marked(
    given: argparse.Namespace, catalogue: Catalogue, found: Sequence[Finding], count: int
) -> bytes:
    from moibench.cli.failures import COULD_NOT, Refusal
    from moibench.presentation.findings import finding_row, findings_summary
    from moibench.presentation.language import text
    from moibench.reports.officer_workbook.marks import CannotMark, marked

    rows = [finding_row(f, catalogue, given.language) for f in found]
    summary = findings_summary(found, count, given.language)
    try:
        return marked(given.file.read_bytes(), rows, given.file.name, summary, given.language)
    except CannotMark as refusal:
        raise Refusal(text("workbook.page.cannot_mark", given.language), COULD_NOT) from refusal


def _print(
    given: argparse.Namespace,
    catalogue: Catalogue,
    found: Sequence[Finding],
    count: int,
    counts: dict[str, int],
) -> None:
    from moibench.presentation.findings import finding_row, findings_summary
    from moibench.presentation.language import text
    from moibench.presentation.machine_findings import finding_json

    if given.json:
        content = {
            "checked": count,
            **counts,
            "findings": [finding_json(f, catalogue, given.language) for f in found],
        }
        print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))
        return
    for finding in found:
        if finding.grade == "note" and not given.notes:
            continue
        row = finding_row(finding, catalogue, given.language)
        place = " · ".join(filter(None, (row.cell, row.series, row.unit, row.year)))
        print(f"[{row.grade_word}] {place}")
        print(f"    {row.said}")
        print(f"    → {row.confirmed or row.do}")
    print(findings_summary(found, count, given.language))
    if counts:
        shown = {k: f"{v:,}" for k, v in counts.items()}
        print(text("workbook.page.counts", given.language, **shown))
