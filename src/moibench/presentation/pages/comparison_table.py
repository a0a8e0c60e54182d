"""A comparison as rows, one for each unit and indicator: for CSV and for the workbook alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from moibench.analysis.comparative_results import ChosenCell, ChosenComparison
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import indicator_name, unit_name
from moibench.presentation.pages import words
from moibench.presentation.pages.benchmark_form import choice_name
from moibench.presentation.pages.value_table import safe_cell
from moibench.presentation.sentences.comparing import chosen_benchmark_name
from moibench.presentation.years import year_number

HEADS = (
    "indicator",
    "indicator_name",
    "unit_of_measure",
    "unit",
    "unit_name",
    "value",
    "year",
    "status",
    "benchmark",
    "benchmark_value",
    "benchmark_year",
    "gap",
    "relation",
    "rule",
    "rank",
    "of",
    "trend",
    "source",
)
Value = str | float | int | None


def heads(language: Language) -> tuple[str, ...]:
    """Return the heads of the columns."""
    return tuple(text(f"comparison_table.{head}", language) for head in HEADS)


def rows(
    comparison: ChosenComparison, catalogue: Catalogue, language: Language
) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each indicator and unit; numbers unrounded, years in the reader's era."""
    for indicator_id, line in zip(comparison.indicator_ids, comparison.cells, strict=True):
        for cell in line:
            yield _row(indicator_id, cell, comparison, catalogue, language)


def _row(
    indicator_id: str,
    cell: ChosenCell,
    comparison: ChosenComparison,
    catalogue: Catalogue,
    language: Language,
) -> tuple[Value, ...]:
    indicator, figure, beside = catalogue.indicators[indicator_id], cell.figure, cell.benchmark
    named = choice_name(comparison.choice, catalogue, language)
    if beside.figure.value is not None:
        named = chosen_benchmark_name(beside, catalogue, language)
    relation = ""
    if beside.relation:
        relation = text(f"site.relation.{beside.relation}", language)
    elif beside.reason:
        relation = text(f"comparison_table.reason.{beside.reason}", language)
    return (
        indicator_id,
        indicator_name(indicator, language),
        indicator.unit_of_measure.in_language(language),
        cell.unit_code,
        unit_name(catalogue, cell.unit_code, language),
        figure.value,
        _year(figure.year, language),
        words.status_text(figure, language),
        named,
        beside.figure.value,
        _year(beside.figure.year, language),
        beside.gap,
        relation,
        text(f"comparison_table.rules.{beside.rule}", language) if beside.rule else "",
        cell.rank,
        cell.of or None,
        words.trend_text(cell.trend, language),
        words.source_text(catalogue, figure, language),
    )


def _year(year: int | None, language: Language) -> int | None:
    return None if year is None else year_number(year, language)


def comparison_table(comparison: ChosenComparison, catalogue: Catalogue, language: Language) -> str:
    """Write the rows as CSV; a missing number is an empty cell with its reason beside it."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(heads(language))
    for row in rows(comparison, catalogue, language):
        table.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return safe_cell(value)
    return "" if value is None else repr(value)
