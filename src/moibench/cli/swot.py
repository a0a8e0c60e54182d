"""The SWOT of a unit: what its figures propose, and what its officers decided."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from moibench.cli.prepare import prepare
from moibench.cli.vantage import add_vantage, seen_from
from moibench.presentation.language import LANGUAGES
from moibench.presentation.years import parse_year

KINDS = (".docx", ".pptx", ".xlsx")


def add_swot(commands: Any) -> None:
    """Add swot to the commands."""
    command = commands.add_parser("swot", help="วิเคราะห์ SWOT · what the figures propose")
    command.add_argument("unit", metavar="UNIT", help="a code (24, E-1) or a name")
    command.add_argument("--year", metavar="YEAR", help="figures up to it, พ.ศ. or CE")
    command.add_argument(
        "-o", "--output", type=_document, metavar="FILE", help="write .docx, .pptx or .xlsx"
    )
    add_vantage(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_swot)


def run_swot(given: argparse.Namespace) -> None:
    """Print the SWOT of a unit, or write it to a document."""
    year = None if given.year is None else parse_year(given.year)
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.search import find_unit
    from moibench.analysis.swot import board
    from moibench.analysis.swot.candidates import swot_candidates
    from moibench.presentation.swot.machine import swot_json, swot_text

    with seen_from(given):
        code = find_unit(given.unit)
        found, held = swot_candidates(code, year), board.items(code)
        catalogue = current_catalogue()
        if given.output is not None:
            from moibench.reports.swot import build_swot
            from moibench.reports.write import write_file

            kind = given.output.suffix.lower().removeprefix(".")
            content = build_swot(kind, found, held, catalogue, given.language)
            write_file(given.output, content)
        elif given.json:
            content = swot_json(found, held, catalogue)
            print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))
        else:
            print(swot_text(found, held, catalogue, given.language))


def _document(typed: str) -> Path:
    path = Path(typed)
    if path.suffix.lower() not in KINDS:
        raise argparse.ArgumentTypeError(f"{typed!r}: choose from {', '.join(KINDS)}")
    return path
