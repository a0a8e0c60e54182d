"""A recipe: the steps of an index in order, each with its parameters, and what may vary.

A step is a frozen dataclass; its fields are the keys of the step in a recipe file, with what they
mean and where they come from beside them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, ClassVar, Literal

from moibench.engine.cube import EngineError
from moibench.engine.faults import Faults

Mean = Literal[
    "arithmetic_mean",
    "geometric_mean",
    "harmonic_mean",
    "power_mean",
    "median",
    "copeland",
    "mazziotta_pareto",
    "adjusted_mazziotta_pareto",
    "topsis",
]

# Short names of sources; the reference page gives them in full.
HANDBOOK, COINR = "Handbook", "COINr"


def key(default: Any, meaning: str, source: str = "") -> Any:
    """Return a dataclass field with its meaning and source for the reference."""
    metadata = {"meaning": meaning, "source": source}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


ONLY = "indicators the step is for; by default all"
FIT_YEARS = "years that the parameters are taken from, for every year; by default all"


@dataclass(frozen=True)
class Denominate:
    """Divide indicators by the Denominator that META names."""

    name: ClassVar[str] = "denominate"
    scale: Mapping[str, float] = key({}, "indicator → what the ratio is times; else 1", COINR)
    only: tuple[str, ...] = key((), ONLY)


@dataclass(frozen=True)
class Impute:
    """Fill missing values; every filled cell stays marked, up to the scores it enters."""

    name: ClassVar[str] = "impute"
    method: Literal[
        "none",
        "mean",
        "median",
        "group_mean",
        "group_median",
        "row_mean",
        "latest",
        "linear",
        "linear_constant",
        "constant",
    ] = key("median", "where the value comes from", f"{HANDBOOK}, step 3; {COINR}, Impute")
    group: str = key("", "META's Group column, for group_mean and group_median")
    maximum_age: int | None = key(None, "years that `latest` may reach back; by default any")
    only: tuple[str, ...] = key((), ONLY)


@dataclass(frozen=True)
class Screen:
    """Leave out units, or indicators, of which too little is known; each with its reason."""

    name: ClassVar[str] = "screen"
    by: Literal["unit", "indicator"] = key("unit", "what is left out")
    coverage: float | None = key(None, "least share of values that are present", f"{COINR}, Screen")
    nonzero: float | None = key(None, "least share of present values that are not 0", COINR)
    keep: Mapping[str, str] = key({}, "code → reason why it stays whatever its share")
    drop: Mapping[str, str] = key({}, "code → reason why it goes whatever its share")


@dataclass(frozen=True)
class Treat:
    """Draw in outliers where skewness and kurtosis say so; decided once over all years."""

    name: ClassVar[str] = "treat"
    winsorise_max: int = key(5, "most values drawn in to the next one", f"{COINR}, winsorise")
    skew: float = key(2.0, "size of skewness from which on an indicator is treated", COINR)
    kurtosis: float = key(3.5, "excess kurtosis from which on, together with skew", COINR)
    then: Literal["none", "log_ct", "log_ct_orig", "log_ct_plus", "log_gii", "box_cox"] = key(
        "log_ct", "what is done instead where drawing in was not enough", f"{COINR}, Treat"
    )
    box_cox_power: float | None = key(
        None, "power of box_cox; by default the most likely", "Box and Cox (1964)"
    )
    limits: Literal["points", "iqr", "mad"] = key(
        "points", "draw in point by point, or to limits by the interquartile range or the MAD"
    )
    factor: float | None = key(
        None,
        "how many IQR beyond the quartiles (1.5), or deviations by MAD from the median (3)",
        "Tukey (1977); Leys et al. (2013)",
    )
    fit_years: tuple[int, ...] = key((), FIT_YEARS)
    only: tuple[str, ...] = key((), ONLY)


@dataclass(frozen=True)
class Normalise:
    """Put indicators on one scale; the direction is settled here and nowhere else."""

    name: ClassVar[str] = "normalise"
    method: Literal[
        "min_max",
        "z_score",
        "scaled",
        "goalposts",
        "distance_to_best",
        "distance_to_reference",
        "distance_to_target",
        "target_range",
        "share_of_best",
        "rank",
        "percentile_rank",
        "borda",
        "classes",
    ] = key("min_max", "how", f"{HANDBOOK}, step 5; {COINR}, Normalise")
    to: tuple[float, float] | None = key(
        (0.0, 100.0), "scores of the worst and the best; null keeps what the method itself gives"
    )
    per_year: bool = key(False, "each year by itself; else all years share one scale")
    cap: bool | None = key(
        None, "whether scores stay in `to`; by default they do, except for scaled"
    )
    goalposts: Mapping[str, tuple[float, float]] = key(
        {}, "indicator → lower and higher end of the scale; META says which is best", "UNDP, HDI"
    )
    log: tuple[str, ...] = key((), "indicators taken by their logarithm", "UNDP, income in the HDI")
    targets: Mapping[str, float] = key({}, "indicator → target; by default META's Target")
    target_ranges: Mapping[str, tuple[float, float]] = key(
        {}, "indicator → ends of the range that scores best, for target_range"
    )
    thresholds: Mapping[str, tuple[float, ...]] = key(
        {}, "indicator → values at which the next class begins, for classes"
    )
    reference_unit: str = key("", "uCode that distance_to_reference measures from")
    ties: Literal["min", "average", "dense"] = key("min", "place of equal values, for ranks")
    deviation: Literal["sample", "population"] = key("sample", "for z_score", COINR)
    fit_years: tuple[int, ...] = key((), FIT_YEARS)
    only: tuple[str, ...] = key((), ONLY)


@dataclass(frozen=True)
class Weigh:
    """Give the tree its weights; from data, by scores as `aggregate` makes them."""

    name: ClassVar[str] = "weigh"
    method: Literal[
        "given", "equal", "budget", "ahp", "pca", "entropy", "critic", "bod", "optimised"
    ] = key("given", "given are META's, or those under `weights`", f"{HANDBOOK}, step 6")
    nodes: tuple[str, ...] = key((), "aggregates whose children are weighed; by default all")
    weights: Mapping[str, float] = key({}, "code → weight, for given; others keep META's")
    points: Mapping[str, tuple[tuple[float, ...], ...]] = key(
        {}, "aggregate → points of each judge for its children in META's order, for budget"
    )
    judgements: Mapping[
        str, tuple[tuple[float, ...], ...] | tuple[tuple[tuple[float, ...], ...], ...]
    ] = key(
        {},
        "aggregate → pairwise comparisons of its children, row by row; or one such table a judge",
        "Saaty (1980)",
    )
    wanted: Mapping[str, float] = key(
        {}, "code → importance wanted, for optimised; 1 where not named", "Becker et al. (2017)"
    )
    first_only: bool = key(False, "loadings of the first component alone, for pca", COINR)
    least: float = key(0.0, "least share of a child in a unit's score, for bod")
    most: float = key(1.0, "greatest share, for bod")


@dataclass(frozen=True)
class Aggregate:
    """Make one score of several, up the tree."""

    name: ClassVar[str] = "aggregate"
    method: Mean | tuple[Mean, ...] = key(  # noqa: RUF009  (`key` returns a field)
        "arithmetic_mean",
        "one method, or a list with one a level from the lowest aggregates up",
        f"{HANDBOOK}, step 7",
    )
    power: float | None = key(None, "exponent of power_mean", f"{HANDBOOK}, step 7")
    floor: float | None = key(
        None, "scores below it count as it, in geometric_mean; by default negative ones are refused"
    )
    penalty: Literal["subtract", "add"] = key(
        "subtract",
        "sign of the penalty of both Mazziotta–Pareto methods; add where low is good",
        "Mazziotta and Pareto (2016)",
    )
    coverage: float = key(
        0.0, "least share, by weight, of what is present below for a score", f"{COINR}, dat_thresh"
    )


@dataclass(frozen=True)
class Rank:
    """Place units; 1 has the largest score."""

    name: ClassVar[str] = "rank"
    ties: Literal["min", "average", "dense"] = key("min", "rank of units with equal scores")
    within: str = key("", "META's Group column, to rank within each group")
    tolerance: float = key(1e-9, "share of the largest score that counts as no difference")


@dataclass(frozen=True)
class Classify:
    """Put scores into levels from 1 up; taken over all years together."""

    name: ClassVar[str] = "classify"
    method: Literal["cutoffs", "quantiles", "natural_breaks"] = key(
        "quantiles", "where levels begin", "Fisher (1958) for natural breaks"
    )
    classes: int = key(5, "how many levels, for quantiles and natural_breaks")
    cutoffs: tuple[float, ...] = key((), "scores at which levels 2, 3 … begin, for cutoffs")


Step = Denominate | Impute | Screen | Treat | Normalise | Weigh | Aggregate | Rank | Classify
STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (Denominate, Impute, Screen, Treat, Normalise, Weigh, Aggregate, Rank, Classify)
}
BEFORE_AGGREGATE = ("denominate", "impute", "screen", "treat", "normalise", "weigh")

USED, SKIPPED = "used", "skipped"


@dataclass(frozen=True)
class Vary:
    """What replicates vary, how often, and from which seed."""

    replicates: int = key(1000, "how often the index is computed, the recipe itself included")
    seed: int = key(0, "the same seed gives the same replicates")
    weight_noise: float = key(
        0.0, "0.25 draws every weight between 75 and 125 % of itself", f"{COINR}, get_noisy_weights"
    )
    leave_one_out: bool = key(False, "leave out one indicator or none, all equally likely")
    choices: Mapping[str, tuple[Any, ...]] = key(
        {},
        "step.key (or a step, to skip it) → its alternatives, all equally likely",
        f"{HANDBOOK}, step 7",
    )
    nodes: tuple[str, ...] = key((), "aggregates that are reported; by default the index alone")
    interval: tuple[float, float] = key((5.0, 95.0), "percentiles of the rank interval")
    top: int = key(10, "the k of the probability of being among the first k")


@dataclass(frozen=True)
class Recipe:
    """The steps of an index in order, and what its uncertainty varies.

    Raises:
        Faults: steps are in an order that cannot be: none at all, a second aggregate, or steps
            on indicators after it.
    """

    steps: tuple[Step, ...]
    uncertainty: Vary = field(default_factory=Vary)

    def __post_init__(self) -> None:
        faults = []
        names = [step.name for step in self.steps]
        if not names:
            faults.append("steps: a recipe needs at least one step")
        if names.count("aggregate") > 1:
            faults.append(
                "steps: aggregate stands more than once; a list of methods gives each level its own"
            )
        if "aggregate" in names:
            for place, name in enumerate(names, start=1):
                if name in BEFORE_AGGREGATE and place > names.index("aggregate"):
                    faults.append(
                        f"steps: {name} is step {place}, but it works on indicators; "
                        "move it before aggregate"
                    )
        if faults:
            raise Faults(faults)

    @property
    def hash(self) -> str:
        """Return a short SHA-256 of everything the recipe says, defaults included."""
        text = json.dumps(plain(self), sort_keys=True, ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def plain(recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as lists, mappings, texts and numbers, every default written out."""
    steps = [plain_step(own) for own in recipe.steps]
    return {"steps": steps, "uncertainty": _plain_fields(recipe.uncertainty)}


