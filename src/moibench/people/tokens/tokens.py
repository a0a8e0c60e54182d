"""Make, show, check and revoke tokens."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from moibench.people import log
from moibench.people.accounts import today
from moibench.people.errors import PeopleError
from moibench.people.models import Person
from moibench.people.tokens.models import Token

BEGINNING = "moib_"  # so that a token that got somewhere public is recognised
LIFETIMES = (30, 90, 365)  # days
MOST = 20  # tokens of one person at a time


class Scope(StrEnum):
    """What a token may be used for; the person's roles must allow it, too."""

    READ_FILINGS = "filings.read"
    WRITE_FILINGS = "filings.write"
    REVIEW_FILINGS = "filings.review"
    IMPORT_FIGURES = "figures.import"
    WRITE_TARGETS = "targets.write"
    KEEP_GROUPS = "groups.write"
    WRITE_SWOT = "swot.write"
    WRITE_VALUE_CHAINS = "value_chains.write"
    WRITE_PRODUCTS = "products.write"
    KEEP_AGENDAS = "agendas.write"
    WRITE_TEXTS = "texts.write"
    EDIT_CATALOGUE = "catalogue.write"
    PUBLISH_EDITION = "edition.publish"


class BadToken(PeopleError):
    """A token cannot be made as asked for: no name, no scope, or no such lifetime."""

    key = "tokens.refused.bad"


class TooManyTokens(PeopleError):
    """The person has as many tokens as one may have."""

    key = "tokens.refused.too_many"


def make_token(
    person: Person, name: str, scopes: Collection[Scope], days: int, *, address: str = ""
) -> str:
    """Make a token and return it; it can never be read again.

    Args:
        person: whose it is.
        name: what it is for, in the person's words.
        scopes: what it may be used for.
        days: how long, one of LIFETIMES.
        address: where the request comes from, for the log.

    Raises:
        BadToken, TooManyTokens: nothing was made.
    """
    name = name.replace("\0", "").strip()[:80]
    if not name or not scopes or days not in LIFETIMES:
        raise BadToken
    secret = BEGINNING + secrets.token_urlsafe(32)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if sum(t.is_good for t in tokens_of(person)) >= MOST:
            raise TooManyTokens
        said = sorted(scope.value for scope in scopes)
        expires_at = timezone.now() + dt.timedelta(days=days)
        Token.objects.create(
            person=person, name=name, digest=_digest(secret), scopes=said, expires_at=expires_at
        )
        after = {"name": name, "scopes": said, "expires": expires_at.isoformat()}
        log.record("token.made", "person", person.username, by=person, address=address, after=after)
    return secret


def tokens_of(person: Person) -> tuple[Token, ...]:
    """Return a person's tokens that were not revoked, the newest first."""
    return tuple(Token.objects.filter(person=person, revoked_at__isnull=True).order_by("-id"))


def revoke(person: Person, number: int, *, address: str = "") -> bool:
    """Make a person's token void; tell whether there was one."""
    with transaction.atomic():
        found = Token.objects.filter(person=person, pk=number, revoked_at__isnull=True)
        token = found.first()
        if token is None or not found.update(revoked_at=timezone.now()):
            return False
        log.record(
            "token.revoked",
            "person",
            person.username,
            by=person,
            address=address,
            before={"name": token.name},
        )
    return True


def holder(secret: str, scope: Scope | None) -> Person | None:
    """Return whose token it is, if it is good, and for `scope`, None being any; else None.

    Raises:
        WrongScope: the token is good, but not for that.
    """
    if not secret.startswith(BEGINNING) or len(secret) > 100:
        return None
    token = Token.objects.select_related("person").filter(digest=_digest(secret)).first()
    if token is None or not token.is_good or not token.person.is_active:
        return None
    if scope is not None and scope.value not in token.scopes:
        raise WrongScope(scope)
    if token.last_used_on != today():  # once a day, so that reading does not write
        Token.objects.filter(pk=token.pk).update(last_used_on=today())
    return token.person


class WrongScope(PeopleError):
    """The token is good, but may not be used for this."""

    key = "tokens.refused.scope"

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__(scope.value)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
