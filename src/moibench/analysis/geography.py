"""Who belongs to whom: units in order, parents, members, and who existed in which year.

Groupings are applied backwards: earlier years are restated to the groupings in force, with
the members that existed then (Bueng Kan counts from 2011, before it its land was Nong Khai's).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from moibench.catalogue import Catalogue
from moibench.engine import BoolArray

COUNTRY = "TH"
BANGKOK = "10"
LEAF_TYPES = ("province", "special_area")


@dataclass(frozen=True, eq=False)
class Geography:
    """The units of a catalogue on one axis, and their places in the groupings in force."""

    catalogue: Catalogue

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Every unit code, in catalogue order: the unit axis of every cube."""
        return tuple(self.catalogue.units)

    @cached_property
    def position(self) -> dict[str, int]:
        """Place of each unit on the axis."""
        return {code: i for i, code in enumerate(self.units)}

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """Direct parents of each unit in the groupings in force."""
        in_force = {g.id for g in self.catalogue.groupings.values() if g.valid_to is None}
        found: dict[str, list[str]] = {code: [] for code in self.units}
        for link in self.catalogue.parents:
            if link.grouping in in_force and link.valid_to is None:
                found[link.unit].append(link.parent)
        return {code: tuple(parents) for code, parents in found.items()}

    def ancestors(self, code: str) -> set[str]:
        """Return every unit that `code` lies in."""
        reached: set[str] = set()
        frontier = set(self.parents[code])
        while frontier:
            reached |= frontier
            frontier = {p for u in frontier for p in self.parents[u]} - reached
        return reached

    def ancestor(self, code: str, unit_type: str) -> str | None:
        """Return the unit of that type that `code` lies in, or is; None where there is none."""
        candidates = self.ancestors(code) | {code}
        found = [c for c in candidates if self.catalogue.units[c].unit_type == unit_type]
        return found[0] if found else None

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Provinces and Bangkok, in catalogue order."""
        return tuple(c for c, u in self.catalogue.units.items() if u.unit_type in LEAF_TYPES)

    @cached_property
    def leaves_of(self) -> dict[str, tuple[str, ...]]:
        """Provinces (and Bangkok) inside each parent; none for a leaf itself."""
        within = {leaf: self.ancestors(leaf) for leaf in self.leaves}
        return {
            code: tuple(leaf for leaf in self.leaves if code in within[leaf]) for code in self.units
        }

    @cached_property
    def is_leaf(self) -> BoolArray:
        """Mask over the unit axis: provinces and Bangkok."""
        return np.array([c in set(self.leaves) for c in self.units])

    def members(self, years: tuple[int, ...]) -> BoolArray:
        """Return (year, parent unit, member unit): the leaves of each parent that existed."""
        inside = np.zeros((len(self.units), len(self.units)), dtype=bool)
        for parent, leaves in self.leaves_of.items():
            inside[self.position[parent], [self.position[leaf] for leaf in leaves]] = True
        return inside[None, :, :] & self.existed(years)[:, None, :]

    def existed(self, years: tuple[int, ...]) -> BoolArray:
        """Return (year, unit): whether the unit existed in the year."""
        units = [self.catalogue.units[c] for c in self.units]
        return np.array([[u.exists_in(y) for u in units] for y in years], dtype=bool).reshape(
            len(years), len(units)
        )

    def peers_by_level(self, level: str, year: int, with_bangkok: bool) -> tuple[str, ...]:
        """Return the units of a level that are ranked together in `year`."""
        types = {level} | ({"special_area"} if level == "province" and with_bangkok else set())
        return tuple(
            c for c, u in self.catalogue.units.items() if u.unit_type in types and u.exists_in(year)
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
