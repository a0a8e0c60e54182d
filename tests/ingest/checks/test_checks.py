"""Each check finds what it is for, on the real figures with one thing made wrong."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from moibench.catalogue.checks import Jump
from moibench.catalogue.findings import Finding
from moibench.ingest.checks import Context, Given, check
from moibench.ingest.checks.figures import laid_over
from moibench.ingest.checks.movement import usual_bounds


def value(context: Context, series: str, unit: str, year: int) -> float:
    at = context.series.index(series), context.years.index(year), context.units.index(unit)
    return float(context.values[at])


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    return [(f.grade, f.code) for f in found]


def all_of(context: Context, series: str, year: int) -> list[Given]:
    return [
        Given(series, unit, year, v)
        for unit in context.units
        if not math.isnan(v := value(context, series, unit, year))
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given("no_such", "24", 2019, 1.0), "unknown_series"),
        (Given("hai", "99", 2019, 0.6), "unknown_unit"),
        (Given("gpp_current", "38", 2009, 5000.0), "unit_did_not_exist"),
        (Given("hai", "24", 2027, 0.6), "year_ahead"),
        (Given("hai", "24", 2562, 0.6), "year_ahead"),
        (Given("hai", "24", 2019, 1.2), "out_of_range"),
        (Given("hai", "24", 2019, None), "status_without_value"),
        (Given("hai", "24", 2019, 0.6, "missing"), "value_beside_no_value"),
        (Given("hai", "24", 2019, 0.6, "guessed"), "unknown_status"),
        (Given("hai", "24", 2019, math.inf), "not_finite"),
    ],
)
def test_what_cannot_be_is_impossible(context: Context, given: Given, code: str) -> None:
    assert codes(check([given], context)) == [("impossible", code)]


def test_a_finding_says_where_it_stands_and_what_was_expected(context: Context) -> None:
    (found,) = check([Given("hai", "24", 2019, 1.2, sheet="กรอก", cell="L7")], context)
    assert (found.sheet, found.cell, found.unit, found.year) == ("กรอก", "L7", "24", 2019)
    assert (found.value, found.expectation) == (1.2, (0.0, 1.0))


def test_a_year_that_the_source_cannot_have_published_is_asked_about(context: Context) -> None:
    last = value(context, "gpp_current", "24", 2020)
    assert ("improbable", "beyond_lag") in codes(
        check([Given("gpp_current", "24", 2025, last * 1.2)], context)
    )
    later = replace(context, today=dt.date(2027, 6, 1))
    assert "beyond_lag" not in {
        c: g for g, c in codes(check([Given("gpp_current", "24", 2025, last * 1.2)], later))
    }


def test_a_reason_confirms_what_is_improbable_and_never_what_is_impossible(
    context: Context,
) -> None:
    born = value(context, "births", "24", 2021)
    jump = Given("births", "24", 2022, born * 3, reason="โรงพยาบาลใหม่")
    (found,) = check([jump], context)
    assert found.grade == "improbable"
    assert not found.asks
    (found,) = check([replace(jump, reason=" ")], context)
    assert found.asks
    (found,) = check([replace(jump, value=-1.0)], context)
    assert found.blocks


def test_parts_that_do_not_add_up(context: Context) -> None:
    parts = {
        s: value(context, s, "24", 2020)
        for s in ("gpp_current", "gpp_agriculture", "gpp_industry", "gpp_services")
    }
    assert not [
        f
        for f in check([Given(s, "24", 2020, v) for s, v in parts.items()], context)
        if f.code == "parts_sum"
    ]
    wrong = Given("gpp_agriculture", "24", 2020, parts["gpp_agriculture"] + 5)
    assert ("impossible", "parts_sum") in codes(check([wrong], context))


def test_rounding_of_the_labour_force_is_no_fault_but_a_true_excess_is(context: Context) -> None:
    force = value(context, "lfs_employed", "24", 2019) + value(
        context, "lfs_unemployed", "24", 2019
    )
    assert "parts_sum" not in {
        c: g for g, c in codes(check([Given("lfs_labour_force", "24", 2019, force - 1)], context))
    }
    assert ("impossible", "parts_sum") in codes(
        check([Given("lfs_labour_force", "24", 2019, force - 50)], context)
    )


def test_a_numerator_above_its_denominator(context: Context) -> None:
    most = value(context, "lfs_pop15", "24", 2019)
    found = check([Given("lfs_pop15_tertiary", "24", 2019, most + 1)], context)
    assert ("impossible", "at_most") in codes(found)
    assert next(f for f in found if f.code == "at_most").expectation == (None, most)


def test_a_ratio_that_is_not_its_numerator_over_its_denominator(context: Context) -> None:
    right = value(context, "gpp_per_capita", "24", 2020)
    assert not check([Given("gpp_per_capita", "24", 2020, right)], context)
    found = check([Given("gpp_per_capita", "24", 2020, right * 1.01)], context)
    assert ("improbable", "ratio_disagrees") in codes(found)


def test_a_jump_that_only_one_unit_makes(context: Context) -> None:
    year = all_of(context, "msw_generated", 2022)
    real = Counter(f.unit for f in check(year, context))
    wrong = [replace(e, value=(e.value or 0) * 2.5) if e.unit == "24" else e for e in year]
    found = check(wrong, context)
    assert ("24", "jump") in {(f.unit, f.code) for f in found}
    assert Counter(f.unit for f in found if f.unit != "24") == Counter(
        {u: n for u, n in real.items() if u != "24"}
    )


def test_a_fall_of_all_is_not_asked_of_each(context: Context) -> None:
    """Tourism collapsed everywhere in 2020; held against its peers no province stands out by it."""
    year = all_of(context, "tourism_visitors", 2020)
    fell = [e for e in year if (e.value or 0) < 0.7 * value(context, e.series, e.unit, 2019)]
    assert len(fell) > 20
    asked = {f.unit for f in check(year, context) if f.asks}
    assert len(asked & {e.unit for e in fell}) <= 2


@pytest.mark.parametrize(("factor", "said"), [(10, 10.0), (1000, 1000.0), (0.01, 0.01)])
def test_a_slip_of_the_decimal_point(context: Context, factor: float, said: float) -> None:
    last = value(context, "population_nesdc", "24", 2020)
    found = check([Given("population_nesdc", "24", 2021, last * factor)], context)
    slips = [f for f in found if f.code == "slip"]
    if factor == 10:
        assert slips[0].fields["factor_number"] == said
    else:
        assert any(f.blocks or f.code == "slip" for f in found)


def test_two_units_exchanged(context: Context) -> None:
    """As the published list that exchanged Si Sa Ket (33) and Sing Buri (17)."""
    year = all_of(context, "population_midyear", 2022)
    swapped = {
        "33": value(context, "population_midyear", "17", 2022),
        "17": value(context, "population_midyear", "33", 2022),
    }
    wrong = [replace(e, value=swapped.get(e.unit, e.value)) for e in year]
    found = {f.unit: f.fields["other_unit"] for f in check(wrong, context) if f.code == "exchanged"}
    assert found == {"33": "17", "17": "33"}


def test_zero_where_others_are_not(context: Context) -> None:
    found = check([Given("lfs_unemployed", "10", 2019, 0.0)], context)
    assert ("improbable", "zero_own") in codes(found)
    # Ang Thong truly has no forest.
    assert not [f for f in check([Given("forest_area", "15", 2016, 0.0)], context) if f.asks]
    found = check([Given("forest_area", "50", 2015, 0.0)], context)
    assert ("improbable", "zero_peers") in codes(found)


def test_provinces_are_held_against_the_published_country(context: Context) -> None:
    total = sum(e.value or 0 for e in all_of(context, "births", 2021))
    assert "country_sum" not in {
        c
        for _, c in codes(
            check(
                [Given("births", "TH", 2021, 299_000.0)],
                replace(context, values=context.values * np.nan),
            )
        )
    }
    assert not [
        f
        for f in check([Given("births", "TH", 2021, total)], _wide(context))
        if f.code == "country_sum"
    ]
    found = check([Given("births", "TH", 2021, total * 1.05)], _wide(context))
    assert ("improbable", "country_sum") in codes(found)
    found = check([Given("hai", "TH", 2021, 0.9)], context)
    assert ("improbable", "country_between") in codes(found)


def _wide(context: Context) -> Context:
    """The country has more births than a province may; the bound is the provinces' own."""
    series = context.catalogue.series
    births = series["births"].model_copy(update={"maximum": None})
    return replace(
        context, catalogue=replace(context.catalogue, series=series | {"births": births})
    )


