"""Who did what: the log as a page and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from moibench.people import log
from moibench.people.models import Act
from moibench.people.rights import Action
from moibench.presentation.pages.address import Option
from moibench.web.accounts.access import for_those_who_may
from moibench.web.accounts.forms import LogFilter
from moibench.web.accounts.frame import language_of_address, show_account
from moibench.web.accounts.said import action_name, said_act

LINES_A_PAGE = 100
COLUMNS = ("at", "by", "action", "kind", "subject", "before", "after", "address")
# A spreadsheet would run what begins so.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_http_methods(["GET", "HEAD"])
@for_those_who_may(Action.READ_LOG)
def who_did_what(request: HttpRequest) -> HttpResponse:
    """Show the log, filtered, the newest line first."""
    language = language_of_address()
    form = LogFilter(request.GET)
    found = log.lines(**form.cleaned_data) if form.is_valid() else Act.objects.none()
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    chosen = request.GET.get("action", "")
    kept = request.GET.copy()
    kept.pop("page", None)
    return show_account(
        request,
        "log",
        "people.log.title",
        form=form,
        actions=[Option(a, action_name(a, language), a == chosen) for a in log.actions()],
        lines=[said_act(act, language) for act in page],
        sheet=page,
        kept=kept.urlencode(),
    )


@require_http_methods(["GET", "HEAD"])
@for_those_who_may(Action.READ_LOG)
def log_table(request: HttpRequest) -> HttpResponseBase:
    """Hand out the log, filtered, as CSV with codes instead of words, line by line."""
    form = LogFilter(request.GET)
    found = log.lines(**form.cleaned_data) if form.is_valid() else Act.objects.none()
    response = StreamingHttpResponse(_rows(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _rows(found: object) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def taken(row: tuple[str, ...]) -> bytes:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
        line = buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        return line

    yield b"\xef\xbb\xbf" + taken(COLUMNS)
    for act in log.each(found):  # type: ignore[arg-type]
        before, after = (
            "" if v is None else json.dumps(v, ensure_ascii=False) for v in (act.before, act.after)
        )
        yield taken(
            (
                act.at.isoformat(),
                act.by_name,
                act.action,
                act.kind,
                act.subject,
                before,
                after,
                act.address,
            )
        )
