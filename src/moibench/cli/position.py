"""The command that places a unit against its competitors."""

from __future__ import annotations

import argparse
import json
from typing import Any

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.cli.comparative import GROUP
from moibench.cli.prepare import prepare
from moibench.cli.vantage import add_vantage, seen_from
from moibench.presentation.language import LANGUAGES
from moibench.presentation.years import parse_year

KINDS: tuple[ChosenKind, ...] = (
    "peers",
    "country",
    "region",
    "cluster",
    "median",
    "best_in_class",
)


def add_position(commands: Any) -> None:
    """Add `position` to the commands."""
    command = commands.add_parser(
        "position", help="ตำแหน่งการแข่งขัน · level and momentum against competitors"
    )
    command.add_argument(
        "unit", metavar="UNIT", help="a code (24, E-1, E, TH) or a name in Thai or English"
    )
    command.add_argument(
        "--against",
        action="append",
        metavar="GROUP",
        help=f"{', '.join(KINDS)}, group:NAME, or a unit; repeat for several units; else peers",
    )
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; the newest with enough data")
    command.add_argument("--by", metavar="YEAR", help="close the gap by; five years on by default")
    command.add_argument(
        "--model", default="overall", metavar="MODEL", help="of peers: overall, economy, people"
    )
    add_vantage(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_position)


def run_position(given: argparse.Namespace) -> None:
    """Print a unit's level and momentum against its competitors, as text or as JSON."""
    year, by = (None if y is None else parse_year(y) for y in (given.year, given.by))
    prepare()
    from moibench.analysis.position import position
    from moibench.analysis.search import find_unit
    from moibench.presentation.machine_comparative import comparative_json
    from moibench.presentation.terminal_position import position_text

    with seen_from(given):
        answer = position(find_unit(given.unit), year, choice=_choice(given), by=by)
        if given.json:
            content = comparative_json(answer, current_catalogue())
            print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))
        else:
            print(position_text(answer, current_catalogue(), given.language))


def _choice(given: argparse.Namespace) -> BenchmarkChoice:
    """Return the competitors that were typed: a kind, a saved group, or units."""
    from moibench.analysis.search import find_unit

    typed = given.against or ["peers"]
    kind = next((k for k in KINDS if typed == [k]), None)
    if kind is not None:
        return BenchmarkChoice(kind, model_id=given.model)
    units: list[str] = []
    group = ""
    for name in typed:
        if name.startswith(GROUP):
            from moibench.analysis.saved_groups import find_any_group

            found = find_any_group(name.removeprefix(GROUP))
            group = found.name
            units += [c for c in found.members if c in current_catalogue().units]
        else:
            units.append(find_unit(name))
    return BenchmarkChoice(
        "units", units=tuple(dict.fromkeys(units)), group=group if len(typed) == 1 else ""
    )
