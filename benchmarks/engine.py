"""How fast the engine is, beside plain-loop doubles of the same work in the same run.

Run with `python -m benchmarks.engine`. Times are medians; the data are generated from a fixed seed,
5 % of them missing. Exits with 1 where a limit is not kept.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from tests import doubles

from moibench.engine import (
    FloatArray,
    Node,
    Tree,
    Variation,
    aggregate,
    beats,
    goalposts,
    percentile_goalposts,
    rank,
    rank_ranges,
    replicate_scores,
    roll_up_ratio,
    trend_all,
)

INDICATORS, YEARS = 100, 15
PROVINCES, ALL_UNITS = 77, 102
GENERATOR = np.random.Generator(np.random.PCG64(2562))
EDGES = (0, 34, 67, 100)
LEAVES = tuple(f"i{n}" for n in range(INDICATORS))
DIMENSIONS = tuple(
    Node(f"dimension{d}", LEAVES[start:end], (1.0,) * (end - start))
    for d, (start, end) in enumerate(itertools.pairwise(EDGES))
)
TREE = Tree(
    LEAVES, (*DIMENSIONS, Node("overall", tuple(d.id for d in DIMENSIONS), (1.0, 1.0, 1.0)))
)
NODES = [(node.id, node.children, node.weights) for node in TREE.nodes]
EVERYTHING = Variation(
    1000,
    2562,
    0.25,
    ("goalposts", "z_score", "rank"),
    ("arithmetic", "geometric"),
    ("none", "median"),
    True,
)


def generated(*shape: int) -> FloatArray:
    values = GENERATOR.normal(50, 20, shape)
    values[GENERATOR.random(shape) < 0.05] = np.nan
    return values


CUBE = generated(INDICATORS, YEARS, PROVINCES)
YEAR = generated(INDICATORS, ALL_UNITS)
POSTS = percentile_goalposts(CUBE.reshape(INDICATORS, -1), 5, 95)
REFERENCE = np.arange(ALL_UNITS) < PROVINCES - 1
MEMBERS = (np.arange(PROVINCES) % 25)[None, :] == np.arange(25)[:, None]


def index_of_all_years() -> None:
    scores = goalposts(CUBE, POSTS[:, 0], POSTS[:, 1]).values
    rank(aggregate(scores, TREE, 2 / 3).scores)


def index_of_all_years_in_loops() -> None:
    posts = POSTS.tolist()
    for year in range(YEARS):
        answers = []
        for unit in range(PROVINCES):
            column = CUBE[:, year, unit].tolist()
            scores = {
                leaf: doubles.normalise(("goalposts", "none"), [value], post, 1, [True])[0]
                for leaf, value, post in zip(LEAVES, column, posts, strict=True)
            }
            answers.append(doubles.aggregate(scores, NODES, 2 / 3)[0])
        for node, _, _ in NODES:
            doubles.rank([answer[node] for answer in answers])


def replicates_with_ranges(variation: Variation = EVERYTHING) -> None:
    direction = np.ones(INDICATORS, dtype=np.int64)
    scores = replicate_scores(YEAR, TREE, POSTS, direction, REFERENCE, 2 / 3, variation)
    rank_ranges(scores, [REFERENCE, ~REFERENCE])


def replicates_in_loops(number: int) -> None:
    variation = Variation(number, *list(vars(EVERYTHING).values())[1:])
    doubles.replicate_ranks(
        YEAR,
        LEAVES,
        NODES,
        POSTS.tolist(),
        [1] * INDICATORS,
        REFERENCE.tolist(),
        2 / 3,
        variation,
    )


def compare_pairs() -> None:
    beats(ROOT_REPLICATES)


def roll_up_cube() -> None:
    roll_up_ratio(CUBE, np.abs(CUBE), MEMBERS)


def roll_up_cube_in_loops() -> None:
    members = MEMBERS.tolist()
    for page in CUBE.tolist():
        for row in page:
            size = [abs(value) for value in row]
            for inside in members:
                doubles.roll_up("ratio", row, size, inside)


def all_trends() -> None:
    trend_all(range(YEARS), CUBE)


def all_trends_in_loops(indicators: int = INDICATORS) -> None:
    for page in CUBE[:indicators]:
        for unit in range(PROVINCES):
            doubles.trend(range(YEARS), page[:, unit].tolist())


ROOT_REPLICATES = replicate_scores(
    YEAR, TREE, POSTS, np.ones(INDICATORS, dtype=np.int64), REFERENCE, 2 / 3, EVERYTHING
)[:, -1]


def seconds(work: Callable[[], None], times: int) -> float:
    """Return the median time of some runs after one to warm up."""
    if times > 1:
        work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> int:
    """Print the table; return 1 where a limit is not kept."""
    # name, work, limit in ms, double, share of the work that the double does.
    rows: list[tuple[str, Callable[[], None], float | None, Callable[[], None] | None, float]] = [
        (
            "index 77 units x 100 indicators x 15 years, ranks",
            index_of_all_years,
            50,
            index_of_all_years_in_loops,
            1,
        ),
        (
            "1,000 replicates, 102 units x 100 indicators, rank ranges",
            replicates_with_ranges,
            300,
            lambda: replicates_in_loops(10),
            10 / 1000,
        ),
        ("who beats whom, 102 x 102, 1,000 replicates", compare_pairs, None, None, 1),
        (
            "ratios of sums, 25 parents x 100 indicators x 15 years",
            roll_up_cube,
            None,
            roll_up_cube_in_loops,
            1,
        ),
        (
            "7,700 trends over 15 years",
            all_trends,
            None,
            lambda: all_trends_in_loops(10),
            10 / INDICATORS,
        ),
    ]
    print(f"{'work':<60}{'median ms':>10}{'limit':>8}{'loops ms':>11}{'ratio':>8}")
    late = False
    for name, work, limit, double, share in rows:
        own = 1000 * seconds(work, 9)
        late |= limit is not None and own > limit
        line = f"{name:<60}{own:>10.1f}{limit or '':>8}"
        if double is not None:
            slow = 1000 * seconds(double, 1) / share
            line += f"{slow:>11.0f}{slow / own:>8.0f}{'' if share == 1 else ' *'}"
        print(line)
    print("* scaled up from a part of the work: the double takes too long for all of it")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
