"""The hierarchy of an index: indicators into dimensions (or pillars) into the whole, weighted."""

from __future__ import annotations

import math
from dataclasses import dataclass

from moibench.engine.cube import EngineError, first_repeated


@dataclass(frozen=True)
class Node:
    """A weighted group of leaves or of nodes below it."""

    id: str
    children: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Tree:
    """Leaves (indicators, in the order of the scores) and nodes bottom-up; the last is the root.

    Raises:
        EngineError: a name is used twice, a child is unknown or not yet built (which also rules
            out a cycle), a leaf or node hangs nowhere or twice, or weights are not fit to be
            shares: of another number than the children, negative, not finite, or summing to 0.
    """

    leaves: tuple[str, ...]
    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        if not self.nodes:
            raise EngineError("a tree needs at least one node, its root")
        twice = first_repeated((*self.leaves, *(node.id for node in self.nodes)))
        if twice is not None:
            raise EngineError(f"the tree uses the name {twice!r} twice")
        unbuilt = {node.id for node in self.nodes}
        hanging = set(self.leaves)
        for node in self.nodes:
            _check_weights(node)
            for child in node.children:
                if child in unbuilt:
                    raise EngineError(
                        f"node {node.id!r} holds {child!r}, which is not built before it: "
                        "nodes go bottom-up, and none may hold itself"
                    )
                if child not in hanging:
                    known = child in self.leaves or any(n.id == child for n in self.nodes)
                    why = "already hangs elsewhere" if known else "is not in the tree"
                    raise EngineError(f"node {node.id!r} holds {child!r}, which {why}")
                hanging.remove(child)
            unbuilt.remove(node.id)
            hanging.add(node.id)
        hanging.remove(self.root.id)
        if hanging:
            raise EngineError(f"no node holds {sorted(hanging)[0]!r}")

    @property
    def root(self) -> Node:
        """The node that stands for the whole index."""
        return self.nodes[-1]

    def positions(self) -> tuple[tuple[int, ...], ...]:
        """Return each node's children as positions in leaves followed by nodes."""
        names = (*self.leaves, *(node.id for node in self.nodes))
        place = {name: position for position, name in enumerate(names)}
        return tuple(tuple(place[child] for child in node.children) for node in self.nodes)


def _check_weights(node: Node) -> None:
    if not node.children:
        raise EngineError(f"node {node.id!r} has no children")
    if len(node.weights) != len(node.children):
        raise EngineError(
            f"node {node.id!r} has {len(node.children)} children but {len(node.weights)} weights"
        )
    for child, weight in zip(node.children, node.weights, strict=True):
        if not (math.isfinite(weight) and weight >= 0):
            raise EngineError(f"node {node.id!r} gives {child!r} the weight {weight}")
    if sum(node.weights) <= 0:
        raise EngineError(f"the weights of node {node.id!r} add up to 0")
