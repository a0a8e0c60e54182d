"""Replicates and sensitivity of a recipe as tables and plain data for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from moibench.engine.draws import AS_IN_RECIPE, LEAVE_OUT, NOISE, REPLICATE, WEIGHT_FACTOR, Draws
from moibench.engine.recipe_ranks import indistinct, pairwise, rank_summary
from moibench.engine.recipe_replicates import RecipeReplicates
from moibench.engine.recipe_sensitivity import LeftOutOfRecipe, RecipeSensitivity
from moibench.engine.sensitivity import SobolIndices
from moibench.presentation.index_tables import Row, Table, place_of, plain_data

# Beyond so many units, their pairs (2.5 million) are a file that nobody opens.
MOST_PAIRED = 500
# Beyond so many scores the file of all of them would outgrow a spreadsheet and then a disk.
MOST_SCORES = 2_000_000


def uncertainty_tables(replicates: RecipeReplicates) -> Iterator[tuple[str, Table]]:
    """Yield every table of the replicates by the name of its file."""
    index = replicates.index
    time = ["Time"] if index.dated else []
    yield "design", design_table(replicates.draws)
    head = ["uCode", *time, "iCode", "rank", "low", "median", "high"]
    head += [f"top_{replicates.recipe.uncertainty.top}", "missing_share"]
    yield "rank_ranges", (head, _ranges(replicates))
    if len(index.units) <= MOST_PAIRED:
        head = ["iCode", *time, "uCode", "other", "share_above"]
        yield "pairwise", (head, _pairs(replicates))
        yield "not_told_apart", (["iCode", *time, "uCode", "others"], _alike(replicates))
    if replicates.scores.size <= MOST_SCORES:
        yield "replicate_scores", _all_scores(replicates)


def uncertainty_result(replicates: RecipeReplicates) -> dict[str, Any]:
    """Return what a person must know of the replicates: how many, refused, failed, left out."""
    left_out = []
    if len(replicates.index.units) > MOST_PAIRED:
        left_out.append(f"pairwise, not_told_apart: more than {MOST_PAIRED} units")
    if replicates.scores.size > MOST_SCORES:
        left_out.append(f"replicate_scores: more than {MOST_SCORES} scores")
    return {
        "replicates": len(replicates.draws),
        "seed": replicates.recipe.uncertainty.seed,
        "nodes": list(replicates.nodes),
        "refused": [plain_data(own) for own in replicates.refused],
        "refused_draws": sum(own.draws for own in replicates.refused),
        "failed": [plain_data(own) for own in replicates.failed],
        "files_not_written": left_out,
    }


def sensitivity_tables(
    found: RecipeSensitivity, left_out: LeftOutOfRecipe | None
) -> Iterator[tuple[str, Table]]:
    """Yield every table of the sensitivity by the name of its file."""
    index = found.replicates.index
    time = ["Time"] if index.dated else []
    shares = ["first_order", "first_low", "first_high", "total", "total_low", "total_high"]
    yield "design", design_table(found.replicates.draws)
    yield "sobol", (["input", *time, *shares, "variance", "rows"], _sobol(found))
    head = ["uCode", *time, "input", *shares, "variance", "rows"]
    yield "sobol_units", (head, _sobol_units(found))
    if left_out is not None:
        yield "leave_one_out", (["iCode", *time, "mean_rank_shift"], _shifts(found, left_out))
        head = ["iCode", *time, *index.units]
        yield "leave_one_out_ranks", (head, _left_out_ranks(found, left_out))


def design_table(draws: Draws) -> Table:
    """Return the choices of every replicate, so that they can be given again."""
    head = [REPLICATE, *draws.addresses, LEAVE_OUT, NOISE]
    if draws.factors is not None:
        head += [WEIGHT_FACTOR + code for code in draws.codes]
    return head, _design(draws)


def _design(draws: Draws) -> Iterator[Row]:
    for row in range(len(draws)):
        chosen = [
            "" if place == AS_IN_RECIPE else _text(own[place])
            for own, place in zip(draws.alternatives, draws.chosen[row].tolist(), strict=True)
        ]
        noise = int(draws.noise[row])
        factors = [] if draws.factors is None else draws.factors[row].tolist()
        yield [row, *chosen, draws.left_out[row], noise if noise else "", *factors]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _ranges(replicates: RecipeReplicates) -> Iterator[Row]:
    index = replicates.index
    found = rank_summary(replicates)
    parts = (found.rank, found.low, found.median, found.high, found.top, found.missing_share)
    stacked = np.stack(parts)
    for node, code in enumerate(replicates.nodes):
        for year, unit in np.argwhere(index.rows).tolist():
            yield [*place_of(index, year, unit), code, *stacked[:, node, year, unit].tolist()]


def _pairs(replicates: RecipeReplicates) -> Iterator[Row]:
    index = replicates.index
    for node, code in enumerate(replicates.nodes):
        for year, number in enumerate(index.years):
            share = pairwise(replicates, node, year)
            when = [number] if index.dated else []
            for one, other in np.argwhere(~np.isnan(share)).tolist():
                if one != other:
                    units = (index.units[one], index.units[other])
                    yield [code, *when, *units, float(share[one, other])]


def _alike(replicates: RecipeReplicates) -> Iterator[Row]:
    index = replicates.index
    for node, code in enumerate(replicates.nodes):
        for year, number in enumerate(index.years):
            when = [number] if index.dated else []
            for unit, others in enumerate(indistinct(replicates, node, year)):
                if index.rows[year, unit]:
                    names = " ".join(index.units[other] for other in others)
                    yield [code, *when, index.units[unit], names]


def _all_scores(replicates: RecipeReplicates) -> Table:
    index = replicates.index
    head = [REPLICATE, "iCode", *(["Time"] if index.dated else []), *index.units]

    def rows() -> Iterator[Row]:
        for row, scores in enumerate(replicates.scores):
            for node, code in enumerate(replicates.nodes):
                for year, number in enumerate(index.years):
                    when = [number] if index.dated else []
                    yield [row, code, *when, *scores[node, year].tolist()]

    return head, rows()


def _numbers(indices: SobolIndices, *at: int) -> list[float]:
    parts = (
        indices.first_order,
        indices.first_low,
        indices.first_high,
        indices.total,
        indices.total_low,
        indices.total_high,
    )
    own = [float(part[at]) for part in parts]
    return [*own, float(indices.variance[at[1:]]), float(indices.rows[at[1:]])]


def _sobol(found: RecipeSensitivity) -> Iterator[Row]:
    index = found.replicates.index
    for year, own in zip(index.years, found.by_year, strict=True):
        when = [year] if index.dated else []
        for place, name in enumerate(found.inputs):
            yield [name, *when, *_numbers(own.overall, place)]


def _sobol_units(found: RecipeSensitivity) -> Iterator[Row]:
    index = found.replicates.index
    for year, own in enumerate(found.by_year):
        for unit in np.flatnonzero(index.rows[year]).tolist():
            for place, name in enumerate(found.inputs):
                yield [*place_of(index, year, unit), name, *_numbers(own.units, place, unit)]


def _shifts(found: RecipeSensitivity, left_out: LeftOutOfRecipe) -> Iterator[Row]:
    index = found.replicates.index
    for place, code in enumerate(left_out.indicators):
        for year, number in enumerate(index.years):
            when = [number] if index.dated else []
            yield [code, *when, float(left_out.shift[place, year])]


def _left_out_ranks(found: RecipeSensitivity, left_out: LeftOutOfRecipe) -> Iterator[Row]:
    index = found.replicates.index
    for place, code in enumerate(left_out.indicators):
        for year, number in enumerate(index.years):
            when = [number] if index.dated else []
            yield [code, *when, *left_out.ranks[place, year].tolist()]
