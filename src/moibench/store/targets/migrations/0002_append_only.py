"""Let the database itself refuse to change or remove a target entered."""

from django.db import migrations

from moibench.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial")]
    operations = [append_only("targets_enteredtarget", what="targets entered")]
