"""Why something about people is refused. Each names its message."""

from __future__ import annotations


class PeopleError(Exception):
    """Something about people is refused; `key` is the message that says why."""

    key = ""


class NoSuchPerson(PeopleError):
    """There is no account of that user name."""

    key = "people.refused.no_such_person"


class UnknownUnit(PeopleError):
    """The code is no unit's."""

    key = "people.refused.unknown_unit"


class RoleNeedsCountry(PeopleError):
    """The role counts only for the whole country."""

    key = "people.refused.role_needs_country"


class Overlap(PeopleError):
    """The person holds that role in that unit on some of the same days already."""

    key = "people.refused.overlap"


class EndsBeforeItBegins(PeopleError):
    """The last day lies before the first."""

    key = "people.refused.ends_before"


class LastAdministrator(PeopleError):
    """Nobody would be left who may administer the whole system."""

    key = "people.refused.last_administrator"


class NotTheFirst(PeopleError):
    """There are accounts already, so the first administrator is not to be made."""

    key = "people.refused.not_the_first"


class UserNameTaken(PeopleError):
    """Another account has that user name."""

    key = "people.refused.user_name_taken"
