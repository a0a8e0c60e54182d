"""An agenda: what is measured for one purpose, by which weights, among whom, against what.

Its numbers (goalposts, cut-offs, weights) are frozen in each version, as those of an index design
are, so that a version gives the same results whenever it is run on the same figures.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from moibench.catalogue.schema import Definition, Identifier, Text, Uncertainty, Year

Weighting = Literal["equal", "given", "ahp"]
MOST_ITEMS = 30
VARIED = Uncertainty(
    replicates=1000,
    seed=2569,
    weight_noise=0.25,
    normalisations=("goalposts", "z_score", "rank"),
    aggregations=("arithmetic", "geometric"),
    imputations=("none", "median"),
    leave_one_out=True,
)


class AgendaItem(Definition):
    """An indicator of an agenda; one of weight 0 is shown and not counted.

    direction: of an indicator that the catalogue does not judge, which way this agenda does.
    goalposts: values of score 0 and of score 100; none while the indicator cannot be scored.
    """

    indicator: Identifier
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    direction: Literal["higher_is_better", "lower_is_better"] | None = None
    goalposts: tuple[float, float] | None = None
    baseline_years: tuple[Year, ...] = ()
    target: float | None = Field(default=None, allow_inf_nan=False)

    @model_validator(mode="after")
    def _goalposts_differ(self) -> AgendaItem:
        if self.goalposts is not None and self.goalposts[0] == self.goalposts[1]:
            raise PydanticCustomError("equal_goalposts", "the two goalposts are equal")
        return self


class Agenda(Definition):
    """A named recipe of indicators. The file name of a built-in one is its identifier.

    units: codes of those ranked; none means every province. judgements: for the method ahp, how
    many times more the row's indicator counts than the column's, in the order of the items.
    """

    id: Identifier
    name: Text
    purpose: Text
    reasoning: Text | None = None
    items: tuple[AgendaItem, ...] = Field(min_length=1, max_length=MOST_ITEMS)
    weighting: Weighting = "equal"
    judgements: tuple[tuple[float, ...], ...] = ()
    units: tuple[str, ...] = ()
    with_bangkok: bool = False
    against: str = "country"
    coverage_threshold: float = Field(default=0.6666, gt=0, le=1)
    goalpost_percentiles: tuple[float, float] = (5.0, 95.0)
    cutoff_percentiles: tuple[float, float, float, float] = (10.0, 35.0, 65.0, 90.0)
    cutoff_baseline_years: tuple[Year, ...] = ()
    cutoffs: tuple[float, float, float, float] | None = None
    enough_data: float = Field(default=0.9, gt=0, le=1)
    uncertainty: Uncertainty = VARIED

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Every indicator, in order."""
        return tuple(item.indicator for item in self.items)

    @property
    def scored(self) -> tuple[AgendaItem, ...]:
        """The items that count: they have a weight and goalposts."""
        return tuple(i for i in self.items if i.weight > 0 and i.goalposts is not None)

    @model_validator(mode="after")
    def _each_once(self) -> Agenda:
        ids = self.indicator_ids
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice is not None:
            raise PydanticCustomError("twice", "{name} stands twice", {"name": twice})
        return self
