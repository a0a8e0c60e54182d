"""Sources that figures are fetched from, for those who may store the country's figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from moibench.analysis.review.asking import Asker
from moibench.ingest.catalogue_files import DamagedFile
from moibench.ingest.sources import runs
from moibench.ingest.sources.arrived import FetchFailed
from moibench.ingest.sources.fetching import (
    CONNECTORS,
    SCHEDULES,
    DefinedMeanwhile,
    Fetched,
    SourceDefinition,
    define,
    kept_fetched,
    kept_line,
    kept_preview,
    log_of,
    next_fetch,
    source,
    store_kept,
)
from moibench.ingest.sources.fetching import sources as every_source
from moibench.ingest.table_files.commit import refuse_wrong_clock
from moibench.ingest.table_files.mapping import as_plain, as_yaml, mapping_from, mapping_from_text
from moibench.ingest.table_files.preview import Preview
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.people import log
from moibench.people.rights import COUNTRY, Action
from moibench.presentation.imports import refusal_text
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages import sources as pages
from moibench.presentation.pages.address import State
from moibench.presentation.pages.imports import import_page, previewed_page
from moibench.presentation.pages.refusal import not_found
from moibench.presentation.years import YearError, parse_year
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.accounts.reviewing import review_view, show_review
from moibench.web.mapping_form import typed_mapping
from moibench.web.page import refuse

BAD_REQUEST, CONFLICT = 400, 409
_SHOWN = 50
_ADDRESSES = ("http://", "https://")


def source_view(*methods: str) -> Callable[[Any], Any]:
    """Make a view open to those who may store the country's figures; no source is "not found"."""

    def guard(view: Callable[..., HttpResponse]) -> Any:
        @review_view(*methods)
        @wraps(view)
        def guarded(request: HttpRequest, who: Asker, **places: Any) -> HttpResponse:
            who.require(Action.WRITE_FIGURES, COUNTRY)
            if "name" in places:
                try:
                    places["definition"] = source(places.pop("name"))
                except FetchFailed:
                    return refuse(request, not_found(State(language_of_address())))
            return view(request, who, **places)

        return guarded

    return guard


@source_view()
def all_sources(request: HttpRequest, who: Asker) -> HttpResponse:
    """List the sources: schedule, last result, when next, and what is being fetched."""
    language, now = language_of_address(), timezone.now()
    lines = []
    for definition, last in every_source():
        following = next_fetch(definition, last, now)
        going = runs.going(settings.HOME, definition.name)
        lines.append(pages.source_line(definition, last, following, going, now, language))
    return show_review(
        request,
        who,
        "sources",
        Titled(text("source_pages.title", language)),
        lines=lines,
    )


@source_view("POST")
def one_source(request: HttpRequest, who: Asker, definition: SourceDefinition) -> HttpResponse:
    """Show a source with its log; POST fetches it now in the background, or stops that."""
    if request.method != "POST":
        return _show_one(request, who, definition)
    try:
        match request.POST.get("do", ""):
            case "fetch":
                refuse_wrong_clock()
                runs.begin(settings.HOME, definition.name, who.name)
            case "stop":
                runs.stop(settings.HOME, definition.name)
    except (FetchFailed, ImportRefused) as error:
        said = _said(error, language_of_address())
        return _show_one(request, who, definition, refused=said, status=CONFLICT)
    return redirect(reverse("source", args=(definition.name,)))


@source_view("POST")
def add_source(request: HttpRequest, who: Asker) -> HttpResponse:
    """Show the form of a new source; POST keeps it. Nothing is fetched yet."""
    return _form(request, who, None)


@source_view("POST")
def edit_source(request: HttpRequest, who: Asker, definition: SourceDefinition) -> HttpResponse:
    """Show the form of a source; POST keeps the change, unless somebody else made one."""
    return _form(request, who, definition)


