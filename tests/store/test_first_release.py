"""A database made by the first release keeps everything when this one migrates it."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

FIXTURE = Path(__file__).parent / "fixtures" / "first_release.sqlite3.gz"
SOURCES = Path(__file__).parents[2] / "src"
OLDEST = "FROM store_observation ORDER BY id LIMIT 33496"
COLUMNS = "id, series, unit, year, value, status, standard_error, entered_by, edition_id"


def run(home: Path, *arguments: str, **more: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "MOIBENCH_HOME": str(home), **more}
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(home: Path, database: str) -> dict[str, Any]:
    answer = run(home, "-m", "moibench", "profile", "24", "--json", MOIBENCH_DATABASE=database)
    found: dict[str, Any] = json.loads(answer)
    return found


def first_release(folder: Path) -> Path:
    path = folder / "moibench.sqlite3"
    path.write_bytes(gzip.decompress(FIXTURE.read_bytes()))
    return path


@pytest.mark.slow
def test_a_sqlite_database_is_migrated_without_loss(tmp_path: Path) -> None:
    path = first_release(tmp_path)
    with sqlite3.connect(path) as database:
        before = database.execute(f"SELECT {COLUMNS} FROM store_observation ORDER BY id").fetchall()
        names = [row[0] for row in database.execute("SELECT name FROM django_migrations")]
    assert names == ["0001_initial", "0002_append_only"]
    answer = asked(tmp_path, "")
    assert answer["overall"]["score"] is not None
    with sqlite3.connect(path) as database:
        kept = database.execute(
            f"SELECT {COLUMNS} FROM store_observation WHERE id <= ? ORDER BY id", (before[-1][0],)
        ).fetchall()
        grades = database.execute("SELECT DISTINCT grade, reason FROM store_observation").fetchall()
        assert kept == before
        assert grades == [("published", "")]
        for verb in (
            "UPDATE store_observation SET value = 0",
            "DELETE FROM store_observation",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
                database.execute(verb)


_OLD = """
import sys, sqlite3
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([("store", "0002_append_only")])
old = sqlite3.connect(sys.argv[1])
with connection.cursor() as cursor:
    for table in ("store_edition", "store_observation"):
        rows = old.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [d[0] for d in rows.description]
        at = next(i for i, n in enumerate(names) if n in ("loaded_at", "entered_at"))
        zoned = [(*row[:at], row[at] + "+00", *row[at + 1:]) for row in rows]
        marks = ", ".join(["%s"] * len(names))
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
        cursor.executemany(insert, zoned)
        key = f"pg_get_serial_sequence('{table}', 'id')"
        cursor.execute(f"SELECT setval({key}, max(id)) FROM {table}")
"""


@pytest.mark.database
def test_a_postgresql_database_is_migrated_without_loss(tmp_path: Path) -> None:
    address = os.environ.get("MOIBENCH_DATABASE", "")
    path = first_release(tmp_path)
    if not address:
        assert connection.vendor == "sqlite"  # the test above is this one's like
        return
    import psycopg

    name = f"first_release_{os.getpid()}"
    there = psycopg.conninfo.make_conninfo(address, dbname=name)
    parts = psycopg.conninfo.conninfo_to_dict(there)
    own = f"postgresql://{parts['user']}@/{name}?host={parts['host']}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            run(tmp_path, "-c", _OLD, str(path), MOIBENCH_DATABASE=own)
            with psycopg.connect(own) as database:
                before = database.execute(f"SELECT {COLUMNS} {OLDEST}").fetchall()
            migrated = asked(tmp_path, own)
            with psycopg.connect(own) as database:
                kept = database.execute(f"SELECT {COLUMNS} {OLDEST}").fetchall()
                assert kept[: len(before)] == before
                with pytest.raises(psycopg.IntegrityError, match="never changed or removed"):
                    database.execute("DELETE FROM store_observation")
            assert migrated["stamp"]["data_version"] == asked(tmp_path, "")["stamp"]["data_version"]
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
