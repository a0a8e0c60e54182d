"""Have a view that is not for reading alone say in a page what it cannot answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import AnalysisError
from moibench.presentation.pages import refusal
from moibench.presentation.pages.address import State
from moibench.presentation.years import YearError
from moibench.web.accounts.frame import language_of_address
from moibench.web.page import BadParameter, NobodyChosen, plain_path, refuse, state_of

View = Callable[..., HttpResponse]


def explained(view: View) -> View:
    """Hand a view the choices of the address, in the address's language; explain refusals."""

    @wraps(view)
    def answered(request: HttpRequest, **places: object) -> HttpResponse:
        language = language_of_address()
        try:
            return view(request, state_of(request, language), **places)
        except NobodyChosen:
            from moibench.web.benchmark import choose_units  # it shows a page, as these views do

            return choose_units(request, language)
        except (AnalysisError, YearError) as error:
            page = refusal.refusal(error, current_catalogue(), State(language), plain_path(request))
            return refuse(request, page)
        except BadParameter as error:
            page = refusal.bad_request(
                State(language), error.field, error.typed, plain_path(request)
            )
            return refuse(request, page)

    return answered
