"""`moibench export`: the observations as a file for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES, text
from moibench.presentation.years import parse_year

FORMATS = ("csv", "xlsx", "sdmx-csv", "sdmx-ml", "sdmx-ml-2.1", "json-stat")


def add_export(commands: Any) -> None:
    """Add export to the commands."""
    command = commands.add_parser("export", help="ส่งออกข้อมูล · export the observations")
    command.add_argument("--series", action="append", metavar="S", help="only this series")
    command.add_argument("--unit", action="append", metavar="CODE", help="only this unit")
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; by default every year")
    command.add_argument("--format", choices=FORMATS, default="csv")
    command.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_export)


def run_export(given: argparse.Namespace) -> None:
    """Write the values that count now, whole or not at all, and say where."""
    year = None if given.year is None else parse_year(given.year)
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.observations import Question
    from moibench.cli.failures import ASKED_WRONGLY, Refusal
    from moibench.reports.observations import export_pieces
    from moibench.reports.write import write_pieces

    catalogue = current_catalogue()
    for typed in given.series or ():
        if typed not in catalogue.series:
            raise Refusal(text("export.no_series", given.language, typed=typed), ASKED_WRONGLY)
    question = Question(given.series, given.unit, year)
    pieces = export_pieces(given.format, question, catalogue, given.language)
    count = write_pieces(given.output, pieces)
    print(text("export.written", given.language, count=f"{count:,}", path=given.output))
