"""Agendas as text for a terminal."""

from __future__ import annotations

from moibench.analysis.agendas.results import AgendaResult, Comparison
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import Agenda
from moibench.presentation.agendas.words import (
    agenda_name,
    missing_said,
    named,
    remarks_said,
)
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.years import format_year

MOST_MISSING = 20


def agendas_text(found: tuple[Agenda, ...], language: Language) -> str:
    """Return a line an agenda: what to type, its name, how many indicators count."""
    return "\n".join(
        text(
            "agendas.terminal.line",
            language,
            id=a.id,
            name=agenda_name(a, language),
            scored=len(a.scored),
            all=len(a.items),
        )
        for a in found
    )


def result_text(result: AgendaResult, catalogue: Catalogue, language: Language) -> str:
    """Return the order, what drives it and what is missing."""
    agenda = result.agenda
    said = format_year(result.year, language) if result.year else text("agendas.no_year", language)
    lines = [text("agendas.terminal.head", language, name=agenda_name(agenda, language), year=said)]
    lines += remarks_said(result.remarks, catalogue, language)
    for line in result.ranking.lines if result.ranking else ():
        name = unit_name(catalogue, line.unit_code, language)
        if line.rank is None or line.figure.value is None:
            said = text("agendas.terminal.unranked", language, code=line.unit_code, name=name)
            lines.append(said)
            continue
        lines.append(
            text(
                "agendas.terminal.rank",
                language,
                rank=line.rank,
                low=line.rank_low,
                high=line.rank_high,
                code=line.unit_code,
                name=name,
                score=f"{line.figure.value:.1f}",
                level=line.level,
            )
        )
    for state in result.items:
        drives = "–" if state.drives is None else f"{state.drives * 100:.0f} %"
        lines.append(
            text(
                "agendas.terminal.item",
                language,
                name=named((state.indicator_id,), catalogue, language),
                weight=f"{state.share * 100:.0f} %",
                present=state.present,
                of=state.of,
                drives=drives,
            )
        )
    for missing in result.missing[:MOST_MISSING]:
        lines.append(
            text("agendas.terminal.missing", language, **missing_said(missing, catalogue, language))
        )
    lines.append(text("agendas.terminal.digest", language, digest=result.digest))
    return "\n".join(lines)


def judgements_refused(reason: str, language: Language) -> str:
    """Say that a pairwise table cannot be used, and why."""
    return text("agendas.error.judgements", language, reason=reason)


def comparison_text(found: Comparison, catalogue: Catalogue, language: Language) -> str:
    """Return what changed for every unit, the largest change first."""

    def state(agenda: Agenda, year: int) -> str:
        return f"{agenda.id} {format_year(year, language)}"

    lines = [
        text(
            "agendas.terminal.compared",
            language,
            name=agenda_name(found.after, language),
            before=state(found.before, found.from_year),
            after=state(found.after, found.to_year),
        )
    ]
    for unit in found.units:
        most = max(unit.parts, key=lambda p: abs(p.change))
        lines.append(
            text(
                "agendas.terminal.change",
                language,
                code=unit.unit_code,
                name=unit_name(catalogue, unit.unit_code, language),
                from_score=f"{unit.from_score:.1f}",
                to_score=f"{unit.to_score:.1f}",
                from_rank=unit.from_rank,
                to_rank=unit.to_rank,
                most=named((most.indicator_id,), catalogue, language),
                points=f"{most.change:+.1f}",
            )
        )
    return "\n".join(lines)
