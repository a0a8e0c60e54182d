"""The country's value with Bangkok left out, by each indicator's own rule of roll-up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from moibench.analysis.figures import number
from moibench.analysis.geography import BANGKOK, COUNTRY, Geography
from moibench.analysis.panel import Panel
from moibench.analysis.values import NO_EDITION, Derivation
from moibench.engine import FloatArray


@dataclass(frozen=True, eq=False)
class _WithoutBangkok(Geography):
    """The same units, of which Bangkok is a member of none."""

    @cached_property
    def leaves_of(self) -> dict[str, tuple[str, ...]]:
        return {
            code: tuple(leaf for leaf in leaves if leaf != BANGKOK)
            for code, leaves in Geography(self.catalogue, self.map_date).leaves_of.items()
        }


def country_without_bangkok(panel: Panel, indicator_id: str, year: int) -> float | None:
    """Return the country's value of a CE year recomputed from the 76 provinces.

    None where the rule forbids to derive it (published only), or a member has no value.
    """
    if year not in panel.cube.years:
        return None
    values: FloatArray = panel.remember_part(_recomputed, indicator_id)
    return number(values[panel.cube.years.index(year)])


def _recomputed(panel: Panel, indicator_id: str) -> FloatArray:
    column = panel.geography.position[COUNTRY]
    # What was published for the country counts Bangkok, so it is taken out before deriving.
    values = np.array(panel.cube.values)
    statuses = np.array(panel.cube.statuses)
    edition = np.array(panel.cube.edition)
    values[:, :, column] = np.nan
    statuses[:, :, column] = -1
    edition[:, :, column] = NO_EDITION
    cube = replace(panel.cube, values=values, statuses=statuses, edition=edition)
    usual = panel.geography
    without = _WithoutBangkok(panel.catalogue, usual.map_date, usual.map_choice, usual.axis)
    derivation = Derivation(cube, without)
    return np.asarray(derivation.derive(panel.indicator(indicator_id)).values[:, column])
