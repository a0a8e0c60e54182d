"""Which database the system keeps its data in, from one setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

FORM = "postgresql://user:password@host:5432/name"


def database(setting: str, folder: Path) -> dict[str, Any]:
    """Return Django's description of the database.

    Args:
        setting: MOIBENCH_DATABASE, a PostgreSQL address; empty for SQLite in `folder`.
        folder: the data folder.

    Raises:
        ImproperlyConfigured: the setting is no PostgreSQL address.
    """
    return _postgresql(setting) if setting else _sqlite(folder / "moibench.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Writers queue up to 20 s instead of failing, and readers never wait for them.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    refused = ImproperlyConfigured(f"MOIBENCH_DATABASE must look like {FORM}.")
    if not address.startswith(("postgresql://", "postgres://")):
        raise refused
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError as error:
        raise refused from error
    if not parts.get("dbname"):
        raise refused
    keys = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: parts.pop(key, "") for key, name in keys.items()},
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }
