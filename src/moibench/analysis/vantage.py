"""From where a question is asked: which catalogue, what was known when, the map of which date.

Every answer is given from a vantage. Outside of `look` it is the present: the catalogue in
force, everything known, today's map. Inside, pages, JSON and the terminal answer the same
questions as a published edition or a past moment would have.
"""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from moibench.catalogue import Catalogue, load_catalogue
from moibench.catalogue.agenda import Agenda
from moibench.store.frozen import Frozen

__all__ = [
    "BANGKOK_TIME",
    "MAP_CHOICES",
    "Frozen",
    "MapChoice",
    "Vantage",
    "built_in_catalogue",
    "chosen_vantage",
    "current_vantage",
    "put_in_force",
    "today",
]

MapChoice = Literal["restated", "as_it_was"]
MAP_CHOICES: tuple[MapChoice, ...] = ("restated", "as_it_was")
_in_force: Catalogue | None = None
BANGKOK_TIME = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, eq=False)
class Vantage:
    """A catalogue, a moment (None: now), an edition (None: none), a way to use the map.

    restated: every year on the map of `map_date`; as_it_was: each year on the map of its end.
    framework: the one chosen; None is the edition's, else the catalogue's first. agenda: what
    stands in the framework's place, if anything does.
    """

    catalogue: Catalogue
    moment: dt.datetime | None
    edition: Frozen | None
    map_choice: MapChoice
    map_date: dt.date
    framework: str | None = None
    agenda: Agenda | None = None

    @property
    def framework_id(self) -> str:
        """The framework that answers follow."""
        if self.framework is not None:
            return self.framework
        if self.edition is not None:
            return self.edition.framework
        return next(iter(self.catalogue.frameworks))


chosen_vantage: ContextVar[Vantage | None] = ContextVar("vantage", default=None)


@lru_cache(maxsize=1)
def built_in_catalogue() -> Catalogue:
    """Return the catalogue of the package.

    Raises:
        CatalogueError: naming every faulty file and key.
    """
    return load_catalogue()


def current_vantage() -> Vantage:
    """Return the vantage of this question; outside of `look` the present as last refreshed."""
    chosen = chosen_vantage.get()
    if chosen is not None:
        return chosen
    return Vantage(_in_force or built_in_catalogue(), None, None, "restated", today())


def put_in_force(catalogue: Catalogue) -> None:
    """Answer from this catalogue wherever no other vantage was chosen."""
    global _in_force
    _in_force = catalogue


def today() -> dt.date:
    """Return the date in Thailand."""
    return dt.datetime.now(BANGKOK_TIME).date()
