"""What may be typed after the commands that keep the memory."""

from __future__ import annotations

import argparse
from typing import Any

from moibench.cli import keeping
from moibench.cli.vantage import add_framework
from moibench.presentation.language import LANGUAGES


def add_keeping(commands: Any) -> None:
    """Add edition, catalogue, map, backup and restore to the commands."""
    _editions(commands.add_parser("edition", help="ฉบับเผยแพร่ · published editions"))
    _catalogue(commands.add_parser("catalogue", help="บัญชีตัวชี้วัด · check, load, export"))
    _maps(commands.add_parser("map", help="แผนที่เขตและกลุ่ม · draft maps"))
    command = commands.add_parser("backup", help="สำรองทั้งระบบเป็นแฟ้มเดียว · back up everything")
    command.add_argument("file", metavar="FILE")
    _finish(command, keeping.run_backup)
    command = commands.add_parser("restore", help="กู้คืนจากแฟ้มสำรอง · restore a backup")
    command.add_argument("file", metavar="FILE")
    command.add_argument("--replace", action="store_true", help="even where there are data")
    _finish(command, keeping.run_restore)


def _editions(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(required=True, metavar="list|publish|diff")
    verb = verbs.add_parser("list")
    _json(verb)
    _finish(verb, keeping.run_edition_list)
    verb = verbs.add_parser("publish")
    verb.add_argument("name", metavar="NAME", help="such as 2569/1")
    verb.add_argument("--note", default="", help="for the readers")
    verb.add_argument("--map-date", metavar="DATE", help="by default today")
    add_framework(verb)
    _by(verb)
    _json(verb)
    _finish(verb, keeping.run_edition_publish)
    verb = verbs.add_parser("diff")
    verb.add_argument("older", metavar="OLDER")
    verb.add_argument("newer", metavar="NEWER")
    _json(verb)
    _finish(verb, keeping.run_edition_diff)


def _catalogue(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(required=True, metavar="check|load|export|add-units")
    for name, run in (
        ("check", keeping.run_catalogue_check),
        ("load", keeping.run_catalogue_load),
        ("export", keeping.run_catalogue_export),
    ):
        verb = verbs.add_parser(name)
        verb.add_argument("folder", metavar="FOLDER")
        if name == "load":
            verb.add_argument("--reason", default="", help="why, for the history")
            _by(verb)
        _finish(verb, run)
    verb = verbs.add_parser("add-units")
    verb.add_argument("file", metavar="CSV", help="code, name_th, name_en; 4 or 6 digits of DOPA")
    verb.add_argument("--since", metavar="DATE", required=True, help="when the list came in force")
    _by(verb)
    _finish(verb, keeping.run_catalogue_add_units)


def _maps(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(required=True, metavar="check|publish")
    for name, run in (("check", keeping.run_map_check), ("publish", keeping.run_map_publish)):
        verb = verbs.add_parser(name)
        verb.add_argument("file", metavar="YAML", help="the draft")
        if name == "publish":
            _by(verb)
        _finish(verb, run)


def _by(command: argparse.ArgumentParser) -> None:
    command.add_argument("--by", metavar="PERSON", help="by default the user of this machine")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="for programs")


def _finish(command: argparse.ArgumentParser, run: Any) -> None:
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run)
