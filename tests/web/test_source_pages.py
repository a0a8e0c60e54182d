"""Sources on their pages: defined, looked at, stored as shown, by those who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.ingest.sources import runs
from moibench.ingest.sources.arrived import FetchFailed
from moibench.ingest.sources.fetching import fetch_source, log_of, source
from moibench.people import log
from moibench.people.rights import Role
from moibench.people.tokens.tokens import Scope
from moibench.store.cube import state
from moibench.store.models import Observation
from tests.api.programs import acting
from tests.ingest.sources.site import Site, served
from tests.web.specimens import made, signed_in
from tests.web.test_import_page import births

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings: object) -> Iterator[Site]:
    settings.PRIVATE_SOURCES = True  # type: ignore[attr-defined]
    with served() as running:
        yield running


@pytest.fixture
def ministry() -> Client:
    return signed_in(made("ministry", (Role.DATA_OFFICER, "TH")))


def bare(response: object) -> str:
    return unescape(response.content.decode()).replace("\u2060", "")  # type: ignore[attr-defined]


def add(client: Client, address: str, **more: str) -> object:
    typed = {"name": "registry", "kind": "table", "address": address, "schedule": "monthly"}
    return client.post("/sources/add", typed | {"mapping": "", "options": "", "seen": ""} | more)


def fields(page: str, **more: str) -> dict[str, str]:
    """Return what the form of a page would send."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    found.pop("csrfmiddlewaretoken", None)
    for name, written in re.findall(r'<textarea id="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = unescape(written)
    return found | more


def test_from_the_form_to_the_figures(ministry: Client, site: Site) -> None:
    site.gives("/births.csv", births(misspelt="เชียงไหม่"))
    answer = add(ministry, f"{site.address}/births.csv")
    assert answer.status_code == 302, bare(answer)
    assert log.lines(action="source.defined").first().by.username == "ministry"
    before = state()
    with pytest.raises(Exception, match="series"):
        fetch_source(source("registry"), current_catalogue(), "ministry")
    listed = bare(ministry.get("/sources/"))
    assert "ไม่สำเร็จ" in listed
    (line,) = log_of("registry")
    looked = ministry.get(f"/sources/of/registry/{line.number}")
    assert looked.status_code == 200
    assert 'value="store"' not in looked.content.decode()
    helped = {"do": "propose", "series": "births", "year": ""}
    proposed = ministry.post(f"/sources/of/registry/{line.number}", helped)
    assert "“เชียงไหม่”" in bare(proposed)
    assert source("registry").mapping["series"] == {"fixed": "births"}
    edited = ministry.get("/sources/of/registry/edit").content.decode()
    mapping = "unit: {column: จังหวัด}\nyear: {head: true}\nseries: {fixed: births}\n"
    kept = fields(edited, mapping=mapping, kind="table", schedule="monthly")
    kept["address"] = f"{site.address}/births.csv"
    assert ministry.post("/sources/of/registry/edit", kept).status_code == 302
    # The table that was kept is read anew, without being fetched again.
    asked = len(site.asked)
    page = ministry.get(f"/sources/of/registry/{line.number}").content.decode()
    assert "“เชียงไหม่”" in page
    corrected = ministry.post(
        f"/sources/of/registry/{line.number}", fields(page, do="again", means_0="50")
    )
    assert corrected.status_code == 200, bare(corrected)
    assert "เพิ่ม 77" in bare(corrected)
    assert state() == before
    shown = corrected.content.decode()
    stored = ministry.post(
        f"/sources/of/registry/{line.number}", fields(shown, do="store", reason="ตรวจแล้ว")
    )
    assert stored.status_code == 302, bare(stored)
    assert len(site.asked) == asked
    assert Observation.objects.filter(series="births", year=2022, unit="50").count() == 1
    assert [x.outcome for x in log_of("registry")] == ["stored", "failed"]
    assert "บันทึกแล้ว: เพิ่ม 77" in bare(ministry.get("/sources/of/registry"))
    came = ministry.get(f"/sources/of/registry/{line.number}/content")
    assert came.content == births(misspelt="เชียงไหม่")
    assert came["Content-Disposition"].startswith("attachment")


def test_what_was_shown_is_what_is_stored(ministry: Client, site: Site) -> None:
    site.gives("/births.csv", births())
    mapping = "unit: {column: จังหวัด}\nyear: {head: true}\nseries: {fixed: births}\n"
    add(ministry, f"{site.address}/births.csv", mapping=mapping)
    done = fetch_source(source("registry"), current_catalogue(), "ministry")
    address = f"/sources/of/registry/{done.line.number}"
    page = ministry.get(address).content.decode()
    fetch_source(source("registry"), current_catalogue(), "another", store=True, reason="x")
    late = ministry.post(address, fields(page, do="store", reason="x"))
    assert late.status_code == 400
    assert "เปลี่ยน" in bare(late)
    assert Observation.objects.filter(series="births", year=2022).count() == 77


def test_two_who_edit_do_not_overwrite_each_other(ministry: Client, site: Site) -> None:
    add(ministry, f"{site.address}/a.csv")
    mine = fields(ministry.get("/sources/of/registry/edit").content.decode())
    theirs = signed_in(made("second", (Role.DATA_OFFICER, "TH")))
    typed = {"kind": "table", "address": f"{site.address}/b.csv", "schedule": "daily"}
    assert theirs.post("/sources/of/registry/edit", {**mine, **typed}).status_code == 302
    late = ministry.post("/sources/of/registry/edit", {**mine, **typed, "schedule": "yearly"})
    assert late.status_code == 409
    assert "second" in bare(late)
    assert source("registry").schedule == "daily"
    again = fields(late.content.decode())  # having seen it, it may be saved
    kept = ministry.post("/sources/of/registry/edit", {**again, **typed, "schedule": "yearly"})
    assert kept.status_code == 302
    assert source("registry").schedule == "yearly"
    before = log.lines(action="source.defined").first().before
    assert (before["schedule"], before["address"]) == ("daily", f"{site.address}/b.csv")
    assert add(ministry, f"{site.address}/c.csv").status_code == 409


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"address": "/etc/passwd"}, "moibench source define"),
        ({"address": "file:///etc/passwd"}, "moibench source define"),
        ({"name": "../x"}, "ใช้ไม่ได้"),
        ({"kind": "ftp"}, "เลือกได้"),
        ({"options": "flow"}, "flow"),
        ({"mapping": "unit: 1"}, "unit"),
    ],
)
def test_what_cannot_be_a_source_is_refused_and_stays_typed(
    ministry: Client, more: dict[str, str], said: str
) -> None:
    typed = {"address": "https://example.org/a.csv"} | more
    answer = add(ministry, **typed)
    assert answer.status_code == 400
    assert said in bare(answer)
    assert typed["address"] in bare(answer)
    assert "registry" not in bare(ministry.get("/sources/"))


