"""What a report is about, as everything that writes it asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from moibench.analysis.results import Profile
from moibench.catalogue import Catalogue
from moibench.presentation.edition_code import edition_code
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.years import format_year


@dataclass(frozen=True)
class Question:
    """What the report is about: results, the catalogue they came from, and the language."""

    profile: Profile
    catalogue: Catalogue
    language: Language

    @property
    def unit(self) -> str:
        """The unit's name as in a sentence."""
        return full_unit_name(self.catalogue, self.profile.unit_code, self.language)

    @property
    def unit_type(self) -> str:
        """The kind of unit."""
        return self.catalogue.units[self.profile.unit_code].unit_type

    @property
    def year(self) -> str:
        """The year of the report with its era."""
        return format_year(self.profile.year, self.language)

    @cached_property
    def code(self) -> str:
        """The edition code, a digest of all results that is worth making once."""
        return edition_code(self.profile, self.language)

    @property
    def title(self) -> str:
        """The title of the document, as the running head has it."""
        return text("report.running_head", self.language, unit=self.unit, year=self.year)

    def column(self, key: str, **fields: object) -> str:
        """Return the head of a column."""
        return text(f"table.column.{key}", self.language, **fields)
