"""Who is ranked together, and the ranks, ranges and benchmarks of such a group."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from moibench.analysis.figures import figure_of
from moibench.analysis.geography import COUNTRY
from moibench.analysis.panel import Panel
from moibench.analysis.relations import told
from moibench.analysis.results import Benchmark, BenchmarkKind, Figure, Standing
from moibench.engine import (
    BoolArray,
    FloatArray,
    best_in_class,
    rank,
    rank_ranges,
)

BEST_SHARE = (
    5 / 76
)  # methods.md section 3: the five best of the provinces; the same share of others


def mask(panel: Panel, codes: tuple[str, ...]) -> BoolArray:
    """Return the codes as a mask over the unit axis."""
    found = np.zeros(len(panel.geography.units), dtype=bool)
    found[[panel.geography.position[c] for c in codes]] = True
    return found


def merits(panel: Panel, indicator_id: str, values: FloatArray) -> FloatArray:
    """Return values turned so that larger is better; of a context indicator, the values."""
    indicator = panel.indicator(indicator_id)
    if indicator.target_range is not None:
        low, high = indicator.target_range
        return -np.maximum(0, np.maximum(low - values, values - high))
    return values * (panel.sign(indicator_id) or 1)


def ranks_among(values: FloatArray, group: BoolArray) -> FloatArray:
    """Return ranks within a group over the unit axis, NaN outside it."""
    return rank(np.where(group, values, np.nan))


def standings(
    panel: Panel, indicator_id: str, unit_code: str, year: int, ranked: tuple[str, ...]
) -> tuple[Standing, ...]:
    """Return the unit's ranks in the country, its region and its cluster, by standing values."""
    if unit_code not in ranked:
        return ()
    geography = panel.geography.in_year(year)
    answers = []
    scopes = [("country", COUNTRY)] + [
        (scope, code)
        for scope in ("region", "cluster")
        if (code := geography.ancestor(unit_code, scope)) not in (None, unit_code)
    ]
    for scope, code in scopes:
        ranks, of = panel.remember_part(_ranks_inside, indicator_id, code, year, ranked)
        place = ranks[geography.position[unit_code]]
        if not math.isnan(place):
            answers.append(Standing(scope, code, int(place), of))  # type: ignore[arg-type]
    return tuple(answers)


def _ranks_inside(
    panel: Panel, indicator_id: str, code: str, year: int, ranked: tuple[str, ...]
) -> tuple[FloatArray, int]:
    """Return the ranks of those that lie in `code` over the unit axis, and how many have one."""
    if indicator_id in panel.indicator_ids:
        ranks = panel.remember_part(_all_ranks_inside, code, year, ranked)
        own: FloatArray = ranks[panel.indicator_ids.index(indicator_id)]
    else:  # shown beside the framework
        alone = merits(panel, indicator_id, panel.standing_values(indicator_id)[0][panel.at(year)])
        own = ranks_among(alone, panel.remember_part(_mask_inside, code, year, ranked))
    return own, int((~np.isnan(own)).sum())


def _all_ranks_inside(panel: Panel, code: str, year: int, ranked: tuple[str, ...]) -> FloatArray:
    """Return the ranks by every indicator, (indicator, unit): all at once."""
    group = panel.remember_part(_mask_inside, code, year, ranked)
    return ranks_among(panel.remember_part(_all_merits, year), group)


def _all_merits(panel: Panel, year: int) -> FloatArray:
    row = panel.at(year)
    return np.stack(
        [merits(panel, i, panel.standing_values(i)[0][row]) for i in panel.indicator_ids]
    )


def _mask_inside(panel: Panel, code: str, year: int, ranked: tuple[str, ...]) -> BoolArray:
    geography = panel.geography.in_year(year)
    return mask(
        panel, tuple(c for c in ranked if code == COUNTRY or code in geography.ancestors(c))
    )


