"""Positions as plain text for a terminal."""

from __future__ import annotations

from moibench.analysis.position_results import Place, Position
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_value
from moibench.presentation.pages import words
from moibench.presentation.pages.benchmark_form import choice_name
from moibench.presentation.terminal import footer, table
from moibench.presentation.years import format_year

COLUMNS = ("own", "reference", "gap", "level", "momentum", "corner", "clear")


def position_text(answer: Position, catalogue: Catalogue, language: Language) -> str:
    """Return every indicator with level, momentum and corner, and why there is none."""
    heads = (
        text("position.terminal.head_name", language),
        *(text(f"position.head.{key}", language) for key in COLUMNS),
    )
    rows = [_row(p, catalogue, language) for p in (*answer.nodes, *answer.indicators)]
    title = text(
        "position.terminal.title",
        language,
        name=full_unit_name(catalogue, answer.unit_code, language),
        year=format_year(answer.year, language),
        benchmark=choice_name(answer.choice, catalogue, language),
    )
    return "\n".join(
        [
            title,
            "",
            *table([heads, *rows], right={1, 2, 3, 4, 5}),
            "",
            text("position.method", language),
            footer(answer.stamp.data_version, answer.stamp.design_id, language),
        ]
    )


def _row(place: Place, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    indicator: Indicator | None = None
    if place.is_index:
        name = words.node_name(catalogue, place.subject_id, language, short=True)
    else:
        indicator = catalogue.indicators[place.subject_id]
        name = short_indicator_name(indicator, language)

    def value(given: float | None, *, signed: bool = False) -> str:
        if indicator is None:
            return format_number(given, 1, signed=signed)
        return format_value(given, indicator, signed=signed)

    why = place.reason or place.momentum_reason
    corner = f"position.corner.{place.corner}" if place.corner else "position.on_line"
    return (
        name,
        value(place.figure.value),
        value(place.reference.value),
        value(place.gap, signed=True),
        format_number(place.level, 2, signed=True),
        format_number(place.momentum, 2, signed=True),
        text(f"position.reason.{why}" if why else corner, language),
        NO_VALUE
        if place.corner is None
        else text("position.sure" if place.is_sure else "position.unsure", language),
    )
