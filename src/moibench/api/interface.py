"""The interface for programs: what the pages answer as JSON, drafts of filings, observations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from moibench.analysis.errors import AnalysisError
from moibench.analysis.review.asking import NotAllowed
from moibench.analysis.review.reading import NoSuchFiling
from moibench.api import (
    agendas,
    checking,
    definitions,
    documents,
    drafting,
    filings,
    groups,
    importing,
    observations,
    potential,
    problems,
    results,
    reviewing,
    sources,
    swot,
    targets,
    texts,
    value_chains,
)
from moibench.api.asking import SeveralFaults
from moibench.api.kept_refusals import refuse_kept
from moibench.api.problems import BadRequest, language_of, problem
from moibench.api.refusals import refuse_writes
from moibench.api.tokens import Bearer
from moibench.people.tokens.tokens import WrongScope
from moibench.presentation.language import text
from moibench.presentation.years import YearError


class Interface(NinjaAPI):
    """Says of each operation which scope of a token it wants, as `x-scope`; "any" is any."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """Return the description of the interface."""
        schema = super().get_openapi_schema(**asked)
        scopes = dict(self._scopes())
        for methods in schema["paths"].values():
            for said in methods.values():
                scope = scopes.get(said["operationId"])
                if scope:
                    said["x-scope"] = scope
        return schema

    def _scopes(self) -> Iterator[tuple[str, str]]:
        for _, router in self._routers:
            for view in router.path_operations.values():
                for operation in view.operations:
                    named = operation.operation_id or self.get_openapi_operation_id(operation)
                    for auth in operation.auth_callbacks:
                        if isinstance(auth, Bearer):
                            yield named, auth.scope.value if auth.scope else "any"


# The library's pages of documentation need scripts our Content-Security-Policy refuses; our own
# is at /api/.
api = Interface(
    title="MOI Benchmarking",
    version="1",
    docs_url=None,
    urls_namespace="api",
    description="Published figures are open to all. All else wants a token of the account page.",
)
for own in (
    *(results, documents, targets, groups, definitions),
    *(observations, reviewing, filings, checking, importing, sources),
    *(potential, swot, value_chains, agendas, texts, drafting),
):
    api.add_router("", own.router)
refuse_writes(api)
refuse_kept(api)


@api.exception_handler(AnalysisError)
def refuse_question(request: HttpRequest, error: AnalysisError) -> HttpResponse:
    """Answer with the reason and what could be asked instead."""
    return problems.of_question(request, error)


@api.exception_handler(YearError)
def refuse_year(request: HttpRequest, error: YearError) -> HttpResponse:
    """Answer 422: what was given is not a year."""
    return problems.of_question(request, error)


@api.exception_handler(SeveralFaults)
def refuse_parameters_together(request: HttpRequest, error: SeveralFaults) -> HttpResponse:
    """Answer 422 with the fault of every parameter."""
    return problems.of_several(request, error.errors)


@api.exception_handler(BadRequest)
def refuse_request(request: HttpRequest, error: BadRequest) -> HttpResponse:
    """Answer what means nothing."""
    return problems.of_bad_request(request, error)


@api.exception_handler(ValidationError)
def refuse_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 with all that is wrong."""
    return problems.of_validation(request, error.errors)


@api.exception_handler(NotAllowed)
def refuse_person(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    """Answer 403: the person may not, whatever the token says."""
    return _said(request, 403, "NotAllowed", "not_allowed")


@api.exception_handler(NoSuchFiling)
def refuse_filing(request: HttpRequest, error: NoSuchFiling) -> HttpResponse:
    """Answer 404: nobody owes that."""
    return _said(request, 404, "NoSuchFiling", "no_filing")


@api.exception_handler(WrongScope)
def refuse_scope(request: HttpRequest, error: WrongScope) -> HttpResponse:
    """Answer 403: the token is good for other things."""
    response = _said(request, 403, "WrongScope", "scope", scope=error.scope.value)
    response["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{error.scope}"'
    return response


@api.exception_handler(AuthenticationError)
def refuse_nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer 401: no token, or none that is good."""
    response = _said(request, 401, "NoToken", "no_token")
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def refuse_body(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a body that is no JSON."""
    return _said(request, error.status_code, "BadRequest", "bad_body")


@api.exception_handler(Http404)
def refuse_address(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer 404."""
    return problems.nowhere(request, "")


def _said(request: HttpRequest, status: int, error: str, key: str, **fields: Any) -> HttpResponse:
    return problem(
        request, status, error, text(f"api.refused.{key}", language_of(request), **fields)
    )
