"""People of a site that is tested, each with a session, so that only some need sign in by form."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"
_ADD = "import json, sys; from tests.browser import people; people.add(json.loads(sys.argv[1]))"

Given = tuple[tuple[str, str, str], ...]  # user name, role, unit


def session_of(name: str) -> str:
    """Return the key of a person's session."""
    return f"session-of-{name}".ljust(32, "-")


def add_people(environment: dict[str, str], people: Given) -> None:
    """Add people with their roles, password and session, in a process of its own."""
    subprocess.run([sys.executable, "-c", _ADD, json.dumps(people)], env=environment, check=True)


def add(people: Given) -> None:
    """Add people in this process, which has a data folder of its own."""
    from moibench.cli.prepare import start

    start()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.hashers import make_password
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.db import transaction
    from django.utils import timezone

    from moibench.people import accounts
    from moibench.people.rights import Role

    password = make_password(PASSWORD)  # one for all: it is made to cost time
    with transaction.atomic():
        for name, role, unit in people:
            person = accounts.add_person(name, name)
            person.password = password
            person.save()
            accounts.grant(person, Role(role), unit, accounts.today())
            data = {
                SESSION_KEY: str(person.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
                HASH_SESSION_KEY: person.get_session_auth_hash(),
            }
            Session.objects.create(
                session_key=session_of(name),
                session_data=SessionStore().encode(data),
                expire_date=timezone.now() + settings.SESSION_COOKIE_AGE * dt.timedelta(seconds=1),
            )
