"""The command that prints a unit's value chains beside its state."""

from __future__ import annotations

import argparse
import json
from typing import Any

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import CHOSEN_KINDS, BenchmarkChoice
from moibench.cli.prepare import prepare
from moibench.cli.vantage import add_vantage, seen_from
from moibench.presentation.language import LANGUAGES
from moibench.presentation.years import parse_year

# Units of one's own choice are a comparison's; these need no further word.
AGAINST = tuple(k for k in CHOSEN_KINDS if k != "units")


def add_value_chain(commands: Any) -> None:
    """Add value-chain to the commands."""
    command = commands.add_parser("value-chain", help="ห่วงโซ่คุณค่า · value chains of a unit")
    command.add_argument("unit", metavar="UNIT", help="a code or a name in Thai or English")
    command.add_argument("--chain", type=int, metavar="NUMBER", help="that one alone")
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; the newest where not given")
    command.add_argument("--against", choices=AGAINST, default="country", help="the benchmark")
    add_vantage(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_value_chain)


def run_value_chain(given: argparse.Namespace) -> None:
    """Print a unit's value chains: stages, factors, what measures them, gaps."""
    year = None if given.year is None else parse_year(given.year)
    prepare()
    from moibench.analysis.search import find_unit
    from moibench.analysis.value_chain.chains import chains_of, find_chain
    from moibench.analysis.value_chain.state import chain_state
    from moibench.presentation.value_chain.terminal import chains_json, chains_text

    with seen_from(given):
        unit, catalogue = find_unit(given.unit), current_catalogue()
        if given.chain is None:
            chains = tuple(c for c in chains_of(unit) if not c.is_deleted)
        else:
            chains = (find_chain(unit, given.chain),)
        choice = BenchmarkChoice(kind=given.against)
        found = tuple((c, chain_state(unit, c.content, year, choice=choice)) for c in chains)
        if given.json:
            content = chains_json(unit, found, catalogue)
            print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))
        else:
            print(chains_text(unit, found, catalogue, given.language))
