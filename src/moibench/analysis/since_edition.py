"""Answer: what changed on a unit's page since the edition published before what is looked at?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from moibench.analysis.errors import DamagedEdition, NoDataForYear, NoFigures
from moibench.analysis.figures import standing_figure
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.looking import look
from moibench.analysis.nodes import area_scores
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.results import Figure, NodeResult
from moibench.analysis.trusted import NOT_THERE
from moibench.store.published import published_editions

FigureChange = Literal["revised", "newer", "added", "removed", "regraded"]
_SAME = 1e-12


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that stands otherwise than in the edition.

    revised: another value of the same year; newer: a value of a later (or other) year; added and
    removed: there was none, there is none; regraded: the same value, otherwise verified or marked.
    """

    indicator_id: str
    kind: FigureChange
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True)
class ChangedNode:
    """Score, level and rank of a node in the edition and now, for the same year."""

    node_id: str
    before: NodeResult | None
    after: NodeResult


@dataclass(frozen=True, slots=True)
class SinceEdition:
    """What changed for a unit in a CE year since `edition`; same_method: design and catalogue."""

    edition: str
    year: int
    figures: tuple[ChangedFigure, ...]
    nodes: tuple[ChangedNode, ...]
    same_method: bool
    same_catalogue: bool


def since_last_edition(
    unit_code: str, year: int, *, with_bangkok: bool = False
) -> SinceEdition | None:
    """Compare a unit with the newest edition published before what is looked at.

    None where no such edition was published, or its data no longer stand.
    """
    panel = current_panel()
    older = _edition_before(panel)
    if older is None or unit_code not in panel.geography.position:
        return None
    return panel.remember(_since, older, unit_code, year, with_bangkok or unit_code == BANGKOK)


def _edition_before(panel: Panel) -> str | None:
    """Return the newest edition of the framework older than the edition or moment of the panel."""
    found = tuple(e for e in published_editions() if e.framework == panel.framework.id)
    seen = panel.vantage.edition
    if seen is not None:
        names = [e.name for e in found]
        later = names.index(seen.name) + 1 if seen.name in names else 0
        found = found[later:]
    elif panel.vantage.moment is not None:
        moment = panel.vantage.moment
        found = tuple(e for e in found if e.moment < moment)
    return found[0].name if found else None


def _since(
    panel: Panel, older: str, unit_code: str, year: int, with_bangkok: bool
) -> SinceEdition | None:
    try:
        with look(edition=older):
            first = current_panel()
    except DamagedEdition:
        return None
    figures = tuple(
        changed
        for i in dict.fromkeys([*panel.indicator_ids, *first.indicator_ids])
        if (changed := _figure(first, panel, i, unit_code, year)) is not None
    )
    return SinceEdition(
        edition=older,
        year=year,
        figures=figures,
        nodes=tuple(_nodes(first, panel, unit_code, year, with_bangkok)),
        same_method=first.design == panel.design,
        same_catalogue=first.catalogue.version == panel.catalogue.version,
    )


def _figure(
    first: Panel, last: Panel, indicator_id: str, code: str, year: int
) -> ChangedFigure | None:
    before, after = (_standing(p, indicator_id, code, year) for p in (first, last))
    kind = _kind(before, after)
    return None if kind is None else ChangedFigure(indicator_id, kind, before, after)


def _standing(panel: Panel, indicator_id: str, code: str, year: int) -> Figure:
    if code not in panel.geography.position or indicator_id not in panel.indicator_ids:
        return NOT_THERE
    try:
        return standing_figure(panel, indicator_id, code, year)
    except (NoDataForYear, NoFigures):
        return NOT_THERE


def _kind(before: Figure, after: Figure) -> FigureChange | None:
    if before.value is None or after.value is None:
        if before.value is after.value:
            return None
        return "added" if before.value is None else "removed"
    if before.year != after.year:
        return "newer"
    if not math.isclose(before.value, after.value, rel_tol=_SAME, abs_tol=0.0):
        return "revised"
    same = (before.status, before.grade) == (after.status, after.grade)
    return None if same else "regraded"


def _nodes(
    first: Panel, last: Panel, code: str, year: int, with_bangkok: bool
) -> list[ChangedNode]:
    before, after = (_scores(p, code, year, with_bangkok) for p in (first, last))
    changed = []
    for node_id, now in after.items():
        then = before.get(node_id)
        if then is None or _told(then) != _told(now):
            changed.append(ChangedNode(node_id, then, now))
    return changed


def _told(node: NodeResult) -> tuple[object, ...]:
    score = None if node.score is None else round(node.score, 9)
    return score, node.level, node.rank, node.rank_low, node.rank_high


def _scores(panel: Panel, code: str, year: int, with_bangkok: bool) -> dict[str, NodeResult]:
    if year not in panel.years or code not in panel.geography.position:
        return {}
    level = panel.geography.level_of(code)
    ranked = () if code == COUNTRY else panel.geography.peers_by_level(level, year, with_bangkok)
    found = area_scores(panel, code, year, ranked)
    return {n.node_id: n for n in (found.overall, *found.dimensions)}
