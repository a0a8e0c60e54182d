"""The commands that make accounts and list them, for whoever runs the machine."""

from __future__ import annotations

import argparse
import getpass
import json
import sys

from moibench.cli.prepare import prepare
from moibench.presentation.language import Language, text

MOST_TYPED = 1024


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
