"""The commands that compare: with a benchmark, with peers, with a target, with another year."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.cli.prepare import prepare
from moibench.cli.vantage import seen_from
from moibench.presentation.years import parse_year

GROUP = "group:"  # before the name or number of a saved group


def _year(typed: str | None) -> int | None:
    return None if typed is None else parse_year(typed)


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def run_compare(given: argparse.Namespace) -> None:
    """Print units × indicators beside the chosen benchmark."""
    year = _year(given.year)
    prepare()
    from moibench.analysis.choose import compare_with
    from moibench.analysis.panel import current_panel
    from moibench.analysis.search import find_subject, find_unit
    from moibench.presentation.machine_comparative import comparative_json
    from moibench.presentation.terminal_comparative import comparison_text

    with seen_from(given):
        choice = _choice(given, tuple(find_unit(u) for u in given.against or ()))
        indicators = tuple(find_subject(i) for i in given.indicator or ())
        answer = compare_with(
            tuple(find_unit(u) for u in given.units),
            indicators or current_panel().framework.headline_indicators,
            year,
            choice=choice,
        )
        if given.json:
            _print_json(comparative_json(answer, current_catalogue()))
        else:
            print(comparison_text(answer, current_catalogue(), given.language))


def _choice(given: argparse.Namespace, units: tuple[str, ...]) -> BenchmarkChoice:
    """Return the benchmark that was typed; naming units, or a group, says what kind is meant."""
    bangkok = {"with": True, "without": False, None: None}[given.bangkok]
    kind, group = given.benchmark, ""
    if kind is not None and kind.startswith(GROUP):
        from moibench.analysis.saved_groups import find_any_group

        found = find_any_group(kind.removeprefix(GROUP))
        kind, group = "units", found.name
        units = tuple(c for c in found.members if c in current_catalogue().units)
    elif kind is None:
        kind = "units" if units else "country"
    return BenchmarkChoice(
        kind=kind, units=units, with_bangkok=bangkok, model_id=given.model, group=group
    )


def run_groups(given: argparse.Namespace) -> None:
    """Print the saved groups that a comparison may name."""
    prepare()
    from moibench.analysis.saved_groups import every_group, what_is_left
    from moibench.presentation.terminal_groups import groups_json, groups_text

    with seen_from(given):
        found = tuple((g, what_is_left(g.members)) for g in every_group())
        if given.json:
            _print_json(groups_json(found))
        else:
            print(groups_text(found, current_catalogue(), given.language))


def run_sectors(given: argparse.Namespace) -> None:
    """Print what a unit's economy is made of and how its sectors changed."""
    year, first = _year(given.year), _year(given.first)
    prepare()
    from moibench.analysis.search import find_unit
    from moibench.analysis.sectors import sectors
    from moibench.presentation.sectors import sectors_json, sectors_text

    with seen_from(given):
        answer = sectors(find_unit(given.unit), year, first, given.table)
        if given.json:
            _print_json(sectors_json(answer, current_catalogue()))
        else:
            print(sectors_text(answer, current_catalogue(), given.language))


def run_peers(given: argparse.Namespace) -> None:
    """Print the units most alike in place, with distance and contributions."""
    prepare()
    from moibench.analysis.peers import peers
    from moibench.analysis.search import find_unit
    from moibench.presentation.machine_comparative import comparative_json
    from moibench.presentation.terminal_comparative import peers_text

    with seen_from(given):
        answer = peers(
            find_unit(given.unit),
            given.model,
            count=given.count,
            with_bangkok=given.with_bangkok,
            locked=tuple(find_unit(u) for u in given.lock or ()),
            dropped=tuple(find_unit(u) for u in given.drop or ()),
            weights=tuple(given.weight or ()),
        )
        if given.json:
            _print_json(comparative_json(answer, current_catalogue()))
        else:
            print(peers_text(answer, current_catalogue(), given.language))


def run_change(given: argparse.Namespace) -> None:
    """Print why a unit's score and rank changed between two years."""
    first, last = parse_year(given.change_from), parse_year(given.change_to)
    prepare()
    from moibench.analysis.explain import score_change
    from moibench.analysis.search import find_unit
    from moibench.presentation.machine_comparative import comparative_json
    from moibench.presentation.terminal_comparative import change_text

    with seen_from(given):
        answer = score_change(
            find_unit(given.unit),
            first,
            last,
            node_id=given.of,
            with_bangkok=given.with_bangkok,
            from_edition=given.from_edition,
        )
        if given.json:
            _print_json(comparative_json(answer, current_catalogue()))
        else:
            print(change_text(answer, current_catalogue(), given.language))


def run_explain(given: argparse.Namespace) -> None:
    """Print levers to the next level, what came with the plan, and what to explore."""
    year = _year(given.year)
    prepare()
    from moibench.analysis.before_after import before_after_unit
    from moibench.analysis.explore import areas_to_explore
    from moibench.analysis.levers import levers
    from moibench.analysis.search import find_subject, find_unit
    from moibench.presentation.machine_comparative import comparative_json
    from moibench.presentation.terminal_comparative import explanation_text

    with seen_from(given):
        catalogue = current_catalogue()
        unit = find_unit(given.unit)
        chosen = (find_subject(given.indicator),) if given.indicator else ()
        effects = before_after_unit(unit, given.plan, indicator_ids=chosen, model_id=given.model)
        moves = levers(unit, year, model_id=given.model)
        if given.json:
            parts = {
                "levers": moves,
                "before_after": effects,
                "explore": areas_to_explore(unit, year),
            }
            _print_json({key: comparative_json(part, catalogue) for key, part in parts.items()})
        else:
            print(explanation_text(moves, effects, catalogue, given.language))


def run_targets(given: argparse.Namespace) -> None:
    """Print the state of a unit's targets, with those of a file before the built-in ones.

    Those of the units inside are counted by state.
    """
    year = _year(given.year)
    prepare()
    from moibench.analysis.search import find_unit
    from moibench.analysis.target_states import member_targets
    from moibench.analysis.targets import target_review
    from moibench.presentation.machine_comparative import comparative_json
    from moibench.presentation.terminal_comparative import targets_text

    with seen_from(given):
        catalogue = current_catalogue()
        entered = _targets_of(Path(given.file)) if given.file else ()
        unit = find_unit(given.unit)
        answer = target_review(unit, year, entered=entered)
        inside = member_targets(unit, year)
        if given.json:
            counts = comparative_json(inside, catalogue)
            del counts["stamp"]  # the same as of the targets
            _print_json(comparative_json(answer, catalogue) | {"inside": counts})
        else:
            print(targets_text(answer, inside, catalogue, given.language))


def _targets_of(path: Path) -> tuple[Target, ...]:
    """Return the targets of a file.

    Raises:
        FiguresError: it cannot be read.
        TargetTableError: with every fault of its rows.
    """
    from moibench.ingest.target_files import read_target_grid
    from moibench.presentation.target_table import COLUMNS, TargetTableError, read_targets, rows_of

    rows, faults = rows_of(read_target_grid(path), COLUMNS)
    source = Text(th=path.name, en=path.name)
    read = read_targets(rows, current_catalogue(), unit=None, source=source)
    if found := (*faults, *read.faults):
        raise TargetTableError(found)
    return tuple(t for t in read.targets if t is not None)
