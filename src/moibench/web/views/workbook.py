"""An officer's workbook: handed out, handed in, checked, confirmed."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from moibench.analysis.review import workbook as officer
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.reading import NoSuchFiling
from moibench.analysis.review.workbook import OfficerCell, Returned
from moibench.analysis.review.writing import Conflict, Draft, NotWritable, Place, Refused
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.workbook import uploads
from moibench.ingest.workbook.preview import Preview, preview_filled
from moibench.ingest.workbook.read import NotATemplate
from moibench.ingest.workbook.rows import template
from moibench.presentation.findings import finding_row, findings_summary
from moibench.presentation.imports import refusal_text
from moibench.presentation.language import Language, text
from moibench.presentation.pages import workbook as pages
from moibench.presentation.pages.workbook import WorkbookPage
from moibench.presentation.review import words
from moibench.presentation.years import parse_year
from moibench.reports.officer_workbook.marks import CannotMark, marked
from moibench.reports.officer_workbook.slots import slots_of
from moibench.reports.officer_workbook.template import write_template
from moibench.web.accounts.frame import language_of_address
from moibench.web.accounts.reviewing import review_view, show_review
from moibench.web.uploads import dropped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BAD_REQUEST, CONFLICT, TOO_LARGE = 400, 409, 413
_MEGABYTE = 1024 * 1024


@review_view("POST")
def workbook(request: HttpRequest, who: Asker, unit: str, year: str) -> HttpResponse:
    """Show from where a template is taken; POST checks one, or saves what was confirmed."""
    ce = parse_year(year)
    cells = _cells(who, unit, ce)
    if request.method != "POST":
        return _show(request, who, _page(who, unit, ce, cells))
    if request.POST.get("do") == "confirm":
        return _confirm(request, who, unit, ce, cells)
    return _check(request, who, unit, ce, cells)


@review_view()
def blank(request: HttpRequest, who: Asker, unit: str, year: str) -> HttpResponse:
    """Hand out the template."""
    ce, language = parse_year(year), language_of_address()
    slots = slots_of(_cells(who, unit, ce))
    found = template(who.catalogue, unit, ce, who.on, slots)
    content = write_template(found, who.catalogue, language)
    title = _page(who, unit, ce, ()).title
    return _file(content, f"{title}.xlsx")


@review_view()
def with_marks(request: HttpRequest, who: Asker, unit: str, year: str, sha: str) -> HttpResponse:
    """Hand back the officer's own workbook with what was found in it."""
    ce, language = parse_year(year), language_of_address()
    cells = _cells(who, unit, ce)
    page = _page(who, unit, ce, cells)
    path = uploads.kept_upload(who.name, sha)
    if path is None:
        return _refused(request, who, page, text("workbook.page.gone", language))
    try:
        found = _preview(who, path, path.name, unit, ce, cells)
        rows = [finding_row(f, who.catalogue, language) for f in found.findings]
        title = text("workbook.page.marked_title", language, unit=page.unit, year=page.year)
        summary = findings_summary(found.findings, len(found.changes), language)
        content = marked(path.read_bytes(), rows, title, summary, language)
    except (ImportRefused, NotATemplate) as refusal:
        return _refused(request, who, page, _said(who, refusal, language))
    except CannotMark:
        return _refused(request, who, page, text("workbook.page.cannot_mark", language))
    return _file(content, f"{title}.xlsx")


def _check(
    request: HttpRequest, who: Asker, unit: str, year: int, cells: tuple[OfficerCell, ...]
) -> HttpResponse:
    language = language_of_address()
    page = _page(who, unit, year, cells)
    file = request.FILES.get("file")
    if "file" in dropped(request) or (file is not None and (file.size or 0) > uploads.LARGEST):
        limit = uploads.LARGEST // _MEGABYTE
        said = text("workbook.page.too_large", language, limit=limit)
        return _refused(request, who, page, said, status=TOO_LARGE)
    if file is None:
        return _refused(request, who, page, text("workbook.page.no_file", language))
    sha = uploads.keep_upload(who.name, file.read())
    return _previewed(request, who, unit, year, cells, sha, (file.name or "")[-100:])


