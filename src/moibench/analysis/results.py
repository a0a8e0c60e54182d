"""What analysis answers: frozen results with unrounded numbers and codes, no words.

Years are CE integers. A missing number is None and always comes with a reason. Ranks: 1 is
best, ties share the better rank. Scores are 0–100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relation = Literal["better", "similar", "worse"]
FigureStatus = Literal[
    "final",
    "preliminary",
    "estimated",
    "derived",
    "incomplete",
    "not_published",
    "missing",
    "boundary_changed",
    "series_broken",
]
# How a relation was told: by the 95 % interval, by 1.4826 × MAD, by whether a goal is met, or by
# the share of the index's replicates in which the one leads.
RelationRule = Literal["interval", "mad", "goal", "replicates"]
Grade = Literal["verified", "published", "reported", "unverified"]
Scope = Literal["country", "region", "cluster"]
BenchmarkKind = Literal["country", "region", "cluster", "best_in_class", "median"]
TrendVerdict = Literal["rising", "falling", "no_clear_trend", "too_few_points", "break"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and its trust strip.

    status: final, preliminary or estimated as the agency says (estimated also when the weights
    of a mean are of another year); derived = rolled up here from complete members; incomplete =
    a member is missing, so there is no value; not_published = may not be derived and was not
    published; missing = no value within the years that may stand in; boundary_changed = a
    growth over a year in which the unit lost or gained land; series_broken = made of years on
    both sides of a break in series. revised: an earlier entry or edition
    of the source gave another value. grade: how far it was verified; of a derived value the
    least of its members'; None where there is no value.
    """

    value: float | None
    year: int | None
    age: int | None
    status: FigureStatus
    source_id: str | None
    edition_id: str | None
    coverage: float | None = None
    missing_members: tuple[str, ...] = ()
    revised: bool = False
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank among the units of one level within a scope."""

    scope: Scope
    scope_code: str
    rank: int
    of: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A value compared against; gap = own value − benchmark, in the unit of measure."""

    kind: BenchmarkKind
    unit_code: str | None
    figure: Figure
    gap: float | None
    relation: Relation | None
    members: tuple[str, ...] = ()
    rule: RelationRule | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Own change since an earlier year; crosses_break says the two do not compare.

    crosses_split: because the unit split, merged or was cut between the two years.
    """

    from_year: int
    to_year: int
    from_value: float
    to_value: float
    absolute: float
    percent: float | None
    crosses_break: bool
    good: bool | None
    crosses_split: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """Theil–Sen slope per year with Mann–Kendall p over the points since the last break.

    preliminary: three or four points. good: whether the direction is to be welcomed
    (None for context indicators or no verdict).
    """

    verdict: TrendVerdict
    preliminary: bool
    points: int
    first_year: int | None
    last_year: int | None
    slope: float | None
    p_value: float | None
    good: bool | None


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a year in a unit's history."""

    year: int
    value: float
    status: FigureStatus


