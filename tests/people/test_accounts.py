"""Accounts, roles and the log as the database keeps them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from moibench.people import accounts, errors, log
from moibench.people.models import Act, Membership, Person
from moibench.people.rights import Held, Role
from tests.web.specimens import PASSWORD, made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_the_log(verb: str) -> None:
    log.record("test.done", "thing", "1", by=None)
    lines = Act.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        lines.update(action="other") if verb == "update" else lines.delete()
    assert [a.action for a in Act.objects.all()] == ["test.done"]


def test_what_is_done_to_a_person_is_logged_with_who_did_it_and_from_where() -> None:
    boss = made("boss", (Role.ADMINISTRATOR, "TH"))
    person = accounts.add_person("somsri", "สมศรี", by=boss, address="192.0.2.7")
    accounts.grant(person, Role.READER, "24", dt.date(2026, 1, 1), by=boss, address="192.0.2.7")
    given = Membership.objects.get(person=person)
    accounts.end_membership(given, dt.date(2026, 2, 1), by=boss, address="192.0.2.7")
    accounts.switch(person, False, by=boss, address="192.0.2.7")
    lines = list(log.lines(person="somsri"))[::-1]
    assert [a.action for a in lines] == [
        "person.added",
        "membership.granted",
        "membership.ended",
        "person.switched_off",
    ]
    assert {(a.by_name, a.address, a.subject) for a in lines} == {("boss", "192.0.2.7", "somsri")}
    assert lines[2].before == {"role": "reader", "unit": "24", "from": "2026-01-01", "to": None}
    assert lines[2].after == lines[2].before | {"to": "2026-02-01"}


def test_a_person_who_acted_cannot_be_deleted() -> None:
    made("somsri", (Role.READER, "24"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(username="somsri").delete()


@pytest.mark.parametrize("password", ["short", "password1234", "somchai.jaidee", "x" * 129])
def test_a_password_that_is_short_common_ones_own_name_or_endless_is_refused(
    password: str,
) -> None:
    with pytest.raises(ValidationError):
        accounts.add_person("somchai.jaidee", "สมชาย ใจดี", password=password)
    assert not accounts.anybody()


def test_a_long_phrase_with_spaces_in_thai_is_kept_as_typed_and_hashed_by_scrypt() -> None:
    person = accounts.add_person("somchai", "สมชาย", password=" ข้าวเหนียว มะม่วง 2 จาน ")
    person.refresh_from_db()
    assert person.password.startswith("scrypt$")
    assert person.check_password(" ข้าวเหนียว มะม่วง 2 จาน ")
    assert not person.check_password("ข้าวเหนียว มะม่วง 2 จาน")


@pytest.mark.parametrize("name", ["ab", "สมชาย", "a b c", "<b>ab</b>", "-abc", "a" * 65])
def test_a_user_name_is_of_a_few_plain_letters(name: str) -> None:
    with pytest.raises(ValidationError):
        accounts.add_person(name, "x")


def test_user_names_that_differ_in_case_are_one() -> None:
    made("somchai")
    with pytest.raises(errors.UserNameTaken):
        accounts.add_person("SomChai", "x")
    assert accounts.find_person("SOMCHAI").username == "somchai"


def test_roles_that_make_no_sense_are_refused_with_the_reason() -> None:
    person = made("somchai", (Role.READER, "24"))
    today = accounts.today()
    with pytest.raises(errors.Overlap):
        accounts.grant(person, Role.READER, "24", today)
    with pytest.raises(errors.EndsBeforeItBegins):
        accounts.grant(person, Role.READER, "20", today, today - dt.timedelta(days=1))
    with pytest.raises(errors.RoleNeedsCountry):
        accounts.grant(person, Role.CATALOGUE_EDITOR, "24", today)
    assert accounts.held_by(person) == (Held(Role.READER, "24", today),)


def test_the_last_administrator_can_neither_go_nor_be_switched_off() -> None:
    boss = made("boss", (Role.ADMINISTRATOR, "TH"))
    role = Membership.objects.get(person=boss)
    with pytest.raises(errors.LastAdministrator):
        accounts.end_membership(role, accounts.today())
    with pytest.raises(errors.LastAdministrator):
        accounts.switch(boss, False)
    boss.refresh_from_db()
    assert boss.is_active
    made("deputy", (Role.ADMINISTRATOR, "TH"))
    accounts.switch(boss, False)
    with pytest.raises(errors.LastAdministrator):
        accounts.switch(accounts.find_person("deputy"), False)


def test_the_first_administrator_is_made_once() -> None:
    accounts.add_first_administrator("first", "คนแรก", PASSWORD, "127.0.0.1")
    with pytest.raises(errors.NotTheFirst):
        accounts.add_first_administrator("second", "คนที่สอง", PASSWORD, "127.0.0.1")
    assert [p.username for p in Person.objects.all()] == ["first"]
