"""Columns kept beside the database say what it says, whatever happened to either."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from django.db import transaction
from django.utils import timezone

from moibench.store import ledger
from moibench.store.cube import SeriesCube, load_series_cube
from moibench.store.ledger import Ledger, read_ledger
from moibench.store.models import Edition, Observation
from moibench.store.record import Entry, record_edition

pytestmark = pytest.mark.django_db


def add(value: float | None, checksum: str, unit: str = "24", series: str = "invented") -> None:
    status = "missing" if value is None else "final"
    entry = Entry(series, unit, 2019, value, status)
    record_edition("first", "invented", 0, checksum, [entry], "a test", reason="misprint")


def rows(found: Ledger) -> list[tuple[object, ...]]:
    return [
        (int(i), found.series_names[s], found.unit_names[u], int(y), None if np.isnan(v) else v)
        for i, s, u, y, v in zip(
            found.id, found.series, found.unit, found.year, found.value, strict=True
        )
    ]


def kept() -> list[tuple[object, ...]]:
    return list(
        Observation.objects.order_by("id").values_list("id", "series", "unit", "year", "value")
    )


def segments(folder: Path) -> int:
    return len(list(folder.glob("*")))


def test_columns_equal_the_database_and_only_what_is_new_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ledger"
    assert rows(read_ledger(folder)) == kept()
    before = len(kept())
    add(1.0, "a", series="unheard_of")
    add(None, "b", unit="20")
    read: list[int] = []
    real = ledger._read_after

    def watched(last: int) -> Ledger:
        found = real(last)
        read.append(found.id.size)
        return found

    monkeypatch.setattr(ledger, "_read_after", watched)
    assert rows(read_ledger(folder)) == kept()
    assert rows(read_ledger(folder)) == kept()
    assert read == [2, 0]
    assert (len(kept()), segments(folder)) == (before + 2, 2)


def test_what_was_rolled_back_is_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    with transaction.atomic():
        add(1.0, "a")
        assert rows(read_ledger(folder)) == kept()
        transaction.set_rollback(True)
    assert rows(read_ledger(folder)) == kept()
    add(2.0, "b")
    assert rows(read_ledger(folder)) == kept()


@pytest.mark.parametrize("damage", ["cut", "removed", "names"])
def test_a_damaged_segment_is_read_anew(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "ledger"
    read_ledger(folder)
    (segment,) = folder.iterdir()
    if damage == "cut":
        content = (segment / "value.npy").read_bytes()
        (segment / "value.npy").unlink()  # the pages mapped above stay as they are
        (segment / "value.npy").write_bytes(content[: len(content) // 2])
    elif damage == "removed":
        (segment / "unit.npy").unlink()
    else:
        (segment / "names.json").write_text("[", encoding="utf-8")
    assert rows(read_ledger(folder)) == kept()


def test_a_missing_first_segment_leaves_no_gap(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    read_ledger(folder)
    first = next(folder.iterdir())
    add(1.0, "a")
    read_ledger(folder)
    shutil.rmtree(first)
    assert rows(read_ledger(folder)) == kept()


def test_very_many_segments_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_MOST_SEGMENTS", 2)
    folder = tmp_path / "ledger"
    numbers = []
    for checksum in "abcd":
        assert rows(read_ledger(folder)) == kept()
        numbers.append(segments(folder))
        add(float(ord(checksum)), checksum, series=f"series_{checksum}")
    assert rows(read_ledger(folder)) == kept()
    assert numbers == [1, 2, 1, 2]


def at(cube: SeriesCube) -> tuple[float, bool]:
    place = cube.series.index("late"), cube.years.index(2019), cube.units.index("24")
    return float(cube.values[place]), bool(cube.revised[place])


def test_what_came_later_was_not_known_before_also_within_an_old_load() -> None:
    entry = Entry("late", "24", 2019, 1.0, "final")
    record_edition("late", "invented", 0, "a", [entry], "a test")
    then = Edition.objects.latest("id").loaded_at
    row = Observation.objects.get(series="late")
    row.pk, row.value, row.entered_at = None, 7.0, timezone.now()
    row.save(force_insert=True)
    assert at(load_series_cube(("24",), then)) == (1.0, False)
    entry = Entry("late", "24", 2019, 9.0, "final")
    record_edition("late", "invented", 0, "b", [entry], "a test")
    assert at(load_series_cube(("24",), then)) == (1.0, False)
    assert at(load_series_cube(("24",))) == (9.0, True)
