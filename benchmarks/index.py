"""How fast an index is built, varied and scaled, beside plain pandas and the peers in Python.

Run with `python -m benchmarks.index`; `--quick` leaves out the large work. Times are medians on
made-up data from fixed seeds. Every ratio is to work that comes to the same numbers, which is
checked first; "*" marks a time scaled up from a part of the work. Exits with 1 where a limit is
not kept or two executors differ in a bit.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from benchmarks import plain_pandas
from benchmarks.cases import Large, raw_values, villages
from benchmarks.pipeline import index_case, intervals, varied

from moibench.engine import (
    Aggregate,
    FloatArray,
    Node,
    Rank,
    Tree,
    Weigh,
    aggregate,
    apply_normalisation,
    build,
    copeland,
    fit_normalisation,
    rank,
    recipe_sensitivity,
    replicate_recipe,
)
from moibench.engine.blocks import EXECUTORS, index_in_blocks

Work = Callable[[], Any]


@dataclass
class Row:
    """A line of the table: seconds, their limit, and what others take for the same work."""

    name: str
    seconds: float
    limit: float | None = None
    others: dict[str, float] = field(default_factory=dict)
    scaled: bool = False
    megabytes: float | None = None
    most_megabytes: float | None = None

    @property
    def late(self) -> bool:
        """Whether a limit of time or memory is not kept."""
        too_slow = self.limit is not None and self.seconds > self.limit
        too_large = (
            self.megabytes is not None
            and self.most_megabytes is not None
            and self.megabytes > self.most_megabytes
        )
        return too_slow or too_large


def seconds(work: Work, times: int) -> float:
    """Return the median time of some runs, after one to warm up where there are several."""
    if times > 1:
        work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def frame_of(values: FloatArray) -> pd.DataFrame:
    return pd.DataFrame(values.T, columns=[f"i{n}" for n in range(len(values))])


def plain_nodes(tree: Tree) -> plain_pandas.Nodes:
    return [(node.id, node.children, node.weights) for node in tree.nodes]


def builds() -> list[Row]:
    rows = []
    for units, indicators, limit, times in ((76, 100, 0.010, 21), (7_255, 200, 0.6, 5)):
        index, recipe = index_case(units, indicators)
        frame, nodes = frame_of(index.values[:, 0]), plain_nodes(index.structure.tree)
        theirs, places = plain_pandas.full_build(frame, nodes)
        built = build(index, recipe)
        number = len(frame.columns)
        np.testing.assert_allclose(
            built.stage("aggregated").values[number:, 0].T, theirs.to_numpy(), rtol=1e-8
        )
        np.testing.assert_array_equal(built.stage("ranks").values[-1, 0], places.iloc[:, -1])
        own = seconds(partial(build, index, recipe), times)
        other = seconds(partial(plain_pandas.full_build, frame, nodes), 3)
        name = f"build {units:,} x {indicators}: impute, treat, normalise, 3 levels, ranks"
        rows.append(Row(name, own, limit, {"pandas": other}))
    return rows


def flat() -> list[Row]:
    """What the peers can do at all: one level, nothing missing."""
    from pymcdm.helpers import rankdata
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.pipelines import mkpipe
        from skcriteria.preprocessing.scalers import MinMaxScaler

    def criteria(matrix: FloatArray) -> FloatArray:
        pipe = mkpipe(MinMaxScaler(target="matrix"), WeightedSumModel())
        objectives = [max] * matrix.shape[1]
        return pipe.evaluate(skcriteria.mkdm(matrix, objectives)).rank_

    def mcdm(matrix: FloatArray) -> FloatArray:
        number = matrix.shape[1]
        weights = np.full(number, 1 / number)
        return rankdata(WSM(minmax_normalization)(matrix, weights, np.ones(number)), reverse=True)

    def ours(values: FloatArray, tree: Tree) -> FloatArray:
        scale = fit_normalisation(values, "min_max", direction=np.ones(len(values), dtype=np.int64))
        return rank(aggregate(apply_normalisation(values, scale).values, tree, 0.0).scores)[0]

    rows = []
    for units, indicators in ((76, 100), (7_255, 200)):
        values = raw_values(units, indicators, missing=0.0)
        leaves = tuple(f"i{n}" for n in range(indicators))
        tree = Tree(leaves, (Node("overall", leaves, (1.0,) * indicators),))
        matrix = np.ascontiguousarray(values.T)
        others = {}
        for name, other in (("pymcdm", mcdm), ("scikit-criteria", criteria)):
            np.testing.assert_array_equal(ours(values, tree), other(matrix))
            others[name] = seconds(partial(other, matrix), 5)
        name = f"flat {units:,} x {indicators}, nothing missing: normalise, weigh, rank"
        rows.append(Row(name, seconds(partial(ours, values, tree), 15), None, others))
    return rows


def replicates() -> Row:
    index, recipe = index_case(76, 100)
    recipe, few = varied(recipe, 1_000), 20
    done = replicate_recipe(index, recipe)
    nodes = plain_nodes(index.structure.tree)
    # Places of the alternatives; the recipe itself takes the first of each.
    impute, treat, normalise, mean = np.maximum(done.draws.chosen[:few], 0).T
    weights = done.draws.weights(range(few), [index.structure.tree] * few)
    frame = frame_of(index.values[:, 0])

    def pandas(variants: list[pd.DataFrame]) -> pd.DataFrame:
        chosen = (6 * impute + 3 * treat + normalise).tolist()
        return plain_pandas.replicates(variants, nodes, chosen, (mean == 1).tolist(), weights)

    variants = plain_pandas.variants(frame)
    np.testing.assert_array_equal(rank(done.scores[:few, 0, 0]), pandas(variants).to_numpy())
    preparing = seconds(partial(plain_pandas.variants, frame), 3)
    return Row(
        "1,000 replicates 76 x 100: 24 combinations of methods, weights, intervals",
        seconds(partial(intervals, index, recipe), 9),
        0.15,
        {"pandas": preparing + seconds(partial(pandas, variants), 3) * 1_000 / few},
        scaled=True,
    )


def sobol() -> Row:
    """Four inputs, 1,000 base rows: 6,000 runs, indices of every unit with intervals."""
    index, recipe = index_case(76, 100)
    recipe = varied(recipe, 1_000, "treat")

    def work() -> None:
        found = recipe_sensitivity(index, recipe)
        assert len(found.replicates.draws) == 6_000
        assert np.isfinite(found.by_year[0].overall.total).all()

    return Row("Sobol indices 76 x 100: 6,000 runs, per unit, intervals", seconds(work, 5), 1.0)


def copelands() -> list[Row]:
    scores = raw_values(76, 100)
    frame = frame_of(scores)

    def ours() -> FloatArray:
        return copeland(scores, np.ones(100))

    np.testing.assert_array_equal(ours(), plain_pandas.copeland(frame).to_numpy())
    pandas = seconds(lambda: plain_pandas.copeland(frame), 3)
    index, recipe = index_case(76, 100)
    whole = replace(recipe, steps=(Weigh(), Aggregate(method="copeland"), Rank()))
    return [
        Row("Copeland 76 x 100", seconds(ours, 21), 0.002, {"pandas": pandas}),
        Row("build 76 x 100 by Copeland at 3 levels", seconds(partial(build, index, whole), 21)),
    ]


def apart(*arguments: str) -> dict[str, Any]:
    """Return what `benchmarks.large` tells in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.large", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def large_replicates() -> list[Row]:
    rows, digests = [], set()
    for executor in ("serial", "threads"):
        told = apart("runs", executor)
        digests.add(told["digest"])
        name = f"1,000 replicates 7,255 x 200, likewise, {executor}"
        rows.append(
            Row(name, told["seconds"], 8, megabytes=told["megabytes"], most_megabytes=1_000)
        )
    refuse_different(digests)
    return rows


