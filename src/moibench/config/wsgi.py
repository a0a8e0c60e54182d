"""The application that the web server runs."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moibench.config.settings")
application = get_wsgi_application()


def _make_ready() -> None:
    """Load the cube before the first reader comes, and have the charts' script made meanwhile."""
    from django.conf import settings
    from django.db import connection
    from django.urls import get_resolver

    from moibench.analysis.summary import country_summary
    from moibench.web.chart_script import make_chart_script_meanwhile

    make_chart_script_meanwhile(settings.HOME / "assets")
    country_summary()
    get_resolver().url_patterns  # noqa: B018 – imports every view
    connection.close()
    # What was read stays as long as the server runs; no collection needs to look through it again.
    gc.collect()
    gc.freeze()


_make_ready()
