"""The page that publishes an edition."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from moibench.analysis.errors import CannotPublish
from moibench.analysis.vantage import Frozen
from moibench.catalogue import Catalogue
from moibench.presentation.language import text
from moibench.presentation.moments import MomentError
from moibench.presentation.pages.address import Link, Option, State
from moibench.presentation.seen import refusal_said
from moibench.presentation.years import BUDDHIST_ERA_OFFSET


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. map_date: as typed, empty for today."""

    name: str
    note: str
    map_date: str
    framework: str


@dataclass(frozen=True, slots=True)
class PublishingPage:
    """Everything the template prints."""

    title: str
    crumbs: tuple[Link, ...]
    typed: Typed
    faults: tuple[str, ...]
    frameworks: tuple[Option, ...]


def next_name(editions: Sequence[Frozen], day: dt.date) -> str:
    """Return the next free name of the year, such as 2569/2."""
    year = day.year + BUDDHIST_ERA_OFFSET
    taken = [int(m[1]) for e in editions if (m := re.fullmatch(rf"{year}/(\d+)", e.name))]
    return f"{year}/{max(taken, default=0) + 1}"


def publishing_page(
    typed: Typed, against: object, catalogue: Catalogue, state: State
) -> PublishingPage:
    """Lay out the form; against: the refusals, or the error that carries them."""
    language = state.language
    faults: tuple[str, ...] = ()
    if isinstance(against, MomentError):
        faults = (text(against.key, language, **against.fields),)
    else:
        found = against.refusals if isinstance(against, CannotPublish) else against
        if isinstance(found, tuple):
            faults = tuple(refusal_said(r, language) for r in found)
    return PublishingPage(
        title=text("publishing.title", language),
        crumbs=(Link(text("edition.list_title", language), State(language).address("/edition/")),),
        typed=typed,
        faults=faults,
        frameworks=tuple(
            Option(f.id, f.name.in_language(language), f.id == typed.framework)
            for f in catalogue.frameworks.values()
        ),
    )
