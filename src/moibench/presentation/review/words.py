"""The words of review: states, steps, amounts, refusals, addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import quote

from moibench.analysis.review.reading import Duty
from moibench.analysis.review.steps import StepRefused
from moibench.analysis.review.writing import Content, Fault, NotWritable, Place
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, messages, text
from moibench.presentation.moments import format_day
from moibench.presentation.names import full_unit_name
from moibench.presentation.numbers import NO_VALUE
from moibench.presentation.pages.address import PREFIX
from moibench.presentation.years import format_year, year_number

_FALLBACK = "api"


def address(place: Place, language: Language, series: str = "") -> str:
    """Return the address of a filing, or of one of its cells."""
    year = year_number(place.year, language)
    path = f"{PREFIX[language]}/filing/{quote(place.source)}/{year}/{quote(place.unit)}"
    return f"{path}/{quote(series)}" if series else path


def evidence_address(place: Place, evidence: int, language: Language) -> str:
    """Return the address of a file of evidence."""
    return f"{PREFIX[language]}/evidence/{quote(place.unit)}/{evidence}"


def source_name(catalogue: Catalogue, source: str, language: Language) -> str:
    """Return a source's name, its id where the catalogue lost it."""
    known = catalogue.sources.get(source)
    return known.name.in_language(language) if known else source


def unit_said(catalogue: Catalogue, unit: str, language: Language) -> str:
    """Return a unit's full name, its code where the catalogue lost it."""
    return full_unit_name(catalogue, unit, language) if unit in catalogue.units else unit


def title(catalogue: Catalogue, place: Place, language: Language) -> str:
    """Return what a filing is called."""
    return text(
        "review.form.title",
        language,
        source=source_name(catalogue, place.source, language),
        year=format_year(place.year, language),
        unit=unit_said(catalogue, place.unit, language),
    )


def state_name(state: str, language: Language) -> str:
    """Return a state in words."""
    return text(f"review.state.{state}", language)


def step_name(step: str, language: Language) -> str:
    """Return a step in words."""
    return text(f"review.step.{step}", language)


def channel_name(channel: str, language: Language) -> str:
    """Return where a value was entered, in words."""
    key = f"review.channel.{channel}"
    return text(key if key in messages() else f"review.channel.{_FALLBACK}", language)


def amount(value: float | None) -> str:
    """Write a value as it was entered: thousands parted, no digit added or lost."""
    if value is None:
        return NO_VALUE
    written = f"{value:,.10f}".rstrip("0").rstrip(".")
    return written.replace("-", "−") if float(written.replace(",", "")) == value else repr(value)


def content_said(content: Content, language: Language) -> str:
    """Return what a cell says in one line."""
    if not content.status:
        return text("review.form.empty", language)
    status = text(f"review.status.{content.status}", language)
    if content.value is None:
        return f"{status}: {content.reason}"
    error = f" ± {amount(content.standard_error)}" if content.standard_error is not None else ""
    return f"{amount(content.value)}{error} ({status})"


def due_said(duty_due: dt.date, on: dt.date, is_open: bool, language: Language) -> str:
    """Return a due date, with the days left or passed while the figures are still awaited."""
    day = format_day(duty_due, language)
    if not is_open:
        return day
    left = (duty_due - on).days
    if left == 0:
        today = text("review.form.today", language)
        return f"{day} · {today}"
    key = "review.form.days_left" if left > 0 else "review.form.days_late"
    return f"{day} · {text(key, language, count=abs(left))}"


def is_open(duty: Duty) -> bool:
    """Tell whether a filing still waits for its officer."""
    return duty.standing in ("due", "overdue", "questioned")


def fault_said(fault: Fault, catalogue: Catalogue, language: Language) -> str:
    """Return why a draft is refused, in words."""
    detail = list(fault.detail)
    if fault.kind == "not_yet_open":
        detail = [format_day(dt.date.fromisoformat(detail[0]), language)]
    if fault.kind == "out_of_range":
        detail = [amount(float(d)) if d else "…" for d in detail]
    first, second = [*detail, "", ""][:2]
    said = text(f"review.fault.{fault.kind}", language, first=first, second=second)
    series = catalogue.series.get(fault.series)
    name = series.name.in_language(language) if series else fault.series
    return f"{name}: {said}" if name else said


def refusal_said(
    refusal: StepRefused | NotWritable,
    catalogue: Catalogue,
    names: dict[str, str],
    language: Language,
) -> str:
    """Return why a step is not taken, or nothing saved, in words. names: by user name."""
    if isinstance(refusal, NotWritable):
        states = dict.fromkeys(refusal.states.values())
        named = ", ".join(state_name(s, language) for s in states)
        return text("review.refusal.not_writable", language, named=named)
    kind, given = refusal.kind, refusal.named
    if kind == "moved_on":
        return text(
            "review.refusal.moved_on",
            language,
            first=names.get(given[0], given[0]),
            second=step_name(given[1], language),
        )
    named = ", ".join(_named(kind, given, catalogue, language))
    return text(f"review.refusal.{kind}", language, named=named)


def _named(
    kind: str, given: Iterable[str], catalogue: Catalogue, language: Language
) -> Iterable[str]:
    if kind == "wrong_state":
        return (state_name(s, language) for s in given)
    if kind == "incomplete":
        return (catalogue.series[s].name.in_language(language) for s in given)
    return (unit_said(catalogue, u, language) for u in given)
