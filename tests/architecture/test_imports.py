"""The import contracts hold, and each of them fails when it is broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN_ROOMS = {"utils", "helpers", "common", "core", "base", "services", "manager"}

LAYERS = "Rooms: imports go down only"
ENGINE = "The engine is arithmetic: no framework, no files, no data frames"
CATALOGUE = "The catalogue loads without a database"
PRESENTATION = "Presentation knows no database and no framework"
STORE = "The store is reached from ingest and analysis alone"

BREACHES = [
    ("engine/breach.py", "from moibench.catalogue import schema", LAYERS),
    ("analysis/breach.py", "import moibench.web", LAYERS),
    ("utils/__init__.py", "", LAYERS),
    ("engine/breach.py", "import django", ENGINE),
    ("engine/breach.py", "import yaml", ENGINE),
    ("engine/breach.py", "import pandas", ENGINE),
    ("catalogue/breach.py", "from django.db import models", CATALOGUE),
    ("presentation/breach.py", "from django.utils import html", PRESENTATION),
    ("presentation/breach.py", "import moibench.store", PRESENTATION),
    ("web/breach.py", "import moibench.store", STORE),
    ("reports/breach.py", "import moibench.store", STORE),
    ("store/breach.py", "import moibench.people", LAYERS),
    ("people/breach.py", "import moibench.store", LAYERS),
    ("people/breach.py", "import moibench.analysis", LAYERS),
    ("presentation/breach.py", "import moibench.people", PRESENTATION),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    code_only = shutil.ignore_patterns("data", "fonts", "static", "templates", "__pycache__")
    shutil.copytree(ROOT / "src/moibench", tmp_path / "src/moibench", ignore=code_only)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache", "--config", "pyproject.toml"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_rooms_as_they_are_keep_every_contract(copy: Path) -> None:
    checked = lint_imports(copy)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for contract in (LAYERS, ENGINE, CATALOGUE, PRESENTATION, STORE):
        assert f"{contract} KEPT" in checked.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("file", "line", "contract"), BREACHES)
def test_a_breach_is_named(copy: Path, file: str, line: str, contract: str) -> None:
    path = copy / "src/moibench" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}\n")
    checked = lint_imports(copy)
    assert checked.returncode == 1
    assert f"{contract} BROKEN" in checked.stdout


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {p.stem for p in (ROOT / "src").rglob("*.py")}
    names |= {p.name for p in (ROOT / "src").rglob("*") if p.is_dir()}
    assert names & FORBIDDEN_ROOMS == set()
