"""The rules that propose items of a SWOT, one file a rule, each with its reason and thresholds.

Strengths and weaknesses come from a unit's own figures beside its peers'; opportunities and threats
from what lies outside it. A rule that changes what it says gets a higher version.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from moibench.catalogue.schema import Definition, Identifier, Text

Quadrant = Literal["strength", "weakness", "opportunity", "threat"]
Against = Literal["peers", "country", "region", "cluster", "median"]


class SwotTest(Definition):
    """What makes a rule fire."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the sentence may name."""
        return _FIELDS[self.kind]  # type: ignore[attr-defined]


class LevelTest(SwotTest):
    """A figure is better, or worse, than the benchmark's; "similar" never fires.

    least_steps: how many similarity widths (1.4826 × MAD) the gap must reach; a figure told by its
    95 % interval needs none.
    """

    kind: Literal["level"]
    relation: Literal["better", "worse"]
    against: Against = "peers"
    least_steps: float = Field(default=1.0, ge=1.0)
    most_age: int = Field(ge=0, le=20, description="Years behind the indicator's newest year")


class TrendTest(SwotTest):
    """A significant trend for the better, or worse, beyond that of most peers; never preliminary.

    least_share: of the peers with a slope, those that the unit must outrun, or trail.
    """

    kind: Literal["trend"]
    direction: Literal["better", "worse"]
    least_share: float = Field(ge=0.5, le=1.0)
    most_age: int = Field(ge=0, le=20)


class TargetTest(SwotTest):
    """A target of the unit's plans is in one of these states; never a preliminary one."""

    kind: Literal["target"]
    states: tuple[
        Literal["achieved", "on_track", "needs_acceleration", "limited", "moving_away"], ...
    ] = Field(min_length=1)


class ScoreTest(SwotTest):
    """The score of the index or a dimension leads, or trails, the peers' in 95 % of replicates."""

    kind: Literal["score"]
    relation: Literal["better", "worse"]
    against: Against = "peers"


class SectorTest(SwotTest):
    """A sector of specialisation grows faster, or slower, outside than all sectors together do.

    margin: by how much a year, as a fraction. of: where the growth is measured; the region's is
    compared with the country's whole.
    """

    kind: Literal["sector"]
    pace: Literal["faster", "slower"]
    of: Literal["country", "region"] = "country"
    least_quotient: float = Field(ge=1.0)
    least_share: float = Field(ge=0, lt=1, description="Of the unit's own value added")
    margin: float = Field(gt=0, lt=1)
    without: tuple[str, ...] = Field(default=(), description="Sectors that the rule passes over")
    table: Identifier = "gpp_sections"


class NearSectorTest(SwotTest):
    """A sector in which the unit is not yet specialised, near to those it is, grows fast.

    least_density: share, by proximity, of the related sectors that the unit is specialised in.
    """

    kind: Literal["near_sector"]
    least_density: float = Field(gt=0, le=1)
    margin: float = Field(gt=0, lt=1)
    without: tuple[str, ...] = Field(default=(), description="Sectors that the rule passes over")
    table: Identifier = "gpp_sections"


class NeighboursTest(SwotTest):
    """The other provinces of the cluster together grow faster, or slower, than the country.

    The indicator adds up; years: the span; margin: a year, as a fraction.
    """

    kind: Literal["neighbours"]
    indicator: Identifier
    pace: Literal["faster", "slower"]
    years: int = Field(ge=1, le=10)
    margin: float = Field(gt=0, lt=1)


class OutlookTest(SwotTest):
    """A figure of people or nature reaches a limit, or moves one way with a significant trend."""

    kind: Literal["outlook"]
    indicator: Identifier
    at_least: float | None = None
    at_most: float | None = None
    trend: Literal["rising", "falling"] | None = None
    most_age: int = Field(ge=0, le=20)

    @model_validator(mode="after")
    def _tests_something(self) -> OutlookTest:
        if self.at_least is None and self.at_most is None and self.trend is None:
            raise PydanticCustomError(
                "swot_tests_nothing", "give at least one of at_least, at_most and trend"
            )
        return self


