"""The written analysis: what the system drafts, what an officer writes in its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import UnitDidNotExist
from moibench.analysis.profile import profile
from moibench.analysis.search import find_unit
from moibench.analysis.writing import (
    WritingError,
    Written,
    forget_sentence,
    keep_sentence,
    sentences_of,
    text_history,
    write_text,
)
from moibench.people.rights import Action
from moibench.presentation.fields import FieldError, fill_fields, known_fields
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.report.written import generated_text
from moibench.presentation.years import format_year
from moibench.reports.documents import KINDS, Pack, gather, place_of
from moibench.web.accounts.access import allowed, asking, for_signed_in
from moibench.web.accounts.frame import Titled
from moibench.web.explaining import explained
from moibench.web.page import show

# A spreadsheet would run what begins so.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text of before, as the page lists it."""

    said: str
    text: str


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter: the draft, what stands in its place, and what to show where that was refused."""

    id: str
    title: str
    generated: tuple[str, ...]
    own: str
    draft: str
    newest: int | None
    has_changed: bool
    said: str
    history: tuple[Earlier, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
@explained
def chapters(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show the drafts and the texts of a unit's report; a post writes one chapter."""
    pack = gather(find_unit(code), state.year, state.language, with_bangkok=state.with_bangkok)
    unit = pack.profile.unit_code
    may_write = allowed(request, Action.WRITE_FIGURES, unit)
    refused, status, kept = "", 200, ("", "")
    if request.method == "POST":
        if not may_write:
            from moibench.web.views.refused import forbidden

            return forbidden(request)
        try:
            _write(request, pack)
            return redirect(request.get_full_path())
        except (WritingError, FieldError) as error:
            status = 409 if getattr(error, "key", "").endswith("meanwhile") else 400
            refused = _said(error, state.language)
            kept = (request.POST.get("chapter", ""), request.POST.get("text", ""))
    name = full_unit_name(pack.catalogue, unit, state.language)
    year = format_year(pack.profile.year, state.language)
    page = Titled(text("writing.title", state.language, unit=name, year=year))
    response = show(
        request,
        "writing",
        state,
        page,
        status=status,
        section="tray",
        chapters=_chapters(pack, kept),
        may_write=may_write,
        refused=refused,
        area=address.area(state, unit),
        documents=[
            (text(f"area.document.{kind}", state.language), _document_address(state, unit, kind))
            for kind in KINDS
        ],
    )
    response["Cache-Control"] = "no-store"
    return response


def _document_address(state: State, unit: str, kind: str) -> str:
    return state.plain().address(f"/report/{unit}.{kind}")


def _said(error: WritingError | FieldError, language: Language) -> str:
    if isinstance(error, FieldError):
        return error.in_language(language)
    return text(error.key, language, **error.fields)


def _write(request: HttpRequest, pack: Pack) -> None:
    chapter = next(
        (c for c in pack.generated.chapters if c.id == request.POST.get("chapter")), None
    )
    if chapter is None:
        raise WritingError("writing.error.no_chapter")
    own = request.POST.get("text", "").replace("\r\n", "\n").strip()
    if request.POST.get("act") == "withdraw":
        own = ""
    fill_fields(own, pack.profile, pack.catalogue, pack.language)
    newest = request.POST.get("after", "")
    person = asking(request)
    write_text(
        place_of(pack.profile, pack.language),
        chapter.id,
        own,
        generated_text(chapter),
        person.name if person else "",
        int(newest) if newest.isdecimal() else None,
    )


def _chapters(pack: Pack, kept: tuple[str, str]) -> list[ChapterText]:
    history = text_history(place_of(pack.profile, pack.language))
    made = []
    for chapter in pack.generated.chapters:
        draft = generated_text(chapter)
        if not draft:
            continue
        rows = history.get(chapter.id, [])
        newest = rows[0] if rows else None
        in_force = newest if newest is not None and newest.text else None
        own = in_force.text if in_force else ""
        if kept[0] == chapter.id:
            own = kept[1]
        made.append(
            ChapterText(
                chapter.id,
                chapter.title,
                tuple(draft.split("\n")),
                own,
                draft,
                newest.id if newest else None,
                in_force is not None and in_force.generated != draft,
                _by(in_force, pack.language) if in_force else "",
                tuple(
                    Earlier(
                        _by(row, pack.language),
                        row.text or text("writing.withdrawn", pack.language),
                    )
                    for row in rows
                ),
            )
        )
    return made


def _by(written: Written, language: Language) -> str:
    return text(
        "writing.written",
        language,
        name=written.written_by,
        date=format_moment(written.written_at, language),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
@explained
def sentences(request: HttpRequest, state: State) -> HttpResponse:
    """Show a person's sentences with fields, and one tried on a unit; a post keeps or deletes."""
    person = asking(request)
    owner = person.username if person else ""
    given = request.POST if request.method == "POST" else request.GET
    refused, status, result = "", 200, ""
    answer = profile(
        find_unit(given.get("unit", "").strip() or "24"),
        state.year,
        with_bangkok=state.with_bangkok,
    )
    catalogue = current_catalogue()
    template = given.get("template", "").strip()
    try:
        if template:
            result = fill_fields(template, answer, catalogue, state.language)
        if request.method == "POST":
            if request.POST.get("act") == "forget":
                forget_sentence(owner, request.POST.get("name", ""))
            else:
                keep_sentence(owner, request.POST.get("name", ""), state.language, template)
            return redirect("sentences")
    except (WritingError, FieldError) as error:
        refused, status = _said(error, state.language), 400
    mine = [
        (name, written, _tried(written, answer, state.language))
        for name, _, written in sentences_of(owner)
    ]
    response = show(
        request,
        "sentences",
        state,
        Titled(text("writing.sentences.title", state.language)),
        status=status,
        section="tray",
        mine=mine,
        sentence=template,
        name=given.get("name", ""),
        unit=answer.unit_code,
        result=result,
        refused=refused,
        fields=known_fields(answer, catalogue),
        all_address=f"{reverse('sentences_of_all')}?{urlencode({'template': template})}",
    )
    response["Cache-Control"] = "no-store"
    return response


def _tried(template: str, answer: object, language: Language) -> str:
    try:
        return fill_fields(template, answer, current_catalogue(), language)  # type: ignore[arg-type]
    except FieldError as error:
        return error.in_language(language)


@require_http_methods(["GET", "HEAD"])
@for_signed_in
@explained
def sentences_of_all(request: HttpRequest, state: State) -> HttpResponse:
    """Hand out one sentence for every province as CSV."""
    template = request.GET.get("template", "").strip()
    try:
        lines = list(_of_all(template, state))
    except FieldError as error:
        return HttpResponse(
            error.in_language(state.language), status=400, content_type="text/plain; charset=utf-8"
        )
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    response = HttpResponse(
        b"\xef\xbb\xbf" + buffer.getvalue().encode(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="sentences.csv"'
    return response


def _of_all(template: str, state: State) -> Iterator[tuple[str, str, str]]:
    catalogue = current_catalogue()
    yield ("unit", "name", "sentence")
    for unit in catalogue.units.values():
        if unit.unit_type != "province":
            continue
        try:
            answer = profile(unit.code, state.year, with_bangkok=state.with_bangkok)
        except UnitDidNotExist:
            continue
        said = fill_fields(template, answer, catalogue, state.language)
        said = f"'{said}" if said.startswith(FORMULA) else said
        yield (unit.code, unit_name(catalogue, unit.code, state.language), said)
