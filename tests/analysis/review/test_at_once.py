"""Twenty officers save while 200 read, of a real server: no error, no lost write.

The server is two processes of several threads each; on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[3]
OFFICERS, READERS, TURNS, SHARING = 20, 200, 2, 5
PROCESSES, PUBLISHERS = 2, 4
PAGES = ("/", "/area/24", "/indicator/", "/method", "/en/edition/")
# Each officer has a province of its own, and every five of them write one number together.
_PREPARE = """
import json, secrets
from moibench.cli.prepare import prepare
prepare()
from django.conf import settings
from moibench.analysis.catalogue import current_catalogue
from moibench.people.rights import Role
from tests.analysis.review.made import BUDGET, Place, approver, fill, officer, person, step
from tests.web.specimens import signed_in
units = [u for u, x in current_catalogue().units.items() if x.unit_type == "province"]
people = []
for n in range({officers}):
    own, shared = units[{officers} + n], units[n // {sharing}]
    made = person(f"at-once-{{n}}", (Role.DATA_OFFICER, own), (Role.DATA_OFFICER, shared))
    client = signed_in(made)
    token = secrets.token_hex(16)
    cookies = {{
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: token,
    }}
    people.append({{"own": own, "shared": shared, "cookies": cookies, "token": token}})
place = Place(BUDGET, 2026, "91")
fill(officer("91"), place)
step(officer("91", "second"), "submit", place)
step(approver("91"), "approve", place)
step(approver("TH", "third"), "accept", place)
approver("TH", "publisher")
print(json.dumps(people))
"""
_SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian("moibench.config.wsgi:application", address="127.0.0.1", port=int(sys.argv[1]),
        interface=Interfaces.WSGI, workers={processes}, blocking_threads=5).serve()
"""
_COUNT = """
import json, os
import django
django.setup()
from django.db import connections
from moibench.analysis.review import asking, steps
from moibench.people.accounts import find_person
from moibench.people.models import Act
from moibench.store.models import Edition
from moibench.store.review.models import DraftVersion, Filing, Step
from tests.analysis.review.made import ALLOTTED, BUDGET, ON, Place
saved = DraftVersion.objects.filter(series=ALLOTTED, channel="grid").order_by("version")
found = {
    "values": {},
    "filings": Filing.objects.exclude(unit="91").count(),
    "starts": Step.objects.filter(name="start").exclude(filing__unit="91").count(),
    "acts": Act.objects.filter(action="filing.write", by__username__startswith="at-once").count(),
}
for unit, version, value in saved.values_list("filing__unit", "version", "value"):
    found["values"].setdefault(unit, []).append([version, value])
who = asking.asker(find_person("publisher"), on=ON)
connections.close_all()
children = []
for _ in range(PUBLISHERS):
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            steps.publish(who, [Place(BUDGET, 2026, "91")])
            outcome = "done"
        except steps.StepRefused as refusal:
            outcome = refusal.kind
        os.write(write, outcome.encode())
        os._exit(0)
    os.close(write)
    children.append(read)
found["published"] = sorted(os.read(child, 100).decode() for child in children)
found["editions"] = Edition.objects.filter(source_id=BUDGET).count()
print(json.dumps(found))
"""


@dataclass
class Met:
    """What officers and readers met; read_meanwhile: pages read before the last save ended."""

    saved: int = 0
    conflicts: int = 0
    read: int = 0
    read_meanwhile: int = 0
    faults: list[str] = field(default_factory=list)
    saving: int = OFFICERS


@pytest.mark.slow
@pytest.mark.no_cover  # the server is another process
@pytest.mark.database
def test_twenty_officers_save_while_200_read_and_every_write_is_there(tmp_path: Path) -> None:
    with own_database() as address:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
            "MOIBENCH_HOME": str(tmp_path),
            "MOIBENCH_DATABASE": address,
        }
        prepared = _PREPARE.format(officers=OFFICERS, sharing=SHARING)
        people = json.loads(answered(prepared, environment).splitlines()[-1])
        with served(environment, tmp_path) as site:
            met = asyncio.run(all_at_once(site, people))
        found = json.loads(answered(f"PUBLISHERS = {PUBLISHERS}\n{_COUNT}", environment))
    assert met.faults == []
    assert met.read == READERS
    assert met.read_meanwhile > READERS // 2
    assert met.saved == 2 * OFFICERS * TURNS
    assert met.conflicts > 0  # they truly met
    alone = [[n, float(n)] for n in range(1, TURNS + 1)]
    together = [[n, float(n)] for n in range(1, SHARING * TURNS + 1)]
    wanted = dict.fromkeys((p["own"] for p in people), alone)
    wanted |= dict.fromkeys((p["shared"] for p in people), together)
    assert found["values"] == wanted
    assert found["filings"] == found["starts"] == len(wanted)
    assert found["acts"] == met.saved
    # Of four who publish at once one does; the others are told that it was done.
    assert found["published"] == ["done", *["wrong_state"] * (PUBLISHERS - 1)]
    assert found["editions"] == 1


