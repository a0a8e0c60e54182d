"""What an economy is made of: shares, specialisation, shift–share, growth–share, relatedness.

Values are of sectors in units, shape (sector, unit), in one unit of measure (value added, persons
employed). The country is given or is the sum of the units. A missing number is NaN and stays one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray

GrowthShareClass = Literal["star", "cash_cow", "question_mark", "dog"]
GROWTH_SHARE_CLASSES: tuple[GrowthShareClass, ...] = (
    "star",
    "cash_cow",
    "question_mark",
    "dog",
)


class ShiftShare(NamedTuple):
    """Parts of a sector's change, shape (sector, unit), in the unit of measure.

    national: had the sector grown as the whole country did; mix: because its sector grew
    otherwise than the country; regional: because it grew otherwise than its sector did. They
    add up to the change.
    """

    national: FloatArray
    mix: FloatArray
    regional: FloatArray

    @property
    def total(self) -> FloatArray:
        """The change that the parts add up to."""
        return self.national + self.mix + self.regional


class HomotheticShiftShare(NamedTuple):
    """As `ShiftShare`, with the regional part cleared of the unit's specialisation.

    competitive: the regional part had the unit the country's structure; allocation: whether the
    unit is specialised where it is faster than the country.
    """

    national: FloatArray
    mix: FloatArray
    competitive: FloatArray
    allocation: FloatArray

    @property
    def total(self) -> FloatArray:
        """The change that the parts add up to."""
        return self.national + self.mix + self.competitive + self.allocation


def sector_shares(values: FloatArray) -> FloatArray:
    """Return each sector's share of its unit's total, between 0 and 1, shape of `values`.

    A unit with a sector missing has no shares, for its total is unknown.

    Raises:
        EngineError: a value is negative or infinite, or `values` has not two axes.
    """
    _require_amounts(values)
    total = values.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares: FloatArray = np.where(total > 0, values / total, np.nan)
    return shares


def location_quotient(values: FloatArray, country: FloatArray) -> FloatArray:
    """Return how many times a sector's share in a unit is its share in the country.

    Args:
        values: shape (sector, unit).
        country: shape (sector,), the country's values.

    Returns:
        Shape (sector, unit); NaN where the country has none of the sector.

    Raises:
        EngineError: a value is negative or infinite, or the shapes do not fit.

    Source:
        Isard (1960), Methods of Regional Analysis, chapter 7.
    """
    _require_country(values, country)
    reference = sector_shares(country[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        quotient: FloatArray = np.where(reference > 0, sector_shares(values) / reference, np.nan)
    return quotient


def krugman_specialisation(values: FloatArray, country: FloatArray) -> FloatArray:
    """Return how far each unit's structure is from the rest of the country's, 0 to 2.

    The sum over sectors of the absolute differences between the unit's shares and those of the
    country without the unit.

    Args:
        values: shape (sector, unit).
        country: shape (sector,), with all units in it.

    Returns:
        Shape (unit,): 0 as the rest of the country, 2 nothing in common.

    Raises:
        EngineError: a value is negative or infinite, the shapes do not fit, or a unit has more
            of a sector than the country.

    Source:
        Krugman (1991), Geography and Trade, chapter 3.
    """
    _require_country(values, country)
    rest = country[:, None] - values
    slack = 1e-9 * np.maximum(np.abs(country[:, None]), 1.0)
    if np.any(rest < -slack):
        raise EngineError("a unit has more of a sector than the country")
    difference = np.abs(sector_shares(values) - sector_shares(np.maximum(rest, 0.0)))
    index: FloatArray = difference.sum(axis=0)
    return index


def herfindahl(values: FloatArray) -> FloatArray:
    """Return the concentration of each unit's structure: the sum of squared shares, shape (unit,).

    1 over the number of sectors where all are equal, 1 where there is but one.

    Raises:
        EngineError: a value is negative or infinite.

    Source:
        Hirschman (1964), "The Paternity of an Index".
    """
    squared: FloatArray = (sector_shares(values) ** 2).sum(axis=0)
    return squared


def effective_sectors(values: FloatArray) -> FloatArray:
    """Return the diversity of each unit: how many equal sectors would be as concentrated.

    Raises:
        EngineError: a value is negative or infinite.

    Source:
        Laakso and Taagepera (1979), "Effective" Number of Parties (the inverse of Herfindahl).
    """
    return 1.0 / herfindahl(values)


def shift_share(
    before: FloatArray, after: FloatArray, country_before: FloatArray, country_after: FloatArray
) -> ShiftShare:
    """Take the change of each sector in each unit apart into national, mix and regional parts.

    A sector that the country did not have before has no rate of growth: its parts are NaN unless
    the unit had none of it before and has none after.

    Args:
        before: shape (sector, unit), of the earlier year.
        after: shape (sector, unit), of the later year.
        country_before: shape (sector,), of the earlier year.
        country_after: shape (sector,), of the later year.

    Returns:
        Parts that add up to `after` − `before`, in the unit of measure.

    Raises:
        EngineError: a value is negative or infinite, or the shapes do not fit.

    Source:
        Dunn (1960), "A Statistical and Analytical Technique for Regional Analysis".
    """
    overall, own_sector = _rates(before, after, country_before, country_after)
    national = before * overall
    mix = before * (own_sector[:, None] - overall)
    return ShiftShare(*_settled(before, after, national, mix, (after - before) - national - mix))


def homothetic_shift_share(
    before: FloatArray, after: FloatArray, country_before: FloatArray, country_after: FloatArray
) -> HomotheticShiftShare:
    """Take the change apart with the regional part cleared of specialisation.

    The homothetic value of a sector is what the unit would have of it with the country's
    structure. Arguments, errors and missing rates are as in `shift_share`.

    Source:
        Esteban-Marquillas (1972), "A Reinterpretation of Shift-Share Analysis".
    """
    overall, own_sector = _rates(before, after, country_before, country_after)
    homothetic = before.sum(axis=0) * sector_shares(country_before[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(before > 0, (after - before) / before, np.nan)
    national = before * overall
    mix = before * (own_sector[:, None] - overall)
    regional = (after - before) - national - mix
    competitive = homothetic * (rate - own_sector[:, None])
    # A sector that begins from nothing has no rate of its own: all of its change is allocation.
    competitive = np.where(np.isnan(rate) & ~np.isnan(regional), 0.0, competitive)
    parts = _settled(before, after, national, mix, competitive, regional - competitive)
    return HomotheticShiftShare(*parts)


def growth_share(
    quotient: FloatArray, growth: FloatArray, *, share_threshold: float, growth_threshold: float
) -> FloatArray:
    """Class sectors by how specialised the unit is in them and how fast they grow.

    Args:
        quotient: location quotients, any shape.
        growth: growth rates of the sectors in the same shape, as fractions a year.
        share_threshold: quotient from which on a unit is specialised.
        growth_threshold: rate from which on a sector is growing fast, in the unit of `growth`.

    Returns:
        Positions in `GROWTH_SHARE_CLASSES`; NaN where either is missing.

    Source:
        Henderson (1970), The Product Portfolio (Boston Consulting Group).
    """
    large, fast = quotient >= share_threshold, growth >= growth_threshold
    placed = np.where(large & fast, 0.0, np.where(large, 1.0, np.where(fast, 2.0, 3.0)))
    classes: FloatArray = np.where(np.isnan(quotient) | np.isnan(growth), np.nan, placed)
    return classes


def proximity(specialised: BoolArray) -> FloatArray:
    """Return how often two sectors are found together in one unit, (sector, sector).

    The smaller of the two conditional shares of units specialised in one that are so in the
    other. 0 where nobody is specialised in either; 1 on the diagonal of a sector somebody is.

    Args:
        specialised: shape (sector, unit), as by a location quotient of 1 or more.

    Source:
        Hidalgo, Klinger, Barabási and Hausmann (2007), "The Product Space Conditions the
        Development of Nations".
    """
    held = specialised.astype(np.float64)
    together = held @ held.T
    times = np.diag(together)
    larger = np.maximum(times[:, None], times[None, :])
    with np.errstate(invalid="ignore", divide="ignore"):
        close: FloatArray = np.where(larger > 0, together / larger, 0.0)
    return close


def density(specialised: BoolArray, close: FloatArray) -> FloatArray:
    """Return how near each sector lies to what a unit is specialised in, 0 to 1, (sector, unit).

    The share of a sector's proximity to the other sectors that falls on those the unit is
    specialised in. NaN for a sector that is near to none.

    Raises:
        EngineError: the shapes do not fit.

    Source:
        As `proximity`, section on density.
    """
    count = specialised.shape[0]
    if close.shape != (count, count):
        raise EngineError(f"proximity has the shape {close.shape}, not {(count, count)}")
    others = close * (1.0 - np.eye(count))
    whole = others.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        near: FloatArray = np.where(whole > 0, (others @ specialised) / whole, np.nan)
    return near


def _rates(
    before: FloatArray, after: FloatArray, country_before: FloatArray, country_after: FloatArray
) -> tuple[float, FloatArray]:
    for values, country in ((before, country_before), (after, country_after)):
        _require_country(values, country)
    if before.shape != after.shape:
        raise EngineError(f"{before.shape} values before, {after.shape} after")
    total = float(country_before.sum())
    if total <= 0:
        raise EngineError("the country had nothing before, so it has no rate of growth")
    overall = float(country_after.sum()) / total - 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        own: FloatArray = np.where(country_before > 0, country_after / country_before - 1.0, np.nan)
    return overall, own


def _settled(before: FloatArray, after: FloatArray, *parts: FloatArray) -> tuple[FloatArray, ...]:
    """Where a unit had none of a sector and has none, nothing changed, whatever the rates."""
    nothing = (before == 0) & (after == 0)
    return tuple(np.where(nothing, 0.0, part) for part in parts)


def _require_amounts(values: FloatArray) -> None:
    if values.ndim != 2:
        raise EngineError(f"values of sectors have {values.ndim} axes, not (sector, unit)")
    if np.any(np.isinf(values)):
        raise EngineError("a value of a sector is infinite")
    if np.any(values < 0):
        raise EngineError("a value of a sector is negative, so it has no share")


def _require_country(values: FloatArray, country: FloatArray) -> None:
    _require_amounts(values)
    _require_amounts(country.reshape(-1, 1))
    if country.shape != values.shape[:1]:
        raise EngineError(
            f"the country has {country.shape[0]} sectors, the units {values.shape[0]}"
        )
