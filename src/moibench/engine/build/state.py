"""An index on its way through the steps of a recipe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from moibench.engine.aggregate import Aggregated
from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray
from moibench.engine.index_data import IndexData
from moibench.engine.treat import Treated
from moibench.engine.tree import Node, Tree


@dataclass(frozen=True)
class Screening:
    """A unit in a year, or an indicator (year None), left out or kept by hand, and why."""

    code: str
    year: int | None
    kept: bool
    reason: str


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a step took from its years: the positions it was for, and the frozen parameters."""

    step: str
    indicators: tuple[str, ...]
    parameters: Any


@dataclass(frozen=True, eq=False)
class TreatedPart:
    """What one treatment did to some indicators."""

    indicators: tuple[str, ...]
    treated: Treated


@dataclass(frozen=True, eq=False)
class State:
    """Arrays of shape (indicator, year, unit) and what became of them; never changed.

    Attributes:
        rows: (year, unit), the rows still there.
        direction: (indicator,), 1 throughout once normalised.
        imputed, capped: which values are so.
        above: scores of the nodes, once aggregated.
        ranks, levels: of `columns`, once ranked and classified.
    """

    index: IndexData
    indicators: tuple[str, ...]
    values: FloatArray
    imputed: BoolArray
    capped: BoolArray
    rows: BoolArray
    tree: Tree
    direction: IntArray
    treated: tuple[TreatedPart, ...] = ()
    screened: tuple[Screening, ...] = ()
    fitted: tuple[Fitted, ...] = ()
    reports: tuple[Any, ...] = ()
    notices: tuple[str, ...] = ()
    above: Aggregated | None = None
    ranks: FloatArray | None = None
    levels: FloatArray | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the codes of indicators, then of the aggregates once they have scores."""
        nodes = () if self.above is None else tuple(node.id for node in self.tree.nodes)
        return (*self.indicators, *nodes)

    @property
    def cells(self) -> FloatArray:
        """Return the values of `columns`, shape (column, year, unit)."""
        if self.above is None:
            return self.values
        return np.concatenate([self.values, self.above.scores])

    @property
    def places(self) -> list[int]:
        """Return where the indicators stand among those of the input."""
        own = self.index.structure.indicators
        return [own.index(code) for code in self.indicators]


def start(index: IndexData) -> State:
    """Return an index before its first step."""
    nowhere = np.zeros(index.values.shape, dtype=np.bool_)
    return State(
        index=index,
        indicators=index.structure.indicators,
        values=index.values,
        imputed=nowhere,
        capped=nowhere,
        rows=index.rows,
        tree=index.structure.tree,
        direction=np.array(index.structure.direction, dtype=np.int64),
        notices=index.notices,
    )


def chosen(state: State, only: Sequence[str]) -> list[int]:
    """Return the positions of the indicators a step is for."""
    check_codes(only, state.index.structure.indicators, "only")
    wanted = set(only) or set(state.indicators)
    return [place for place, code in enumerate(state.indicators) if code in wanted]


def check_codes(
    given: Iterable[object], known: Sequence[object], key: str, kind: str = "indicator"
) -> None:
    """Raise EngineError where a recipe names a code that is not there."""
    unknown = [code for code in given if code not in known]
    if unknown:
        raise EngineError(f"{key} names {', '.join(map(repr, unknown))}, which is no {kind}")


def labels(index: IndexData, group: str, where: str) -> IntArray:
    """Return each unit's group as a number, −1 where it has none.

    Raises:
        EngineError: META has no such Group.
    """
    if group not in index.groups:
        there = ", ".join(index.groups) or "none"
        raise EngineError(
            f"{where} needs a Group column of META, not {group!r}; there are: {there}"
        )
    names = sorted(set(index.groups[group]) - {""})
    return np.array([names.index(own) if own else -1 for own in index.groups[group]])


def with_indicators(state: State, kept: BoolArray) -> State:
    """Return the state with some indicators only; an aggregate left without any goes too.

    Raises:
        EngineError: no indicator is left, or the weights of what is left sum to 0.
    """
    if kept.all():
        return state
    if not kept.any():
        raise EngineError("no indicator is left")
    own = [code for code, stays in zip(state.indicators, kept, strict=True) if stays]
    known = set(own)
    nodes = []
    for node in state.tree.nodes:
        pairs = [(c, w) for c, w in zip(node.children, node.weights, strict=True) if c in known]
        if pairs:
            children, weights = zip(*pairs, strict=True)
            nodes.append(Node(node.id, children, weights))
            known.add(node.id)
    return replace(
        state,
        indicators=tuple(own),
        values=state.values[kept],
        imputed=state.imputed[kept],
        capped=state.capped[kept],
        direction=state.direction[kept],
        tree=Tree(tuple(own), tuple(nodes)),
    )


@contextmanager
def named(state: State, positions: Sequence[int]) -> Iterator[None]:
    """Name indicators, units and years by their codes in the EngineError of a verb.

    The verbs know arrays alone and say "indicator 3" or "at position (3, 0, 5)", counted within
    what they were given; what is said of a node is counted among its children.
    """
    try:
        yield
    except EngineError as error:
        codes: Sequence[str] = [state.indicators[place] for place in positions]
        for node in state.tree.nodes:
            if str(error).startswith(f"node {node.id!r}: "):
                codes = node.children
        raise EngineError(_with_codes(str(error), codes, state)) from error


def _with_codes(sentence: str, codes: Sequence[str], state: State) -> str:
    axes: dict[str, Sequence[object]] = {
        "indicator": codes,
        "item": codes,
        "unit": state.index.units,
        "year": state.index.years,
    }

    def counted(found: re.Match[str]) -> str:
        names = axes[found[2]]
        places = [int(place) for place in re.findall(r"\d+", found[4])]
        if any(place >= len(names) for place in places):
            return found[0]
        if found[2] == "year" and not state.index.dated:
            return ""
        return f"{found[1]}{found[2]}{found[3]} {', '.join(repr(names[p]) for p in places)}"

    def cell(found: re.Match[str]) -> str:
        where = [int(part) for part in re.findall(r"\d+", found[1])]
        if len(where) == 2:
            # Years and units in one, as methods that pool them count.
            where = [where[0], *divmod(where[1], len(state.index.units))]
        if len(where) != 3 or where[0] >= len(codes):
            return found[0]
        when = f" in {state.index.years[where[1]]}" if state.index.dated else ""
        return f"of {codes[where[0]]!r} for unit {state.index.units[where[2]]!r}{when}"

    # Judges stand in a recipe as rows, which people count from 1.
    sentence = re.sub(r"\bjudge (\d+)", lambda own: f"judge {int(own[1]) + 1}", sentence)
    sentence = re.sub(r"\bat (?:position )?\(([\d, ]+)\)", cell, sentence)
    return re.sub(
        r"((?: of )?\b)(indicator|item|unit|year)(s?) (\d+(?:(?:,| and) \d+)*)\b", counted, sentence
    )