def large_index() -> list[Row]:
    """75 million cells on threads; a smaller cube on every executor, equal to the last bit."""
    pandas = large_in_pandas(villages(7_500, 200, 1)) * 10 * 5
    told = apart("index", "threads")
    name = "75,000 x 200 x 5: peers, 3 levels, 2 rankings, roll-up, 2 threads"
    rows = [Row(name, told["seconds"], 12, {"pandas": pandas}, True, told["megabytes"], 1_200)]
    digests = set()
    for executor in EXECUTORS:
        told = apart("index", executor, "75000", "200", "1")
        digests.add(told["digest"])
        name = f"75,000 x 200 x 1 on {executor}, its start included"
        rows.append(Row(name, told["seconds"], megabytes=told["megabytes"]))
    refuse_different(digests)
    return rows


def large_in_pandas(case: Large) -> float:
    """Return the seconds pandas takes for one year, after a look that the numbers are the same."""
    units = case.values.shape[2]
    frame = frame_of(case.values[:, 0])
    peers, region, parents = (
        pd.Series(part) for part in (case.normalise.groups, case.region, case.parents)
    )
    people = pd.Series(case.people[0])
    nodes, ways = plain_nodes(case.tree), case.normalise.direction.tolist()

    def pandas() -> tuple[pd.DataFrame, ...]:
        return plain_pandas.large(frame, nodes, peers, ways, region, parents, people)

    found = index_in_blocks(
        case.values,
        case.tree,
        case.normalise,
        0.0,
        rank_among={"country": np.zeros(units, dtype=np.int64), "region": case.region},
        parents=case.parents,
        weights=case.people,
    )
    assert found.rolled_up is not None
    above, country, regional, rolled_up = (part.to_numpy().T for part in pandas())
    np.testing.assert_allclose(found.scores[:, 0], above, rtol=1e-8)
    for ours, theirs in ((found.ranks["country"], country), (found.ranks["region"], regional)):
        # Scores that differ by noise alone share a rank here, and never do in pandas.
        np.testing.assert_allclose(ours[:, 0], theirs, atol=1)
        assert np.mean(ours[:, 0] != theirs) < 1e-4
    np.testing.assert_allclose(found.rolled_up.values[:, 0], rolled_up, rtol=1e-8)
    return seconds(pandas, 1)


