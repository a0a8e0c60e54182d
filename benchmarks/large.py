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
from benchmarks.cases import villages
from benchmarks.pipeline import index_case, intervals, varied

from moibench.engine import FloatArray
from moibench.engine.blocks import index_in_blocks

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
    data, recipe = index_case(units, indicators)
    start = time.perf_counter()
    found = intervals(data, varied(recipe, number), executor)
    return told(time.perf_counter() - start, digest_of(found))


def told(seconds: float, digest: str) -> str:
    return json.dumps({"seconds": seconds, "megabytes": most_memory(), "digest": digest})


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[3:]]
    print({"index": index, "runs": runs}[sys.argv[1]](sys.argv[2], *sizes))
