"""The rules by which figures are checked, one file a source, each threshold with its reason.

The possible range of a series stands with the series, its breaks too; here stands the rest.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from moibench.catalogue.findings import Gravity
from moibench.catalogue.schema import Definition, Identifier, Text, Year


class Rule(Definition):
    """A rule says why it is as it is; the officer whose value breaks it reads that."""

    reason: Text


class PlausibleRange(Rule):
    """Values of provinces outside [low, high] are improbable though possible."""

    rule: Literal["plausible_range"]
    series: tuple[Identifier, ...] = Field(min_length=1)
    low: float | None = None
    high: float | None = None


class PartsSum(Rule):
    """The parts add up to the whole, but for the larger of a share of it and an amount."""

    rule: Literal["parts_sum"]
    whole: Identifier
    parts: tuple[Identifier, ...] = Field(min_length=1)
    tolerance: float = Field(default=0.0, ge=0, description="In the unit of measure")
    tolerance_share: float = Field(default=0.0, ge=0, lt=1, description="Of the whole")
    shortfall_only: bool = Field(
        default=False, description="The share is allowed to what the parts lack, not to an excess"
    )
    grade: Gravity = "impossible"


class AtMost(Rule):
    """A numerator is never above its denominator."""

    rule: Literal["at_most"]
    numerators: tuple[Identifier, ...] = Field(min_length=1)
    denominator: Identifier
    grade: Gravity = "impossible"


class RatioAgrees(Rule):
    """A published ratio is numerator over denominator times `scale`, but for a share of it."""

    rule: Literal["ratio_agrees"]
    series: Identifier
    numerator: Identifier
    denominator: Identifier
    scale: float = 1.0
    tolerance_share: float = Field(gt=0, lt=1)
    grade: Gravity = "improbable"


class Jump(Rule):
    """The yearly log change is out of line with the unit's own and with that of its peers.

    A modified z-score above `limit` is out of line (Iglewicz & Hoaglin 1993 use 3.5), its spread
    never taken smaller than `least_spread`.
    """

    rule: Literal["jump"]
    series: tuple[Identifier, ...] = Field(min_length=1)
    limit: float = Field(default=3.5, gt=0)
    least_spread: float = Field(gt=0, description="Of the yearly log change")


class Zero(Rule):
    """Zero where the unit's other years, or most of its peers, are not."""

    rule: Literal["zero"]
    series: tuple[Identifier, ...] = Field(min_length=1)
    truly_zero: tuple[str, ...] = Field(default=(), description="Units known to have none")


class CountrySum(Rule):
    """The provinces add up to the published figure of the country, but for a share of it."""

    rule: Literal["country_sum"]
    series: tuple[Identifier, ...] = Field(min_length=1)
    tolerance_share: float = Field(gt=0, lt=1)


class CountryBetween(Rule):
    """The published figure of the country lies between the lowest and highest province."""

    rule: Literal["country_between"]
    series: tuple[Identifier, ...] = Field(min_length=1)


class KnownShift(Rule):
    """In that year nearly all units moved at once, and truly did: no sign of a new method."""

    rule: Literal["known_shift"]
    series: tuple[Identifier, ...] = Field(min_length=1)
    years: tuple[Year, ...] = Field(min_length=1)


AnyRule = Annotated[
    PlausibleRange
    | PartsSum
    | AtMost
    | RatioAgrees
    | Jump
    | Zero
    | CountrySum
    | CountryBetween
    | KnownShift,
    Field(discriminator="rule"),
]


class SourceChecks(Definition):
    """The rules of one source's series, and how late it publishes. The file is named after it."""

    id: Identifier
    lag_years: int = Field(ge=0, le=20, description="Years from the year measured to its release")
    lag_reason: Text
    rules: tuple[AnyRule, ...] = ()


def series_of_rule(rule: AnyRule) -> tuple[str, ...]:
    """Return every series that a rule names."""
    match rule:
        case PartsSum():
            return (rule.whole, *rule.parts)
        case AtMost():
            return (*rule.numerators, rule.denominator)
        case RatioAgrees():
            return (rule.series, rule.numerator, rule.denominator)
        case _:
            return rule.series
