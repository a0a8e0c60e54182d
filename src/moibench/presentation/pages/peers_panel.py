"""The panel of statistical peers: who is alike, in what, and in what not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from moibench.analysis.comparative_results import DescriptorUse, Peer, Peers
from moibench.analysis.geography import Geography
from moibench.analysis.results import Figure
from moibench.catalogue import Catalogue
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_percent, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import WEIGHT_FIELD, Link, Option, State
from moibench.presentation.pages.trust import flag_strip, trust_strip
from moibench.presentation.sentences.comparing import alike_and_unlike, peers_sentences
from moibench.presentation.years import format_year

MAP_WIDTH = 120
WHOLE_ROW = ""
NONE = Markup()
GPP_PER_HEAD = "gpp_per_capita"
WithChoice = Callable[..., str]


@dataclass(frozen=True, slots=True)
class DescriptorCell:
    """A peer's value and its share of the distance; `said` is what tint or dashed box means."""

    value: str
    css: str
    said: str
    share: str
    trust: Markup


@dataclass(frozen=True, slots=True)
class DescriptorRow:
    """One descriptor of place over the unit and its peers.

    trust: the strip of the whole row where all its figures have the same; else each has its own.
    """

    name: str
    note: str
    own: str
    trust: Markup
    own_trust: Markup
    cells: tuple[DescriptorCell, ...]
    field: str
    weight: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class PeerHead:
    """A peer's column: its page, and the address that locks it, frees it or drops it."""

    link: Link
    is_locked: bool
    lock: Link
    drop: Link


@dataclass(frozen=True, slots=True)
class PeersPanel:
    """Everything the template of the panel prints. models: a link with its name, or chosen.

    action, kept: of the form in which weights and the number of peers are typed. switches: GPP
    per head on or off, back to the model. dropped: links that take a dropped peer back.
    """

    sentences: tuple[str, ...]
    models: tuple[tuple[Option, str], ...]
    own_choice: bool
    switches: tuple[Link, ...]
    dropped: tuple[Link, ...]
    action: str
    kept: tuple[tuple[str, str], ...]
    count: int
    add: tuple[Option, ...]
    own: str
    peers: tuple[PeerHead, ...]
    rows: tuple[DescriptorRow, ...]
    distances: tuple[str, ...]
    compare: str
    map: Markup


def peers_panel(
    peers: Peers,
    catalogue: Catalogue,
    state: State,
    outlines: Mapping[str, Any],
    figures: Mapping[tuple[str, str], Figure],
) -> PeersPanel:
    """Lay out the matrix of descriptors over the peers, nearest first.

    figures: that stand behind the matrix, by descriptor and unit.
    """
    language = state.language
    chosen = [alike_and_unlike(p, peers) for p in peers.peers]
    rows = []
    for position, use in enumerate(peers.descriptors):
        strips = _strips(use, peers, figures, catalogue, language)
        cells = []
        for peer, (alike, unlike) in zip(peers.peers, chosen, strict=True):
            css = "alike" if use.id in alike else "unlike" if use.id == unlike else ""
            part = peer.parts[position]
            value = _written(part.value, use, catalogue, language)
            said = text(f"area.{css}", language) if css else ""
            share = _share(part.part, peer.distance)
            cells.append(DescriptorCell(value, css, said, share, strips.get(peer.unit_code, NONE)))
        rows.append(_row(use, tuple(cells), strips, peers, catalogue, language))
    path = f"/area/{peers.unit_code}"
    chosen_by_reader = state.peers

    def with_choice(**more: Any) -> str:
        changed = replace(state, peers=replace(chosen_by_reader, **more))
        return changed.address(path) + "#peers"

    return PeersPanel(
        sentences=tuple(s.text for s in peers_sentences(peers, catalogue, language)),
        models=tuple(
            (
                Option(m.id, m.name.in_language(language), m.id == peers.model_id),
                replace(state, model=m.id, peers=replace(chosen_by_reader, weights=())).address(
                    path
                )
                + "#peers",
            )
            for m in catalogue.peer_models.values()
        ),
        own_choice=bool(chosen_by_reader.weights),
        switches=_switches(peers, state, catalogue, with_choice),
        dropped=tuple(
            Link(
                text("peers_panel.take_back", language, name=unit_name(catalogue, c, language)),
                with_choice(dropped=tuple(d for d in chosen_by_reader.dropped if d != c)),
            )
            for c in peers.dropped
        ),
        action=f"{address.PREFIX[language]}{path}",
        kept=tuple(replace(state, peers=replace(chosen_by_reader, count=None, weights=())).query()),
        count=peers.count,
        add=_addable(peers, catalogue, language),
        own=unit_name(catalogue, peers.unit_code, language),
        peers=tuple(_head(p, catalogue, state, with_choice) for p in peers.peers),
        rows=tuple(rows),
        distances=tuple(format_number(p.distance, 2) for p in peers.peers),
        compare=address.comparison(state, (peers.unit_code, *peers.codes)),
        map=_map(peers, catalogue, outlines, language),
    )


