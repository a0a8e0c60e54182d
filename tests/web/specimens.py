"""People for tests: each role in the unit it is tested in."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.auth.hashers import make_password
from django.test import Client

from moibench.people import accounts
from moibench.people.models import Person
from moibench.people.rights import Role

PASSWORD = "ช้างป่าเดินทางไกลตอนเช้า"

ROLES: dict[str, tuple[Role, str]] = {
    "reader": (Role.READER, "24"),
    "officer": (Role.DATA_OFFICER, "24"),
    "other_officer": (Role.DATA_OFFICER, "20"),
    "approver": (Role.APPROVER, "24"),
    "editor": (Role.CATALOGUE_EDITOR, "TH"),
    "administrator": (Role.ADMINISTRATOR, "TH"),
    "province_administrator": (Role.ADMINISTRATOR, "24"),
}


@lru_cache(maxsize=1)
def _hashed() -> str:
    return make_password(PASSWORD)  # slow on purpose, so once


def made(name: str, *roles: tuple[Role, str]) -> Person:
    """Make an account with `PASSWORD` that holds these roles from today on."""
    person = accounts.add_person(name, f"นาย {name}")
    person.password = _hashed()
    person.save(update_fields=["password"])
    for role, unit in roles:
        accounts.grant(person, role, unit, accounts.today())
    return person


def signed_in(person: Person) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