def _previewed(
    request: HttpRequest,
    who: Asker,
    unit: str,
    year: int,
    cells: tuple[OfficerCell, ...],
    sha: str,
    name: str,
) -> HttpResponse:
    language = language_of_address()
    page = _page(who, unit, year, cells)
    path = uploads.kept_upload(who.name, sha)
    if path is None:
        return _refused(request, who, page, text("workbook.page.gone", language))
    try:
        found = _preview(who, path, name, unit, year, cells)
    except (ImportRefused, NotATemplate) as refusal:
        uploads.forget_upload(who.name, sha)
        return _refused(request, who, page, _said(who, refusal, language))
    drafts = _drafts(who, cells, found)
    faults = [
        words.fault_said(f, who.catalogue, language)
        for f in ([] if found.blocked else officer.faults_of(who, drafts))
    ]
    back = pages.address(unit, year, language, f"/{sha}.xlsx") if found.findings else ""
    shown = pages.previewed(
        page,
        who.catalogue,
        found.findings,
        found.changes,
        faults,
        sha,
        name,
        back,
        language,
    )
    return _show(request, who, shown, refused=faults)


def _confirm(
    request: HttpRequest, who: Asker, unit: str, year: int, cells: tuple[OfficerCell, ...]
) -> HttpResponse:
    """Check once more what was kept, and save it; what cannot be saved is shown again."""
    language = language_of_address()
    page = _page(who, unit, year, cells)
    sha, name = request.POST.get("sha", ""), request.POST.get("name", "")[-100:]
    path = uploads.kept_upload(who.name, sha)
    if path is None:
        return _refused(request, who, page, text("workbook.page.gone", language))
    try:
        found = _preview(who, path, name, unit, year, cells)
    except (ImportRefused, NotATemplate) as refusal:
        return _refused(request, who, page, _said(who, refusal, language))
    if found.blocked or found.asks:
        return _previewed(request, who, unit, year, cells, sha, name)
    try:
        saved = officer.save_returned(who, _drafts(who, cells, found))
    except Refused as refusal:
        said = [words.fault_said(f, who.catalogue, language) for f in refusal.faults]
        return _show(request, who, page, refused=said, status=BAD_REQUEST)
    except Conflict as conflict:
        named = {who.catalogue.series[c.series].name.in_language(language) for c in conflict.theirs}
        said = text("workbook.page.conflict", language, named=", ".join(sorted(named)))
        return _refused(request, who, page, said, status=CONFLICT)
    except NotWritable as closed:
        said = words.refusal_said(closed, who.catalogue, {}, language)
        return _refused(request, who, page, said, status=CONFLICT)
    uploads.forget_upload(who.name, sha)
    said = text("workbook.page.saved", language, count=f"{len(saved.written):,}")
    return _show(request, who, _page(who, unit, year, _cells(who, unit, year)), said=said)


def _cells(who: Asker, unit: str, year: int) -> tuple[OfficerCell, ...]:
    if unit not in who.catalogue.units or year not in officer.years_to_enter(who, unit):
        raise NoSuchFiling(Place("", year, unit))
    return officer.officer_cells(who, unit, year)


def _preview(
    who: Asker, path: Path, name: str, unit: str, year: int, cells: tuple[OfficerCell, ...]
) -> Preview:
    return preview_filled(
        path,
        who.catalogue,
        who.on,
        pages.status_words(),
        name=name,
        unit=unit,
        year=year,
        slots=slots_of(cells),
    )


def _drafts(who: Asker, cells: tuple[OfficerCell, ...], found: Preview) -> list[Draft]:
    back = []
    for change in found.changes:
        e = change.entry
        if change.kind == "refused":
            continue
        version = found.filled.versions.get(f"{e.series}/{e.unit}", 0)
        back.append(Returned(e.series, e.unit, e.year, e.value, e.status, e.reason, version))
    return officer.drafts_of(who, cells, back)


def _page(who: Asker, unit: str, year: int, cells: tuple[OfficerCell, ...]) -> WorkbookPage:
    years = officer.years_to_enter(who, unit)
    return pages.workbook_page(who.catalogue, unit, year, years, len(cells), language_of_address())


def _said(who: Asker, refusal: ImportRefused | NotATemplate, language: Language) -> str:
    if isinstance(refusal, ImportRefused):
        return refusal_text(refusal.key, refusal.faults, refusal.fields, language)
    return pages.template_refusal(refusal.key, refusal.fields, who.catalogue, language)


def _show(
    request: HttpRequest,
    who: Asker,
    page: WorkbookPage,
    *,
    refused: list[str] | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    return show_review(
        request, who, "workbook", page, status=status, refused=refused or [], said=said
    )


def _refused(
    request: HttpRequest, who: Asker, page: WorkbookPage, said: str, *, status: int = BAD_REQUEST
) -> HttpResponse:
    return _show(request, who, page, refused=[said], status=status)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
