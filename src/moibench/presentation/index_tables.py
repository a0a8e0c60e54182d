"""A built index as tables and plain data for programs: unrounded, empty or null for missing."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from moibench.engine.build import Built, Stage
from moibench.engine.cube import BoolArray
from moibench.engine.index_data import IndexData
from moibench.engine.recipe import Recipe, plain
from moibench.engine.weigh import effective_weights

Row = Sequence[object]
Table = tuple[list[str], Iterator[Row]]


def build_tables(built: Built) -> Iterator[tuple[str, Table]]:
    """Yield every table of a built index by the name of its file."""
    index, state = built.index, built.state
    for stage in built.stages:
        yield stage.name, stage_table(index, stage)
    yield "imputed_cells", (_head(index, "iCode", "value"), _imputed(built))
    head = _head(index, "iCode", "before", "after", "why")
    yield "treated_cells", (head, _treated(built))
    yield "capped_cells", (_head(index, "iCode", "score"), _marked(built, state.capped))
    head = ["code", *(["Time"] if index.dated else []), "kept", "reason"]
    yield "screened_out", (head, _screened(built))
    head = ["iCode", "Parent", "Level", "given", "weight", "share"]
    yield "weights", (head, _weights(built))
    if state.above is not None:
        yield "without_score", (_head(index, "iCode", "reason"), _without_score(built))
        for name in ("coverage", "imputed_share", "renormalised"):
            values = np.asarray(getattr(state.above, name), dtype=np.float64)
            nodes = tuple(node.id for node in state.tree.nodes)
            yield name, stage_table(index, Stage(name, nodes, values, state.rows))


def stage_table(index: IndexData, stage: Stage) -> Table:
    """Return the values of a stage: a row for each unit and year still there, a column a code."""
    return _head(index, *stage.codes), _stage_rows(index, stage)


def build_result(built: Built, inputs: Mapping[str, str]) -> dict[str, Any]:
    """Return a built index with all that is needed to compute it again.

    Args:
        built: from `build`.
        inputs: file name → SHA-256 of what it was built from.
    """
    index, state = built.index, built.state
    known = index.structure
    result: dict[str, Any] = head_of_result(index, built.recipe, inputs)
    result |= {
        "stages": [stage.name for stage in built.stages],
        "tree": [
            {"iCode": node.id, "children": list(node.children), "weights": list(node.weights)}
            for node in state.tree.nodes
        ],
        "effective_weights": dict(
            zip(
                (*state.indicators, *(node.id for node in state.tree.nodes)),
                effective_weights(state.tree).tolist(),
                strict=True,
            )
        ),
        "names": known.names,
        "units_of_measure": known.units_of_measure,
        "unit_names": index.unit_names,
        "fitted": [
            {
                "step": own.step,
                "indicators": list(own.indicators),
                "parameters": plain_data(own.parameters),
            }
            for own in state.fitted
        ],
        "weighing": [plain_data(report) for report in state.reports],
        "screened": [plain_data(own) for own in state.screened],
        "scores": list(_scores(built)),
    }
    return result


def head_of_result(index: IndexData, recipe: Recipe, inputs: Mapping[str, str]) -> dict[str, Any]:
    """Return what every result says: which program, recipe and data it is of, and notices."""
    return {
        "moibench": version("moibench"),
        "recipe": plain(recipe),
        "recipe_hash": recipe.hash,
        "inputs": dict(inputs),
        "years": list(index.years) if index.dated else [],
        "units": list(index.units),
        "indicators": list(index.structure.indicators),
    }


def plain_data(value: Any) -> Any:
    """Return dataclasses, arrays and numbers as what JSON knows; NaN and infinity are null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        own = {f.name: plain_data(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"kind": type(value).__name__} | own
    if isinstance(value, np.ndarray | np.generic):
        return plain_data(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain_data(own) for key, own in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(own) for own in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def cell_text(value: object) -> str:
    """Return a cell as it stands in a file: every digit of a number, nothing for a missing one."""
    if value is None:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        whole = value.is_integer() and abs(value) < 2**53
        return str(int(value)) if whole else repr(value)
    return str(value)


def place_of(index: IndexData, year: int, unit: int) -> list[object]:
    """Return the first cells of a row: uCode, and Time where the data have it."""
    return [index.units[unit], *([index.years[year]] if index.dated else [])]


def _head(index: IndexData, *columns: str) -> list[str]:
    return ["uCode", *(["Time"] if index.dated else []), *columns]


def _stage_rows(index: IndexData, stage: Stage) -> Iterator[Row]:
    for year, there in enumerate(stage.rows):
        cells: list[list[float]] = stage.values[:, year].T.tolist()
        for unit in np.flatnonzero(there).tolist():
            yield [*place_of(index, year, unit), *cells[unit]]


def _marked(built: Built, marks: BoolArray) -> Iterator[Row]:
    state = built.state
    for code, year, unit in np.argwhere(marks & state.rows).tolist():
        value = float(state.values[code, year, unit])
        yield [*place_of(built.index, year, unit), state.indicators[code], value]


def _imputed(built: Built) -> Iterator[Row]:
    """Yield imputed cells with what they were filled with, as of the last imputation."""
    state = built.state
    last = [stage for stage in built.stages if stage.name.startswith("imputed")]
    if not last:
        return
    for code, year, unit in np.argwhere(state.imputed & state.rows).tolist():
        column = last[-1].codes.index(state.indicators[code])
        value = float(last[-1].values[column, year, unit])
        yield [*place_of(built.index, year, unit), state.indicators[code], value]


def _treated(built: Built) -> Iterator[Row]:
    for part in built.state.treated:
        for cell in part.treated.cells:
            if built.state.rows[cell.place[0], cell.unit]:
                where = place_of(built.index, cell.place[0], cell.unit)
                yield [*where, part.indicators[cell.indicator], cell.before, cell.after, cell.why]


def _screened(built: Built) -> Iterator[Row]:
    for own in built.state.screened:
        when = [own.year] if built.index.dated else []
        yield [own.code, *when, "yes" if own.kept else "no", own.reason]


def _without_score(built: Built) -> Iterator[Row]:
    for code, year, unit, reason in built.without_score():
        yield [*place_of(built.index, year, unit), code, reason]


def _weights(built: Built) -> Iterator[Row]:
    known, tree = built.index.structure, built.state.tree
    given = {
        child: weight
        for node in known.tree.nodes
        for child, weight in zip(node.children, node.weights, strict=True)
    }
    codes = (*tree.leaves, *(node.id for node in tree.nodes))
    share = dict(zip(codes, effective_weights(tree).tolist(), strict=True))
    own = {
        child: (node.id, weight)
        for node in tree.nodes
        for child, weight in zip(node.children, node.weights, strict=True)
    }
    for code in codes:
        parent, weight = own.get(code, (None, None))
        yield [code, parent, known.levels[code], given.get(code), weight, share[code]]


def _scores(built: Built) -> Iterator[dict[str, Any]]:
    index, state = built.index, built.state
    if state.above is None:
        return
    nodes = [node.id for node in state.tree.nodes]
    first = len(state.indicators)
    for year, unit in np.argwhere(state.rows).tolist():
        own: dict[str, Any] = {"uCode": index.units[unit]}
        if index.dated:
            own["Time"] = index.years[year]
        tables = {
            "scores": state.above.scores,
            "coverage": state.above.coverage,
            "imputed_share": state.above.imputed_share,
            "ranks": None if state.ranks is None else state.ranks[first:],
            "levels": None if state.levels is None else state.levels[first:],
        }
        for name, values in tables.items():
            if values is not None:
                numbers = plain_data(values[:, year, unit])
                own[name] = dict(zip(nodes, numbers, strict=True))
        yield own
