"""A unit's value chains for the terminal and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moibench.analysis.value_chain.chains import ValueChain
from moibench.analysis.value_chain.state import ChainState, Gap, Measured
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.value_chain.lines import chain_lines, chain_name, lacking

Found = Sequence[tuple[ValueChain, ChainState]]


def chains_text(unit: str, found: Found, catalogue: Catalogue, language: Language) -> str:
    """Return each chain with its stages, factors, indicators and gaps."""
    if not found:
        name = full_unit_name(catalogue, unit, language)
        return text("value_chain.terminal.none", language, unit=name)
    return "\n\n".join(_text(chain, state, catalogue, language) for chain, state in found)


def _text(chain: ValueChain, state: ChainState, catalogue: Catalogue, language: Language) -> str:
    lines = chain_lines(state, catalogue, language)
    said = [
        text(
            "value_chain.terminal.head",
            language,
            id=chain.id,
            name=lines.name,
            kind=lines.subject,
            number=chain.newest.number,
        )
    ]
    for stage in lines.stages:
        actors = " · ".join(stage.actors) or text("value_chain.no_actors", language)
        said += ["", stage.name, f"  {text('value_chain.actors', language)}: {actors}"]
        for factor in stage.factors:
            said.append(f"  • {factor.name}")
            said += [
                "      "
                + "  ".join(
                    part
                    for part in (i.compared, i.name, i.valued, i.year, i.trend, i.target)
                    if part
                )
                for i in factor.indicators
            ]
    said += ["", f"{text('value_chain.gaps.title', language)} ({len(lines.gaps)})"]
    said += [f"  {g.stage_name}: {g.said}" for g in lines.gaps]
    return "\n".join(said)


def chains_json(unit: str, found: Found, catalogue: Catalogue) -> dict[str, Any]:
    """Return the chains as plain values: CE years, unrounded, ids; None with a reason."""
    return {
        "unit": unit,
        "chains": [
            {
                "id": chain.id,
                "version": chain.newest.number,
                "changed_at": chain.newest.at.isoformat(),
                "kind": chain.content.kind,
                "subject": chain.content.subject,
                "name": {
                    language: chain_name(chain.content, unit, catalogue, language)
                    for language in ("th", "en")
                },
                "purpose": chain.content.purpose,
                "year": state.year,
                "benchmark": state.choice.kind,
                "stages": [
                    {
                        "stage": s.stage,
                        "actors": list(s.actors),
                        "factors": [
                            {
                                "id": f.factor.id,
                                "name": f.factor.name,
                                "note": f.factor.note,
                                "indicators": [_measured(m) for m in f.measured],
                            }
                            for f in s.factors
                        ],
                    }
                    for s in state.stages
                ],
                "gaps": [_gap(g) for g in state.gaps],
            }
            for chain, state in found
        ],
    }


def _measured(measured: Measured) -> dict[str, Any]:
    cell, target = measured.cell, measured.target
    figure = cell.figure if cell else None
    chosen = cell.benchmark if cell else None
    reason = lacking(measured)
    if figure is not None:
        reason = "" if figure.value is not None else figure.status
    return {
        "indicator": measured.indicator_id,
        "value": figure.value if figure else None,
        "year": figure.year if figure else None,
        "reason": reason or None,
        "benchmark": chosen.figure.value if chosen else None,
        "gap": chosen.gap if chosen else None,
        "relation": chosen.relation if chosen else None,
        "rule": chosen.rule if chosen else None,
        "peers": measured.peers.figure.value if measured.peers else None,
        "relation_to_peers": measured.peers.relation if measured.peers else None,
        "trend": cell.trend.verdict if cell else None,
        "target_year": target.target.target_year if target else None,
        "target_state": target.state if target else None,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "kind": gap.kind,
        "stage": gap.stage,
        "factor": gap.factor,
        "indicator": gap.measured.indicator_id if gap.measured else None,
        "worse_than": [b.kind for b in gap.worse_than],
    }
