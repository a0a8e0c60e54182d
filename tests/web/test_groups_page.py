"""Saved groups on pages: made, shared, changed, deleted, used, and refused to others."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from moibench.analysis.saved_groups import usable
from moibench.people.models import Act
from moibench.people.rights import Role
from tests.web.specimens import made, signed_in

pytestmark = pytest.mark.django_db


def bare(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


def everyone() -> list[str]:
    return [g.name for g in usable(None, lambda _: False)]


def officer() -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


def keep(client: Client, shared: str = "nobody", name: str = "ชายฝั่ง") -> str:
    """Make a group and return its address."""
    typed = {"name": name, "shared": shared, "units": ["20", "21", "24"], "do": "change"}
    response = client.post("/group/new", typed)
    assert response.status_code == 302
    return str(response["Location"])


def number(address: str) -> str:
    return address.rsplit("/", 1)[1]


def test_an_officer_makes_changes_and_deletes_a_group_and_the_log_says_so() -> None:
    client = officer()
    address = keep(client)
    page = client.get(address).content.decode()
    assert "ชายฝั่ง" in page
    assert re.findall(r'name="units" value="(\w+)" checked', page) == ["20", "21", "24"]
    changed = {"do": "change", "name": "ชายฝั่งตะวันออก", "shared": "everybody", "units": ["21"]}
    assert client.post(address, changed).status_code == 302
    assert everyone() == ["ชายฝั่งตะวันออก"]
    assert client.post(address, {"do": "delete"}).status_code == 302
    assert everyone() == []
    acts = list(Act.objects.filter(kind="group").order_by("id"))
    assert [a.action for a in acts] == ["group.made", "group.changed", "group.deleted"]
    assert acts[1].before["members"] == "20,21,24"
    assert acts[1].after["members"] == "21"
    assert acts[2].after is None


def test_a_faulty_form_says_every_fault_keeps_what_was_typed_and_saves_nothing() -> None:
    client = officer()
    response = client.post("/group/new", {"name": " ", "shared": "friends", "units": "xx,20"})
    assert response.status_code == 400
    said = bare(response.content.decode())
    for fault in ("กรุณาตั้งชื่อกลุ่ม", "ไม่มีพื้นที่รหัสหรือชื่อ xx", "“friends”"):
        assert fault in said
    assert re.findall(r'name="units" value="(\w+)" checked', response.content.decode()) == ["20"]
    keep(client)
    again = client.post("/group/new", {"name": "ชายฝั่ง", "shared": "nobody", "units": "20"})
    assert "อยู่แล้ว" in bare(again.content.decode())


@pytest.mark.parametrize(
    ("shared", "guest", "same_unit", "other_unit", "above"),
    [
        ("nobody", 404, 404, 404, 404),
        ("unit", 404, 200, 404, 200),
        ("everybody", 200, 200, 200, 200),
    ],
)
def test_a_group_opens_for_those_it_is_shared_with(
    shared: str, guest: int, same_unit: int, other_unit: int, above: int
) -> None:
    address = keep(officer(), shared)
    assert Client().get(address).status_code == guest
    for name, (role_unit, expected) in {
        "mate": ("24", same_unit),
        "other": ("20", other_unit),
        "region": ("E", above),
    }.items():
        client = signed_in(made(name, (Role.READER, role_unit)))
        assert client.get(address).status_code == expected
        used = client.get(f"/compare?against=group:{number(address)}")
        assert used.status_code == expected
        listed = client.get("/group/").content.decode()
        assert (f'href="{address}"' in listed) == (expected == 200)


def test_another_s_group_is_not_changed_and_only_its_administrator_deletes_it() -> None:
    address = keep(officer(), "everybody")
    change = {"do": "change", "name": "ของฉัน", "shared": "everybody", "units": ["10"]}
    guest = Client()
    other = signed_in(made("other", (Role.DATA_OFFICER, "24")))
    for client in (guest, other):
        for typed in (change, {"do": "delete"}):
            assert client.post(address, typed).status_code in (302, 403)
    assert everyone() == ["ชายฝั่ง"]
    assert 'name="do" value="change"' not in other.get(address).content.decode()
    administrator = signed_in(made("boss", (Role.ADMINISTRATOR, "24")))
    assert administrator.post(address, change).status_code == 403
    assert administrator.post(address, {"do": "delete"}).status_code == 302
    assert everyone() == []


def test_one_without_a_role_keeps_no_group() -> None:
    client = signed_in(made("nobody"))
    assert client.get("/group/new").status_code == 403
    typed = {"name": "x", "shared": "nobody", "units": "20"}
    assert client.post("/group/new", typed).status_code == 403


@pytest.mark.parametrize(
    "path", ["/area/50", "/compare", "/index/overall", "/indicator/hai", "/area/E-1"]
)
def test_a_group_is_the_benchmark_of_every_page_that_compares(path: str) -> None:
    address = keep(officer(), "everybody")
    html = Client().get(f"{path}?against=group:{number(address)}&year=2562").content.decode()
    assert f'<option value="group:{number(address)}" selected>ชายฝั่ง</option>' in html
    said = bare(html)
    assert "เทียบกับชายฝั่ง" in said or "ดีกว่าชายฝั่ง" in said


def test_a_group_says_who_of_it_was_not_there() -> None:
    client = officer()
    typed = {"name": "อีสานบน", "shared": "everybody", "units": ["38", "43"]}
    address = str(client.post("/group/new", typed)["Location"])
    said = bare(
        Client().get(f"/area/24?year=2553&against=group:{number(address)}").content.decode()
    )
    assert "ไม่นับ บึงกาฬ" in said
    alone = {"name": "บึงกาฬ", "shared": "everybody", "units": ["38"]}
    address = str(client.post("/group/new", alone)["Location"])
    refused = Client().get(f"/area/24?year=2553&against=group:{number(address)}")
    assert refused.status_code == 404
    assert "ยังไม่มีใน พ.ศ. 2553" in bare(refused.content.decode())


def test_a_group_whose_units_the_catalogue_lost_says_so() -> None:
    from moibench.store.groups.models import SavedGroup

    address = keep(officer(), "everybody")
    SavedGroup.objects.update(members=["gone", "lost"])
    page = Client().get(address)
    assert page.status_code == 200
    assert "ไม่มีพื้นที่ใดในกลุ่มเหลืออยู่" in bare(page.content.decode())
    used = Client().get(f"/area/24?against=group:{number(address)}")
    assert used.status_code == 404
    assert "ไม่มีพื้นที่เหลืออยู่" in bare(used.content.decode())


def test_what_is_no_group_offers_those_that_are() -> None:
    address = keep(officer(), "everybody")
    refused = Client().get("/area/24?against=group:moon")
    assert refused.status_code == 404
    assert f'href="/area/24?against=group%3A{number(address)}"' in refused.content.decode()


def test_a_guest_chooses_units_by_boxes_and_may_save_them_after_signing_in() -> None:
    page = Client().get("/area/24?year=2562&against=units&choose=20,21").content.decode()
    assert re.findall(r'name="others" value="(\w+)" checked', page) == ["20", "21"]
    assert '<input type="hidden" name="year" value="2562">' in page
    used = Client().get("/area/24?year=2562&against=units&others=20&others=21").content.decode()
    assert 'href="/group/new?units=20,21"' in used
    assert Client().get("/group/new?units=20,21").status_code == 302
    form = officer().get("/group/new?units=20,21").content.decode()
    assert re.findall(r'name="units" value="(\w+)" checked', form) == ["20", "21"]
