"""The catalogue in force and its drafts: begin one, take the files out, bring files in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.catalogue_preview import observed_years
from moibench.catalogue import Catalogue, CatalogueError
from moibench.catalogue.succession import succession
from moibench.ingest import drafts
from moibench.ingest.catalogue_zip import LARGEST, unzipped, zipped
from moibench.ingest.drafts import DraftCatalogue, DraftRefused
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.address import Link, State
from moibench.presentation.pages.drafting import said_fault, succession_page
from moibench.web.accounts.access import allowed
from moibench.web.accounts.frame import language_of_address
from moibench.web.views.drafting.frame import (
    actor,
    editors,
    in_force,
    no_such,
    of_draft,
    readers,
    refusal_text,
    show_drafting,
)

LONGEST_TITLE, LONGEST_REASON = 200, 2_000


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the frameworks in force, the file of everything, and to editors the drafts."""
    language = language_of_address()
    found = in_force()
    may_read = allowed(request, Action.READ_DRAFT_CATALOGUE)
    frameworks = [
        (
            Link(f.name.in_language(language), reverse("framework", args=(f.id,))),
            found.plans[f.plan].short_name.in_language(language),
            len([i for i in f.indicator_ids if found.indicators[i].has_figures]),
            len(f.awaited),
            len(found.designs[f.design].indicator_ids),
        )
        for f in found.frameworks.values()
    ]
    counts = [
        (text(f"drafting.kind.{kind}", language), len(entries))
        for kind, entries in (
            ("sources", found.sources),
            ("series", found.series),
            ("indicators", found.indicators),
            ("plans", found.plans),
            ("frameworks", found.frameworks),
            ("designs", found.designs),
            ("targets", found.targets),
        )
    ]
    lines = [
        (
            d,
            text(f"drafting.state.{d.state}", language),
            format_moment(d.begun_at, language),
            len(d.files),
        )
        for d in (drafts.every() if may_read else ())
    ]
    return show_drafting(
        request,
        "catalogue",
        text("drafting.title", language),
        frameworks=frameworks,
        counts=counts,
        version=found.version,
        may_read=may_read,
        drafts=lines,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@editors
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    language = language_of_address()
    title, reason = (request.POST.get(f, "").strip() for f in ("title", "reason"))
    errors = {}
    if request.method == "POST":
        if not 0 < len(title) <= LONGEST_TITLE:
            errors["title"] = text("drafting.wrong.title", language)
        if not 0 < len(reason) <= LONGEST_REASON:
            errors["reason"] = text("drafting.wrong.reason", language)
        if not errors:
            return redirect(reverse("draft", args=(drafts.begin(title, reason, actor(request)),)))
    return show_drafting(
        request,
        "begin",
        text("drafting.begin", language),
        typed={"title": title, "reason": reason},
        errors=errors,
    )


@require_safe
def framework(request: HttpRequest, name: str) -> HttpResponse:
    """Show what became of each indicator of the plan before; open to all."""
    found = current_catalogue()
    if name not in found.frameworks:
        return no_such(request)
    language = language_of_address()
    page = succession_page(succession(found, name), observed_years(found), found, State(language))
    return show_drafting(
        request,
        "framework",
        page.title,
        mapping=page,
        old=_name_of(found, found.frameworks[name].made_from, language),
        plan=found.plans[found.frameworks[name].plan].name.in_language(language),
    )


def _name_of(found: Catalogue, framework_id: str | None, language: Language) -> str:
    known = found.frameworks.get(framework_id or "")
    return known.name.in_language(language) if known else ""


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Hand out the catalogue in force, every file as it ships."""
    found = in_force()
    return _zip(zipped(found), f"moibench-catalogue-{found.version}.zip")


@require_safe
@readers
@of_draft
def download_draft(request: HttpRequest, draft: DraftCatalogue) -> HttpResponse:
    """Hand out the catalogue as it would be with the draft."""
    content = zipped(in_force(), {f.path: f.after for f in draft.files})
    return _zip(content, f"moibench-catalogue-draft-{draft.id}.zip")


def _zip(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@editors
@of_draft
def bring_in(request: HttpRequest, draft: DraftCatalogue) -> HttpResponse:
    """Bring the files of a zip into a draft: what differs from the draft is changed in it."""
    language = language_of_address()
    faults: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or file.size is None or file.size > LARGEST:
            faults = [text("drafting.wrong.no_file", language)]
        else:
            try:
                found = in_force()
                given: dict[str, str | None] = dict(unzipped(file.read()))
                if request.POST.get("whole") == "1":
                    known = unzipped(zipped(found, {f.path: f.after for f in draft.files}))
                    given |= {path: None for path in known if path not in given}
                drafts.put(draft.id, found, given, actor(request))
                return redirect(reverse("draft", args=(draft.id,)))
            except DraftRefused as error:
                faults = [refusal_text(error, language)]
            except CatalogueError as error:
                faults = [said_fault(f, found, language) for f in error.faults]
    return show_drafting(
        request, "bring_in", text("drafting.bring_in", language), draft=draft, faults=faults
    )
