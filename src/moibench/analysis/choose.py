"""Answer: how does a figure stand beside the benchmark the reader chose?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from moibench.analysis.amounts import amount_of
from moibench.analysis.comparative_results import (
    CHOSEN_KINDS,
    Amount,
    BenchmarkChoice,
    ChosenBenchmark,
    ChosenCell,
    ChosenComparison,
    NoBenchmark,
    Peers,
)
from moibench.analysis.entered_targets import entered_targets
from moibench.analysis.errors import (
    EmptyGroup,
    GroupNotThere,
    NoPeers,
    UnitDidNotExist,
    UnknownChoice,
)
from moibench.analysis.figures import break_years, figure_of, number, standing_figure, trends
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.groups import BEST_SHARE, mask, standings
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.peers import peers_in
from moibench.analysis.questions import require_indicator, require_unit, year_or_newest
from moibench.analysis.relations import Told, told
from moibench.analysis.results import Figure
from moibench.analysis.target_goals import goal_of, meets, targets_for
from moibench.analysis.without_bangkok import country_without_bangkok
from moibench.engine import best_in_class, goalposts

MINIMUM_MEMBERS = 3
_NONE = Figure(None, None, None, "missing", None, None)


def compare_with(
    unit_codes: tuple[str, ...],
    indicator_ids: tuple[str, ...],
    year: int | None = None,
    *,
    choice: BenchmarkChoice | None = None,
) -> ChosenComparison:
    """Set units × indicators beside the chosen benchmark.

    Units that did not exist in the year are left out and named in `without_a_unit`.

    Raises:
        EmptyGroup: no unit or no indicator was chosen, or none of the units existed.
        UnknownUnit, UnknownSubject, NoFigures, NoDataForYear, UnknownChoice.
    """
    panel = current_panel()
    chosen = choice or BenchmarkChoice()
    _check(panel, unit_codes, indicator_ids)
    chosen = with_entered(chosen, unit_codes)
    asked = year_or_newest(panel, year)
    require_choice(panel, chosen, asked)
    there = tuple(c for c in unit_codes if panel.catalogue.units[c].exists_in(asked))
    if not there:
        raise EmptyGroup("unit")
    return panel.remember(_compare, there, unit_codes, indicator_ids, asked, chosen)


def benchmarks_in(
    indicator_id: str,
    figures: Mapping[str, Figure],
    year: int,
    *,
    choice: BenchmarkChoice,
) -> dict[str, ChosenBenchmark]:
    """Set the figures of a ranking, by unit code, beside the chosen benchmark.

    Unlike in a comparison, the CE `year` may be one of the indicator's alone.

    Raises:
        UnknownUnit, UnknownSubject, NoFigures, UnknownChoice, EmptyGroup, GroupNotThere.
    """
    panel = current_panel()
    require_indicator(panel, indicator_id)
    require_choice(panel, choice, year)
    return {
        code: panel.remember_part(chosen_benchmark, indicator_id, code, figure, year, choice)
        for code, figure in figures.items()
    }


def _check(
    panel: Panel,
    unit_codes: tuple[str, ...],
    indicator_ids: tuple[str, ...],
) -> None:
    if not unit_codes:
        raise EmptyGroup("unit")
    if not indicator_ids:
        raise EmptyGroup("indicator")
    for code in unit_codes:
        require_unit(panel, code)
    for indicator_id in indicator_ids:
        require_indicator(panel, indicator_id)


def with_entered(choice: BenchmarkChoice, unit_codes: tuple[str, ...]) -> BenchmarkChoice:
    """Return the choice with the targets that officers entered, where targets are meant."""
    if choice.kind != "target":
        return choice
    entered = (e.target for c in unit_codes for e in entered_targets(c))
    return replace(choice, targets=tuple(dict.fromkeys((*choice.targets, *entered))))


def require_choice(panel: Panel, choice: BenchmarkChoice, year: int) -> None:
    """Refuse a benchmark that does not exist, names nobody, or nobody there in the CE `year`.

    Raises:
        UnknownUnit, UnknownChoice, EmptyGroup, GroupNotThere.
    """
    for code in choice.units:
        require_unit(panel, code)
    if choice.kind not in CHOSEN_KINDS:
        raise UnknownChoice("benchmark", choice.kind, CHOSEN_KINDS)
    if choice.kind == "units":
        if not choice.units:
            raise EmptyGroup("unit")
        if not any(panel.catalogue.units[c].exists_in(year) for c in choice.units):
            raise GroupNotThere(choice.units, year)
    if choice.kind == "peers" and choice.model_id not in panel.catalogue.peer_models:
        raise UnknownChoice("peer model", choice.model_id, tuple(panel.catalogue.peer_models))


def _compare(
    panel: Panel,
    there: tuple[str, ...],
    asked_for: tuple[str, ...],
    indicator_ids: tuple[str, ...],
    year: int,
    choice: BenchmarkChoice,
) -> ChosenComparison:
    return ChosenComparison(
        year=year,
        newest_year=panel.newest_year,
        years=panel.years,
        choice=choice,
        unit_codes=there,
        indicator_ids=indicator_ids,
        cells=tuple(
            tuple(_cell(panel, i, code, year, choice) for code in there) for i in indicator_ids
        ),
        without_a_unit=tuple(c for c in asked_for if c not in there),
        stamp=panel.stamp,
    )


def _cell(
    panel: Panel, indicator_id: str, code: str, year: int, choice: BenchmarkChoice
) -> ChosenCell:
    figure = standing_figure(panel, indicator_id, code, year)
    counted = bool(choice.with_bangkok) or code == BANGKOK
    level = panel.geography.level_of(code)
    ranked = () if code == COUNTRY else panel.geography.peers_by_level(level, year, counted)
    standing = next(
        (s for s in standings(panel, indicator_id, code, year, ranked) if s.scope == "country"),
        None,
    )
    return ChosenCell(
        unit_code=code,
        figure=figure,
        benchmark=chosen_benchmark(panel, indicator_id, code, figure, year, choice),
        trend=trends(panel, indicator_id, figure.year or year)[panel.geography.position[code]],
        rank=standing.rank if standing else None,
        of=standing.of if standing else 0,
    )


def chosen_benchmark(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    figure: Figure,
    asked: int,
    choice: BenchmarkChoice,
) -> ChosenBenchmark:
    """Return the figure's benchmark of that choice, of the figure's own year."""
    counted = counts_bangkok(choice)
    year = figure.year if figure.year is not None else asked
    reference, members, reason = reference_of(panel, indicator_id, unit_code, year, asked, choice)
    if figure.value is None:
        reason = reason or "no_value"
    if reason is not None or reference.value is None:
        return _refused(choice, counted, reason or "no_benchmark_value", reference, members)
    return _related(panel, indicator_id, unit_code, figure, reference, members, choice, counted)


def _refused(
    choice: BenchmarkChoice,
    counted: bool,
    reason: NoBenchmark,
    figure: Figure = _NONE,
    members: tuple[str, ...] = (),
) -> ChosenBenchmark:
    return ChosenBenchmark(
        choice.kind,
        members,
        counted,
        figure,
        None,
        None,
        None,
        None,
        None,
        None,
        reason,
        choice.group,
    )


def counts_bangkok(choice: BenchmarkChoice) -> bool:
    """Tell whether the benchmark counts Bangkok: as usual the country does and nobody else."""
    return choice.kind == "country" if choice.with_bangkok is None else choice.with_bangkok


_Found = tuple[Figure, tuple[str, ...], NoBenchmark | None]


def reference_of(
    panel: Panel,
    indicator_id: str,
    code: str,
    year: int,
    asked: int,
    choice: BenchmarkChoice,
) -> _Found:
    """Return the benchmark's own figure of exactly `year`, whose it is, and why there is none."""
    counted = counts_bangkok(choice)
    match choice.kind:
        case "country" | "region" | "cluster":
            return _parent(panel, indicator_id, code, year, asked, choice.kind, counted)
        case "median" | "best_in_class":
            return _of_level(panel, indicator_id, code, year, asked, choice.kind, counted)
        case "peers":
            return _of_peers(panel, indicator_id, code, year, asked, choice)
        case "target":
            return _of_target(panel, indicator_id, code, asked, choice)
        case "baseline":
            return _of_baseline(panel, indicator_id, code, year, asked, choice)
        case _:
            return _of_units(panel, indicator_id, code, year, asked, choice.units)


