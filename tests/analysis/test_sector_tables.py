"""A table by sector that a user adds: employment of two made years, with what can go wrong."""

from __future__ import annotations

import csv
import hashlib
import math
import shutil
from pathlib import Path
from statistics import median

import pytest
import yaml
from django.test import Client

from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.errors import NoDataForYear, NoFiguresForUnit
from moibench.analysis.looking import refresh
from moibench.analysis.panel import current_panel
from moibench.analysis.peers import peers
from moibench.analysis.sectors import sectors
from moibench.analysis.sectors_over_time import sectors_over_time
from moibench.catalogue import load_catalogue
from moibench.catalogue.load import BUILT_IN
from moibench.ingest.built_in import load_built_in
from moibench.ingest.catalogue_files import load_folder
from tests.analysis.made import panel_with, use

pytestmark = pytest.mark.django_db
NAMES = {"farm": "เกษตร", "mill": "โรงงาน", "shop": "ร้านค้า"}


def text(thai: str) -> dict[str, str]:
    return {"th": thai, "en": thai}


def write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def with_employment(folder: Path) -> Path:
    """Add to a catalogue what an officer adds: a source, a series a sector, and the table."""
    units = [
        c for c, u in load_catalogue().units.items() if u.unit_type in ("province", "special_area")
    ]
    rows = [("series", "unit", "year", "value", "status")]
    for number, unit in enumerate(units):
        for place, sector in enumerate(NAMES):
            for year in (2018, 2020):
                value: float = 10 + (number * (place + 3)) % 17 + (year - 2018) * place
                if sector == "mill" and unit == "24":
                    value = {2018: 40, 2020: 0}[year]  # vanishes
                if sector == "shop" and unit == "21":
                    value = {2018: 0, 2020: 25}[year]  # begins from nothing
                if sector == "shop" and unit == "20":
                    continue  # a province without figures of one sector
                rows.append((f"jobs_{sector}", unit, str(year), str(value), "final"))
    path = folder / "observations" / "jobs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    # The country cannot be added up without Chon Buri's shops, so its own row is given.
    with path.open("a", encoding="utf-8", newline="") as file:
        for year in (2018, 2020):
            total = sum(float(r[3]) for r in rows[1:] if r[0] == "jobs_shop" and r[2] == str(year))
            file.write(f"jobs_shop,TH,{year},{total + 20},final\n")
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    usual = yaml.safe_load((folder / "sources" / "nesdc_gpp.yaml").read_text(encoding="utf-8"))
    edition = usual["editions"][0] | {"id": "jobs_2020", "observations": "jobs.csv", "sha256": sha}
    write(folder / "sources" / "jobs.yaml", usual | {"editions": [edition]})
    for sector, name in NAMES.items():
        write(
            folder / "series" / f"jobs_{sector}.yaml",
            {"name": text(f"ผู้มีงานทำ {name}"), "unit_of_measure": text("คน"), "source": "jobs"},
        )
    write(
        folder / "sectors" / "jobs.yaml",
        {
            "name": text("ผู้มีงานทำรายสาขา"),
            "unit_of_measure": text("คน"),
            "sections": [
                {"code": c, "name": text(n), "short_name": text(n), "series": f"jobs_{c}"}
                for c, n in NAMES.items()
            ],
        },
    )
    return folder


@pytest.fixture
def employment(tmp_path: Path) -> None:
    folder = with_employment(Path(shutil.copytree(BUILT_IN, tmp_path / "data")))
    load_folder(folder, "a test", "employment by sector")
    load_built_in(refresh())


@pytest.mark.usefixtures("employment")
def test_a_table_that_a_user_adds_answers_like_the_one_that_ships() -> None:
    answer = sectors("50", 2020, 2018, "jobs")
    assert answer.table_id == "jobs"
    assert answer.years == (2018, 2020)
    assert sum(s.value or 0 for s in answer.sectors) == pytest.approx(answer.total)
    whole = sectors("TH", 2020, 2018, "jobs")
    for own, country in zip(answer.sectors, whole.sectors, strict=True):
        assert own.value is not None
        assert country.share is not None
        assert own.lq == pytest.approx(own.value / answer.total / country.share)
        assert own.figure.source_id == "jobs"
        parts = own.shift_share
        assert parts.total == pytest.approx(own.value - (own.value_before or 0))
    vanished = next(s for s in sectors("24", 2020, 2018, "jobs").sectors if s.code == "mill")
    assert (vanished.value, vanished.own_growth, vanished.lq) == (0.0, -1.0, 0.0)
    assert vanished.shift_share.total == pytest.approx(-40)
    born = next(s for s in sectors("21", 2020, 2018, "jobs").sectors if s.code == "shop")
    assert (born.value_before, born.own_growth) == (0.0, None)
    assert born.growth_share is not None  # by the growth of the sector in the country
    assert born.shift_share.regional == pytest.approx(25)
    assert (born.shift_share.competitive, born.shift_share.allocation) == (0.0, 25.0)
    with pytest.raises(NoFiguresForUnit):
        sectors("20", 2020, 2018, "jobs")
    with pytest.raises(NoDataForYear) as none:
        sectors("50", 2019, 2018, "jobs")
    assert none.value.years == (2018, 2020)


