"""Choose from where questions are asked, and find out which catalogue is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from moibench.analysis.errors import UnknownEdition, UnknownFramework
from moibench.analysis.vantage import (
    BANGKOK_TIME,
    MapChoice,
    Vantage,
    built_in_catalogue,
    chosen_vantage,
    put_in_force,
    today,
)
from moibench.catalogue import Catalogue, load_catalogue
from moibench.store.frozen import Files
from moibench.store.mark import change_mark
from moibench.store.published import (
    catalogue_in_force,
    published_edition,
    published_editions,
    unfold,
)

__all__ = ["change_mark", "look", "looking", "refresh", "unfolded"]


def refresh() -> Catalogue:
    """Ask the store which catalogue is in force now, and return it."""
    kept = catalogue_in_force()
    catalogue = built_in_catalogue() if kept is None else unfolded(kept.files)
    put_in_force(catalogue)
    return catalogue


def unfolded(files: Files) -> Catalogue:
    """Return a kept catalogue, read once a process."""
    return _unfolded(tuple(sorted(files.items())))


@lru_cache(maxsize=6)
def _unfolded(files: tuple[tuple[str, str], ...]) -> Catalogue:
    return load_catalogue(unfold(dict(files)))


@contextmanager
def look(
    *,
    edition: str | None = None,
    as_of: dt.datetime | None = None,
    map_choice: MapChoice = "restated",
    framework: str | None = None,
) -> Iterator[Vantage]:
    """Answer every question inside from a published edition, or as of a moment.

    Raises:
        UnknownEdition: no edition of that name was published.
        UnknownFramework: the catalogue has none of that id, or the edition has another.
        ValueError: both an edition and a moment are given.
    """
    token = chosen_vantage.set(
        _under(framework, _vantage(edition, as_of, map_choice)),
    )
    try:
        chosen = chosen_vantage.get()
        assert chosen is not None
        yield chosen
    finally:
        chosen_vantage.reset(token)


@contextmanager
def looking() -> Iterator[None]:
    """Keep to the vantage there is; where there is none, look at the present."""
    if chosen_vantage.get() is not None:
        yield
        return
    with look():
        yield


def _vantage(edition: str | None, as_of: dt.datetime | None, map_choice: MapChoice) -> Vantage:
    if edition is not None and as_of is not None:
        raise ValueError("an edition has a moment of its own; give one or the other")
    if edition is not None:
        frozen = published_edition(edition)
        if frozen is None:
            raise UnknownEdition(edition, tuple(e.name for e in published_editions()))
        catalogue = unfolded(frozen.catalogue.files)
        return Vantage(catalogue, frozen.moment, frozen, map_choice, frozen.map_date)
    if as_of is not None:
        kept = catalogue_in_force(as_of)
        catalogue = built_in_catalogue() if kept is None else unfolded(kept.files)
        date = as_of.astimezone(BANGKOK_TIME).date()
        return Vantage(catalogue, as_of, None, map_choice, date)
    return Vantage(refresh(), None, None, map_choice, today())


def _under(framework: str | None, vantage: Vantage) -> Vantage:
    """Choose the framework; a published edition keeps to the one it was published under."""
    if framework is None:
        return vantage
    edition = vantage.edition
    known = (edition.framework,) if edition else tuple(vantage.catalogue.frameworks)
    if framework not in known:
        raise UnknownFramework(framework, known, edition.name if edition else None)
    return replace(vantage, framework=framework)
