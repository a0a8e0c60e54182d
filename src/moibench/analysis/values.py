"""Values of every indicator for every year and unit, derived by its roll-up rule.

A value the agency published for a unit comes before one derived here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from moibench.analysis.geography import Geography
from moibench.catalogue import schema
from moibench.engine import (
    FloatArray,
    IntArray,
    RolledUp,
    roll_up_ratio,
    roll_up_sum,
    roll_up_weighted_mean,
)
from moibench.store.cube import STATUSES, SeriesCube

FIGURE_STATUSES = (
    "final",
    "preliminary",
    "estimated",
    "derived",
    "incomplete",
    "not_published",
    "missing",
)
(FINAL, PRELIMINARY, ESTIMATED, DERIVED, INCOMPLETE, NOT_PUBLISHED, MISSING) = range(7)
NO_EDITION = -1


@dataclass(frozen=True, eq=False)
class IndicatorValues:
    """One indicator's values (year, unit) with status, edition and coverage of each cell.

    status: position in FIGURE_STATUSES. edition: position in the cube's editions, −1 for none.
    coverage: share of members present where a value was to be derived, else NaN.
    """

    values: FloatArray
    status: IntArray
    edition: IntArray
    coverage: FloatArray


@dataclass(frozen=True, eq=False)
class Derivation:
    """Derives indicators from one series cube over one geography."""

    cube: SeriesCube
    geography: Geography

    def derive(self, indicator: schema.Indicator) -> IndicatorValues:
        """Return the indicator's values over the cube's years and units.

        Raises:
            ValueError: the indicator has no roll-up rule, so no figures.
        """
        match indicator.roll_up:
            case schema.Sum(series=series):
                return self._with_parents(series, roll_up_sum(self._values(series), self._members))
            case schema.WeightedMean() as rule:
                return self._weighted_mean(rule)
            case schema.RatioOfSums() as rule:
                return self._ratio(rule)
            case schema.PublishedOnly(series=series):
                return self._published(series, self._values(series))
            case schema.PublishedGrowth(series=series):
                return self._published(series, _growth(self._values(series)))
            case _:
                raise ValueError(f"{indicator.id} has no figures")

    @cached_property
    def _members(self) -> np.ndarray:
        return self.geography.members(self.cube.years)

    def _place(self, series: str) -> int | None:
        try:
            return self.cube.series.index(series)
        except ValueError:
            return None  # a series of the catalogue for which nothing was recorded yet

    def _values(self, series: str, fixed_year: int | None = None) -> FloatArray:
        shape = (len(self.cube.years), len(self.cube.units))
        place = self._place(series)
        if place is None:
            return np.full(shape, np.nan)
        values = np.asarray(self.cube.values[place])
        if fixed_year is None:
            return values
        row = self.cube.years.index(fixed_year)
        return np.broadcast_to(values[row], shape)

    def _said(self, series: str) -> tuple[IntArray, IntArray]:
        """Return status (as FIGURE_STATUSES) and edition of a series' cells."""
        shape = (len(self.cube.years), len(self.cube.units))
        place = self._place(series)
        if place is None:
            return np.full(shape, MISSING, np.int16), np.full(shape, NO_EDITION, np.int16)
        translation = np.array(
            [FIGURE_STATUSES.index(s) if s in FIGURE_STATUSES else MISSING for s in STATUSES]
            + [MISSING],  # position −1: nothing was recorded
            dtype=np.int16,
        )
        return translation[np.asarray(self.cube.statuses[place])], np.asarray(
            self.cube.edition[place]
        )

    def _published(self, series: str, values: FloatArray) -> IndicatorValues:
        status, edition = self._said(series)
        never = np.isnan(values).all(axis=0) & ~self.geography.is_leaf
        status = np.where(np.isnan(values), np.where(never, NOT_PUBLISHED, MISSING), status)
        return IndicatorValues(values, status, edition, np.full(values.shape, np.nan))

    def _with_parents(self, series: str, derived: RolledUp) -> IndicatorValues:
        """Fill the parents' cells that were not published with what was derived."""
        values = self._values(series)
        status, edition = self._said(series)
        return self._merge(values, status, edition, derived, DERIVED)

    def _merge(
        self,
        published: FloatArray,
        status: IntArray,
        edition: IntArray,
        derived: RolledUp,
        when_derived: int,
    ) -> IndicatorValues:
        fill = np.isnan(published) & ~self.geography.is_leaf
        values = np.where(fill, derived.values, published)
        members = self._members
        touched = _any_member(status == PRELIMINARY, members)
        complete = np.where(touched & (when_derived == DERIVED), PRELIMINARY, when_derived)
        partly = np.isnan(derived.values) & (derived.coverage > 0)
        status = np.where(
            fill,
            np.where(~np.isnan(derived.values), complete, np.where(partly, INCOMPLETE, MISSING)),
            np.where(np.isnan(published), MISSING, status),
        )
        newest = np.where(members, edition[:, None, :], NO_EDITION).max(axis=2)
        return IndicatorValues(
            values,
            status.astype(np.int16),
            np.where(fill, newest, edition).astype(np.int16),
            np.where(fill, derived.coverage, np.nan),
        )

    def _weighted_mean(self, rule: schema.WeightedMean) -> IndicatorValues:
        weights = self._values(rule.weights, rule.weights_year)
        derived = roll_up_weighted_mean(self._values(rule.series), weights, self._members)
        status, edition = self._said(rule.series)
        how = DERIVED if rule.weights_year is None else ESTIMATED
        return self._merge(self._values(rule.series), status, edition, derived, how)

    def _ratio(self, rule: schema.RatioOfSums) -> IndicatorValues:
        numerator = self._values(rule.numerator)
        denominator = self._values(rule.denominator, rule.denominator_year)
        derived = roll_up_ratio(numerator, denominator, self._members, rule.scale)
        usable = np.where(denominator > 0, denominator, np.nan)
        own = numerator / usable * rule.scale
        status, edition = self._said(rule.numerator)
        below, _ = self._said(rule.denominator)
        if rule.denominator_year is None:
            status = np.maximum(status, below)
        if rule.series is not None:
            stated = self._values(rule.series)
            stated_status, stated_edition = self._said(rule.series)
            has = ~np.isnan(stated)
            own = np.where(has, stated, own)
            status = np.where(has, stated_status, status)
            edition = np.where(has, stated_edition, edition)
        own_leaves = np.where(self.geography.is_leaf, own, np.nan)
        if rule.series is not None:
            own_leaves = np.where(~np.isnan(self._values(rule.series)), own, own_leaves)
        return self._merge(own_leaves, status, edition, derived, DERIVED)


def _growth(levels: FloatArray) -> FloatArray:
    """Return per cent change on the year before, NaN in the first year and on a base ≤ 0."""
    before = np.vstack([np.full((1, levels.shape[1]), np.nan), levels[:-1]])
    return (levels / np.where(before > 0, before, np.nan) - 1) * 100


def _any_member(cells: np.ndarray, members: np.ndarray) -> np.ndarray:
    return np.asarray((cells[:, None, :] & members).any(axis=2))
