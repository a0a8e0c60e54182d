"""People administration and the log, as pages."""

from __future__ import annotations

import csv
import re
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings

from moibench.people import accounts, log
from moibench.people.models import Act, Membership, Person
from moibench.people.rights import Role
from tests.web.specimens import PASSWORD, made, signed_in

pytestmark = pytest.mark.django_db

TODAY = accounts.today().isoformat()
SOMSRI = {
    "username": "Somsri",
    "name": "สมศรี มีสุข",
    "email": "",
    "role": "data_officer",
    "unit": "24",
    "held_from": TODAY,
    "held_to": "",
}


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def confirmed(name: str, role: Role, unit: str) -> Client:
    client = signed_in(made(name, (role, unit)))
    client.post("/account/confirm?next=/account/", {"password": PASSWORD})
    return client


def wrong(html: bytes) -> list[str]:
    found = re.findall(
        r'class="[^"]*wrong[^>]*>(.*?)</span>|role="alert"><p>(.*?)</p>', html.decode()
    )
    return [unescape(a or b) for a, b in found]


def test_a_person_is_added_with_a_role_and_a_link_shown_once() -> None:
    boss = confirmed("boss", Role.ADMINISTRATOR, "TH")
    page = boss.post("/people/add", SOMSRI)
    link = re.findall(
        r'class="key-text">http://testserver(/account/password/[^<]+)<', page.content.decode()
    )
    assert len(link) == 1
    assert link[0] not in boss.get("/people/of/somsri").content.decode()
    person = accounts.find_person("somsri")
    assert not person.has_usable_password()
    assert [(h.role, h.unit) for h in accounts.held_by(person)] == [(Role.DATA_OFFICER, "24")]
    assert Client().get(link[0]).status_code == 302
    assert all(link[0].rsplit("/", 1)[1] not in str(a.after) for a in Act.objects.all())


