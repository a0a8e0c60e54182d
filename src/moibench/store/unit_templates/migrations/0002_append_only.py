"""Let the database itself refuse to change or remove templates of units."""

from django.db import migrations

from moibench.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("unit_templates", "0001_initial")]
    operations = [append_only("unit_templates_unittemplate", what="templates of units")]
