"""Derive an index design's frozen numbers from the catalogue's own figures, and print them.

Goalposts are percentiles of the 76 provinces' values, pooled over each indicator's baseline
years; cut-offs are percentiles of the provinces' scores, pooled over the design's baseline
years. Bangkok is left out of both. The numbers are copied into the design by hand, once, when
an edition of the design is made: a design whose numbers followed the data would move every
province's score each time one province moved.

Plain loops, apart from the engine, so that the two check each other.

    python scripts/freeze_design.py development_plan12
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from moibench.catalogue import Catalogue, load_catalogue, schema

Observed = Mapping[tuple[str, str, int], float]
Goalposts = dict[str, tuple[float, float]]
FourCutoffs = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frozen:
    """The numbers of a design that are taken from the data once."""

    goalposts: Goalposts
    cutoffs: dict[str, FourCutoffs]


def observe(catalogue: Catalogue) -> dict[tuple[str, str, int], float]:
    """Read every observation as (series, unit, CE year) → value; later editions supersede."""
    observed: dict[tuple[str, str, int], float] = {}
    for edition in catalogue.editions.values():
        with catalogue.observation_file(edition).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                observed[row["series"], row["unit"], int(row["year"])] = float(row["value"])
    return observed


def value_of(rule: schema.RollUp | None, observed: Observed, unit: str, year: int) -> float | None:
    """Return a province's own value in exactly that CE year, None where there is none."""
    match rule:
        case None:
            return None
        case schema.Growth():
            end = value_of(rule.of, observed, unit, year)
            start = value_of(rule.of, observed, unit, year - rule.years)
            return None if end is None or not start else (end / start - 1) * 100
        case schema.MovingAverage():
            return moving_average(rule, observed, unit, year)
        case schema.RatioOfSums():
            if rule.series is not None and (rule.series, unit, year) in observed:
                return observed[rule.series, unit, year]
            above = observed.get((rule.numerator, unit, year))
            below = observed.get((rule.denominator, unit, rule.denominator_year or year))
            return None if above is None or not below else above / below * rule.scale
        case schema.PublishedGrowth():
            now = observed.get((rule.series, unit, year))
            before = observed.get((rule.series, unit, year - 1))
            return None if now is None or not before else (now / before - 1) * 100
        case _:
            return observed.get((rule.series, unit, year))


def moving_average(
    rule: schema.MovingAverage, observed: Observed, unit: str, year: int
) -> float | None:
    """Return a province's mean over the years of the window; of a ratio, sums over sums."""
    window = range(year - rule.years + 1, year + 1)
    of = rule.of
    if isinstance(of, schema.RatioOfSums):
        above = [observed.get((of.numerator, unit, y)) for y in window]
        below = [observed.get((of.denominator, unit, of.denominator_year or y)) for y in window]
        pairs = [(a, b) for a, b in zip(above, below, strict=True) if a is not None and b]
        if len(pairs) < rule.years:
            return None
        return sum(a for a, _ in pairs) / sum(b for _, b in pairs) * of.scale
    values = [v for y in window if (v := value_of(of, observed, unit, y)) is not None]
    return sum(values) / rule.years if len(values) == rule.years else None


def standing_value(
    indicator: schema.Indicator, observed: Observed, unit: str, year: int
) -> float | None:
    """Return the newest value not older than the indicator's carry-forward limit."""
    for age in range(indicator.carry_forward_years + 1):
        value = value_of(indicator.roll_up, observed, unit, year - age)
        if value is not None:
            return value
    return None


def provinces_in(catalogue: Catalogue, year: int) -> list[str]:
    """Return the codes of the provinces (Bangkok is none) that existed in the CE year."""
    units = catalogue.units.values()
    return [u.code for u in units if u.unit_type == "province" and u.exists_in(year)]


def derive_goalposts(catalogue: Catalogue, design: schema.Design, observed: Observed) -> Goalposts:
    """Return indicator id → (value of score 0, value of score 100)."""
    goalposts: Goalposts = {}
    for dimension in design.dimensions.values():
        for indicator_id, leaf in dimension.indicators.items():
            indicator = catalogue.indicators[indicator_id]
            pool = [
                value_of(indicator.roll_up, observed, unit, year)
                for year in leaf.baseline_years
                for unit in provinces_in(catalogue, year)
            ]
            known = [value for value in pool if value is not None]
            low, high = (float(np.percentile(known, p)) for p in design.goalpost_percentiles)
            rises = indicator.direction == "higher_is_better"
            goalposts[indicator_id] = (low, high) if rises else (high, low)
    return goalposts


