"""The rules, row by row, and their table against what the regulations of the system say."""

from __future__ import annotations

import datetime as dt

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.geography import Geography
from moibench.people.rights import (
    OPEN_TO_ALL,
    TABLE,
    Action,
    Held,
    Reach,
    Role,
    may,
    may_administer,
    may_somewhere,
)

PLACES = Geography(current_catalogue())
DAY = dt.date(2026, 11, 23)
BEGAN = dt.date(2026, 1, 1)


def one(role: Role, unit: str) -> tuple[Held, ...]:
    return (Held(role, unit, BEGAN),)


def ask(role: Role, held_in: str, action: Action, unit: str) -> bool:
    return may(one(role, held_in), action, unit, PLACES, DAY)


@pytest.mark.parametrize(
    ("role", "held_in", "action", "unit", "expected"),
    [
        # A province's officer writes only its numbers.
        (Role.DATA_OFFICER, "24", Action.WRITE_FIGURES, "24", True),
        (Role.DATA_OFFICER, "24", Action.WRITE_FIGURES, "20", False),
        (Role.DATA_OFFICER, "24", Action.WRITE_FIGURES, "E-1", False),
        (Role.DATA_OFFICER, "24", Action.WRITE_FIGURES, "TH", False),
        (Role.DATA_OFFICER, "24", Action.READ_UNPUBLISHED, "20", False),
        (Role.DATA_OFFICER, "24", Action.WRITE_TARGETS, "24", True),
        (Role.DATA_OFFICER, "24", Action.WRITE_TARGETS, "20", False),
        (Role.DATA_OFFICER, "E-1", Action.WRITE_TARGETS, "24", False),
        (Role.DATA_OFFICER, "TH", Action.WRITE_TARGETS, "24", True),
        (Role.APPROVER, "24", Action.WRITE_TARGETS, "24", False),
        # A cluster's officer sees its provinces and writes the cluster's own numbers alone.
        (Role.DATA_OFFICER, "E-1", Action.READ_UNPUBLISHED, "24", True),
        (Role.DATA_OFFICER, "E-1", Action.WRITE_FIGURES, "24", False),
        (Role.DATA_OFFICER, "E-1", Action.WRITE_FIGURES, "E-1", True),
        (Role.DATA_OFFICER, "E-1", Action.READ_UNPUBLISHED, "50", False),
        (Role.READER, "E", Action.READ_UNPUBLISHED, "24", True),
        (Role.READER, "N", Action.READ_UNPUBLISHED, "24", False),
        # The three southernmost provinces are a region of their own.
        (Role.READER, "S", Action.READ_UNPUBLISHED, "94", False),
        (Role.READER, "SB", Action.READ_UNPUBLISHED, "94", True),
        (Role.READER, "SB", Action.READ_UNPUBLISHED, "90", False),
        # The ministry: everything.
        (Role.DATA_OFFICER, "TH", Action.WRITE_FIGURES, "24", True),
        (Role.READER, "TH", Action.READ_UNPUBLISHED, "10", True),
        (Role.READER, "TH", Action.WRITE_FIGURES, "24", False),
        # Approved where entered, accepted from above.
        (Role.APPROVER, "24", Action.APPROVE_FIGURES, "24", True),
        (Role.APPROVER, "24", Action.ACCEPT_FIGURES, "24", False),
        (Role.APPROVER, "E-1", Action.ACCEPT_FIGURES, "24", True),
        (Role.APPROVER, "E-1", Action.ACCEPT_FIGURES, "E-1", False),
        (Role.APPROVER, "E-1", Action.APPROVE_FIGURES, "24", False),
        (Role.APPROVER, "E-1", Action.UNLOCK_FIGURES, "24", True),
        (Role.APPROVER, "24", Action.UNLOCK_FIGURES, "24", False),
        (Role.APPROVER, "TH", Action.ACCEPT_FIGURES, "TH", True),
        (Role.DATA_OFFICER, "24", Action.APPROVE_FIGURES, "24", False),
        (Role.APPROVER, "TH", Action.PUBLISH_EDITION, "TH", True),
        (Role.APPROVER, "24", Action.PUBLISH_EDITION, "24", False),
        # One catalogue for the country.
        (Role.CATALOGUE_EDITOR, "TH", Action.EDIT_CATALOGUE, "TH", True),
        (Role.CATALOGUE_EDITOR, "24", Action.EDIT_CATALOGUE, "24", False),
        (Role.ADMINISTRATOR, "TH", Action.EDIT_CATALOGUE, "TH", False),
        # An administrator of a unit administers what lies in it, and reads no log.
        (Role.ADMINISTRATOR, "E-1", Action.ADMINISTER_PEOPLE, "24", True),
        (Role.ADMINISTRATOR, "24", Action.ADMINISTER_PEOPLE, "E-1", False),
        (Role.ADMINISTRATOR, "24", Action.READ_LOG, "24", False),
        (Role.ADMINISTRATOR, "TH", Action.READ_LOG, "TH", True),
    ],
)
def test_the_rules_say(role: Role, held_in: str, action: Action, unit: str, expected: bool) -> None:
    assert ask(role, held_in, action, unit) is expected


