"""Let the database itself refuse to change or remove what was drafted, done and said."""

from django.db import migrations

from moibench.store.append_only import append_only

TABLES = ("attachment", "draftversion", "step", "remark", "verification")


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [
        append_only(*(f"review_{table}" for table in TABLES), what="the memories of a filing")
    ]
