"""The memory from a terminal: editions, past moments, catalogues, maps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.typed import typed
from tests.prepared import prepared_home

SOURCES = Path(__file__).parents[2] / "src"


@pytest.fixture
def _published(db: None) -> None:
    assert typed("edition", "publish", "2569/1", "--by", "a test").returncode == 0


def test_an_edition_is_listed_and_answers(tmp_path: Path) -> None:
    home = prepared_home(tmp_path / "home")

    def run(*arguments: str) -> str:
        environment = {**os.environ, "MOIBENCH_HOME": str(home), "PYTHONPATH": str(SOURCES)}
        environment.pop("MOIBENCH_DATABASE", None)
        done = subprocess.run(
            [sys.executable, "-m", "moibench", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("edition", "publish", "2569/1", "--by", "a test")
    listed = json.loads(run("edition", "list", "--json"))
    assert [e["name"] for e in listed] == ["2569/1"]
    answer = json.loads(run("profile", "24", "--edition", "2569/1", "--json"))
    assert answer["stamp"]["edition"] == "2569/1"
    assert answer["stamp"]["data_version"] == listed[0]["data_version"]
    ranked = run("rank", "overall", "--edition", "2569/1", "--map", "as_it_was", "--json")
    assert json.loads(ranked)["stamp"]["map_choice"] == "as_it_was"


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
@pytest.mark.usefixtures("_published")
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = typed(*arguments)
    assert said in done.stderr
    assert done.returncode == code


@pytest.mark.usefixtures("_published")
def test_as_of_now_is_the_present() -> None:
    now = json.loads(typed("profile", "24", "--json").stdout)
    then = json.loads(typed("profile", "24", "--as-of", _today(), "--json").stdout)
    assert now["stamp"]["as_of"] is None
    assert then["stamp"]["as_of"] is not None
    assert {**now, "stamp": None} == {**then, "stamp": None}


def _today() -> str:
    from moibench.analysis.vantage import today

    return today().isoformat()


@pytest.mark.django_db
def test_a_unit_that_was_born_or_lost_land_says_so_with_the_code_of_the_other() -> None:
    assert "หนองคาย (43)" in typed("profile", "38", "--year", "2562").stdout
    assert "Bueng Kan Province (38)" in typed("profile", "43", "--language", "en").stdout
    assert "(38)" not in typed("profile", "24").stdout