def _parent(
    panel: Panel, indicator_id: str, code: str, year: int, asked: int, kind: str, counted: bool
) -> _Found:
    geography = panel.geography.in_year(asked)
    parent = COUNTRY if kind == "country" else geography.ancestor(code, kind)
    if parent is None:
        return _NONE, (), "no_parent"
    if parent == code:
        return _NONE, (), "itself"
    if kind == "country" and not counted:
        value = country_without_bangkok(panel, indicator_id, year)
        if value is None:
            return _NONE, (parent,), "cannot_leave_bangkok_out"
        figure = figure_of(panel, indicator_id, parent, year, asked=asked)
        source = figure.source_id, figure.edition_id
        return Figure(value, year, asked - year, "derived", *source), (parent,), None
    return figure_of(panel, indicator_id, parent, year, asked=asked), (parent,), None


def _of_level(
    panel: Panel, indicator_id: str, code: str, year: int, asked: int, kind: str, counted: bool
) -> _Found:
    level = "province" if code == COUNTRY else panel.geography.level_of(code)
    codes = panel.geography.peers_by_level(level, year, counted)
    values = np.where(mask(panel, codes), _row(panel, indicator_id, year), np.nan)
    present = int((~np.isnan(values)).sum())
    if present < 2:
        return _NONE, (), "too_few_members"
    if kind == "median":
        return _made(panel, indicator_id, codes[0], year, asked, np.nanmedian(values)), (), None
    sign = panel.sign(indicator_id)
    if sign == 0:
        return _NONE, (), "not_judged"
    best = best_in_class(values, sign, max(1, round(present * BEST_SHARE)))
    members = tuple(panel.geography.units[int(i)] for i in best.indices)
    return _made(panel, indicator_id, members[0], year, asked, best.mean), members, None


