"""Rows with the names that people read beside the codes that programs join by."""

from __future__ import annotations

from collections.abc import Iterator

from moibench.analysis.observations import Question
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language

COLUMNS = (
    "series",
    "series_name",
    "unit",
    "unit_name",
    "year",
    "value",
    "status",
    "standard_error",
    "unit_of_measure",
    "edition",
)
Row = tuple[str, str, str, str, int, float | None, str, float | None, str, str]


def labelled(question: Question, catalogue: Catalogue, language: Language) -> Iterator[Row]:
    """Yield rows in the order of COLUMNS; years are CE, as in every file for programs."""
    names = {code: unit.name.in_language(language) for code, unit in catalogue.units.items()}
    about = {
        code: (series.name.in_language(language), series.unit_of_measure.in_language(language))
        for code, series in catalogue.series.items()
    }
    for row in question.rows():
        name, measure = about.get(row.series, ("", ""))
        yield (
            row.series,
            name,
            row.unit,
            names.get(row.unit, ""),
            row.year,
            row.value,
            row.status,
            row.standard_error,
            measure,
            row.edition,
        )
