"""Every value a page can show equals the plain loops' over the shipped files."""

import math

import pytest

from moibench.analysis.panel import current_panel
from tests.analysis.double import built_in_double

pytestmark = pytest.mark.django_db

DOUBLE = built_in_double()
WITH_FIGURES = [i for i, d in DOUBLE.catalogue.indicators.items() if d.has_figures]


@pytest.mark.parametrize("indicator_id", WITH_FIGURES)
def test_every_value_equals_the_slow_double(indicator_id: str) -> None:
    panel = current_panel()
    values = panel.values(indicator_id).values
    compared = 0
    for column, code in enumerate(panel.geography.units):
        for row, year in enumerate(panel.cube.years):
            expected = DOUBLE.value(indicator_id, code, year)
            found = float(values[row, column])
            if expected is None:
                assert math.isnan(found), (code, year, found)
            else:
                assert found == pytest.approx(expected, rel=1e-12, abs=1e-12), (code, year)
                compared += 1
    assert compared >= 75


@pytest.mark.parametrize("year", [2015, 2019, 2020])
def test_scores_of_every_unit_equal_the_slow_double(year: int) -> None:
    panel = current_panel()
    row = panel.at(year)
    for column, code in enumerate(panel.geography.units):
        for node, node_id in enumerate(panel.node_ids):
            found = float(panel.aggregated.scores[node, row, column])
            expected = (
                DOUBLE.overall(code, year)
                if node_id == "overall"
                else DOUBLE.score(node_id, code, year)
            )
            if expected is None:
                assert math.isnan(found), (code, node_id)
            else:
                assert found == pytest.approx(expected, rel=1e-12), (code, node_id)


def test_goalposts_stand_in_the_order_of_the_tree() -> None:
    panel = current_panel()
    for place, indicator_id in enumerate(panel.tree.leaves):
        home = next(d for d in panel.design.dimensions.values() if indicator_id in d.indicators)
        assert tuple(panel.goalposts[place]) == home.indicators[indicator_id].goalposts
