"""Let the database itself refuse to change or remove rows; asked for by migrations."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunPython


def append_only(*tables: str, what: str) -> RunPython:
    """Return the migration that makes tables refuse updates and deletions, in both databases.

    Args:
        tables: names of tables that an earlier migration made.
        what: their rows in the plural, for the message of the refusal.
    """
    message = f"{what} are never changed or removed; write a new one"

    def create(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            if schema_editor.connection.vendor == "sqlite":
                for verb in ("UPDATE", "DELETE"):
                    schema_editor.execute(
                        f"CREATE TRIGGER {table}_never_{verb.lower()}d BEFORE {verb} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                    )
                continue
            schema_editor.execute(
                f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
            )

    def drop(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            if schema_editor.connection.vendor == "sqlite":
                for verb in ("updated", "deleted"):
                    schema_editor.execute(f"DROP TRIGGER {table}_never_{verb}")
                continue
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_is_append_only()")

    return RunPython(create, drop)
