"""Recipe files: YAML read into the engine's recipe, or everything that is wrong with one.

The schema is the engine's step classes themselves, so that a key is written down once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from moibench.catalogue.unique_keys import UniqueKeyLoader
from moibench.engine.cube import EngineError
from moibench.engine.faults import Faults
from moibench.engine.recipe import SKIPPED, STEPS, USED, Recipe, Vary, locate, plain_step

SECTIONS = ("steps", "uncertainty")


class RecipeError(Exception):
    """A recipe that cannot be used; `faults` name file, step and key, one line each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("The recipe has faults:\n" + "\n".join(f"- {f}" for f in self.faults))


def load_recipe(path: Path) -> Recipe:
    """Read a recipe file, or the recipe kept in a `result.json`.

    Raises:
        RecipeError: with every fault found, each naming step and key.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=UniqueKeyLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RecipeError([f"{path.name}: is not readable YAML ({error})"]) from error
    if isinstance(content, dict) and "recipe" in content:
        content = content["recipe"]
    try:
        return recipe_of(content)
    except RecipeError as error:
        raise RecipeError(f"{path.name}: {fault}" for fault in error.faults) from None


def recipe_of(content: Any) -> Recipe:
    """Turn the content of a recipe file into a recipe.

    Raises:
        RecipeError: with every fault found.
    """
    if not isinstance(content, dict) or not isinstance(content.get("steps"), list):
        raise RecipeError(["must hold the key steps with a list of steps"])
    faults = [
        f"there is no key {k!r}{_near(str(k), SECTIONS)}" for k in content if k not in SECTIONS
    ]
    steps = []
    for place, item in enumerate(content["steps"], start=1):
        named = _named(item)
        if named is None:
            faults.append(f"step {place}: must be a name, or one name with its keys")
        elif named[0] not in STEPS:
            faults.append(f"step {place}: there is no step {named[0]!r}{_near(named[0], STEPS)}")
        else:
            where = f"step {place} ({named[0]})"
            steps.append(_checked(STEPS[named[0]], named[1], where, faults))
    vary = _checked(Vary, content.get("uncertainty") or {}, "uncertainty", faults)
    if faults:
        raise RecipeError(faults)
    try:
        recipe = Recipe(tuple(steps), vary)
        return Recipe(recipe.steps, _with_alternatives(recipe))
    except Faults as error:
        raise RecipeError(error.faults) from error


def _named(item: Any) -> tuple[str, Any] | None:
    if isinstance(item, str):
        return item, {}
    if isinstance(item, dict) and len(item) == 1:
        ((name, keys),) = item.items()
        return str(name), keys or {}
    return None


def _checked(model: Any, keys: Any, where: str, faults: list[str]) -> Any:
    if not isinstance(keys, dict):
        faults.append(f"{where}: must hold keys and values")
        return None
    known = [f.name for f in fields(model)]
    unknown = [key for key in keys if key not in known]
    faults.extend(f"{where}: there is no key {key!r}{_near(str(key), known)}" for key in unknown)
    given = {key: value for key, value in keys.items() if key in known}
    try:
        return _adapter(model).validate_python(given)
    except ValidationError as error:
        told = set()
        for fault in error.errors():
            # A key that takes one of several shapes fails once for each; one sentence is enough.
            key = ".".join(str(part) for part in fault["loc"] if "[" not in str(part))
            if key not in told:
                told.add(key)
                faults.append(f"{where}: {key}: {fault['msg']}, not {fault['input']!r}")
        return None


def alternative(recipe: Recipe, address: str, value: Any) -> Any:
    """Return a value for a step's key, or for a whole step, checked and read as the step would.

    Raises:
        RecipeError: there is no such step or key, or the value is not one of it.
    """
    faults: list[str] = []
    try:
        place, name = locate(recipe, address)
    except EngineError as error:
        raise RecipeError([str(error)]) from error
    if name is None:
        if value not in (USED, SKIPPED):
            raise RecipeError([f"{value!r} is neither {USED} nor {SKIPPED}"])
        return value
    own = recipe.steps[place]
    step = _checked(type(own), plain_step(own)[own.name] | {name: value}, own.name, faults)
    if faults:
        raise RecipeError(faults)
    return getattr(step, name)


def _with_alternatives(recipe: Recipe) -> Vary:
    """Return the uncertainty with every alternative checked and read as its step would."""
    faults: list[str] = []
    choices = {}
    for address, alternatives in recipe.uncertainty.choices.items():
        where = f"uncertainty: choices.{address}"
        if not alternatives:
            faults.append(f"{where}: needs at least one alternative")
        read = []
        for value in alternatives:
            try:
                read.append(alternative(recipe, address, value))
            except RecipeError as error:
                faults += [f"{where}: {fault}" for fault in error.faults]
        choices[address] = tuple(read)
    if faults:
        raise Faults(faults)
    return replace(recipe.uncertainty, choices=choices)


@cache
def _adapter(model: type[object]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _near(typed: str, known: Iterable[str]) -> str:
    names = list(known)
    close = get_close_matches(typed, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(names)}"