@pytest.mark.slow
def test_the_page_of_a_table_says_what_vanished_and_what_began(
    employment: None, client: Client
) -> None:
    vanished = client.get("/sectors/24?table=jobs").content.decode()
    assert "โรงงาน มีค่าใน พ.ศ. 2561 แต่เป็นศูนย์ใน พ.ศ. 2563" in plain(vanished)
    born = client.get("/sectors/21?table=jobs").content.decode()
    assert "ร้านค้า เป็นศูนย์ใน พ.ศ. 2561" in plain(born)
    assert client.get("/sectors/20?table=jobs").status_code == 404
    champions = client.get("/champions/50?table=jobs").content.decode()
    assert "โรงงาน" in champions
    assert "table=jobs" in champions


def plain(page: str) -> str:
    return page.replace("\u2060", "").replace("\u00a0", " ")


def test_a_negative_value_has_no_share_and_counts_as_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, panel_with({("gpp_section_c", "24", 2019): -5.0}))
    with pytest.raises(NoDataForYear) as none:
        sectors("24", 2019)
    assert 2019 not in none.value.years


def test_what_changed_across_other_land_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    # Bueng Kan was cut from Nong Khai in 2011.
    assert sectors("43", 2015, 2008).break_years == (2011,)
    assert sectors("43", 2015, 2012).break_years == ()
    assert sectors("43", 2014).from_year == 2011


@pytest.mark.parametrize("unit", ["24", "E-1", "E"])
def test_structure_over_time_is_as_plain_loops_have_it(unit: str) -> None:
    choice = BenchmarkChoice("peers")
    found = sectors_over_time(unit, 2019, choice=choice)
    assert found.years[-1].year == 2019
    assert found.members == peers(unit).codes
    for year in (2010, 2019):
        held = next(y for y in found.years if y.year == year)
        own = structure(unit, year)
        assert held.own.herfindahl == pytest.approx(own[0])
        assert held.own.effective_sectors == pytest.approx(1 / own[0])
        assert held.own.krugman == pytest.approx(own[1])
        others = [structure(c, year) for c in found.members]
        assert held.beside.herfindahl == pytest.approx(median(o[0] for o in others))
        assert held.beside.krugman == pytest.approx(median(o[1] for o in others))
        assert held.counted == len(others)
    shares = [profile_shares(c, 2019) for c in found.members]
    for place, share in enumerate(found.shares_beside):
        assert share == pytest.approx(median(s[place] for s in shares))


def profile_shares(unit: str, year: int) -> list[float]:
    return [s.share or 0.0 for s in sectors(unit, year, year - 1).sectors]


def structure(unit: str, year: int) -> tuple[float, float]:
    """Return Herfindahl and Krugman, from the values of the country and of the unit alone."""
    panel = current_panel()
    row = panel.cube.years.index(year)
    own, country = [], []
    for section in "abcdefghijklmnopqrs":
        values = panel.series_values(f"gpp_section_{section}")[row]
        leaves = panel.geography.leaves
        inside = panel.geography.leaves_of[unit] or (unit,)

        def total(codes: tuple[str, ...], held: object = values) -> float:
            found = (float(held[panel.geography.position[c]]) for c in codes)  # type: ignore[index]
            return sum(v for v in found if not math.isnan(v))

        own.append(total(inside))
        country.append(total(leaves))
    share = [v / sum(own) for v in own]
    rest = [c - v for c, v in zip(country, own, strict=True)]
    apart = [abs(s - r / sum(rest)) for s, r in zip(share, rest, strict=True)]
    return sum(s * s for s in share), sum(apart)


def test_one_parent_stands_for_itself_and_no_best_structure_is_told() -> None:
    region = sectors_over_time("24", 2019, choice=BenchmarkChoice("region"))
    assert len(region.members) == 1
    assert region.shares_beside[2] == pytest.approx(
        next(s.share for s in sectors(region.members[0], 2019).sectors if s.code == "C")
    )
    best = sectors_over_time("24", 2019, choice=BenchmarkChoice("best_in_class"))
    assert (best.members, best.reason) == ((), "not_judged")
    itself = sectors_over_time("TH", 2019)
    assert itself.reason == "itself"


def test_a_unit_with_more_than_the_country_has_no_krugman(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, panel_with({("gpp_section_a", "TH", 2019): 1.0}))
    assert sectors("24", 2019, 2018).krugman is None
