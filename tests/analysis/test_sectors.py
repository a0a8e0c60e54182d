"""Sectors of real units against plain loops over the stored figures."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import NoDataForYear, SameYears, UnitDidNotExist, UnknownChoice
from moibench.analysis.sectors import sectors
from moibench.catalogue import load_catalogue
from moibench.presentation.sectors import sectors_json, sectors_text

pytestmark = pytest.mark.django_db
Figures = dict[tuple[str, str, int], float]


@lru_cache(maxsize=1)
def figures() -> Figures:
    """Value added by (section, province, year), read from the file that ships."""
    catalogue = load_catalogue()
    edition = catalogue.sources["nesdc_gpp"].editions[-1]
    found = {}
    with catalogue.observation_file(edition).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["series"].startswith("gpp_section_"):
                code = row["series"][-1].upper()
                found[code, row["unit"], int(row["year"])] = float(row["value"])
    return found


def total(year: int, *, code: str | None = None, units: tuple[str, ...] | None = None) -> float:
    return sum(
        value
        for (section, unit, y), value in figures().items()
        if y == year and code in {None, section} and (units is None or unit in units)
    )


@pytest.mark.parametrize(
    ("unit", "provinces"), [("24", ("24",)), ("21", ("21",)), ("E-1", ("20", "21", "24"))]
)
def test_every_sector_is_as_plain_loops_have_it(unit: str, provinces: tuple[str, ...]) -> None:
    answer = sectors(unit, 2019, 2014)
    national_growth = total(2019) / total(2014) - 1
    own_total = total(2019, units=provinces)
    assert answer.total == pytest.approx(own_total, rel=1e-12)
    sums: dict[str, float] = defaultdict(float)
    for row in answer.sectors:
        value = total(2019, code=row.code, units=provinces)
        before = total(2014, code=row.code, units=provinces)
        country, country_before = total(2019, code=row.code), total(2014, code=row.code)
        assert row.value == pytest.approx(value)
        assert row.share == pytest.approx(value / own_total)
        assert row.lq == pytest.approx((value / own_total) / (country / total(2019)))
        parts = row.shift_share
        assert parts.national == pytest.approx(before * national_growth)
        sector_growth = country / country_before - 1
        assert parts.mix == pytest.approx(before * (sector_growth - national_growth))
        assert parts.total == pytest.approx(value - before, abs=1e-6)
        for name in ("national", "mix", "regional", "total"):
            sums[name] += getattr(parts, name)
    for name, added in sums.items():
        assert getattr(answer.shift_share, name) == pytest.approx(added, abs=1e-6)
    assert sums["national"] + sums["mix"] + sums["regional"] == pytest.approx(sums["total"])


def test_classes_go_by_the_stated_thresholds() -> None:
    answer = sectors("21", 2019, 2014)
    for row in answer.sectors:
        assert row.lq is not None
        assert row.growth is not None
        large, fast = row.lq >= answer.share_threshold, row.growth >= answer.growth_threshold
        expected = {
            (True, True): "star",
            (True, False): "cash_cow",
            (False, True): "question_mark",
            (False, False): "dog",
        }[large, fast]
        assert row.growth_share == expected


def test_relatedness_is_as_plain_loops_have_it() -> None:
    answer = sectors("24", 2019, 2014)
    catalogue = load_catalogue()
    units = sorted({unit for _, unit, y in figures() if y == 2019 and unit in catalogue.units})
    codes = [row.code for row in answer.sectors]
    leaves = [u for u in units if catalogue.units[u].unit_type in ("province", "special_area")]
    national = {code: total(2019, code=code) / total(2019) for code in codes}
    held = {}
    for unit in leaves:
        whole = total(2019, units=(unit,))
        held[unit] = {
            code
            for code in codes
            if total(2019, code=code, units=(unit,)) / whole >= national[code]
        }
    times = {code: sum(code in h for h in held.values()) for code in codes}
    close = {
        (a, b): sum(a in h and b in h for h in held.values()) / max(times[a], times[b])
        for a in codes
        for b in codes
        if a != b
    }
    told = {frozenset(pair[:2]): pair[2] for pair in answer.close}
    for (a, b), value in close.items():
        assert told.get(frozenset((a, b)), 0.0) == pytest.approx(value)
    for row in answer.sectors:
        others = [c for c in codes if c != row.code]
        near = sum(close[row.code, c] for c in others if c in held["24"])
        assert row.density == pytest.approx(near / sum(close[row.code, c] for c in others))


def test_a_sector_that_is_not_there_has_no_class() -> None:
    mining = next(s for s in sectors("10", 2019, 2014).sectors if s.code == "B")
    assert (mining.value, mining.lq, mining.specialised) == (0.0, 0.0, False)
    assert mining.growth_share is None


def test_the_country_is_its_own_measure() -> None:
    answer = sectors("TH", 2019, 2014)
    assert answer.krugman is None
    for row in answer.sectors:
        assert row.lq == pytest.approx(1.0)
        assert row.growth_share is None
        assert row.shift_share.regional == pytest.approx(0.0, abs=1e-6)


def test_what_cannot_be_asked_is_refused_with_what_can() -> None:
    with pytest.raises(NoDataForYear) as none:
        sectors("24", 2022)
    assert none.value.years == tuple(range(2005, 2021))
    with pytest.raises(UnitDidNotExist):
        sectors("38", 2010)
    with pytest.raises(NoDataForYear) as born:
        sectors("38", 2015, 2009)
    assert born.value.years == tuple(range(2011, 2021))
    with pytest.raises(SameYears):
        sectors("24", 2019, 2019)
    with pytest.raises(UnknownChoice):
        sectors("24", 2019, table_id="none")


def test_without_years_the_newest_and_five_before_are_taken() -> None:
    answer = sectors("38")
    assert (answer.year, answer.from_year) == (2020, 2015)


@pytest.mark.parametrize("language", ["th", "en"])
def test_text_and_json_say_the_same(language: str) -> None:
    answer, catalogue = sectors("24", 2019, 2014), current_catalogue()
    content = sectors_json(answer, catalogue)
    assert (content["unit"], content["year"], content["from"]) == ("24", 2019, 2014)
    first = content["sectors"][2]
    assert first["code"] == "C"
    assert first["lq"] == answer.sectors[2].lq
    said = sectors_text(answer, catalogue, "en" if language == "en" else "th")
    assert f"{first['lq']:.2f}" in said
    assert "389,285" in said