def _of_peers(
    panel: Panel,
    indicator_id: str,
    code: str,
    year: int,
    asked: int,
    choice: BenchmarkChoice,
) -> _Found:
    try:
        found = peers_of(panel, code, choice).codes
    except (NoPeers, UnitDidNotExist):
        return _NONE, (), "no_peers"
    return _median_of(panel, indicator_id, year, asked, found, MINIMUM_MEMBERS)


def peers_of(panel: Panel, code: str, choice: BenchmarkChoice) -> Peers:
    """Return the peers of a unit under a choice.

    Raises:
        NoPeers, UnitDidNotExist: it has none.
    """
    return peers_in(
        panel,
        code,
        choice.model_id,
        choice.count,
        bool(choice.with_bangkok),
        choice.locked,
        choice.dropped,
        choice.weights,
    )


def _of_units(
    panel: Panel, indicator_id: str, code: str, year: int, asked: int, codes: tuple[str, ...]
) -> _Found:
    there = tuple(c for c in codes if panel.catalogue.units[c].exists_in(year))
    if there == (code,):
        return _NONE, there, "itself"
    if not there:
        return _NONE, codes, "group_not_there"
    codes = there
    if len(codes) == 1:
        return figure_of(panel, indicator_id, codes[0], year, asked=asked), codes, None
    return _median_of(panel, indicator_id, year, asked, codes, 2)


def _median_of(
    panel: Panel,
    indicator_id: str,
    year: int,
    asked: int,
    codes: tuple[str, ...],
    minimum: int,
) -> _Found:
    values = np.where(mask(panel, codes), _row(panel, indicator_id, year), np.nan)
    if int((~np.isnan(values)).sum()) < minimum:
        return _NONE, codes, "too_few_members"
    return _made(panel, indicator_id, codes[0], year, asked, np.nanmedian(values)), codes, None


