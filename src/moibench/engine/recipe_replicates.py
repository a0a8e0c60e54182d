"""An index built again and again with other choices: by any recipe, on any executor.

What replicates have in common is computed once: each variant of the data up to the last step
before `aggregate`, and then all replicates that stand on one tree together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import Any

import numpy as np

from moibench.engine.aggregate import Method, aggregate
from moibench.engine.blocks import Executor, Progress, run_blocks
from moibench.engine.cube import EngineError, FloatArray, IntArray
from moibench.engine.draws import Draws, choices_anew, inputs_of, random_draws
from moibench.engine.index_data import IndexData
from moibench.engine.recipe import Recipe
from moibench.engine.runs import PowerMean, Runs, run_scores
from moibench.engine.tree import Node, Tree
from moibench.engine.variants import Choice, Variant, Variants, variant_of

# Rounds of drawing anew what was refused: of nine in ten refused, one draw in 800 is left.
ROUNDS = 64
# Replicates that each build their own data go out so many at a time.
NOISY_BLOCK = 8


@dataclass(frozen=True)
class Refused:
    """A combination of choices that cannot be computed, why, and how many draws it had."""

    choices: dict[str, Any]
    reason: str
    draws: int


@dataclass(frozen=True)
class Failed:
    """A replicate without a result, and why."""

    replicate: int
    reason: str


@dataclass(frozen=True, eq=False)
class RecipeReplicates:
    """Scores of every replicate, shape (replicate, node, year, unit), and what they chose.

    `refused` combinations were found before the run; `failed` replicates have no score.
    """

    index: IndexData
    recipe: Recipe
    draws: Draws
    nodes: tuple[str, ...]
    scores: FloatArray
    refused: tuple[Refused, ...]
    failed: tuple[Failed, ...]


def replicate_recipe(
    index: IndexData,
    recipe: Recipe,
    draws: Draws | None = None,
    *,
    executor: str | Executor = "serial",
    workers: int | None = None,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> RecipeReplicates:
    """Build an index in replicates that vary what its recipe's `uncertainty` says.

    Replicate 0 is the recipe itself. Combinations that cannot be computed (a geometric mean of
    z-scores) are found before the run, drawn anew and counted; with draws given, their
    replicates have no score instead, and are named. A unit without a score by the recipe itself
    has none in any replicate. With standard errors, each replicate adds normal errors of its own
    to the data.

    Args:
        index: from `read_index`.
        recipe: must aggregate.
        draws: the choices, to replay them or to try a design; by default drawn from the
            recipe's seed.
        executor: where replicates are computed; it and the rest are as in `run_blocks`.
        workers: how many work at once.
        progress: called with the number of blocks done and of all.
        stop: once set, no further block is begun.

    Returns:
        Scores of the nodes that the recipe reports. The same seed gives the same numbers (PCG64)
        on every executor.

    Raises:
        EngineError: the recipe does not aggregate, cannot be built, varies nothing, or no
            combination of its choices can be computed.
        Stopped: `stop` was set.

    Source:
        OECD/JRC Handbook (2008), step 7; Saisana, Saltelli and Tarantola (2005).
    """
    if all(own.name != "aggregate" for own in recipe.steps):
        raise EngineError("the recipe has no step aggregate, so it has no score to replicate")
    times: Counter[Choice] = Counter()
    if draws is None:
        draws, variants = _allowed(index, recipe, times)
    else:
        variants = Variants(index, recipe, draws)
        variants.compute(_choices(draws))
        times.update(c for c in _choices(draws) if c in variants.refused)
    headline = variants.headline()
    nodes = _reported(recipe, headline.tree)
    scores = np.full((len(draws), len(nodes), *index.values.shape[1:]), np.nan)
    where = {"executor": executor, "workers": workers, "progress": progress, "stop": stop}
    failed = _run_quiet(scores, variants, draws, nodes, where)
    failed += _run_noisy(scores, index, recipe, draws, nodes, where)
    root = headline.scores()[-1]
    scores[..., np.isnan(root)] = np.nan
    refused = [
        Refused(draws.named(choice), reason, times[choice])
        for choice, reason in variants.refused.items()
    ]
    failed.sort(key=lambda failure: failure.replicate)
    return RecipeReplicates(index, recipe, draws, nodes, scores, tuple(refused), tuple(failed))


def _allowed(index: IndexData, recipe: Recipe, times: Counter[Choice]) -> tuple[Draws, Variants]:
    """Draw choices, those refused again, and count what was refused in `times`."""
    inputs = inputs_of(recipe, index.structure, index.errors is not None)
    generator = np.random.Generator(np.random.PCG64(recipe.uncertainty.seed))
    draws = random_draws(inputs, recipe.uncertainty.replicates, generator)
    variants = Variants(index, recipe, draws)
    for _ in range(ROUNDS):
        choices = _choices(draws)
        variants.compute(choices)
        bad = [place for place, choice in enumerate(choices) if choice in variants.refused]
        if not bad:
            return draws, variants
        times.update(choices[place] for place in bad)
        draws = choices_anew(draws, inputs, np.array(bad), generator)
    reasons = "; ".join(sorted(set(variants.refused.values())))
    raise EngineError(f"hardly any combination of the choices can be computed: {reasons}")


def _choices(draws: Draws) -> list[Choice]:
    return [tuple(row) for row in draws.chosen.tolist()]


def _reported(recipe: Recipe, tree: Tree) -> tuple[str, ...]:
    wanted = recipe.uncertainty.nodes or (tree.root.id,)
    known = [node.id for node in tree.nodes]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise EngineError(f"uncertainty: nodes names {unknown[0]!r}; there are {', '.join(known)}")
    return tuple(wanted)


def _run_quiet(
    scores: FloatArray, variants: Variants, draws: Draws, nodes: Sequence[str], where: Any
) -> list[Failed]:
    """Fill in the scores of all replicates without noise, those on one tree together."""
    failed = []
    together: dict[Any, list[int]] = {}
    choices = _choices(draws)
    # Power means on one tree go together; every other variant goes alone.
    kin = {
        choice: (
            variant.shape,
            variant.coverage,
            None if all(_power_mean(own) for own in variant.methods) else choice,
        )
        for choice, variant in variants.found.items()
    }
    for row in np.flatnonzero(draws.noise == 0).tolist():
        if choices[row] in variants.refused:
            failed.append(Failed(row, variants.refused[choices[row]]))
            continue
        together.setdefault(kin[choices[row]], []).append(row)
    for (_, _, alone), rows in together.items():
        own = [variants.found[choices[row]] for row in rows]
        weights = draws.weights(rows, [variant.tree for variant in own])
        ids = [node.id for node in own[0].tree.nodes]
        taken = [(at, ids.index(name)) for at, name in enumerate(nodes) if name in ids]
        if alone is None:
            out = _run_together(own, weights, [place for _, place in taken], where)
        else:
            out, lost = _run_alone(own, weights, rows)
            failed += lost
            out = out[:, [place for _, place in taken]]
        for column, (at, _) in enumerate(taken):
            scores[rows, at] = out[:, column].reshape(len(rows), *scores.shape[2:])
    return failed


def _run_together(
    variants: list[Variant], weights: list[FloatArray], nodes: list[int], where: Any
) -> FloatArray:
    """Return (replicate, node, year and unit) of variants that power means aggregate."""
    data = {id(variant.values): variant.values for variant in variants}
    place = {key: number for number, key in enumerate(data)}
    means: dict[PowerMean, int] = {}
    of_variant: dict[int, list[int]] = {}
    for variant in variants:
        if id(variant) not in of_variant:
            own = [_power_mean(method) or PowerMean() for method in variant.methods]
            of_variant[id(variant)] = [means.setdefault(mean, len(means)) for mean in own]
    runs = Runs(
        np.array([place[id(variant.values)] for variant in variants]),
        tuple(weights),
        np.array([of_variant[id(variant)] for variant in variants]),
        tuple(means),
    )
    flat = [values.reshape(len(values), -1) for values in data.values()]
    return run_scores(flat, variants[0].tree, runs, variants[0].coverage, nodes=nodes, **where)


def _run_alone(
    variants: list[Variant], weights: list[FloatArray], rows: Sequence[int]
) -> tuple[FloatArray, list[Failed]]:
    """Aggregate one replicate after the other, by methods that no product of matrices computes."""
    out = np.full((len(rows), len(variants[0].methods), *variants[0].values.shape[1:]), np.nan)
    failed = []
    for place, variant in enumerate(variants):
        try:
            out[place] = aggregated(variant, [own[place] for own in weights])
        except EngineError as error:
            failed.append(Failed(int(rows[place]), str(error)))
    return out.reshape(len(rows), len(variants[0].tree.nodes), -1), failed


def aggregated(variant: Variant, weights: Sequence[FloatArray]) -> FloatArray:
    """Return scores (node, year, unit) of a variant under other weights.

    What has no weight is not part of the design: it does not lower coverage.
    """
    scores = np.full((len(variant.methods), *variant.values.shape[1:]), np.nan)
    kept = set()
    nodes, places, ways = [], [], []
    for place, (node, own) in enumerate(zip(variant.tree.nodes, weights, strict=True)):
        pairs = [
            (child, float(weight))
            for child, weight in zip(node.children, own, strict=True)
            if weight > 0 and (child in variant.tree.leaves or child in kept)
        ]
        if pairs:
            children, shares = zip(*pairs, strict=True)
            nodes.append(Node(node.id, children, shares))
            kept |= {node.id, *children}
            places.append(place)
            ways.append(variant.methods[place])
    held = [place for place, leaf in enumerate(variant.tree.leaves) if leaf in kept]
    tree = Tree(tuple(variant.tree.leaves[place] for place in held), tuple(nodes))
    named = {node.id: way for node, way in zip(nodes, ways, strict=True)}
    scores[places] = aggregate(variant.values[held], tree, variant.coverage, named).scores
    return scores


def _power_mean(method: Method) -> PowerMean | None:
    exponents = {"arithmetic_mean": 1.0, "geometric_mean": 0.0, "harmonic_mean": -1.0}
    if method.name == "power_mean":
        return PowerMean(method.exponent or 0.0)
    if method.name not in exponents:
        return None
    return PowerMean(exponents[method.name], method.floor)


def _run_noisy(
    scores: FloatArray,
    index: IndexData,
    recipe: Recipe,
    draws: Draws,
    nodes: Sequence[str],
    where: Any,
) -> list[Failed]:
    """Fill in the scores of the replicates that add errors to the data, each built anew."""
    rows = np.flatnonzero(draws.noise != 0)
    parts = [rows[start : start + NOISY_BLOCK] for start in range(0, rows.size, NOISY_BLOCK)]

    def block(part: IntArray) -> tuple[Any, ...]:
        return index, recipe, draws.only(part), tuple(nodes)

    failed = []
    for number, (own, lost) in run_blocks(
        noisy_scores, [partial(block, part) for part in parts], **where
    ):
        scores[parts[number]] = own
        failed += [Failed(int(parts[number][place]), reason) for place, reason in lost]
    return failed


def noisy_scores(
    index: IndexData, recipe: Recipe, draws: Draws, nodes: tuple[str, ...]
) -> tuple[FloatArray, list[tuple[int, str]]]:
    """Build replicates whose data carry errors of their own.

    Returns:
        Scores (replicate, node, year, unit), and the place and reason of those that failed.
    """
    assert index.errors is not None
    out = np.full((len(draws), len(nodes), *index.values.shape[1:]), np.nan)
    failed = []
    for place, choice in enumerate(_choices(draws)):
        generator = np.random.Generator(np.random.PCG64(int(draws.noise[place])))
        values = index.values + index.errors * generator.standard_normal(index.values.shape)
        try:
            own = draws.recipe_of(recipe, choice)
            variant = variant_of(replace(index, values=values, errors=None), own)
            weights = draws.weights([place], [variant.tree])
            scores = aggregated(variant, [of_node[0] for of_node in weights])
        except EngineError as error:
            failed.append((place, str(error)))
            continue
        ids = [node.id for node in variant.tree.nodes]
        for at, name in enumerate(nodes):
            if name in ids:
                out[place, at] = scores[ids.index(name)]
    return out, failed
