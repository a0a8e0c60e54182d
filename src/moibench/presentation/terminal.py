"""Results as plain text for a terminal, aligned by the width that letters take on screen."""

from __future__ import annotations

import unicodedata

from moibench.analysis.results import Figure, IndicatorResult, NodeResult, Profile, Ranking
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import (
    OVERALL,
    find_dimension,
    full_unit_name,
    indicator_name,
    unit_name,
)
from moibench.presentation.numbers import NO_VALUE, format_score, format_value
from moibench.presentation.years import format_year, year_number

_GAP = "  "


def profile_text(profile: Profile, catalogue: Catalogue, language: Language) -> str:
    """Return a unit's levels and indicators as lines of text."""
    title = f"{full_unit_name(catalogue, profile.unit_code, language)} "
    title += format_year(profile.year, language)
    nodes = [
        _node_row(node, catalogue, language) for node in (profile.overall, *profile.dimensions)
    ]
    rows = [_indicator_row(r, catalogue, language) for r in profile.indicators]
    node_head = ("", "level", "score", "rank")
    row_head = ("indicator", "value", "unit_of_measure", "year", "rank", "country")
    return "\n".join(
        [
            title,
            "",
            *table([heads(node_head, language), *nodes], right={1, 2}),
            "",
            *table([heads(row_head, language), *rows], right={1, 3, 5}),
            "",
            footer(profile.stamp.data_version, profile.stamp.design_id, language),
        ]
    )


def ranking_text(ranking: Ranking, catalogue: Catalogue, language: Language) -> str:
    """Return a ranking as lines of text, those without a value last."""
    rows = [
        (
            _rank(line.rank, line.rank_low, line.rank_high),
            line.unit_code,
            unit_name(catalogue, line.unit_code, language),
            _value(line.figure, ranking, catalogue),
            _year(line.figure, language),
        )
        for line in ranking.lines
    ]
    title = subject_name(ranking.subject_id, catalogue, language)
    return "\n".join(
        [
            f"{title} {format_year(ranking.year, language)}",
            "",
            *table(
                [heads(("rank", "code", "unit", "value", "year"), language), *rows], right={3, 4}
            ),
            "",
            footer(ranking.stamp.data_version, ranking.stamp.design_id, language),
        ]
    )


def subject_name(subject_id: str, catalogue: Catalogue, language: Language) -> str:
    """Return the name of an indicator, a dimension or the whole index."""
    if subject_id in catalogue.indicators:
        return indicator_name(catalogue.indicators[subject_id], language)
    if subject_id == OVERALL:
        return text("terminal.overall", language)
    found = find_dimension(catalogue, subject_id)
    return subject_id if found is None else found.name.in_language(language)


def heads(keys: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Return the heads of columns; an empty key is an empty head."""
    return tuple(text(f"terminal.head.{key}", language) if key else "" for key in keys)


def _node_row(node: NodeResult, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    rank = _rank(node.rank, node.rank_low, node.rank_high)
    return (
        subject_name(node.node_id, catalogue, language),
        NO_VALUE if node.level is None else str(node.level),
        format_score(node.score),
        f"{rank} / {node.of}" if node.rank is not None else NO_VALUE,
    )


def _indicator_row(
    result: IndicatorResult, catalogue: Catalogue, language: Language
) -> tuple[str, ...]:
    indicator = catalogue.indicators[result.indicator_id]
    standing = result.standing("country")
    country = result.benchmark("country")
    return (
        indicator_name(indicator, language),
        format_value(result.figure.value, indicator),
        indicator.unit_of_measure.in_language(language),
        _year(result.figure, language),
        f"{standing.rank} / {standing.of}" if standing else NO_VALUE,
        format_value(country.figure.value if country else None, indicator),
    )


def _rank(rank: int | None, low: int | None, high: int | None) -> str:
    if rank is None:
        return NO_VALUE
    return str(rank) if low is None else f"{rank} ({low}–{high})"


def _value(figure: Figure, ranking: Ranking, catalogue: Catalogue) -> str:
    if ranking.is_index:
        return format_score(figure.value)
    return format_value(figure.value, catalogue.indicators[ranking.subject_id])


def _year(figure: Figure, language: Language) -> str:
    return NO_VALUE if figure.year is None else str(year_number(figure.year, language))


def footer(data_version: str, design_id: str, language: Language) -> str:
    """Return the line that says from what the answer was computed."""
    return text("terminal.footer", language, data_version=data_version, design=design_id)


def table(rows: list[tuple[str, ...]], right: set[int]) -> list[str]:
    """Return rows as lines, columns aligned; those in `right` to the right."""
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        _GAP.join(
            _padded(cell, width, i in right)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _padded(cell: str, width: int, to_the_right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if to_the_right else cell + space


def _width(cell: str) -> int:
    """Return the columns a text takes: Thai vowels and tone marks above or below take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in cell)
