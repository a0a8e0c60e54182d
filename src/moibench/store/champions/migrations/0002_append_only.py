"""Let the database itself refuse to change or remove versions of products."""

from django.db import migrations

from moibench.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("champions", "0001_initial")]
    operations = [append_only("champions_productversion", what="versions of products")]
