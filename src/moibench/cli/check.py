"""`moibench check`: what the rules find in what is stored."""

from __future__ import annotations

import argparse
import json
from typing import Any

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES
from moibench.presentation.years import parse_year


def add_check(commands: Any) -> None:
    """Add check to the commands."""
    command = commands.add_parser("check", help="ตรวจสอบค่าที่จัดเก็บ · check what is stored")
    command.add_argument("--series", action="append", metavar="S", help="only this series")
    command.add_argument("--unit", action="append", metavar="CODE", help="only this unit")
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; by default every year")
    command.add_argument("--notes", action="store_true", help="list notes as well")
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_check)


def run_check(given: argparse.Namespace) -> None:
    """Print every finding about the stored values, the gravest first."""
    year = None if given.year is None else parse_year(given.year)
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.checks.stored import check_stored
    from moibench.people.accounts import today
    from moibench.presentation.findings import finding_row, findings_summary
    from moibench.presentation.machine_findings import finding_json

    catalogue = current_catalogue()
    found, count = check_stored(
        catalogue, today(), series=given.series, units=given.unit, year=year
    )
    if given.json:
        content = {
            "checked": count,
            "findings": [finding_json(f, catalogue, given.language) for f in found],
        }
        print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))
        return
    for finding in found:
        if finding.grade == "note" and not given.notes:
            continue
        row = finding_row(finding, catalogue, given.language)
        print(f"[{row.grade_word}] {row.series} · {row.unit} · {row.year}")
        print(f"    {row.said}")
        print(f"    → {row.do}")
    print(findings_summary(found, count, given.language))
