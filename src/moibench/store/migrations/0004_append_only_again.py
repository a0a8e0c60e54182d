"""Refuse changes again after 0003, on SQLite of a new table, and refuse them to new tables too."""

from django.db import migrations

_MESSAGE = "{what} are never changed or removed; record a new one"
TABLES = {
    "store_observation": ("observation", "observations"),
    "store_evidence": ("evidence", "evidence files"),
    "store_cataloguestate": ("catalogue_state", "catalogues that were in force"),
    "store_publishededition": ("published_edition", "published editions"),
}


def create(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, (name, what) in TABLES.items():
        message = _MESSAGE.format(what=what)
        if sqlite:  # a table that 0003 made anew has lost the triggers of 0002
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name}_never_{verb.lower()}d "
                    f"BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
        elif table != "store_observation":
            schema_editor.execute(
                f"CREATE FUNCTION {name}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}_is_append_only()"
            )


def drop(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, (name, _) in TABLES.items():
        if table == "store_observation":
            continue
        if sqlite:
            for verb in ("updated", "deleted"):
                schema_editor.execute(f"DROP TRIGGER {name}_never_{verb}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("store", "0003_memory")]
    operations = [migrations.RunPython(create, drop)]
