"""Answer: which units are most alike in place, and what makes them so?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.analysis.comparative_results import DescriptorUse, Peer, PeerPart, Peers
from moibench.analysis.errors import NoPeers, UnknownChoice
from moibench.analysis.figures import number
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.groups import mask
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.questions import require_cube_year, require_unit
from moibench.catalogue.comparative import Descriptor, PeerModel
from moibench.engine import (
    BoolArray,
    Distances,
    FloatArray,
    distance_parts,
    distances,
    nearest,
    standardise,
)

DEFAULT_MODEL = "overall"


def peers(
    unit_code: str,
    model_id: str = DEFAULT_MODEL,
    *,
    count: int | None = None,
    with_bangkok: bool = False,
    locked: tuple[str, ...] = (),
    dropped: tuple[str, ...] = (),
    weights: tuple[tuple[str, float], ...] = (),
) -> Peers:
    """Find the statistical peers of a unit among the units of its level.

    The descriptors are those of the model's reference year, whatever year is looked at, so that
    the peers stay the same until the model's edition changes.

    Args:
        unit_code: a province, Bangkok, a cluster or a region.
        model_id: a model of the catalogue.
        count: how many; by default as many as the model says.
        with_bangkok: whether Bangkok may be a peer.
        locked: codes that are peers whatever their distance.
        dropped: codes that are not.
        weights: descriptor id → weight in place of the model's; 0 switches it off.

    Raises:
        UnknownUnit, UnknownChoice: of a unit, model or descriptor.
        UnitDidNotExist: the unit was not there in the reference year.
        NoPeers: for the country, for a unit without descriptors, or where nobody is left.
        ValueError: a weight is negative, or the count is under 1.
    """
    panel = current_panel()
    return peers_in(panel, unit_code, model_id, count, with_bangkok, locked, dropped, weights)


def peers_in(
    panel: Panel,
    unit_code: str,
    model_id: str = DEFAULT_MODEL,
    count: int | None = None,
    with_bangkok: bool = False,
    locked: tuple[str, ...] = (),
    dropped: tuple[str, ...] = (),
    weights: tuple[tuple[str, float], ...] = (),
) -> Peers:
    """As `peers`, in a given panel."""
    model = model_of(panel, model_id)
    for code in (unit_code, *locked, *dropped):
        require_unit(panel, code)
    require_unit(panel, unit_code, model.reference_year)
    if unit_code == COUNTRY:
        raise NoPeers(unit_code, "country")
    known = tuple(d.id for d in model.descriptors)
    for name, _ in weights:
        if name not in known:
            raise UnknownChoice("descriptor", name, known)
    return panel.remember(
        _peers, unit_code, model_id, count, with_bangkok, locked, dropped, weights
    )


def model_of(panel: Panel, model_id: str) -> PeerModel:
    """Return a model of the catalogue.

    Raises:
        UnknownChoice: there is none of that id.
    """
    models = panel.catalogue.peer_models
    if model_id not in models:
        raise UnknownChoice("peer model", model_id, tuple(models))
    return models[model_id]


@dataclass(frozen=True, eq=False)
class _Place:
    """Descriptors of every unit: raw (descriptor, unit), scaled the same, and distances."""

    raw: FloatArray
    scaled: FloatArray
    weights: FloatArray
    distances: Distances


def _peers(
    panel: Panel,
    unit_code: str,
    model_id: str,
    count: int | None,
    with_bangkok: bool,
    locked: tuple[str, ...],
    dropped: tuple[str, ...],
    weights: tuple[tuple[str, float], ...],
) -> Peers:
    model = model_of(panel, model_id)
    wanted = model.count if count is None else count
    level = panel.geography.level_of(unit_code)
    place: _Place = panel.remember_part(_described, model_id, level, weights, model.reference_year)
    own = panel.geography.position[unit_code]
    around = panel.geography.peers_by_level(level, model.reference_year, with_bangkok)
    candidates = mask(panel, tuple(c for c in around if c not in dropped and c not in locked))
    chosen_locked = tuple(c for c in dict.fromkeys(locked) if c not in dropped and c != unit_code)
    free = max(0, wanted - len(chosen_locked))
    found = (
        [
            panel.geography.units[int(i)]
            for i in nearest(place.distances.squared, own, candidates, panel.geography.units, free)
        ]
        if free or not chosen_locked
        else []
    )
    if not found and not chosen_locked:
        described = place.distances.shared[own, own] >= model.shared_minimum - 1e-12
        raise NoPeers(unit_code, "too_few" if described else "no_descriptors")
    squared = place.distances.squared[own]
    listed = [_peer(panel, place, model, own, c, c in chosen_locked) for c in found]
    listed += [_peer(panel, place, model, own, c, True) for c in chosen_locked]
    listed.sort(key=lambda p: (p.distance is None, p.distance or 0.0, p.unit_code))
    refused = tuple(
        c for c in around if c != unit_code and np.isnan(squared[panel.geography.position[c]])
    )
    return Peers(
        unit_code=unit_code,
        model_id=model_id,
        level=level,
        frozen_year=model.reference_year,
        count=wanted,
        shared_minimum=model.shared_minimum,
        with_bangkok=with_bangkok or unit_code == BANGKOK,
        descriptors=tuple(
            DescriptorUse(
                d.id,
                d.flag is not None,
                d.log,
                float(w),
                d.year or model.reference_year,
                number(place.raw[row, own]),
            )
            for row, (d, w) in enumerate(zip(model.descriptors, place.weights, strict=True))
        ),
        peers=tuple(listed),
        dropped=tuple(dict.fromkeys(dropped)),
        refused=refused,
        stamp=panel.stamp,
    )


def _peer(panel: Panel, place: _Place, model: PeerModel, own: int, code: str, locked: bool) -> Peer:
    other = panel.geography.position[code]
    squared = number(place.distances.squared[own, other])
    parts = distance_parts(place.scaled, place.weights, own, other)
    return Peer(
        unit_code=code,
        distance=None if squared is None else float(np.sqrt(squared)),
        shared=float(place.distances.shared[own, other]),
        parts=tuple(
            PeerPart(
                d.id,
                number(place.raw[row, other]),
                None if squared is None else number(parts[row]),
            )
            for row, d in enumerate(model.descriptors)
        ),
        locked=locked,
    )


def _described(
    panel: Panel,
    model_id: str,
    level: str,
    weights: tuple[tuple[str, float], ...],
    year: int,
) -> _Place:
    model = model_of(panel, model_id)
    chosen = dict(weights)
    used = np.array([chosen.get(d.id, d.weight) for d in model.descriptors])
    raw = np.stack([_values(panel, d, year) for d in model.descriptors])
    reference = mask(panel, panel.geography.peers_by_level(level, year, with_bangkok=False))
    scaled = standardise(
        raw,
        np.array([d.log for d in model.descriptors]),
        np.array([d.flag is not None for d in model.descriptors]),
        reference,
    )
    return _Place(raw, scaled, used, distances(scaled, used, model.shared_minimum))


def _values(panel: Panel, descriptor: Descriptor, year: int) -> FloatArray:
    if descriptor.flag is not None:
        return _flagged(panel, descriptor.flag)
    described = descriptor.indicator
    if described is None or not panel.indicator(described).has_figures:
        return np.full(len(panel.geography.units), np.nan)
    row = require_cube_year(panel, descriptor.year or year)
    return np.asarray(panel.standing_values(described)[0][row])


def _flagged(panel: Panel, flag_id: str) -> FloatArray:
    """Return 1 for a unit with the flag, or any of whose members has it; else 0."""
    held = set(panel.catalogue.flags[flag_id].units)
    leaves = panel.geography.leaves_of
    return np.array(
        [
            float(code in held or any(leaf in held for leaf in leaves[code]))
            for code in panel.geography.units
        ]
    )


def peer_mask(panel: Panel, model_id: str, level: str, year: int | None = None) -> BoolArray:
    """Return (unit, unit) row by row the default peers of each unit of a level, nobody else.

    With a CE `year` the descriptors are those of that year, so that what came later cannot
    choose the peers.
    """
    return panel.remember_part(_peer_mask, model_id, level, year)


def _peer_mask(panel: Panel, model_id: str, level: str, year: int | None) -> BoolArray:
    model = model_of(panel, model_id)
    frozen = model.reference_year if year is None else year
    place: _Place = panel.remember_part(_described, model_id, level, (), frozen)
    around = panel.geography.peers_by_level(level, frozen, with_bangkok=False)
    candidates = mask(panel, around)
    found = np.zeros((len(panel.geography.units),) * 2, dtype=bool)
    whole = panel.geography.peers_by_level(level, frozen, with_bangkok=True)
    for code in whole:
        own = panel.geography.position[code]
        names = panel.geography.units
        found[own, nearest(place.distances.squared, own, candidates, names, model.count)] = True
    return found
