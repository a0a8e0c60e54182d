"""The whole way of an index: tables in, `build` and `replicate_recipe`, everything kept.

What `benchmarks.cases` makes for the kernels, as the tables that a person would give.
"""

from __future__ import annotations

from dataclasses import replace

from benchmarks.cases import raw_values, tree_of

from moibench.engine import (
    Aggregate,
    FloatArray,
    Impute,
    IndexData,
    Normalise,
    Rank,
    Recipe,
    Treat,
    Tree,
    Vary,
    Weigh,
    rank_summary,
    read_index,
    replicate_recipe,
)

STEPS = (
    Impute(method="median"),
    Treat(),
    Normalise(),
    Weigh(),
    Aggregate(floor=1.0),
    Rank(),
)
# The data twelve times, as `plain_pandas.variants` has them, and two means.
CHOICES = {
    "impute.method": ("median", "mean"),
    "treat": ("used", "skipped"),
    "normalise.method": ("min_max", "z_score", "rank"),
    "aggregate.method": ("arithmetic_mean", "geometric_mean"),
}


def index_of(values: FloatArray, tree: Tree) -> IndexData:
    """Return (indicator, unit) values as an index read from tables in COINr's shape."""
    units = [f"u{number}" for number in range(values.shape[1])]
    data = {"uCode": units, **dict(zip(tree.leaves, values.tolist(), strict=True))}
    level = dict.fromkeys(tree.leaves, 1)
    for node in tree.nodes:
        level[node.id] = 1 + max(level[child] for child in node.children)
    parent = {child: node.id for node in tree.nodes for child in node.children}
    weight = {
        child: share
        for node in tree.nodes
        for child, share in zip(node.children, node.weights, strict=True)
    }
    codes = [*tree.leaves, *(node.id for node in tree.nodes)]
    meta = {
        "iCode": codes,
        "Type": ["Indicator" if code in tree.leaves else "Aggregate" for code in codes],
        "Level": [level[code] for code in codes],
        "Parent": [parent.get(code, "") for code in codes],
        "Direction": [1] * len(codes),
        "Weight": [weight.get(code, 1.0) for code in codes],
    }
    return read_index(data, meta)


def index_case(units: int, indicators: int) -> tuple[IndexData, Recipe]:
    """Return made-up data and a recipe that imputes, treats and aggregates three levels."""
    tree = tree_of(indicators, 10 if indicators == 100 else 7)
    return index_of(raw_values(units, indicators), tree), Recipe(STEPS)


def varied(recipe: Recipe, replicates: int, *without: str) -> Recipe:
    """Return the recipe with noisy weights and CHOICES, but those `without`."""
    choices = {address: own for address, own in CHOICES.items() if address not in without}
    vary = Vary(replicates=replicates, seed=2562, weight_noise=0.25, choices=choices)
    return replace(recipe, uncertainty=vary)


def intervals(index: IndexData, recipe: Recipe, executor: str = "serial") -> list[FloatArray]:
    """Return the scores of all replicates and what the summary says of their ranks."""
    done = replicate_recipe(index, recipe, executor=executor, workers=2)
    found = rank_summary(done)
    return [done.scores, found.low, found.median, found.high, found.top]
