"""The panel of statistical peers: who is alike, in what, and in what not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from moibench.analysis.comparative_results import DescriptorUse, Peers
from moibench.analysis.geography import Geography
from moibench.catalogue import Catalogue
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, Option, State
from moibench.presentation.sentences.comparing import alike_and_unlike, peers_sentences
from moibench.presentation.years import format_year

MAP_WIDTH = 120


@dataclass(frozen=True, slots=True)
class DescriptorCell:
    """A peer's value; `said` is what its tint or its dashed box means."""

    value: str
    css: str
    said: str


@dataclass(frozen=True, slots=True)
class DescriptorRow:
    """One descriptor of place over the unit and its peers."""

    name: str
    note: str
    own: str
    cells: tuple[DescriptorCell, ...]


@dataclass(frozen=True, slots=True)
class PeersPanel:
    """Everything the template of the panel prints. models: a link with its name, or chosen."""

    sentences: tuple[str, ...]
    models: tuple[tuple[Option, str], ...]
    own: str
    peers: tuple[Link, ...]
    rows: tuple[DescriptorRow, ...]
    distances: tuple[str, ...]
    compare: str
    map: Markup


def peers_panel(
    peers: Peers, catalogue: Catalogue, state: State, outlines: Mapping[str, Any]
) -> PeersPanel:
    """Lay out the matrix of descriptors over the peers, nearest first."""
    language = state.language
    chosen = [alike_and_unlike(p, peers) for p in peers.peers]
    rows = []
    for position, use in enumerate(peers.descriptors):
        cells = []
        for peer, (alike, unlike) in zip(peers.peers, chosen, strict=True):
            css = "alike" if use.id in alike else "unlike" if use.id == unlike else ""
            value = _written(peer.parts[position].value, use, catalogue, language)
            cells.append(DescriptorCell(value, css, text(f"area.{css}", language) if css else ""))
        rows.append(_row(use, tuple(cells), peers, catalogue, language))
    return PeersPanel(
        sentences=tuple(s.text for s in peers_sentences(peers, catalogue, language)),
        models=tuple(
            (
                Option(m.id, m.name.in_language(language), m.id == peers.model_id),
                address.area(replace(state, model=m.id), peers.unit_code) + "#peers",
            )
            for m in catalogue.peer_models.values()
        ),
        own=unit_name(catalogue, peers.unit_code, language),
        peers=tuple(
            Link(unit_name(catalogue, p.unit_code, language), address.area(state, p.unit_code))
            for p in peers.peers
        ),
        rows=tuple(rows),
        distances=tuple(format_number(p.distance, 2) for p in peers.peers),
        compare=address.comparison(state, (peers.unit_code, *peers.codes)),
        map=_map(peers, catalogue, outlines, language),
    )


def _row(
    use: DescriptorUse,
    cells: tuple[DescriptorCell, ...],
    peers: Peers,
    catalogue: Catalogue,
    language: Language,
) -> DescriptorRow:
    notes = []
    if use.is_flag:
        name = catalogue.flags[use.id].name.in_language(language)
    else:
        indicator = catalogue.indicators[use.id]
        name = short_indicator_name(indicator, language)
        notes.append(indicator.unit_of_measure.in_language(language))
        if use.year != peers.frozen_year:
            notes.append(format_year(use.year, language))
    if use.weight != 1:
        weight = format_number(use.weight, 1)
        notes.append(text("area.descriptor_weight", language, weight=weight))
    own = _written(use.value, use, catalogue, language)
    return DescriptorRow(name, " · ".join(notes), own, cells)


def _written(
    value: float | None, use: DescriptorUse, catalogue: Catalogue, language: Language
) -> str:
    if value is None:
        return NO_VALUE
    if use.is_flag:
        return text("area.flag.yes" if value else "area.flag.no", language)
    return format_value(value, catalogue.indicators[use.id])


def _map(
    peers: Peers, catalogue: Catalogue, outlines: Mapping[str, Any], language: Language
) -> Markup:
    leaves = Geography(catalogue).leaves_of
    own = {peers.unit_code, *leaves[peers.unit_code]}
    alike = {leaf for c in peers.codes for leaf in (c, *leaves[c])}
    return graphics.locator(
        outlines,
        lambda code: "o" if code in own else "c" if code in alike else "a",
        label=text(
            "area.peers_map", language, name=full_unit_name(catalogue, peers.unit_code, language)
        ),
        width=MAP_WIDTH,
    )
