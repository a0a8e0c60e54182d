"""A change of an index between two years as tables: unrounded, empty for what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from moibench.engine.cube import FloatArray
from moibench.engine.recipe_change import IndexChange
from moibench.presentation.index_tables import Row, Table

SCORES = ("earlier", "later", "change", "revision", "method")
RANKS = ("before", "after", "own", "others", "revision", "method")


def change_tables(found: IndexChange) -> Iterator[tuple[str, Table]]:
    """Yield every table by the name of its file.

    `score_change` holds the scores and what revised data and another recipe did; `moved` what
    each indicator's own movement gave, `appeared` what came of a child being present in one of
    the years only; `rank_change` the ranks and their parts, in places.
    """
    change = found.later - found.earlier
    scores = [found.earlier, found.later, change, found.revision, found.method]
    yield "score_change", _table(found, SCORES, scores)
    if found.parts is not None:
        leaves = len(found.parts.moved)
        yield "moved", _table(found, found.codes[:leaves], list(found.parts.moved))
        yield "appeared", _table(found, found.codes, list(found.parts.appeared))
    ranks = found.ranks
    own = [ranks.before, ranks.after, ranks.own, ranks.others, ranks.revision, ranks.method]
    yield "rank_change", _table(found, RANKS, own)


def _table(found: IndexChange, head: tuple[str, ...], columns: list[FloatArray]) -> Table:
    rows: Iterator[Row] = (
        [unit, *(float(column[place]) for column in columns)]
        for place, unit in enumerate(found.index.units)
    )
    return ["uCode", *head], rows
