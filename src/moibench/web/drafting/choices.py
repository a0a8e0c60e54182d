"""What the selects of the forms offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from moibench.catalogue import Catalogue
from moibench.catalogue.comparative import TargetKind
from moibench.catalogue.schema import Direction, UnitType
from moibench.presentation.language import Language, text
from moibench.web.drafting.fields import Choices

Options = list[tuple[str, str]]
EMPTY = ("", "–")


def _named(collection: str) -> Choices:
    def offered(catalogue: Catalogue, language: Language) -> Iterable[tuple[str, str]]:
        entries = getattr(catalogue, collection).values()
        named = ((e.id, e.name.in_language(language)) for e in entries)
        return [EMPTY, *sorted(named, key=lambda pair: pair[1])]

    return offered


sources = _named("sources")
plans = _named("plans")
designs = _named("designs")
frameworks = _named("frameworks")
indicators = _named("indicators")


def directions(catalogue: Catalogue, language: Language) -> Options:
    """Return which way is good."""
    return [EMPTY] + [(d, text(f"drafting.direction.{d}", language)) for d in get_args(Direction)]


def dimensions(catalogue: Catalogue, language: Language) -> Options:
    """Return the dimensions of any framework, once each."""
    found = {
        d.id: d.name.in_language(language)
        for f in catalogue.frameworks.values()
        for d in f.dimensions
    }
    return [EMPTY, *found.items()]


def items_of(plan: str) -> Choices:
    """Return the items of a plan to choose from."""

    def offered(catalogue: Catalogue, language: Language) -> Options:
        return [
            (i.code, f"{i.code} {i.name.in_language(language)}")
            for i in catalogue.plans[plan].items
        ]

    return offered


def verdicts(catalogue: Catalogue, language: Language) -> Options:
    """Return the answers to a question of admission."""
    return [EMPTY] + [(v, text(f"drafting.verdict.{v}", language)) for v in ("yes", "partly", "no")]


def target_kinds(catalogue: Catalogue, language: Language) -> Options:
    """Return the kinds of a target."""
    return [EMPTY] + [
        (k, text(f"drafting.target_kind.{k}", language)) for k in get_args(TargetKind)
    ]


def unit_levels(catalogue: Catalogue, language: Language) -> Options:
    """Return the levels that a target may be for."""
    return [EMPTY] + [(k, text(f"site.unit_types.{k}", language)) for k in get_args(UnitType)[:5]]


def units(catalogue: Catalogue, language: Language) -> Options:
    """Return the country, regions, clusters and provinces."""
    found = [u for u in catalogue.units.values() if u.unit_type in get_args(UnitType)[:5]]
    return [EMPTY] + [(u.code, f"{u.name.in_language(language)} ({u.code})") for u in found]
