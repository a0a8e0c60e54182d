"""The one schema of the catalogue: what each file may say. Unknown keys are errors.

Every text meant for people is a pair of Thai and English. Years are CE integers.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Year = Annotated[int, Field(ge=1900, le=2200)]

UnitType = Literal[
    "country", "region", "cluster", "province", "special_area", "district", "subdistrict"
]
Direction = Literal["higher_is_better", "lower_is_better", "target_range", "context"]
Status = Literal["final", "preliminary", "estimated", "missing", "not_applicable"]


class Definition(BaseModel):
    """A frozen catalogue entry that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Definition):
    """A text in both languages; neither may be empty."""

    th: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: str) -> str:
        """Return the text in `language` ("th" or "en")."""
        return self.th if language == "th" else self.en


class Unit(Definition):
    """The thing measured: a country, region, cluster, province or special area, dated.

    `valid_from` and `valid_to` are half-open [from, to); none means unbounded.
    """

    code: str = Field(pattern=r"^[A-Z0-9][A-Z0-9-]*$")
    unit_type: UnitType
    name: Text
    abbreviation: Text | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    note: Text | None = None

    def exists_in(self, year: int) -> bool:
        """Tell whether the unit existed on at least one day of the CE `year`."""
        starts = self.valid_from is None or self.valid_from.year <= year
        ends = self.valid_to is None or self.valid_to > dt.date(year, 1, 1)
        return starts and ends


class Grouping(Definition):
    """A legal act that placed units under parents, such as the 18 clusters of 2560."""

    id: Identifier
    name: Text
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: str


class ParentLink(Definition):
    """A unit's place under a parent within a grouping, dated half-open."""

    unit: str
    parent: str
    grouping: Identifier
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class Lineage(Definition):
    """How one unit came from another: split, merge or rename, on a date."""

    kind: Literal["split", "merge", "rename"]
    from_unit: str
    to_unit: str
    date: dt.date
    note: Text


class Alias(Definition):
    """Another spelling of a unit's name, recognised with confirmation and never in silence."""

    unit: str
    alias: str = Field(min_length=1)
    kind: str


class Tile(Definition):
    """A unit's cell in the tile-grid map, zero-based from the top left."""

    unit: str
    column: int = Field(ge=0)
    row: int = Field(ge=0)


class Edition(Definition):
    """One release of a source. Later ones in the file supersede earlier ones."""

    id: Identifier
    name: Text
    observations: str = Field(description="CSV file in catalogue/data/observations")
    collected_from: str
    collected_on: dt.date
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    notes: Text | None = None


class DayOfYear(Definition):
    """A day of the year that figures are of, or of one so many years after."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    years_after: int = Field(default=0, ge=0, le=5)

    @model_validator(mode="after")
    def _is_in_every_year(self) -> DayOfYear:
        dt.date(2001, self.month, self.day)  # 29 February is not in every year
        return self

    def of(self, year: int) -> dt.date:
        """Return the day for figures of the CE `year`."""
        return dt.date(year + self.years_after, self.month, self.day)


class Reporting(Definition):
    """Units report the source's figures themselves: who, from which year on, and until when."""

    reported_by: tuple[UnitType, ...] = Field(min_length=1)
    first_year: Year
    last_year: Year | None = None
    opens: DayOfYear = Field(description="From this day on figures of a year can be entered")
    due: DayOfYear = Field(description="On this day they must have been submitted")

    @model_validator(mode="after")
    def _is_due_after_it_opens(self) -> Reporting:
        if self.opens.of(2001) > self.due.of(2001):
            raise ValueError("due lies before opens")
        if self.last_year is not None and self.last_year < self.first_year:
            raise ValueError("last_year lies before first_year")
        return self

    def years_open(self, on: dt.date) -> tuple[int, ...]:
        """Return the years whose figures can be entered on a day, ascending."""
        last = on.year if self.last_year is None else self.last_year
        return tuple(y for y in range(self.first_year, last + 1) if self.opens.of(y) <= on)


class Source(Definition):
    """A publication of an agency, with its editions from oldest to newest.

    With `reporting` its figures come from the units themselves, through review.
    """

    id: Identifier
    name: Text
    agency: Text
    agency_short: Text
    licence: Text
    editions: tuple[Edition, ...] = ()
    reporting: Reporting | None = None


