"""From where a question of the terminal is asked."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from moibench.presentation.moments import parse_moment
from moibench.presentation.seen import seen_sentence


@contextmanager
def seen_from(given: argparse.Namespace) -> Iterator[None]:
    """Answer from the edition, moment, map and framework that were typed, and say so at the end.

    Raises:
        MomentError: what stands for a date is none.
        UnknownEdition: no edition of that name was published.
        UnknownFramework: the catalogue has none of that id, or the edition has another.
    """
    from moibench.analysis.looking import look

    moment = parse_moment(given.as_of) if given.as_of else None
    with look(
        edition=given.edition,
        as_of=moment,
        map_choice=given.map_choice,
        framework=given.framework,
    ) as vantage:
        yield
        if not getattr(given, "json", False):
            print(seen_sentence(vantage, given.language))


def add_vantage(command: argparse.ArgumentParser) -> None:
    """Let a question be asked from an edition, as of a moment, on a map, under a framework."""
    where = command.add_mutually_exclusive_group()
    where.add_argument("--edition", metavar="NAME", help="a published edition such as 2569/1")
    where.add_argument("--as-of", metavar="DATE", help="what was known then; พ.ศ. or ISO")
    command.add_argument(
        "--map",
        dest="map_choice",
        choices=("restated", "as_it_was"),
        default="restated",
        help="every year on today's map, or each on its own",
    )
    add_framework(command)


def add_framework(command: argparse.ArgumentParser) -> None:
    """Let the framework be chosen."""
    command.add_argument("--framework", metavar="ID", help="by default the catalogue's first")
