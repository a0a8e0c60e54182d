"""Check what no single file can know: that the files name each other rightly."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from moibench.catalogue import schema
from moibench.catalogue.catalogue import Catalogue
from moibench.catalogue.checks import Zero, series_of_rule
from moibench.catalogue.fault import Fault
from moibench.catalogue.swot import (
    AroundTest,
    ExposureTest,
    NearSectorTest,
    NeighboursTest,
    OutlookTest,
    PolicyTest,
    SectorTest,
)


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
        _sectors,
        _swot,
        _agendas,
        _sketches,
    )
    return [fault for check in checks for fault in check(catalogue)]


def _unknown(where: str, names: Iterable[str], known: Iterable[str], kind: str) -> Iterator[str]:
    allowed = set(known)
    for name in names:
        if name not in allowed:
            said = f"there is no {kind} “{name}”"
            yield Fault(where, "unknown", said, what=kind, name=name)


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
            said = f"{unit} is its own ancestor"
            yield Fault("units/parents.csv", "own_ancestor", said, name=unit)


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
            said = f"{low} is not below the maximum {high}"
            yield Fault(f"{where}: minimum", "minimum", said, low=low, high=high)


def series_of(roll_up: schema.RollUp) -> tuple[str, ...]:
    """Return the ids of the series a roll-up rule reads."""
    match roll_up:
        case schema.RatioOfSums():
            named = (roll_up.series, roll_up.numerator, roll_up.denominator)
            return tuple(s for s in named if s is not None)
        case schema.WeightedMean():
            return (roll_up.series, roll_up.weights)
        case schema.Growth() | schema.MovingAverage():
            return series_of(roll_up.of)
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
            yield from _averaged_percentage(where, indicator)
        for plan, codes in indicator.plans.items():
            if plan not in c.plans:
                yield from _unknown(f"{where}: plans", (plan,), c.plans, "plan")
                continue
            known = [item.code for item in c.plans[plan].items]
            yield from _unknown(f"{where}: plans.{plan}", codes, known, "item")


def _averaged_percentage(where: str, indicator: schema.Indicator) -> Iterator[str]:
    rule = indicator.roll_up
    if (
        isinstance(rule, schema.MovingAverage)
        and indicator.is_percentage
        and not isinstance(rule.of, schema.RatioOfSums)
    ):
        said = "percentages are averaged by their numerators and denominators, or not at all"
        yield Fault(f"{where}: roll_up", "averaged_percentage", said)


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
        placed = Counter(framework.indicator_ids)
        yield from _succession(c, framework, placed)
        for dimension in framework.dimensions:
            key = f"{where}: dimensions.{dimension.id}"
            yield from _unknown(key, dimension.indicators, c.indicators, "indicator")
            for indicator_id in dimension.indicators:
                indicator = c.indicators.get(indicator_id)
                if indicator and not indicator.has_figures:
                    said = f"{indicator_id} has no figures; give it a roll_up or leave it out"
                    yield Fault(key, "no_figures", said, name=indicator_id)
                if indicator and indicator.dimension != dimension.id:
                    said = (
                        f"{indicator_id} says it belongs to {indicator.dimension}; "
                        "move it, or change the indicator's dimension"
                    )
                    yield Fault(key, "other_dimension", said, name=indicator_id)
        for indicator_id, count in placed.items():
            if count > 1:
                said = f"{indicator_id} stands {count} times"
                yield Fault(f"{where}: dimensions", "twice", said, name=indicator_id)
        yield from _other_tree(c, framework)


def _succession(c: Catalogue, framework: schema.Framework, placed: Counter[str]) -> Iterator[str]:
    """Yield what contradicts the framework's account of where it came from."""
    where = f"frameworks/{framework.id}.yaml"
    yield from _unknown(f"{where}: awaited", framework.awaited, c.indicators, "indicator")
    for indicator_id in framework.awaited:
        indicator = c.indicators.get(indicator_id)
        if indicator is not None and indicator.has_figures:
            said = f"{indicator_id} has figures; give it a place in its dimension"
            yield Fault(f"{where}: awaited", "awaited_has_figures", said, name=indicator_id)
    if framework.made_from is not None:
        yield from _unknown(
            f"{where}: made_from", (framework.made_from,), c.frameworks, "framework"
        )
        yield from _own_predecessor(c, framework)
    for gone in framework.left_out:
        key = f"{where}: left_out.{gone.indicator}"
        named = [i for i in (gone.indicator, gone.replaced_by) if i is not None]
        yield from _unknown(key, named, c.indicators, "indicator")
        if gone.indicator in placed or gone.indicator in framework.awaited:
            said = f"{gone.indicator} is left out and has a place"
            yield Fault(key, "left_out_and_placed", said, name=gone.indicator)


def _own_predecessor(c: Catalogue, framework: schema.Framework) -> Iterator[str]:
    seen, current = {framework.id}, framework.made_from
    while current is not None and current in c.frameworks:
        if current in seen:
            said = f"{framework.id} is made from itself"
            yield Fault(
                f"frameworks/{framework.id}.yaml: made_from", "cycle", said, name=framework.id
            )
            return
        seen.add(current)
        current = c.frameworks[current].made_from


def _other_tree(c: Catalogue, framework: schema.Framework) -> Iterator[str]:
    """Yield what the design weighs and the framework does not show."""
    design = c.designs.get(framework.design)
    if design is None:
        return
    where = f"frameworks/{framework.id}.yaml: design"
    shown = {d.id: d.indicators for d in framework.dimensions}
    for dimension_id, dimension in design.dimensions.items():
        if dimension_id not in shown:
            said = f"{design.id} weighs the dimension {dimension_id}, which is not here"
            yield Fault(where, "weighed_not_shown", said, name=dimension_id)
        for indicator_id in dimension.indicators:
            if dimension_id in shown and indicator_id not in shown[dimension_id]:
                said = f"{design.id} weighs {indicator_id}, which is not in {dimension_id} here"
                yield Fault(where, "weighed_not_shown", said, name=indicator_id)


