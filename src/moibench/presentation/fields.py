"""Sentences with fields: one text of an officer that serves every unit and every year.

A field stands in braces: {name}, {year}, {level:overall}, {value:gpp_per_capita},
{gap:gpp_per_capita:country}. What is displayed is made by the same functions as on every page.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from moibench.analysis.results import NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import OVERALL, full_unit_name, indicator_name, unit_name
from moibench.presentation.numbers import format_score
from moibench.presentation.sentences import words
from moibench.presentation.years import format_year

_FIELD = re.compile(r"\{([^{}]*)\}")
NODE_FIELDS = ("level", "score", "rank", "range")
INDICATOR_FIELDS = ("value", "year", "rank", "indicator")
BENCHMARKS = ("country", "region", "cluster", "best_in_class", "median")


class FieldError(Exception):
    """Fields that mean nothing, each with the nearest that does."""

    def __init__(self, unknown: list[tuple[str, str]]) -> None:
        self.unknown = unknown
        super().__init__(", ".join(field for field, _ in unknown))

    def in_language(self, language: Language) -> str:
        """Say which fields are unknown and what was perhaps meant."""
        said = [
            text("fields.unknown_near" if near else "fields.unknown", language, field=f, near=near)
            for f, near in self.unknown
        ]
        return " ".join(said)


def known_fields(profile: Profile, catalogue: Catalogue) -> tuple[str, ...]:
    """Return every field that can be written, without braces."""
    nodes = [OVERALL, *(d.node_id for d in profile.dimensions)]
    indicators = [r.indicator_id for r in profile.indicators]
    return (
        "name",
        "short_name",
        "year",
        *(f"{field}:{node}" for node in nodes for field in NODE_FIELDS),
        *(f"{field}:{i}" for i in indicators for field in INDICATOR_FIELDS),
        *(f"{field}:{i}:{b}" for i in indicators for b in BENCHMARKS for field in ("gap", "value")),
    )


def fill_fields(template: str, profile: Profile, catalogue: Catalogue, language: Language) -> str:
    """Return the sentence of one unit and year; a missing number is said to be missing.

    Raises:
        FieldError: with every field that is unknown.
    """
    known = known_fields(profile, catalogue)
    written = [match[1].strip() for match in _FIELD.finditer(template)]
    unknown = [
        (field, next(iter(difflib.get_close_matches(field, known, 1)), ""))
        for field in dict.fromkeys(written)
        if field not in known
    ]
    if unknown:
        raise FieldError(unknown)
    return _FIELD.sub(lambda m: _filled(m[1].strip(), profile, catalogue, language), template)


def _filled(field: str, profile: Profile, catalogue: Catalogue, language: Language) -> str:
    kind, _, rest = field.partition(":")
    subject, _, benchmark = rest.partition(":")
    missing = text("fields.missing", language)
    if not subject:
        plain: dict[str, Callable[[], str]] = {
            "name": lambda: full_unit_name(catalogue, profile.unit_code, language),
            "short_name": lambda: unit_name(catalogue, profile.unit_code, language),
            "year": lambda: format_year(profile.year, language),
        }
        return plain[kind]()
    for node in (profile.overall, *profile.dimensions):
        if node.node_id == subject:
            return _of_node(kind, node, language) or missing
    return _of_indicator(kind, subject, benchmark, profile, catalogue, language) or missing


def _of_node(kind: str, node: NodeResult, language: Language) -> str:
    if kind == "level":
        return "" if node.level is None else str(node.level)
    if kind == "score":
        return "" if node.score is None else format_score(node.score)
    if node.rank is None:
        return ""
    if kind == "range":
        return "" if node.rank_low is None else f"{node.rank_low}–{node.rank_high}"
    return f"{words.ordinal(node.rank, language)}"


def _of_indicator(
    kind: str,
    indicator_id: str,
    benchmark: str,
    profile: Profile,
    catalogue: Catalogue,
    language: Language,
) -> str:
    indicator = catalogue.indicators[indicator_id]
    result = profile.indicator(indicator_id)
    if benchmark:
        found = result.benchmark(benchmark)
        if found is None:
            return ""
        if kind == "gap":
            return "" if found.gap is None else words.difference(found.gap, indicator, language)
        value = found.figure.value
        return "" if value is None else words.measured(value, indicator, language)
    if kind == "indicator":
        return indicator_name(indicator, language)
    if kind == "year":
        return "" if result.figure.year is None else format_year(result.figure.year, language)
    if kind == "rank":
        standing = result.standing("country")
        return "" if standing is None else words.ordinal(standing.rank, language)
    value = result.figure.value
    return "" if value is None else words.measured(value, indicator, language)
