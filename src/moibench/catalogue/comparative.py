"""The schema of what comparing needs: flags of place, models of peers, targets of plans."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from moibench.catalogue.schema import Definition, Identifier, Text, UnitType, Year

TargetKind = Literal[
    "absolute",
    "percent_change_on_base",
    "percent_on_mean_of_five_years",
    "at_least",
    "at_most",
    "ratio_one_to_n",
]


class Flag(Definition):
    """A fact of geography that holds of some provinces; a parent has it if a member does."""

    id: Identifier
    name: Text
    source: Text
    units: tuple[str, ...]


class Descriptor(Definition):
    """A descriptor of place: an indicator or a flag, with its weight.

    `log` is for sizes. `year` takes the values of that one year whatever year is asked for.
    """

    indicator: Identifier | None = None
    flag: Identifier | None = None
    log: bool = False
    weight: float = Field(default=1.0, ge=0)
    year: Year | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Descriptor:
        if (self.indicator is None) == (self.flag is None):
            raise ValueError("a descriptor is an indicator or a flag, exactly one of them")
        return self

    @property
    def id(self) -> str:
        """The id of its indicator or flag."""
        return self.indicator or self.flag or ""


class PeerModel(Definition):
    """What likeness of place means: descriptors with weights, in a year that freezes them."""

    id: Identifier
    name: Text
    reference_year: Year
    count: int = Field(default=8, ge=1)
    shared_minimum: float = Field(default=0.7, gt=0, le=1)
    descriptors: tuple[Descriptor, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _names_each_once(self) -> PeerModel:
        ids = [d.id for d in self.descriptors]
        if len(set(ids)) < len(ids):
            raise ValueError("a descriptor is named twice")
        return self


class Target(Definition):
    """A value a plan sets for one unit, or for every unit of a level, by the end of a year.

    value: in the unit of measure; per cent for the two kinds of per cent (−20 is a fifth less);
    N for a ratio of one to N. base_year: the year changes count from, and for the mean of five
    years the last of the five. base_value: where the plan states its own base.
    """

    indicator: Identifier
    unit: str | None = None
    level: UnitType | None = None
    kind: TargetKind
    value: float
    base_year: Year
    base_value: float | None = None
    target_year: Year
    agency: Text | None = None
    source: Text

    @model_validator(mode="after")
    def _is_whole(self) -> Target:
        if (self.unit is None) == (self.level is None):
            raise PydanticCustomError(
                "unit_or_level", "a target is for a unit or for a level, exactly one of them"
            )
        if self.target_year <= self.base_year:
            raise PydanticCustomError("ends_before_base", "target_year must come after base_year")
        return self


class TargetSet(Definition):
    """The targets one plan sets. The file name is its identifier."""

    id: Identifier
    plan: Identifier
    name: Text
    targets: tuple[Target, ...]
