"""Agendas as plain values for programs: unrounded, codes and CE years."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from moibench.analysis.agendas.framing import digest
from moibench.analysis.agendas.results import AgendaResult, Comparison
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import Agenda
from moibench.presentation.agendas.words import remarks_said
from moibench.presentation.machine_profile import ranking_json


def agenda_json(agenda: Agenda) -> dict[str, Any]:
    """Return everything an agenda says, with its digest."""
    return {**agenda.model_dump(mode="json"), "digest": digest(agenda)}


def result_json(result: AgendaResult, catalogue: Catalogue) -> dict[str, Any]:
    """Return an agenda's results."""
    ranking = ranking_json(result.ranking, catalogue) if result.ranking else None
    return {
        "agenda": agenda_json(result.agenda),
        "year": result.year,
        "years": [{"year": y, "share_with_a_score": s} for y, s in result.years],
        "remarks": [
            {**asdict(r), "said": {"th": th, "en": en}}
            for r in result.remarks
            for th, en in zip(
                remarks_said((r,), catalogue, "th"),
                remarks_said((r,), catalogue, "en"),
                strict=True,
            )
        ],
        "indicators": [asdict(i) for i in result.items],
        "ranking": ranking,
        "missing": [asdict(m) for m in result.missing],
        "digest": result.digest,
        "stamp": asdict(result.stamp) if result.stamp else None,
    }


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return the difference of two states of an agenda; parts add up to each change."""
    return {
        "before": agenda_json(found.before),
        "after": agenda_json(found.after),
        "from_year": found.from_year,
        "to_year": found.to_year,
        "indicators_gone": list(found.items_gone),
        "indicators_new": list(found.items_new),
        "reweighed": [
            {"indicator": i, "before": before, "after": after}
            for i, before, after in found.reweighed
        ],
        "broken": list(found.broken),
        "absent": list(found.absent),
        "only_before": list(found.only_before),
        "only_after": list(found.only_after),
        "units": [
            {
                **{k: v for k, v in asdict(u).items() if k != "parts"},
                "parts": [{**asdict(p), "change": p.change} for p in u.parts],
            }
            for u in found.units
        ],
    }