async def all_at_once(site: str, people: list[dict[str, Any]]) -> Met:
    met = Met()
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=site, timeout=120, limits=limits) as client:
        await asyncio.gather(
            *(saves(client, person, met) for person in people),
            *(reads(client, PAGES[n % len(PAGES)], n, met) for n in range(READERS)),
        )
    return met


async def reads(client: httpx.AsyncClient, page: str, number: int, met: Met) -> None:
    await asyncio.sleep(number * 0.01)
    response = await client.get(page)
    if response.status_code != 200 or "</html>" not in response.text:
        met.faults.append(f"{page}: {response.status_code}")
    met.read += 1
    met.read_meanwhile += met.saving > 0


async def saves(client: httpx.AsyncClient, person: dict[str, Any], met: Met) -> None:
    """Write one's own number, and add one to that of all who share it, in each turn."""
    own, shared = 0, (0, 0.0)
    for turn in range(1, TURNS + 1):
        cell = await sent(client, person, person["own"], turn, own, met)
        own = cell["version"]
        while True:
            version, value = shared
            cell = await sent(client, person, person["shared"], value + 1, version, met)
            theirs = cell.get("theirs")
            if theirs is None:
                shared = cell["version"], value + 1
                break
            met.conflicts += 1
            shared = theirs["version"], float(theirs["value"] or 0)
    met.saving -= 1


async def sent(
    client: httpx.AsyncClient,
    person: dict[str, Any],
    unit: str,
    value: float,
    version: int,
    met: Met,
) -> dict[str, Any]:
    key, said = f"investment_budget_allotted/{unit}", f"{person['own']} {met.saved}"
    # Each says why in words of its own: the very same write twice would rightly be one.
    cell = {"key": key, "value": str(value), "status": "", "reason": said, "version": version}
    response = await client.post(
        f"/grid/{unit}/2569/cells",
        data={"cells": json.dumps([cell])},
        headers={
            "X-CSRFToken": person["token"],
            "Cookie": "; ".join(f"{k}={v}" for k, v in person["cookies"].items()),
        },
    )
    answer = response.json() if "json" in response.headers["Content-Type"] else {}
    if response.status_code != 200 or answer["outcome"] not in ("saved", "conflict"):
        met.faults.append(f"{unit}: {response.status_code} {response.text[:300]}")
        raise AssertionError(met.faults)
    met.saved += answer["outcome"] == "saved"
    found: dict[str, Any] = answer["cells"][key]
    return found


def answered(script: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVE.format(processes=PROCESSES), str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        site, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 90
        while True:
            try:
                assert httpx.get(f"{site}/", timeout=60).status_code == 200, log.read_text()
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def own_database() -> Iterator[str]:
    """Make a database for these processes alone; empty for the SQLite file of their folder."""
    address = os.environ.get("MOIBENCH_DATABASE", "")
    if not address:
        yield ""
        return
    import psycopg

    name = f"at_once_{os.getpid()}"
    parts = psycopg.conninfo.conninfo_to_dict(address)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgresql://{parts['user']}@/{name}?host={parts['host']}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
