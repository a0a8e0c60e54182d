"""An agenda as a document."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from moibench.analysis.agendas.running import run_agenda
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import said
from moibench.reports.agenda import AGENDA_KINDS, agenda_file, build_agenda, media_type
from moibench.reports.write import ReportError
from moibench.web.agendas import find
from moibench.web.page import page_view, refuse


@page_view
def document(request: HttpRequest, state: State, reference: str, kind: str) -> HttpResponse:
    """Hand out an agenda as Word, slides, Excel or PDF."""
    if kind not in AGENDA_KINDS:
        raise Http404
    version = request.GET.get("version", "").strip()
    found = find(request, f"{reference}_v{version}" if version else reference)
    result = run_agenda(found.agenda, state.year)
    page = request.build_absolute_uri(state.home().address(f"/agenda/{reference}"))
    try:
        content = build_agenda(kind, result, state.language, page)
    except ReportError as error:
        return refuse(request, said(state, 404, error.in_language(state.language)))
    response = HttpResponse(content, content_type=media_type(kind))
    name = agenda_file(result, found.reference, kind, state.language)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