def _row(
    use: DescriptorUse,
    cells: tuple[DescriptorCell, ...],
    strips: Mapping[str, Markup],
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
    if use.weight == 0:
        notes.append(text("peers_panel.switched_off", language))
    elif use.weight != 1:
        weight = format_number(use.weight, 1)
        notes.append(text("area.descriptor_weight", language, weight=weight))
    own = _written(use.value, use, catalogue, language)
    field = f"{WEIGHT_FIELD}{use.id}"
    return DescriptorRow(
        name=name,
        note=" · ".join(notes),
        own=own,
        trust=strips.get(WHOLE_ROW, NONE),
        own_trust=strips.get(peers.unit_code, NONE),
        cells=cells,
        field=field,
        weight=f"{use.weight:g}",
        is_off=use.weight == 0,
    )


def _strips(
    use: DescriptorUse,
    peers: Peers,
    figures: Mapping[tuple[str, str], Figure],
    catalogue: Catalogue,
    language: Language,
) -> dict[str, Markup]:
    """Return the strip of the whole row, or where they differ of each unit with a figure."""
    if use.is_flag:
        return {WHOLE_ROW: flag_strip(catalogue.flags[use.id], language)}
    found = {
        code: trust_strip(figures[use.id, code], catalogue, language)
        for code in (peers.unit_code, *peers.codes)
        if (use.id, code) in figures
    }
    distinct = set(found.values())
    return {WHOLE_ROW: distinct.pop()} if len(distinct) == 1 else found


def _share(part: float | None, distance: float | None) -> str:
    """Return how much of the squared distance a descriptor makes, in per cent."""
    if part is None or not distance:
        return ""
    return f"{format_percent(part / distance**2)}%"


def _head(peer: Peer, catalogue: Catalogue, state: State, with_choice: WithChoice) -> PeerHead:
    language, code, now = state.language, peer.unit_code, state.peers
    name = unit_name(catalogue, code, language)
    locked = tuple(c for c in now.locked if c != code) if peer.locked else (*now.locked, code)
    key = "free" if peer.locked else "lock"
    return PeerHead(
        Link(name, address.area(state, code)),
        peer.locked,
        Link(text(f"peers_panel.{key}", language, name=name), with_choice(locked=locked)),
        Link(
            text("peers_panel.drop", language, name=name),
            with_choice(
                locked=tuple(c for c in now.locked if c != code), dropped=(*now.dropped, code)
            ),
        ),
    )


def _switches(
    peers: Peers, state: State, catalogue: Catalogue, with_choice: WithChoice
) -> tuple[Link, ...]:
    """Return the switch of GPP per head, where the model uses it, and the way back to the model."""
    language, weights = state.language, dict(state.peers.weights)
    model = catalogue.peer_models[peers.model_id]
    links = []
    if GPP_PER_HEAD in {d.id for d in model.descriptors}:
        is_off = weights.get(GPP_PER_HEAD) == 0
        changed = {d: w for d, w in weights.items() if d != GPP_PER_HEAD}
        if not is_off:
            changed[GPP_PER_HEAD] = 0.0
        key = "gpp_on" if is_off else "gpp_off"
        links.append(
            Link(text(f"peers_panel.{key}", language), with_choice(weights=tuple(changed.items())))
        )
    if state.peers.query():
        links.append(
            Link(
                text("peers_panel.as_model", language),
                with_choice(count=None, locked=(), dropped=(), weights=()),
            )
        )
    return tuple(links)


def _addable(peers: Peers, catalogue: Catalogue, language: Language) -> tuple[Option, ...]:
    """Return the units of the level that may be locked in, by name."""
    geography = Geography(catalogue)
    taken = {peers.unit_code, *peers.codes}
    found = [
        (unit_name(catalogue, c, language), c)
        for c in catalogue.units
        if c not in taken and geography.level_of(c) == peers.level
    ]
    return tuple(Option(code, name, False) for name, code in sorted(found))


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
