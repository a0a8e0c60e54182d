"""Programs that act for a person by token."""

from __future__ import annotations

from django.test import Client

from moibench.people.models import Person
from moibench.people.rights import Role
from moibench.people.tokens.tokens import Scope, make_token
from tests.web.specimens import made


def program(person: Person, *scopes: Scope) -> Client:
    """Return a program with a token of these scopes, by default of every one."""
    token = make_token(person, "a test", scopes or tuple(Scope), 30)
    return Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})


def acting(name: str, role: Role, unit: str, *scopes: Scope) -> Client:
    """Return a program of a new person who holds one role."""
    return program(made(name, (role, unit)), *scopes)
