from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from moibench.config.database import database


def test_sqlite_is_used_when_nothing_is_said(tmp_path: Path) -> None:
    described = database("", tmp_path)
    assert described["NAME"] == tmp_path / "moibench.sqlite3"
    connected = sqlite3.connect(described["NAME"])
    connected.executescript(described["OPTIONS"]["init_command"])
    assert connected.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connected.close()


def test_an_address_names_postgresql(tmp_path: Path) -> None:
    described = database("postgresql://officer:p%40ss@db.moi:5433/bench?sslmode=require", tmp_path)
    assert described["ENGINE"].endswith("postgresql")
    assert (described["NAME"], described["USER"]) == ("bench", "officer")
    assert (described["PASSWORD"], described["HOST"]) == ("p@ss", "db.moi")
    assert (described["PORT"], described["OPTIONS"]) == ("5433", {"sslmode": "require"})


@pytest.mark.parametrize(
    "setting",
    [
        "mysql://u:secret@h/n",
        "postgresql://u:secret@h",
        "postgresql://u:secret@h/n?nonsense=1",
        "host=h password=secret dbname=n",
    ],
)
def test_any_other_address_is_refused_without_repeating_it(setting: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like postgresql://") as raised:
        database(setting, tmp_path)
    assert "secret" not in str(raised.value)


@pytest.mark.django_db
def test_tests_run_on_the_database_asked_for_and_thai_passes_through() -> None:
    asked = "postgresql" if os.environ.get("MOIBENCH_DATABASE") else "sqlite"
    assert connection.vendor == asked
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["น้ำประปาจังหวัดลำปาง ก๋วยเตี๋ยว ๒๕๖๒"])
        assert cursor.fetchone() == ("น้ำประปาจังหวัดลำปาง ก๋วยเตี๋ยว ๒๕๖๒",)
