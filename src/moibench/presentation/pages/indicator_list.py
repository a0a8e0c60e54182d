"""The list of every indicator by dimension, those without figures too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework
from moibench.presentation.names import short_indicator_name
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Link, State


@dataclass(frozen=True, slots=True)
class ListedIndicator:
    """An indicator in the list of all."""

    link: Link
    unit_of_measure: str
    direction: str
    agency: str
    has_figures: bool
    in_index: bool


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """A dimension and its indicators, those without figures last."""

    name: str
    address: str
    rows: tuple[ListedIndicator, ...]
    waiting: tuple[ListedIndicator, ...]


def indicator_list(
    catalogue: Catalogue, framework: Framework, in_index: Sequence[str], state: State
) -> tuple[ListedGroup, ...]:
    """List every indicator of the catalogue by dimension, also those without figures."""
    language = state.language
    order = {i: n for d in framework.dimensions for n, i in enumerate(d.indicators)}
    groups = []
    for dimension in framework.dimensions:
        found = [i for i in catalogue.indicators.values() if i.dimension == dimension.id]
        found.sort(key=lambda i: (order.get(i.id, len(order)), i.id))
        rows = [
            ListedIndicator(
                link=Link(short_indicator_name(i, language), address.indicator(state, i.id)),
                unit_of_measure=i.unit_of_measure.in_language(language),
                direction=words.direction_text(i, language),
                agency=i.agency.in_language(language),
                has_figures=i.has_figures,
                in_index=i.id in in_index,
            )
            for i in found
        ]
        groups.append(
            ListedGroup(
                dimension.name.in_language(language),
                address.index(state, dimension.id),
                tuple(r for r in rows if r.has_figures),
                tuple(r for r in rows if not r.has_figures),
            )
        )
    return tuple(groups)
