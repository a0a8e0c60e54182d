"""The page of a search that did not find one sure thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moibench.analysis.search import Hit
from moibench.catalogue import Catalogue
from moibench.presentation.language import text
from moibench.presentation.pages import refusal
from moibench.presentation.pages.address import Link, State


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found and what it is."""

    link: Link
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the template of a search prints."""

    title: str
    typed: str
    said: str
    found: tuple[Found, ...]
    address: str


def hit_link(hit: Hit, catalogue: Catalogue, state: State) -> Link:
    """Return the link to what was found."""
    if hit.kind == "unit":
        return refusal.unit_link(catalogue, hit.id, state)
    return refusal.subject_link(catalogue, hit.id, state)


def search_page(typed: str, hits: Sequence[Hit], catalogue: Catalogue, state: State) -> SearchPage:
    """Lay out what was found, likeliest first."""
    language = state.language
    if not typed.strip():
        said = text("search.empty", language)
    elif not hits:
        said = text("search.nothing", language, typed=typed)
    else:
        said = text("search.several", language, typed=typed, count=len(hits))
    return SearchPage(
        title=text("search.title", language),
        typed=typed,
        said=said,
        found=tuple(_found(h, catalogue, state) for h in hits),
        address=State(language).address("/search"),
    )


def _found(hit: Hit, catalogue: Catalogue, state: State) -> Found:
    kind = catalogue.units[hit.id].unit_type if hit.kind == "unit" else hit.kind
    return Found(
        hit_link(hit, catalogue, state),
        text(f"site.unit_types.{kind}", state.language),
        hit.id if hit.kind == "unit" else "",
    )
