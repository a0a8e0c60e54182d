"""The documents of many units in one run: complete, stoppable, resumable, never half written."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.prepared import prepared_home

SOURCES = Path(__file__).parents[2] / "src"
Begin = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def begin(tmp_path_factory: pytest.TempPathFactory) -> Begin:
    home = prepared_home(tmp_path_factory.mktemp("data") / "home")

    def begin(*arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "MOIBENCH_HOME": str(home), "PYTHONPATH": str(SOURCES)}
        environment.pop("MOIBENCH_DATABASE", None)
        return subprocess.Popen(
            [sys.executable, "-m", "moibench", "reports", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return begin


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def test_every_document_is_in_the_archive_with_its_checksum(begin: Begin, tmp_path: Path) -> None:
    archive = tmp_path / "two.zip"
    given = ("--units", "24,E-1", "--formats", "docx,profile", "--year", "2562")
    code, out, err = ended(begin(*given, "-o", str(archive)))
    assert code == 0, err
    assert str(archive) in out
    with zipfile.ZipFile(archive) as held:
        manifest = json.loads(held.read("manifest.json"))
        documents = {d["file"]: d for d in manifest["documents"]}
        assert set(held.namelist()) == {"manifest.json", *documents}
        assert len(documents) == 4
        for name, document in documents.items():
            assert hashlib.sha256(held.read(name)).hexdigest() == document["sha256"]
    assert manifest["year"] == 2019
    assert manifest["data_version"]
    assert [p.name for p in tmp_path.iterdir()] == ["two.zip"]


def test_a_run_that_was_stopped_goes_on_where_it_ended(begin: Begin, tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    folder = tmp_path / "all.zip.partial"
    given = ("--level", "region", "--formats", "profile", "--year", "2562", "--workers", "1")
    process = begin(*given, "-o", str(archive))
    until(lambda: (folder / "made.jsonl").exists() and notes(folder))
    process.send_signal(signal.SIGTERM)
    code, out, err = ended(process)
    assert code == 0, err
    assert str(folder) in out
    assert not archive.exists()
    first = notes(folder)
    assert 1 <= len(first) < 6

    # A line cut off by a power cut, and a document that is not what was noted.
    with (folder / "made.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"unit": "')
    broken = folder / first[0]["file"]
    broken.write_bytes(b"cut")
    other = begin("--level", "region", "--formats", "docx", "--year", "2562", "-o", str(archive))
    code, _, err = ended(other)
    assert code == 2
    assert "all.zip.partial" in err
    process = begin(*given, "-o", str(archive))
    code, _, err = ended(process)
    assert code == 0, err
    with zipfile.ZipFile(archive) as held:
        assert len(held.namelist()) == 7
        manifest = json.loads(held.read("manifest.json"))
    sums = {d["file"]: d["sha256"] for d in manifest["documents"]}
    assert sums[first[0]["file"]] == first[0]["sha256"]  # made again, the same to the last byte

    assert not folder.exists()


def test_formats_and_units_that_do_not_exist_are_named(begin: Begin, tmp_path: Path) -> None:
    archive = str(tmp_path / "a.zip")
    code, _, err = ended(begin("--units", "24", "--formats", "doc", "-o", archive))
    assert (code, "doc" in err, "docx" in err) == (2, True, True)
    code, _, err = ended(begin("--units", "Nowhere", "-o", archive))
    assert (code, "Nowhere" in err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def notes(folder: Path) -> list[dict[str, str]]:
    lines = (folder / "made.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def until(happened: Callable[[], object]) -> None:
    for _ in range(1200):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within a minute")