def plain_step(own: Step) -> dict[str, Any]:
    """Return a step as it stands in a recipe file, every default written out."""
    return {own.name: _plain_fields(own)}


def edited(recipe: Recipe, address: str, value: Any) -> Recipe:
    """Return the recipe with one thing changed: what if?

    Args:
        recipe: is not changed.
        address: "normalise.method", or "normalise.2.method" for the second step of that name; a
            step alone, "treat", with the value "skipped", leaves it out.
        value: as in a recipe file.

    Raises:
        EngineError: there is no such step or key.
    """
    place, name = locate(recipe, address)
    steps = list(recipe.steps)
    if name is None:
        if value not in (USED, SKIPPED):
            raise EngineError(f"{address!r} is a whole step: it is {USED!r} or {SKIPPED!r}")
        if value == SKIPPED:
            del steps[place]
    else:
        steps[place] = replace(steps[place], **{name: _frozen(value)})
    return replace(recipe, steps=tuple(steps))


def locate(recipe: Recipe, address: str) -> tuple[int, str | None]:
    """Return the place of the step that an address names, and the key in it if it names one."""
    step, *rest = address.split(".")
    turn = int(rest.pop(0)) if rest and rest[0].isdigit() else 1
    places = [place for place, own in enumerate(recipe.steps) if own.name == step]
    if not 1 <= turn <= len(places):
        raise EngineError(
            f"{address!r} names step {turn} called {step!r}, but the recipe has {len(places)}"
        )
    place = places[turn - 1]
    if not rest:
        return place, None
    known = [f.name for f in fields(recipe.steps[place])]
    name = ".".join(rest)
    if name not in known:
        raise EngineError(f"{address!r}: {step} has no key {name!r}; it has {', '.join(known)}")
    return place, name


def _plain_fields(part: Any) -> dict[str, Any]:
    return {f.name: _thawed(getattr(part, f.name)) for f in fields(part)}


def _thawed(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain_fields(value)
    if isinstance(value, Mapping):
        return {str(k): _thawed(v) for k, v in value.items()}
    return [_thawed(v) for v in value] if isinstance(value, list | tuple) else value


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _frozen(v) for k, v in value.items()}
    return tuple(_frozen(v) for v in value) if isinstance(value, list | tuple) else value
