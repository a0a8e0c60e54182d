"""Let the database itself refuse to change or remove decisions on a SWOT."""

from django.db import migrations

from moibench.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("swot", "0001_initial")]
    operations = [append_only("swot_swotitem", "swot_swotversion", "swot_swotorder", what="decisions on a SWOT")]