def test_published_figures_are_open_to_one_without_any_role() -> None:
    assert may((), Action.READ_PUBLISHED, "24", PLACES, DAY)
    assert not any(may((), action, "24", PLACES, DAY) for action in TABLE)


def test_every_action_has_its_line_and_no_line_is_for_nobody() -> None:
    assert set(TABLE) | OPEN_TO_ALL == set(Action)
    assert all(roles for roles, _ in TABLE.values())


def test_a_role_counts_from_its_first_day_to_its_last() -> None:
    held = (Held(Role.DATA_OFFICER, "24", DAY, DAY),)
    day = dt.timedelta(days=1)
    answers = [
        may(held, Action.WRITE_FIGURES, "24", PLACES, d) for d in (DAY - day, DAY, DAY + day)
    ]
    assert answers == [False, True, False]


def test_units_that_nobody_knows_are_not_anybodys() -> None:
    with pytest.raises(KeyError):
        ask(Role.DATA_OFFICER, "24", Action.READ_UNPUBLISHED, "nowhere")


def test_somewhere_is_true_where_some_unit_is_and_else_only_for_want_of_anything_below() -> None:
    for role in Role:
        for unit in ("24", "E-1", "E", "TH"):
            for action in TABLE:
                anywhere = any(ask(role, unit, action, u) for u in PLACES.units)
                somewhere = may_somewhere(one(role, unit), action, DAY)
                none_below = unit == "24" and TABLE[action][1] is Reach.BELOW
                assert somewhere or not anywhere, (role, unit, action)
                assert anywhere or not somewhere or none_below, (role, unit, action)


def test_the_reach_of_a_role_never_grows_by_holding_it_lower() -> None:
    # What a province may do to itself from within, its cluster or the country may or may not do;
    # but no province may do to another what only an area above both may.
    for action, (roles, reach) in TABLE.items():
        for role in roles:
            assert not ask(role, "24", action, "20"), action
            if reach is Reach.INSIDE:
                assert ask(role, "E-1", action, "24")


def test_one_is_administered_only_from_above_all_of_ones_units() -> None:
    both = (*one(Role.READER, "24"), *one(Role.READER, "50"))
    assert may_administer(one(Role.ADMINISTRATOR, "24"), one(Role.READER, "24"), PLACES, DAY)
    assert not may_administer(one(Role.ADMINISTRATOR, "24"), both, PLACES, DAY)
    assert may_administer(one(Role.ADMINISTRATOR, "TH"), both, PLACES, DAY)
    assert not may_administer(one(Role.ADMINISTRATOR, "24"), (), PLACES, DAY)
    over = (Held(Role.READER, "50", BEGAN, BEGAN),)
    assert not may_administer(one(Role.ADMINISTRATOR, "50"), over, PLACES, DAY)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [((1, 10), (10, 12), True), ((1, 9), (10, 12), False), ((1, None), (28, None), True)],
)
def test_overlaps(
    first: tuple[int, int | None], second: tuple[int, int | None], expected: bool
) -> None:
    def held(days: tuple[int, int | None]) -> Held:
        last = dt.date(2026, 1, days[1]) if days[1] else None
        return Held(Role.READER, "24", dt.date(2026, 1, days[0]), last)

    assert held(first).overlaps(held(second)) is expected
    assert held(second).overlaps(held(first)) is expected
