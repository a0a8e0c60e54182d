"""Observations are added, never changed; the newest edition's newest entry is current."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from moibench.store import cube as cube_module
from moibench.store.cube import SeriesCube, load_series_cube, state
from moibench.store.models import Edition, Observation
from moibench.store.record import Entry, is_loaded, record_edition

pytestmark = pytest.mark.django_db

UNITS = ("24", "20", "38")


def record(
    edition: str, *entries: Entry, sequence: int = 0, checksum: str = "a", source: str = "invented"
) -> int:
    return record_edition(edition, source, sequence, checksum, entries, "a test")


def income(value: float | None, unit: str = "24", year: int = 2019, status: str = "final") -> Entry:
    return Entry("invented_income", unit, year, value, status)


def cell(cube: SeriesCube, unit: str = "24", year: int = 2019) -> tuple[float, str]:
    place = cube.series.index("invented_income"), cube.years.index(year), cube.units.index(unit)
    return float(cube.values[place]), cube.editions[int(cube.edition[place])]


def test_an_observation_cannot_be_changed() -> None:
    record("first", income(1.0))
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Observation.objects.filter(series="invented_income").update(value=2.0)


def test_an_observation_cannot_be_removed() -> None:
    record("first", income(1.0))
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Observation.objects.filter(series="invented_income").delete()


def test_a_newer_edition_supersedes_an_older_one_whenever_it_was_entered() -> None:
    record("newer", income(2.0), sequence=1)
    record("older", income(1.0), sequence=0)
    assert cell(load_series_cube(UNITS)) == (2.0, "newer")


def test_a_correction_of_an_edition_supersedes_what_it_said_before() -> None:
    record("first", income(1.0), checksum="a")
    record("first", income(3.0), checksum="b")
    assert cell(load_series_cube(UNITS)) == (3.0, "first")
    kept = Observation.objects.filter(series="invented_income").order_by("id")
    assert [o.value for o in kept] == [1.0, 3.0]


def test_a_correction_adds_only_what_differs() -> None:
    record("first", income(1.0), income(5.0, unit="20"), checksum="a")
    assert record("first", income(1.0), income(6.0, unit="20"), checksum="b") == 1


def test_a_value_withdrawn_as_missing_is_missing_and_not_the_older_one() -> None:
    record("first", income(1.0), checksum="a")
    record("first", income(None, status="missing"), checksum="b")
    cube = load_series_cube(UNITS)
    assert np.isnan(cell(cube)[0])


def test_the_same_content_is_known_to_be_loaded() -> None:
    record("first", income(1.0), checksum="a")
    assert is_loaded("first", "a")
    assert not is_loaded("first", "b")


def test_who_and_when_stand_beside_every_value() -> None:
    record("first", income(1.0))
    entry = Observation.objects.get(series="invented_income")
    assert entry.entered_by == "a test"
    assert dt.datetime.now(dt.UTC) - entry.entered_at < dt.timedelta(minutes=1)


def test_an_edition_is_recorded_whole_or_not_at_all() -> None:
    with pytest.raises(ValueError, match="is no number"):
        record("first", income(1.0), income(float("inf"), unit="20"))
    assert not Edition.objects.filter(edition_id="first").exists()
    assert not Observation.objects.filter(series="invented_income").exists()


@pytest.mark.parametrize(
    "fault",
    [
        {"year": 2562},  # พ.ศ. typed for CE
        {"value": None, "status": "final"},
        {"value": 1.0, "status": "missing"},
        {"standard_error": -1.0},
    ],
)
def test_the_database_itself_refuses_impossible_rows(fault: dict[str, object]) -> None:
    edition = Edition.objects.create(
        edition_id="e", source_id="s", sequence=0, checksum="c", loaded_at=dt.datetime.now(dt.UTC)
    )
    row = {
        "series": "invented_income",
        "unit": "24",
        "year": 2019,
        "value": 1.0,
        "status": "final",
        "edition": edition,
        "entered_at": dt.datetime.now(dt.UTC),
        "entered_by": "a test",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(**{**row, **fault})


def test_the_cached_cube_equals_the_one_read_from_the_database() -> None:
    record("first", income(1.5), income(2.5, unit="38"))
    fresh, cached = load_series_cube(UNITS), load_series_cube(UNITS)
    assert isinstance(cached.values, np.memmap)
    assert np.array_equal(fresh.values, cached.values, equal_nan=True)
    assert np.array_equal(fresh.statuses, cached.statuses)
    assert np.array_equal(fresh.edition, cached.edition)
    assert (fresh.series, fresh.years, fresh.editions, fresh.version) == (
        cached.series,
        cached.years,
        cached.editions,
        cached.version,
    )


def test_the_version_follows_the_contents_and_not_the_order_of_entry() -> None:
    record("first", income(1.0), income(2.0, unit="20"))
    before, version = state(), load_series_cube(UNITS).version
    record("first", income(9.0), checksum="b")
    assert state() != before
    changed = load_series_cube(UNITS).version
    assert changed != version
    record("first", income(1.0), checksum="c")
    assert load_series_cube(UNITS).version == version


def test_a_damaged_cache_is_read_anew_from_the_database() -> None:
    record("first", income(1.0))
    from django.conf import settings

    load_series_cube(UNITS)
    newest = max((settings.HOME / "cache").iterdir(), key=lambda p: p.stat().st_mtime)
    (newest / "values.npy").write_bytes(b"not an array")
    assert cell(load_series_cube(UNITS))[0] == 1.0


def test_a_cube_brought_up_to_date_equals_one_read_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    record("first", income(1.0), income(5.0, unit="20", year=2015))
    load_series_cube(UNITS)
    record("second", income(2.0), Entry("other", "38", 2021, 7.0, "preliminary"), sequence=1)
    updated = load_series_cube(UNITS)
    settings.HOME = tmp_path / "anew"
    monkeypatch.setattr(cube_module, "_newest_cached", lambda *_: None)
    anew = load_series_cube(UNITS)
    assert updated.version == anew.version
    assert updated.loads == anew.loads
    assert np.array_equal(updated.revised, anew.revised)
    assert "other" in updated.series
