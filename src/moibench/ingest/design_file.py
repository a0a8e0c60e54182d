"""DESIGN.csv: the choices of replicates, row by row, to replay them or to try one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from moibench.catalogue.recipe import RecipeError, alternative
from moibench.engine.draws import (
    AS_IN_RECIPE,
    LEAVE_OUT,
    NOISE,
    REPLICATE,
    WEIGHT_FACTOR,
    Draws,
    weighted_codes,
)
from moibench.engine.faults import Faults
from moibench.engine.recipe import Recipe
from moibench.engine.structure import Structure
from moibench.ingest.index_files import HEAD_LINE, read_columns


def read_design(path: Path, recipe: Recipe, structure: Structure) -> Draws:
    """Read the choices of every replicate.

    Columns are addresses of the recipe ("normalise.method", or "treat" with used or skipped),
    `leave_out` (an iCode), `noise` (a seed of the data's errors) and `weight_factor.CODE` (what
    the weight of that code is times). An empty cell is as in the recipe.

    Raises:
        Faults: every cell and column that is wrong, by file, row and column.
    """
    columns = read_columns(path)
    faults: list[str] = []
    number = len(next(iter(columns.values())))
    codes = weighted_codes(structure)
    if number == 0:
        faults.append(f"{path.name}: has no row")
    addresses = [
        name
        for name in columns
        if name not in (REPLICATE, LEAVE_OUT, NOISE) and not name.startswith(WEIGHT_FACTOR)
    ]
    alternatives: list[tuple[Any, ...]] = []
    chosen = np.full((number, len(addresses)), AS_IN_RECIPE)
    for column, address in enumerate(addresses):
        texts = list(dict.fromkeys(t.strip() for t in columns[address] if t.strip()))
        values = []
        for text in texts:
            try:
                values.append(_alternative(recipe, address, text))
            except RecipeError as error:
                values.append(None)
                faults += [f"{path.name}, column {address!r}: {fault}" for fault in error.faults]
        alternatives.append(tuple(values))
        for row, text in enumerate(columns[address]):
            if text.strip():
                chosen[row, column] = texts.index(text.strip())
    left_out = tuple(t.strip() for t in columns.get(LEAVE_OUT, [""] * number))
    for row, code in enumerate(left_out):
        if code and code not in structure.indicators:
            faults.append(f"{_at(path, row)}, column {LEAVE_OUT!r}: {code!r} is no indicator")
    seeds = columns.get(NOISE, [""] * number)
    noise = [_whole(path, row, text, faults) for row, text in enumerate(seeds)]
    factors = _factors(path, columns, codes, number, faults)
    if faults:
        raise Faults(faults)
    return Draws(
        tuple(addresses),
        tuple(alternatives),
        chosen,
        codes,
        factors,
        left_out,
        np.array(noise, dtype=np.int64),
    )


def _alternative(recipe: Recipe, address: str, text: str) -> Any:
    """Read a cell as a recipe file would; a code that looks like a number stays a text."""
    try:
        return alternative(recipe, address, yaml.safe_load(text))
    except (yaml.YAMLError, RecipeError):
        return alternative(recipe, address, text)


def _whole(path: Path, row: int, text: str, faults: list[str]) -> int:
    if not text.strip():
        return 0
    if not text.strip().isdigit():
        faults.append(f"{_at(path, row)}, column {NOISE!r}: {text!r} is no whole number from 0 on")
        return 0
    return int(text)


def _factors(
    path: Path,
    columns: dict[str, Sequence[Any]],
    codes: tuple[str, ...],
    number: int,
    faults: list[str],
) -> Any:
    given = [name for name in columns if name.startswith(WEIGHT_FACTOR)]
    if not given:
        return None
    factors = np.ones((number, len(codes)))
    for name in given:
        code = name.removeprefix(WEIGHT_FACTOR)
        if code not in codes:
            faults.append(f"{path.name}, column {name!r}: {code!r} has no weight in META")
            continue
        for row, text in enumerate(columns[name]):
            if not text.strip():
                continue
            try:
                factor = float(text)
            except ValueError:
                factor = -1.0
            if not 0 <= factor < np.inf:
                at = f"{_at(path, row)}, column {name!r}"
                faults.append(f"{at}: {text!r} is no factor of 0 or more")
            factors[row, codes.index(code)] = factor
    return factors


def _at(path: Path, row: int) -> str:
    return f"{path.name} row {row + HEAD_LINE + 1}"
