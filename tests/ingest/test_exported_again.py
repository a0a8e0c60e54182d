"""A file that was exported imports again with nothing changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from moibench.analysis.looking import refresh
from moibench.analysis.observations import Question
from moibench.ingest.built_in import load_built_in
from moibench.ingest.table_files.preview import preview_file
from moibench.reports.observations import export_pieces
from moibench.store.models import Edition
from moibench.store.record import Entry, record_edition

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_changes(form: str, language: str, tmp_path: Path) -> None:
    catalogue = refresh()
    load_built_in(catalogue)
    sequence = Edition.objects.filter(source_id="nesdc_hai").count()
    entries = [
        Entry("hai", "24", 2021, 0.1 + 0.2, "estimated"),
        Entry("hai", "20", 2021, None, "missing"),
    ]
    record_edition("hai_again", "nesdc_hai", sequence, "a", entries, "a test")
    path = tmp_path / f"out.{form}"
    question = Question(series=("hai", "gpp_current", "msw_correct", "elderly_share"))
    path.write_bytes(b"".join(export_pieces(form, question, catalogue, language)))  # type: ignore[arg-type]
    found = preview_file(path, catalogue, TODAY)
    assert (found.added, found.changed, found.refused) == ((), (), 0)
    assert found.unchanged == sum(r.value is not None for r in question.rows()) > 3500


def test_the_newest_editions_newest_entry_is_what_is_exported() -> None:
    record_edition("e1", "s", 0, "a", [Entry("x", "24", 2019, 1.0, "final")], "a test")
    record_edition("e2", "s", 1, "b", [Entry("x", "24", 2019, 2.0, "final")], "a test")
    record_edition("e1", "s", 0, "c", [Entry("x", "24", 2019, 3.0, "final")], "a test")
    rows = [(r.value, r.edition) for r in Question(series=("x",)).rows()]
    assert rows == [(2.0, "e2")]
    before = Edition.objects.get(checksum="a").loaded_at
    assert [r.value for r in Question(series=("x",), until=before).rows()] == [1.0]
    assert Question(series=("x",)).places() == (("x",), ("24",), (2019,))
    assert list(Question(series=("x",), units=("20",)).rows()) == []
