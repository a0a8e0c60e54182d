"""Programs that ask too often are told how long to wait, whichever process they meet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client

from moibench.api import limits
from moibench.people.rights import Role
from tests.api.programs import acting

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
ASKING = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "moibench.config.settings"
import django; django.setup()
from django.test import RequestFactory
from moibench.api.limits import Limit
limit = Limit("tested", "50/min", lambda request: "one key")
request = RequestFactory().get("/api/summary")
print(sum(not limit.wanting(request) for _ in range(60)))
"""


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    caches["limits"].clear()


def from_outside(number: int = 9) -> Client:
    return Client(SERVER_NAME="localhost", REMOTE_ADDR=f"203.0.113.{number}")


def lower(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setattr(getattr(limits, name.upper()), "num_requests", most)


def test_an_address_is_counted_apart_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "address", 3)
    client = from_outside()
    assert [client.get("/api/catalogue").status_code for _ in range(3)] == [200] * 3
    refused = client.get("/api/catalogue", headers={"Accept-Language": "en"})
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["error"] == "TooManyRequests"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["Retry-After"] in refused.json()["detail"]
    assert client.get("/api/nothing").status_code == 429
    assert client.get("/method").status_code == 200  # pages are not the interface
    assert from_outside(10).get("/api/catalogue").status_code == 200


def test_the_wait_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "address", 1)
    now = 1_000_000.0
    monkeypatch.setattr(limits.Limit, "timer", lambda self: now)
    client = from_outside()
    assert client.get("/api/catalogue").status_code == 200
    wait = int(client.get("/api/catalogue")["Retry-After"])
    now += wait - 1
    assert client.get("/api/catalogue").status_code == 429
    now += 1
    assert client.get("/api/catalogue").status_code == 200


def test_a_token_is_counted_wherever_it_asks_from(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "token", 2)
    client = acting("officer", Role.DATA_OFFICER, "24")
    for number in (1, 2):
        answer = client.get("/api/filings", REMOTE_ADDR=f"203.0.113.{number}")
        assert answer.status_code == 200
    assert client.get("/api/filings", REMOTE_ADDR="203.0.113.3").status_code == 429


def test_writes_are_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "work", 1)
    client = from_outside()
    assert client.post("/api/imports").status_code == 401
    assert client.post("/api/imports").status_code == 429
    assert client.get("/api/catalogue").status_code == 200


def test_ones_own_machine_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "address", 1)
    client = Client(SERVER_NAME="localhost")
    assert [client.get("/api/catalogue").status_code for _ in range(3)] == [200] * 3


def test_a_disk_that_is_full_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(limits.Limit, "wanting", full)
    assert from_outside().get("/api/catalogue").status_code == 200


@pytest.mark.slow
def test_two_processes_count_together(tmp_path: Path) -> None:
    environment = {**os.environ, "MOIBENCH_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", ASKING]
    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    let_through = [int(process.communicate(timeout=60)[0]) for process in both]
    assert sum(let_through) == 50