def test_the_pages_are_the_countrys_officers_alone(site: Site, ministry: Client) -> None:
    add(ministry, f"{site.address}/a.csv")
    with pytest.raises(FetchFailed):
        fetch_source(source("registry"), current_catalogue(), "ministry")
    (line,) = log_of("registry")
    assert line.refused == "status"
    pages = ["", "add", "of/registry", "of/registry/edit"]
    pages += [f"of/registry/{line.number}", f"of/registry/{line.number}/content"]
    officer = signed_in(made("officer", (Role.DATA_OFFICER, "24")))
    approver = signed_in(made("approver", (Role.APPROVER, "TH")))
    for page in pages:
        assert Client().get(f"/sources/{page}").status_code == 302
        for client in (officer, approver):
            assert client.get(f"/sources/{page}").status_code == 403
            if page not in ("", pages[-1]):
                assert client.post(f"/sources/{page}", {"do": "fetch"}).status_code == 403
    assert ministry.get("/sources/of/nothing").status_code == 404
    assert ministry.get("/sources/of/registry/999").status_code == 404
    assert ministry.get(f"/sources/of/registry/{line.number}/content").status_code == 404
    assert "ไม่มีเนื้อหาเก็บไว้" in bare(ministry.get(f"/sources/of/registry/{line.number}"))


def test_a_fetch_that_goes_on_is_shown_and_can_be_stopped(
    ministry: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ministry, f"{site.address}/a.csv")
    begun: list[str] = []
    monkeypatch.setattr(runs, "begin", lambda home, name, by: begun.append(f"{name} {by}"))
    assert ministry.post("/sources/of/registry", {"do": "fetch"}).status_code == 302
    assert begun == ["registry ministry"]
    far = runs.Going(0.0, "ministry", "receiving", 12_345, False)
    monkeypatch.setattr(runs, "going", lambda home, name: far)
    page = bare(ministry.get("/sources/of/registry"))
    assert "กำลังรับเนื้อหา 12,345 ไบต์" in page
    assert "ดูความคืบหน้าล่าสุด" in page  # without a script; with one it is renewed
    assert "data-live" in bare(ministry.get("/sources/"))
    assert 'value="stop"' in page
    stopped: list[str] = []
    monkeypatch.setattr(runs, "stop", lambda home, name: stopped.append(name))
    ministry.post("/sources/of/registry", {"do": "stop"})
    assert stopped == ["registry"]


def test_programs_list_fetch_and_follow_sources(
    site: Site, ministry: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ministry, f"{site.address}/a.csv")
    begun: list[str] = []
    monkeypatch.setattr(runs, "begin", lambda home, name, by: begun.append(f"{name} {by}"))
    client = acting("program", Role.DATA_OFFICER, "TH")
    assert [s["name"] for s in client.get("/api/fetched").json()["items"]] == ["registry"]
    assert client.post("/api/fetched/registry/fetch").status_code == 202
    assert begun == ["registry program"]
    with pytest.raises(FetchFailed):
        fetch_source(source("registry"), current_catalogue(), "program")
    one = client.get("/api/fetched/registry").json()
    assert (one["last"]["refused"], one["going"], len(one["log"])) == ("status", None, 1)
    assert client.get("/api/fetched/nothing").status_code == 404
    province = acting("province", Role.DATA_OFFICER, "24")
    assert province.get("/api/fetched").status_code == 403
    assert province.post("/api/fetched/registry/fetch").status_code == 403
    narrow = acting("narrow", Role.DATA_OFFICER, "TH", Scope.READ_FILINGS)
    assert narrow.get("/api/fetched").status_code == 403
