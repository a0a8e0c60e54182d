"""A commit is all or nothing, done once, and remembered; what keeps it from being done is said."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from moibench.ingest.table_files.commit import commit, interrupted_imports, refuse_wrong_clock
from moibench.ingest.table_files.mapping import as_yaml
from moibench.ingest.table_files.preview import preview_file
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.remembered import remembered_as
from moibench.store.imports.models import Import, RememberedMapping
from moibench.store.models import Edition, Evidence, Observation
from tests.ingest.table_files.made import Rows, as_csv, catalogue, figures, th

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def births(tmp_path: Path, year: int = 2022, factor: float = 1.01, name: str = "t.csv") -> Path:
    known = figures("births")
    newest = max(y for _, y in known)
    rows: Rows = [["จำนวนเกิด ทะเบียนราษฎร"], ["จังหวัด", str(year + 543)]]
    rows += [[th(u), round(v * factor)] for (u, y), v in known.items() if y == newest and u != "TH"]
    path = tmp_path / name
    path.write_bytes(as_csv(rows))
    return path


def previewed(path: Path, **given: Any) -> Any:
    return preview_file(path, catalogue(), TODAY, **given)


def test_a_commit_records_under_the_name_of_who_did_it_and_only_once(tmp_path: Path) -> None:
    path = births(tmp_path)
    before = Observation.objects.count()
    preview = previewed(path, series="births")
    assert len(preview.added) == 77
    done = commit(preview, path, catalogue(), "somchai", reason="checked with the book")
    assert (done.added, done.changed) == (77, 0)
    added = Observation.objects.filter(edition__edition_id=done.editions[0])
    assert added.count() == 77 == Observation.objects.count() - before
    row = added.get(unit="50")
    assert (row.entered_by, row.reason, row.grade) == (
        "somchai",
        "checked with the book",
        "published",
    )
    assert row.evidence is not None
    assert row.evidence.sha256 == preview.file.sha256
    assert row.edition.source_id == "dopa_births"
    again = previewed(path)
    assert (again.added, again.changed, again.unchanged) == ((), (), 77)
    assert commit(again, path, catalogue(), "somchai").editions == ()
    assert Observation.objects.count() - before == 77
    assert Import.objects.get().outcome == "stored"


def test_a_correction_supersedes_and_erases_nothing(tmp_path: Path) -> None:
    first, second = births(tmp_path), births(tmp_path, factor=1.02, name="second.csv")
    commit(previewed(first, series="births"), first, catalogue(), "a", reason="r")
    preview = previewed(second, series="births")
    assert (preview.added, len(preview.changed) > 70) == ((), True)
    commit(preview, second, catalogue(), "b", reason="r")
    assert previewed(second).unchanged == 77
    values = Observation.objects.filter(series="births", unit="50", year=2022)
    assert values.count() == 2


def test_the_mapping_is_remembered_for_the_next_table_of_the_source(tmp_path: Path) -> None:
    path = births(tmp_path)
    commit(previewed(path, series="births"), path, catalogue(), "a", reason="r")
    nxt = births(tmp_path, year=2023, name="next.csv")
    preview = previewed(nxt)
    assert preview.origin == "remembered"
    assert len(preview.added) == 77
    assert {c.year for c in preview.added} == {2023}
    remembered = remembered_as("dopa_births", catalogue())
    assert remembered is not None
    assert remembered.series.fixed == "births"
    # Another heading is another table.
    nxt.write_bytes(nxt.read_bytes().replace("จำนวนเกิด".encode(), "จำนวนตาย".encode()))
    assert previewed(nxt).series_questions == {"": ()}
    commit(previewed(births(tmp_path, year=2023), series="births"), tmp_path / "t.csv",
           catalogue(), "a", reason="r")  # fmt: skip
    assert RememberedMapping.objects.count() == 1  # the same is remembered once


def test_what_is_impossible_or_not_accepted_is_not_stored(tmp_path: Path) -> None:
    path = births(tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("เชียงใหม่,"))
    path.write_text("\n".join([*lines[:at], lines[at] + "0", *lines[at + 1 :]]), encoding="utf-8")
    before = Observation.objects.count()
    preview = previewed(path, series="births")
    assert preview.asks
    with pytest.raises(ImportRefused) as caught:
        commit(preview, path, catalogue(), "a")
    assert caught.value.key == "not_accepted"
    path.write_bytes(path.read_bytes() + "\nเมืองใหม่,5\n".encode())
    with pytest.raises(ImportRefused) as caught:
        commit(previewed(path, series="births"), path, catalogue(), "a", reason="r")
    assert caught.value.key == "blocked"
    assert Observation.objects.count() == before
    assert Import.objects.count() == 0


def test_figures_or_a_file_that_changed_since_the_preview(tmp_path: Path) -> None:
    path = births(tmp_path)
    stale = previewed(path, series="births")
    other = births(tmp_path, year=2023, name="o.csv")
    commit(previewed(other, series="births"), other, catalogue(), "b", reason="r")
    with pytest.raises(ImportRefused) as caught:
        commit(stale, path, catalogue(), "a", reason="r")
    assert caught.value.key == "figures_changed"
    assert Import.objects.order_by("-id")[0].outcome == "failed"
    fresh = previewed(path, series="births")
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ImportRefused) as caught:
        commit(fresh, path, catalogue(), "a", reason="r")
    assert caught.value.key == "file_changed"
    assert not Observation.objects.filter(series="births", year=2022).exists()


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("database or disk is full"),
        OperationalError("database is locked"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_full_disk_or_a_locked_database_stores_nothing(tmp_path: Path, fault: Exception) -> None:
    path = births(tmp_path)
    preview = previewed(path, series="births")
    before = (Observation.objects.count(), Edition.objects.count(), Evidence.objects.count())

    def fail() -> None:
        raise fault

    with pytest.raises(type(fault)):
        commit(preview, path, catalogue(), "a", reason="r", before_end=fail)
    after = (Observation.objects.count(), Edition.objects.count(), Evidence.objects.count())
    assert after == before
    assert Import.objects.get().outcome == "failed"
    assert interrupted_imports() == ()
    commit(preview, path, catalogue(), "a", reason="r")
    assert Observation.objects.count() == before[0] + 77


def test_an_import_that_broke_off_is_told_of_once() -> None:
    dead = 2**22 + 12345  # no process of a Linux has so high a number
    common = {"sha256": "0" * 64, "begun_by": "a", "run": "x"}
    import os
    import platform

    from moibench.store.imports.record import RUN

    now, here = timezone.now(), platform.node()
    Import.objects.create(name="dead", begun_at=now, process=dead, machine=here, **common)
    Import.objects.create(
        name="mine", begun_at=now, process=os.getpid(), machine=here, **(common | {"run": RUN})
    )
    Import.objects.create(name="elsewhere", begun_at=now, process=dead, machine="other", **common)
    long_ago = now - dt.timedelta(days=1)
    Import.objects.create(name="old", begun_at=long_ago, process=1, machine="other", **common)
    # The number of a process that ended was given to this one.
    Import.objects.create(name="again", begun_at=now, process=os.getpid(), machine=here, **common)
    assert [i.name for i in interrupted_imports()] == ["dead", "old", "again"]
    assert interrupted_imports() == ()


def test_a_clock_of_the_buddhist_era_is_refused() -> None:
    with pytest.raises(ImportRefused) as caught:
        refuse_wrong_clock(dt.datetime(2569, 11, 23, tzinfo=dt.UTC))
    assert (caught.value.key, caught.value.fields) == ("clock", {"year": 2569})
    refuse_wrong_clock(dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


def test_a_mapping_written_out_reads_the_same_table_the_same(tmp_path: Path) -> None:
    from moibench.ingest.table_files.mapping import mapping_from_text

    path = births(tmp_path)
    first = previewed(path, series="births")
    second = previewed(path, mapping=mapping_from_text(as_yaml(first.mapping), catalogue()))
    assert (second.added, second.origin) == (first.added, "given")