class Break(Definition):
    """A break in series: values before `year` do not compare with those from `year` on."""

    year: Year
    reason: Text


class Series(Definition):
    """A measured quantity as its agency publishes it."""

    id: Identifier
    name: Text
    unit_of_measure: Text
    source: Identifier
    minimum: float | None = None
    maximum: float | None = None
    breaks: tuple[Break, ...] = ()
    notes: Text | None = None


class Sum(Definition):
    """The parent's value is the sum of its members' values."""

    rule: Literal["sum"]
    series: Identifier


class RatioOfSums(Definition):
    """Sum of numerators over sum of denominators, times `scale`.

    Where `series` is named, a value published there for a unit comes before the ratio.
    """

    rule: Literal["ratio_of_sums"]
    numerator: Identifier
    denominator: Identifier
    scale: float = 1.0
    series: Identifier | None = None
    denominator_year: Year | None = Field(
        default=None, description="Use the denominator of this one year in every year"
    )


class WeightedMean(Definition):
    """Mean of members weighted by a series; `weights_year` uses one year's weights for all."""

    rule: Literal["weighted_mean"]
    series: Identifier
    weights: Identifier
    weights_year: Year | None = None


class PublishedOnly(Definition):
    """Never derived for a parent: only what the agency published for that unit."""

    rule: Literal["published_only"]
    series: Identifier


class PublishedGrowth(Definition):
    """Per cent change on the year before of a published series; never derived for a parent."""

    rule: Literal["published_growth"]
    series: Identifier


Level = Annotated[Sum | RatioOfSums | WeightedMean | PublishedOnly, Field(discriminator="rule")]


class Growth(Definition):
    """Per cent change of what another rule gives on the same `years` years before.

    A parent's growth is that of its own rolled-up value, never a mean of its members' growth.
    """

    rule: Literal["growth"]
    of: Level
    years: int = Field(default=1, ge=1, le=10)


class MovingAverage(Definition):
    """What another rule gives over a year and those before it, `years` in all; none may miss.

    Of a ratio it is the sum of the numerators over the sum of the denominators.
    """

    rule: Literal["moving_average"]
    of: Level
    years: int = Field(default=3, ge=2, le=10)


RollUp = Annotated[
    Sum | RatioOfSums | WeightedMean | PublishedOnly | PublishedGrowth | Growth | MovingAverage,
    Field(discriminator="rule"),
]

Question = Literal[
    "clear",
    "relevant",
    "attributable",
    "available",
    "timely",
    "comparable",
    "affordable",
    "hard_to_game",
]


def _word(verdict: object) -> object:
    """Return the word that YAML takes for a truth value where it is not quoted."""
    return {True: "yes", False: "no"}[verdict] if isinstance(verdict, bool) else verdict


class Admission(Definition):
    """The answer to one question that an indicator is admitted by; a doubt says what it is."""

    verdict: Annotated[Literal["yes", "partly", "no"], BeforeValidator(_word)]
    note: Text | None = None

    @model_validator(mode="after")
    def _doubt_is_explained(self) -> Admission:
        if self.verdict != "yes" and self.note is None:
            raise PydanticCustomError(
                "note_wanted", "an answer other than yes needs a note that says why"
            )
        return self


class Indicator(Definition):
    """One measured quantity with a definition. The file name is its identifier."""

    id: Identifier
    name: Text
    short_name: Text | None = None
    definition: Text
    why_it_matters: Text
    unit_of_measure: Text
    direction: Direction
    target_range: tuple[float, float] | None = None
    dimension: Identifier
    roll_up: RollUp | None = Field(default=None, description="None: no figures are here yet")
    agency: Text
    formula: Text
    decimals: int = Field(ge=0, le=6)
    is_percentage: bool = Field(
        default=False, description="Differences are said in percentage points"
    )
    log_axis: bool = False
    carry_forward_years: int = Field(
        default=0, ge=0, description="How old a value may be and still stand for a year"
    )
    caveats: Text | None = None
    plans: dict[Identifier, tuple[str, ...]] = Field(
        default_factory=dict, description="Plan id → codes of the plan's items it measures"
    )
    keywords: tuple[str, ...] = ()
    admission: dict[Question, Admission] = Field(
        default_factory=dict, description="Why the indicator was admitted, question by question"
    )

    @model_validator(mode="after")
    def _target_range_matches_direction(self) -> Indicator:
        if (self.direction == "target_range") != (self.target_range is not None):
            raise PydanticCustomError(
                "target_range", "target_range is given exactly when direction is target_range"
            )
        return self

    @property
    def has_figures(self) -> bool:
        """Whether the catalogue says where this indicator's figures come from."""
        return self.roll_up is not None


