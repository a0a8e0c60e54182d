"""My numbers and the reviewer's inbox as lines of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from moibench.analysis.review.asking import Asker
from moibench.analysis.review.reading import Duty
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.address import PREFIX
from moibench.presentation.review import words
from moibench.presentation.years import format_year


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A filing in a list. key: hands the filing back in a form."""

    address: str
    key: str
    source: str
    unit: str
    year: str
    due: str
    standing: str
    standing_name: str
    state: str
    filled: str
    questions: int
    last: str
    comment: str
    step: str


def duty_lines(
    asker: Asker,
    duties: Iterable[tuple[str, Duty]],
    names: dict[str, str],
    language: Language,
) -> tuple[DutyLine, ...]:
    """Return filings as lines; the text before each is the step it waits for, or empty."""
    return tuple(_line(asker, step, duty, names, language) for step, duty in duties)


def reminder(duties: Iterable[Duty], language: Language) -> str:
    """Return what is to be done in one sentence; empty where nothing is."""
    counts = Counter(d.standing for d in duties if words.is_open(d))
    total = sum(counts.values())
    if not total:
        return ""
    return text(
        "review.mine.reminder",
        language,
        count=total,
        questioned=counts["questioned"],
        overdue=counts["overdue"],
        due=counts["due"],
    )


def mine_address(language: Language) -> str:
    """Return the address of my numbers."""
    return f"{PREFIX[language]}/filing/"


def inbox_address(language: Language) -> str:
    """Return the address of the reviewer's inbox."""
    return f"{PREFIX[language]}/review/"


def key_of(duty: Duty) -> str:
    """Return what stands for a filing in a form."""
    return f"{duty.place.source}/{duty.place.year}/{duty.place.unit}"


def _line(
    asker: Asker, step: str, duty: Duty, names: dict[str, str], language: Language
) -> DutyLine:
    place, last = duty.place, duty.last_step
    said = ""
    if last is not None:
        said = text(
            "review.form.written",
            language,
            who=names.get(last.taken_by, last.taken_by),
            when=format_moment(last.taken_at, language),
        )
    return DutyLine(
        address=words.address(place, language),
        key=key_of(duty),
        source=words.source_name(asker.catalogue, place.source, language),
        unit=words.unit_said(asker.catalogue, place.unit, language),
        year=format_year(place.year, language),
        due=words.due_said(duty.due, asker.on, words.is_open(duty), language),
        standing=duty.standing,
        standing_name=text(f"review.standing.{duty.standing}", language),
        state=words.state_name(duty.state, language),
        filled=text("review.completeness.of", language, done=duty.filled, wanted=duty.wanted),
        questions=duty.questions,
        last=said,
        comment=last.comment if last is not None and last.after == "returned" else "",
        step=words.step_name(step, language) if step else "",
    )
