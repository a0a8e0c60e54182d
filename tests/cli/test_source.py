"""Sources are defined, listed, fetched and stored from a terminal; a failure says why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.typed import typed
from tests.ingest.sources import messages
from tests.ingest.sources.site import Site, served
from tests.prepared import prepared_home

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
MAPPING = """
unit: {column: REF_AREA}
year: {column: TIME_PERIOD}
series: {column: INDICATOR}
value: {column: OBS_VALUE}
status: {column: OBS_STATUS}
series_names: {LFS_FORCE: lfs_labour_force}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = prepared_home(tmp_path_factory.mktemp("data") / "home")

    def run(*arguments: str | Path, private: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MOIBENCH_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
        environment["MOIBENCH_PRIVATE_SOURCES"] = "1" if private else ""
        environment.pop("MOIBENCH_DATABASE", None)
        return subprocess.run(
            [sys.executable, "-m", "moibench", "source", *map(str, arguments)],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as running:
        yield running


def test_from_the_definition_to_the_figures(run: Run, site: Site, tmp_path: Path) -> None:
    site.gives("/rest/data/NSO,DF_LFS,1.0/all", messages.structure_specific(value="701"))
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(MAPPING)
    made = run(
        *("define", "labour", "--kind", "sdmx", "--address", f"{site.address}/rest"),
        *("--option", "flow=NSO,DF_LFS,1.0", "--schedule", "monthly", "--mapping", mapping),
    )
    assert made.returncode == 0, made.stderr
    shown = run("fetch", "labour", "--language", "en")
    assert shown.returncode == 0, shown.stderr
    assert "nothing stored" in shown.stdout
    (stored,) = json.loads(run("fetch", "labour", "--commit", "--reason", "x", "--json").stdout)
    assert stored["outcome"] == "stored", stored
    assert stored["editions"]
    assert "ไม่มีแหล่งข้อมูลที่ถึงกำหนด" in run("fetch", "--due").stdout
    (listed,) = json.loads(run("list", "--json").stdout)
    assert listed["last"]["sha256"] == stored["sha256"]
    assert [line["outcome"] for line in json.loads(run("log", "labour", "--json").stdout)] == [
        "stored",
        "fetched",
    ]
    site.answers.clear()
    failed = run("fetch", "labour", "--commit")
    assert failed.returncode != 0
    assert "ตอบ 404" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert "ไม่สำเร็จ ตัวเลขเดิมไม่เปลี่ยน" in run("list").stdout


def test_without_the_setting_nothing_inside_is_asked(run: Run, site: Site) -> None:
    site.gives("/a.csv", "unit,year,births\n24,2566,1\n")
    run("define", "inside", "--kind", "table", "--address", f"{site.address}/a.csv")
    refused = run("fetch", "inside", "--language", "en", private=False)
    assert refused.returncode != 0
    assert "is not a public address" in refused.stderr
    assert site.asked == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fetch", "nothing_such"), "There is no source"),
        (("fetch",), "Name the sources"),
        (("define", "Bad", "--kind", "table", "--address", "x"), "cannot be a name"),
        (("define", "ok", "--kind", "sdmx", "--address", "x", "--option", "flow"), "cannot be"),
    ],
)
def test_what_is_typed_wrongly_is_explained(arguments: tuple[str, ...], said: str) -> None:
    answer = typed("source", *arguments, "--language", "en")
    assert answer.returncode != 0
    assert said in answer.stderr
