"""My numbers, the reviewer's inbox, and when what is due."""

from __future__ import annotations

import datetime as dt

import pytest

from moibench.analysis.review import reading, writing
from moibench.analysis.review.asking import Asker, asker
from moibench.people import accounts
from moibench.people.rights import Role
from tests.analysis.review.made import (
    BEGAN,
    BUDGET,
    CLUSTER,
    DISASTERS,
    DISBURSED,
    PLACE,
    Place,
    approver,
    enter,
    fill,
    officer,
    step,
    value,
)

pytestmark = pytest.mark.django_db


def on(who: Asker, day: dt.date) -> Asker:
    return asker(who.person, on=day)


def mine(who: Asker) -> list[tuple[Place, str]]:
    return [(d.place, d.standing) for d in reading.my_numbers(who)]


def test_my_numbers_are_due_then_overdue_and_say_how_much_is_filled() -> None:
    who = officer()
    late = (Place(DISASTERS, 2025, "24"), "overdue")
    assert mine(on(who, dt.date(2026, 9, 30))) == [late]
    assert mine(on(who, dt.date(2026, 11, 30))) == [late, (PLACE, "due")]
    assert mine(on(who, dt.date(2026, 12, 1))) == [late, (PLACE, "overdue")]
    assert mine(on(who, dt.date(2026, 3, 31))) == [(late[0], "due")]
    enter(who, PLACE, DISBURSED, value(1.0))
    found = {d.place: d for d in reading.my_numbers(who)}[PLACE]
    assert (found.state, found.filled, found.wanted, found.due) == (
        *("draft", 1, 2, dt.date(2026, 11, 30)),
    )


def test_my_numbers_are_questioned_then_waiting_then_done() -> None:
    who, own, above = officer(), approver("24"), approver("E-1")
    fill(who)
    writing.ask(own, PLACE, DISBURSED, "รวมเงินกันหรือไม่")
    assert mine(who)[0] == (PLACE, "questioned")
    writing.answer(who, PLACE, DISBURSED, "ไม่รวม")
    step(who, "submit")
    assert (PLACE, "waiting") in mine(who)
    step(own, "return", comment="โปรดแนบหลักฐาน")
    assert mine(who)[0] == (PLACE, "questioned")
    step(who, "submit")
    step(own, "approve")
    step(above, "accept")
    assert mine(who)[-1] == (PLACE, "done")


def test_my_numbers_are_those_of_the_units_i_am_officer_in() -> None:
    assert {p.unit for p, _ in mine(officer("E-1"))} == {"E-1"}
    assert mine(approver("24")) == []
    assert mine(officer("TH")) == []
    two = officer("20")
    accounts.grant(two.person, Role.DATA_OFFICER, "21", BEGAN)
    assert {p.unit for p, _ in mine(asker(two.person))} == {"20", "21"}


def test_the_inbox_holds_what_waits_for_this_very_person() -> None:
    def waits(who: Asker) -> list[tuple[str, Place]]:
        return [(name, duty.place) for name, duty in reading.inbox(who)]

    who, own, above, ministry = officer(), approver("24"), approver("E-1"), approver("TH")
    other = approver("20")
    fill(who)
    assert [waits(w) for w in (who, own, above, ministry)] == [[], [], [], []]
    step(who, "submit")
    assert waits(own) == [("approve", PLACE)]
    assert waits(other) == waits(above) == waits(who) == []
    step(own, "approve")
    assert waits(own) == []
    assert waits(above) == waits(ministry) == [("accept", PLACE)]
    step(above, "accept")
    assert waits(above) == []
    assert waits(ministry) == [("publish", PLACE)]


def test_a_filing_says_which_others_must_be_accepted_before_it() -> None:
    fill(officer("20"), Place(BUDGET, 2026, "20"))
    ministry = approver("TH")
    view = reading.filing_view(ministry, CLUSTER)
    assert view.below == {"20": "draft", "21": "not_started", "24": "not_started"}
    assert reading.filing_view(ministry, PLACE).above == {"E-1": "not_started"}
