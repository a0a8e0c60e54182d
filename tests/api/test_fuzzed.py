"""Whatever is asked, the interface answers or refuses; it never breaks (schemathesis)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from urllib.parse import quote

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation

from moibench.people.rights import Role
from moibench.people.tokens.tokens import Scope, make_token
from tests.web.specimens import made

POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# Most of the time goes into making up what to ask, which no coverage is wanted of.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.no_cover]
EXAMPLES = 4  # of each operation, well-formed and ill-formed ones
# What generated cases meet too seldom by themselves.
USUAL = {
    "unit": "24",
    "code": "24",
    "subject": "overall",
    "indicator": "gpp_per_capita",
    "series": "investment_budget_allotted",
    "source": "area_budget",
    "year": "2569",
    "number": "1",
    "evidence": "1",
    "sha256": "0" * 64,
}
HOSTILE = ("\0", "24/../..", "%00", "ก" * 3000, "'; DROP TABLE x; --", "1e999", "๒๕๖๒", "‮", "-1")


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """The application, leaving the connection of the test's own transaction open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


Answered = list[tuple[int, object]]


def answers(operation: APIOperation, mode: GenerationMode, token: str) -> Answered:
    """Ask an operation what is well-formed or ill-formed; return status and case of each."""
    found: Answered = []

    @given(case=operation.as_strategy(generation_mode=mode), usual=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case, usual: bool) -> None:
        if usual:  # past the path, to where parameters and bodies are read
            case.path_parameters = dict(USUAL) | {
                k: v for k, v in (case.path_parameters or {}).items() if k not in USUAL
            }
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        said = (case.method, case.formatted_path, case.query, case.body)
        found.append((answer.status_code, said))

    # An operation that takes nothing cannot be asked ill-formed.
    with suppress(Unsatisfiable) if mode == NEGATIVE else nullcontext():
        ask()
    return found


def test_nothing_that_is_asked_breaks_the_interface(application: WSGIHandler) -> None:
    # Somebody who may do everything a token can do, so that all of it is reached.
    person = made("all_round", *((role, "TH") for role in Role))
    token = make_token(person, "fuzzing", tuple(Scope), 30)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 40
    statuses = set()
    for operation in operations:
        well = answers(operation, POSITIVE, token)
        ill = answers(operation, NEGATIVE, token)
        assert well, operation.label
        assert [case for status, case in well + ill if status >= 500] == []
        statuses |= {status for status, _ in well + ill}
    assert {200, 404, 422} <= statuses


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_refused_everywhere(typed: str) -> None:
    asking = Client(SERVER_NAME="localhost")
    token = make_token(made("officer", (Role.DATA_OFFICER, "24")), "hostile", tuple(Scope), 30)
    said = {"Authorization": f"Bearer {token}"}
    described = asking.get("/api/openapi.json").json()
    for path, methods in described["paths"].items():
        names = [p["name"] for p in methods.get("get", {}).get("parameters", ())]
        queried = [n for n in names if f"{{{n}}}" not in path]
        everywhere = path
        for name in names:
            everywhere = everywhere.replace(f"{{{name}}}", quote(typed, safe=""))
        plain = path
        for name, usual in USUAL.items():
            plain = plain.replace(f"{{{name}}}", usual)
        for address, query in ((everywhere, {}), *((plain, {name: typed}) for name in queried)):
            answer = asking.get(address, query, headers=said)
            if answer.streaming:
                b"".join(answer.streaming_content)
            assert answer.status_code < 500, (address, query)
