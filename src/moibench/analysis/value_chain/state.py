"""A chain beside the state of its unit: what each factor's indicators say, and the gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenBenchmark, ChosenCell
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.plan_results import TargetProgress, TargetState
from moibench.analysis.questions import require_unit, year_or_newest
from moibench.analysis.results import Stamp
from moibench.analysis.targets import target_review
from moibench.analysis.value_chain.content import STAGES, Content, Factor, StageName

GapKind = Literal[
    "stage_without_actors",
    "stage_without_factors",
    "factor_without_indicator",
    "indicator_gone",
    "indicator_not_loaded",
    "indicator_outside",
    "indicator_no_value",
    "worse",
    "off_target",
]
OFF_TARGET: frozenset[TargetState] = frozenset({"needs_acceleration", "limited", "moving_away"})


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator of a factor.

    cell: figure, chosen benchmark, trend and rank; None where no figure of it was ever loaded, or
    where it is `outside`: it has figures, but no place in the framework in use. peers: the
    benchmark of the statistical peers, where the unit has some. target: the next one that falls
    due, else the last. gone: it is no longer in the catalogue.
    """

    indicator_id: str
    cell: ChosenCell | None
    peers: ChosenBenchmark | None
    target: TargetProgress | None
    gone: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class FactorState:
    """A factor with what measures it."""

    factor: Factor
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage with its actors and factors."""

    stage: StageName
    actors: tuple[str, ...]
    factors: tuple[FactorState, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or lags in a chain. factor: its identifier.

    worse_than: the benchmarks that the unit is clearly worse than, the chosen one first.
    """

    kind: GapKind
    stage: StageName
    factor: str | None = None
    measured: Measured | None = None
    worse_than: tuple[ChosenBenchmark, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainState:
    """A chain of a unit in a year, beside the chosen benchmark.

    newest_year: the newest in which most of its indicators have a figure.
    """

    unit_code: str
    year: int
    newest_year: int
    years: tuple[int, ...]
    content: Content
    choice: BenchmarkChoice
    stages: tuple[StageState, ...]
    gaps: tuple[Gap, ...]
    stamp: Stamp


def chain_state(
    unit_code: str,
    content: Content,
    year: int | None = None,
    *,
    choice: BenchmarkChoice | None = None,
) -> ChainState:
    """Set a unit's chain beside its figures of a CE year.

    Without a year: the newest in which most of the chain's indicators have a figure of the unit.

    Raises:
        UnknownUnit, UnitDidNotExist, NoDataForYear, UnknownChoice, EmptyGroup, GroupNotThere.
    """
    panel = current_panel()
    loaded = tuple(i for i in content.indicators if i in panel.indicator_ids)
    require_unit(panel, unit_code)
    fullest = _fullest_year(panel, unit_code, loaded)
    asked = fullest if year is None else year_or_newest(panel, year)
    require_unit(panel, unit_code, asked)
    unit = panel.catalogue.units[unit_code]
    chosen = choice or BenchmarkChoice()
    cells: dict[str, ChosenCell] = {}
    peers: dict[str, ChosenBenchmark] = {}
    targets: dict[str, TargetProgress] = {}
    if loaded:
        answer = compare_with((unit_code,), loaded, asked, choice=chosen)
        cells = {i: row[0] for i, row in zip(loaded, answer.cells, strict=True)}
        alike = compare_with((unit_code,), loaded, asked, choice=replace(chosen, kind="peers"))
        peers = {i: row[0].benchmark for i, row in zip(loaded, alike.cells, strict=True)}
        targets = _targets(unit_code, asked)

    def measured(indicator_id: str) -> Measured:
        return Measured(
            indicator_id,
            cells.get(indicator_id),
            peers.get(indicator_id),
            targets.get(indicator_id),
            gone=(known := panel.catalogue.indicators.get(indicator_id)) is None,
            outside=known is not None and known.has_figures and indicator_id not in loaded,
        )

    stages = tuple(
        StageState(
            stage,
            content.actors_of(stage),
            tuple(
                FactorState(f, tuple(measured(i) for i in f.indicators))
                for f in content.of_stage(stage)
            ),
        )
        for stage in STAGES
    )
    return ChainState(
        unit_code,
        asked,
        fullest,
        tuple(y for y in panel.years if unit.exists_in(y)),
        content,
        chosen,
        stages,
        tuple(gap for stage in stages for gap in _gaps(stage)),
        panel.stamp,
    )


def _fullest_year(panel: Panel, unit_code: str, indicators: tuple[str, ...]) -> int:
    """Return the newest year in which most of the indicators have a value that stands.

    One of them is of that very year, so that no year is shown that nothing was observed in.
    """
    place = panel.geography.position.get(unit_code)
    if not indicators or place is None:
        return panel.newest_year
    unit = panel.catalogue.units[unit_code]
    standing = [panel.standing_values(i) for i in indicators]
    counts = {
        y: sum(not np.isnan(values[panel.at(y), place]) for values, _ in standing)
        for y in panel.years
        if unit.exists_in(y) and any(ages[panel.at(y), place] == 0 for _, ages in standing)
    }
    if not any(counts.values()):
        return panel.newest_year
    return max(counts, key=lambda y: (counts[y], y))


def _targets(unit_code: str, year: int) -> dict[str, TargetProgress]:
    """Return one target an indicator: the next that falls due, else the last there was."""
    found: dict[str, TargetProgress] = {}
    due = sorted(
        target_review(unit_code, year).targets,
        key=lambda p: (p.target.target_year < year, abs(p.target.target_year - year)),
    )
    for progress in due:
        found.setdefault(progress.target.indicator, progress)
    return found


def _gaps(stage: StageState) -> list[Gap]:
    gaps: list[Gap] = []
    if not stage.actors:
        gaps.append(Gap("stage_without_actors", stage.stage))
    if not stage.factors:
        gaps.append(Gap("stage_without_factors", stage.stage))
    for state in stage.factors:
        key = state.factor.id
        if not state.measured:
            gaps.append(Gap("factor_without_indicator", stage.stage, key))
        for measured in state.measured:
            gaps += [replace(g, factor=key) for g in _gaps_of(stage.stage, measured)]
    return gaps


def _gaps_of(stage: StageName, measured: Measured) -> list[Gap]:
    cell = measured.cell
    if measured.gone:
        return [Gap("indicator_gone", stage, measured=measured)]
    if cell is None:
        if measured.outside:
            return [Gap("indicator_outside", stage, measured=measured)]
        return [Gap("indicator_not_loaded", stage, measured=measured)]
    if cell.figure.value is None:
        return [Gap("indicator_no_value", stage, measured=measured)]
    gaps = []
    beside = [cell.benchmark]
    if measured.peers is not None and cell.benchmark.kind != "peers":
        beside.append(measured.peers)
    if worse := tuple(b for b in beside if b.relation == "worse"):
        gaps.append(Gap("worse", stage, measured=measured, worse_than=worse))
    if measured.target is not None and measured.target.state in OFF_TARGET:
        gaps.append(Gap("off_target", stage, measured=measured))
    return gaps
