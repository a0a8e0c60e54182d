"""`moibench template`: the workbook an officer fills."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES, text
from moibench.presentation.years import parse_year

if TYPE_CHECKING:
    from moibench.catalogue import Catalogue
    from moibench.ingest.workbook.rows import Slot


def add_template(commands: Any) -> None:
    """Add template to the commands."""
    command = commands.add_parser("template", help="แบบกรอกข้อมูล Excel · an officer's workbook")
    command.add_argument("unit", metavar="UNIT", help="a code (24, E-1, TH) or a name")
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; by default the last full year")
    command.add_argument(
        "--published",
        action="store_true",
        help="what agencies publish, instead of what the unit reports itself",
    )
    command.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_template)


def run_template(given: argparse.Namespace) -> None:
    """Write a unit's template and say where."""
    typed = None if given.year is None else parse_year(given.year)
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.search import find_unit
    from moibench.cli.failures import ASKED_WRONGLY, Refusal
    from moibench.ingest.workbook.rows import template
    from moibench.people.accounts import today
    from moibench.presentation.names import full_unit_name
    from moibench.presentation.years import format_year
    from moibench.reports.officer_workbook.template import write_template
    from moibench.reports.write import write_file

    catalogue, on = current_catalogue(), today()
    unit = find_unit(given.unit)
    year = typed or on.year - 1
    slots = slots_to_fill(catalogue, unit, year, on, published=given.published)
    if not slots:
        said = text(
            "workbook.page.nothing_open",
            given.language,
            unit=full_unit_name(catalogue, unit, given.language),
            year=format_year(year, given.language),
        )
        raise Refusal(said, ASKED_WRONGLY)
    found = template(catalogue, unit, year, on, slots)
    write_file(given.output, write_template(found, catalogue, given.language))
    print(text("terminal.report_written", given.language, path=given.output))


def slots_to_fill(
    catalogue: Catalogue, unit: str, year: int, on: dt.date, *, published: bool
) -> tuple[Slot, ...]:
    """Return what a unit reports itself and is open, or what agencies publish for such units."""
    from moibench.analysis.review.workbook import open_cells
    from moibench.ingest.workbook.rows import COUNTRY, recorded_slots
    from moibench.reports.officer_workbook.slots import slots_of

    if published:
        return recorded_slots(catalogue, unit, year)
    units = tuple(catalogue.units) if unit == COUNTRY else (unit,)
    return slots_of(open_cells(catalogue, units, year, on))
