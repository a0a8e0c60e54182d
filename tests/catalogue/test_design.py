"""The design's frozen numbers are those that the shipped figures give."""

from __future__ import annotations

import pytest
from scripts.freeze_design import Frozen, freeze, shares_of_data

from moibench.catalogue import Catalogue, schema
from tests.catalogue.conftest import Observed


@pytest.fixture(scope="module")
def design(catalogue: Catalogue) -> schema.Design:
    return catalogue.designs["development_plan12"]


@pytest.fixture(scope="module")
def frozen(catalogue: Catalogue) -> Frozen:
    return freeze(catalogue, "development_plan12")


def test_goalposts_are_those_of_the_baseline(design: schema.Design, frozen: Frozen) -> None:
    for dimension in design.dimensions.values():
        for indicator_id, leaf in dimension.indicators.items():
            expected = frozen.goalposts[indicator_id]
            assert leaf.goalposts == pytest.approx(expected, rel=1e-12), indicator_id


def test_cutoffs_are_those_of_the_baseline(design: schema.Design, frozen: Frozen) -> None:
    assert design.cutoffs == pytest.approx(frozen.cutoffs["overall"], abs=1e-9)
    for dimension_id, dimension in design.dimensions.items():
        assert dimension.cutoffs == pytest.approx(frozen.cutoffs[dimension_id], abs=1e-9)


def percentile(values: list[float], p: float) -> float:
    """The p-th percentile between the two nearest ranks, as by hand."""
    ordered = sorted(values)
    place = p / 100 * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def test_goalposts_of_waste_by_hand(
    catalogue: Catalogue, design: schema.Design, observed: Observed
) -> None:
    pool = [
        100 * observed["msw_incorrect", u.code, year] / observed["msw_generated", u.code, year]
        for year in (2019,)
        for u in catalogue.units.values()
        if u.unit_type == "province"
    ]
    assert len(pool) == 76
    worst, best = design.dimensions["environment"].indicators["waste_improper_share"].goalposts
    assert worst == pytest.approx(percentile(pool, 95), rel=1e-12)
    assert best == pytest.approx(percentile(pool, 5), rel=1e-12)


def test_goalposts_of_income_by_hand(
    catalogue: Catalogue, design: schema.Design, observed: Observed
) -> None:
    pool = [
        observed["household_income", u.code, 2015]
        for u in catalogue.units.values()
        if u.unit_type == "province"
    ]
    assert len(pool) == 76
    worst, best = design.dimensions["economy"].indicators["household_income"].goalposts
    assert worst == pytest.approx(percentile(pool, 5), rel=1e-12)
    assert best == pytest.approx(percentile(pool, 95), rel=1e-12)


def test_the_newest_year_with_enough_data(catalogue: Catalogue, design: schema.Design) -> None:
    shares = shares_of_data(catalogue, design.id)
    enough = [year for year, (_, own) in shares.items() if own >= design.enough_data]
    assert enough == [2015, 2019]
    assert shares[2019] == pytest.approx((1.0, 12 / 13))
    assert shares[2020] == pytest.approx((12 / 13, 6 / 13))


def test_the_index_has_three_equal_dimensions_of_equal_indicators(design: schema.Design) -> None:
    assert len(design.indicator_ids) == 13
    assert {d.weight for d in design.dimensions.values()} == {1.0}
    assert {i.weight for d in design.dimensions.values() for i in d.indicators.values()} == {1.0}
    assert design.uncertainty.replicates == 1000
