"""What a candidate says: its rule's sentence filled with its numbers, and each number's source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moibench.analysis.results import Figure
from moibench.analysis.swot.results import Candidate, Evidence
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.catalogue.sectors import SectorTable
from moibench.catalogue.swot import SwotRule
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import LANGUAGES, Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import (
    NO_VALUE,
    format_number,
    format_percent,
    format_score,
    format_value,
)
from moibench.presentation.pages.words import level_noun, node_name, source_text
from moibench.presentation.sentences.words import (
    bracketed,
    capitalised,
    difference,
    measured,
    slope,
)
from moibench.presentation.years import format_year, format_years

# Thai sets a space between its letters and a number or a foreign word, but none before ร้อยละ.
_SPACES = re.compile(r"(?<=[0-9A-Za-z)”])(?=[\u0e01-\u0e4f])|(?<=[\u0e01-\u0e4f])(?=[A-Za-z])")
_NO_SPACE = re.compile(r"(?<=[\u0e01-\u0e4f]) (?=ร้อยละ\u00a0)")
SPAN = 12  # years of the small chart


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One number of a candidate: what it is, its value with the unit, of when, from where.

    number: the value alone, as a string that keeps its number for a workbook.
    """

    name: str
    value: str
    year: str
    source: str
    address: str = ""
    number: str = ""
    unit_of_measure: str = ""


def sentence(candidate: Candidate, catalogue: Catalogue, language: Language) -> str:
    """Return what a candidate says in a language, by the sentence of its rule."""
    rule = catalogue.swot[candidate.rule_id]
    filled = rule.sentence.in_language(language).format(**_fields(candidate, catalogue, language))
    if language == "th":
        return _NO_SPACE.sub("", _SPACES.sub(" ", filled))
    return capitalised(filled)


def short_sentence(candidate: Candidate, catalogue: Catalogue, language: Language) -> str:
    """Return a candidate in the few words of a slide: subject, its first number, the rule."""
    name = catalogue.swot[candidate.rule_id].name.in_language(language)
    lines = evidence_lines(candidate, catalogue, language)
    if not lines:
        return name
    table = str(candidate.fact("table") or "") or None
    fields = {
        "subject": subject_name(candidate.subject, table, catalogue, language),
        "value": f"LQ {lines[0].value}" if candidate.subject_kind == "sector" else lines[0].value,
        "year": lines[0].year,
        "name": name,
    }
    return _SPACES.sub(" ", text("swot.short", language, **fields))


def both_sentences(candidate: Candidate, catalogue: Catalogue) -> dict[str, str]:
    """Return what a candidate says, by language."""
    return {language: sentence(candidate, catalogue, language) for language in LANGUAGES}


def _fields(candidate: Candidate, catalogue: Catalogue, language: Language) -> dict[str, str]:
    facts: dict[str, Any] = dict(candidate.facts)
    fields = {"unit": full_unit_name(catalogue, candidate.unit_code, language)}
    fields |= _common(facts, candidate, catalogue, language)
    if candidate.subject_kind == "indicator":
        fields |= _of_indicator(facts, catalogue.indicators[candidate.subject], language)
    if candidate.subject_kind == "sector":
        table = catalogue.sectors[str(facts["table"])]
        fields["sector"] = sector_name(table, candidate.subject, language)
    if candidate.subject_kind == "node":
        fields["node"] = node_name(catalogue, candidate.subject, language)
        fields["score"] = format_score(facts["score"])
        fields["benchmark"] = format_score(facts["benchmark"])
        fields["replicates"] = format_percent(facts["replicates"])
    known = catalogue.swot[candidate.rule_id].test.fields
    return {name: fields.get(name, NO_VALUE) for name in known}


def _common(
    facts: Mapping[str, Any], candidate: Candidate, catalogue: Catalogue, language: Language
) -> dict[str, str]:
    """Return the fields that mean the same in every rule."""
    fields: dict[str, str] = {}
    for name in ("year", "target_year"):
        if facts.get(name) is not None:
            fields[name] = format_year(facts[name], language)
    if facts.get("first_year") is not None:
        fields["years"] = format_years(facts["first_year"], facts["last_year"], language)
    for name in ("growth", "all_growth", "share"):
        if facts.get(name) is not None:
            fields[name] = format_percent(facts[name], 1)
    for name in ("quotient", "density"):
        if facts.get(name) is not None:
            fields[name] = format_number(facts[name], 2)
    for name in ("area", "cluster"):
        if facts.get(name):
            fields[name] = full_unit_name(catalogue, facts[name], language)
    for name in ("points", "peers", "peers_slower", "rank"):
        if facts.get(name) is not None:
            fields[name] = str(facts[name])
    if facts.get("of") is not None:
        level = catalogue.units[candidate.unit_code].unit_type
        is_bangkok = level == "special_area"
        fields["of"] = level_noun(
            "province" if is_bangkok else level, facts["of"], language, with_bangkok=is_bangkok
        )
    if facts.get("against"):
        fields["against"] = text(f"swot.against.{facts['against']}", language)
    if facts.get("state"):
        fields["state"] = text(f"targets.state.{facts['state']}", language)
    if facts.get("plan"):
        plan = catalogue.plans[facts["plan"]]
        fields["plan"] = plan.short_name.in_language(language)
        items = {i.code: i.name.in_language(language) for i in plan.items}
        fields["item"] = items.get(str(facts.get("item")), NO_VALUE)
    if facts.get("flag"):
        fields["flag"] = catalogue.flags[facts["flag"]].name.in_language(language)
    return fields


