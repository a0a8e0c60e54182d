"""What there is to say about an agenda, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.analysis.agendas.freezing import Remark
from moibench.analysis.agendas.results import Missing
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import Agenda, AgendaItem
from moibench.presentation.language import Language, text
from moibench.presentation.names import indicator_name, unit_name
from moibench.presentation.sentences.words import joined
from moibench.presentation.years import format_year


def remark_said(remark: Remark, catalogue: Catalogue, language: Language) -> str:
    """Say one thing that a person should know, and the nearest thing that is shown instead."""
    key = f"agendas.remark.{remark.kind}"
    names = named(remark.indicators, catalogue, language)
    match remark.kind:
        case "inconsistent":
            stated, implied, ratio = remark.numbers
            first, second = (_name(i, catalogue, language) for i in remark.indicators)
            return text(
                key,
                language,
                first=first,
                second=second,
                stated=f"{stated:.3g}",
                implied=f"{implied:.2g}",
                ratio=f"{ratio:.2f}",
            )
        case "no_shared_year" | "no_shared_unit":
            held = named(remark.codes, catalogue, language)
            year = joined([format_year(y, language) for y in remark.years], language)
            return text(key, language, names=names, held=held, year=year)
        case "absent_before":
            year = joined([format_year(y, language) for y in remark.years], language)
            return text(key, language, names=names, year=year)
        case "no_units" | "unknown_units":
            return text(key, language, names=joined(remark.codes, language))
    return text(key, language, names=names)


def remarks_said(
    remarks: Iterable[Remark], catalogue: Catalogue, language: Language
) -> tuple[str, ...]:
    """Say all there is to know; indicators that lack the same are named together."""
    together: dict[str, list[Remark]] = {}
    for remark in remarks:
        together.setdefault(remark.kind, []).append(remark)
    joined = []
    for kind, same in together.items():
        if kind in ("no_figures", "not_judged", "constant", "unknown"):
            joined.append(Remark(kind, indicators=tuple(i for r in same for i in r.indicators)))
        else:
            joined += same[:1]
    return tuple(remark_said(r, catalogue, language) for r in joined)


def missing_said(missing: Missing, catalogue: Catalogue, language: Language) -> dict[str, str]:
    """Return the unit, the indicator and the reason of a missing value, as a person reads them."""
    unit = missing.unit_code
    return {
        "unit": unit_name(catalogue, unit, language)
        if unit
        else text("agendas.all_units", language),
        "indicator": _name(missing.indicator_id, catalogue, language),
        "reason": text(f"agendas.lacking.{missing.reason}", language),
    }


def direction_said(item: AgendaItem, catalogue: Catalogue, language: Language) -> str:
    """Say which way is good, and where the agenda alone says so."""
    indicator = catalogue.indicators.get(item.indicator)
    if indicator is None:
        return ""
    if indicator.direction == "context" and item.direction is not None:
        way = text(f"agendas.{item.direction}", language)
        return text("agendas.by_agenda", language, direction=way)
    return text(f"agendas.{indicator.direction}", language)


def named(ids: Iterable[str], catalogue: Catalogue, language: Language) -> str:
    """Return the names of indicators, one after the other."""
    return joined([_name(i, catalogue, language) for i in ids], language)


def _name(indicator_id: str, catalogue: Catalogue, language: Language) -> str:
    indicator = catalogue.indicators.get(indicator_id)
    return indicator_name(indicator, language) if indicator else indicator_id


def agenda_name(agenda: Agenda, language: Language) -> str:
    """Return an agenda's name."""
    return agenda.name.in_language(language)
