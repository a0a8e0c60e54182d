"""What may be typed after `moibench`."""

from __future__ import annotations

import argparse
from pathlib import Path

from moibench.cli.agenda import add_agenda
from moibench.cli.answers import run_profile, run_rank, run_report
from moibench.cli.batch import add_batch
from moibench.cli.check import add_check
from moibench.cli.comparative_arguments import add_comparative
from moibench.cli.export import add_export
from moibench.cli.importing import add_import
from moibench.cli.keeping_arguments import add_keeping
from moibench.cli.position import add_position
from moibench.cli.review import add_review
from moibench.cli.serve import run_serve
from moibench.cli.sources import add_source
from moibench.cli.swot import add_swot
from moibench.cli.template import add_template
from moibench.cli.user import add_user
from moibench.cli.value_chain import add_value_chain
from moibench.cli.vantage import add_vantage
from moibench.presentation.language import LANGUAGES

DEFAULT_PORT = 8000
LEVELS = ("province", "cluster", "region", "district", "subdistrict")
# As `engine.blocks` names them.
EXECUTORS = ("serial", "threads", "processes", "cluster")


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command; each sets `run` to the function that answers it."""
    top = argparse.ArgumentParser(
        prog="moibench",
        description="ระบบวัดระดับการพัฒนาจังหวัดและกลุ่มจังหวัด · MOI Benchmarking",
    )
    top.set_defaults(run=run_serve, host="127.0.0.1", port=DEFAULT_PORT, language="th")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _serve(commands.add_parser("serve", help="เปิดเว็บไซต์ในเครื่องนี้ · serve the site"))
    _profile(commands.add_parser("profile", help="ระดับการพัฒนาของพื้นที่ · profile of a unit"))
    _rank(commands.add_parser("rank", help="จัดอันดับพื้นที่ · rank the units of a level"))
    _report(commands.add_parser("report", help="รายงานเป็นเอกสาร · write a document of a unit"))
    add_batch(commands)
    add_keeping(commands)
    add_check(commands)
    add_template(commands)
    add_export(commands)
    _index(commands.add_parser("index", help="สร้างดัชนีรวมจากแฟ้ม · any composite index from files"))
    add_comparative(commands)
    add_agenda(commands)
    add_position(commands)
    add_swot(commands)
    add_value_chain(commands)
    add_user(commands)
    add_import(commands)
    add_source(commands)
    add_review(commands)
    return top


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="address to listen on")
    command.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on")
    _language(command)
    command.set_defaults(run=run_serve)


def _profile(command: argparse.ArgumentParser) -> None:
    _unit(command)
    _year(command)
    command.add_argument("--from", dest="change_from", metavar="YEAR", help="earlier year")
    _bangkok(command)
    add_vantage(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    _language(command)
    command.set_defaults(run=run_profile)


def _rank(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "subject",
        metavar="INDICATOR_OR_INDEX",
        help="an indicator, a dimension, or overall, by id or name",
    )
    _year(command)
    command.add_argument("--level", choices=LEVELS, default="province")
    _bangkok(command)
    add_vantage(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    _language(command)
    command.set_defaults(run=run_rank)


def _report(command: argparse.ArgumentParser) -> None:
    _unit(command)
    _year(command)
    command.add_argument(
        "--format",
        choices=("docx", "pptx", "xlsx", "pdf", "profile"),
        help="else what the name of the file ends in, or docx",
    )
    command.add_argument("-o", "--output", required=True, metavar="FILE", help="file to write")
    command.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help="a .docx or .pptx of your own that the report is written into",
    )
    command.add_argument(
        "--against",
        choices=(
            "country",
            "region",
            "cluster",
            "median",
            "best_in_class",
            "peers",
            "target",
            "baseline",
        ),
        default="country",
        help="the benchmark of the comparative chapter, by default the country",
    )
    command.add_argument(
        "--site",
        default="",
        metavar="ADDRESS",
        help="of the server, such as https://moi.example; adds the code that leads to the page",
    )
    _bangkok(command)
    add_vantage(command)
    _language(command)
    command.set_defaults(run=run_report)


def _index(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = verbs.add_parser("build", help="ทุกขั้นตอน · every stage, score and rank")
    uncertainty = verbs.add_parser("uncertainty", help="ช่วงอันดับ · how sure the ranks are")
    sensitivity = verbs.add_parser("sensitivity", help="อะไรมีผลต่ออันดับ · what ranks depend on")
    audit = verbs.add_parser("audit", help="ตรวจสอบดัชนี · what an auditor looks at")
    change = verbs.add_parser("change", help="เหตุที่คะแนนและอันดับเปลี่ยน · why scores and ranks changed")
    explain = verbs.add_parser("explain", help="ที่มาของคะแนน · one score down to the raw cells")
    for verb in (build, uncertainty, sensitivity, audit, change, explain):
        verb.add_argument("data", type=Path, metavar="DATA.csv", help="a row a unit and year")
        verb.add_argument("meta", type=Path, metavar="META.csv", help="a row a code")
        verb.add_argument(
            "--recipe", type=Path, required=True, help="recipe in YAML, or an earlier result.json"
        )
        _language(verb)
        verb.set_defaults(run=_run_index, verb=verb.prog.split()[-1])
    for verb in (build, uncertainty, sensitivity, audit, change):
        verb.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write")
    for verb in (uncertainty, sensitivity, audit):
        verb.add_argument("--replicates", type=int, metavar="N", help="by default the recipe's")
        verb.add_argument("--seed", type=int, metavar="S", help="by default the recipe's")
        verb.add_argument("--executor", choices=EXECUTORS, default="serial", help="where")
        verb.add_argument("--workers", type=int, metavar="N", help="how many work at once")
        verb.add_argument(
            "--errors", type=Path, metavar="ERRORS.csv", help="standard errors, shaped as DATA.csv"
        )
    for verb in (uncertainty, sensitivity):
        verb.add_argument(
            "--design", type=Path, metavar="DESIGN.csv", help="replay given choices, row by row"
        )
    for verb in (audit, explain):
        verb.add_argument(
            "--year", type=int, metavar="YEAR", help="พ.ศ. or CE; by default the latest"
        )
    change.add_argument(
        "--from", dest="earlier", type=int, metavar="YEAR", help="earlier, พ.ศ. or CE"
    )
    change.add_argument("--to", dest="later", type=int, metavar="YEAR", help="later, พ.ศ. or CE")
    change.add_argument(
        "--data-before", type=Path, metavar="OLD.csv", help="DATA.csv as published earlier"
    )
    change.add_argument(
        "--recipe-before", type=Path, metavar="OLD.yaml", help="recipe as published by earlier"
    )
    change.add_argument(
        "--unit", action="append", metavar="uCode", help="whose ranks to split; by default all"
    )
    explain.add_argument("--unit", required=True, metavar="uCode", help="whose score")
    explain.add_argument("--node", metavar="iCode", help="which aggregate; by default the index")


def _run_index(given: argparse.Namespace) -> None:
    # Imported only when asked for: the engine takes longer to import than most commands to run.
    from moibench.cli.index import RUN

    RUN[given.verb](given)


def _unit(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "unit", metavar="UNIT", help="a code (24, E-1, E, TH) or a name in Thai or English"
    )


def _year(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--year", metavar="YEAR", help="พ.ศ. or CE; by default the newest with enough data"
    )


def _bangkok(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--with-bangkok", action="store_true", help="rank 77 units instead of 76 provinces"
    )


def _language(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
