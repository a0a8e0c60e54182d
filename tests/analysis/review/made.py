"""A country that reports budgets and disasters, and people who enter and review them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from moibench.analysis.review import asking, steps, writing
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.writing import Content, Place
from moibench.people import accounts
from moibench.people.models import Person
from moibench.people.rights import Role

ON = dt.date(2026, 11, 23)
BEGAN = dt.date(2026, 1, 1)
BUDGET, DISASTERS = "area_budget", "province_disasters"
ALLOTTED, DISBURSED = "investment_budget_allotted", "investment_budget_disbursed"
PLACE = Place(BUDGET, 2026, "24")
CLUSTER = Place(BUDGET, 2026, "E-1")


def person(name: str, *roles: tuple[Role, str]) -> Person:
    made = accounts.add_person(name, f"นาย {name}", email=f"{name}@example.go.th")
    for role, unit in roles:
        accounts.grant(made, role, unit, BEGAN)
    return made


def asker(name: str, role: Role, unit: str, on: dt.date = ON) -> Asker:
    return asking.asker(person(name, (role, unit)), on=on, address="192.0.2.1")


def officer(unit: str = "24", name: str = "") -> Asker:
    return asker(name or f"officer-{unit.lower()}", Role.DATA_OFFICER, unit)


def approver(unit: str = "24", name: str = "") -> Asker:
    return asker(name or f"approver-{unit.lower()}", Role.APPROVER, unit)


def value(number: float | None, **more: object) -> Content:
    status = "" if number is None else "final"
    return replace(Content(number, status), **more)  # type: ignore[arg-type]


def enter(who: Asker, place: Place, series: str, content: Content, version: int = 0) -> None:
    writing.save_drafts(who, [writing.Draft(place, series, content, version)], "form")


def fill(
    who: Asker, place: Place = PLACE, allotted: float = 120.0, disbursed: float = 90.0
) -> None:
    enter(who, place, ALLOTTED, value(allotted))
    enter(who, place, DISBURSED, value(disbursed))


def step(who: Asker, name: str, place: Place = PLACE, comment: str = "", **more: object) -> str:
    return steps.take_step(who, place, name, steps.Words(comment, **more))  # type: ignore[arg-type]
