"""What an area's page lists of a dimension that has very many indicators, and where the rest is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from moibench.analysis.results import Profile
from moibench.catalogue.schema import Dimension, Framework
from moibench.presentation.language import text
from moibench.presentation.pages.address import Link, State

MOST_OF_A_DIMENSION = 25


def listed(profile: Profile, framework: Framework, first: Iterable[str], side: str) -> Profile:
    """Return the profile with those indicators alone that its page lists.

    first: ids that are listed in any case: those that count in the index or that a card leads to.
    side: id of the dimension that is listed whole; the others have at most MOST_OF_A_DIMENSION,
    unless more than that come first.
    """
    wanted, found = set(first), {r.indicator_id for r in profile.indicators}
    kept: set[str] = set()
    for dimension in framework.dimensions:
        there = [i for i in dimension.indicators if i in found]
        if len(there) > MOST_OF_A_DIMENSION and dimension.id != side:
            there = sorted(there, key=lambda i: i not in wanted)
            there = there[: max(MOST_OF_A_DIMENSION, len(wanted.intersection(there)))]
        kept.update(there)
    return replace(
        profile, indicators=tuple(r for r in profile.indicators if r.indicator_id in kept)
    )


def rest(profile: Profile, whole: Profile, dimension: Dimension, state: State) -> Link | None:
    """Return the link to all indicators of a dimension, None where all are listed."""
    inside = set(dimension.indicators)
    there, shown = (len({r.indicator_id for r in p.indicators} & inside) for p in (whole, profile))
    if shown == there:
        return None
    name = dimension.name.in_language(state.language)
    said = text("brief.all", state.language, count=there, name=name)
    where = state.address(f"/area/{profile.unit_code}", ("side", dimension.id))
    return Link(said, f"{where}#group-{dimension.id}")