def test_a_place_given_twice(context: Context) -> None:
    right = value(context, "hai", "24", 2019)
    one, same = (Given("hai", "24", 2019, right, cell=c) for c in ("A1", "A2"))
    assert codes(check([one, same], context)) == [("note", "twice_the_same")]
    other = replace(same, value=right + 0.01)
    assert codes(check([one, other], context))[0] == ("impossible", "twice_differently")


def test_values_are_not_compared_across_a_break(context: Context) -> None:
    before = value(context, "lfs_employed_agri", "24", 2013)
    found = check([Given("lfs_employed_agri", "24", 2014, before * 2)], context)
    assert codes(found) == [("note", "break_in_series")]
    assert found[0].fields["break_year"] == 2014


def test_a_break_that_nobody_declared_is_noticed(context: Context) -> None:
    series = {
        k: s.model_copy(update={"breaks": ()}) if k == "population_registered" else s
        for k, s in context.catalogue.series.items()
    }
    bare = replace(context, catalogue=replace(context.catalogue, series=series))
    values = bare.values.copy()
    at = bare.series.index("population_registered")
    values[at, bare.years.index(2009) :] *= 1.2
    found = check(
        all_of(replace(bare, values=values), "population_registered", 2009),
        replace(bare, values=values),
    )
    assert ("note", "shift") in codes(found)


def test_the_expected_range_is_where_the_check_says_nothing(context: Context) -> None:
    rule = next(
        r
        for r in context.catalogue.checks["dopa_births"].rules
        if isinstance(r, Jump) and "births" in r.series
    )
    figures = laid_over([Given("births", "24", 2022, None, "missing")], context)
    low, high = usual_bounds(figures, rule, "births", 2022)["24"]
    for at, is_asked in ((low * 1.001, 0), (low * 0.999, 1), (high * 0.999, 0), (high * 1.001, 1)):
        assert len(check([Given("births", "24", 2022, at)], context)) == is_asked


def test_the_real_figures_hold_nothing_impossible_and_little_to_ask(context: Context) -> None:
    entries = [
        Given(s, u, y, float(context.values[i, j, k]))
        for i, s in enumerate(context.series)
        for j, y in enumerate(context.years)
        for k, u in enumerate(context.units)
        if not math.isnan(context.values[i, j, k])
    ]
    found = check(entries, context)
    assert not [f for f in found if f.blocks]
    assert sum(f.asks for f in found) < 0.012 * len(entries)
    known = {(f.code, f.series, f.unit, f.year) for f in found}
    # The share of indebted households in Samut Songkhram: 2.9 % in 2015, 29.4 % in 2017.
    assert ("slip", "household_debt_share", "75", 2017) in known
    # Kalasin and Sakon Nakhon trade places in one year of NESDC's population.
    assert ("exchanged", "population_nesdc", "46", 2010) in known
