"""What may be typed after the commands that compare."""

from __future__ import annotations

import argparse
from typing import Any

from moibench.analysis.comparative_results import CHOSEN_KINDS
from moibench.cli.comparative import (
    GROUP,
    run_change,
    run_compare,
    run_explain,
    run_groups,
    run_peers,
    run_sectors,
    run_targets,
)
from moibench.cli.vantage import add_vantage
from moibench.presentation.language import LANGUAGES

_UNIT = "a code (24, E-1, E, TH) or a name in Thai or English"


def add_comparative(commands: Any) -> None:
    """Add compare, peers, change, explain and targets to the commands."""
    _compare(commands.add_parser("compare", help="เปรียบเทียบ · compare with a benchmark"))
    _peers(commands.add_parser("peers", help="กลุ่มเทียบเคียง · units most alike in place"))
    _change(commands.add_parser("change", help="ทำไมคะแนนเปลี่ยน · why score and rank changed"))
    _explain(commands.add_parser("explain", help="อะไรพาขึ้นระดับ · levers and plan periods"))
    _sectors(commands.add_parser("sectors", help="โครงสร้างการผลิต · what an economy is made of"))
    groups = commands.add_parser("groups", help="กลุ่มพื้นที่ที่บันทึกไว้ · saved groups of areas")
    _output(groups, run_groups)
    _targets(commands.add_parser("targets", help="ค่าเป้าหมาย · progress to targets"))


def _sectors(command: argparse.ArgumentParser) -> None:
    command.add_argument("unit", metavar="UNIT", help=_UNIT)
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; the newest where not given")
    command.add_argument("--from", dest="first", metavar="YEAR", help="five years before it")
    command.add_argument("--table", metavar="TABLE", help="of the catalogue; by default the first")
    _output(command, run_sectors)


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("units", metavar="UNIT", nargs="+", help=_UNIT)
    command.add_argument(
        "--indicator", action="append", metavar="INDICATOR", help="may be given several times"
    )
    command.add_argument(
        "--benchmark",
        type=_benchmark,
        metavar="BENCHMARK",
        help=f"{', '.join(CHOSEN_KINDS)}, or group:NAME; by default country",
    )
    command.add_argument(
        "--against", action="append", metavar="UNIT", help="a unit to compare with; repeat for more"
    )
    command.add_argument(
        "--bangkok", choices=("with", "without"), help="in the country's value or among the others"
    )
    _model(command)
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE")
    _output(command, run_compare)


def _peers(command: argparse.ArgumentParser) -> None:
    command.add_argument("unit", metavar="UNIT", help=_UNIT)
    _model(command)
    command.add_argument("--count", type=_positive, metavar="N", help="how many; 8 by default")
    command.add_argument("--lock", action="append", metavar="UNIT", help="always a peer")
    command.add_argument("--drop", action="append", metavar="UNIT", help="never a peer")
    command.add_argument(
        "--weight",
        action="append",
        type=_weight,
        metavar="DESCRIPTOR=WEIGHT",
        help="in place of the model's; 0 switches it off",
    )
    command.add_argument("--with-bangkok", action="store_true", help="Bangkok may be a peer")
    _output(command, run_peers)


def _change(command: argparse.ArgumentParser) -> None:
    command.add_argument("unit", metavar="UNIT", help=_UNIT)
    command.add_argument("--from", dest="change_from", metavar="YEAR", required=True)
    command.add_argument("--to", dest="change_to", metavar="YEAR", required=True)
    command.add_argument(
        "--from-edition", metavar="NAME", help="read the first year from a published edition"
    )
    command.add_argument("--of", default="overall", metavar="INDEX", help="overall or a dimension")
    command.add_argument("--with-bangkok", action="store_true", help="rank 77 units, not 76")
    _output(command, run_change)


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("unit", metavar="UNIT", help=_UNIT)
    command.add_argument("indicator", metavar="INDICATOR", nargs="?", help="one; all by default")
    command.add_argument("--plan", metavar="PLAN", help="by default the framework's")
    _model(command)
    command.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE")
    _output(command, run_explain)


def _targets(command: argparse.ArgumentParser) -> None:
    command.add_argument("unit", metavar="UNIT", help=_UNIT)
    command.add_argument("--file", metavar="FILE", help="targets in CSV or YAML")
    command.add_argument("--year", metavar="YEAR", help="by what was known up to then")
    _output(command, run_targets)


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model", default="overall", metavar="MODEL", help="of peers: overall, economy, people"
    )


def _output(command: argparse.ArgumentParser, run: Any) -> None:
    add_vantage(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run)


def _benchmark(typed: str) -> str:
    if typed not in CHOSEN_KINDS and not typed.startswith(GROUP):
        known = ", ".join((*CHOSEN_KINDS, f"{GROUP}NAME"))
        raise argparse.ArgumentTypeError(f"{typed!r}: choose from {known}")
    return typed


def _positive(typed: str) -> int:
    number = int(typed)
    if number < 1:
        raise ValueError(typed)
    return number


def _weight(typed: str) -> tuple[str, float]:
    name, _, size = typed.partition("=")
    try:
        weight = float(size)
    except ValueError:
        weight = -1.0
    if not name or not 0 <= weight < float("inf"):
        raise argparse.ArgumentTypeError(
            f"{typed!r}: give DESCRIPTOR=WEIGHT, the weight from 0 up, such as gpp_per_capita=0.5"
        )
    return name, weight
