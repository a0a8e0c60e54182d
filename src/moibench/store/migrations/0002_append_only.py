"""Let the database itself refuse to change or remove an observation."""

from django.db import migrations

_MESSAGE = "observations are never changed or removed; record a new one"

SQLITE = [
    f"""CREATE TRIGGER observation_never_{verb.lower()}d BEFORE {verb} ON store_observation
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION observation_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER observation_append_only BEFORE UPDATE OR DELETE ON store_observation
    FOR EACH ROW EXECUTE FUNCTION observation_is_append_only()""",
]
UNDO_SQLITE = [
    f"DROP TRIGGER observation_never_{verb}d" for verb in ("update", "delete")
]
UNDO_POSTGRESQL = [
    "DROP TRIGGER observation_append_only ON store_observation",
    "DROP FUNCTION observation_is_append_only()",
]


def _run(schema_editor, sqlite, postgresql):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements:
        schema_editor.execute(statement)


def create(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop(apps, schema_editor):
    _run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
