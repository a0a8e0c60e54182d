"""`moibench template`: the workbook an officer fills."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES, text
from moibench.presentation.years import parse_year


def add_template(commands: Any) -> None:
    """Add template to the commands."""
    command = commands.add_parser("template", help="แบบกรอกข้อมูล Excel · an officer's workbook")
    command.add_argument("unit", metavar="UNIT", help="a code (24, E-1, TH) or a name")
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; by default the last full year")
    command.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_template)


def run_template(given: argparse.Namespace) -> None:
    """Write a unit's template and say where."""
    typed = None if given.year is None else parse_year(given.year)
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.search import find_unit
    from moibench.ingest.workbook.rows import recorded_slots, template
    from moibench.people.accounts import today
    from moibench.reports.workbook.template import write_template
    from moibench.reports.write import write_file

    catalogue, on = current_catalogue(), today()
    unit = find_unit(given.unit)
    year = typed or on.year - 1
    found = template(catalogue, unit, year, on, recorded_slots(catalogue, unit, year))
    write_file(given.output, write_template(found, catalogue, given.language))
    print(text("terminal.report_written", given.language, path=given.output))
