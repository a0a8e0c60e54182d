"""What was exported as a message imports again with nothing changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prepared import prepared_home

SOURCES = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared_home(tmp_path_factory.mktemp("data") / "home")


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MOIBENCH_HOME": str(home), "PYTHONPATH": str(SOURCES)}
    environment.pop("MOIBENCH_DATABASE", None)
    command = [sys.executable, "-m", "moibench", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize(
    ("form", "ending"),
    [("sdmx-ml", "xml"), ("json-stat", "json"), ("sdmx-csv", "csv"), ("xlsx", "xlsx")],
)
def test_an_exported_file_changes_nothing(
    home: Path, tmp_path: Path, form: str, ending: str
) -> None:
    file = tmp_path / f"hai.{ending}"
    done = run(home, "export", "--series", "hai", "--format", form, "-o", str(file))
    assert done.returncode == 0, done.stderr
    read = run(home, "import", str(file), "--json")
    assert read.returncode == 0, read.stderr
    answer = json.loads(read.stdout)
    for part in ("added", "changed", "refused"):
        assert not answer[part]
    assert answer["unchanged"] > 500


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("torn.xml", "<?xml version='1.0'?><mes:StructureSpecificData"),
        ("lol.xml", "<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><lolz>&lol;</lolz>"),
        ("other.json", '{"a": [1, 2]}'),
        ("torn.json", '{"class": "dataset", "id": ["a"'),
    ],
)
def test_what_is_no_message_is_refused_with_the_reason(
    home: Path, tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    done = run(home, "import", str(file))
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr
