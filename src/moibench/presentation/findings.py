"""Findings of the checks as sentences: what is wrong, what was expected, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import GRAVITIES, Finding
from moibench.catalogue.schema import Text
from moibench.presentation.language import Language, messages, text
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.numbers import NO_VALUE, format_number
from moibench.presentation.years import format_year

_MOST_DECIMALS = 6


@dataclass(frozen=True)
class FindingRow:
    """A finding with its displayed strings; `said` and `do` are whole sentences."""

    grade: str
    grade_word: str
    sheet: str
    cell: str
    series: str
    unit: str
    year: str
    value: str
    expectation: str
    said: str
    do: str
    confirmed: str


def finding_row(finding: Finding, catalogue: Catalogue, language: Language) -> FindingRow:
    """Return a finding in words."""
    known = _words(finding, catalogue, language)
    # What is noticed while a table is read has its sentences with the other words of imports.
    is_check = f"findings.{finding.code}.said" in messages()
    place = f"findings.{finding.code}" if is_check else f"imports.finding.{finding.code}"
    confirmed = finding.confirmed
    return FindingRow(
        finding.grade,
        text(f"findings.grade.{finding.grade}", language),
        finding.sheet,
        finding.cell,
        str(known["series"]),
        str(known["bare_unit"]),
        str(known["year"]),
        str(known["value"]),
        str(known["expected"]),
        text(f"{place}.said", language, **known),
        text(f"{place}.do", language, **known),
        text("findings.confirmed", language, reason=confirmed) if confirmed else "",
    )


def findings_summary(findings: Iterable[Finding], count: int, language: Language) -> str:
    """Return the one line that says how many values were checked and what was found."""
    found = tuple(findings)
    if not found:
        return text("findings.nothing", language, count=f"{count:,}")
    number = Counter(f.grade for f in found)
    return text(
        "findings.summary",
        language,
        count=f"{count:,}",
        confirmed=sum(bool(f.confirmed) for f in found),
        **{grade: number[grade] for grade in GRAVITIES},
    )


def format_given(value: float | None) -> str:
    """Write a value with the decimals it was given with, but no more than six."""
    if value is None:
        return NO_VALUE
    if 0 < abs(value) < 10**-_MOST_DECIMALS:
        return f"{value:g}"
    for decimals in range(_MOST_DECIMALS):
        if abs(round(value, decimals) - value) <= 1e-12 * abs(value):
            return format_number(value, decimals)
    return format_number(value, _MOST_DECIMALS)


def format_expected(value: float | None) -> str:
    """Write a bound that was computed, to four significant digits where it is small."""
    if value is None:
        return NO_VALUE
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 4
    return format_number(value, decimals if size % 1 and size >= 1e-4 else 0)


def series_name(catalogue: Catalogue, series: str, language: Language) -> str:
    """Return the name of a series, or its id where the catalogue does not know it."""
    known = catalogue.series.get(series)
    return known.name.in_language(language) if known else series


def expectation_text(
    expectation: tuple[float | None, float | None] | None, language: Language
) -> str:
    """Write between which values nothing would have been said."""
    match expectation:
        case None | (None, None):
            return NO_VALUE
        case (low, None):
            return text("findings.at_least", language, low=format_expected(low))
        case (None, high):
            return text("findings.at_most_value", language, high=format_expected(high))
        case (low, high):
            return text(
                "findings.between", language, low=format_expected(low), high=format_expected(high)
            )
    return NO_VALUE


def _words(finding: Finding, catalogue: Catalogue, language: Language) -> dict[str, object]:
    series = catalogue.series.get(finding.series)
    unit = finding.unit
    is_known = unit in catalogue.units
    return {
        "series": series_name(catalogue, finding.series, language),
        "unit_of_measure": series.unit_of_measure.in_language(language) if series else "",
        "unit": full_unit_name(catalogue, unit, language) if is_known else unit,
        "bare_unit": unit_name(catalogue, unit, language) if is_known else unit,
        "year": NO_VALUE if finding.year is None else format_year(finding.year, language),
        "value": format_given(finding.value),
        "expected": expectation_text(finding.expectation, language),
        **{k: _word(k, v, catalogue, language) for k, v in finding.fields.items()},
    }


def _word(key: str, value: object, catalogue: Catalogue, language: Language) -> object:
    match value:
        case None:
            return NO_VALUE
        case Text():
            return value.in_language(language)
        case float() if key.endswith("percent"):
            sign = key in ("change_percent", "peers_percent", "own_percent", "usual_percent")
            return _percent(value, language, signed=sign)
        case float():
            return format_expected(value) if key == "wanted_number" else format_given(value)
        case int() if key.endswith("year"):
            return format_year(value, language)
        case str() if key.endswith("series"):
            return series_name(catalogue, value, language)
        case str() if key.endswith("unit") and value in catalogue.units:
            return full_unit_name(catalogue, value, language)
        case str() if key == "source" and value in catalogue.sources:
            return catalogue.sources[value].name.in_language(language)
        case str() if key == "status":
            return text(f"findings.status.{value}", language)
        case tuple():
            return ", ".join(
                f"{series_name(catalogue, s, language)} {format_given(v)}" for s, v in value
            )
    return value


def _percent(value: float, language: Language, *, signed: bool) -> str:
    decimals = 0 if abs(value) >= 100 else 1
    if not signed or language == "en":
        number = format_number(value, decimals, signed=signed)
        return f"{number}%" if language == "en" else f"ร้อยละ {number}"
    key = "rose" if value > 0 else "fell"
    return text(f"findings.{key}", language, percent=format_number(abs(value), decimals))
