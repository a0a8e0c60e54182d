"""The commands that make accounts and list them, for whoever runs the machine."""

from __future__ import annotations

import argparse
import getpass
import json
import sys

from moibench.cli.prepare import prepare
from moibench.people.rights import Role
from moibench.presentation.language import LANGUAGES, Language, text

MOST_TYPED = 1024


def add_user(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `user` and its verbs to the commands."""
    user = commands.add_parser("user", help="บัญชีผู้ใช้ · accounts")
    verbs = user.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = verbs.add_parser("add", help="เพิ่มบัญชี · make an account with its first role")
    add.add_argument("name", metavar="NAME", help="user name: a-z, 0-9, . - _")
    add.add_argument("--full-name", default="", metavar="NAME", help="ชื่อ–สกุล · full name")
    add.add_argument("--role", required=True, choices=[r.value for r in Role])
    add.add_argument("--unit", required=True, metavar="UNIT", help="a code or a name; TH for all")
    add.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    add.set_defaults(run=run_add)
    listed = verbs.add_parser("list", help="รายชื่อบัญชี · list the accounts")
    listed.add_argument("--json", action="store_true", help="for programs")
    listed.set_defaults(run=run_list)
    for verb in (add, listed):
        verb.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")


def run_add(given: argparse.Namespace) -> None:
    """Make an account with its first role.

    Raises:
        Refusal: no password was given, or the two differ.
    """
    prepare()
    from django.db import transaction
    from django.utils import translation

    from moibench.analysis.search import find_unit
    from moibench.people import accounts
    from moibench.people.rights import Role

    unit = find_unit(given.unit)
    password = _password(given.password_stdin, given.language)
    with translation.override(given.language), transaction.atomic():
        person = accounts.add_person(given.name, given.full_name or given.name, password=password)
        accounts.grant(person, Role(given.role), unit, accounts.today())
    print(text("terminal.user_added", given.language, name=person.username, unit=unit))


def run_list(given: argparse.Namespace) -> None:
    """Print every account with the roles it holds today, as text or JSON."""
    prepare()
    from moibench.people import accounts

    on = accounts.today()
    lines = [
        {
            "user_name": person.username,
            "name": person.name,
            "active": person.is_active,
            "roles": [
                {"role": h.role.value, "unit": h.unit}
                for h in accounts.roles_in_force((m.held() for m in memberships), on)
            ],
        }
        for person, memberships in accounts.everyone()
    ]
    if given.json:
        print(json.dumps(lines, ensure_ascii=False, indent=2))
        return
    for line in lines:
        roles = ", ".join(f"{r['role']} {r['unit']}" for r in line["roles"]) or "–"
        state = "" if line["active"] else f" ({text('people.is_off', given.language)})"
        print(f"{line['user_name']}{state}  {line['name']}  {roles}")


def _password(from_input: bool, language: Language) -> str:
    from moibench.cli.failures import ASKED_WRONGLY, Refusal

    if from_input:
        return sys.stdin.readline(MOST_TYPED).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refusal(text("terminal.password_wanted", language), ASKED_WRONGLY)
    first = getpass.getpass(text("terminal.password", language) + " ")
    if getpass.getpass(text("terminal.password_again", language) + " ") != first:
        raise Refusal(text("terminal.passwords_differ", language), ASKED_WRONGLY)
    return first
