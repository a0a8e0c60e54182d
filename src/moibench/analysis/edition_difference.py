"""Answer: what differs between two published editions, and why did scores and ranks move?

The cause is found by computing a third index: the older edition's method over the newer one's
data. What differs between the older edition and it is due to data; the rest to method.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import yaml

from moibench.analysis.edition_results import (
    DefinitionDifference,
    EditionDifference,
    Kind,
    Move,
    ValueDifference,
)
from moibench.analysis.editions import find_edition
from moibench.analysis.errors import UnknownEdition
from moibench.analysis.figures import number
from moibench.analysis.groups import mask, ranks_among
from moibench.analysis.looking import look, unfolded
from moibench.analysis.panel import Panel, current_panel, panel_of
from moibench.analysis.vantage import Vantage
from moibench.store.content import catalogue_folder, kept
from moibench.store.cube import SeriesCube
from moibench.store.frozen import Frozen
from moibench.store.published import published_editions

_SAME = 1e-9


def edition_before(name: str) -> str | None:
    """Return the name of the edition published before this one, None for the first."""
    names = [e.name for e in published_editions()]
    place = names.index(name) + 1
    return names[place] if place < len(names) else None


def edition_difference(older: str, newer: str) -> EditionDifference:
    """Compare two published editions.

    Raises:
        UnknownEdition: no edition of one of the names was published.
    """
    before, after = _edition(older), _edition(newer)
    with look(edition=older):
        first = current_panel()
    with look(edition=newer):
        last = current_panel()
    between = panel_of(
        Vantage(unfolded(before.catalogue.files), after.moment, None, "restated", before.map_date),
        before.framework,
        before.design,
    )
    year = _year(first, last)
    return EditionDifference(
        older=older,
        newer=newer,
        year=year,
        values=tuple(_values(first.cube, last.cube)),
        definitions=tuple(_definitions(before.catalogue.files, after.catalogue.files)),
        moves=() if year is None else tuple(_moves(first, between, last, year)),
    )


def _edition(name: str) -> Frozen:
    found = find_edition(name)
    if found is None:
        raise UnknownEdition(name, tuple(e.name for e in published_editions()))
    return found


def _year(first: Panel, last: Panel) -> int | None:
    shared = set(first.years) & set(last.years)
    if last.newest_year in shared:
        return last.newest_year
    return max(shared, default=None)


def _values(first: SeriesCube, last: SeriesCube) -> Iterator[ValueDifference]:
    series = sorted({*first.series, *last.series})
    units = list(dict.fromkeys([*first.units, *last.units]))
    present = [*first.years, *last.years]
    years = range(min(present), max(present) + 1) if present else range(0)
    before, after = (_spread(cube, series, years, units) for cube in (first, last))
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    for s, y, u in np.argwhere(~same):
        old, new = number(before[s, y, u]), number(after[s, y, u])
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        yield ValueDifference(kind, series[s], units[u], years[y], old, new)


def _spread(cube: SeriesCube, series: list[str], years: range, units: list[str]) -> np.ndarray:
    cells = np.full((len(series), len(years), len(units)), np.nan)
    if cube.series and cube.years:
        places = (
            [series.index(s) for s in cube.series],
            [years.index(y) for y in cube.years],
            [units.index(u) for u in cube.units],
        )
        cells[np.ix_(*places)] = cube.values
    return cells


def _definitions(before: dict[str, str], after: dict[str, str]) -> Iterator[DefinitionDifference]:
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if old == new or path.startswith("observations/"):
            continue  # observations are compared as values
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        keys = _keys(path, old, new) if kind == "changed" else ()
        yield DefinitionDifference(kind, path, tuple(keys))


def _keys(
    path: str, old: str | None, new: str | None
) -> Iterator[tuple[str, str | None, str | None]]:
    before, after = (_flat(path, kept(catalogue_folder(), sha or "")) for sha in (old, new))
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)


def _flat(path: str, content: bytes) -> dict[str, str]:
    if path.endswith(".yaml"):
        return dict(_leaves("", yaml.safe_load(content)))
    if path.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        return {",".join(row[:3]): ",".join(row[3:]) for row in rows[1:]}
    return {"": f"{len(content)} bytes"}


def _leaves(prefix: str, content: Any) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _leaves(f"{prefix}.{key}" if prefix else str(key), value)
    elif isinstance(content, list) and any(isinstance(i, dict) for i in content):
        for place, value in enumerate(content):
            name = value.get("id", place) if isinstance(value, dict) else place
            yield from _leaves(f"{prefix}.{name}", value)
    else:
        yield prefix, str(content)


def _moves(first: Panel, between: Panel, last: Panel, year: int) -> Iterator[Move]:
    shared = [n for n in last.node_ids if n in first.node_ids]
    panels = (first, between, last)
    ranked = [p.geography.peers_by_level("province", year, with_bangkok=False) for p in panels]
    for node_id in reversed(shared):
        scores = [_scores(p, node_id, year) for p in panels]
        ranks = [
            ranks_among(s, mask(p, codes))
            for s, p, codes in zip(scores, panels, ranked, strict=True)
        ]
        for code in dict.fromkeys([*ranked[2], *ranked[0]]):
            score = [_at(p, s, code) for p, s in zip(panels, scores, strict=True)]
            rank = [_at(p, r, code) for p, r in zip(panels, ranks, strict=True)]
            move = _move(node_id, code, score, rank)
            if move.because:
                yield move


def _scores(panel: Panel, node_id: str, year: int) -> np.ndarray:
    scores: np.ndarray = panel.aggregated.scores[panel.node_ids.index(node_id), panel.at(year)]
    return scores


def _at(panel: Panel, cells: np.ndarray, code: str) -> float | None:
    place = panel.geography.position.get(code)
    return None if place is None else number(cells[place])


def _move(node_id: str, code: str, score: list[float | None], rank: list[float | None]) -> Move:
    because: list[Literal["data", "method"]] = []
    for name, a, b in (("data", 0, 1), ("method", 1, 2)):
        if _differs(score[a], score[b]) or rank[a] != rank[b]:
            because.append(name)  # type: ignore[arg-type]
    return Move(
        node_id=node_id,
        unit=code,
        score_before=score[0],
        score_after=score[2],
        by_data=_less(score[1], score[0]),
        by_method=_less(score[2], score[1]),
        rank_before=_whole(rank[0]),
        rank_with_new_data=_whole(rank[1]),
        rank_after=_whole(rank[2]),
        because=tuple(because),
    )


def _differs(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is not b
    return not math.isclose(a, b, rel_tol=0, abs_tol=_SAME)


def _less(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _whole(rank: float | None) -> int | None:
    return None if rank is None else int(rank)
