"""Notes for the speaker: the message, where each number comes from, what may be asked."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.presentation import sentences
from moibench.presentation.language import text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.numbers import format_number
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import agency
from moibench.presentation.sentences import words
from moibench.presentation.slides.deck import Notes
from moibench.presentation.years import format_year


def notes(
    asked: Question, message: str, indicator_ids: Iterable[str], questions: Iterable[str]
) -> Notes:
    """Return the notes of a slide that shows these indicators.

    questions: keys of slides.question, whose answers are filled from the results.
    """
    sources = [_source(asked, i) for i in dict.fromkeys(indicator_ids)]
    made = text(
        "slides.source_scores",
        asked.language,
        design=words.design_of(asked.profile, asked.catalogue).name.in_language(asked.language),
        edition=text("report.edition", asked.language, code=asked.code),
    )
    fields = _fields(asked)
    answered = tuple(
        (
            text(f"slides.question.{key}", asked.language, **fields),
            text(f"slides.answer.{_answer(asked, key)}", asked.language, **fields),
        )
        for key in questions
    )
    return Notes(message, (*(s for s in sources if s), made), answered)


def _answer(asked: Question, key: str) -> str:
    is_other = key == "which_year" and asked.profile.year != asked.profile.newest_year
    return f"{key}_other" if is_other else key


def _source(asked: Question, indicator_id: str) -> str:
    figure = asked.profile.indicator(indicator_id).figure
    if figure.year is None:
        return ""
    edition = asked.catalogue.editions.get(figure.edition_id or "")
    return text(
        "slides.source_of",
        asked.language,
        indicator=short_indicator_name(asked.catalogue.indicators[indicator_id], asked.language),
        agency=agency(asked, figure),
        year=format_year(figure.year, asked.language),
        edition=edition.name.in_language(asked.language) if edition else "–",
    )


def _fields(asked: Question) -> dict[str, object]:
    node = asked.profile.overall
    design = words.design_of(asked.profile, asked.catalogue)
    low, high = design.uncertainty.interval
    kind = words.unit_kind(asked.profile, asked.catalogue)
    return {
        "unit": asked.unit,
        "year": asked.year,
        "low": f"{low:g}",
        "high": f"{high:g}",
        "replicates": format_number(asked.profile.stamp.replicates, 0),
        "indistinct": len(node.indistinct),
        "classifier": words.classifier(kind, asked.language),
        "indicators": len(design.indicator_ids),
        "counting": sentences.counting_sentence(asked.profile, asked.catalogue, asked.language),
        "newest": format_year(asked.profile.newest_year, asked.language),
    }
