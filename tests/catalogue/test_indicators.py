from __future__ import annotations

import re

import pytest

from moibench.catalogue import Catalogue, schema
from moibench.catalogue.coherence import series_of
from scripts.freeze_design import value_of
from tests.catalogue.conftest import Observed

THAI = re.compile(r"[\u0e00-\u0e7f]")


def test_at_least_thirty_indicators_have_figures_and_the_rest_wait(catalogue: Catalogue) -> None:
    with_figures = [i for i in catalogue.indicators.values() if i.has_figures]
    assert len(with_figures) == 38
    assert len(catalogue.indicators) - len(with_figures) == 25


def test_every_indicator_with_figures_stands_once_in_the_framework(catalogue: Catalogue) -> None:
    framework = catalogue.frameworks["moi_plan12"]
    assert [d.id for d in framework.dimensions] == ["economy", "society_security", "environment"]
    placed = [i for d in framework.dimensions for i in d.indicators]
    assert sorted(placed) == sorted(i.id for i in catalogue.indicators.values() if i.has_figures)


def test_judged_indicators_come_before_context_and_those_of_the_index_first(
    catalogue: Catalogue,
) -> None:
    design = catalogue.designs["development_plan12"]
    for dimension in catalogue.frameworks["moi_plan12"].dimensions:
        indexed = tuple(design.dimensions[dimension.id].indicators)
        assert dimension.indicators[: len(indexed)] == indexed
        context = [catalogue.indicators[i].direction == "context" for i in dimension.indicators]
        assert context == sorted(context)


def test_every_text_is_thai_in_thai_and_english_in_english(catalogue: Catalogue) -> None:
    def texts(entry: schema.Definition) -> list[schema.Text]:
        found: list[schema.Text] = []
        for name in type(entry).model_fields:
            value = getattr(entry, name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, schema.Text):
                    found.append(part)
                elif isinstance(part, schema.Definition):
                    found += texts(part)
        return found

    entries: list[schema.Definition] = [
        *catalogue.units.values(),
        *catalogue.groupings.values(),
        *catalogue.sources.values(),
        *catalogue.series.values(),
        *catalogue.indicators.values(),
        *catalogue.plans.values(),
        *catalogue.frameworks.values(),
        *catalogue.designs.values(),
    ]
    neutral = {"GPP", "GPP ต่อหัว"}
    checked = 0
    for entry in entries:
        for text in texts(entry):
            assert THAI.search(text.th) or text.th in neutral, text
            assert not THAI.search(text.en), text
            checked += 1
    assert checked > 600


def test_every_figure_can_be_traced_to_an_agency_and_an_edition(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        if indicator.roll_up is not None:
            for series_id in series_of(indicator.roll_up):
                source = catalogue.sources[catalogue.series[series_id].source]
                assert source.editions, (indicator.id, series_id)
                assert all(e.collected_from.startswith("https://") for e in source.editions)


def test_every_indicator_has_a_value_where_its_rule_reads(
    catalogue: Catalogue, observed: Observed
) -> None:
    years = {year for _, _, year in observed}
    provinces = [u for u in catalogue.units.values() if u.unit_type == "province"]
    for indicator in catalogue.indicators.values():
        if indicator.has_figures:
            best = max(
                sum(value_of(indicator.roll_up, observed, p.code, y) is not None for p in provinces)
                for y in years
            )
            assert best == (75 if indicator.id.startswith("tpmap") else 76) or best == 75, indicator.id


@pytest.mark.parametrize(
    ("indicator_id", "unit", "year", "expected", "tolerance"),
    [
        # 6 373.67 million baht ÷ 721 000 people and the like, worked from the source tables.
        ("gpp_per_capita", "24", 2019, 463172.602, 0.0005),
        ("unemployment_rate_q4", "24", 2019, 100 * 1489 / 445_226, 0.2),
    ],
)
def test_ratios_have_the_scale_of_their_unit_of_measure(
    catalogue: Catalogue,
    observed: Observed,
    indicator_id: str,
    unit: str,
    year: int,
    expected: float,
    tolerance: float,
) -> None:
    value = value_of(catalogue.indicators[indicator_id].roll_up, observed, unit, year)
    assert value == pytest.approx(expected, abs=tolerance)
