"""A mark that changes whenever anything at all is written to the database, by any process."""

from __future__ import annotations

from pathlib import Path

from django.db import connection


def change_mark() -> str | None:
    """Return the mark; None where none can be told, as inside a transaction or in memory.

    On SQLite it is size and time of the database and of its write-ahead log, which every commit
    appends to; on PostgreSQL the snapshot of transactions, which no commit leaves as it was.
    """
    if connection.in_atomic_block:
        return None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            return str(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.is_file():
        return None
    return "|".join(_mark(p) for p in (path, path.with_name(f"{path.name}-wal")))


def _mark(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return "-"
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}"
