"""Documents of many units: begin a run, see how far it is, stop it, let it go on, fetch it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.summary import country_summary
from moibench.analysis.unit_templates import TemplateError, template_content, templates_of
from moibench.people.rights import COUNTRY
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.address import State
from moibench.presentation.years import YearError, format_year, parse_year
from moibench.reports.documents import KINDS
from moibench.reports.runs import (
    GOING,
    Run,
    archive_of,
    begin_run,
    delete_run,
    go_on,
    runs,
    stop_run,
)
from moibench.reports.template import Template
from moibench.reports.write import ReportError
from moibench.web.accounts.access import asking, for_signed_in
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.page import show
from moibench.web.unit_templates import may_use

LEVELS = ("province", "cluster", "region", "country")


@dataclass(frozen=True, slots=True)
class Line:
    """A run as its page shows it."""

    run: Run
    began: str
    what: str
    state: str
    share: int
    going: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def batch(request: HttpRequest) -> HttpResponse:
    """Show the runs and the form of a new one; a post begins, stops, resumes or deletes."""
    language = language_of_address()
    refused, status = "", 200
    if request.method == "POST":
        try:
            _act(request, language)
            return redirect("batch")
        except ReportError as error:
            refused, status = error.in_language(language), 400
        except (YearError, TemplateError) as error:
            refused, status = text(error.key, language, **error.fields), 400
    held = runs(settings.HOME)
    summary = country_summary()
    response = show(
        request,
        "batch",
        State(language),
        Titled(text("batch.title", language)),
        status=status,
        section="tray",
        lines=[_line(run, language) for run in held],
        going=any(run.state in GOING for run in held),
        levels=[(level, text(f"batch.levels.{level}", language)) for level in ("all", *LEVELS)],
        kinds=[(kind, text(f"area.document.{kind}", language)) for kind in KINDS],
        years=[(y, format_year(y, language)) for y in sorted(summary.years, reverse=True)],
        year=summary.year,
        templates=", ".join(_offered(request)),
        refused=refused,
    )
    response["Cache-Control"] = "no-store"
    return response


def _offered(request: HttpRequest) -> list[str]:
    """Return the names of the ministry's templates, to whom documents of all may be written."""
    return [k.name for k in templates_of((COUNTRY,)).values()] if may_use(request, COUNTRY) else []


@require_http_methods(["GET", "HEAD"])
@for_signed_in
def archive(request: HttpRequest, run_id: str) -> HttpResponseBase:
    """Hand out the archive of a finished run."""
    try:
        path = archive_of(settings.HOME, run_id)
    except ReportError:
        return redirect("batch")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"moi-benchmarking-{run_id}.zip"
    )


def _act(request: HttpRequest, language: Language) -> None:
    act, run_id = request.POST.get("act", ""), request.POST.get("run", "")
    acts = {"stop": stop_run, "resume": go_on, "delete": delete_run}
    if act in acts:
        acts[act](settings.HOME, run_id)
        return
    _begin(request, language)


def _begin(request: HttpRequest, language: Language) -> None:
    kinds = [kind for kind in KINDS if kind in request.POST.getlist("kinds")]
    if not kinds:
        raise ReportError("batch.no_kind")
    level = request.POST.get("level", "all")
    levels = LEVELS if level not in LEVELS else (level,)
    year = parse_year(request.POST.get("year", "") or str(country_summary().year))
    units = [
        u.code
        for u in current_catalogue().units.values()
        if u.unit_type in levels and u.exists_in(year)
    ]
    arguments = ["--formats", ",".join(kinds), "--year", str(year), "--language", language]
    arguments += ["--units", ",".join(units)]
    templates = _templates(request, kinds)
    asked = {"level": level, "year": year, "kinds": kinds, "wanted": len(units) * len(kinds),
             "in_templates": sorted(templates)}  # fmt: skip
    person = asking(request)
    name = person.name if person else ""
    begin_run(settings.HOME, arguments, asked, name, timezone.now().isoformat(), templates)


def _templates(request: HttpRequest, kinds: list[str]) -> dict[str, Template]:
    """Return the ministry's templates where the run is to be written into them.

    A template of another unit is not for documents of all units.

    Raises:
        ReportError: whoever asks may not use them.
        TemplateError: one of them is damaged.
    """
    if not request.POST.get("in_templates"):
        return {}
    if not may_use(request, COUNTRY):
        raise ReportError("batch.not_your_template")
    lent = templates_of((COUNTRY,))
    found = {}
    for kind in kinds:
        if (COUNTRY, kind) in lent:
            kept, content = template_content(COUNTRY, lent[COUNTRY, kind].id)
            found[kind] = Template(kept.name, content)
    return found


def _line(run: Run, language: Language) -> Line:
    level = run.asked.get("level", "all")
    kinds = ", ".join(text(f"area.document.{k}", language) for k in run.asked.get("kinds", ()))
    said = text(f"batch.levels.{level if level in LEVELS else 'all'}", language)
    if run.asked.get("in_templates"):
        kinds = f"{kinds} {text('batch.in_templates_said', language)}"
    began = format_moment(timezone.datetime.fromisoformat(run.began), language)
    return Line(
        run,
        began,
        f"{said} {format_year(int(run.asked['year']), language)}: {kinds}",
        text(f"batch.state.{run.state}", language),
        round(100 * run.made / run.wanted) if run.wanted else 0,
        run.state in GOING,
    )
