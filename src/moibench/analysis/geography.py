"""Who belongs to whom: units in order, parents, members, and who existed in which year.

Restated, every year stands on the map of one date, with the members that existed then (Bueng
Kan counts from 2011, before it its land was Nong Khai's). As it was, each year stands on the
map of its last day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from moibench.analysis.vantage import MapChoice, current_vantage
from moibench.catalogue import Catalogue
from moibench.engine import BoolArray

COUNTRY = "TH"
BANGKOK = "10"
LEAF_TYPES = ("province", "special_area")
LOCAL_TYPES = ("district", "subdistrict")


def _map_date() -> dt.date:
    return current_vantage().map_date


@dataclass(frozen=True, eq=False)
class Geography:
    """The units of a catalogue on one axis, and their places on the map of a date."""

    catalogue: Catalogue
    map_date: dt.date = field(default_factory=_map_date)
    map_choice: MapChoice = "restated"
    axis: tuple[str, ...] | None = None
    among: tuple[str, ...] = ()

    def in_year(self, year: int) -> Geography:
        """Return the geography that answers about `year` use."""
        if self.map_choice == "restated":
            return self
        if year not in self._by_year:
            self._by_year[year] = replace(self, map_date=dt.date(year, 12, 31))
        return self._by_year[year]

    @cached_property
    def _by_year(self) -> dict[int, Geography]:
        return {}

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Unit codes in catalogue order: the unit axis of the cube, by default every one."""
        return tuple(self.catalogue.units) if self.axis is None else self.axis

    @cached_property
    def position(self) -> dict[str, int]:
        """Place of each unit on the axis."""
        return {code: i for i, code in enumerate(self.units)}

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """Direct parents of each unit on the map of the date."""
        found: dict[str, list[str]] = {code: [] for code in self.catalogue.units}
        for unit, parent in self.catalogue.links_on(self.map_date):
            found[unit].append(parent)
        return {code: tuple(parents) for code, parents in found.items()}

    def ancestors(self, code: str) -> set[str]:
        """Return every unit that `code` lies in."""
        return set(self._ancestors[code])

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        return {code: frozenset(self._reached(code)) for code in self.parents}

    def _reached(self, code: str) -> set[str]:
        reached: set[str] = set()
        frontier = set(self.parents[code])
        while frontier:
            reached |= frontier
            frontier = {p for u in frontier for p in self.parents[u]} - reached
        return reached

    def ancestor(self, code: str, unit_type: str) -> str | None:
        """Return the unit of that type that `code` lies in, or is; None where there is none."""
        candidates = {*self._ancestors[code], code}
        found = [c for c in candidates if self.catalogue.units[c].unit_type == unit_type]
        return found[0] if found else None

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Provinces and Bangkok, in catalogue order."""
        return tuple(c for c, u in self.catalogue.units.items() if u.unit_type in LEAF_TYPES)

    @cached_property
    def leaves_of(self) -> dict[str, tuple[str, ...]]:
        """Provinces (and Bangkok) inside each parent; none for a leaf itself."""
        inside: dict[str, list[str]] = {code: [] for code in self.catalogue.units}
        for leaf in self.leaves:
            for parent in self.ancestors(leaf):
                inside[parent].append(leaf)
        return {code: tuple(leaves) for code, leaves in inside.items()}

    @cached_property
    def is_leaf(self) -> BoolArray:
        """Mask over the unit axis: provinces and Bangkok."""
        return np.array([c in set(self.leaves) for c in self.units])

    @cached_property
    def is_rolled_up(self) -> BoolArray:
        """Mask over the unit axis: units whose values are derived from provinces'."""
        units = self.catalogue.units
        return np.array([units[c].unit_type not in (*LEAF_TYPES, *LOCAL_TYPES) for c in self.units])

    def members(self, years: tuple[int, ...]) -> BoolArray:
        """Return (year, parent, leaf): the leaves of each rolled-up unit that existed.

        Parents and leaves are in the order of the unit axis.
        """
        parents = [c for c, rolled in zip(self.units, self.is_rolled_up, strict=True) if rolled]
        leaves = [c for c, leaf in zip(self.units, self.is_leaf, strict=True) if leaf]
        column = {code: i for i, code in enumerate(leaves)}
        inside = np.zeros((len(years), len(parents), len(leaves)), dtype=bool)
        for row, year in enumerate(years):
            map_then = self.in_year(year)
            for place, parent in enumerate(parents):
                inside[row, place, [column[leaf] for leaf in map_then.leaves_of[parent]]] = True
        return inside & self.existed(years)[:, None, self.is_leaf]

    def existed(self, years: tuple[int, ...]) -> BoolArray:
        """Return (year, unit): whether the unit existed in the year."""
        units = [self.catalogue.units[c] for c in self.units]
        return np.array([[u.exists_in(y) for u in units] for y in years], dtype=bool).reshape(
            len(years), len(units)
        )

    @cached_property
    def territory_breaks(self) -> dict[str, tuple[int, ...]]:
        """Years from which a unit that existed before is other land: it split, or took in one."""
        found: dict[str, set[int]] = {}
        for line in self.catalogue.lineage:
            changed = {"split": line.from_unit, "merge": line.to_unit}.get(line.kind)
            if changed is not None and self.catalogue.units[changed].exists_in(line.date.year - 1):
                found.setdefault(changed, set()).add(line.date.year)
        return {code: tuple(sorted(years)) for code, years in found.items()}

    def successors(self, code: str) -> dict[str, int]:
        """Return the units cut from `code`, and from those, with the year each counts from."""
        found: dict[str, int] = {}
        frontier = {code}
        while frontier:
            lines = [
                k for k in self.catalogue.lineage if k.kind == "split" and k.from_unit in frontier
            ]
            frontier = {k.to_unit for k in lines} - set(found) - {code}
            found |= {k.to_unit: k.date.year for k in lines if k.to_unit != code}
        return found

    def peers_by_level(self, level: str, year: int, with_bangkok: bool) -> tuple[str, ...]:
        """Return the units of a level that are ranked together in `year`."""
        asked = level, year, with_bangkok
        if asked not in self._ranked_together:
            self._ranked_together[asked] = self._found_together(*asked)
        return self._ranked_together[asked]

    @cached_property
    def _ranked_together(self) -> dict[tuple[str, int, bool], tuple[str, ...]]:
        return {}

    def _found_together(self, level: str, year: int, with_bangkok: bool) -> tuple[str, ...]:
        types = {level} | ({"special_area"} if level == "province" and with_bangkok else set())
        units = self.catalogue.units
        chosen = tuple(
            c for c in self.among if self.level_of(c) == level and units[c].exists_in(year)
        )
        return chosen or tuple(
            c for c in self.units if units[c].unit_type in types and units[c].exists_in(year)
        )

    def level_of(self, code: str) -> str:
        """Return the level a unit is ranked on: Bangkok stands among the provinces."""
        unit_type = self.catalogue.units[code].unit_type
        return "province" if unit_type == "special_area" else unit_type

    def within(self, code: str) -> tuple[str, ...]:
        """Return the units listed inside one: provinces, or the country's regions and Bangkok."""
        if code == COUNTRY:
            regions = [c for c, u in self.catalogue.units.items() if u.unit_type == "region"]
            return (*regions, BANGKOK)
        return self.leaves_of[code]

    def next_below(self, code: str) -> tuple[str, ...]:
        """Return the units one step inside: the country's regions, a region's clusters, and so on.

        Each unit inside lies in exactly one of them, or is it, wherever the parents form a tree.
        """
        inside = self.below(code)
        return tuple(c for c in inside if not self._ancestors[c] & set(inside))

    def below(self, code: str) -> tuple[str, ...]:
        """Return every unit that lies in one, down to provinces, in catalogue order."""
        local = {c for c, u in self.catalogue.units.items() if u.unit_type in LOCAL_TYPES}
        return tuple(c for c, above in self._ancestors.items() if code in above and c not in local)
