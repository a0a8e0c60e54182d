"""Let the database itself refuse to change or remove what was drafted, done and said."""

from django.db import migrations

_MESSAGE = "the memory of a filing is never changed or removed"
TABLES = ("attachment", "draftversion", "step", "remark", "verification")
FUNCTION = "review_is_append_only"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER review_{table}_never_{verb.lower()}d "
                    f"BEFORE {verb} ON review_{table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )
        return
    schema_editor.execute(
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER review_{table}_append_only "
            f"BEFORE UPDATE OR DELETE ON review_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER review_{table}_never_{verb}d")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER review_{table}_append_only ON review_{table}")
    schema_editor.execute(f"DROP FUNCTION {FUNCTION}()")


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