def benchmarks(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    figure: Figure,
    asked: int,
    ranked: tuple[str, ...],
) -> tuple[Benchmark, ...]:
    """Return what a figure is compared with, all of the figure's own year."""
    year = figure.year if figure.year is not None else asked
    answers = []
    for kind, code in _reference_units(panel, unit_code, asked):
        reference = figure_of(panel, indicator_id, code, year, asked=asked)
        answers.append(
            _benchmark(panel, indicator_id, unit_code, kind, code, reference, figure, (code,))
        )
    if year in panel.cube.years and ranked:
        answers += _group_benchmarks(panel, indicator_id, unit_code, ranked, figure, year, asked)
    return tuple(answers)


def _reference_units(panel: Panel, unit_code: str, year: int) -> list[tuple[BenchmarkKind, str]]:
    geography = panel.geography.in_year(year)
    kinds: list[tuple[BenchmarkKind, str | None]] = [
        ("country", COUNTRY),
        ("region", geography.ancestor(unit_code, "region")),
        ("cluster", geography.ancestor(unit_code, "cluster")),
    ]
    return [(kind, code) for kind, code in kinds if code is not None and code != unit_code]


def _group_benchmarks(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    ranked: tuple[str, ...],
    figure: Figure,
    year: int,
    asked: int,
) -> list[Benchmark]:
    source = figure.source_id, figure.edition_id
    answers = []
    for kind, value, members in panel.remember_part(_middle_and_best, indicator_id, year, ranked):
        reference = Figure(value, year, asked - year, "derived", *source)
        answers.append(
            _benchmark(panel, indicator_id, unit_code, kind, None, reference, figure, members)
        )
    return answers


def _middle_and_best(
    panel: Panel, indicator_id: str, year: int, ranked: tuple[str, ...]
) -> tuple[tuple[BenchmarkKind, float, tuple[str, ...]], ...]:
    """Return the median of a group and, where one end is better, the mean of its best units."""
    row = panel.values(indicator_id).values[panel.cube.years.index(year)]
    values = np.where(mask(panel, ranked), row, np.nan)
    present = int((~np.isnan(values)).sum())
    if present == 0:
        return ()
    middle = float(np.nanmedian(values))
    sign = panel.sign(indicator_id)
    if not sign:
        return (("median", middle, ()),)
    mean, places = best_in_class(values, sign, max(1, round(present * BEST_SHARE)))
    members = tuple(panel.geography.units[int(i)] for i in places)
    return (("median", middle, ()), ("best_in_class", float(mean), members))


def _benchmark(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    kind: BenchmarkKind,
    code: str | None,
    reference: Figure,
    figure: Figure,
    members: tuple[str, ...],
) -> Benchmark:
    own, other = figure.value, reference.value
    verdict = told(panel, indicator_id, unit_code, own, other, figure.year)
    return Benchmark(
        kind=kind,
        unit_code=code,
        figure=reference,
        gap=None if own is None or other is None else own - other,
        relation=verdict.relation,
        members=members,
        rule=verdict.rule,
    )


@dataclass(frozen=True, eq=False)
class GroupRanks:
    """Ranks of one group in one year, with what the replicates say: arrays over (node, unit).

    low and high are the replicates' interval, widened where need be to hold the rank itself: a
    range that leaves out the rank it belongs to would say that the headline is wrong.
    """

    ranks: FloatArray
    low: FloatArray
    high: FloatArray
    top_fifth: FloatArray
    bottom_fifth: FloatArray
    group: BoolArray


def group_ranks(panel: Panel, year: int, ranked: tuple[str, ...]) -> GroupRanks:
    """Return ranks of every node within a group, with their range over the replicates."""
    return panel.remember_part(_group_ranks, year, ranked)


def _group_ranks(panel: Panel, year: int, ranked: tuple[str, ...]) -> GroupRanks:
    group = mask(panel, ranked)
    ranks = ranks_among(panel.aggregated.scores[:, panel.at(year), :], group)
    interval = panel.design.uncertainty.interval
    found = rank_ranges(panel.replicates(year), [group], interval)
    return GroupRanks(
        ranks=ranks,
        low=np.minimum(found.low, ranks),
        high=np.maximum(found.high, ranks),
        top_fifth=found.top_fifth,
        bottom_fifth=found.bottom_fifth,
        group=group,
    )
