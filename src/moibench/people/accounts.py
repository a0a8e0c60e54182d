"""Make accounts, give and end roles, switch accounts off. Every step is logged with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from moibench.people import log
from moibench.people.errors import (
    EndsBeforeItBegins,
    LastAdministrator,
    NoSuchPerson,
    NotTheFirst,
    Overlap,
    RoleNeedsCountry,
    UserNameTaken,
)
from moibench.people.models import Membership, Person
from moibench.people.rights import COUNTRY, Held, Role

COUNTRY_ONLY = frozenset({Role.CATALOGUE_EDITOR})


def today() -> dt.date:
    """Return the day in Thailand."""
    return timezone.localdate()


def anybody() -> bool:
    """Tell whether there is any account."""
    return Person.objects.exists()


def find_person(username: str) -> Person:
    """Return the person of a user name.

    Raises:
        NoSuchPerson: there is none.
    """
    try:
        return Person.objects.get_by_natural_key(username)
    except Person.DoesNotExist as error:
        raise NoSuchPerson(username) from error


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return people's names by user name; whoever has no account keeps the user name."""
    wanted = set(usernames)
    known = dict(Person.objects.filter(username__in=wanted).values_list("username", "name"))
    return {username: known.get(username, username) for username in wanted}


def holders(roles: Iterable[Role], on: dt.date) -> tuple[Person, ...]:
    """Return whoever holds one of the roles on a day and is not switched off."""
    held = Membership.objects.filter(role__in=tuple(roles), person__is_active=True)
    found = {m.person for m in held.select_related("person") if m.held().in_force(on)}
    return tuple(sorted(found, key=lambda p: p.username))


def held_by(person: Person) -> tuple[Held, ...]:
    """Return every role the person holds, held, or is to hold."""
    return tuple(m.held() for m in person.memberships.order_by("held_from", "id"))


def add_person(
    username: str,
    name: str,
    *,
    email: str = "",
    password: str | None = None,
    by: Person | None = None,
    address: str = "",
) -> Person:
    """Make an account; without a password nobody can sign in until one is set by its link.

    Raises:
        django.core.exceptions.ValidationError: the user name, the name or the password is not
            as it must be.
        UserNameTaken: another account has the user name.
    """
    person = Person(username=username.strip().lower(), name=name.strip(), email=email.strip())
    person.set_unusable_password()
    person.clean_fields()
    if password is not None:
        validate_password(password, person)
        person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            after = {"name": person.name, "email": person.email}
            log.record(
                "person.added", "person", person.username, by=by, address=address, after=after
            )
    except IntegrityError as error:
        raise UserNameTaken(person.username) from error
    return person


def add_first_administrator(username: str, name: str, password: str, address: str) -> Person:
    """Make the account that makes all others.

    Raises:
        NotTheFirst: there are accounts already.
        django.core.exceptions.ValidationError: as in `add_person`.
    """
    with transaction.atomic():
        if anybody():
            raise NotTheFirst
        person = add_person(username, name, password=password, address=address)
        grant(person, Role.ADMINISTRATOR, COUNTRY, today(), by=person, address=address)
    return person


def grant(
    person: Person,
    role: Role,
    unit: str,
    held_from: dt.date,
    held_to: dt.date | None = None,
    *,
    by: Person | None = None,
    address: str = "",
) -> Membership:
    """Give a role in a unit.

    Raises:
        EndsBeforeItBegins: the last day lies before the first.
        RoleNeedsCountry: the role counts only for the whole country.
        Overlap: the person holds it already on some of those days.
    """
    new = Held(role, unit, held_from, held_to)
    if held_to is not None and held_to < held_from:
        raise EndsBeforeItBegins
    if role in COUNTRY_ONLY and unit != COUNTRY:
        raise RoleNeedsCountry
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if any(new.overlaps(other) for other in held_by(person)):
            raise Overlap
        made = Membership.objects.create(
            person=person, role=role, unit=unit, held_from=held_from, held_to=held_to
        )
        log.record(
            "membership.granted",
            "person",
            person.username,
            by=by,
            address=address,
            after=_said(new),
        )
    return made


def end_membership(
    membership: Membership, last_day: dt.date, *, by: Person | None = None, address: str = ""
) -> None:
    """End a role after `last_day`; one that has not begun then is held for no day at all.

    Raises:
        LastAdministrator: nobody would be left to administer the whole system.
    """
    with transaction.atomic():
        before = membership.held()
        if last_day < membership.held_from:
            membership.delete()
            after = None
        else:
            membership.held_to = last_day
            membership.save(update_fields=["held_to"])
            after = _said(membership.held())
        _require_an_administrator()
        log.record(
            "membership.ended",
            "person",
            membership.person.username,
            by=by,
            address=address,
            before=_said(before),
            after=after,
        )


def switch(person: Person, active: bool, *, by: Person | None = None, address: str = "") -> None:
    """Switch an account off, or on again. What is off is signed out everywhere.

    Raises:
        LastAdministrator: nobody would be left to administer the whole system.
    """
    with transaction.atomic():
        person.is_active = active
        person.save(update_fields=["is_active"])
        _require_an_administrator()
        action = "person.switched_on" if active else "person.switched_off"
        log.record(action, "person", person.username, by=by, address=address)


def password_link_parts(
    person: Person, *, by: Person | None = None, address: str = ""
) -> tuple[str, str]:
    """Take the person's password away and return what names and proves them in a one-time link.

    The link dies when it is used, when another is made, and after PASSWORD_RESET_TIMEOUT.
    """
    with transaction.atomic():
        person.set_unusable_password()
        person.save(update_fields=["password"])
        log.record("person.link_made", "person", person.username, by=by, address=address)
    return urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)


def person_of_link(name: str, proof: str) -> Person | None:
    """Return whom a one-time link is for; None where it is used up, too old, or none."""
    try:
        key = int(urlsafe_base64_decode(name).decode("ascii"))
        person = Person.objects.get(pk=key, is_active=True)
    except (ValueError, OverflowError, Person.DoesNotExist):
        return None
    return person if default_token_generator.check_token(person, proof) else None


def set_password(person: Person, password: str, *, by: Person | None, address: str) -> None:
    """Set a password that was checked before."""
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        log.record("person.password_set", "person", person.username, by=by, address=address)


def everyone() -> tuple[tuple[Person, tuple[Membership, ...]], ...]:
    """Return every account with its memberships, those that are on first, then by user name."""
    people = Person.objects.prefetch_related("memberships").order_by("-is_active", "username")
    return tuple((p, tuple(p.memberships.all())) for p in people)


def _require_an_administrator() -> None:
    held = Membership.objects.filter(
        role=Role.ADMINISTRATOR, unit=COUNTRY, person__is_active=True
    ).select_related("person")
    # One whose role ends some day would leave nobody behind on the day after.
    if not any(m.held().in_force(today()) and m.held_to is None for m in held):
        raise LastAdministrator


def roles_in_force(held: Iterable[Held], on: dt.date) -> tuple[Held, ...]:
    """Return the roles held on a day."""
    return tuple(h for h in held if h.in_force(on))


def _said(held: Held) -> dict[str, str | None]:
    return {
        "role": held.role.value,
        "unit": held.unit,
        "from": held.held_from.isoformat(),
        "to": held.held_to.isoformat() if held.held_to else None,
    }
