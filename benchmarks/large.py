"""One large piece of work in a process of its own, so that its memory can be told.

    python -m benchmarks.large index threads
    python -m benchmarks.large runs serial

Prints one line of JSON: seconds, the most memory in MB, and a digest of every number of the result.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Iterable

import numpy as np
from benchmarks.cases import Many, many_runs, villages

from moibench.engine import FloatArray, rank_ranges
from moibench.engine.blocks import index_in_blocks
from moibench.engine.runs import run_scores

WORKERS = 2
COVERAGE = 0.5


def digest_of(arrays: Iterable[FloatArray]) -> str:
    together = hashlib.sha256()
    for array in arrays:
        together.update(np.ascontiguousarray(array).data)
    return together.hexdigest()[:16]


def most_memory() -> float:
    """Return the peak of this process and of its largest child, in MB."""
    own, below = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (own + below) / 1024


def index(executor: str, units: int = 75_000, indicators: int = 200, years: int = 5) -> str:
    case = villages(units, indicators, years)
    start = time.perf_counter()
    result = index_in_blocks(
        case.values,
        case.tree,
        case.normalise,
        COVERAGE,
        rank_among={"country": np.zeros(units, dtype=np.int64), "region": case.region},
        parents=case.parents,
        weights=case.people,
        executor=executor,
        workers=WORKERS,
    )
    seconds = time.perf_counter() - start
    assert result.rolled_up is not None
    every = [result.scores, result.coverage, *result.ranks.values(), result.rolled_up.values]
    return told(seconds, digest_of(every))


def runs(executor: str, units: int = 7_255, indicators: int = 200, number: int = 1_000) -> str:
    case = many_runs(units, indicators, number, missing=0.05)
    start = time.perf_counter()
    scores = ranged(case, executor)
    return told(time.perf_counter() - start, digest_of(scores))


def ranged(case: Many, executor: str = "serial") -> list[FloatArray]:
    """Return the root's scores in all runs and the intervals of ranks."""
    scores = run_scores(
        case.variants,
        case.tree,
        case.runs,
        COVERAGE,
        nodes=[-1],
        executor=executor,
        workers=WORKERS,
    )
    everyone = np.ones(scores.shape[2], dtype=np.bool_)
    ranges = rank_ranges(scores, [everyone])
    return [scores, ranges.low, ranges.high, ranges.top_fifth]


def told(seconds: float, digest: str) -> str:
    return json.dumps({"seconds": seconds, "megabytes": most_memory(), "digest": digest})


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[3:]]
    print({"index": index, "runs": runs}[sys.argv[1]](sys.argv[2], *sizes))
