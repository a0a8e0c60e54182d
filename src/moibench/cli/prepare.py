"""Make the data folder ready: tables as this version needs them, built-in figures loaded."""

from __future__ import annotations

import os
import sys

from moibench.config.lock import one_at_a_time
from moibench.presentation.language import LANGUAGES, text


def prepare() -> None:
    """Start Django, bring the tables up to date and load what has not been loaded yet.

    Of several processes on one folder one does it, and the others wait for it.

    Raises:
        HomeError: the data folder cannot be used.
        CatalogueError, FiguresError: a file of the catalogue or of the figures has faults.
        django.db.DatabaseError: the database cannot be read or written.
    """
    start()
    from django.conf import settings

    with one_at_a_time(settings.HOME, _say_waiting):
        _bring_tables_up_to_date()
        from moibench.analysis.looking import refresh
        from moibench.ingest.built_in import load_built_in

        load_built_in(refresh())


def _say_waiting() -> None:
    # In both languages: it is said before anything else of a command was looked at.
    said = (text("terminal.another_prepares", language) for language in LANGUAGES)
    print(" · ".join(said), file=sys.stderr, flush=True)


def start() -> None:
    """Start Django and touch nothing.

    Raises:
        HomeError: the data folder cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moibench.config.settings")
    import django

    django.setup()


def _bring_tables_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
