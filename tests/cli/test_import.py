"""A table is imported from a terminal: shown, stored when told to, refused with a reason."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.cli.typed import typed
from tests.ingest.table_files.made import as_csv, figures, nso_wide, th
from tests.prepared import prepared_home

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared_home(tmp_path_factory.mktemp("data") / "home")


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MOIBENCH_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
        environment.pop("MOIBENCH_DATABASE", None)
        return subprocess.run(
            [sys.executable, "-m", "moibench", *map(str, arguments)],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def births(path: Path, year: int) -> Path:
    known = figures("births")
    newest = max(y for _, y in known)
    rows = [["จังหวัด", str(year + 543)]]
    rows += [[th(u), round(v * 1.01)] for (u, y), v in known.items() if y == newest and u != "TH"]
    path.write_bytes(as_csv(rows, encoding="cp874"))
    return path


def test_shown_then_stored_then_unchanged(run: Run, tmp_path: Path) -> None:
    path = births(tmp_path / "births.csv", 2022)
    shown = run("import", path, "--series", "births", "--language", "en")
    assert shown.returncode == 0, shown.stderr
    assert "added 77 · changed 0 · unchanged 0 · refused 0" in shown.stdout
    assert "Nothing was stored yet" in shown.stdout
    assert "encoding cp874" in shown.stdout
    again = json.loads(run("import", path, "--series", "births", "--json").stdout)
    assert (again["added"], again["changed"], again["committed"]) == (77, 0, False)
    assert len(again["changes"]) == 77
    stored = run(
        "import", path, "--series", "births", "--commit", "--by", "somsri",
        "--reason", "checked", "--json",
    )  # fmt: skip
    assert stored.returncode == 0, stored.stderr
    answer = json.loads(stored.stdout)
    assert answer["committed"]
    assert answer["editions"] == ["dopa_births_import_1"]
    # Known again by its heading, and nothing of it is new.
    last = json.loads(run("import", path, "--commit", "--json").stdout)
    assert (last["mapping_is"], last["unchanged"], last["added"]) == ("remembered", 77, 0)
    assert (
        json.loads(run("import", path, "--mapping", "dopa_births", "--json").stdout)["unchanged"]
        == 77
    )


@pytest.mark.django_db
def test_a_mapping_is_written_edited_and_given(tmp_path: Path) -> None:
    rows = nso_wide("lfs_employed", (2018, 2019))
    at = next(i for i, row in enumerate(rows) if row[:1] == ["   เชียงใหม่"])
    rows[at][0] = "เชียงไหม่"
    path, mapping = tmp_path / "t.csv", tmp_path / "t.yaml"
    path.write_bytes(as_csv(rows))
    first = json.loads(typed("import", path, "--write-mapping", mapping, "--json").stdout)
    assert (first["refused"], first["may_commit"]) == (1, False)
    assert first["questions"]["เชียงไหม่"][0] == "50"
    blocked = typed("import", path, "--commit", "--language", "en")
    assert blocked.returncode == 1
    assert "Nothing was stored, for what is impossible (1)" in blocked.stderr
    edited = yaml.safe_load(mapping.read_text(encoding="utf-8"))
    edited["units"] = {"เชียงไหม่": "50"}
    mapping.write_text(json.dumps(edited), encoding="utf-8")  # JSON is read, too
    second = json.loads(typed("import", path, "--mapping", mapping, "--json").stdout)
    assert (second["refused"], second["unchanged"]) == (0, 154)


@pytest.mark.django_db
def test_what_is_improbable_wants_a_reason(tmp_path: Path) -> None:
    path = births(tmp_path / "b.csv", 2023)
    content = path.read_bytes().replace("ลำพูน,".encode("cp874"), "ลำพูน,9".encode("cp874"))
    path.write_bytes(content)
    refused = typed("import", path, "--series", "births", "--commit", "--language", "en")
    assert refused.returncode == 1
    assert "give the reason (--reason" in refused.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx", "sdmx-csv"])
def test_what_was_exported_imports_again_with_nothing_changed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"all.{kind.removeprefix('sdmx-')}"
    assert typed("export", "--series", "gpp_cvm", "--format", kind, "-o", path).returncode == 0
    found = json.loads(typed("import", path, "--json").stdout)
    assert found["unchanged"] == len(figures("gpp_cvm"))
    assert (found["added"], found["changed"], found["refused"]) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        (b"", (), "ว่างเปล่า"),
        (b"\x89PNG\r\n\x1a\n", (), "ไม่ใช่ตาราง แต่เป็นแฟ้มชนิด PNG"),
        (b"a,b\n1,\0\n", (), "ไบต์ว่าง (NUL)"),
        (b"unit,2019\n10,1\n", ("--series", "gdp"), "ไม่มีอนุกรมข้อมูล “gdp”"),
        (b"unit,2019\n10,1\n", ("--mapping", "nothing"), "ชื่อ “nothing”"),
        (b"unit,2019\n10,1\n", ("--year", "62"), "62"),
    ],
)
def test_a_refusal_says_what_to_do_in_one_go(
    tmp_path: Path, content: bytes, arguments: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    refused = typed("import", path, *arguments)
    assert refused.returncode in (1, 2)
    assert said in refused.stderr


@pytest.mark.django_db
def test_a_table_that_names_no_series_is_asked_about_and_not_stored(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"unit,2019\n10,1\n")
    looked = typed("import", path, "--language", "en")
    assert looked.returncode == 0
    assert "--series" in looked.stdout
    assert "Nothing was stored, nor can be" in looked.stdout
    refused = typed("import", path, "--commit", "--language", "en")
    assert refused.returncode == 1
    assert "Nothing was stored, for what is impossible (1)" in refused.stderr


@pytest.mark.django_db
def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    refused = typed("import", tmp_path / "none.csv", "--language", "en")
    assert refused.returncode == 1
    assert "The file cannot be opened (none.csv" in refused.stderr


def test_while_another_writes_looking_goes_on_and_storing_says_why_not(
    run: Run, home: Path, tmp_path: Path
) -> None:
    path = births(tmp_path / "b.csv", 2024)
    assert run("import", path, "--series", "births").returncode == 0
    holder = sqlite3.connect(home / "moibench.sqlite3", isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        assert run("import", path, "--series", "births").returncode == 0
        locked = run("import", path, "--series", "births", "--commit", "--reason", "r")
    finally:
        holder.close()
    assert locked.returncode == 1
    assert "กำลังถูกใช้" in locked.stderr or "lock" in locked.stderr
    assert json.loads(run("import", path, "--series", "births", "--json").stdout)["added"] == 77


def test_the_mapping_of_the_guide_is_one(tmp_path: Path) -> None:
    from moibench.ingest.table_files.mapping import Mapping, mapping_from_text
    from tests.ingest.table_files.made import catalogue

    guide = (ROOT / "docs/how-to/import-a-table.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    mapping = mapping_from_text(example, catalogue())
    assert mapping.head == (3, 4)
    assert mapping.units["รวมภาค"] == "total"
    for key in Mapping.model_fields:
        assert f"{key}:" in guide or f"`{key}`" in guide
