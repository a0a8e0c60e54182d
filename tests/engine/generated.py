"""Generated data for the laws of the subject: numbers of ordinary size, with holes."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from moibench.engine import Node, Tree

NAN = np.nan


def numbers(low: float = -1e6, high: float = 1e6) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


def holed(low: float = -1e6, high: float = 1e6) -> st.SearchStrategy[float]:
    return st.one_of(numbers(low, high), st.just(NAN))


def arrays(
    shape: tuple[int, ...] | st.SearchStrategy[tuple[int, ...]],
    elements: st.SearchStrategy[float],
) -> st.SearchStrategy[np.ndarray]:
    return hnp.arrays(np.float64, shape, elements=elements)


TREE = Tree(
    ("a", "b", "c", "d", "e"),
    (
        Node("economy", ("a", "b", "c"), (2.0, 1.0, 3.0)),
        Node("society", ("d", "e"), (1.0, 1.0)),
        Node("overall", ("economy", "society"), (1.0, 2.0)),
    ),
)
PLAIN_NODES = [(node.id, node.children, node.weights) for node in TREE.nodes]
