"""The made-up data of the benchmarks, from fixed seeds, 5 % of them missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine import FloatArray, IntArray, Node, Tree
from moibench.engine.blocks import MinMaxAmongPeers


def tree_of(indicators: int, in_pillar: int, in_dimension: int = 4) -> Tree:
    """Return three levels of nodes: pillars of indicators, dimensions of pillars, the whole."""
    leaves = tuple(f"i{n}" for n in range(indicators))
    pillars = [
        Node(f"pillar{n}", part, tuple(1.0 + k for k in range(len(part))))
        for n, part in enumerate(_parts(leaves, in_pillar))
    ]
    dimensions = [
        Node(f"dimension{n}", part, (1.0,) * len(part))
        for n, part in enumerate(_parts([pillar.id for pillar in pillars], in_dimension))
    ]
    root = Node("overall", tuple(node.id for node in dimensions), (1.0,) * len(dimensions))
    return Tree(leaves, (*pillars, *dimensions, root))


def _parts(names: list[str] | tuple[str, ...], size: int) -> list[tuple[str, ...]]:
    return [tuple(names[start : start + size]) for start in range(0, len(names), size)]


def raw_values(units: int, indicators: int, missing: float = 0.05) -> FloatArray:
    """Return (indicator, unit), half of the indicators skewed so that treatment has work."""
    generator = np.random.default_rng(2562)
    values = generator.normal(50, 20, (indicators, units))
    values[1::2] = generator.lognormal(3, 1, (indicators // 2, units))
    values[generator.random(values.shape) < missing] = np.nan
    return values


@dataclass(frozen=True, eq=False)
class Large:
    """Villages: values (indicator, year, unit), peers, regions, parents and people."""

    values: FloatArray
    tree: Tree
    normalise: MinMaxAmongPeers
    region: IntArray
    parents: IntArray
    people: FloatArray


def villages(units: int, indicators: int, years: int) -> Large:
    """Return a cube made indicator by indicator, so that making it takes no more than itself."""
    generator = np.random.default_rng(2564)
    values = np.empty((indicators, years, units))
    for page in values:
        generator.standard_normal(out=page)
        page[generator.random(page.shape) < 0.05] = np.nan
    return Large(
        values,
        tree_of(indicators, 10, 5),
        MinMaxAmongPeers(
            generator.integers(9, size=units), np.where(np.arange(indicators) % 4 == 3, -1, 1)
        ),
        generator.integers(6, size=units),
        generator.integers(max(1, units // 10), size=units),
        generator.uniform(100, 9000, (years, units)),
    )
