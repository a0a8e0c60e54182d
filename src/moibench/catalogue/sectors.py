"""The schema of tables by sector: which series are the parts of which whole."""

from __future__ import annotations

from pydantic import Field, model_validator

from moibench.catalogue.schema import Definition, Identifier, Text


class Section(Definition):
    """A sector of a classification and the series that measures it.

    is_product: whether it may be a product champion; public administration may not.
    """

    code: str = Field(min_length=1, max_length=16)
    name: Text
    short_name: Text
    series: Identifier
    is_product: bool = True


class SectorTable(Definition):
    """Value added, employment or establishments by sector. The file name is its identifier.

    whole: the series that the sections add up to, where there is one. share_threshold: location
    quotient from which on a unit counts as specialised.
    """

    id: Identifier
    name: Text
    unit_of_measure: Text
    whole: Identifier | None = None
    share_threshold: float = Field(default=1.0, gt=0)
    share_reason: Text | None = None
    sections: tuple[Section, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _names_each_once(self) -> SectorTable:
        for field in ("code", "series"):
            named = [getattr(section, field) for section in self.sections]
            twice = sorted({n for n in named if named.count(n) > 1})
            if twice:
                raise ValueError(f"{field}: {', '.join(twice)} stands twice")
        return self
