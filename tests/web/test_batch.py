"""Runs of many documents from a page: begun, seen, stopped, resumed, fetched, deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from moibench.analysis.unit_templates import put_template
from moibench.people.rights import Role
from moibench.reports import runs as kept_runs
from moibench.reports.batch import folder_of
from moibench.reports.runs import ARCHIVE, runs
from tests.web.specimens import made, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands that would have been started; none is, for it would use another database."""
    commands: list[list[str]] = []

    class Process:
        pid = 2**22 + 1  # beyond any process

        def __init__(self, command: list[str], **_: object) -> None:
            commands.append(command)

    monkeypatch.setattr(kept_runs.subprocess, "Popen", Process)
    return commands


@pytest.fixture
def browser(home: Path) -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


def test_a_run_is_begun_with_every_unit_that_existed(
    browser: Client, home: Path, started: list[list[str]]
) -> None:
    given = {"act": "begin", "level": "province", "year": "2553", "kinds": ["docx", "profile"]}
    assert browser.post("/reports/batch", given).status_code == 302
    (command,) = started
    units = command[command.index("--units") + 1].split(",")
    assert "38" not in units  # Bueng Kan was born in 2011
    assert "43" in units
    (run,) = runs(home)
    assert (run.state, run.made, run.wanted) == ("stopped", 0, 2 * len(units))
    assert run.by == "นาย officer"


def test_how_far_it_is_is_read_from_its_folder(
    browser: Client, home: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"act": "begin", "level": "region", "year": "2562", "kinds": "docx"}
    browser.post("/reports/batch", given)
    (run,) = runs(home)
    folder = home / "reports" / run.id
    partial = folder_of(folder / ARCHIVE)
    partial.mkdir()
    (partial / "made.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    page = browser.get("/reports/batch").content.decode()
    assert f"2/{run.wanted}" in page
    assert "หยุดอยู่" in page
    assert "data-live" not in page
    browser.post("/reports/batch", {"act": "resume", "run": run.id})
    assert len(started) == 2
    assert started[0] == started[1]
    monkeypatch.setattr(kept_runs, "_is_alive", lambda folder: True)
    page = browser.get("/reports/batch").content.decode()
    assert "กำลังทำ" in page
    assert page.count("data-live") == 2  # the bar and the words, which the script keeps up to date
    assert "http-equiv" not in page
    assert browser.post("/reports/batch", given).status_code == 400
    assert browser.post("/reports/batch", {"act": "delete", "run": run.id}).status_code == 400
    browser.post("/reports/batch", {"act": "stop", "run": run.id})
    assert (folder / "stop").exists()
    assert "จะหยุดเมื่อ" in browser.get("/reports/batch").content.decode()


def test_a_finished_run_is_fetched_and_deleted(
    browser: Client, home: Path, started: list[list[str]]
) -> None:
    browser.post("/reports/batch", {"act": "begin", "level": "country", "kinds": "docx"})
    (run,) = runs(home)
    (home / "reports" / run.id / ARCHIVE).write_bytes(b"PK")
    answer = browser.get(f"/reports/batch/{run.id}.zip")
    assert b"".join(answer.streaming_content) == b"PK"  # type: ignore[attr-defined]
    browser.post("/reports/batch", {"act": "delete", "run": run.id})
    assert runs(home) == ()


def test_a_run_is_never_looked_for_outside_its_folder(browser: Client, home: Path) -> None:
    outside = home / "run.json"
    outside.write_text(json.dumps({"arguments": []}), encoding="utf-8")
    for run_id in ("..", "../x", "", "a/b"):
        answer = browser.post("/reports/batch", {"act": "delete", "run": run_id})
        assert answer.status_code == 400
    assert outside.exists()


def test_no_kind_and_a_year_that_is_none_are_refused(browser: Client) -> None:
    none = browser.post("/reports/batch", {"act": "begin", "level": "all"})
    assert "อย่างน้อยหนึ่งชนิด" in none.content.decode()
    wrong = {"act": "begin", "level": "all", "kinds": "docx", "year": "abc"}
    assert browser.post("/reports/batch", wrong).status_code == 400


def test_a_run_is_written_into_the_ministrys_templates_by_who_may(
    browser: Client, home: Path, started: list[list[str]]
) -> None:
    put_template("TH", "docx", "หัว.docx", b"letterhead", "นาย ก", None)
    given = {"act": "begin", "level": "region", "kinds": ["docx", "pdf"], "in_templates": "1"}
    assert "in_templates" not in browser.get("/reports/batch").content.decode()
    refused = browser.post("/reports/batch", given)
    assert refused.status_code == 400
    assert "บทบาทระดับประเทศ" in refused.content.decode()
    ministry = signed_in(made("ministry", (Role.APPROVER, "TH")))
    assert "หัว.docx" in ministry.get("/reports/batch").content.decode()
    assert ministry.post("/reports/batch", given).status_code == 302
    (command,) = started
    path = Path(command[command.index("--template") + 1])
    assert path.read_bytes() == b"letterhead"
    (run,) = runs(home)
    assert path.parent.name == run.id
    ministry.post("/reports/batch", {"act": "resume", "run": run.id})
    assert started[1] == command
    assert "ตามแม่แบบของกระทรวง" in ministry.get("/reports/batch").content.decode()
