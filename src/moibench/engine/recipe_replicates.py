"""An index built again and again with other choices: by any recipe, on any executor.

What replicates have in common is computed once: each variant of the data, up to the last step
before `aggregate`, and then all replicates that stand on it together.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import Any

import numpy as np

from moibench.engine import recipe as step
from moibench.engine.aggregate import Method, aggregate
from moibench.engine.blocks import Executor, Progress, run_blocks
from moibench.engine.build import State, run_recipe_step, start
from moibench.engine.build.steps import methods
from moibench.engine.cube import EngineError, FloatArray, IntArray
from moibench.engine.draws import Draws, Inputs, random_draws
from moibench.engine.index_data import IndexData
from moibench.engine.recipe import Recipe, plain
from moibench.engine.tree import Node, Tree

# Rounds of drawing anew what was refused; a half refused at random is gone after as many.
ROUNDS = 64


@dataclass(frozen=True)
class Refused:
    """A combination of choices that cannot be computed, why, and how many draws it had."""

    choices: dict[str, Any]
    reason: str
    draws: int


@dataclass(frozen=True)
class Failed:
    """A replicate without a result, and why."""

    replicate: int
    reason: str


@dataclass(frozen=True, eq=False)
class RecipeReplicates:
    """Scores of every replicate, shape (replicate, node, year, unit), and what they chose.

    `refused` were left out before the run; `failed` have no score, which counts as missing.
    """

    index: IndexData
    recipe: Recipe
    draws: Draws
    nodes: tuple[str, ...]
    scores: FloatArray
    refused: tuple[Refused, ...]
    failed: tuple[Failed, ...]


@dataclass(frozen=True, eq=False)
class _Variant:
    """The data and the way to aggregate that some replicates share."""

    values: FloatArray
    tree: Tree
    methods: tuple[Method, ...]
    coverage: float