@dataclass(frozen=True, slots=True)
class Restated:
    """A unit that lost land, made comparable: its values with those of what was cut from it.

    units: the unit and its successors, counted from their birth on. refused: why there are no
    points, "rule" where the indicator is neither a sum nor a ratio of sums, else None. change is
    between the points at the years of the ordinary change.
    """

    units: tuple[str, ...]
    split_year: int
    points: tuple[Point, ...]
    change: Change | None
    refused: Literal["rule"] | None


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of one unit in one year.

    similarity_width: 1.4826 × median absolute deviation of the provinces; a difference smaller
    than this is called similar. distribution: every unit of the ranking with its value, in the
    unit of measure, ordered from best to worst (by value for context).
    """

    indicator_id: str
    figure: Figure
    score: float | None
    capped: bool
    weight: float | None
    contribution: float | None
    standings: tuple[Standing, ...]
    benchmarks: tuple[Benchmark, ...]
    similarity_width: float | None
    change: Change | None
    trend: Trend
    history: tuple[Point, ...]
    country_history: tuple[Point, ...]
    break_years: tuple[int, ...]
    distribution: tuple[tuple[str, float], ...]
    restated: Restated | None = None

    def benchmark(self, kind: str) -> Benchmark | None:
        """Return the benchmark of that kind, or None where there is none."""
        return next((b for b in self.benchmarks if b.kind == kind), None)

    def standing(self, scope: str) -> Standing | None:
        """Return the rank within that scope, or None where there is none."""
        return next((s for s in self.standings if s.scope == scope), None)


@dataclass(frozen=True, slots=True)
class NodeResult:
    """Score, level and rank with its range, of the whole index ("overall") or one dimension.

    rank_low ≤ rank_high are the 5th and 95th percentile of the replicates' ranks. indistinct:
    codes of the units that beat, or are beaten by, this one in fewer than 95 % of replicates.
    distribution: (unit code, score) of every ranked unit, best first. without_reason is set
    when there is no score: "coverage".
    """

    node_id: str
    score: float | None
    level: int | None
    rank: int | None
    of: int
    rank_low: int | None
    rank_high: int | None
    coverage: float
    cutoffs: tuple[float, float, float, float]
    probability_top_fifth: float | None
    probability_bottom_fifth: float | None
    geometric_score: float | None
    indistinct: tuple[str, ...]
    distribution: tuple[tuple[str, float], ...]
    country_score: float | None
    cluster_score: float | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes a result reproducible: design, seed, versions, edition or moment, and map.

    as_of (the newest load that was known) and map_date are ISO; None for the present.
    """

    design_id: str
    seed: int
    replicates: int
    data_version: str
    catalogue_version: str
    edition: str | None = None
    as_of: str | None = None
    map_choice: Literal["restated", "as_it_was"] = "restated"
    map_date: str | None = None
    framework_id: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """How developed a unit is, in what, compared with whom.

    compared_with: the codes ranked against (the units of the same level that existed in the
    year). newest_year is the default year of the system. indicators are in framework order,
    one for every indicator with figures, also the context ones.
    """

    unit_code: str
    year: int
    newest_year: int
    years: tuple[int, ...]
    with_bangkok: bool
    change_from: int | None
    compared_with: tuple[str, ...]
    members: tuple[str, ...]
    region_code: str | None
    cluster_code: str | None
    overall: NodeResult
    dimensions: tuple[NodeResult, ...]
    indicators: tuple[IndicatorResult, ...]
    facts: tuple[tuple[str, Figure], ...]
    stamp: Stamp

    def indicator(self, indicator_id: str) -> IndicatorResult:
        """Return the result of one indicator; KeyError where the profile has none."""
        for result in self.indicators:
            if result.indicator_id == indicator_id:
                return result
        raise KeyError(indicator_id)


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A line of a ranking. For an index, level and rank range are filled."""

    unit_code: str
    figure: Figure
    rank: int | None
    rank_low: int | None = None
    rank_high: int | None = None
    level: int | None = None
    relation_to_country: Relation | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every unit of a level in order of an indicator or of the index ("overall" or a dimension).

    For context indicators the order is from the largest value and no rank is a judgement
    (judged is False). lines: ranked units first, then those without a value.
    """

    subject_id: str
    is_index: bool
    judged: bool
    year: int
    newest_year: int
    years: tuple[int, ...]
    level: str
    with_bangkok: bool
    lines: tuple[RankedUnit, ...]
    country: Figure | None
    median: float | None
    years_used: tuple[tuple[int, int], ...]
    country_history: tuple[Point, ...]
    histories: tuple[tuple[str, tuple[Point, ...]], ...]
    break_years: tuple[int, ...]
    cutoffs: tuple[float, float, float, float] | None
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class AreaScores:
    """Scores and levels of a unit over the index and its dimensions, for the home page."""

    unit_code: str
    overall: NodeResult
    dimensions: tuple[NodeResult, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many provinces have a value of an indicator: in the year, and over recent years."""

    indicator_id: str
    year: int | None
    provinces: int
    of: int
    recent: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class CountrySummary:
    """The home page: country, regions, provinces and the completeness of the data."""

    year: int
    newest_year: int
    years: tuple[int, ...]
    with_bangkok: bool
    country: AreaScores
    regions: tuple[AreaScores, ...]
    bangkok: AreaScores
    provinces: tuple[AreaScores, ...]
    level_counts: tuple[tuple[str, tuple[int, int, int, int, int]], ...]
    completeness: tuple[Completeness, ...]
    stamp: Stamp
