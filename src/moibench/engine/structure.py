"""What an index is made of: META's rows checked and turned into a tree, all faults at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from moibench.engine.faults import refuse
from moibench.engine.tree import Node, Tree

RowType = Literal["Indicator", "Aggregate", "Group", "Denominator", "Other"]
ROW_TYPES: tuple[RowType, ...] = get_args(RowType)
IN_TREE = ("Indicator", "Aggregate")


@dataclass(frozen=True)
class MetaRow:
    """One row of META, in COINr's words; `where` is how messages name the row."""

    code: str
    type: str
    name: str = ""
    level: int | None = None
    parent: str = ""
    direction: int | None = None
    weight: float | None = None
    denominator: str = ""
    target: float | None = None
    unit_of_measure: str = ""
    where: str = ""


@dataclass(frozen=True)
class Structure:
    """A checked index: its indicators in META's order, their tree and what goes beside them.

    `levels` is the level of each code in the tree; `denominators` are the codes that DATA must
    hold to divide by; `denominator_of` and `target_of` are parallel to `indicators`.
    """

    indicators: tuple[str, ...]
    tree: Tree
    levels: dict[str, int]
    direction: tuple[int, ...]
    denominators: tuple[str, ...]
    denominator_of: tuple[str | None, ...]
    target_of: tuple[float | None, ...]
    groups: tuple[str, ...]
    others: tuple[str, ...]
    names: dict[str, str]
    units_of_measure: dict[str, str]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Return the codes of the aggregates, bottom-up; the last is the index itself."""
        return tuple(node.id for node in self.tree.nodes)


def structure_of(rows: Sequence[MetaRow]) -> Structure:
    """Check META's rows and build the tree of the index.

    Indicators are Level 1, an aggregate's Level is above those of its children, and one
    aggregate, the index itself, has no Parent. Weights count within a parent and need not sum
    to 1; that of the index itself is not used.

    Raises:
        Faults: with a sentence for every fault: codes used twice, unknown types, orphans,
            cycles, levels out of order, directions and weights that are none, weights of one
            parent that sum to 0, denominators that do not exist.

    Source:
        The columns are those of COINr's iMeta (Becker et al. 2022, JOSS 7(78), 4567).
    """
    known = {row.code: row for row in rows}
    faults = [
        *_repeated(rows),
        *_rows(rows),
        *_parents(rows, known),
        *_cycles(rows, known),
        *_roots(rows),
        *_sums(rows),
        *_denominators(rows, known),
    ]
    refuse(faults)
    return _structure(rows)


def _repeated(rows: Sequence[MetaRow]) -> Iterator[str]:
    first: dict[str, MetaRow] = {}
    for row in rows:
        if row.code in first:
            yield (
                f"{row.where}: iCode {row.code!r} already stands in {first[row.code].where}; "
                "give each row a code of its own"
            )
        first.setdefault(row.code, row)
    if not any(row.type == "Indicator" for row in rows):
        yield "META has no row of Type Indicator; an index needs at least one"


def _rows(rows: Sequence[MetaRow]) -> Iterator[str]:
    for row in rows:
        at = f"{row.where}: {row.code!r}"
        if row.type not in ROW_TYPES:
            yield f"{at} has the Type {row.type!r}; there are {', '.join(ROW_TYPES)}"
        if row.type == "Indicator":
            if row.level != 1:
                yield f"{at} is an Indicator with Level {_shown(row.level)}; indicators are Level 1"
            if row.direction not in (1, -1):
                yield (
                    f"{at} has the Direction {_shown(row.direction)}; "
                    "write 1 where high is good, -1 where low is"
                )
        if row.type == "Aggregate":
            if row.level is None or row.level < 2:
                yield f"{at} is an Aggregate with Level {_shown(row.level)}; write 2 or more"
            if row.direction not in (1, None):
                yield (
                    f"{at} is an Aggregate with Direction {row.direction}; directions are settled "
                    "at the indicators, so write 1 or leave it empty"
                )
        if row.type in IN_TREE and (row.parent or row.type == "Indicator"):
            if row.weight is None:
                yield f"{at} has no Weight; write 1 to count it like the others"
            elif not (math.isfinite(row.weight) and row.weight >= 0):
                yield f"{at} has the Weight {row.weight:g}; a weight is 0 or more"


def _parents(rows: Sequence[MetaRow], known: dict[str, MetaRow]) -> Iterator[str]:
    held = {row.parent for row in rows if row.type in IN_TREE}
    for row in rows:
        if row.type not in IN_TREE:
            continue
        at = f"{row.where}: {row.code!r}"
        if row.type == "Aggregate" and row.code not in held:
            yield f"{at} is an Aggregate that no row names as its Parent; drop it or give it some"
        if row.type == "Indicator" and not row.parent:
            yield f"{at} is an orphan: it has no Parent; name the Aggregate it belongs to"
        if not row.parent:
            continue
        parent = known.get(row.parent)
        if parent is None:
            yield f"{at} is an orphan: its Parent {row.parent!r} is no iCode of META"
        elif parent.type != "Aggregate":
            yield f"{at} has the Parent {row.parent!r}, which is of Type {parent.type}"
        elif row.level is not None and parent.level is not None and parent.level <= row.level:
            yield (
                f"{at} is of Level {row.level}, but its Parent {row.parent!r} of Level "
                f"{parent.level}; a parent's Level is above its children's"
            )


def _cycles(rows: Sequence[MetaRow], known: dict[str, MetaRow]) -> Iterator[str]:
    told: set[str] = set()
    for row in rows:
        path = [row.code]
        while (above := known.get(path[-1])) is not None and above.parent:
            if above.parent in path:
                ring = path[path.index(above.parent) :]
                if not told.intersection(ring):
                    told.update(ring)
                    yield (
                        f"{known[ring[0]].where}: the Parents run in a cycle: "
                        f"{' → '.join([*ring, ring[0]])}"
                    )
                break
            path.append(above.parent)


def _roots(rows: Sequence[MetaRow]) -> Iterator[str]:
    roots = [row for row in rows if row.type == "Aggregate" and not row.parent]
    if not roots:
        yield "META has no Aggregate without a Parent; the index itself has none"
    for row in roots[1:]:
        yield (
            f"{row.where}: {row.code!r} has no Parent, and neither has {roots[0].code!r}; "
            "only the index itself has none"
        )


def _sums(rows: Sequence[MetaRow]) -> Iterator[str]:
    for parent in rows:
        weights = [
            row.weight
            for row in rows
            if row.type in IN_TREE and row.parent == parent.code and row.weight is not None
        ]
        if weights and all(weight == 0 for weight in weights):
            yield f"{parent.where}: the weights below {parent.code!r} sum to 0; give it one"


def _denominators(rows: Sequence[MetaRow], known: dict[str, MetaRow]) -> Iterator[str]:
    for row in rows:
        if row.type != "Indicator" or not row.denominator:
            continue
        by = known.get(row.denominator)
        if by is None or by.type != "Denominator":
            yield (
                f"{row.where}: {row.code!r} has the Denominator {row.denominator!r}, which is "
                "no row of Type Denominator"
            )


def _structure(rows: Sequence[MetaRow]) -> Structure:
    indicators = [row for row in rows if row.type == "Indicator"]
    aggregates = [row for row in rows if row.type == "Aggregate"]
    order = sorted(aggregates, key=lambda row: row.level or 0)
    nodes = []
    for above in order:
        below = [row for row in rows if row.type in IN_TREE and row.parent == above.code]
        weights = tuple(row.weight or 0.0 for row in below)
        nodes.append(Node(above.code, tuple(row.code for row in below), weights))
    return Structure(
        indicators=tuple(row.code for row in indicators),
        tree=Tree(tuple(row.code for row in indicators), tuple(nodes)),
        levels={row.code: row.level or 0 for row in (*indicators, *order)},
        direction=tuple(row.direction or 0 for row in indicators),
        denominators=tuple(row.code for row in rows if row.type == "Denominator"),
        denominator_of=tuple(row.denominator or None for row in indicators),
        target_of=tuple(row.target for row in indicators),
        groups=tuple(row.code for row in rows if row.type == "Group"),
        others=tuple(row.code for row in rows if row.type == "Other"),
        names={row.code: row.name or row.code for row in rows},
        units_of_measure={row.code: row.unit_of_measure for row in rows if row.unit_of_measure},
    )


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)
