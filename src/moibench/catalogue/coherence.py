"""Check what no single file can know: that the files name each other rightly."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from moibench.catalogue import schema
from moibench.catalogue.checks import Zero, series_of_rule

if TYPE_CHECKING:
    from moibench.catalogue.load import Catalogue


def find_faults(catalogue: Catalogue) -> list[str]:
    """Return one sentence a fault, each naming file and key; an empty list when all is well."""
    checks = (
        _units,
        _sources,
        _series,
        _indicators,
        _frameworks,
        _designs,
        _comparative,
        _checks,
    )
    return [fault for check in checks for fault in check(catalogue)]


def _unknown(where: str, names: Iterable[str], known: Iterable[str], kind: str) -> Iterator[str]:
    allowed = set(known)
    for name in names:
        if name not in allowed:
            yield f"{where}: there is no {kind} “{name}”"


def _units(c: Catalogue) -> Iterator[str]:
    for link in c.parents:
        where = f"units/parents.csv: {link.unit} → {link.parent}"
        yield from _unknown(where, (link.unit, link.parent), c.units, "unit")
        yield from _unknown(where, (link.grouping,), c.groupings, "grouping")
    yield from _overlapping_links(c)
    yield from _cycles(c)
    for line in c.lineage:
        yield from _unknown("units/lineage.csv", (line.from_unit, line.to_unit), c.units, "unit")
    meant: dict[str, str] = {}
    for alias in c.aliases:
        yield from _unknown("units/aliases.csv", (alias.unit,), c.units, "unit")
        if meant.setdefault(alias.alias, alias.unit) != alias.unit:
            both = f"{meant[alias.alias]} and {alias.unit}"
            yield f"units/aliases.csv: “{alias.alias}” names both {both}"
    for tile in c.tiles:
        yield from _unknown("units/tile_grid.csv", (tile.unit,), c.units, "unit")
    cells = Counter((t.column, t.row) for t in c.tiles)
    for (column, row), count in cells.items():
        if count > 1:
            yield f"units/tile_grid.csv: {count} units share column {column}, row {row}"


def _overlapping_links(c: Catalogue) -> Iterator[str]:
    """Yield units with two parents of one type at once, within a grouping or across groupings."""
    by_place: dict[tuple[str, str], list[schema.ParentLink]] = {}
    for link in c.parents:
        parent = c.units.get(link.parent)
        if parent is not None and link.grouping in c.groupings:
            by_place.setdefault((link.unit, parent.unit_type), []).append(link)
    for (unit, unit_type), links in by_place.items():
        held = sorted(((*_span(c, link), link) for link in links), key=lambda s: s[:2])
        for (_, end, earlier), (start, _, later) in pairwise(held):
            if start < end:
                groupings = " and ".join(dict.fromkeys((earlier.grouping, later.grouping)))
                yield (
                    f"units/parents.csv: {unit} has two parents at once ({unit_type}) in "
                    f"{groupings} ({earlier.parent} and {later.parent})"
                )


def _span(c: Catalogue, link: schema.ParentLink) -> tuple[dt.date, dt.date]:
    """Return when a link holds: between its own dates and those of its grouping."""
    grouping = c.groupings[link.grouping]
    starts = [d for d in (link.valid_from, grouping.valid_from) if d is not None]
    ends = [d for d in (link.valid_to, grouping.valid_to) if d is not None]
    return max(starts, default=dt.date.min), min(ends, default=dt.date.max)


def _cycles(c: Catalogue) -> Iterator[str]:
    parents: dict[str, set[str]] = {}
    for link in c.parents:
        parents.setdefault(link.unit, set()).add(link.parent)
    for unit in parents:
        reached, frontier = set[str](), {unit}
        while frontier:
            frontier = {p for u in frontier for p in parents.get(u, ())} - reached
            reached |= frontier
        if unit in reached:
            yield f"units/parents.csv: {unit} is its own ancestor"


def _sources(c: Catalogue) -> Iterator[str]:
    ids = Counter(e.id for s in c.sources.values() for e in s.editions)
    for edition_id, count in ids.items():
        if count > 1:
            yield f"sources: the edition “{edition_id}” stands {count} times"
    for source in c.sources.values():
        for edition in source.editions:
            if not c.observation_file(edition).is_file():
                yield (
                    f"sources/{source.id}.yaml: editions.{edition.id}.observations: "
                    f"there is no file observations/{edition.observations}"
                )


def _series(c: Catalogue) -> Iterator[str]:
    for series in c.series.values():
        where = f"series/{series.id}.yaml"
        yield from _unknown(f"{where}: source", (series.source,), c.sources, "source")
        low, high = series.minimum, series.maximum
        if low is not None and high is not None and low >= high:
            yield f"{where}: minimum: {low} is not below the maximum {high}"


def series_of(roll_up: schema.RollUp) -> tuple[str, ...]:
    """Return the ids of the series a roll-up rule reads."""
    match roll_up:
        case schema.RatioOfSums():
            named = (roll_up.series, roll_up.numerator, roll_up.denominator)
            return tuple(s for s in named if s is not None)
        case schema.WeightedMean():
            return (roll_up.series, roll_up.weights)
        case _:
            return (roll_up.series,)


def _indicators(c: Catalogue) -> Iterator[str]:
    dimensions = {d.id for f in c.frameworks.values() for d in f.dimensions}
    for indicator in c.indicators.values():
        where = f"indicators/{indicator.dimension}/{indicator.id}.yaml"
        yield from _unknown(f"{where}: dimension", (indicator.dimension,), dimensions, "dimension")
        if indicator.roll_up is not None:
            yield from _unknown(
                f"{where}: roll_up", series_of(indicator.roll_up), c.series, "series"
            )
        for plan, codes in indicator.plans.items():
            if plan not in c.plans:
                yield f"{where}: plans: there is no plan “{plan}”"
                continue
            known = [item.code for item in c.plans[plan].items]
            yield from _unknown(f"{where}: plans.{plan}", codes, known, "item")


def _frameworks(c: Catalogue) -> Iterator[str]:
    for framework in c.frameworks.values():
        where = f"frameworks/{framework.id}.yaml"
        yield from _unknown(f"{where}: plan", (framework.plan,), c.plans, "plan")
        yield from _unknown(f"{where}: design", (framework.design,), c.designs, "design")
        yield from _unknown(
            f"{where}: headline_indicators",
            framework.headline_indicators,
            c.indicators,
            "indicator",
        )
        placed = Counter(i for d in framework.dimensions for i in d.indicators)
        for dimension in framework.dimensions:
            key = f"{where}: dimensions.{dimension.id}"
            yield from _unknown(key, dimension.indicators, c.indicators, "indicator")
            for indicator_id in dimension.indicators:
                indicator = c.indicators.get(indicator_id)
                if indicator and not indicator.has_figures:
                    yield f"{key}: {indicator_id} has no figures; give it a roll_up or leave it out"
                if indicator and indicator.dimension != dimension.id:
                    yield (
                        f"{key}: {indicator_id} says it belongs to {indicator.dimension}; "
                        "move it, or change the indicator's dimension"
                    )
        for indicator_id, count in placed.items():
            if count > 1:
                yield f"{where}: dimensions: {indicator_id} stands {count} times"


def _designs(c: Catalogue) -> Iterator[str]:
    for design in c.designs.values():
        for dimension_id, dimension in design.dimensions.items():
            where = f"designs/{design.id}.yaml: dimensions.{dimension_id}"
            yield from _unknown(where, dimension.indicators, c.indicators, "indicator")
            for indicator_id, leaf in dimension.indicators.items():
                indicator = c.indicators.get(indicator_id)
                if indicator is None:
                    continue
                low, high = leaf.goalposts
                if not indicator.has_figures:
                    yield f"{where}.{indicator_id}: an indicator without figures is never judged"
                if indicator.direction == "context":
                    yield f"{where}.{indicator_id}: a context indicator is never judged"
                elif (indicator.direction == "higher_is_better") != (high > low):
                    yield (
                        f"{where}.{indicator_id}.goalposts: {low} → {high} runs against "
                        f"the indicator's direction ({indicator.direction})"
                    )
        cutoffs = [design.cutoffs, *(d.cutoffs for d in design.dimensions.values())]
        for four in cutoffs:
            if list(four) != sorted(set(four)):
                yield f"designs/{design.id}.yaml: cutoffs: {four} do not rise"


def _comparative(c: Catalogue) -> Iterator[str]:
    for flag in c.flags.values():
        yield from _unknown(f"flags/{flag.id}.yaml: units", flag.units, c.units, "unit")
    for model in c.peer_models.values():
        where = f"peers/{model.id}.yaml: descriptors"
        for descriptor in model.descriptors:
            if descriptor.flag is not None:
                yield from _unknown(where, (descriptor.flag,), c.flags, "flag")
            if descriptor.indicator is not None:
                with_figures = [i for i, d in c.indicators.items() if d.has_figures]
                kind = "indicator with figures"
                yield from _unknown(where, (descriptor.indicator,), with_figures, kind)
    for targets in c.targets.values():
        where = f"targets/{targets.id}.yaml"
        yield from _unknown(f"{where}: plan", (targets.plan,), c.plans, "plan")
        for number, target in enumerate(targets.targets):
            key = f"{where}: targets.{number}"
            yield from _unknown(f"{key}.indicator", (target.indicator,), c.indicators, "indicator")
            if target.unit is not None:
                yield from _unknown(f"{key}.unit", (target.unit,), c.units, "unit")


def _checks(c: Catalogue) -> Iterator[str]:
    for checks in c.checks.values():
        where = f"checks/{checks.id}.yaml"
        yield from _unknown(where, (checks.id,), c.sources, "source")
        for number, rule in enumerate(checks.rules):
            key = f"{where}: rules.{number}"
            yield from _unknown(key, series_of_rule(rule), c.series, "series")
            if isinstance(rule, Zero):
                yield from _unknown(f"{key}.truly_zero", rule.truly_zero, c.units, "unit")
