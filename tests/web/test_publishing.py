"""Publishing from the browser: by the country's approver alone, after every check, and logged."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from moibench.analysis.editions import editions
from moibench.people.models import Act
from moibench.people.rights import Role
from tests.web.specimens import made, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/edition/publish"


@pytest.fixture
def client() -> Client:
    return signed_in(made("anong", (Role.APPROVER, "TH")))


def test_the_next_edition_is_offered_checked_and_published(client: Client) -> None:
    assert PAGE in client.get("/edition/").content.decode()
    page = client.get(PAGE).content.decode()
    assert 'value="2569/1"' in page
    assert 'class="refused"' not in page
    typed = {"name": "๒๕๖๙/๑", "note": "ฉบับแรก", "framework": "moi_plan12", "map_date": ""}
    answer = client.post(PAGE, typed)
    assert answer["Location"] == "/edition/2569/1"
    (edition,) = editions()
    assert (edition.name, edition.published_by, edition.note) == ("2569/1", "anong", "ฉบับแรก")
    act = Act.objects.get(action="edition.published")
    assert (act.by_name, act.subject) == ("anong", "2569/1")
    assert 'value="2569/2"' in client.get(PAGE).content.decode()


def test_what_stands_against_it_is_said_and_nothing_is_published(client: Client) -> None:
    client.post(PAGE, {"name": "2569/1"})
    refused = client.post(PAGE, {"name": "autumn", "note": "kept as typed"})
    page = unescape(refused.content.decode())
    assert refused.status_code == 400
    assert "ต้องเป็นปีและลำดับ" in page.replace("\N{WORD JOINER}", "")
    assert "ไม่มีสิ่งใดเปลี่ยนจากฉบับ" in page
    assert "kept as typed" in page
    assert client.post(PAGE, {"name": "2569/2", "map_date": "2569-13-01"}).status_code == 400
    assert [e.name for e in editions()] == ["2569/1"]


@pytest.mark.parametrize(
    "role", [(Role.APPROVER, "24"), (Role.CATALOGUE_EDITOR, "TH"), (Role.ADMINISTRATOR, "TH")]
)
def test_nobody_else_may(role: tuple[Role, str]) -> None:
    client = signed_in(made("other", role))
    assert client.post(PAGE, {"name": "2569/1"}).status_code == 403
    assert PAGE not in client.get("/edition/").content.decode()
    assert editions() == ()