@source_view("POST")
def fetched(
    request: HttpRequest, who: Asker, definition: SourceDefinition, number: int
) -> HttpResponse:
    """Show what a fetch would change; POST keeps a better mapping, or stores what is shown."""
    language = language_of_address()
    line = kept_line(definition.name, number)
    if line is None:
        return refuse(request, not_found(State(language)))
    if request.method != "POST":
        return _show_fetched(request, who, line)
    try:
        if request.POST.get("do") == "store":
            return _store(request, who, line)
        if request.POST.get("do") == "propose":
            mapping = _proposed(request, who, line)
        else:
            mapping = as_plain(typed_mapping(request.POST, who.catalogue))
        _define(request, who, _with_mapping(definition, mapping), definition.changed_at)
    except (FetchFailed, ImportRefused, DamagedFile) as error:
        return _show_fetched(request, who, line, refused=_said(error, language))
    except YearError as error:
        said = [text(error.key, language, **error.fields)]
        return _show_fetched(request, who, line, refused=said)
    except DefinedMeanwhile as error:
        said = [text("source_pages.form.meanwhile", language, by=error.by)]
        return _show_fetched(request, who, line, refused=said, status=CONFLICT)
    said_saved = text("source_pages.kept.mapping_saved", language)
    return _show_fetched(request, who, line, said=said_saved)


@source_view()
def content(
    request: HttpRequest, who: Asker, definition: SourceDefinition, number: int
) -> HttpResponse:
    """Hand out what was fetched, as it came, to be kept and never to be run."""
    language = language_of_address()
    line = kept_line(definition.name, number)
    if line is None or not line.sha256:
        return refuse(request, not_found(State(language)))
    try:
        came = kept_fetched(line.sha256)
    except DamagedFile as error:
        said = _said(error, language)
        return _show_one(request, who, definition, refused=said, status=CONFLICT)
    response = HttpResponse(came, content_type="application/octet-stream")
    name = f"{definition.name}-{number}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _show_one(
    request: HttpRequest,
    who: Asker,
    definition: SourceDefinition,
    *,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    language, now = language_of_address(), timezone.now()
    lines = log_of(definition.name, _SHOWN)
    last = next(iter(lines), None)
    going = runs.going(settings.HOME, definition.name)
    page = pages.source_page(
        definition,
        lines,
        _yaml(definition, who),
        next_fetch(definition, last, now),
        going,
        now,
        language,
    )
    since, said = runs.last_words(settings.HOME, definition.name)
    told = last is not None and last.begun_at.timestamp() >= since
    died = text("source_pages.died", language, said=said) if said and not told else ""
    saved = "saved" in request.GET and request.method != "POST"
    return show_review(
        request,
        who,
        "source",
        page,
        status=status,
        refused=refused or ([died] if died and going is None else []),
        said=text("source_pages.form.saved", language) if saved else "",
    )


def _form(request: HttpRequest, who: Asker, definition: SourceDefinition | None) -> HttpResponse:
    language = language_of_address()
    typed = {k: str(v) for k, v in request.POST.items()}
    refused, status = [], 200
    if request.method == "POST":
        try:
            wanted = _typed(typed, who, definition)
            _define(request, who, wanted, _moment(typed.get("seen", "")))
        except (FetchFailed, ImportRefused) as error:
            refused, status = _said(error, language), BAD_REQUEST
        except DefinedMeanwhile as error:
            key = "meanwhile" if definition else "taken"
            refused = [text(f"source_pages.form.{key}", language, by=error.by)]
            status = CONFLICT
            if definition is not None and definition.changed_at is not None:
                typed["seen"] = definition.changed_at.isoformat()  # whoever saves again has seen it
        else:
            return redirect(f"{reverse('source', args=(wanted.name,))}?saved")
    kept = _yaml(definition, who) if definition else ""
    page = pages.source_form(definition, typed, kept, tuple(CONNECTORS), tuple(SCHEDULES), language)
    return show_review(request, who, "source_form", page, status=status, refused=refused)


def _typed(
    typed: dict[str, str], who: Asker, definition: SourceDefinition | None
) -> SourceDefinition:
    """Return the definition that was typed.

    Raises:
        FetchFailed, ImportRefused: it is not as it must be.
    """
    address = typed.get("address", "").replace("\0", "").strip()
    kept = definition.address if definition else None
    if not address.lower().startswith(_ADDRESSES) and address != kept:
        raise FetchFailed("only_address")
    options = {}
    for row in typed.get("options", "").replace("\0", "")[:4000].splitlines():
        name, found, value = row.partition("=")
        if row.strip() and not found:
            raise FetchFailed("bad_option", option=row, typed="")
        if row.strip():
            options[name.strip()] = value.strip()
    written = typed.get("mapping", "").strip()
    mapping = as_plain(mapping_from_text(written, who.catalogue)) if written else None
    return SourceDefinition(
        definition.name if definition else typed.get("name", "").strip(),
        typed.get("kind", ""),
        address,
        typed.get("schedule", ""),
        options,
        mapping,
    )