class PlanItem(Definition):
    """One strategy, milestone or issue of a plan."""

    code: str
    name: Text


class Plan(Definition):
    """A plan that indicators are mapped to."""

    id: Identifier
    name: Text
    short_name: Text
    first_year: Year
    last_year: Year
    baseline_years: tuple[Year, ...] = Field(
        default=(), description="Years that what came with the plan is measured from"
    )
    items: tuple[PlanItem, ...]


class Dimension(Definition):
    """A conceptual side of development, with its indicators in order of display."""

    id: Identifier
    name: Text
    short_name: Text
    indicators: tuple[Identifier, ...]


class LeftOut(Definition):
    """An indicator of the framework this one was made from that it no longer has, and why."""

    indicator: Identifier
    replaced_by: Identifier | None = None
    reason: Text


class Framework(Definition):
    """What is measured for one national plan: dimensions, their indicators, the design.

    awaited: indicators that the plan wants and that have no figures yet.
    """

    id: Identifier
    name: Text
    plan: Identifier
    design: Identifier
    headline_indicators: tuple[Identifier, ...]
    facts: tuple[Identifier, ...] = Field(
        default=(), description="Context indicators shown at the head of an area page"
    )
    dimensions: tuple[Dimension, ...]
    made_from: Identifier | None = None
    left_out: tuple[LeftOut, ...] = ()
    awaited: tuple[Identifier, ...] = ()

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Every indicator with a place in a dimension, in order."""
        return tuple(i for d in self.dimensions for i in d.indicators)


class DesignLeaf(Definition):
    """An indicator's place in an index: weight and goalposts (value of score 0, of score 100).

    The goalposts carry the direction: where low is good, the first is the larger.
    """

    weight: float = Field(gt=0)
    goalposts: tuple[float, float]
    baseline_years: tuple[Year, ...] = Field(
        description="Years of provinces' values that the goalposts were taken from, once"
    )

    @model_validator(mode="after")
    def _goalposts_differ(self) -> DesignLeaf:
        if self.goalposts[0] == self.goalposts[1]:
            raise PydanticCustomError(
                "equal_goalposts",
                "the two goalposts are equal, so every value would have no score",
            )
        return self


class DesignDimension(Definition):
    """A dimension's place in an index."""

    weight: float = Field(gt=0)
    cutoffs: tuple[float, float, float, float]
    indicators: dict[Identifier, DesignLeaf]


class Uncertainty(Definition):
    """What the rank range varies, how often, and from which seed."""

    replicates: int = Field(ge=100, le=100_000)
    seed: int
    weight_noise: float = Field(ge=0, lt=1)
    normalisations: tuple[Literal["goalposts", "z_score", "rank"], ...]
    aggregations: tuple[Literal["arithmetic", "geometric"], ...]
    imputations: tuple[Literal["none", "median"], ...]
    leave_one_out: bool
    interval: tuple[float, float] = (5.0, 95.0)


class Design(Definition):
    """An index design: the tree, weights, goalposts, cut-offs and the rules around them."""

    id: Identifier
    name: Text
    goalpost_percentiles: tuple[float, float]
    cutoff_percentiles: tuple[float, float, float, float]
    cutoff_baseline_years: tuple[Year, ...]
    coverage_threshold: float = Field(gt=0, le=1)
    cutoffs: tuple[float, float, float, float]
    dimensions: dict[Identifier, DesignDimension]
    uncertainty: Uncertainty
    enough_data: float = Field(
        default=0.9,
        gt=0,
        le=1,
        description="Share of province × indicator cells that must have been observed in a year "
        "itself, nothing carried forward, for the year to be shown by default",
    )

    certainty: dict[str, float] = Field(
        default={"final": 1.0, "derived": 1.0, "preliminary": 0.8, "estimated": 0.6},
        description="How much a value of each status counts when gaps are put in order",
    )
    certainty_per_year_of_age: float = Field(
        default=0.9, gt=0, le=1, description="By how much that shrinks with each year of age"
    )

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Every indicator of the index, in the order of the tree."""
        return tuple(i for d in self.dimensions.values() for i in d.indicators)
