"""Fetching keeps what came and logs it; stored figures change only when that is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.observations import Question
from moibench.ingest.sources import fetching
from moibench.ingest.sources.arrived import FetchFailed
from moibench.ingest.sources.fetching import SourceDefinition, define, due, fetch_source, log_of
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.store.cube import state
from tests.ingest.sources import messages
from tests.ingest.sources.site import Site

pytestmark = pytest.mark.django_db
SERIES = "lfs_labour_force"


@pytest.fixture(autouse=True)
def _notebook(settings: object) -> None:
    settings.PRIVATE_SOURCES = True  # type: ignore[attr-defined]


def defined(site: Site, kind: str = "table", **more: object) -> SourceDefinition:
    made = replace(SourceDefinition("lfs", kind, f"{site.address}/a.csv"), **more)  # type: ignore[arg-type]
    define(made, current_catalogue(), "somebody")
    return made


def figures(changed: float = 0.0) -> str:
    """The stored values of the newest year, one of them changed."""
    rows = [r for r in Question({SERIES}).rows() if r.value is not None]
    newest = max(r.year for r in rows)
    own = [r for r in rows if r.year == newest]
    lines = [f"{r.unit},{r.year},{r.value + (changed if r.unit == '24' else 0)!r}" for r in own]
    return "\n".join([f"unit,year,{SERIES}", *lines]) + "\n"


def test_what_came_is_kept_and_nothing_is_stored(site: Site) -> None:
    site.gives("/a.csv", figures(changed=10.0))
    before = state()
    done = fetch_source(defined(site), current_catalogue(), "somebody")
    assert state() == before
    assert done.preview is not None
    assert len(done.preview.changed) == 1
    (line,) = log_of("lfs")
    assert line.outcome == "fetched"
    assert line.counts["changed"] == 1
    assert fetching.kept_fetched(line.sha256) == figures(changed=10.0).encode()


def test_storing_is_said_explicitly(site: Site) -> None:
    site.gives("/a.csv", figures(changed=10.0))
    done = fetch_source(defined(site), current_catalogue(), "somebody", store=True, reason="ปรับปรุง")
    assert done.line.outcome == "stored"
    assert done.committed is not None
    assert done.committed.changed == 1
    again = fetch_source(defined(site), current_catalogue(), "somebody", store=True)
    assert again.line.outcome == "fetched"
    assert fetching.came_before(log_of("lfs")[0])


def test_a_failing_source_touches_nothing(site: Site) -> None:
    definition, before = defined(site), state()
    with pytest.raises(FetchFailed):
        fetch_source(definition, current_catalogue(), "somebody", store=True)
    site.gives("/a.csv", "not,a\ntable,of,ours\n")
    with pytest.raises(ImportRefused):
        fetch_source(definition, current_catalogue(), "somebody", store=True)
    site.gives("/a.csv", figures().replace("\n24,", "\n24,-", 1))
    with pytest.raises(ImportRefused):
        fetch_source(definition, current_catalogue(), "somebody", store=True)
    assert state() == before
    outcomes = [(f.outcome, bool(f.sha256), bool(f.refused)) for f in log_of("lfs")]
    assert outcomes == [("failed", True, True), ("failed", True, True), ("failed", False, True)]


def test_sdmx_codes_become_ours_by_the_mapping(site: Site) -> None:
    site.gives("/data/NSO,DF_LFS,1.0/all", messages.structure_specific(value="701"))
    mapping = {
        "unit": {"column": "REF_AREA"},
        "year": {"column": "TIME_PERIOD"},
        "series": {"column": "INDICATOR"},
        "value": {"column": "OBS_VALUE"},
        "status": {"column": "OBS_STATUS"},
        "series_names": {"LFS_FORCE": SERIES},
    }
    definition = defined(
        site, "sdmx", address=site.address, options={"flow": "NSO,DF_LFS,1.0"}, mapping=mapping
    )
    preview = fetch_source(definition, current_catalogue(), "somebody").preview
    assert preview is not None
    found = {(c.unit, c.year): (c.value, c.status) for c in (*preview.added, *preview.changed)}
    assert found["24", 2023] == (701.0, "preliminary")
    assert set(preview.series) == {SERIES}


def test_a_schedule_says_when(site: Site) -> None:
    site.gives("/a.csv", figures())
    definition = defined(site, schedule="weekly")
    assert [d.name for d in due()] == ["lfs"]
    fetch_source(definition, current_catalogue(), "somebody")
    assert due() == ()
    assert [d.name for d in due(timezone.now() + dt.timedelta(days=7))] == ["lfs"]
    del site.answers["/a.csv"]
    with pytest.raises(FetchFailed):
        fetch_source(definition, current_catalogue(), "somebody")
    assert [d.name for d in due()] == ["lfs"]  # what failed is tried again
    defined(site, schedule="manual")
    assert due(timezone.now() + dt.timedelta(days=900)) == ()


def test_a_server_asks_no_private_address(site: Site, settings: object) -> None:
    settings.PRIVATE_SOURCES = False  # type: ignore[attr-defined]
    with pytest.raises(FetchFailed) as refused:
        fetch_source(defined(site), current_catalogue(), "somebody")
    assert refused.value.key == "not_public"
    assert site.asked == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Bad Name"},
        {"kind": "ftp"},
        {"schedule": "hourly"},
        {"address": " "},
    ],
)
def test_a_definition_that_cannot_be_is_refused(site: Site, wrong: dict[str, str]) -> None:
    with pytest.raises(FetchFailed):
        defined(site, **wrong)
    with pytest.raises(ImportRefused):
        defined(site, mapping={"unit": {"fixed": "99"}})