def _define(
    request: HttpRequest, who: Asker, wanted: SourceDefinition, seen: dt.datetime | None
) -> None:
    define(
        wanted,
        who.catalogue,
        who.name,
        person=who.person,
        asked_from=who.address,
        seen=seen,
        check=True,
    )


def _store(request: HttpRequest, who: Asker, line: Fetched) -> HttpResponse:
    refuse_wrong_clock()
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:4000]
    state = request.POST.get("known", "")
    done = store_kept(line, who.catalogue, who.name, reason=reason, state=state)
    committed = done.committed
    assert committed is not None
    log.record(
        "filing.import",
        "edition",
        ", ".join(committed.editions),
        by=who.person,
        address=who.address,
        after={"file": line.source, "added": committed.added, "changed": committed.changed},
    )
    return redirect(reverse("source", args=(line.source,)))


def _show_fetched(
    request: HttpRequest,
    who: Asker,
    line: Fetched,
    *,
    refused: list[str] | None = None,
    said: str = "",
    status: int | None = None,
) -> HttpResponse:
    language = language_of_address()
    refused = refused or []
    title = text(
        "source_pages.kept.title",
        language,
        name=line.source,
        at=format_moment(line.begun_at, language),
    )
    series = request.POST.get("series", "")
    preview: Preview | None = None
    page: Any = Titled(title)
    try:
        with kept_preview(line, who.catalogue) as (preview, _):
            page = previewed_page(
                import_page(who.catalogue, 0, "", language),
                preview,
                preview.mapping,
                as_yaml(preview.mapping),
                line.sha256,
                who.catalogue,
                language,
                as_drafts=False,
            )
    except (FetchFailed, ImportRefused, DamagedFile) as error:
        refused = [*refused, *(s for s in _said(error, language) if s not in refused)]
    return show_review(
        request,
        who,
        "source_fetched",
        page,
        status=status or (BAD_REQUEST if refused and request.method == "POST" else 200),
        heading=title,
        name=line.source,
        number=line.number,
        sha=line.table_sha256,
        facts=text(
            "source_pages.kept.facts", language, size=f"{line.size:,}", sha=line.sha256 or "–"
        ),
        known=preview.known if preview else "",
        has_preview=preview is not None,
        blank=None if preview else import_page(who.catalogue, 0, series, language),
        refused=refused,
        said=said,
        reason=request.POST.get("reason", ""),
    )


def _proposed(request: HttpRequest, who: Asker, line: Fetched) -> dict[str, Any]:
    """Return the mapping that is proposed once the series or year of every value is said."""
    series, year = request.POST.get("series") or None, request.POST.get("year", "").strip()
    parsed = parse_year(year) if year else None
    with kept_preview(line, who.catalogue, series, parsed) as (preview, _):
        return as_plain(preview.mapping)


def _with_mapping(definition: SourceDefinition, mapping: dict[str, Any]) -> SourceDefinition:
    return SourceDefinition(
        definition.name,
        definition.kind,
        definition.address,
        definition.schedule,
        definition.options,
        mapping,
    )


def _yaml(definition: SourceDefinition, who: Asker) -> str:
    if definition.mapping is None:
        return ""
    try:
        return as_yaml(mapping_from(definition.mapping, who.catalogue, definition.name))
    except ImportRefused:  # a series or unit of it is no more
        return ""


def _moment(typed: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(typed) if typed else None
    except ValueError:
        return None


def _said(error: FetchFailed | ImportRefused | DamagedFile, language: Language) -> list[str]:
    if isinstance(error, DamagedFile):
        return [text("terminal.damaged_file", language, path=error.path.name, reason=error.reason)]
    if isinstance(error, ImportRefused):
        return refusal_text(error.key, error.faults, error.fields, language).split("\n")
    if error.key == "only_address":
        return [text("source_pages.form.only_address", language)]
    return [text(f"sources.failed.{error.key}", language, **error.fields)]