def _of_target(
    panel: Panel, indicator_id: str, code: str, asked: int, choice: BenchmarkChoice
) -> _Found:
    held = [t for t, _ in targets_for(panel, code, choice.targets) if t.indicator == indicator_id]
    if not held:
        return _NONE, (code,), "no_target"
    # A rolling plan has one target a year: the next one due is meant, past the plan its last.
    held.sort(key=lambda t: t.target_year)
    target = next((t for t in held if t.target_year >= asked), held[-1])
    goal = goal_of(panel, target, code)
    if goal.value is None:
        return _NONE, (code,), "no_benchmark_value"
    year = target.target_year
    return Figure(goal.value, year, asked - year, "final", None, None), (code,), None


def _of_baseline(
    panel: Panel, indicator_id: str, code: str, year: int, asked: int, choice: BenchmarkChoice
) -> _Found:
    plan = panel.catalogue.plans[panel.framework.plan]
    wanted = choice.baseline_years or plan.baseline_years
    held = [
        (y, f)
        for y in wanted
        if (f := figure_of(panel, indicator_id, code, y, asked=asked)).value is not None
    ]
    if not held:
        return _NONE, (code,), "no_benchmark_value"
    first, last = held[0][0], held[-1][0]
    if any(min(first, year) < b <= max(last, year) for b in break_years(panel, indicator_id)):
        return _NONE, (code,), "break"
    own = figure_of(panel, indicator_id, code, year, asked=asked)
    if len({f.edition_id for _, f in held} | {own.edition_id}) > 1:
        return _NONE, (code,), "editions_mixed"
    mean = float(np.mean([f.value for _, f in held if f.value is not None]))
    return Figure(mean, last, asked - last, "derived", own.source_id, own.edition_id), (code,), None


def _row(panel: Panel, indicator_id: str, year: int) -> np.ndarray:
    if year not in panel.cube.years:
        return np.full(len(panel.geography.units), np.nan)
    return np.asarray(panel.values(indicator_id).values[panel.cube.years.index(year)])


def _made(
    panel: Panel, indicator_id: str, code: str, year: int, asked: int, value: float
) -> Figure:
    source = figure_of(panel, indicator_id, code, year, asked=asked)
    return Figure(float(value), year, asked - year, "derived", source.source_id, source.edition_id)


def _related(
    panel: Panel,
    indicator_id: str,
    unit_code: str,
    figure: Figure,
    reference: Figure,
    members: tuple[str, ...],
    choice: BenchmarkChoice,
    counted: bool,
) -> ChosenBenchmark:
    own, other, year = figure.value, reference.value, figure.year
    if own is None or other is None or year is None:
        return _refused(choice, counted, "no_value", reference, members)
    gap = own - other
    verdict = _told(panel, indicator_id, unit_code, own, other, year, choice, reference.year)
    sign = panel.sign(indicator_id)
    amount: Amount | None = amount_of(panel, indicator_id, unit_code, year, gap)
    return ChosenBenchmark(
        kind=choice.kind,
        members=members,
        with_bangkok=counted,
        figure=reference,
        gap=gap,
        gap_points=_points(panel, indicator_id, own) - _points(panel, indicator_id, other)
        if indicator_id in panel.design.indicator_ids
        else None,
        amount=amount,
        relation=verdict.relation,
        rule=verdict.rule,
        width=verdict.width,
        reason="not_judged" if sign == 0 and verdict.relation is None else None,
        group=choice.group,
    )


def _told(
    panel: Panel,
    indicator_id: str,
    code: str,
    own: float,
    other: float,
    year: int,
    choice: BenchmarkChoice,
    due: int | None,
) -> Told:
    """By the goal against a target that is set, else by the rule of every comparison."""
    if choice.kind == "target":
        for target, _ in targets_for(panel, code, choice.targets):
            if target.indicator == indicator_id and target.target_year == due:
                met = meets(panel, target, own, other)
                return Told(None if met is None else "better" if met else "worse", "goal", None)
    return told(panel, indicator_id, code, own, other, year)


def _points(panel: Panel, indicator_id: str, value: float) -> float:
    low, high = panel.goalposts[panel.design.indicator_ids.index(indicator_id)]
    found = goalposts(np.array([[value]]), np.array([low]), np.array([high]))
    return number(found.values[0, 0]) or 0.0