def refuse_different(digests: set[str]) -> None:
    if len(digests) > 1:
        raise SystemExit(f"executors differ in the last bits: {sorted(digests)}")


def printed(row: Row) -> str:
    limit = "" if row.limit is None else f"{1000 * row.limit:,.0f}"
    memory = "" if row.megabytes is None else f"{row.megabytes:,.0f}"
    others = ", ".join(
        f"{name} {1000 * other:,.0f} ms = {other / row.seconds:,.1f} x{'*' if row.scaled else ''}"
        for name, other in row.others.items()
    )
    own = 1000 * row.seconds
    return f"{row.name:<76}{own:>10,.1f}{limit:>8}{memory:>7}  {others}{' LATE' * row.late}"


def main(arguments: list[str] | None = None) -> int:
    """Print the table line by line; return 1 where a limit is not kept."""
    quick = "--quick" in (sys.argv[1:] if arguments is None else arguments)
    parts: list[Callable[[], Row | list[Row]]] = [builds, flat, replicates, sobol, copelands]
    if not quick:
        parts += [large_replicates, large_index]
    print(f"{'work':<76}{'median ms':>10}{'limit':>8}{'MB':>7}  the same work by others")
    late = False
    for part in parts:
        try:
            found = part()
        except ModuleNotFoundError as error:
            print(f"left out: {error.name} is not installed (`make bench` installs it)")
            continue
        for row in found if isinstance(found, list) else [found]:
            print(printed(row), flush=True)
            late |= row.late
    print("* scaled up from a part of the work: the other takes too long for all of it")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
