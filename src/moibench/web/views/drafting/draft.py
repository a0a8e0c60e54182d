"""One draft: what it changes in words, what stands against it, and its next step."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from moibench.catalogue import Catalogue, CatalogueError
from moibench.catalogue.write import FOLDERS
from moibench.ingest import drafts
from moibench.ingest.drafts import DraftCatalogue, DraftRefused
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.drafting import file_title, said_fault, said_file
from moibench.web.accounts.access import allowed
from moibench.web.accounts.frame import language_of_address
from moibench.web.drafting.forms import FORMS
from moibench.web.views.drafting.frame import (
    actor,
    in_force,
    no_such,
    of_draft,
    readers,
    refusal_text,
    show_drafting,
)
from moibench.web.views.refused import forbidden

LONGEST = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
@readers
@of_draft
def draft(request: HttpRequest, draft: DraftCatalogue) -> HttpResponse:
    """Show a draft; POST takes one step, named by `do`."""
    if request.method != "POST":
        return _show(request, draft)
    wanted = STEPS.get(request.POST.get("do", ""))
    if wanted is None or not allowed(request, wanted[0]):
        return forbidden(request)
    language = language_of_address()
    found = in_force()
    try:
        wanted[1](request, draft, found)
    except DraftRefused as error:
        return _show(request, drafts.find(draft.id), [refusal_text(error, language)])
    except CatalogueError as error:
        catalogue = _catalogue(draft, found)
        said = [said_fault(f, catalogue, language) for f in error.faults]
        return _show(request, drafts.find(draft.id), said)
    return redirect(reverse("draft", args=(draft.id,)))


def _comment(request: HttpRequest) -> str:
    return request.POST.get("comment", "")[:LONGEST]


def _submit(request: HttpRequest, draft: DraftCatalogue, found: Catalogue) -> None:
    drafts.submit(draft.id, found, actor(request))


def _check(request: HttpRequest, draft: DraftCatalogue, found: Catalogue) -> None:
    drafts.check(draft.id, found, actor(request), _comment(request))


def _send_back(request: HttpRequest, draft: DraftCatalogue, found: Catalogue) -> None:
    drafts.send_back(draft.id, actor(request), _comment(request))


def _publish(request: HttpRequest, draft: DraftCatalogue, found: Catalogue) -> None:
    drafts.publish(draft.id, found, actor(request), _comment(request))


def _withdraw(request: HttpRequest, draft: DraftCatalogue, found: Catalogue) -> None:
    drafts.withdraw(draft.id, actor(request), _comment(request))


def _undo(request: HttpRequest, draft: DraftCatalogue, found: Catalogue) -> None:
    path = request.POST.get("path", "")
    left = {f.path: f.after for f in draft.files if f.path != path}
    drafts.together(found, left)  # what remains must fit together without it
    drafts.undo(draft.id, path, actor(request))


def _keep_mine(request: HttpRequest, draft: DraftCatalogue, found: Catalogue) -> None:
    drafts.keep_mine(draft.id, request.POST.get("path", ""), found, actor(request))


Step = Callable[[HttpRequest, DraftCatalogue, Catalogue], None]
STEPS: dict[str, tuple[Action, Step]] = {
    "submit": (Action.EDIT_CATALOGUE, _submit),
    "check": (Action.CHECK_CATALOGUE, _check),
    "send_back": (Action.CHECK_CATALOGUE, _send_back),
    "publish": (Action.PUBLISH_CATALOGUE, _publish),
    "withdraw": (Action.EDIT_CATALOGUE, _withdraw),
    "undo": (Action.EDIT_CATALOGUE, _undo),
    "keep_mine": (Action.EDIT_CATALOGUE, _keep_mine),
}


def _catalogue(draft: DraftCatalogue, found: Catalogue) -> Catalogue:
    """Return the catalogue with the draft, or the one in force where they do not fit together."""
    try:
        return drafts.assembled(draft, found)
    except CatalogueError:
        return found


def _against(draft: DraftCatalogue, found: Catalogue) -> list[str]:
    """Return what is left to do, and what no longer fits since others were put in force.

    Data and editions are asked at the draft's next step, for that takes longer.
    """
    try:
        return drafts.unanswered(draft, found)
    except CatalogueError as error:
        return error.faults


def _show(
    request: HttpRequest, draft: DraftCatalogue, refused: list[str] | None = None
) -> HttpResponse:
    language, found = language_of_address(), in_force()
    catalogue = _catalogue(draft, found)
    open_states = draft.state in ("open", "submitted", "checked")
    behind = {f.path for f in drafts.overtaken(draft, found)} if open_states else set()
    files = [
        (said_file(f.path, f.before, f.after, catalogue, language), f, f.path in behind)
        for f in draft.files
    ]
    stands_against = _against(draft, found) if open_states else []
    return show_drafting(
        request,
        "draft",
        draft.title,
        draft=draft,
        said_state=text(f"drafting.state.{draft.state}", language),
        files=files,
        steps=_steps(draft, catalogue, language),
        against=[said_fault(f, catalogue, language) for f in stands_against],
        refused=refused or [],
        kinds=[(k, text(f"drafting.kind.{k}", language)) for k in FORMS],
        forms=set(FOLDERS),
        frameworks=[f for f in catalogue.frameworks.values() if f.made_from],
    )


def _steps(
    draft: DraftCatalogue, catalogue: Catalogue, language: Language
) -> list[tuple[str, str, str, str]]:
    return [
        (
            format_moment(s.at, language),
            s.by,
            text(f"drafting.step.{s.step}", language),
            s.comment or (file_title(s.path, catalogue, language) if s.path else ""),
        )
        for s in reversed(draft.steps)
    ]


@require_safe
@readers
@of_draft
def entries(request: HttpRequest, draft: DraftCatalogue, kind: str) -> HttpResponse:
    """List the entries of a kind as they would be with the draft."""
    if kind not in FORMS:
        return no_such(request)
    language, found = language_of_address(), in_force()
    catalogue = _catalogue(draft, found)
    changed = {
        f.path.rsplit("/", 1)[-1].removesuffix(".yaml")
        for f in draft.files
        if f.path.startswith(f"{kind}/")
    }
    lines = sorted(
        (
            (e.name.in_language(language), e.id, e.id in changed)
            for e in FORMS[kind].entries(catalogue).values()
        ),
        key=lambda line: line[0],
    )
    return show_drafting(
        request,
        "entries",
        text(f"drafting.kind.{kind}", language),
        draft=draft,
        kind=kind,
        lines=lines,
    )
