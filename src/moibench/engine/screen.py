"""Which units, and which indicators, have enough values to be judged at all, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, refuse_infinite

ScreenRule = Literal["coverage", "nonzero", "empty", "forced", "excluded"]

# A share that misses its threshold by no more than this misses it by the arithmetic alone.
SLACK = 1e-12


@dataclass(frozen=True)
class ScreenReason:
    """Why one unit (or indicator) was left out, or kept or left out by hand.

    `position` is its index in `Screened.kept`; `text` is a sentence whose subject, the unit or the
    indicator, is left for the caller to name.
    """

    position: tuple[int, ...]
    kept: bool
    rule: ScreenRule
    text: str


@dataclass(frozen=True, eq=False)
class Screened:
    """What is kept, and the shares it was judged by; equal shapes.

    `present_share` is the share of values that are present, `nonzero_share` the share of those
    present that are not zero (NaN where none is present).
    """

    kept: BoolArray
    present_share: FloatArray
    nonzero_share: FloatArray
    reasons: tuple[ScreenReason, ...]


def screen(
    values: FloatArray,
    *,
    coverage: float | None = None,
    nonzero: float | None = None,
    forced: Mapping[int, str] | None = None,
    excluded: Mapping[int, str] | None = None,
) -> Screened:
    """Say which units have enough indicators, year by year.

    A unit that has no value is left out by either threshold; without a threshold nothing is left
    out but by hand. What is done by hand holds in every year and is always given as a reason.

    Args:
        values: shape (indicator, ..., unit).
        coverage: least share (0–1) of the indicators that must be present.
        nonzero: least share (0–1) of the present values that must not be zero.
        forced: position of a unit kept whatever the thresholds say → the reason.
        excluded: position of a unit left out whatever the thresholds say → the reason.

    Returns:
        Screened, shape (..., unit).

    Raises:
        EngineError: a threshold is not a share, a unit does not exist, is both forced and
            excluded, or has no reason; there is no indicator; a value is infinite.

    Source:
        COINr (Becker et al., 2022), `Screen`: "byNA", "byzeros" and "byNAandzeros".
    """
    return _screen(values, "indicators", "unit", coverage, nonzero, forced, excluded)


def screen_indicators(
    values: FloatArray,
    *,
    coverage: float | None = None,
    nonzero: float | None = None,
    forced: Mapping[int, str] | None = None,
    excluded: Mapping[int, str] | None = None,
) -> Screened:
    """Say which indicators have enough units, over all years together.

    Args:
        values: shape (indicator, ..., unit).
        coverage: least share (0–1) of the cells that must be present.
        nonzero: least share (0–1) of the present values that must not be zero.
        forced: position of an indicator kept whatever the thresholds say → the reason.
        excluded: position of an indicator left out whatever the thresholds say → the reason.

    Returns:
        Screened, shape (indicator,).

    Raises:
        EngineError: as `screen`.
    """
    cells = values.reshape(values.shape[0], -1).T
    return _screen(cells, "cells", "indicator", coverage, nonzero, forced, excluded)


def _screen(
    values: FloatArray,
    counted: str,
    judged: str,
    coverage: float | None,
    nonzero: float | None,
    forced: Mapping[int, str] | None,
    excluded: Mapping[int, str] | None,
) -> Screened:
    refuse_infinite(values, "values")
    total = values.shape[0]
    if total == 0:
        raise EngineError(f"there are no {counted} to screen by")
    for name, share in (("coverage", coverage), ("share of non-zero values", nonzero)):
        if share is not None and not 0.0 <= share <= 1.0:
            raise EngineError(f"the {name} is {share}, which is not a share between 0 and 1")
    by_hand = _check_by_hand(forced or {}, excluded or {}, judged, values.shape[-1])
    present = (~np.isnan(values)).sum(axis=0)
    zeros = (values == 0.0).sum(axis=0)
    present_share = present / total
    nonzero_share = np.where(present > 0, 1.0 - zeros / np.maximum(present, 1), np.nan)
    kept = np.ones(present.shape, dtype=np.bool_)
    reasons: list[ScreenReason] = []
    if coverage is not None:
        short = present_share < coverage - SLACK
        kept &= ~short
        reasons += (
            ScreenReason(
                at,
                False,
                "coverage",
                f"has {present[at]} of {total} {counted}, a share of {present_share[at]:.4g} "
                f"under the coverage of {coverage:.4g}",
            )
            for at in _positions(short)
        )
    if nonzero is not None:
        short = nonzero_share < nonzero - SLACK
        kept &= ~short
        reasons += (
            ScreenReason(
                at,
                False,
                "nonzero",
                f"has {present[at] - zeros[at]} values other than zero among {present[at]}, a "
                f"share of {nonzero_share[at]:.4g} under the {nonzero:.4g} asked for",
            )
            for at in _positions(short)
        )
    if coverage is not None or nonzero is not None:
        empty = kept & (present == 0)
        kept &= ~empty
        reasons += (
            ScreenReason(at, False, "empty", "has no value at all") for at in _positions(empty)
        )
    for unit, (keep, why) in by_hand.items():
        kept[..., unit] = keep
        rule: ScreenRule = "forced" if keep else "excluded"
        word = "kept" if keep else "left out"
        reasons = [r for r in reasons if r.position[-1] != unit]
        reasons += (
            ScreenReason((*place, unit), keep, rule, f"is {word} by hand: {why}")
            for place in np.ndindex(kept.shape[:-1])
        )
    return Screened(
        kept, present_share, nonzero_share, tuple(sorted(reasons, key=lambda r: r.position))
    )


def _positions(mask: BoolArray) -> list[tuple[int, ...]]:
    return [tuple(int(i) for i in at) for at in np.argwhere(mask)]


def _check_by_hand(
    forced: Mapping[int, str], excluded: Mapping[int, str], judged: str, number: int
) -> dict[int, tuple[bool, str]]:
    by_hand: dict[int, tuple[bool, str]] = {}
    for keep, chosen in ((True, forced), (False, excluded)):
        for position, why in chosen.items():
            if not 0 <= position < number:
                raise EngineError(f"{judged} {position} is chosen by hand, but there are {number}")
            if position in by_hand:
                raise EngineError(f"{judged} {position} is both forced in and excluded")
            if not why.strip():
                raise EngineError(f"{judged} {position} is chosen by hand without a reason")
            by_hand[position] = (keep, why)
    return by_hand
