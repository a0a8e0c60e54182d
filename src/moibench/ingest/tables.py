"""Every row of every table as text lines, and back: the same on SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

_BATCH = 2_000
Node = tuple[str, str]


def applied_migrations() -> tuple[Node, ...]:
    """Return the migrations that made the tables what they are, sorted."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def unknown_migrations(applied: Iterable[Node]) -> list[Node]:
    """Return those migrations that this version of the system does not have."""
    known = MigrationExecutor(connection).loader.graph.nodes
    return [node for node in applied if node not in known]


def models_at(applied: Iterable[Node]) -> dict[str, type[models.Model]]:
    """Return the models by table as the migrations left them."""
    loader = MigrationExecutor(connection).loader
    state = loader.project_state(_leaves(applied))
    found = state.apps.get_models(include_auto_created=True)
    return {m._meta.db_table: m for m in found if m._meta.managed and not m._meta.proxy}


def migrate_to(applied: Iterable[Node]) -> None:
    """Bring an empty database to the state that the migrations make."""
    MigrationExecutor(connection).migrate(_leaves(applied))


def migrate_to_newest() -> None:
    """Bring the tables to what this version needs."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _leaves(applied: Iterable[Node]) -> list[Node]:
    """Return the last migration of each application."""
    done = set(applied)
    graph = MigrationExecutor(connection).loader.graph
    return sorted(
        node
        for node in done
        if not any(
            child.key in done and child.key[0] == node[0] for child in graph.node_map[node].children
        )
    )


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Yield a table's rows in order of the key, one line of JSON each."""
    names = [f.attname for f in model._meta.concrete_fields]
    line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_plain).encode
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_BATCH):
        yield line(dict(zip(names, row, strict=True))).encode() + b"\n"


def digest(model: type[models.Model]) -> str:
    """Return the SHA-256 over a table's lines."""
    sha = hashlib.sha256()
    for line in lines(model):
        sha.update(line)
    return sha.hexdigest()


def fill(model: type[models.Model], content: Iterable[bytes]) -> int:
    """Insert rows into an empty table as `lines` wrote them; return how many.

    No objects are made of them: of tens of thousands of rows that would take most of the time.
    """
    fields = model._meta.concrete_fields
    cells = [(f.attname, _stored(f)) for f in fields]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(f.column) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({marks})"
    rows = iter(content)
    count = 0
    with connection.cursor() as cursor:
        while batch := [json.loads(line) for line in islice(rows, _BATCH)]:
            cursor.executemany(insert, [[stored(row[n]) for n, stored in cells] for row in batch])
            count += len(batch)
    return count


def empty(filled: Iterable[type[models.Model]]) -> None:
    """Remove the rows that migrations put into new tables."""
    with connection.cursor() as cursor:
        for model in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def restart_numbering(filled: Iterable[type[models.Model]]) -> None:
    """Let the next keys follow those that were inserted."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(filled)):
            cursor.execute(statement)


def drop_all() -> None:
    """Drop every table of the system, and the functions its triggers call, on PostgreSQL."""
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        for table in [*tables, "django_migrations"]:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(
            "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace "
            "WHERE nspname = current_schema() AND proname LIKE '%%_is_append_only'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {connection.ops.quote_name(name)}()")


def _plain(value: Any) -> Any:
    """Return what JSON can say of a value that it cannot hold."""
    match value:
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat() if value.tzinfo else value.isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return value.total_seconds()
        case decimal.Decimal() | uuid.UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"a cell holds a {type(value).__name__}")


def _stored(field: Any) -> Callable[[Any], Any]:
    """Return what makes of a cell of a line what the database is given for it."""
    target = field.target_field if field.is_relation else field

    def stored(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(_typed(target, value), connection)

    if isinstance(target, models.JSONField):
        return stored
    # Most columns repeat few texts, units and moments.
    return lru_cache(maxsize=1024, typed=True)(stored)


def _typed(target: Any, value: Any) -> Any:
    if isinstance(target, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(target, models.DurationField):
        return dt.timedelta(seconds=value)
    return target.to_python(value)
