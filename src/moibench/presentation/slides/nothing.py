"""The slide that stands where there is nothing to draw, and says why."""

from __future__ import annotations

from moibench.presentation.language import text
from moibench.presentation.report.question import Question
from moibench.presentation.slides.deck import Columns, Points, Slide
from moibench.presentation.slides.notes import notes


def nothing_slide(asked: Question, slide_id: str, why: str, *more: str) -> Slide:
    """Return a slide that says why it shows nothing; more: further sentences."""
    heading = text("slides.nothing", asked.language)
    lines = tuple(("–", said) for said in (why, *more))
    return Slide(
        slide_id,
        why,
        Columns(Points(heading, lines), ()),
        text("report.edition", asked.language, code=asked.code),
        notes(asked, why, (), ("level",)),
    )
