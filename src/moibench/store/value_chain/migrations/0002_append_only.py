"""Let the database itself refuse to change or remove versions of value chains."""

from django.db import migrations

from moibench.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("value_chain", "0001_initial")]
    operations = [append_only("value_chain_chainversion", what="versions of value chains")]
