"""What a draft's indicator or design would give, against the design that ships and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.catalogue_preview import freeze, preview_indicator
from moibench.analysis.looking import look
from moibench.analysis.panel import panel_of
from moibench.catalogue.schema import Indicator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("plan", ["plan12", "plan13"])
def test_the_browser_freezes_a_design_as_the_script_did(plan: str) -> None:
    catalogue = current_catalogue()
    framework, design = (
        catalogue.frameworks[f"moi_{plan}"],
        catalogue.designs[f"development_{plan}"],
    )
    found = freeze(catalogue, framework, design)
    assert found.without == ()
    assert found.cutoffs["overall"] == pytest.approx(design.cutoffs, rel=1e-9)
    for dimension_id, dimension in design.dimensions.items():
        assert found.cutoffs[dimension_id] == pytest.approx(dimension.cutoffs, rel=1e-9)
        for indicator_id, leaf in dimension.indicators.items():
            assert found.goalposts[indicator_id] == pytest.approx(leaf.goalposts, rel=1e-9)


def made(**changes: object) -> Indicator:
    known = current_catalogue().indicators["waste_per_capita"].model_dump()
    return Indicator.model_validate(known | changes)


def values(indicator: Indicator, unit: str) -> dict[int, float | None]:
    found = preview_indicator(current_catalogue(), indicator, (unit,))
    return dict(zip(found.years, (c.value for c in found.cells[unit]), strict=True))


def test_growth_of_a_cluster_is_that_of_its_own_sum() -> None:
    total = made(roll_up={"rule": "sum", "series": "population_midyear"})
    grown = made(
        roll_up={
            "rule": "growth",
            "of": {"rule": "sum", "series": "population_midyear"},
            "years": 2,
        }
    )
    level = values(total, "E-1")
    assert None not in level.values()
    assert values(grown, "E-1")[2023] == pytest.approx((level[2023] / level[2021] - 1) * 100)  # type: ignore[operator]


def test_a_moving_average_of_a_ratio_is_sums_over_sums_and_stops_at_breaks() -> None:
    def of(series: str) -> dict[int, float]:
        plain = made(roll_up={"rule": "sum", "series": series})
        return {y: v for y, v in values(plain, "24").items() if v is not None}

    ratio = {"rule": "ratio_of_sums", "numerator": "msw_incorrect", "denominator": "msw_generated"}
    average = made(roll_up={"rule": "moving_average", "of": ratio | {"scale": 100.0}, "years": 3})
    bad, all_of_it = of("msw_incorrect"), of("msw_generated")
    window = (2022, 2023, 2024)
    expected = 100 * sum(bad[y] for y in window) / sum(all_of_it[y] for y in window)
    found = preview_indicator(current_catalogue(), average, ("24",))
    cells = dict(zip(found.years, found.cells["24"], strict=True))
    assert cells[2024].value == pytest.approx(expected)
    breaks = {b.year for b in current_catalogue().series["msw_incorrect"].breaks}
    assert 2020 in breaks
    whole = preview_indicator(current_catalogue(), average, ("TH",))
    assert 2021 not in whole.years  # its window would reach over the break of 2020
    assert dict(zip(whole.years, whole.with_value, strict=True))[2024] == found.with_value[-1] > 70


def test_an_indicator_without_formula_or_data_has_no_values_and_says_how_many_provinces() -> None:
    empty = made(roll_up=None)
    found = preview_indicator(current_catalogue(), empty, ("24",))
    assert (found.years, found.provinces) == ((), 76)


def test_the_framework_of_the_13th_plan_ranks_every_province() -> None:
    with look() as vantage:
        panel = panel_of(vantage, "moi_plan13", "development_plan13")
        year = panel.newest_year
        assert year == 2021
        scores = panel.aggregated.scores[-1, panel.at(year)][panel.provinces]
        assert not np.isnan(scores).any()
        levels, counts = np.unique(
            panel.levels[-1, panel.at(year)][panel.provinces], return_counts=True
        )
        assert list(levels) == [1, 2, 3, 4, 5]
        assert counts.sum() == 76