def _of_indicator(
    facts: Mapping[str, Any], indicator: Indicator, language: Language
) -> dict[str, str]:
    fields = {"indicator": short_indicator_name(indicator, language)}
    if facts.get("value") is not None:
        fields["value"] = measured(facts["value"], indicator, language)
    for name in ("benchmark", "goal", "limit"):
        if facts.get(name) is not None:
            fields[name] = bracketed(facts[name], indicator, language)
    if facts.get("gap") is not None:
        fields["gap"] = difference(facts["gap"], indicator, language)
    if facts.get("slope") is not None:
        fields["slope"] = slope(facts["slope"], indicator, language)
    return fields


def sector_name(table: SectorTable, code: str, language: Language) -> str:
    """Return the name of a sector of a table; its code where the table no longer has it."""
    found = (s.name.in_language(language) for s in table.sections if s.code == code)
    return next(found, code)


def evidence_lines(
    candidate: Candidate, catalogue: Catalogue, language: Language
) -> tuple[EvidenceLine, ...]:
    """Return each number a candidate stands on, with its year and source."""
    return tuple(evidence_line(e, catalogue, language) for e in candidate.evidence)


def evidence_line(evidence: Evidence, catalogue: Catalogue, language: Language) -> EvidenceLine:
    """Return one number with its name, unit of measure, year and source."""
    years = (
        format_year(evidence.year, language)
        if evidence.measure not in ("growth", "all_growth") or evidence.from_year is None
        else format_years(evidence.from_year, evidence.year, language)
    )
    figure = Figure(None, None, None, "final", evidence.source_id, evidence.edition_id)
    source = source_text(catalogue, figure, language)
    if source == NO_VALUE:
        source = text("swot.computed", language)
    number, unit_of_measure = _number(evidence, catalogue, language)
    return EvidenceLine(
        _name(evidence, catalogue, language),
        evidence_value(evidence.measure, evidence.subject, evidence.value, catalogue, language),
        years,
        source,
        number=number,
        unit_of_measure=unit_of_measure,
    )


def _number(evidence: Evidence, catalogue: Catalogue, language: Language) -> tuple[str, str]:
    """Return the value as a number alone, and its unit of measure."""
    if evidence.measure in ("share", "growth", "all_growth"):
        return format_percent(evidence.value, 1), text("swot.unit.percent", language)
    if evidence.measure in ("quotient", "density"):
        return format_number(evidence.value, 2), text("swot.unit.ratio", language)
    indicator = catalogue.indicators.get(evidence.subject)
    if evidence.measure == "score" or indicator is None:
        return format_score(evidence.value), text("swot.unit.points", language)
    unit = indicator.unit_of_measure.in_language(language)
    return format_value(evidence.value, indicator), unit


def evidence_value(
    measure: str, subject: str, value: float, catalogue: Catalogue, language: Language
) -> str:
    """Write a number of evidence with its unit of measure."""
    if measure in ("share", "growth", "all_growth"):
        return text("swot.percent", language, value=format_percent(value, 1))
    if measure in ("quotient", "density"):
        return format_number(value, 2)
    indicator = catalogue.indicators.get(subject)
    if measure == "score" or indicator is None:
        return text("swot.points", language, value=format_score(value))
    return measured(value, indicator, language)


def _name(evidence: Evidence, catalogue: Catalogue, language: Language) -> str:
    subject = subject_name(evidence.subject, evidence.table, catalogue, language)
    if evidence.unit_code in catalogue.units:
        of = full_unit_name(catalogue, evidence.unit_code, language)
    else:
        of = text(f"swot.against.{evidence.unit_code}", language)
    measure = evidence.measure
    if measure == "growth" and not evidence.table:
        return _SPACES.sub(" ", text("swot.measure.neighbours", language, subject=subject, of=of))
    return _SPACES.sub(" ", text(f"swot.measure.{measure}", language, subject=subject, of=of))


def subject_name(
    subject: str, table_id: str | None, catalogue: Catalogue, language: Language
) -> str:
    """Return the name of an indicator, a sector, or a node of the index."""
    if subject == "all":
        return text("swot.all_sectors", language)
    if table_id and table_id in catalogue.sectors:
        return sector_name(catalogue.sectors[table_id], subject, language)
    if subject in catalogue.indicators:
        return short_indicator_name(catalogue.indicators[subject], language)
    return node_name(catalogue, subject, language)


def chart(candidate: Candidate, catalogue: Catalogue, language: Language) -> Markup:
    """Draw the small chart of a candidate: our line and, dashed, what it is set beside."""
    points = (*candidate.history, *candidate.reference)
    if len(candidate.history) < 2:
        return Markup()
    last = max(p.year for p in points)
    years = (max(min(p.year for p in points), last - SPAN), last)
    label = text(
        f"swot.chart.{candidate.subject_kind}",
        language,
        subject=subject_name(
            candidate.subject, str(candidate.fact("table") or ""), catalogue, language
        ),
        years=format_years(*years, language),
    )
    return graphics.sparkline(
        candidate.history,
        candidate.reference,
        candidate.break_years,
        years=years,
        width=168,
        height=52,
        label=label,
    )


def why(candidate: Candidate, rule: SwotRule, language: Language) -> str:
    """Say which rule of which version fired."""
    return text(
        "swot.why", language, name=rule.name.in_language(language), version=candidate.rule_version
    )


def thresholds(rule: SwotRule) -> tuple[tuple[str, str], ...]:
    """Return the thresholds of a rule by the keys of its file, for an officer to look up."""
    content = rule.test.model_dump(mode="json", exclude_none=True)
    return tuple(
        (key, ", ".join(map(str, value)) if isinstance(value, list) else f"{value}")
        for key, value in content.items()
        if key != "kind" and value not in ([], ())
    )
