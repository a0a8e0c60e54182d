"""What the checks say of figures, of a table, of a filled workbook; nothing is stored here."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import ConfigDict, Field

from moibench.analysis.review import workbook as officer
from moibench.api.handed_in import Mapped, as_file, content_of, preview_of, understood
from moibench.api.problems import BadRequest, language_of
from moibench.api.tokens import ANY, READ, WRITE, asker_of
from moibench.catalogue.schema import Status
from moibench.ingest.checks import Given, check, stored_context
from moibench.ingest.table_files.mapping import as_plain
from moibench.ingest.workbook.preview import Preview, preview_filled
from moibench.ingest.workbook.read import read_filled
from moibench.ingest.workbook.rows import template
from moibench.presentation.findings import finding_row, findings_summary
from moibench.presentation.imports import preview_json
from moibench.presentation.machine_findings import finding_json
from moibench.presentation.pages.workbook import status_words
from moibench.presentation.review import machine
from moibench.presentation.years import parse_year
from moibench.reports.officer_workbook.marks import marked
from moibench.reports.officer_workbook.slots import slots_of
from moibench.reports.officer_workbook.template import write_template

router = Router(tags=["import"])
Json = dict[str, Any]
MOST_FIGURES = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Workbook = Annotated[
    UploadedFile | None, File(description="A filled template, as multipart/form-data")
]


class Figure(Schema):
    """A value to be checked as if it were to be stored; `reason` confirms what is improbable."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    series: Annotated[str, Field(max_length=100)]
    unit: Annotated[str, Field(max_length=100, description="Its code")]
    year: Annotated[int | str, Field(description="พ.ศ. or CE")]
    value: float | None = None
    status: Status | None = None
    reason: Annotated[str, Field(max_length=4000)] = ""


class Figures(Schema):
    """Values that are checked together: against each other and against what is stored."""

    model_config = ConfigDict(extra="forbid")

    figures: Annotated[list[Figure], Field(min_length=1, max_length=MOST_FIGURES)]


@router.post("/check/figures", auth=ANY)
def check_figures(request: HttpRequest, figures: Figures) -> HttpResponse:
    """Say what the rules find in figures. `blocks`: some are impossible; `asks`: some improbable.

    Any good token opens it.
    """
    who = asker_of(request)
    catalogue = who.catalogue
    wrong = [f"series {f.series}" for f in figures.figures if f.series not in catalogue.series]
    wrong += [f"unit {f.unit}" for f in figures.figures if f.unit not in catalogue.units]
    if wrong:
        raise BadRequest("unknown", 422, typed=", ".join(dict.fromkeys(w[:60] for w in wrong)))
    given = [
        Given(
            f.series,
            f.unit,
            parse_year(str(f.year)[:20]),
            f.value,
            f.status or ("final" if f.value is not None else "missing"),
            cell=str(number),
            reason=f.reason.replace("\0", ""),
        )
        for number, f in enumerate(figures.figures)
    ]
    found = check(given, stored_context(catalogue, who.on))
    return answered(
        {
            "checked": len(given),
            "blocks": any(f.blocks for f in found),
            "asks": any(f.asks for f in found),
            "findings": [finding_json(f, catalogue, language_of(request)) for f in found],
        }
    )


@router.post("/check/table", auth=ANY)
def check_table(
    request: HttpRequest,
    mapped: Form[Mapped],
    file: Annotated[
        UploadedFile | None,
        File(description="CSV, xlsx, ods, SDMX-ML or JSON-stat, as multipart/form-data"),
    ] = None,
) -> HttpResponse:
    """Say what importing a table would change and what is found in it; nothing is kept.

    Any good token opens it.
    """
    who = asker_of(request)
    name, content = content_of(request, file)
    with as_file(name, content) as path:
        preview = preview_of(who, path, name, *understood(who, mapped), everything=True)
    mapping = as_plain(preview.mapping)
    return answered(preview_json(preview, mapping, who.catalogue, language_of(request)))


