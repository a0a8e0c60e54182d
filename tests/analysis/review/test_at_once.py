"""Twenty officers save at once, in four processes: no error, no lost write, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.review.savers import SAVES

ROOT = Path(__file__).parents[3]
PROCESSES, OFFICERS = 4, 5

_PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from moibench.people.rights import Role
from tests.analysis.review.made import person
for number in range({officers}):
    person(f"officer-{{number}}", (Role.DATA_OFFICER, "TH"))
"""
_COUNT = """
import json
import django
django.setup()
from moibench.people.models import Act
from moibench.store.review.models import DraftVersion, Filing, Step
from tests.analysis.review.made import ALLOTTED, DISBURSED
print(json.dumps({
    "shared": list(DraftVersion.objects.filter(series=ALLOTTED).order_by("version")
                   .values_list("version", "value")),
    "own": DraftVersion.objects.filter(series=DISBURSED).count(),
    "filings": Filing.objects.count(),
    "starts": Step.objects.filter(name="start").count(),
    "acts": Act.objects.filter(action="filing.write").count(),
}))
"""
_ACCEPT = """
import django
django.setup()
from tests.analysis.review.made import BUDGET, Place, approver, fill, officer, step
place = Place(BUDGET, 2026, "91")
fill(officer("91"), place)
step(officer("91", "second"), "submit", place)
step(approver("91"), "approve", place)
step(approver("TH", "third"), "accept", place)
approver("TH", "publisher")
"""
_PUBLISH = """
import json
import django
django.setup()
from moibench.analysis.review import asking, steps
from moibench.people.accounts import find_person
from moibench.store.models import Edition
from tests.analysis.review.made import BUDGET, ON, Place
who = asking.asker(find_person("publisher"), on=ON)
try:
    steps.publish(who, [Place(BUDGET, 2026, "91")])
    outcome = "1"
except steps.StepRefused as refusal:
    outcome = refusal.kind
editions = Edition.objects.filter(source_id=BUDGET).count()
print(json.dumps({"outcome": outcome, "editions": editions}))
"""


@pytest.mark.slow
@pytest.mark.database
def test_twenty_officers_save_at_once_and_every_write_is_there(tmp_path: Path) -> None:
    with own_database() as address:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
            "MOIBENCH_HOME": str(tmp_path),
            "MOIBENCH_DATABASE": address,
        }

        def start(*arguments: str) -> subprocess.Popen[str]:
            return subprocess.Popen(
                [sys.executable, *arguments],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

        def answer(process: subprocess.Popen[str]) -> str:
            out, err = process.communicate(timeout=300)
            assert process.returncode == 0, err
            return out

        answer(start("-c", _PREPARE.format(officers=PROCESSES * OFFICERS)))
        running = [
            start("-m", "tests.analysis.review.savers", str(n * OFFICERS), str(OFFICERS))
            for n in range(PROCESSES)
        ]
        done: list[dict[str, Any]] = [json.loads(answer(process)) for process in running]
        found = json.loads(answer(start("-c", _COUNT)))
        answer(start("-c", _ACCEPT))
        at_once = [start("-c", _PUBLISH) for _ in range(PROCESSES)]
        published = [json.loads(answer(process)) for process in at_once]
    total = PROCESSES * OFFICERS * SAVES
    assert [d["errors"] for d in done] == [[]] * PROCESSES
    assert sum(d["saved"] for d in done) == 2 * total
    assert found["shared"] == [[n, float(n)] for n in range(1, total + 1)]
    assert found["own"] == total
    assert found["filings"] == found["starts"] == PROCESSES * OFFICERS
    assert found["acts"] == 2 * total
    # Of four who publish at once one does; the others are told that it was done.
    assert sorted(p["outcome"] for p in published) == ["1", *["wrong_state"] * (PROCESSES - 1)]
    assert [p["editions"] for p in published if p["outcome"] == "1"] == [1]


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
