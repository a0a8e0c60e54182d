"""The steps of a recipe, each a function from one state to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from moibench.engine import recipe as step
from moibench.engine.aggregate import Method, aggregate
from moibench.engine.aggregate.method import levels
from moibench.engine.build.state import (
    Fitted,
    Screening,
    State,
    TreatedPart,
    check_codes,
    chosen,
    labels,
    named,
    with_indicators,
)
from moibench.engine.classify import classify, natural_breaks, quantile_cutoffs
from moibench.engine.cube import BoolArray, EngineError, FloatArray, IntArray
from moibench.engine.denominate import Undenominated, denominate, undenominated
from moibench.engine.impute import impute
from moibench.engine.normalise import apply_normalisation, fit_normalisation
from moibench.engine.rank import rank
from moibench.engine.screen import screen, screen_indicators
from moibench.engine.treat import TreatmentRule, apply_treatment, fit_treatment
from moibench.engine.tree import Tree
from moibench.engine.weigh import weigh
from moibench.engine.weigh.tree_weights import FROM_DATA

# How many units a notice names before it only counts.
NAMED = 5


def run_step(state: State, own: step.Step, above: step.Aggregate | None = None) -> State:
    """Return the state after one step; weights taken from data also want the aggregation `above`.

    Raises:
        EngineError: the step cannot be done; names indicators, units and years by their codes.
    """
    if isinstance(own, step.Weigh):
        done = _weigh(state, own, above or step.Aggregate())
    else:
        done = _RUN[type(own)](state, own)
    if done.above is None and not done.rows.all():
        done = replace(done, values=np.where(done.rows, done.values, np.nan))
    return done


def _denominate(state: State, own: step.Denominate) -> State:
    known = state.index.structure
    positions = chosen(state, own.only)
    check_codes(own.scale, known.indicators, "scale")
    which = np.full(len(state.indicators), -1, dtype=np.int64)
    for place in positions:
        by = known.denominator_of[state.places[place]]
        if by is not None:
            which[place] = known.denominators.index(by)
    scale = np.array([own.scale.get(code, 1.0) for code in state.indicators])
    with named(state, range(len(state.indicators))):
        values = denominate(state.values, state.index.denominators, which, scale)
        lost = undenominated(state.values, state.index.denominators, which)
    return replace(state, values=values, notices=(*state.notices, *_lost(state, lost)))


def _lost(state: State, cells: tuple[Undenominated, ...]) -> list[str]:
    found: dict[tuple[int, str], list[list[int]]] = {}
    for cell in cells:
        found.setdefault((cell.indicator, cell.why), []).append([cell.place[0], cell.unit])
    return [
        f"indicator {state.indicators[indicator]!r} became missing for {_named(state, places)}: "
        f"the denominator is {why}"
        for (indicator, why), places in found.items()
    ]


def _named(state: State, places: list[list[int]]) -> str:
    """Return how many places (year, unit) there are, with the first of them by name."""
    names = [
        f"{state.index.units[unit]}{f' in {state.index.years[year]}' if state.index.dated else ''}"
        for year, unit in places[:NAMED]
    ]
    return f"{len(places)} ({', '.join(names)}{', …' if len(places) > NAMED else ''})"


def _impute(state: State, own: step.Impute) -> State:
    positions = chosen(state, own.only)
    groups = None
    if own.method.startswith("group_"):
        groups = labels(state.index, own.group, f"impute: {own.method}")
    with named(state, positions):
        filled = impute(
            state.values[positions],
            own.method,
            years=state.index.years,
            groups=groups,
            pillars=_pillars(state)[positions],
            direction=state.direction[positions],
            maximum_age=own.maximum_age,
        )
    values, imputed = state.values.copy(), state.imputed.copy()
    values[positions] = filled.values
    imputed[positions] |= filled.imputed & state.rows
    told = []
    if own.method != "none":
        for place in positions:
            empty = np.argwhere(np.isnan(values[place]) & state.rows)
            if empty.size:
                told.append(
                    f"indicator {state.indicators[place]!r} stays missing for "
                    f"{_named(state, empty.tolist())}: {own.method} finds nothing to fill it from"
                )
    return replace(state, values=values, imputed=imputed, notices=(*state.notices, *told))


def _pillars(state: State) -> IntArray:
    """Return the number of each indicator's parent."""
    out = np.zeros(len(state.indicators), dtype=np.int64)
    for number, children in enumerate(state.tree.positions()):
        for child in children:
            if child < out.size:
                out[child] = number
    return out


