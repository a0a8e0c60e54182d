"""What an indicator means, as lines of a name and a body."""

from __future__ import annotations

from dataclasses import dataclass, field

from moibench.analysis.results import Ranking
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.pages import words
from moibench.presentation.pages.method import roll_up_text
from moibench.presentation.years import format_years


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the definition strip; one with several lines stands below the strip."""

    name: str
    body: str
    trust: Markup = field(default_factory=Markup)
    lines: tuple[str, ...] = ()


def definition(indicator: Indicator, catalogue: Catalogue, language: Language) -> tuple[Term, ...]:
    """Return what an indicator means, how it is made and which plans it measures."""

    def term(key: str, body: str) -> Term:
        return Term(text(f"indicator.terms.{key}", language), body)

    unit = indicator.unit_of_measure.in_language(language)
    terms = [
        term("meaning", indicator.definition.in_language(language)),
        term("why", indicator.why_it_matters.in_language(language)),
        term("unit", f"{unit} · {words.direction_text(indicator, language)}"),
        term("formula", indicator.formula.in_language(language)),
        term("roll_up", roll_up_text(indicator, catalogue, language)),
        term("agency", indicator.agency.in_language(language)),
    ]
    plans = []
    for plan_id, codes in indicator.plans.items():
        plan = catalogue.plans[plan_id]
        items = {item.code: item.name.in_language(language) for item in plan.items}
        named = "; ".join(f"{code} {items.get(code, '')}".strip() for code in codes)
        plans.append(f"{plan.short_name.in_language(language)}: {named}")
    if plans:
        terms.append(term("plans", " · ".join(plans)))
    if indicator.admission:
        name = text("indicator.terms.admission", language)
        terms.append(Term(name, "", lines=_admission(indicator, language)))
    return tuple(terms)


def _admission(indicator: Indicator, language: Language) -> tuple[str, ...]:
    """Say why the indicator was admitted, question by question."""
    said = []
    for question, answer in indicator.admission.items():
        asked = text(f"drafting.question.{question}", language)
        line = f"{asked} – " + text(f"drafting.verdict.{answer.verdict}", language)
        said.append(f"{line} ({answer.note.in_language(language)})" if answer.note else line)
    return tuple(said)


def subject_terms(
    ranking: Ranking, indicator: Indicator | None, catalogue: Catalogue, language: Language
) -> tuple[Term, ...]:
    """Return the definition of what is ranked, its edition and the years there are."""
    coverage = text(
        "indicator.coverage",
        language,
        years=format_years(min(ranking.years), max(ranking.years), language),
        count=len(ranking.years),
    )
    covered = Term(text("indicator.terms.coverage", language), coverage)
    if indicator is None:
        meaning = text("indicator.index_meaning", language)
        return (Term(text("indicator.terms.meaning", language), meaning), covered)
    edition = Term(
        text("indicator.terms.edition", language), source_text(ranking, catalogue, language)
    )
    return (*definition(indicator, catalogue, language), edition, covered)


def source_text(ranking: Ranking, catalogue: Catalogue, language: Language) -> str:
    """Return the sources and editions of the figures ranked."""
    if ranking.is_index:
        return text("indicator.index_source", language)
    figures = [line.figure for line in ranking.lines if line.figure.source_id]
    named = dict.fromkeys(words.source_text(catalogue, f, language) for f in figures)
    return "; ".join(named)
