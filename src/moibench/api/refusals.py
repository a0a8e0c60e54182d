"""Why a write is refused, as problem documents in the words of the pages."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.review.steps import StepRefused
from moibench.analysis.review.writing import Conflict, NotWritable, Refused
from moibench.api.problems import language_of, problem
from moibench.ingest.sources.arrived import FetchFailed
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.workbook.read import NotATemplate
from moibench.people.accounts import names_of
from moibench.presentation.imports import refusal_text
from moibench.presentation.language import text
from moibench.presentation.pages.workbook import template_refusal
from moibench.presentation.review import machine, words
from moibench.reports.officer_workbook.marks import CannotMark

CONFLICT, TOO_LARGE, UNPROCESSABLE, UNAVAILABLE = 409, 413, 422, 503
# Of refused imports, those that are not about the file or its mapping.
_STATUSES = {
    "figures_changed": CONFLICT,
    "file_changed": CONFLICT,
    "gone": 404,
    "too_large": TOO_LARGE,
    "clock": UNAVAILABLE,
    "disk_full": UNAVAILABLE,
}


def refuse_writes(api: NinjaAPI) -> None:
    """Have the interface answer every reason why nothing was written."""
    for kind, handler in (
        (ImportRefused, _import),
        (FetchFailed, _fetch),
        (NotATemplate, _template),
        (CannotMark, _marks),
        (StepRefused, _step),
        (NotWritable, _step),
        (Refused, _faults),
        (Conflict, _conflict),
        (DatabaseError, _database),
        (RequestDataTooBig, _too_big),
    ):
        api.add_exception_handler(kind, handler)


def _import(request: HttpRequest, error: ImportRefused) -> HttpResponse:
    said = refusal_text(error.key, (), error.fields, language_of(request))
    status = _STATUSES.get(error.key, UNPROCESSABLE)
    detail = "\n".join([said, *error.faults])
    faults = list(error.faults)
    return problem(request, status, "ImportRefused", said, detail, kind=error.key, faults=faults)


def _fetch(request: HttpRequest, error: FetchFailed) -> HttpResponse:
    said = text(f"sources.failed.{error.key}", language_of(request), **error.fields)
    status = {"no_source": 404, "busy": CONFLICT}.get(error.key, UNPROCESSABLE)
    return problem(request, status, "FetchFailed", said, kind=error.key)


def _template(request: HttpRequest, error: NotATemplate) -> HttpResponse:
    said = template_refusal(error.key, error.fields, current_catalogue(), language_of(request))
    return problem(request, UNPROCESSABLE, "NotATemplate", said, kind=error.key)


def _marks(request: HttpRequest, error: CannotMark) -> HttpResponse:
    said = text("workbook.page.cannot_mark", language_of(request))
    return problem(request, UNPROCESSABLE, "CannotMark", said)


def _step(request: HttpRequest, error: StepRefused | NotWritable) -> HttpResponse:
    named = error.named if isinstance(error, StepRefused) else ()
    said = words.refusal_said(error, current_catalogue(), names_of(named), language_of(request))
    return problem(request, CONFLICT, type(error).__name__, said, **machine.refusal(error))


def _faults(request: HttpRequest, error: Refused) -> HttpResponse:
    language = language_of(request)
    title = text("api.refused.faults", language, count=len(error.faults))
    said = "; ".join(words.fault_said(f, current_catalogue(), language) for f in error.faults)
    faults = machine.faults(error.faults)
    return problem(request, UNPROCESSABLE, "Refused", title, said, faults=faults)


def _conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    title = text("api.refused.conflict", language_of(request))
    return problem(request, CONFLICT, "Conflict", title, **machine.refusal(error))


def _database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    key = "database_locked" if "locked" in str(error) else "database"
    said = text(f"terminal.{key}", language_of(request), reason=str(error).strip())
    return problem(request, UNAVAILABLE, "Unavailable", said)


def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    said = text("api.refused.body_too_large", language_of(request))
    return problem(request, TOO_LARGE, "BadRequest", said)
