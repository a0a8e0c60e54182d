"""The terminal answers as the pages do, and says in one sentence why it cannot."""

import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from moibench.cli import main
from tests.cli.typed import typed
from tests.prepared import prepared_home

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared_home(tmp_path_factory.mktemp("data") / "home")


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    """Run moibench as a process of its own, on its own SQLite data folder."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MOIBENCH_HOME": str(home), **variables}
        environment.pop("MOIBENCH_DATABASE", None)
        return subprocess.run(
            [sys.executable, "-m", "moibench", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_a_profile_as_json_is_what_the_tables_say_unrounded(run: Run) -> None:
    done = run("profile", "24", "--year", "2019", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["unit"], answer["year"]) == ("24", 2019)
    gpp = next(i for i in answer["indicators"] if i["id"] == "gpp_per_capita")
    assert (gpp["value"], gpp["year"], gpp["rank"], gpp["of"]) == (463172.602, 2019, 4, 76)
    assert gpp["benchmarks"]["cluster"]["value"] == pytest.approx(656810.9337404981, rel=1e-12)
    for node in (answer["overall"], *answer["dimensions"]):
        assert node.keys() >= {"score", "level", "rank", "rank_low", "rank_high", "coverage"}


@pytest.mark.django_db
def test_bangkok_is_counted_when_asked() -> None:
    done = typed("profile", "24", "--year", "2562", "--with-bangkok", "--json")
    gpp = next(i for i in json.loads(done.stdout)["indicators"] if i["id"] == "gpp_per_capita")
    assert (gpp["rank"], gpp["of"]) == (5, 77)


@pytest.mark.django_db
@pytest.mark.parametrize("unit", ["ฉะเชิงเทรา", "จังหวัดฉะเชิงเทรา", "chachoengsao", "๒๔"])
def test_a_unit_may_be_named(unit: str) -> None:
    assert json.loads(typed("profile", unit, "--year", "2562", "--json").stdout)["unit"] == "24"


@pytest.mark.django_db
def test_a_ranking_as_json_orders_units() -> None:
    answer = json.loads(typed("rank", "gpp_per_capita", "--year", "2019", "--json").stdout)
    assert [u["unit"] for u in answer["lines"][:4]] == ["21", "25", "20", "24"]
    clusters = json.loads(
        typed("rank", "overall", "--year", "2019", "--level", "cluster", "--json").stdout
    )
    assert len(clusters["lines"]) == 18
    assert clusters["lines"][0].keys() >= {"rank", "rank_low", "rank_high", "level"}


@pytest.mark.django_db
def test_text_is_thai_unless_english_is_asked_for(run: Run) -> None:
    assert run("profile", "24", "--year", "2562").stdout.startswith("จังหวัดฉะเชิงเทรา พ.ศ.\u00a02562")
    english = typed("profile", "24", "--year", "2562", "--language", "en").stdout
    assert english.startswith("Chachoengsao Province 2019")
    assert "463,173" in english


def test_a_report_is_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    done = run("report", "24", "--year", "2562", "--format", "docx", "-o", str(path))
    assert done.returncode == 0, done.stderr
    assert str(path) in done.stdout
    assert "word/document.xml" in zipfile.ZipFile(path).namelist()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("profile", "Chachengsao"), "ไม่พบพื้นที่ “Chachengsao” ที่ใกล้เคียงคือ ฉะเชิงเทรา (24)"),
        (("rank", "gpp_per_captia"), "GPP|ผลิตภัณฑ์มวลรวมจังหวัดต่อหัว"),
        (("profile", "24", "--year", "2643"), "ปีที่มีข้อมูลคือ พ.ศ.\u00a02538–2567"),
        (("profile", "24", "--year", "62"), "ไม่ใช่ปี"),
        (("profile", "24", "--year", "พ.ศ. 2019"), "ไม่ใช่ปี พ.ศ."),
        (("profile", "38", "--year", "2553"), "บึงกาฬยังไม่มีในปี"),
        (("rank", "poverty_headcount"), "ยังไม่มีตัวเลข"),
    ],
)
def test_a_question_without_an_answer_says_what_could_be_asked(
    arguments: tuple[str, ...], sentence: str
) -> None:
    done = typed(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.search(sentence.replace("(", r"\(").replace(")", r"\)"), done.stderr)


def test_a_report_that_cannot_be_written_leaves_nothing(run: Run, tmp_path: Path) -> None:
    done = run("report", "24", "--year", "2562", "-o", str(tmp_path / "no" / "report.docx"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_said_with_another_to_try(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.returncode == 1
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_is_a_file_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    done = run("profile", "24", MOIBENCH_HOME=str(path))
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert "MOIBENCH_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_database_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "moibench.sqlite3").write_bytes(b"this is not a database, and long enough" * 40)
    done = run("profile", "24", MOIBENCH_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "ใช้ฐานข้อมูลไม่ได้" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_database_address_is_said_without_its_password(run: Run) -> None:
    environment = {**os.environ, "MOIBENCH_DATABASE": "mysql://me:secret@here/x"}
    done = subprocess.run(
        [sys.executable, "-m", "moibench", "profile", "24"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "MOIBENCH_DATABASE" in done.stderr
    assert "secret" not in done.stderr


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["dance"])
    assert stop.value.code == 2
    assert "dance" in capsys.readouterr().err
