"""How a process of a long run begins, before anything that needs the database is imported."""

from __future__ import annotations

import os
from contextlib import suppress


def begin() -> None:
    """Start Django and let pages go first."""
    import django

    with suppress(AttributeError, OSError):
        os.nice(10)  # Windows has no such call
    django.setup()