def score_province(
    catalogue: Catalogue,
    design: schema.Design,
    goalposts: Goalposts,
    observed: Observed,
    unit: str,
    year: int,
) -> dict[str, float]:
    """Return the scores 0–100 of each dimension, and "overall", that have enough coverage."""
    scores: dict[str, float] = {}
    for dimension_id, dimension in design.dimensions.items():
        present: list[tuple[float, float]] = []
        for indicator_id, leaf in dimension.indicators.items():
            value = standing_value(catalogue.indicators[indicator_id], observed, unit, year)
            if value is not None:
                low, high = goalposts[indicator_id]
                score = min(100.0, max(0.0, (value - low) / (high - low) * 100))
                present.append((leaf.weight, score))
        whole = sum(leaf.weight for leaf in dimension.indicators.values())
        mean = _mean_if_covered(present, whole, design.coverage_threshold)
        if mean is not None:
            scores[dimension_id] = mean
    weights = {d: design.dimensions[d].weight for d in design.dimensions}
    overall = _mean_if_covered(
        [(weights[d], score) for d, score in scores.items()],
        sum(weights.values()),
        design.coverage_threshold,
    )
    return scores if overall is None else scores | {"overall": overall}


def _mean_if_covered(
    present: list[tuple[float, float]], whole: float, threshold: float
) -> float | None:
    weight = sum(w for w, _ in present)
    if not present or weight / whole < threshold:
        return None
    return sum(w * score for w, score in present) / weight


def freeze(catalogue: Catalogue, design_id: str) -> Frozen:
    """Derive goalposts and cut-offs of a design from the catalogue's figures."""
    design = catalogue.designs[design_id]
    observed = observe(catalogue)
    goalposts = derive_goalposts(catalogue, design, observed)
    pools: dict[str, list[float]] = {"overall": [], **{d: [] for d in design.dimensions}}
    for year in design.cutoff_baseline_years:
        for unit in provinces_in(catalogue, year):
            scores = score_province(catalogue, design, goalposts, observed, unit, year)
            for node, score in scores.items():
                pools[node].append(score)
    cutoffs = {node: _cutoffs(pool, design) for node, pool in pools.items()}
    return Frozen(goalposts, cutoffs)


def _cutoffs(pool: list[float], design: schema.Design) -> FourCutoffs:
    a, b, c, d = (float(np.percentile(pool, p)) for p in design.cutoff_percentiles)
    return a, b, c, d


def shares_of_data(catalogue: Catalogue, design_id: str) -> dict[int, tuple[float, float]]:
    """Return CE year → share of province × indicator cells (carried forward, that very year)."""
    design = catalogue.designs[design_id]
    observed = observe(catalogue)
    years = sorted({year for _, _, year in observed})
    shares: dict[int, tuple[float, float]] = {}
    for year in years:
        cells = [
            (catalogue.indicators[i], unit)
            for i in design.indicator_ids
            for unit in provinces_in(catalogue, year)
        ]
        carried = sum(standing_value(i, observed, u, year) is not None for i, u in cells)
        own = sum(value_of(i.roll_up, observed, u, year) is not None for i, u in cells)
        shares[year] = (carried / len(cells), own / len(cells))
    return shares


def main() -> None:
    """Print the frozen numbers of a design, and how full its years are."""
    parser = argparse.ArgumentParser(description="Print a design's frozen numbers.")
    parser.add_argument("design", nargs="?", default="development_plan12")
    design_id = parser.parse_args().design
    catalogue = load_catalogue()
    frozen = freeze(catalogue, design_id)
    print("cutoffs:", list(frozen.cutoffs["overall"]))
    for dimension_id, dimension in catalogue.designs[design_id].dimensions.items():
        print(f"{dimension_id}:\n  cutoffs:", list(frozen.cutoffs[dimension_id]))
        for indicator_id in dimension.indicators:
            print(f"  {indicator_id}:", list(frozen.goalposts[indicator_id]))
    print("year  carried  that very year")
    for year, (carried, own) in shares_of_data(catalogue, design_id).items():
        if carried > 0:
            print(f"{year}  {carried:7.3f}  {own:.3f}")


if __name__ == "__main__":
    main()
