"""Let the database itself refuse to change or remove versions of agendas."""

from django.db import migrations

from moibench.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial")]
    operations = [append_only("agenda_agendaversion", what="versions of agendas")]