def _screen(state: State, own: step.Screen) -> State:
    by_unit = own.by == "unit"
    codes = state.index.units if by_unit else state.indicators
    check_codes((*own.keep, *own.drop), codes, "keep or drop", own.by)
    forced = {codes.index(code): why for code, why in own.keep.items()}
    excluded = {codes.index(code): why for code, why in own.drop.items()}
    if by_unit:
        done = screen(
            state.values,
            coverage=own.coverage,
            nonzero=own.nonzero,
            forced=forced,
            excluded=excluded,
        )
        told = [
            Screening(codes[r.position[-1]], state.index.years[r.position[0]], r.kept, r.text)
            for r in done.reasons
            if state.rows[r.position]
        ]
        rows = state.rows & done.kept
        if not rows.any():
            raise EngineError("no unit is left")
        return replace(state, rows=rows, screened=(*state.screened, *told))
    # Rows that are not there are no missing values of an indicator.
    done = screen_indicators(
        state.values[:, state.rows],
        coverage=own.coverage,
        nonzero=own.nonzero,
        forced=forced,
        excluded=excluded,
    )
    told = [Screening(codes[r.position[-1]], None, r.kept, r.text) for r in done.reasons]
    return with_indicators(replace(state, screened=(*state.screened, *told)), done.kept)


def _treat(state: State, own: step.Treat) -> State:
    positions = chosen(state, own.only)
    codes = tuple(state.indicators[place] for place in positions)
    rule = TreatmentRule(
        own.winsorise_max,
        own.skew,
        own.kurtosis,
        own.then,
        own.limits,
        own.factor,
        own.box_cox_power,
    )
    with named(state, positions):
        fitted = fit_treatment(state.values[np.ix_(positions, _years(state, own))], rule)
        done = apply_treatment(state.values[positions], fitted)
    values = state.values.copy()
    values[positions] = done.values
    notes = [f"indicator {codes[note.indicator]!r} {note.text}" for note in fitted.notes]
    return replace(
        state,
        values=values,
        treated=(*state.treated, TreatedPart(codes, done)),
        fitted=(*state.fitted, Fitted(own.name, codes, fitted)),
        notices=(*state.notices, *notes),
    )


def _years(state: State, own: step.Treat | step.Normalise) -> list[int]:
    """Return the positions of the years that parameters are taken from.

    Raises:
        EngineError: DATA has no such year.
    """
    check_codes(own.fit_years, state.index.years, "fit_years", "year of the data")
    wanted = own.fit_years or state.index.years
    return [place for place, year in enumerate(state.index.years) if year in wanted]


def _normalise(state: State, own: step.Normalise) -> State:
    positions = chosen(state, own.only)
    codes = tuple(state.indicators[place] for place in positions)
    known = state.index.structure
    for key in ("goalposts", "log", "targets", "target_ranges", "thresholds"):
        check_codes(getattr(own, key), known.indicators, key)
    reference_unit = None
    if own.reference_unit:
        check_codes((own.reference_unit,), state.index.units, "reference_unit", "unit")
        reference_unit = state.index.units.index(own.reference_unit)
    targets = dict(zip(known.indicators, known.target_of, strict=True)) | dict(own.targets)
    pair = (np.nan, np.nan)
    with named(state, positions):
        fitted = fit_normalisation(
            state.values[np.ix_(positions, _years(state, own))],
            own.method,
            direction=state.direction[positions],
            to=own.to,
            cap=own.cap,
            goalposts=_table([own.goalposts.get(c, pair) for c in codes], own.goalposts),
            log=np.array([c in own.log for c in codes]),
            targets=_table([np.nan if targets[c] is None else targets[c] for c in codes], True),
            target_ranges=_table(
                [own.target_ranges.get(c, pair) for c in codes], own.target_ranges
            ),
            reference_unit=reference_unit,
            thresholds=[own.thresholds.get(c) for c in codes] if own.thresholds else None,
            ties=own.ties,
            deviation=own.deviation,
            per_year=own.per_year,
        )
        done = apply_normalisation(state.values[positions], fitted)
    values, capped, direction = state.values.copy(), state.capped.copy(), state.direction.copy()
    values[positions], capped[positions], direction[positions] = done.values, done.capped, 1
    notes = [f"indicator {codes[note.indicator]!r} {note.text}" for note in fitted.notes]
    return replace(
        state,
        values=values,
        capped=capped,
        direction=direction,
        fitted=(*state.fitted, Fitted(own.name, codes, fitted)),
        notices=(*state.notices, *notes),
    )


def _table(rows: list[Any], given: object) -> FloatArray | None:
    return np.array(rows, dtype=np.float64) if given else None


