"""Programs say who they act for by a token in the header Authorization."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from moibench.analysis.review import asking
from moibench.analysis.review.asking import Asker
from moibench.people.address import client_address
from moibench.people.models import Person
from moibench.people.tokens.tokens import Scope, holder


class Bearer(HttpBearer):
    """Lets whoever shows a good token of a scope, None being any, through as its person."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Return whose token it is.

        Raises:
            WrongScope: it is good, but not for this.
        """
        return holder(token, self.scope)


READ = Bearer(Scope.READ_FILINGS)
WRITE = Bearer(Scope.WRITE_FILINGS)
REVIEW = Bearer(Scope.REVIEW_FILINGS)
IMPORT = Bearer(Scope.IMPORT_FIGURES)
TARGETS = Bearer(Scope.WRITE_TARGETS)
GROUPS = Bearer(Scope.KEEP_GROUPS)
SWOT = Bearer(Scope.WRITE_SWOT)
VALUE_CHAINS = Bearer(Scope.WRITE_VALUE_CHAINS)
PRODUCTS = Bearer(Scope.WRITE_PRODUCTS)
AGENDAS = Bearer(Scope.KEEP_AGENDAS)
TEXTS = Bearer(Scope.WRITE_TEXTS)
CATALOGUE = Bearer(Scope.EDIT_CATALOGUE)
EDITIONS = Bearer(Scope.PUBLISH_EDITION)
ANY = Bearer(None)


def asker_of(request: HttpRequest) -> Asker:
    """Return who asks, with roles as they were when the request came."""
    known: Asker | None = getattr(request, "moibench_asker", None)
    if known is None:
        person = cast(Person, request.auth)  # type: ignore[attr-defined]
        known = asking.asker(person, address=client_address(request))
        request.moibench_asker = known  # type: ignore[attr-defined]
    return known
