"""The slow double: an indicator's values by plain loops over the shipped files.

Nothing here imports the engine, the store or analysis.
"""

from __future__ import annotations

import csv
from functools import cache, cached_property, lru_cache

from moibench.catalogue import Catalogue, load_catalogue, schema

Place = tuple[str, int]


class Double:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def figures(self) -> dict[str, dict[Place, float]]:
        found: dict[str, dict[Place, float]] = {}
        for source in self.catalogue.sources.values():
            for edition in source.editions:
                with self.catalogue.observation_file(edition).open(encoding="utf-8") as file:
                    for row in csv.DictReader(file):
                        if row["value"]:
                            place = (row["unit"], int(row["year"]))
                            found.setdefault(row["series"], {})[place] = float(row["value"])
        return found

    @cached_property
    def years(self) -> range:
        years = {year for series in self.figures.values() for _, year in series}
        return range(min(years), max(years) + 1)

    def is_leaf(self, code: str) -> bool:
        return self.catalogue.units[code].unit_type in ("province", "special_area")

    def members(self, code: str, year: int) -> list[str]:
        parents: dict[str, list[str]] = {}
        for link in self.catalogue.parents:
            parents.setdefault(link.unit, []).append(link.parent)

        def inside(unit: str) -> bool:
            return any(p == code or inside_parent(p) for p in parents.get(unit, []))

        def inside_parent(parent: str) -> bool:
            return inside(parent)

        return [
            u.code
            for u in self.catalogue.units.values()
            if self.is_leaf(u.code)
            and inside(u.code)
            and (u.valid_from is None or u.valid_from.year <= year)
        ]

    @cache  # noqa: B019
    def members_of(self, code: str, year: int) -> tuple[str, ...]:
        return tuple(self.members(code, year))

    def value(self, indicator_id: str, code: str, year: int) -> float | None:
        rule = self.catalogue.indicators[indicator_id].roll_up
        leaf = self.is_leaf(code)

        def said(series: str, unit: str, when: int = year) -> float | None:
            return self.figures.get(series, {}).get((unit, when))

        if isinstance(rule, schema.PublishedOnly):
            return said(rule.series, code)
        if isinstance(rule, schema.PublishedGrowth):
            if any(k.from_unit == code and k.date.year == year for k in self.catalogue.lineage):
                return None
            now, before = said(rule.series, code), said(rule.series, code, year - 1)
            return None if now is None or not before else (now / before - 1) * 100
        if isinstance(rule, schema.Sum):
            own = said(rule.series, code)
            if own is not None or leaf:
                return own
            parts = [said(rule.series, m) for m in self.members_of(code, year)]
            return None if None in parts or not parts else sum(parts)
        if isinstance(rule, schema.WeightedMean):
            own = said(rule.series, code)
            if own is not None or leaf:
                return own
            total = weight = 0.0
            for member in self.members_of(code, year):
                value = said(rule.series, member)
                share = said(rule.weights, member, rule.weights_year or year)
                if value is None or share is None:
                    return None
                total, weight = total + value * share, weight + share
            return total / weight if weight else None
        assert isinstance(rule, schema.RatioOfSums)
        own = said(rule.series, code) if rule.series else None
        if own is not None:
            return own
        above = below = 0.0
        for member in [code] if leaf else self.members_of(code, year):
            top = said(rule.numerator, member)
            bottom = said(rule.denominator, member, rule.denominator_year or year)
            if top is None or bottom is None:
                return None
            above, below = above + top, below + bottom
        return above / below * rule.scale if below else None

    def standing(self, indicator_id: str, code: str, year: int) -> tuple[float, int] | None:
        """Return the latest value within the indicator's limit of age, and its year."""
        limit = self.catalogue.indicators[indicator_id].carry_forward_years
        for when in range(year, year - limit - 1, -1):
            value = self.value(indicator_id, code, when)
            if value is not None:
                return value, when
        return None

    def score(self, dimension_id: str, code: str, year: int) -> float | None:
        design = next(iter(self.catalogue.designs.values()))
        total = present = whole = 0.0
        for indicator_id, leaf in design.dimensions[dimension_id].indicators.items():
            whole += leaf.weight
            found = self.standing(indicator_id, code, year)
            if found is None:
                continue
            low, high = leaf.goalposts
            share = min(1.0, max(0.0, (found[0] - low) / (high - low)))
            total, present = total + leaf.weight * share * 100, present + leaf.weight
        if present / whole < design.coverage_threshold:
            return None
        return total / present

    def overall(self, code: str, year: int) -> float | None:
        design = next(iter(self.catalogue.designs.values()))
        parts = [
            (dimension.weight, self.score(dimension_id, code, year))
            for dimension_id, dimension in design.dimensions.items()
        ]
        scored = [(weight, score) for weight, score in parts if score is not None]
        present = sum(weight for weight, _ in scored)
        if present / sum(weight for weight, _ in parts) < design.coverage_threshold:
            return None
        return sum(weight * score for weight, score in scored) / present


@lru_cache(maxsize=1)
def built_in_double() -> Double:
    return Double(load_catalogue())
