"""The report of a unit as chapters of blocks, made once for every document."""

from __future__ import annotations

from moibench.analysis.results import Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.pages.glue import COMPOUNDS
from moibench.presentation.report import back, comparative, findings, front, over_time, unsaid
from moibench.presentation.report.answers import Answers
from moibench.presentation.report.blocks import (
    TEXT_WIDTH,
    Block,
    Bullet,
    Chapter,
    Column,
    Cover,
    Draft,
    Drawing,
    Heading,
    Paragraph,
    Report,
    Table,
)
from moibench.presentation.report.question import Question
from moibench.presentation.sentences.words import dimension_label, framework_of

__all__ = [
    "TEXT_WIDTH",
    "Answers",
    "Block",
    "Bullet",
    "Chapter",
    "Column",
    "Cover",
    "Drawing",
    "Heading",
    "Paragraph",
    "Question",
    "Report",
    "Table",
    "unit_report",
]


def unit_report(
    profile: Profile,
    catalogue: Catalogue,
    language: Language,
    answers: Answers | None = None,
    address: str = "",
) -> Report:
    """Return the report of a unit: summary, the whole, each dimension, method and sources.

    With answers it also compares, explains change, looks at plan and targets, and says what
    cannot be said. address: of the unit's page.
    The same profile, catalogue and language give the same report: no clock is read.
    """
    asked = Question(profile, catalogue, language)
    return Report(
        language=language,
        running_head=asked.title,
        edition=text("report.edition", language, code=asked.code),
        cover=front.cover(asked),
        chapters=(
            _summary(asked),
            _overall(asked),
            *(
                _dimension(asked, dimension.id)
                for dimension in framework_of(profile, catalogue).dimensions
                if any(d.node_id == dimension.id for d in profile.dimensions)
            ),
            *(_further(asked, answers) if answers is not None else ()),
            *_back(asked),
        ),
        unbroken=(asked.code, *(_unbroken(catalogue) if language == "th" else ())),
        address=address,
    )


def _unbroken(catalogue: Catalogue) -> tuple[str, ...]:
    names = {unit_name(catalogue, code, "th") for code in catalogue.units}
    return tuple(sorted({*COMPOUNDS, *names}, key=lambda word: (-len(word), word)))


def _summary(asked: Question) -> Chapter:
    key = "summary_province" if asked.unit_type == "province" else "summary"
    draft = _draft(asked, "summary", f"heading.{key}")
    front.write_summary(draft, asked)
    return draft.chapter()


def _overall(asked: Question) -> Chapter:
    draft = _draft(asked, "overall", "heading.overall")
    findings.write_overall(draft, asked)
    findings.write_comparison(draft, asked)
    findings.write_trends(draft, asked)
    return draft.chapter()


def _dimension(asked: Question, dimension_id: str) -> Chapter:
    framework = framework_of(asked.profile, asked.catalogue)
    dimension = next(d for d in framework.dimensions if d.id == dimension_id)
    draft = Draft(dimension_id, dimension_label(dimension, asked.language), asked.language)
    findings.write_dimension(draft, asked, dimension_id)
    return draft.chapter()


def _further(asked: Question, answers: Answers) -> list[Chapter]:
    drafts = []

    def begin(chapter_id: str, **fields: object) -> Draft:
        title = text(f"chapters.title.{chapter_id}", asked.language, **fields)
        drafts.append(Draft(chapter_id, title, asked.language))
        return drafts[-1]

    name = comparative.benchmark_name(asked, answers)
    comparative.write_comparative(begin("compared", benchmark=name), asked, answers)
    over_time.write_change(begin("change"), asked, answers.change)
    over_time.write_plan(begin("plan"), asked, answers)
    over_time.write_targets(begin("targets"), asked, answers)
    unsaid.write_unsaid(begin("unsaid"), asked, answers)
    return [draft.chapter() for draft in drafts]


def _back(asked: Question) -> list[Chapter]:
    chapters = []
    for chapter_id, write in (
        ("method", back.write_method),
        ("sources", back.write_sources),
        ("definitions", back.write_definitions),
        ("caveats", back.write_caveats),
    ):
        draft = _draft(asked, chapter_id, f"heading.{chapter_id}")
        write(draft, asked)
        chapters.append(draft.chapter())
    return chapters


def _draft(asked: Question, chapter_id: str, title_key: str) -> Draft:
    return Draft(chapter_id, text(f"report.{title_key}", asked.language), asked.language)
