"""What comparing, targets and plan periods answer: frozen results, unrounded, codes, no words.

Years are CE integers. A missing number is None and comes with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from moibench.analysis.results import Figure, Relation, RelationRule, Stamp, Trend
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text

ChosenKind = Literal[
    "country",
    "region",
    "cluster",
    "median",
    "best_in_class",
    "peers",
    "target",
    "baseline",
    "units",
]
CHOSEN_KINDS: tuple[ChosenKind, ...] = get_args(ChosenKind)
NoBenchmark = Literal[
    "no_value",
    "itself",
    "no_parent",
    "no_benchmark_value",
    "too_few_members",
    "group_not_there",
    "no_peers",
    "no_target",
    "break",
    "not_judged",
    "editions_mixed",
    "cannot_leave_bangkok_out",
]


@dataclass(frozen=True, slots=True)
class BenchmarkChoice:
    """Whom to compare with.

    units: the codes of "units"; one stands for itself, several by their median. group: the name
    under which they were saved. with_bangkok: None is the usual: counted in the country's value,
    left out of medians and of the best. model_id, count, locked, dropped and weights say who the
    peers of "peers" are. baseline_years: those of "baseline"; none are those of the framework's
    plan.
    """

    kind: ChosenKind = "country"
    units: tuple[str, ...] = ()
    with_bangkok: bool | None = None
    model_id: str = "overall"
    count: int | None = None
    locked: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    group: str = ""
    baseline_years: tuple[int, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A gap in what it counts, such as people or million baht, by the unit's own denominator."""

    value: float
    unit_of_measure: Text
    denominator_series: str
    denominator_year: int


@dataclass(frozen=True, slots=True)
class ChosenBenchmark:
    """A figure beside the benchmark chosen.

    gap = own − benchmark in the unit of measure; gap_points the same in points of score. rule
    names how the relation was told: by the 95 % interval, by 1.4826 × MAD (`width`), or by
    whether a goal is met. reason says why there is no benchmark or no relation. group: the name
    under which the members were saved.
    """

    kind: ChosenKind
    members: tuple[str, ...]
    with_bangkok: bool
    figure: Figure
    gap: float | None
    gap_points: float | None
    amount: Amount | None
    relation: Relation | None
    rule: RelationRule | None
    width: float | None
    reason: NoBenchmark | None
    group: str = ""


@dataclass(frozen=True, slots=True)
class ChosenCell:
    """One unit × indicator of a comparison."""

    unit_code: str
    figure: Figure
    benchmark: ChosenBenchmark
    trend: Trend
    rank: int | None
    of: int


@dataclass(frozen=True, slots=True)
class ChosenComparison:
    """Units × indicators against one choice of benchmark. cells[i][u] follow the id lists."""

    year: int
    newest_year: int
    years: tuple[int, ...]
    choice: BenchmarkChoice
    unit_codes: tuple[str, ...]
    indicator_ids: tuple[str, ...]
    cells: tuple[tuple[ChosenCell, ...], ...]
    without_a_unit: tuple[str, ...]
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class DescriptorUse:
    """A descriptor as a search for peers used it; weight 0 is switched off."""

    id: str
    is_flag: bool
    log: bool
    weight: float
    year: int
    value: float | None


@dataclass(frozen=True, slots=True)
class PeerPart:
    """What one descriptor adds to the squared distance; None where one of the two lacks it."""

    descriptor_id: str
    value: float | None
    part: float | None


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit alike in place. The parts present add up to distance²."""

    unit_code: str
    distance: float | None
    shared: float
    parts: tuple[PeerPart, ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class Peers:
    """The units most alike in place, nearest first, locked ones always among them.

    refused: codes that share too few descriptors to be compared. frozen_year: the year the
    descriptors are taken from, whatever year is looked at.
    """

    unit_code: str
    model_id: str
    level: str
    frozen_year: int
    count: int
    shared_minimum: float
    with_bangkok: bool
    descriptors: tuple[DescriptorUse, ...]
    peers: tuple[Peer, ...]
    dropped: tuple[str, ...]
    refused: tuple[str, ...]
    stamp: Stamp

    @property
    def codes(self) -> tuple[str, ...]:
        """The peers' codes, nearest first."""
        return tuple(p.unit_code for p in self.peers)


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """What one indicator did to the score; points at the mean of both years' weights."""

    indicator_id: str
    from_value: float | None
    to_value: float | None
    from_score: float | None
    to_score: float | None
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """Why score and rank changed. steps + coverage + revision + method add up to the change.

    coverage: points from indicators that came or went, and from the weights that this shares
    anew. rank parts (own, others, revision, method) add up to to_rank − from_rank; a rise in
    rank is a negative number. did_most: the up to three indicators of the largest points.
    """

    unit_code: str
    node_id: str
    from_year: int
    to_year: int
    with_bangkok: bool
    from_score: float
    to_score: float
    from_level: int
    to_level: int
    steps: tuple[ScoreStep, ...]
    coverage: float
    revision: float
    method: float
    from_rank: int | None
    to_rank: int | None
    of_from: int
    of_to: int
    rank_own: float | None
    rank_others: float | None
    rank_revision: float | None
    rank_method: float | None
    did_most: tuple[str, ...]
    from_stamp: Stamp
    to_stamp: Stamp

    @property
    def score_change(self) -> float:
        """The later score less the earlier."""
        return self.to_score - self.from_score


