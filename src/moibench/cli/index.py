"""`moibench index`: any composite index from files. Neither Django nor a database is needed."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from moibench.catalogue.recipe import RecipeError, load_recipe
from moibench.cli.failures import COULD_NOT, Refusal
from moibench.engine.build import build
from moibench.engine.cube import EngineError
from moibench.engine.draws import Draws
from moibench.engine.faults import Faults
from moibench.engine.index_data import BUDDHIST_ERA, IndexData
from moibench.engine.recipe import Recipe
from moibench.engine.recipe_audit import audit_index
from moibench.engine.recipe_change import index_change
from moibench.engine.recipe_explain import explain_score
from moibench.engine.recipe_replicates import RecipeReplicates, replicate_recipe
from moibench.engine.recipe_sensitivity import leave_each_out, recipe_sensitivity
from moibench.ingest.design_file import read_design
from moibench.ingest.index_files import read_index_files, sha256
from moibench.presentation.index_audit import audit_page
from moibench.presentation.index_change_tables import change_tables
from moibench.presentation.index_faults import in_language
from moibench.presentation.index_tables import (
    Table,
    build_result,
    build_tables,
    cell_text,
    head_of_result,
    plain_data,
)
from moibench.presentation.language import Language, text
from moibench.presentation.replicate_tables import (
    sensitivity_tables,
    uncertainty_result,
    uncertainty_tables,
)

MORE_FILES = ("errors", "design", "data_before", "recipe_before")
RESULT, PAGE = "result.json", "audit.html"


def run_build(given: argparse.Namespace) -> None:
    """Build an index and write a table for every stage of it."""
    with _explained(given.language):
        index, recipe = _read(given)
        built = build(index, recipe)
        names = _write(given, build_tables(built))
        result = build_result(built, _inputs(given)) | {"notices": list(built.state.notices)}
        _finish(given, names, result)


def run_uncertainty(given: argparse.Namespace) -> None:
    """Build an index in replicates and write how far its ranks depend on choices."""
    with _explained(given.language):
        index, recipe = _read(given)
        draws = _design(given, recipe, index)
        done = replicate_recipe(index, recipe, draws, **_where(given))
        names = _write(given, uncertainty_tables(done))
        result = head_of_result(index, recipe, _inputs(given)) | uncertainty_result(done)
        _finish(given, names, result)
        _tell_refused(given.language, done)


def run_sensitivity(given: argparse.Namespace) -> None:
    """Write which choice the ranks depend on, and what each indicator does to them."""
    with _explained(given.language):
        index, recipe = _read(given)
        draws = _design(given, recipe, index)
        found = recipe_sensitivity(index, recipe, draws, **_where(given))
        several = len(index.structure.indicators) > 1
        left_out = leave_each_out(index, recipe) if several else None
        names = _write(given, sensitivity_tables(found, left_out))
        result = head_of_result(index, recipe, _inputs(given))
        result |= {
            "inputs_of_the_design": list(found.inputs),
            "base": found.base,
            "runs": len(found.replicates.draws),
            "seed": recipe.uncertainty.seed,
            "failed": [plain_data(own) for own in found.replicates.failed],
        }
        _finish(given, names, result)


def run_audit(given: argparse.Namespace) -> None:
    """Write what an auditor of an index looks at."""
    with _explained(given.language):
        index, recipe = _read(given)
        built = build(index, recipe)
        year = _year(given, index)
        done = None
        if given.replicates:
            everything = tuple(node.id for node in built.state.tree.nodes)
            vary = replace(recipe.uncertainty, nodes=everything)
            done = replicate_recipe(index, replace(recipe, uncertainty=vary), **_where(given))
        found = audit_index(built, year, done)
        result = head_of_result(index, recipe, _inputs(given))
        if index.dated:
            result["year"] = year
        result |= {"audit": plain_data(found), "notices": list(built.state.notices)}
        page = audit_page(found, index, recipe, year, given.language)
        _write_text(given, PAGE, page)
        _finish(given, [PAGE], result)


def run_explain(given: argparse.Namespace) -> None:
    """Print what one score is made of, down to the raw cells."""
    with _explained(given.language):
        index, recipe = _read(given)
        found = explain_score(build(index, recipe), given.unit, _year(given, index), given.node)
        print(json.dumps(plain_data(found), ensure_ascii=False, indent=2, allow_nan=False))


def run_change(given: argparse.Namespace) -> None:
    """Write why scores and ranks changed between two years, in parts that add up."""
    with _explained(given.language):
        index, recipe = _read(given)
        years = index.years
        if len(years) < 2:
            raise Refusal(text("index.one_year", given.language), COULD_NOT)
        before, recipe_before = None, None
        if given.data_before is not None:
            before = read_index_files(given.data_before, given.meta)
        if given.recipe_before is not None:
            recipe_before = load_recipe(given.recipe_before)
        found = index_change(
            index,
            recipe,
            years[-2] if given.earlier is None else _known_year(given.earlier, index),
            years[-1] if given.later is None else _known_year(given.later, index),
            before=before,
            recipe_before=recipe_before,
            units=given.unit,
        )
        names = _write(given, change_tables(found))
        result = head_of_result(index, recipe, _inputs(given))
        result |= {"from": found.years[0], "to": found.years[1]}
        result |= {"notices": [found.reason] if found.reason else []}
        _finish(given, names, result)


RUN: dict[str, Callable[[argparse.Namespace], None]] = {
    "build": run_build,
    "uncertainty": run_uncertainty,
    "sensitivity": run_sensitivity,
    "audit": run_audit,
    "change": run_change,
    "explain": run_explain,
}


@contextmanager
def _explained(language: Language) -> Iterator[None]:
    try:
        yield
    except Faults as error:
        raise Refusal(_listed("index.faults", error.faults, language), COULD_NOT) from error
    except RecipeError as error:
        raise Refusal(_listed("index.recipe_faults", error.faults, language), COULD_NOT) from error
    except EngineError as error:
        raise Refusal(_listed("index.faults", [str(error)], language), COULD_NOT) from error


def _listed(key: str, faults: Iterable[str], language: Language) -> str:
    return "\n".join([text(key, language), *(f"- {in_language(own, language)}" for own in faults)])


def _read(given: argparse.Namespace) -> tuple[IndexData, Recipe]:
    """Read recipe and files, and say everything that is wrong with either at once."""
    sentences = []
    recipe, index = None, None
    try:
        recipe = load_recipe(given.recipe)
    except RecipeError as error:
        sentences.append(_listed("index.recipe_faults", error.faults, given.language))
    try:
        index = read_index_files(given.data, given.meta, getattr(given, "errors", None))
    except Faults as error:
        sentences.append(_listed("index.faults", error.faults, given.language))
    if recipe is None or index is None:
        raise Refusal("\n".join(sentences), COULD_NOT)
    said = {
        name: value
        for name in ("replicates", "seed")
        if (value := getattr(given, name, None)) is not None
    }
    return index, replace(recipe, uncertainty=replace(recipe.uncertainty, **said))


def _design(given: argparse.Namespace, recipe: Recipe, index: IndexData) -> Draws | None:
    return None if given.design is None else read_design(given.design, recipe, index.structure)


def _year(given: argparse.Namespace, index: IndexData) -> int:
    year = index.years[-1] if given.year is None else _known_year(given.year, index)
    if year not in index.years:
        years = ", ".join(map(str, index.years))
        raise Refusal(text("index.unknown_year", given.language, year=year, years=years), COULD_NOT)
    return year


def _known_year(typed: int, index: IndexData) -> int:
    """Return a year as the data have it: CE, also where it was typed in the Buddhist Era."""
    earlier = typed - BUDDHIST_ERA
    return earlier if typed not in index.years and earlier in index.years else typed


def _where(given: argparse.Namespace) -> dict[str, Any]:
    progress: Callable[[int, int], None] | None = None
    if sys.stderr.isatty():

        def progress(done: int, everything: int) -> None:
            told = text("index.progress", given.language, done=done, all=everything)
            print(f"\r{told}", end="\n" if done == everything else "", file=sys.stderr, flush=True)

    return {"executor": given.executor, "workers": given.workers, "progress": progress}


def _inputs(given: argparse.Namespace) -> dict[str, str]:
    paths = [given.data, given.meta, given.recipe]
    paths += [path for name in MORE_FILES if (path := getattr(given, name, None))]
    return {path.name: sha256(path) for path in paths}


def _write(given: argparse.Namespace, tables: Iterable[tuple[str, Table]]) -> list[str]:
    names = []
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        for name, (head, rows) in tables:
            path = given.out / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(head)
                writer.writerows([cell_text(cell) for cell in row] for row in rows)
            names.append(path.name)
    except OSError as error:
        raise _unwritten(given, error) from error
    return names


def _write_text(given: argparse.Namespace, name: str, content: str) -> None:
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        (given.out / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise _unwritten(given, error) from error


def _finish(given: argparse.Namespace, names: list[str], result: Mapping[str, Any]) -> None:
    """Write the result beside its tables, and say where all is."""
    content: dict[str, Any] = {**result, "files": names}
    told = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    _write_text(given, RESULT, told + "\n")
    print(text("index.written", given.language, number=len(names) + 1, folder=given.out))
    notices = content.get("notices", [])
    if notices:
        print(text("index.notices", given.language, number=len(notices), file=RESULT))
        for notice in notices:
            print(f"- {in_language(notice, given.language)}")


def _unwritten(given: argparse.Namespace, error: OSError) -> Refusal:
    fields = {"path": error.filename or given.out, "reason": error.strerror or error}
    return Refusal(text("terminal.write", given.language, **fields), COULD_NOT)


def _tell_refused(language: Language, done: RecipeReplicates) -> None:
    if done.refused:
        draws = sum(own.draws for own in done.refused)
        fields = {"number": len(done.refused), "draws": draws, "file": RESULT}
        print(text("index.refused", language, **fields))
    if done.failed:
        print(text("index.failed", language, number=len(done.failed), file=RESULT))
