"""Let the database itself refuse to change the log, and make the table of counts and used codes."""

from django.core.management import call_command
from django.db import migrations

_MESSAGE = "the log is never changed"

SQLITE = [
    f"""CREATE TRIGGER act_never_{verb.lower()}d BEFORE {verb} ON people_act
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION act_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER act_append_only BEFORE UPDATE OR DELETE ON people_act
    FOR EACH ROW EXECUTE FUNCTION act_is_append_only()""",
]
UNDO_SQLITE = [f"DROP TRIGGER act_never_{verb}d" for verb in ("update", "delete")]
UNDO_POSTGRESQL = [
    "DROP TRIGGER act_append_only ON people_act",
    "DROP FUNCTION act_is_append_only()",
]


def _run(schema_editor, sqlite, postgresql):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements:
        schema_editor.execute(statement)


def create(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)
    call_command("createcachetable", verbosity=0, database=schema_editor.connection.alias)


def drop(apps, schema_editor):
    _run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)
    schema_editor.execute("DROP TABLE people_cache")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
