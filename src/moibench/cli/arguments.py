"""What may be typed after `moibench`."""

from __future__ import annotations

import argparse

from moibench.cli.answers import run_profile, run_rank, run_report
from moibench.cli.serve import run_serve
from moibench.cli.user import run_add, run_list
from moibench.people.rights import Role
from moibench.presentation.language import LANGUAGES

DEFAULT_PORT = 8000


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
    _report(commands.add_parser("report", help="รายงานเป็นเอกสาร Word · write a unit's report"))
    _user(commands.add_parser("user", help="บัญชีผู้ใช้ · accounts"))
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
    command.add_argument("--level", choices=("province", "cluster", "region"), default="province")
    _bangkok(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    _language(command)
    command.set_defaults(run=run_rank)


def _report(command: argparse.ArgumentParser) -> None:
    _unit(command)
    _year(command)
    command.add_argument("--format", choices=("docx",), default="docx")
    command.add_argument("-o", "--output", required=True, metavar="FILE", help="file to write")
    _bangkok(command)
    _language(command)
    command.set_defaults(run=run_report)


def _user(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = verbs.add_parser("add", help="เพิ่มบัญชี · make an account with its first role")
    add.add_argument("name", metavar="NAME", help="user name: a-z, 0-9, . - _")
    add.add_argument("--full-name", default="", metavar="NAME", help="ชื่อ–สกุล · full name")
    add.add_argument("--role", required=True, choices=[r.value for r in Role])
    add.add_argument("--unit", required=True, metavar="UNIT", help="a code or a name; TH for all")
    add.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    _language(add)
    add.set_defaults(run=run_add)
    listed = verbs.add_parser("list", help="รายชื่อบัญชี · list the accounts")
    listed.add_argument("--json", action="store_true", help="for programs")
    _language(listed)
    listed.set_defaults(run=run_list)


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
