"""Every normalisation of the field behind two functions: learn from a reference, put to values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import (
    BoolArray,
    EngineError,
    FloatArray,
    IntArray,
    refuse_infinite,
)
from moibench.engine.normalise.fixed import Scores
from moibench.engine.normalise.learn import (
    NORMALISATION_METHODS,
    OWN_SCALE,
    UNBOUNDED,
    Deviation,
    Given,
    NormalisationMethod,
    NormalisationNote,
    Part,
    learn_band,
    learn_line,
    learn_positions,
    learn_ratios,
    learn_steps,
    needed,
)
from moibench.engine.normalise.scales import PositionTies, Scale


@dataclass(frozen=True, eq=False)
class Normalisation:
    """What was learnt from a reference, frozen, to put to any values of the same indicators."""

    indicators: int
    parts: tuple[Part, ...]
    to: tuple[float, float] | None
    notes: tuple[NormalisationNote, ...]


def fit_normalisation(
    values: FloatArray,
    method: NormalisationMethod | Sequence[NormalisationMethod],
    *,
    direction: IntArray,
    to: tuple[float, float] | None = (0.0, 100.0),
    cap: bool | None = None,
    goalposts: FloatArray | None = None,
    log: BoolArray | None = None,
    targets: FloatArray | None = None,
    target_ranges: FloatArray | None = None,
    reference_unit: int | None = None,
    thresholds: Sequence[float] | FloatArray | Sequence[Sequence[float] | None] | None = None,
    ties: PositionTies = "min",
    deviation: Deviation = "sample",
    per_year: bool = False,
    reference: BoolArray | None = None,
) -> Normalisation:
    """Learn a normalisation from reference values; direction is settled here and nowhere later.

    With x turned so that high is good, worst and best those of the reference, every method gives
    a share s, put on the scale as to[0] + s · (to[1] − to[0]):

    - `min_max`, `distance_to_best`: (x − worst) / (best − worst).
    - `z_score`: the mean stands in the middle, three deviations reach the ends.
    - `goalposts`: between the two given. `scaled`: the same, never capped.
    - `distance_to_target`, `distance_to_reference`: 1 − (target − x) / (target − worst), the
      target being given, or the value of the reference unit (its latest, unless by year).
    - `target_range`: 1 inside the range, falling outside by the distance from it, over the largest
      distance in the reference, or down to the goalposts where those are given.
    - `share_of_best`: x / best where high is good, best / x where low is.
    - `rank`, `borda`, `percentile_rank`: (place − 1) / (number − 1), the worst in first place.
    - `classes`: the share of the thresholds that are reached.

    With `to=None` scores are what the method itself gives: shares of 1; z-scores of mean 0 and
    deviation 1; ranks from 1 and Borda counts from 0, the worst first; class numbers from 1.

    An indicator whose reference values do not differ scores the middle of the scale, and one
    without a value has no score; `notes` says so. Values beyond the ends are capped and marked,
    unless `cap` is false. All indicators with the same fault are named at once.

    Args:
        values: shape (indicator, ..., unit), each indicator in its own unit of measure.
        method: one for all, or one for each indicator.
        direction: shape (indicator,), +1 where high is good, −1 where low is.
        to: the scores of the worst and the best.
        cap: whether to cap; by default where `to` is given, and goalposts always, but never
            `scaled`.
        goalposts: shape (indicator, 2), in the unit of measure. The lower and the higher; where
            low is good they may also be given the other way round.
        log: shape (indicator,), indicators taken by their logarithm, all given values with them;
            for the methods between two numbers. Positions and classes are the same without it.
        targets: shape (indicator,), in the unit of measure.
        target_ranges: shape (indicator, 2), in the unit of measure, the lower end first.
        reference_unit: position of the unit that others are measured against.
        thresholds: increasing, in the unit of measure; one list for all or one for each indicator.
            A value that reaches a threshold is on its better side.
        ties: what tied values share in positions: the worse place ("min", as COINr), the mean of
            their places ("average"), or one place without a gap after it ("dense").
        deviation: of a "sample" (n − 1, as COINr and spreadsheets) or a "population" (n).
        per_year: learn from each year by itself, so that scores compare within a year only.
        reference: shape (unit,), the units to learn from; all if not given.

    Returns:
        Normalisation.

    Raises:
        EngineError: shapes do not fit, a parameter the method needs is missing or makes no scale,
            or values cannot bear the method.

    Source:
        OECD/JRC Handbook (2008), step 5; COINr (Becker et al., 2022), `Normalise`; for the income
        of the HDI, UNDP Technical note 1; for both-sided ranges, Hwang and Yoon (1981).
    """
    refuse_infinite(values, "values")
    if values.ndim < 2:
        raise EngineError(f"values of shape {values.shape} are not (indicator, ..., unit)")
    indicators, units = values.shape[0], values.shape[-1]
    methods = [method] * indicators if isinstance(method, str) else list(method)
    _check_length("methods", (len(methods),), (indicators,))
    for i, name in enumerate(methods):
        if name not in NORMALISATION_METHODS:
            raise EngineError(
                f"indicator {i}: {name!r} is no normalisation: choose from "
                f"{', '.join(NORMALISATION_METHODS)}"
            )
    _check_length("direction", direction.shape, (indicators,))
    odd = np.flatnonzero(np.abs(direction) != 1)
    if odd.size:
        raise EngineError(
            f"indicator {odd[0]} has the direction {direction[odd[0]]}, which is neither +1 nor -1"
        )
    if to is not None and not (np.isfinite(to).all() and to[0] < to[1]):
        raise EngineError(
            f"scores run from a lower to a higher number, not from {to[0]} to {to[1]}"
        )
    among = np.ones(units, dtype=np.bool_) if reference is None else reference
    _check_length("reference", among.shape, (units,))
    logged = np.zeros(indicators, dtype=np.bool_) if log is None else log
    _check_length("log", logged.shape, (indicators,))
    for what, array, shape in (
        ("goalposts", goalposts, (indicators, 2)),
        ("targets", targets, (indicators,)),
        ("target ranges", target_ranges, (indicators, 2)),
    ):
        if array is not None:
            _check_length(what, array.shape, shape)
    cube = values.reshape(indicators, -1, units)
    edges = _thresholds(thresholds, indicators)
    notes: list[NormalisationNote] = []
    parts = []
    for name in dict.fromkeys(methods):
        rows = np.array([i for i, own in enumerate(methods) if own == name], dtype=np.int64)
        bounded = name not in UNBOUNDED and (to is not None or name == "goalposts")
        own_cap = (bounded if cap is None else cap) and not (to is None and name in OWN_SCALE)
        given = Given(
            cube if rows.size == indicators else cube[rows],
            rows,
            direction[rows].astype(np.float64)[:, None, None],
            logged[rows],
            own_cap,
            per_year,
            among,
            notes,
        )
        scale: Scale
        if name in ("rank", "percentile_rank", "borda"):
            scale = learn_positions(given, name, ties)
        elif name == "classes":
            scale = learn_steps(given, edges)
        elif name == "target_range":
            scale = learn_band(given, needed(given, target_ranges, "a target range"), goalposts)
        elif name == "share_of_best":
            parts += learn_ratios(given)
            continue
        else:
            scale = learn_line(given, name, goalposts, targets, reference_unit, deviation)
        parts.append(Part(name, rows, scale, own_cap))
    notes.sort(key=lambda n: n.indicator)
    return Normalisation(indicators, tuple(parts), to, tuple(notes))


def apply_normalisation(values: FloatArray, normalisation: Normalisation) -> Scores:
    """Score values as was learnt, whichever year they are of.

    Args:
        values: shape (indicator, ..., unit), the indicators of the normalisation. What was learnt
            by year needs the same years.
        normalisation: from `fit_normalisation`.

    Returns:
        Scores, shape of `values`, NaN where the value is, and which were capped.

    Raises:
        EngineError: indicators or years differ, a value is infinite, or a value has no score
            (the logarithm of what is not above zero, where scores are not capped).
    """
    refuse_infinite(values, "values")
    if values.shape[0] != normalisation.indicators:
        raise EngineError(
            f"a normalisation of {normalisation.indicators} indicators does not fit "
            f"{values.shape[0]}"
        )
    cube = values.reshape(values.shape[0], -1, values.shape[-1])
    result = np.empty(cube.shape)
    capped = np.zeros(cube.shape, dtype=np.bool_)
    for part in normalisation.parts:
        if part.scale.years not in (1, cube.shape[1]):
            raise EngineError(
                f"what was learnt from {part.scale.years} years, each by itself, does not fit "
                f"{cube.shape[1]}"
            )
        whole = part.rows.size == cube.shape[0]
        own = cube if whole else cube[part.rows]
        natural = normalisation.to is None
        share = part.scale.natural(own) if natural else part.scale.shares(own)
        if part.cap:
            beyond = (share < 0.0) | (share > 1.0)
            np.clip(share, 0.0, 1.0, out=share)
            capped[part.rows] = beyond
        else:
            lost = np.isinf(share)
            if lost.any():
                i, t, u = (int(p) for p in np.argwhere(lost)[0])
                raise EngineError(
                    f"indicator {part.rows[i]} has the value {own[i, t, u]} at unit {u} of year "
                    f"{t}, which is not above zero and has no score"
                )
        if normalisation.to is not None:
            low, high = normalisation.to
            # Exact at both ends, whatever their last digits; zero turns −0.0 into 0.0.
            if low:
                share = share * high + (1.0 - share) * low
            else:
                share *= high
        share += 0.0
        if whole:
            result = share
        else:
            result[part.rows] = share
    return Scores(result.reshape(values.shape), capped.reshape(values.shape))


def _thresholds(
    thresholds: Sequence[float] | FloatArray | Sequence[Sequence[float] | None] | None,
    indicators: int,
) -> list[FloatArray | None]:
    """Return each indicator's thresholds, increasing, None where there are none."""
    if thresholds is None:
        return [None] * indicators
    if not any(one is None or np.ndim(one) for one in thresholds):
        return [_increasing(thresholds, "thresholds")] * indicators
    _check_length("thresholds", (len(thresholds),), (indicators,))
    return [
        None if one is None else _increasing(one, f"indicator {i}: thresholds")
        for i, one in enumerate(thresholds)
    ]


def _increasing(thresholds: object, name: str) -> FloatArray:
    own = np.atleast_1d(np.asarray(thresholds, dtype=np.float64))
    if own.size == 0 or not (np.isfinite(own).all() and np.all(np.diff(own) > 0)):
        raise EngineError(f"{name} must increase, not {own.tolist()}")
    return own


def _check_length(name: str, shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    if shape != expected:
        raise EngineError(f"{name} have shape {shape} where {expected} is needed")