@router.post("/check/workbook", auth=ANY)
def check_workbook(
    request: HttpRequest,
    file: Workbook = None,
    with_marks: bool = False,
) -> HttpResponse:
    """Say what a filled template would change; `with_marks`, answer it with its cells marked.

    Only those who may write the unit's figures may have it checked.
    """
    who = asker_of(request)
    name, content = content_of(request, file)
    found, drafts = _filled(request, name, content)
    if not with_marks:
        return answered(_said(request, found, officer.faults_of(who, drafts)))
    language = language_of(request)
    rows = [finding_row(f, who.catalogue, language) for f in found.findings]
    summary = findings_summary(found.findings, len(found.changes), language)
    return _workbook(marked(content, rows, name, summary, language), name)


@router.post("/workbooks", auth=WRITE)
def save_workbook(request: HttpRequest, file: Workbook = None) -> HttpResponse:
    """Save a filled template as drafts: all of it, or nothing with every reason.

    What others wrote since the template was made is answered with 409.
    """
    who = asker_of(request)
    found, drafts = _filled(request, *content_of(request, file))
    said = _said(request, found, ())
    if found.blocked or found.asks:
        return answered({"saved": False, **said}, 422)
    saved = officer.save_returned(who, drafts)
    return answered({"saved": True, "written": len(saved.written), **said})


@router.get("/workbooks/{unit}/{year}", auth=READ)
def get_workbook(request: HttpRequest, unit: str, year: str) -> HttpResponse:
    """Return the template workbook of a unit and year: its open cells, with what they say now."""
    who, ce = asker_of(request), parse_year(year)
    cells = officer.officer_cells(who, unit, ce)
    if not cells:
        raise BadRequest("nothing_open", 404)
    found = template(who.catalogue, unit, ce, who.on, slots_of(cells))
    content = write_template(found, who.catalogue, language_of(request))
    return _workbook(content, f"{unit}-{ce}.xlsx")


def _filled(request: HttpRequest, name: str, content: bytes) -> tuple[Preview, list[Any]]:
    """Return what a filled template would change, and the drafts it brings."""
    who, words = asker_of(request), status_words()
    with as_file(name, content) as path:
        filled = read_filled(path, who.catalogue, words, name=name)
        cells = officer.officer_cells(who, filled.unit, filled.year)
        found = preview_filled(
            path, who.catalogue, who.on, words, name=name,
            unit=filled.unit, year=filled.year, slots=slots_of(cells),
        )  # fmt: skip
    back = [
        officer.Returned(
            c.entry.series,
            c.entry.unit,
            c.entry.year,
            c.entry.value,
            c.entry.status,
            c.entry.reason,
            found.filled.versions.get(f"{c.entry.series}/{c.entry.unit}", 0),
        )
        for c in found.changes
        if c.kind != "refused"
    ]
    return found, officer.drafts_of(who, cells, back)


def _said(request: HttpRequest, found: Preview, faults: Any) -> Json:
    who = asker_of(request)
    changes = [
        {
            "kind": c.kind,
            "series": c.entry.series,
            "unit": c.entry.unit,
            "year": c.entry.year,
            "cell": c.entry.cell,
            "before": c.before[0] if c.before else None,
            "status_before": c.before[1] if c.before else None,
            "value": c.entry.value,
            "status": c.entry.status,
        }
        for c in found.changes
        if c.kind != "unchanged"
    ]
    counts = {k: len(found.of_kind(k)) for k in ("added", "changed", "unchanged", "refused")}
    return {
        "unit": found.filled.unit,
        "year": found.filled.year,
        **counts,
        "blocks": found.blocked,
        "asks": found.asks,
        "changes": changes,
        "findings": [finding_json(f, who.catalogue, language_of(request)) for f in found.findings],
        "faults": machine.faults(faults),
    }


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    plain = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_. "))
    response["Content-Disposition"] = f'attachment; filename="{plain or "workbook.xlsx"}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def answered(content: Json, status: int = 200) -> HttpResponse:
    """Answer with JSON that nothing on the way keeps."""
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
