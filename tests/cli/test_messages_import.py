"""What was exported as a message imports again with nothing changed."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("form", "ending"),
    [("sdmx-ml", "xml"), ("json-stat", "json"), ("sdmx-csv", "csv"), ("xlsx", "xlsx")],
)
def test_an_exported_file_changes_nothing(tmp_path: Path, form: str, ending: str) -> None:
    file = tmp_path / f"hai.{ending}"
    done = typed("export", "--series", "hai", "--format", form, "-o", str(file))
    assert done.returncode == 0, done.stderr
    read = typed("import", str(file), "--json")
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
    tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    done = typed("import", str(file))
    assert done.returncode == 1
    assert name in done.stderr
