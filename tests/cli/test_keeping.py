"""The memory from a terminal: editions, past moments, catalogues, maps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.prepared import prepared_home

SOURCES = Path(__file__).parents[2] / "src"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = prepared_home(tmp_path_factory.mktemp("data") / "home")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MOIBENCH_HOME": str(home), "PYTHONPATH": str(SOURCES)}
        environment.pop("MOIBENCH_DATABASE", None)
        return subprocess.run(
            [sys.executable, "-m", "moibench", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert run("edition", "publish", "2569/1", "--by", "a test").returncode == 0
    return run


def test_an_edition_is_listed_and_answers(run: Run) -> None:
    listed = json.loads(run("edition", "list", "--json").stdout)
    assert [e["name"] for e in listed] == ["2569/1"]
    answer = json.loads(run("profile", "24", "--edition", "2569/1", "--json").stdout)
    assert answer["stamp"]["edition"] == "2569/1"
    assert answer["stamp"]["data_version"] == listed[0]["data_version"]
    ranked = run("rank", "overall", "--edition", "2569/1", "--map", "as_it_was", "--json")
    assert json.loads(ranked.stdout)["stamp"]["map_choice"] == "as_it_was"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("edition", "publish", "2569/1"), 1, "เผยแพร่ไปแล้ว"),
        (("edition", "publish", "autumn"), 1, "ต้องเป็นปีและลำดับ"),
        (("edition", "diff", "2569/1", "2570/1"), 2, "ไม่มีฉบับ “2570/1” ที่มีคือ 2569/1"),
        (("profile", "24", "--edition", "2500/1"), 2, "ไม่มีฉบับ"),
        (("profile", "24", "--as-of", "๒๕๕๐-๐๑-๐๑"), 2, "ยังไม่มีข้อมูล"),
        (("profile", "24", "--as-of", "2643-01-01"), 2, "ยังมาไม่ถึง"),
        (("profile", "24", "--as-of", "2569-13-01"), 2, "ไม่ใช่วันที่"),
        (("catalogue", "check", "/nowhere"), 1, "/nowhere"),
        (("map", "check", "/nowhere.yaml"), 1, "nowhere.yaml"),
        (("restore", "/nowhere.zip"), 1, "อ่านแฟ้มสำรองไม่ได้"),
        (("backup", "/proc/no/file.zip"), 1, "/proc/no"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = run(*arguments)
    assert said in done.stderr
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_as_of_now_is_the_present(run: Run) -> None:
    now = json.loads(run("profile", "24", "--json").stdout)
    then = json.loads(run("profile", "24", "--as-of", _today(), "--json").stdout)
    assert now["stamp"]["as_of"] is None
    assert then["stamp"]["as_of"] is not None
    assert {**now, "stamp": None} == {**then, "stamp": None}


def _today() -> str:
    from moibench.analysis.vantage import today

    return today().isoformat()


def test_a_unit_that_was_born_or_lost_land_says_so_with_the_code_of_the_other(run: Run) -> None:
    assert "หนองคาย (43)" in run("profile", "38", "--year", "2562").stdout
    assert "Bueng Kan Province (38)" in run("profile", "43", "--language", "en").stdout
    assert "(38)" not in run("profile", "24").stdout