def _designs(c: Catalogue) -> Iterator[str]:
    for design in c.designs.values():
        for dimension_id, dimension in design.dimensions.items():
            where = f"designs/{design.id}.yaml: dimensions.{dimension_id}"
            if not dimension.indicators:
                said = "has no indicator, so its weights sum to nothing"
                yield Fault(where, "no_weight", said, name=dimension_id)
            yield from _unknown(where, dimension.indicators, c.indicators, "indicator")
            for indicator_id, leaf in dimension.indicators.items():
                indicator = c.indicators.get(indicator_id)
                if indicator is None:
                    continue
                low, high = leaf.goalposts
                if not indicator.has_figures:
                    said = "an indicator without figures is never judged"
                    yield Fault(f"{where}.{indicator_id}", "judged_without", said)
                if indicator.direction == "context":
                    said = "a context indicator is never judged"
                    yield Fault(f"{where}.{indicator_id}", "judged_context", said)
                elif (indicator.direction == "higher_is_better") != (high > low):
                    said = (
                        f"{low} → {high} runs against "
                        f"the indicator's direction ({indicator.direction})"
                    )
                    yield Fault(f"{where}.{indicator_id}.goalposts", "against", said)
        if not design.dimensions:
            said = "has no dimension, so its weights sum to nothing"
            yield Fault(f"designs/{design.id}.yaml: dimensions", "no_weight", said, name=design.id)
        cutoffs = {"cutoffs": design.cutoffs} | {
            f"dimensions.{i}.cutoffs": d.cutoffs for i, d in design.dimensions.items()
        }
        for key, four in cutoffs.items():
            if list(four) != sorted(set(four)):
                said = f"{four} do not rise"
                yield Fault(f"designs/{design.id}.yaml: {key}", "cutoffs", said)


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


def _sectors(c: Catalogue) -> Iterator[str]:
    for table in c.sectors.values():
        where = f"sectors/{table.id}.yaml"
        named = [section.series for section in table.sections]
        yield from _unknown(f"{where}: sections", named, c.series, "series")
        if table.whole is not None:
            yield from _unknown(f"{where}: whole", (table.whole,), c.series, "series")


def _agendas(c: Catalogue) -> Iterator[str]:
    for agenda in c.agendas.values():
        where = f"agendas/{agenda.id}.yaml"
        # One that names what the catalogue lost still opens, without it, and says so.
        for item in agenda.items:
            indicator = c.indicators.get(item.indicator)
            if indicator is None or item.goalposts is None:
                continue
            key = f"{where}: items.{item.indicator}.goalposts"
            low, high = item.goalposts
            direction = item.direction or indicator.direction
            if not indicator.has_figures:
                said = "an indicator without figures is never judged"
                yield Fault(key, "judged_without", said)
            elif (direction == "higher_is_better") != (high > low):
                said = f"{low} → {high} runs against the direction ({direction})"
                yield Fault(key, "against", said)


def _sketches(c: Catalogue) -> Iterator[str]:
    sections = {section.code for table in c.sectors.values() for section in table.sections}
    for sketch in c.chain_sketches.values():
        where = f"value_chains/{sketch.id}.yaml"
        named = [i for s in sketch.stages.values() for f in s.factors for i in f.indicators]
        yield from _unknown(f"{where}: indicators", named, c.indicators, "indicator")
        if sketch.sector is not None:
            yield from _unknown(f"{where}: sector", (sketch.sector,), sections, "sector")


def _checks(c: Catalogue) -> Iterator[str]:
    for checks in c.checks.values():
        where = f"checks/{checks.id}.yaml"
        yield from _unknown(where, (checks.id,), c.sources, "source")
        for number, rule in enumerate(checks.rules):
            key = f"{where}: rules.{number}"
            yield from _unknown(key, series_of_rule(rule), c.series, "series")
            if isinstance(rule, Zero):
                yield from _unknown(f"{key}.truly_zero", rule.truly_zero, c.units, "unit")


def _swot(c: Catalogue) -> Iterator[str]:
    for rule in c.swot.values():
        where, test = f"swot/{rule.id}.yaml: test", rule.test
        if isinstance(test, NeighboursTest | OutlookTest | ExposureTest | AroundTest):
            yield from _unknown(f"{where}.indicator", (test.indicator,), c.indicators, "indicator")
        if isinstance(test, SectorTest | NearSectorTest | PolicyTest):
            yield from _unknown(f"{where}.table", (test.table,), c.sectors, "table")
        if isinstance(test, SectorTest | NearSectorTest) and test.table in c.sectors:
            codes = [section.code for section in c.sectors[test.table].sections]
            yield from _unknown(f"{where}.without", test.without, codes, "sector")
        if isinstance(test, PolicyTest):
            yield from _policy(c, where, test)


def _policy(c: Catalogue, where: str, test: PolicyTest) -> Iterator[str]:
    yield from _unknown(f"{where}.plan", (test.plan,), c.plans, "plan")
    if test.plan in c.plans:
        known = [item.code for item in c.plans[test.plan].items]
        yield from _unknown(f"{where}.item", (test.item,), known, "item")
    if test.flag is not None:
        yield from _unknown(f"{where}.flag", (test.flag,), c.flags, "flag")
    if test.table in c.sectors:
        codes = [section.code for section in c.sectors[test.table].sections]
        yield from _unknown(f"{where}.sectors", test.sectors, codes, "sector")
