"""What every page of review does: who asks, the frame, and the answer to what is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from moibench.analysis.review import asking as review_asking
from moibench.analysis.review.asking import Asker, NotAllowed
from moibench.analysis.review.reading import NoSuchFiling
from moibench.people.address import client_address
from moibench.people.rights import COUNTRY, Action, Role
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import not_found
from moibench.presentation.years import YearError
from moibench.web.accounts.access import View, asking, for_those_who_may
from moibench.web.accounts.frame import language_of_address
from moibench.web.page import refuse, show
from moibench.web.views.refused import forbidden


def review_view(*methods: str) -> Callable[[View], View]:
    """Make a view that is handed who asks open to those who may see some unpublished figures.

    What the person may not see is refused, and so is what does not exist.
    """

    def guard(view: View) -> View:
        @require_http_methods(["GET", "HEAD", *methods])
        @for_those_who_may(Action.READ_UNPUBLISHED)
        @wraps(view)
        def guarded(request: HttpRequest, **places: Any) -> HttpResponse:
            person = asking(request)
            assert person is not None
            who = review_asking.asker(person, address=client_address(request))
            try:
                return view(request, who, **places)
            except NotAllowed:
                return forbidden(request)
            except (NoSuchFiling, YearError):
                return refuse(request, not_found(State(language_of_address())))

        return guarded

    return guard


def show_review(
    request: HttpRequest, who: Asker, template: str, page: object, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render `review/<template>.html`, which no browser or proxy keeps."""
    response = show(
        request,
        f"review/{template}",
        State(language_of_address()),
        page,
        status=status,
        section="review",
        may_store=who.may(Action.WRITE_FIGURES, COUNTRY),
        may_import=bool(who.units_held_as(Role.DATA_OFFICER)),
        may_review=any(
            who.may(Action.RETURN_FIGURES, h.unit)
            for h in who.held
            if h.in_force(who.on) and h.unit in who.catalogue.units
        ),
        **more,
    )
    response["Cache-Control"] = "no-store"
    return response