def _weigh(state: State, own: step.Weigh, above: step.Aggregate) -> State:
    tree = state.tree
    from_data = own.method in FROM_DATA
    if from_data:
        _refuse_unsettled(state)
    known = (*tree.leaves, *(node.id for node in tree.nodes))
    for key in ("weights", "wanted"):
        check_codes(getattr(own, key), known, key, "code of the tree")
    for key in ("nodes", "points", "judgements"):
        check_codes(getattr(own, key), known[len(tree.leaves) :], key, "aggregate")
    said: dict[str, Any] = {}
    if own.method == "given" and own.weights:
        said["weights"] = {
            node.id: tuple(
                own.weights.get(code, weight)
                for code, weight in zip(node.children, node.weights, strict=True)
            )
            for node in tree.nodes
            if any(code in own.weights for code in node.children)
        }
    if own.method == "budget":
        said["points"] = {node: np.array(rows) for node, rows in own.points.items()}
    if own.method == "ahp":
        said["judgements"] = {node: np.array(rows) for node, rows in own.judgements.items()}
    if own.method == "optimised" and own.wanted:
        said["wanted"] = {
            node.id: tuple(own.wanted.get(code, 1.0) for code in node.children)
            for node in tree.nodes
        }
    with named(state, range(len(state.indicators))):
        done = weigh(
            state.values,
            tree,
            own.method,
            nodes=own.nodes or None,
            first_only=own.first_only,
            least=own.least,
            most=own.most,
            coverage_threshold=above.coverage,
            means=methods(tree, above) if from_data else None,
            **said,
        )
    return replace(
        state,
        tree=done.tree,
        reports=(*state.reports, done.report),
        notices=(*state.notices, *done.report.remarks),
    )


def _refuse_unsettled(state: State) -> None:
    """Raise EngineError where low values are still the good ones: scores are high where good."""
    low = [c for c, way in zip(state.indicators, state.direction, strict=True) if way < 0]
    if low:
        raise EngineError(
            f"low is good for {', '.join(map(repr, low))}, and no step normalise before this one "
            "has turned it; add one, or write Direction 1 in META if the values are turned already"
        )


def _aggregate(state: State, own: step.Aggregate) -> State:
    _refuse_unsettled(state)
    with named(state, range(len(state.indicators))):
        ways = methods(state.tree, own)
        above = aggregate(state.values, state.tree, own.coverage, ways, imputed=state.imputed)
    return replace(state, above=above)


def methods(tree: Tree, own: step.Aggregate) -> tuple[Method, ...]:
    """Return the way to aggregate of each level of the tree, from the lowest up.

    Raises:
        EngineError: a list has another number of methods than the tree has levels, or coverage
            is no share.
    """
    if not 0 <= own.coverage <= 1:
        raise EngineError(f"the coverage is {own.coverage}, which is not a share between 0 and 1")
    number = max(levels(tree))
    names = (own.method,) * number if isinstance(own.method, str) else own.method
    if len(names) != number:
        raise EngineError(
            f"{len(names)} methods are named for {number} levels above the indicators; "
            "name one a level, from the lowest up"
        )
    return tuple(
        Method(
            name,
            exponent=own.power if name == "power_mean" else None,
            floor=own.floor if name == "geometric_mean" else None,
            penalty=own.penalty if "mazziotta_pareto" in name else "subtract",
        )
        for name in names
    )


def _rank(state: State, own: step.Rank) -> State:
    # Indicators that were never normalised still say which way is good.
    sign = np.ones(len(state.columns))
    sign[: len(state.indicators)] = state.direction
    cells = np.where(state.rows, state.cells, np.nan) * sign[:, None, None]
    return replace(state, ranks=ranks_within(cells, groups_of(state, own), own))


def ranks_within(cells: FloatArray, groups: list[BoolArray], own: step.Rank) -> FloatArray:
    """Return ranks of cells (..., unit) within each group of units."""
    ranks = np.full(cells.shape, np.nan)
    for group in groups:
        ranks[..., group] = rank(cells[..., group], own.tolerance, own.ties)
    return ranks


def groups_of(state: State, own: step.Rank) -> list[BoolArray]:
    """Return the masks (unit,) within which units are ranked."""
    if not own.within:
        return [np.ones(len(state.index.units), dtype=np.bool_)]
    number = labels(state.index, own.within, "within")
    return [number == group for group in range(int(number.max(initial=-1)) + 1)]


def _classify(state: State, own: step.Classify) -> State:
    cells = np.where(state.rows, state.cells, np.nan)
    levels = np.full(cells.shape, np.nan)
    for place, code in enumerate(state.columns):
        pooled = cells[place].reshape(-1)
        if np.isnan(pooled).all():
            continue
        try:
            if own.method == "cutoffs":
                cutoffs = np.array(own.cutoffs)
            elif own.method == "quantiles":
                cutoffs = quantile_cutoffs(pooled, own.classes)
            else:
                cutoffs = natural_breaks(pooled, own.classes)
            levels[place] = classify(cells[place], cutoffs)
        except EngineError as error:
            raise EngineError(f"{code!r}: {error}") from error
    return replace(state, levels=levels)


_RUN: dict[type[Any], Callable[[State, Any], State]] = {
    step.Denominate: _denominate,
    step.Impute: _impute,
    step.Screen: _screen,
    step.Treat: _treat,
    step.Normalise: _normalise,
    step.Aggregate: _aggregate,
    step.Rank: _rank,
    step.Classify: _classify,
}
