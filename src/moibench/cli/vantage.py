"""From where a question of the terminal is asked."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from moibench.presentation.moments import parse_moment


@contextmanager
def seen_from(given: argparse.Namespace) -> Iterator[None]:
    """Answer from the edition, the moment and the map that were typed.

    Raises:
        MomentError: what stands for a date is none.
        UnknownEdition: no edition of that name was published.
    """
    from moibench.analysis.looking import look

    moment = parse_moment(given.as_of) if given.as_of else None
    with look(edition=given.edition, as_of=moment, map_choice=given.map_choice):
        yield
