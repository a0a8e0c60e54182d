"""Answer: from whom can each unit of a ranking not be told apart?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.analysis.nodes import area_scores
from moibench.analysis.panel import OVERALL, Panel, current_panel
from moibench.analysis.relations import standard_error, width_of
from moibench.analysis.results import Figure, Ranking
from moibench.engine.compare import INTERVAL_95

ApartRule = Literal["replicates", "interval", "mad"]


@dataclass(frozen=True, slots=True)
class Apart:
    """Of each ranked unit, whoever cannot be told apart from it, best first; and the rules used.

    intervals: half the width of the 95 % interval of each unit that has a standard error.
    """

    rules: tuple[ApartRule, ...]
    alike: tuple[tuple[str, tuple[str, ...]], ...]
    intervals: tuple[tuple[str, float], ...] = ()

    def of(self, code: str) -> tuple[str, ...]:
        """Return whoever cannot be told apart from a unit."""
        return dict(self.alike).get(code, ())


def cannot_be_told_apart_in(ranking: Ranking) -> Apart | None:
    """Tell it for every unit of a ranking; None where nothing is judged.

    Of an index: neither leads in 95 % of the replicates. Of an indicator: the interval of the
    difference of two figures with standard errors holds zero; without, the difference is under
    1.4826 × the median absolute deviation of the provinces. Figures of different years are not
    compared.
    """
    panel = current_panel()
    codes = tuple(line.unit_code for line in ranking.lines if line.rank is not None)
    if ranking.is_index:
        return panel.remember(_of_index, ranking.subject_id, ranking.year, codes)
    if panel.sign(ranking.subject_id) == 0:
        return None
    figures = tuple((li.unit_code, li.figure) for li in ranking.lines if li.rank is not None)
    return panel.remember(_of_indicator, ranking.subject_id, figures)


def _of_index(panel: Panel, node_id: str, year: int, codes: tuple[str, ...]) -> Apart:
    group = tuple(c for c in panel.geography.units if c in set(codes))
    alike = []
    for code in codes:
        scores = area_scores(panel, code, year, group)
        nodes = {n.node_id: n for n in (scores.overall, *scores.dimensions)}
        alike.append((code, nodes[node_id or OVERALL].indistinct))
    return Apart(("replicates",), tuple(alike))


def _of_indicator(
    panel: Panel, indicator_id: str, figures: tuple[tuple[str, Figure], ...]
) -> Apart:
    values = np.array([f.value for _, f in figures], dtype=float)
    years = np.array([f.year or 0 for _, f in figures])
    errors = np.array([_error(panel, indicator_id, code, f) for code, f in figures], dtype=float)
    widths = np.array([width_of(panel, indicator_id, int(y)) or np.nan for y in years])
    gaps = np.abs(values[:, None] - values[None, :])
    by_interval = INTERVAL_95 * np.sqrt(errors[:, None] ** 2 + errors[None, :] ** 2)
    known = ~np.isnan(by_interval)
    with np.errstate(invalid="ignore"):
        near = np.where(known, gaps <= by_interval, gaps < widths[:, None])
    same = years[:, None] == years[None, :]
    near &= same & ~np.eye(len(figures), dtype=bool)
    rules: list[ApartRule] = []
    if (known & same).any():
        rules.append("interval")
    if (~known & same).any() and not np.isnan(widths).all():
        rules.append("mad")
    return Apart(
        tuple(rules),
        tuple(
            (code, tuple(figures[int(j)][0] for j in np.flatnonzero(near[i])))
            for i, (code, _) in enumerate(figures)
        ),
        tuple(
            (code, float(INTERVAL_95 * e))
            for (code, _), e in zip(figures, errors, strict=True)
            if not math.isnan(e)
        ),
    )


def _error(panel: Panel, indicator_id: str, code: str, figure: Figure) -> float:
    if figure.year is None:
        return math.nan
    error = standard_error(panel, indicator_id, code, figure.year)
    return math.nan if error is None else error
