"""Tables and workbooks by token: checked, previewed, stored as previewed, or refused whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moibench.ingest.workbook.rows import Slot, template
from moibench.people.models import Act
from moibench.people.rights import Role
from moibench.people.tokens.tokens import Scope
from moibench.reports.officer_workbook.template import write_template
from moibench.store.models import Observation
from moibench.store.record import Entry, record_edition
from moibench.store.review.models import DraftVersion
from tests.analysis.review.made import ALLOTTED
from tests.api.programs import acting
from tests.ingest.table_files.made import catalogue
from tests.ingest.table_files.test_beside_values import TODAY
from tests.ingest.workbook.filling import Filling
from tests.web.test_import_page import births

pytestmark = pytest.mark.django_db
AFFECTED, DEATHS = "disaster_affected_persons", "disaster_deaths"


def ministry(*scopes: Scope) -> Client:
    return acting("ministry", Role.DATA_OFFICER, "TH", *scopes)


def sent(client: Client, address: str, content: bytes, name: str = "t.csv", **more: str) -> Any:
    return client.post(f"/api/{address}", {"file": SimpleUploadedFile(name, content), **more})


def committed(client: Client, preview: dict[str, Any], **changes: Any) -> Any:
    wanted = {"mapping": preview["mapping"], "state": preview["state"], "name": preview["file"]}
    return client.post(
        f"/api/imports/{preview['sha256']}/commit",
        {**wanted, "reason": "ตรวจกับทะเบียนแล้ว", **changes},
        content_type="application/json",
    )


def stored() -> int:
    return Observation.objects.filter(series="births", year=2022).count()


def test_a_table_is_previewed_then_stored_and_logged() -> None:
    client = ministry()
    preview = sent(client, "imports", births(), series="births").json()
    assert (preview["added"], preview["changed"], preview["refused"]) == (77, 0, 0)
    assert preview["stored_as"] == "observations"
    assert stored() == 0
    answer = committed(client, preview)
    assert answer.status_code == 200, answer.content
    assert answer.json()["added"] == 77
    assert stored() == 77
    assert Act.objects.get(action="filing.import").by.username == "ministry"
    assert client.get("/api/imports").json()["items"][0]["outcome"] == "stored"
    # What was stored is forgotten, so that nobody stores it again by mistake.
    assert committed(client, preview).status_code == 404
    assert sent(client, "check/table", births(), series="births").json()["unchanged"] == 77


def test_a_filled_template_of_published_figures_is_known_as_such() -> None:
    rows = template(catalogue(), "24", 2023, TODAY, (Slot("births", "24"),))
    filling = Filling(write_template(rows, catalogue(), "th"))
    filling.put("births", "24", 69_000)
    preview = sent(ministry(), "imports", filling.saved(), "form.xlsx").json()
    assert (preview["added"], preview["refused"]) == (1, 0)


def test_what_was_stored_in_between_is_not_overwritten() -> None:
    client = ministry()
    preview = sent(client, "imports", births(), series="births").json()
    entry = Entry("births", "24", 2022, 7.0, "final")
    record_edition("meanwhile", "nso_births", 99, "0" * 64, [entry], "another")
    answer = committed(client, preview)
    assert answer.status_code == 409
    assert answer.json()["kind"] == "figures_changed"
    assert stored() == 1


def test_what_is_improbable_wants_a_reason() -> None:
    client = ministry()
    table = births().decode()
    slip = table.replace("ฉะเชิงเทรา,", "ฉะเชิงเทรา,9")  # a digit too many in one province
    preview = sent(client, "imports", slip.encode(), series="births").json()
    assert preview["needs_accept"], preview["findings"]
    refused = committed(client, preview, reason=" ")
    assert (refused.status_code, refused.json()["kind"]) == (422, "not_accepted")
    assert stored() == 0


def test_checking_keeps_nothing() -> None:
    client = ministry()
    answer = sent(client, "check/table", births(), series="births")
    assert answer.json()["added"] == 77
    assert answer["Cache-Control"] == "no-store"
    assert stored() == 0


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"", "t.csv", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "t.xlsx", None),
        (b"<a/>", "t.xml", "not_a_message"),
        (b"a\0b,c\n1,2\n", "t.csv", None),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(
    content: bytes, name: str, kind: str | None
) -> None:
    answer = sent(ministry(), "imports", content, name)
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["error"] == "ImportRefused"
    assert kind in (None, answer.json()["kind"])


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    client = ministry()
    message = sent(client, "imports", b"<a>" + b" " * 11_000_000, "big.xml")
    assert (message.status_code, message.json()["error"]) == (413, "BadRequest")
    table = sent(client, "imports", b"x" * 21_000_000, "big.csv")
    assert table.status_code == 413


def test_without_a_file_or_with_a_faulty_mapping_it_is_said() -> None:
    client = ministry()
    assert "multipart" in client.post("/api/imports").json()["detail"]
    faulty = sent(client, "imports", births(), mapping="unit: {column: 1}\nnothing: 2")
    assert faulty.status_code == 422
    assert any("nothing" in fault for fault in faulty.json()["faults"])
    unknown = sent(client, "imports", births(), mapping="never_remembered")
    assert unknown.json()["kind"] == "mapping_not_found"


def test_a_provinces_table_becomes_drafts_of_its_own_alone() -> None:
    client = acting("officer", Role.DATA_OFFICER, "24")
    table = f"unit,year,series,value\n24,2569,{ALLOTTED},120\n20,2569,{ALLOTTED},130\n".encode()
    preview = sent(client, "imports", table).json()
    assert (preview["stored_as"], preview["added"]) == ("drafts", 1)
    answer = committed(client, preview)
    assert answer.status_code == 200, answer.content
    assert answer.json() == {"committed": True, "stored_as": "drafts", "written": 1}
    (draft,) = DraftVersion.objects.all()
    assert (draft.series, draft.value, draft.written_by) == (ALLOTTED, 120.0, "officer")


def test_scopes_and_roles_both_count() -> None:
    reading = acting("reading", Role.DATA_OFFICER, "TH", Scope.READ_FILINGS)
    assert sent(reading, "imports", births()).status_code == 403
    assert sent(reading, "check/table", births(), series="births").status_code == 200
    approver = acting("approver", Role.APPROVER, "TH")
    assert approver.get("/api/imports").status_code == 403
    preview = sent(approver, "imports", births(), series="births").json()
    assert (preview["added"], preview["stored_as"]) == (0, "drafts")
    province = acting("province", Role.DATA_OFFICER, "24")
    assert province.get("/api/imports").status_code == 403
    # Another's upload is not there for anybody else.
    own = sent(reading_all := ministry(), "imports", births(), series="births").json()
    assert committed(province, own).status_code == 404
    assert committed(reading_all, own).status_code == 200


def checked(client: Client, *figures: dict[str, object]) -> Any:
    return client.post(
        "/api/check/figures", {"figures": list(figures)}, content_type="application/json"
    )


def test_figures_are_checked_against_what_is_stored() -> None:
    client = acting("reader", Role.READER, "24", Scope.READ_FILINGS)
    sound = {"series": "births", "unit": "24", "year": 2566, "value": 6000}
    assert checked(client, sound).json()["blocks"] is False
    negative = checked(client, sound | {"value": -1}).json()
    assert negative["blocks"]
    assert negative["findings"][0]["cell"] == "0"
    assert negative["findings"][0]["do"]
    slipped = checked(client, sound | {"year": 2565, "value": 63_150}).json()
    assert slipped["asks"]
    unknown = checked(client, sound | {"unit": "99"}, sound | {"series": "nothing"})
    assert unknown.status_code == 422
    assert "99" in unknown.json()["detail"]
    assert "nothing" in unknown.json()["detail"]
    assert checked(client, sound | {"year": "ปีที่แล้ว"}).json()["error"] == "YearError"
    assert checked(client).status_code == 422


def test_a_body_beyond_the_limit_is_refused_as_a_problem() -> None:
    client = acting("reader", Role.READER, "24")
    body = json.dumps({"figures": ["x" * 3_000_000]})
    answer = client.post("/api/check/figures", body, content_type="application/json")
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


def test_a_workbook_is_fetched_checked_marked_and_saved() -> None:
    client = acting("officer", Role.DATA_OFFICER, "24")
    filling = Filling(client.get("/api/workbooks/24/2568").content)
    filling.put(AFFECTED, "24", 10)
    filling.put(DEATHS, "24", 11)  # more than were affected
    found = sent(client, "check/workbook", filling.saved(), "form.xlsx").json()
    assert (found["blocks"], found["added"]) == (True, 2 - found["refused"])
    marked = sent(client, "check/workbook?with_marks=true", filling.saved(), "form.xlsx")
    assert marked.content.startswith(b"PK")
    refused = sent(client, "workbooks", filling.saved(), "form.xlsx")
    assert (refused.status_code, refused.json()["saved"]) == (422, False)
    assert not DraftVersion.objects.exists()
    filling.put(DEATHS, "24", 3)
    saved = sent(client, "workbooks", filling.saved(), "form.xlsx")
    assert saved.json()["written"] == 2, saved.content
    assert DraftVersion.objects.filter(written_by="officer").count() == 2
    # The same workbook again still says the versions before.
    filling.put(DEATHS, "24", 4)
    assert sent(client, "workbooks", filling.saved(), "form.xlsx").status_code == 409
    other = acting("other", Role.DATA_OFFICER, "20")
    assert sent(other, "check/workbook", filling.saved(), "form.xlsx").status_code == 403
    assert other.get("/api/workbooks/24/2568").status_code == 403
    assert sent(client, "check/workbook", births(), "form.xlsx").status_code == 422
