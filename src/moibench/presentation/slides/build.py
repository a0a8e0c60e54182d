"""Choose what each slide on a unit says, from results alone."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.comparative_results import Peers
from moibench.analysis.plan_results import BeforeAfter
from moibench.analysis.results import CountrySummary, Profile
from moibench.catalogue import Catalogue
from moibench.presentation import sentences
from moibench.presentation.language import Language, text
from moibench.presentation.report.front import cover
from moibench.presentation.report.question import Question
from moibench.presentation.slides import compared, levels, plan, within
from moibench.presentation.slides.deck import Deck, FrontSlide, Slide
from moibench.presentation.slides.notes import notes


@dataclass(frozen=True)
class Results:
    """All results that a deck says. summary: of the country, for a unit without peers."""

    profile: Profile
    peers: Peers | None
    effects: BeforeAfter
    summary: CountrySummary


def unit_deck(
    results: Results, catalogue: Catalogue, language: Language, address: str = ""
) -> Deck:
    """Return ten slides on a unit, whatever is missing: a slide then says what and why.

    address: of the unit's page, for the code on the first slide.
    """
    asked = Question(results.profile, catalogue, language)

    def say(key: str, **fields: object) -> str:
        return text(f"slides.{key}", language, **fields)

    finding = sentences.headline(results.profile, catalogue, language)
    slides: tuple[Slide, ...] = (
        levels.levels_slide(asked),
        levels.ranks_slide(asked),
        compared.table_slide(asked),
        compared.highlights_slide(asked),
        compared.trends_slide(asked),
        compared.gap_slide(asked),
        within.peers_slide(asked, results.peers, results.summary),
        plan.plan_slide(asked, results.effects),
        plan.points_slide(asked),
    )
    return Deck(
        language=language,
        title=asked.title,
        foot=f"{asked.title} · {text('report.edition', language, code=asked.code)}",
        front=FrontSlide(
            system=say("system"),
            title=say("title", unit=asked.unit, year=asked.year),
            finding=finding,
            audience=say("audience_province" if asked.unit_type == "province" else "audience"),
            edition=text("report.edition", language, code=asked.code),
            notes=notes(asked, finding, (), ("how_made", "which_year")),
            made=cover(asked).made,
            address=address,
            said=text("chapters.page", language, address=address) if address else "",
        ),
        slides=slides,
        words={key: say(key) for key in ("message", "sources", "questions", "asks", "answers")},
    )