NoLever = Literal["no_value", "at_best", "no_pace", "not_enough_alone", "too_slow"]


@dataclass(frozen=True, slots=True)
class Lever:
    """One indicator, moved at the pace that peers have reached.

    pace: the 75th percentile of the peers' yearly trend, turned so that positive is better, in
    the unit of measure. years until the next level by this alone; None with the reason.
    """

    indicator_id: str
    value: float | None
    score: float | None
    weight: float
    pace: float | None
    points_per_year: float | None
    most_points: float | None
    years: float | None
    target_value: float | None
    reason: NoLever | None


@dataclass(frozen=True, slots=True)
class Levers:
    """Levers to the next level, soonest first; none needed at level 5.

    together_years: until the next level if all of them move at once; None where even that takes
    longer than the `longest` that is looked at, in years.
    """

    unit_code: str
    node_id: str
    year: int
    score: float
    level: int
    next_cutoff: float | None
    points_needed: float | None
    peers: tuple[str, ...]
    levers: tuple[Lever, ...]
    together_years: float | None
    longest: float
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Outcome:
    """Score, level, rank and its range of one state of the figures."""

    score: float | None
    level: int | None
    rank: int | None
    of: int
    rank_low: int | None
    rank_high: int | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A unit as it is and as it would be. Nothing is stored."""

    unit_code: str
    node_id: str
    year: int
    with_bangkok: bool
    values: tuple[tuple[str, float], ...]
    weights: tuple[tuple[str, float], ...]
    before: Outcome
    after: Outcome
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class MemberPull:
    """A member's part of its parent's gap from the country, in the unit of measure.

    share: its part of the parent's weight. The parts of all members add up to the gap.
    """

    unit_code: str
    value: float
    share: float
    pull: float
    good: bool | None


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How unequal the members of a parent are on one indicator.

    disparity_ratio: largest over smallest value, where all are positive. pulls: largest in size
    first; none where members do not add up to the parent (reason).
    """

    unit_code: str
    indicator_id: str
    figure: Figure
    country: Figure
    gap: float | None
    best: str | None
    worst: str | None
    highest: tuple[str, float] | None
    lowest: tuple[str, float] | None
    disparity_ratio: float | None
    members: int
    with_value: int
    pulls: tuple[MemberPull, ...]
    reason: Literal["one_member", "no_value", "not_additive", "published"] | None


@dataclass(frozen=True, slots=True)
class Exploration:
    """A gap or strength worth a look: priority = size × weight × certainty."""

    indicator_id: str
    figure: Figure
    benchmark: ChosenBenchmark
    size: float
    weight: float
    certainty: float
    priority: float


@dataclass(frozen=True, slots=True)
class AreasToExplore:
    """At most six gaps and four strengths, the largest priority first."""

    unit_code: str
    year: int
    choice: BenchmarkChoice
    gaps: tuple[Exploration, ...]
    strengths: tuple[Exploration, ...]
    judged: int
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class ScoreBeside:
    """The score of the index or a dimension beside the benchmark chosen.

    members: whose score, or median of scores, `reference` is. share: of the replicates in which
    the unit leads, a tie counting half. reason says why there is no benchmark.
    """

    unit_code: str
    node_id: str
    score: float | None
    members: tuple[str, ...]
    reference: float | None
    relation: Relation | None
    rule: RelationRule | None
    share: float | None
    reason: NoBenchmark | None