class ExposureTest(SwotTest):
    """A figure lies above, or below, the median of the provinces by more than is called similar."""

    kind: Literal["exposure"]
    indicator: Identifier
    side: Literal["high", "low"]
    most_age: int = Field(ge=0, le=20)


class AroundTest(SwotTest):
    """The figure of the region or the country around moves one way with a significant trend."""

    kind: Literal["around"]
    indicator: Identifier
    of: Literal["region", "country"]
    trend: Literal["rising", "falling"]
    most_age: int = Field(ge=0, le=20)


class PolicyTest(SwotTest):
    """An item of a national plan favours a sector of specialisation, or a fact of place."""

    kind: Literal["policy"]
    plan: Identifier
    item: str
    sectors: tuple[str, ...] = ()
    flag: Identifier | None = None
    least_quotient: float = Field(default=1.0, ge=1.0)
    least_share: float = Field(default=0.0, ge=0, lt=1)
    table: Identifier = "gpp_sections"

    @model_validator(mode="after")
    def _is_one_of_both(self) -> PolicyTest:
        if bool(self.sectors) == (self.flag is not None):
            raise PydanticCustomError(
                "swot_sectors_or_flag", "name sectors or a flag, exactly one of them"
            )
        return self


AnyTest = Annotated[
    LevelTest
    | TrendTest
    | TargetTest
    | ScoreTest
    | SectorTest
    | NearSectorTest
    | NeighboursTest
    | OutlookTest
    | ExposureTest
    | AroundTest
    | PolicyTest,
    Field(discriminator="kind"),
]

_OWN = frozenset({"unit", "indicator", "value", "year"})
_SECTOR = frozenset(
    {"unit", "sector", "quotient", "share", "growth", "all_growth", "years", "area"}
)
_FIELDS: dict[str, frozenset[str]] = {
    "level": _OWN | {"benchmark", "against", "gap", "rank", "of"},
    "trend": frozenset({"unit", "indicator", "slope", "years", "points", "peers_slower", "peers"}),
    "target": _OWN | {"goal", "target_year", "state", "plan"},
    "score": frozenset({"unit", "node", "score", "benchmark", "against", "year", "replicates"}),
    "sector": _SECTOR,
    "near_sector": _SECTOR | {"density"},
    "neighbours": frozenset({"unit", "cluster", "indicator", "growth", "all_growth", "years"}),
    "outlook": _OWN | {"limit", "slope", "years"},
    "exposure": _OWN | {"benchmark"},
    "around": frozenset({"unit", "area", "indicator", "value", "year", "slope", "years"}),
    "policy": frozenset({"unit", "plan", "item", "sector", "quotient", "share", "year", "flag"}),
}


class SwotRule(Definition):
    """A rule that proposes items of one quadrant. The file name is its identifier.

    sentence: what a candidate says, with fields in braces that its numbers fill.
    """

    id: Identifier
    version: int = Field(ge=1)
    quadrant: Quadrant
    name: Text
    reason: Text
    sentence: Text
    test: AnyTest

    @model_validator(mode="after")
    def _sentence_names_known_fields(self) -> SwotRule:
        for language in ("th", "en"):
            try:
                named = {f for _, f, _, _ in Formatter().parse(self.sentence.in_language(language))
                         if f is not None}  # fmt: skip
            except ValueError as error:
                raise PydanticCustomError(
                    "swot_braces", "the sentence has an unpaired brace"
                ) from error
            if unknown := sorted(named - self.test.fields):
                raise PydanticCustomError(
                    "swot_field",
                    "the sentence names {named}; it may name {known}",
                    {"named": ", ".join(unknown), "known": ", ".join(sorted(self.test.fields))},
                )
        return self
