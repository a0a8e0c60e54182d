from __future__ import annotations

import re
from typing import get_args

import pytest
from scripts.freeze_design import value_of

from moibench.catalogue import Catalogue, schema
from moibench.catalogue.coherence import series_of
from tests.catalogue.conftest import Observed

THAI = re.compile(r"[\u0e00-\u0e7f]")


def test_at_least_thirty_indicators_have_figures_and_the_rest_wait(catalogue: Catalogue) -> None:
    with_figures = [i for i in catalogue.indicators.values() if i.has_figures]
    assert len(with_figures) == 44
    assert len(catalogue.indicators) - len(with_figures) == 25


def test_every_indicator_with_figures_stands_once_in_the_framework(catalogue: Catalogue) -> None:
    framework = catalogue.frameworks["moi_plan12"]
    assert [d.id for d in framework.dimensions] == ["economy", "society_security", "environment"]
    placed = [i for d in framework.dimensions for i in d.indicators]
    # Those that one agenda alone wants stand in it and not in the whole.
    wanted = {i for a in catalogue.agendas.values() for i in a.indicator_ids}
    figured = {i.id for i in catalogue.indicators.values() if i.has_figures}
    assert len(placed) == len(set(placed))
    assert figured - set(placed) <= wanted
    assert set(placed) <= figured


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
        *catalogue.agendas.values(),
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
            assert best == (75 if indicator.id.startswith("tpmap") else 76), indicator.id


@pytest.mark.parametrize(
    ("indicator_id", "expected"),
    [
        ("gpp_per_capita", 463172.602),  # as published; 389 284.9934 ÷ 840.475 × 1 000
        ("gpp_growth", -1.2515563),  # 278 654.4715 ÷ 282 186.1905 − 1
        ("labour_productivity", 897474.6),  # 389 284.9934 million baht ÷ 433 756 persons
        ("agricultural_labour_productivity", 232048.5),  # 19 778.19298 million ÷ 85 233
        ("agriculture_share_of_gpp", 5.080646),  # 19 778.19298 ÷ 389 284.9934
        ("unemployment_rate_q4", 0.342107),  # 1 489 ÷ 435 244
        ("labour_force_participation_q4", 63.9082),  # 435 244 ÷ 681 046
        ("tertiary_share_q4", 16.8846),  # 114 992 ÷ 681 046
        ("no_primary_share_q4", 24.0339),  # 163 682 ÷ 681 046
        ("tourism_receipts_per_capita", 7080.685),  # 5 085.78 million baht ÷ 718 261 persons
        ("foreign_share_of_tourism_receipts", 1.174844),  # 59.75 ÷ 5 085.78
        ("population_density", 138.9446),  # 718 261 ÷ (3 230 873.49 rai ÷ 625)
        ("crude_birth_rate", 9.343400),  # 6 711 ÷ 718 261
        ("waste_per_capita", 1.020715),  # 733.14 tonnes a day ÷ 718 261 persons
        ("waste_improper_share", 80.43211),  # 589.68 ÷ 733.14
        ("waste_recycled_share", 18.36621),  # 134.65 ÷ 733.14
    ],
)
def test_chachoengsao_in_2019_is_as_worked_by_hand_from_the_source(
    catalogue: Catalogue, observed: Observed, indicator_id: str, expected: float
) -> None:
    value = value_of(catalogue.indicators[indicator_id].roll_up, observed, "24", 2019)
    assert value == pytest.approx(expected, rel=2e-6)


def test_every_indicator_of_an_index_answers_the_questions_of_admission(
    catalogue: Catalogue,
) -> None:
    judged = {i for d in catalogue.designs.values() for i in d.indicator_ids}
    for indicator_id in sorted(judged):
        answered = set(catalogue.indicators[indicator_id].admission)
        assert answered == set(get_args(schema.Question)), indicator_id


def test_no_two_indicators_go_by_one_short_name(catalogue: Catalogue) -> None:
    for language in ("th", "en"):
        names = [
            (i.short_name or i.name).in_language(language) for i in catalogue.indicators.values()
        ]
        assert len(names) == len(set(names))
