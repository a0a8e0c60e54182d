"""Accounts from the terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.typed import typed
from tests.prepared import prepared_home
from tests.web.specimens import PASSWORD

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `moibench user` on a data folder of its own, a password on standard input."""

    home = prepared_home(tmp_path / "home")

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MOIBENCH_HOME": str(home)}
        environment.pop("MOIBENCH_DATABASE", None)
        return subprocess.run(
            [sys.executable, "-m", "moibench", "user", *arguments],
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_an_account_is_made_listed_and_refused_twice(run: Run) -> None:
    role = ("--role", "data_officer", "--unit", "ฉะเชิงเทรา", "--password-stdin")
    done = run("add", "Somchai", "--full-name", "สมชาย ใจดี", *role, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    listed = json.loads(run("list", "--json").stdout)
    assert listed == [
        {
            "user_name": "somchai",
            "name": "สมชาย ใจดี",
            "active": True,
            "roles": [{"role": "data_officer", "unit": "24"}],
        }
    ]
    twice = run("add", "somchai", *role, typed=PASSWORD)
    assert twice.returncode == 2
    assert twice.stderr.strip() == "ชื่อผู้ใช้นี้มีผู้ใช้แล้ว"


@pytest.mark.django_db
def test_what_cannot_be_is_refused_in_one_sentence_of_the_language_asked_for() -> None:
    role = ("--role", "administrator", "--unit", "TH")
    short = typed("user", "add", "boss", *role, "--password-stdin", keys="short\n")
    assert "อย่างน้อย 12 ตัวอักษร" in short.stderr
    english = typed(
        "user", "add", "boss", *role, "--password-stdin", "--language", "en", keys="short\n"
    )
    assert "at least 12 characters" in english.stderr
    nowhere = typed(
        "user", "add", "boss", "--role", "reader", "--unit", "nowhere", "--password-stdin"
    )
    assert "nowhere" in nowhere.stderr
    no_password = typed("user", "add", "boss", *role)
    assert "--password-stdin" in no_password.stderr
    local = typed(
        "user",
        "add",
        "x24",
        "--role",
        "catalogue_editor",
        "--unit",
        "24",
        "--password-stdin",
        keys=PASSWORD,
    )
    assert "ระดับประเทศ" in local.stderr
    codes = [r.returncode for r in (short, english, nowhere, no_password, local)]
    assert codes == [1, 1, 2, 2, 2]
    assert json.loads(typed("user", "list", "--json").stdout) == []
