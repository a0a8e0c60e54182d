"""What the shipped observations must be before anyone computes with them."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter

import pytest

from moibench.catalogue import Catalogue
from tests.catalogue.conftest import Observed


def test_each_observation_file_is_the_one_its_edition_names(catalogue: Catalogue) -> None:
    named = set()
    for edition in catalogue.editions.values():
        content = catalogue.observation_file(edition).read_bytes()
        assert hashlib.sha256(content).hexdigest() == edition.sha256, edition.id
        named.add(edition.observations)
    assert named == {p.name for p in (catalogue.folder / "observations").iterdir()}


def test_every_row_names_a_known_series_and_unit_that_existed(catalogue: Catalogue) -> None:
    statuses = Counter[str]()
    for edition_id, edition in catalogue.editions.items():
        with catalogue.observation_file(edition).open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            assert reader.fieldnames == ["series", "unit", "year", "value", "status"]
            rows = list(reader)
        keys = [(r["series"], r["unit"], int(r["year"])) for r in rows]
        assert keys == sorted(set(keys)), f"{edition_id} is not sorted or repeats a key"
        for row, (series_id, unit, year) in zip(rows, keys, strict=True):
            series = catalogue.series[series_id]
            assert catalogue.edition_sources[edition_id].id == series.source, series_id
            assert catalogue.units[unit].exists_in(year), (series_id, unit, year)
            assert series.minimum is not None
            assert series.maximum is not None
            assert series.minimum <= float(row["value"]) <= series.maximum, row
            statuses[row["status"]] += 1
            preliminary = edition_id == "nesdc_gpp_2563" and year == 2020
            assert (row["status"] == "preliminary") == preliminary, row
    assert set(statuses) == {"", "preliminary"}


def test_no_two_editions_give_the_same_value(catalogue: Catalogue, observed: Observed) -> None:
    rows = 0
    for edition in catalogue.editions.values():
        with catalogue.observation_file(edition).open(encoding="utf-8") as lines:
            rows += sum(1 for _ in lines) - 1
    assert rows == len(observed)


def test_every_series_that_no_unit_reports_has_figures_and_every_figure_serves(
    catalogue: Catalogue, observed: Observed
) -> None:
    published = {
        s.id for s in catalogue.series.values() if catalogue.sources[s.source].reporting is None
    }
    assert {series for series, _, _ in observed} == published


def test_only_published_aggregates_stand_under_areas_above_the_province(
    catalogue: Catalogue, observed: Observed
) -> None:
    above = {
        (series, catalogue.units[unit].unit_type)
        for series, unit, _ in observed
        if catalogue.units[unit].unit_type not in ("province", "special_area")
    }
    assert above == {
        ("gpp_cvm", "cluster"),
        ("gpp_cvm", "country"),
        ("hai", "region"),
        ("hai", "country"),
    }


def test_chain_volume_values_of_members_do_not_add_up(
    catalogue: Catalogue, observed: Observed
) -> None:
    members = [k.unit for k in catalogue.parents if k.parent == "NE-U1"]
    added = sum(observed["gpp_cvm", m, 2019] for m in members)
    assert added / observed["gpp_cvm", "NE-U1", 2019] == pytest.approx(1.078, abs=0.0005)


def test_sectors_add_up_to_the_gross_product(observed: Observed) -> None:
    """Source: NESDC, three broad sectors of current-price GPP; the source rounds to 0.001."""
    for series, unit, year in [k for k in observed if k[0] == "gpp_current"]:
        parts = ("gpp_agriculture", "gpp_industry", "gpp_services")
        added = sum(observed[part, unit, year] for part in parts)
        assert added == pytest.approx(observed[series, unit, year], abs=0.01), (unit, year)


def test_tourism_receipts_are_those_of_thais_and_foreigners(observed: Observed) -> None:
    for series, unit, year in [k for k in observed if k[0] == "tourism_receipts"]:
        added = (
            observed["tourism_receipts_thai", unit, year]
            + observed["tourism_receipts_foreign", unit, year]
        )
        assert added == pytest.approx(observed[series, unit, year], abs=0.01)


def test_gross_product_per_head_checked_by_hand(catalogue: Catalogue, observed: Observed) -> None:
    assert observed["gpp_per_capita", "24", 2019] == pytest.approx(463172.602, abs=0.0005)
    members = [k.unit for k in catalogue.parents if k.parent == "E-1"]
    assert sorted(members) == ["20", "21", "24"]
    product = sum(observed["gpp_current", m, 2019] for m in members)
    people = sum(observed["population_nesdc", m, 2019] for m in members)
    assert product / people * 1000 == pytest.approx(656810.93, abs=0.005)


def test_the_country_is_missing_two_provinces_in_the_register_of_2010(observed: Observed) -> None:
    units = {
        unit for series, unit, year in observed if (series, year) == ("population_registered", 2010)
    }
    assert len(units) == 75
    assert not units & {"38", "43"}


def test_forest_cover_is_the_national_survey_of_2014_to_2015(observed: Observed) -> None:
    forest = sum(v for (series, _, _), v in observed.items() if series == "forest_area")
    land = sum(v for (series, _, _), v in observed.items() if series == "land_area")
    assert forest == pytest.approx(102_240_981.84, abs=0.01)
    assert forest / land * 100 == pytest.approx(31.60, abs=0.005)