def test_a_change_to_an_account_wants_the_administrators_password_again() -> None:
    boss = signed_in(made("boss", (Role.ADMINISTRATOR, "TH")))
    answer = boss.post("/people/add", SOMSRI)
    assert answer["Location"].startswith("/account/confirm?next=")
    assert not log.lines(person="somsri").exists()
    # Once confirmed, what was sent is done after all.
    done = boss.post(answer["Location"], {"password": PASSWORD})
    assert done.status_code == 200
    assert accounts.find_person("somsri").name == "สมศรี มีสุข"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"username": "boss"}, "ชื่อผู้ใช้นี้มีผู้ใช้แล้ว"),
        ({"username": "สมศรี"}, "ใช้ a–z"),
        ({"name": ""}, "โปรดกรอกช่องนี้"),
        ({"email": "no-address"}, "อีเมล"),
        ({"unit": "nowhere"}, "ตัวเลือก"),
        ({"role": "king"}, "ตัวเลือก"),
        ({"held_from": "2569-11-23"}, "ปี 2569 คือ ค.ศ. 2026"),
        ({"held_from": "soon"}, "วันที่"),
        ({"held_to": "2001-01-01"}, "ก่อนวันเริ่มต้น"),
        ({"role": "catalogue_editor"}, "ระดับประเทศ"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason_and_nothing_is_kept(
    typed: dict[str, str], reason: str
) -> None:
    boss = confirmed("boss", Role.ADMINISTRATOR, "TH")
    answer = boss.post("/people/add", SOMSRI | typed)
    said = wrong(answer.content)
    assert any(reason in s for s in said), said
    echoed = "|".join(map(re.escape, filter(None, typed.values()))) or "nothing"
    assert not any(re.search(r"[A-Za-z]{4}", re.sub(echoed, "", s)) for s in said), said
    assert [p.username for p, _ in accounts.everyone()] == ["boss"]


def test_a_province_administrator_gives_roles_in_the_province_alone() -> None:
    local = confirmed("local", Role.ADMINISTRATOR, "24")
    options = set(re.findall(r'<option value="([^"]+)"', local.get("/people/add").content.decode()))
    assert "24" in options
    assert not options & {"20", "E-1", "E", "TH"}
    local.post("/people/add", SOMSRI | {"unit": "20"})
    local.post("/people/add", SOMSRI | {"unit": "TH", "role": "administrator"})
    assert not log.lines(action="membership.granted").filter(subject="somsri").exists()
    assert local.post("/people/add", SOMSRI).status_code == 200
    made("faraway", (Role.READER, "20"))
    made("both", (Role.READER, "24"), (Role.READER, "20"))
    assert local.get("/people/of/faraway").status_code == 403
    assert local.get("/people/of/both").status_code == 403
    assert local.post("/people/of/both", {"do": "make_link"}).status_code == 403
    listed = local.get("/people/").content.decode()
    assert "somsri" in listed
    assert "faraway" not in listed


def test_a_role_that_is_ended_counts_no_more_at_once() -> None:
    boss = confirmed("boss", Role.ADMINISTRATOR, "TH")
    other = signed_in(made("local", (Role.ADMINISTRATOR, "24")))
    assert other.get("/people/").status_code == 200
    chosen = Membership.objects.get(person__username="local").pk
    boss.post("/people/of/local", {"do": "end_role", "membership": chosen})
    assert other.get("/people/").status_code == 403


def test_a_membership_of_another_person_is_not_ended_under_this_ones_name() -> None:
    boss = confirmed("boss", Role.ADMINISTRATOR, "TH")
    made("one", (Role.READER, "24"))
    made("two", (Role.READER, "20"))
    foreign = Membership.objects.get(person__username="two").pk
    for chosen in (foreign, "", "x", "999999999999"):
        answer = boss.post("/people/of/one", {"do": "end_role", "membership": chosen})
        assert answer.status_code == 403
    assert Membership.objects.filter(held_to=None).count() == 3


def test_the_last_administrator_is_told_why_not() -> None:
    boss = confirmed("boss", Role.ADMINISTRATOR, "TH")
    answer = boss.post("/people/of/boss", {"do": "switch_off"})
    assert "จะไม่เหลือผู้ดูแลระบบ" in answer.content.decode()
    assert boss.get("/people/").status_code == 200


def test_a_lost_telephone_is_helped_by_an_administrator() -> None:
    boss = confirmed("boss", Role.ADMINISTRATOR, "TH")
    person = made("somchai", (Role.READER, "24"))
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    boss.post("/people/of/somchai", {"do": "drop_second_factor"})
    assert not Authenticator.objects.exists()
    assert log.lines(action="two_factor.dropped").get().by_name == "boss"


def test_on_a_server_administrators_need_the_second_factor() -> None:
    person = made("boss", (Role.ADMINISTRATOR, "TH"))
    boss = signed_in(person)
    with override_settings(BEHIND_TLS=True):
        for address in ("/people/", "/people/add", "/people/log", "/people/log.csv"):
            assert boss.get(address)["Location"] == "/account/two-factor?wanted=1"
        assert "โปรดเปิดใช้ก่อน" in boss.get("/account/two-factor?wanted=1").content.decode()
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        assert boss.get("/people/").status_code == 200


def test_the_log_is_filtered_and_handed_out_as_a_table_no_spreadsheet_will_run() -> None:
    boss = signed_in(made("boss", (Role.ADMINISTRATOR, "TH")))
    log.record("test.done", "thing", "=1+1", by=None, address="192.0.2.1", after={"a": "ก"})
    page = boss.get("/people/log?action=test.done").content.decode()
    assert len(re.findall("<tr><td>", page)) == 1
    assert "192.0.2.1" in page
    table = b"".join(boss.get("/people/log.csv?action=test.done").streaming_content)
    rows = list(csv.reader(table.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["at", "by", "action", "kind", "subject", "before", "after", "address"]
    assert len(rows) == 2
    assert rows[1][4] == "'=1+1"
    assert rows[1][6] == '{"a": "ก"}'
    nothing = boss.get("/people/log?first=2569-01-01")
    assert "2026" in wrong(nothing.content)[0]
    assert re.findall("<tr><td>", nothing.content.decode()) == []


def test_the_log_is_turned_page_by_page() -> None:
    boss = signed_in(made("boss", (Role.ADMINISTRATOR, "TH")))
    for n in range(150):
        log.record("test.many", "thing", str(n), by=None)
    first = boss.get("/people/log?action=test.many").content.decode()
    assert len(re.findall("<tr><td>", first)) == 100
    older = unescape(re.findall(r'href="(\?[^"]+page=2)"', first)[0])
    assert len(re.findall("<tr><td>", boss.get(f"/people/log{older}").content.decode())) == 50


def test_the_log_says_a_change_in_words_and_days_in_the_era_of_the_language() -> None:
    boss = signed_in(made("boss", (Role.ADMINISTRATOR, "TH")))
    made("local", (Role.DATA_OFFICER, "24"))
    for prefix, year in (("", accounts.today().year + 543), ("/en", accounts.today().year)):
        page = boss.get(f"{prefix}/people/log?person=local&action=membership.granted")
        cell = unescape(re.sub("<[^>]+>", "", page.content.decode().split("<tbody>")[1]))
        assert str(year) in cell
        assert TODAY not in cell
        assert ("จังหวัดฉะเชิงเทรา" if not prefix else "Chachoengsao Province") in cell


def test_nobody_is_given_a_role_in_a_unit_that_was_not_chosen() -> None:
    boss = confirmed("boss", Role.ADMINISTRATOR, "TH")
    page = boss.get("/people/add").content.decode()
    assert re.search(r'<select id="unit" name="unit" required><option value="">', page)
    assert "selected" not in page.split('id="unit"')[1].split("</select>")[0]
    boss.post("/people/add", SOMSRI | {"unit": ""})
    assert [p.username for p, _ in accounts.everyone()] == ["boss"]


def test_the_second_of_two_administrators_sees_the_firsts_change_and_decides() -> None:
    made("somsak", (Role.READER, "24"))
    first = signed_in(made("first", (Role.ADMINISTRATOR, "TH")))
    second = signed_in(made("second", (Role.ADMINISTRATOR, "TH")))
    for client in (first, second):
        client.post("/account/confirm?next=/account/", {"password": PASSWORD})
    seen = {
        name: re.findall(r'name="seen" value="(\d+)"', c.get(PAGE_OF).content.decode())[0]
        for name, c in (("first", first), ("second", second))
    }
    give = {"do": "give_role", "role": "data_officer", "unit": "24", "held_from": "2026-01-01"}
    assert first.post(PAGE_OF, give | {"seen": seen["first"]}).status_code == 302
    refused = second.post(PAGE_OF, {"do": "switch_off", "seen": seen["second"]})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "first · " in page
    assert Person.objects.get(username="somsak").is_active
    again = re.findall(r'name="seen" value="(\d+)"', page)[0]
    assert second.post(PAGE_OF, {"do": "switch_off", "seen": again}).status_code == 302
    assert not Person.objects.get(username="somsak").is_active


PAGE_OF = "/people/of/somsak"


def test_ones_own_page_tells_what_was_done_to_the_account() -> None:
    client = signed_in(made("somsak", (Role.READER, "24")))
    by = made("boss", (Role.ADMINISTRATOR, "TH"))
    accounts.grant(
        Person.objects.get(username="somsak"), Role.APPROVER, "24", accounts.today(), by=by
    )
    page = client.get("/en/account/").content.decode()
    told = page.split('id="happened"')[1]
    assert "role given" in told
    assert "boss" in told


def test_a_page_refused_to_somebody_signed_in_is_logged() -> None:
    client = signed_in(made("somsak", (Role.READER, "24")))
    assert client.get("/people/log").status_code == 403
    act = Act.objects.get(action="page.refused")
    assert (act.by_name, act.subject) == ("somsak", "/people/log")
    assert Client().get("/people/log").status_code == 302
    assert Act.objects.filter(action="page.refused").count() == 1
