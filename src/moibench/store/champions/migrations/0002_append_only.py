"""Let the database itself refuse to change or remove a version of a product."""

from django.db import migrations

TABLE, NAME = "champions_productversion", "product_version"
_MESSAGE = "versions of products are never changed or removed; write a new one"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {NAME}_never_{verb.lower()}d BEFORE {verb} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            )
        return
    schema_editor.execute(
        f"CREATE FUNCTION {NAME}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {NAME}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}_is_append_only()"
    )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("updated", "deleted"):
            schema_editor.execute(f"DROP TRIGGER {NAME}_never_{verb}")
        return
    schema_editor.execute(f"DROP TRIGGER {NAME}_append_only ON {TABLE}")
    schema_editor.execute(f"DROP FUNCTION {NAME}_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("champions", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
