"""Refusals as problem documents (RFC 9457), in the language that was asked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import AnalysisError
from moibench.presentation.language import Language, language_asked, text
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import refusal
from moibench.presentation.years import YearError


class BadRequest(Exception):
    """What was asked means nothing; `key` under `api.refused` says why, with `fields`."""

    def __init__(self, key: str, status: int = 400, **fields: object) -> None:
        self.key = key
        self.status = status
        self.fields = fields
        super().__init__(f"{key} {fields}")


def language_of(request: HttpRequest) -> Language:
    """Return the language of `lang`, else of Accept-Language, else Thai."""
    return language_asked(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""))


def problem(
    request: HttpRequest, status: int, error: str, title: str, detail: str = "", **more: Any
) -> HttpResponse:
    """Answer with a problem document.

    `nearest` and `years` say what could be asked instead.
    """
    content = {
        "type": "about:blank",
        "status": status,
        "error": error,
        "title": title,
        "detail": detail or title,
        "nearest": [],
        "years": [],
        **more,
    }
    response = JsonResponse(
        content,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Content-Language"] = language_of(request)
    response["Vary"] = "Accept-Language"
    response["Cache-Control"] = "no-store"
    return response


def of_question(request: HttpRequest, error: AnalysisError | YearError) -> HttpResponse:
    """Answer a question that has no answer as the pages do, with what could be asked instead."""
    page = refusal(error, current_catalogue(), State(language_of(request)), "/")
    status = 422 if isinstance(error, YearError) else page.status
    return problem(
        request,
        status,
        type(error).__name__,
        page.title,
        page.body,
        nearest=list(getattr(error, "nearest", ())),
        years=list(getattr(error, "years", ())),
        known=list(getattr(error, "known", ())),
    )


def of_bad_request(request: HttpRequest, error: BadRequest) -> HttpResponse:
    """Answer what means nothing."""
    said = text(f"api.refused.{error.key}", language_of(request), **error.fields)
    return problem(request, error.status, "BadRequest", said)


def of_several(request: HttpRequest, errors: tuple[Exception, ...]) -> HttpResponse:
    """Answer 422 with what is wrong with each of several parameters, and what is near to it."""
    faults, language = [], language_of(request)
    for error in errors:
        if isinstance(error, BadRequest):
            said = text(f"api.refused.{error.key}", language, **error.fields)
        else:
            assert isinstance(error, AnalysisError | YearError)
            said = refusal(error, current_catalogue(), State(language), "/").title
        nearest = list(getattr(error, "nearest", ()))
        faults.append({"error": type(error).__name__, "said": said, "nearest": nearest})
    title = text("api.refused.faults", language, count=len(faults))
    detail = "; ".join(str(f["said"]) for f in faults)
    return problem(request, 422, "SeveralFaults", title, detail, faults=faults)


def of_validation(request: HttpRequest, faults: list[dict[str, Any]]) -> HttpResponse:
    """Answer 422 with everything that is wrong with parameters or body, each with its place."""
    title = text("api.refused.faults", language_of(request), count=len(faults))
    listed = [
        {"where": ".".join(str(part) for part in f.get("loc", ())), "said": str(f.get("msg", ""))}
        for f in faults
    ]
    said = "; ".join(f"{f['where']}: {f['said']}" for f in listed)
    return problem(request, 422, "BadRequest", title, said, faults=listed)


def nowhere(request: HttpRequest, anything: str) -> HttpResponse:
    """Answer 404: there is no such address of the interface."""
    return problem(request, 404, "NoSuchAddress", text("api.refused.nowhere", language_of(request)))
