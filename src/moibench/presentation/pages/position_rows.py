"""One item of a position as displayed: values, level, momentum, paces, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.position_results import Closing, Place, Position, SubjectPosition
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.numbers import (
    NO_VALUE,
    format_number,
    format_percent,
    format_score,
    format_value,
)
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.trust import score_strip, trust_strip
from moibench.presentation.sentences.words import difference, slope
from moibench.presentation.years import format_year, format_years

SURE, UNSURE = "●", "○"
FAR = 50  # years ahead; what meets later is only said to be far


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One indicator or unit, everything as displayed. gap_said: the gap with its unit."""

    id: str
    number: int
    name: str
    address: str
    own: str
    own_trust: Markup
    reference: str
    reference_trust: Markup
    gap: str
    gap_said: str
    level: str
    momentum: str
    corner: str
    mark: str
    clear: str
    years: str
    still: str
    needed: str
    achieved: str
    enough: str
    meets: str
    why: str


def key_of(place: Place) -> str:
    """Return what names a place's row on the page."""
    return f"{place.unit_code}-{place.subject_id}"


def place_row(
    place: Place,
    number: int,
    name: str,
    catalogue: Catalogue,
    state: State,
    result: Position | SubjectPosition,
) -> PlaceRow:
    """Return a place as displayed under a number and a name."""
    language = state.language
    indicator = None if place.is_index else catalogue.indicators[place.subject_id]

    def value(figure_value: float | None, *, signed: bool = False) -> str:
        if indicator is None:
            return format_number(figure_value, 1, signed=signed)
        return format_value(figure_value, indicator, signed=signed)

    of_units = isinstance(result, SubjectPosition)
    if of_units:
        where = address.position(state, place.unit_code)
    else:
        where = address.position_of(state, place.subject_id)

    def strip(reference: bool) -> Markup:
        figure = place.reference if reference else place.figure
        if figure.value is None:
            return Markup()
        if place.is_index:
            return score_strip(result.stamp, result.year, language)
        return trust_strip(figure, catalogue, language)

    closing = place.closing
    mark = "" if place.corner is None else SURE if place.is_sure else UNSURE
    return PlaceRow(
        id=key_of(place),
        number=number,
        name=name,
        address=where,
        own=value(place.figure.value),
        own_trust=strip(reference=False),
        reference=value(place.reference.value),
        reference_trust=strip(reference=True),
        gap=value(place.gap, signed=True),
        gap_said=_gap_said(place, indicator, language),
        level=format_number(place.level, 2, signed=True),
        momentum=format_number(place.momentum, 2, signed=True),
        corner=text(f"position.corner.{place.corner}", language) if place.corner else NO_VALUE,
        mark=mark,
        clear=text("position.sure" if place.is_sure else "position.unsure", language)
        if place.corner
        else NO_VALUE,
        years=_years(place, language),
        still=_pace(closing.needed_if_still if closing else None, place, indicator, language),
        needed=_needed(closing, place, indicator, language),
        achieved=_pace(closing.achieved if closing else None, place, indicator, language),
        enough=format_percent(closing.share if closing else None),
        meets=_meets(closing, place, language),
        why=_why(place, language),
    )


def _gap_said(place: Place, indicator: Indicator | None, language: Language) -> str:
    if place.gap is None:
        return NO_VALUE
    if indicator is None:
        points = format_number(place.gap, 1, signed=True)
        return text("swot.points", language, value=points)
    sign = "+" if place.gap > 0 else "−" if place.gap < 0 else ""
    return f"{sign}{difference(place.gap, indicator, language)}"


def _years(place: Place, language: Language) -> str:
    if place.first_year is None or place.figure.year is None:
        return NO_VALUE
    return format_years(place.first_year, place.figure.year, language)


def _why(place: Place, language: Language) -> str:
    if place.reason is not None:
        return text(f"position.reason.{place.reason}", language)
    if place.momentum_reason is not None:
        return text(f"position.reason.{place.momentum_reason}", language)
    return text("position.on_line", language) if place.corner is None else ""


def _pace(pace: float | None, place: Place, indicator: Indicator | None, language: Language) -> str:
    """Write a yearly change with its sign, as the value moves."""
    if pace is None:
        return NO_VALUE
    if place.is_rate:
        sign = "+" if pace > 0 else "−" if pace < 0 else ""
        return text("position.rate", language, sign=sign, size=format_percent(abs(pace), 1))
    if indicator is None:
        return text("position.per_year", language, size=format_number(pace, 2, signed=True))
    sign = "+" if pace > 0 else "−" if pace < 0 else ""
    return text("position.per_year", language, size=f"{sign}{slope(pace, indicator, language)}")


def _needed(
    closing: Closing | None, place: Place, indicator: Indicator | None, language: Language
) -> str:
    if closing is None or closing.needed_if_still is None:
        return NO_VALUE
    if closing.needed is None:
        return text("position.unknown", language)
    if closing.share is None:
        return text("position.none_needed", language)
    return _pace(closing.needed, place, indicator, language)


def _meets(closing: Closing | None, place: Place, language: Language) -> str:
    if closing is None:
        return NO_VALUE
    if closing.diverges:
        return text("position.diverges", language)
    if closing.meets is None or place.figure.year is None:
        return text("position.unknown", language)
    if closing.meets > place.figure.year + FAR:
        return text("position.far", language, year=format_year(place.figure.year + FAR, language))
    return text("position.about", language, year=format_year(int(closing.meets + 1), language))


def closing_said(
    place: Place, row: PlaceRow, catalogue: Catalogue, by: str, language: Language
) -> str:
    """Say how far a unit is behind, what pace would close the gap, and what it achieved."""
    closing = place.closing
    gap = format_score(abs(place.gap or 0.0))
    if not place.is_index:
        gap = difference(place.gap or 0.0, catalogue.indicators[place.subject_id], language)
    if closing is None or closing.needed is None:
        kind = "unknown"
    elif closing.share is None:
        kind = "free"
    else:
        kind = "enough" if closing.share >= 1 else "short"
    return text(
        f"position.closing_{kind}",
        language,
        name=row.name,
        gap=gap,
        achieved=row.achieved,
        needed=row.needed,
        still=row.still,
        by=by,
    )
