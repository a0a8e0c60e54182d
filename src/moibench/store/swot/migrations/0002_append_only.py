"""Let the database itself refuse to change or remove what was decided on a SWOT."""

from django.db import migrations

TABLES = ("swot_swotitem", "swot_swotversion", "swot_swotorder")
_MESSAGE = "what was decided on a SWOT is never changed or removed; write a new version"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_never_{verb.lower()}d BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )
        return
    schema_editor.execute(
        "CREATE FUNCTION swot_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION swot_is_append_only()"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("updated", "deleted"):
                schema_editor.execute(f"DROP TRIGGER {table}_never_{verb}")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    schema_editor.execute("DROP FUNCTION swot_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("swot", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
