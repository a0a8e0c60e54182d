"""The page on which a unit's officers hand in the documents its reports are written into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.search import find_unit
from moibench.analysis.unit_templates import (
    LONGEST_NAME,
    KeptTemplate,
    TemplateError,
    put_template,
    take_away_template,
    template_content,
    template_history,
)
from moibench.people import log
from moibench.people.address import client_address
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import RefusalPage
from moibench.reports.documents import KINDS, build, gather
from moibench.reports.docx.template import CONTENT, fields_of
from moibench.reports.letters import writable
from moibench.reports.template import Template, check_template
from moibench.reports.write import ReportError
from moibench.web.accounts.access import allowed, asking, for_signed_in
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.explaining import explained
from moibench.web.page import refuse, show
from moibench.web.unit_templates import (
    FIELD,
    TEMPLATE_KINDS,
    Kind,
    NotYourTemplate,
    Offered,
    may_use,
    offered,
    template_asked,
    template_lent,
)
from moibench.web.uploads import dropped
from moibench.web.views.refused import forbidden

LARGEST = 20_000_000  # bytes of one template
BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE = 400, 403, 404, 409, 413


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done to a template, as the history lists it."""

    kept: KeptTemplate
    said: str
    when: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A kind of template, what is in force, and what was done before, the newest first."""

    kind: Kind
    title: str
    hint: str
    accept: str
    kept: KeptTemplate | None
    in_force: str
    newest: int | None
    history: tuple[Change, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
@explained
def unit_templates(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show the templates of a unit; a post puts one in force or takes one away."""
    unit = find_unit(code)
    if not may_use(request, unit):
        return forbidden(request)
    may_change = allowed(request, Action.CHANGE_TEMPLATE, unit)
    refused, status = "", 200
    if request.method == "POST":
        if not may_change:
            return forbidden(request)
        try:
            _change(request, unit, state)
            return redirect(request.get_full_path())
        except (TemplateError, ReportError) as error:
            refused = text(error.key, state.language, **error.fields)
            status = _status(error)
    return _show(request, state, unit, refused, status, may_change)


@require_http_methods(["GET", "HEAD"])
@for_signed_in
def unit_template(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand out a template of a unit, in force or of before."""
    unit = code if code in current_catalogue().units else ""
    if not unit:
        raise Http404
    if not may_use(request, unit):
        return forbidden(request)
    try:
        kept, content = template_content(unit, number)
    except TemplateError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=KINDS[kept.kind].media_type)
    response["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def template_or_refusal(
    request: HttpRequest, unit: str, kind: str
) -> Template | HttpResponse | None:
    """Return the template a document's address names, a page that refuses it, or None.

    unit: whose document it is; "" for one that is of no one unit, such as a tray.
    """
    language = language_of_address()
    try:
        if not unit:
            return template_lent(request, request.GET.get(FIELD, ""), kind)
        return template_asked(request, unit, kind)
    except NotYourTemplate as error:
        known = current_catalogue().units
        name = (
            full_unit_name(current_catalogue(), error.unit, language) if error.unit in known else ""
        )
        said = text("unit_template.error.not_yours", language, unit=name or error.unit)
        return _refusal(request, said, FORBIDDEN)
    except TemplateError as error:
        return _refusal(request, text(error.key, language, **error.fields), NOT_FOUND)


def unfit(request: HttpRequest, error: ReportError) -> HttpResponse:
    """Return the page that says why a document could not be written into a template."""
    return _refusal(request, error.in_language(language_of_address()), BAD_REQUEST)


def _refusal(request: HttpRequest, said: str, status: int) -> HttpResponse:
    title = text("unit_template.link", language_of_address())
    return refuse(request, RefusalPage(status, title, said, "", ()))


def _change(request: HttpRequest, unit: str, state: State) -> None:
    kind = next((k for k in TEMPLATE_KINDS if k == request.POST.get("kind")), None)
    if kind is None:
        raise TemplateError("unit_template.error.no_kind")
    person = asking(request)
    by = person.name if person else ""
    typed = request.POST.get("after", "")
    after = int(typed) if typed.isdecimal() else None
    before = next((k for k in template_history(unit) if k.kind == kind), None)
    match request.POST.get("act"):
        case "take_away":
            made = take_away_template(unit, kind, by, after)
        case "put_back":
            number = request.POST.get("number", "")
            kept, content = template_content(unit, int(number) if number.isdecimal() else 0)
            _try(Template(kept.name, content), kept.kind, unit, state)
            made = put_template(unit, kept.kind, kept.name, content, by, after)
        case _:
            name, content = _file(request, kind)
            _try(check_template(name, content, f".{kind}"), kind, unit, state)
            made = put_template(unit, kind, name, content, by, after)
    log.record(
        "template.put" if made.sha256 else "template.taken_away",
        "template",
        f"{unit} {kind}",
        by=person,
        address=client_address(request),
        before=_stated(before),
        after=_stated(made),
    )


def _stated(kept: KeptTemplate | None) -> dict[str, str] | None:
    if kept is None or not kept.sha256:
        return None
    return {"name": kept.name, "file": kept.sha256}


def _file(request: HttpRequest, kind: Kind) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if "file" in dropped(request) or (file is not None and (file.size or 0) > LARGEST):
        raise TemplateError("unit_template.error.too_large", most=LARGEST // 1_000_000)
    if file is None:
        raise TemplateError("unit_template.error.no_file")
    name = writable(PurePath(file.name or "").name).strip()[-LONGEST_NAME:]
    return name or f"template.{kind}", file.read()


def _try(template: Template, kind: str, unit: str, state: State) -> None:
    """Write the newest report of the unit into the template, so that it works when it is needed.

    Raises:
        ReportError: it does not fit.
    """
    build(kind, gather(unit, None, state.language, template=template))


def _status(error: TemplateError | ReportError) -> int:
    if error.key.endswith("meanwhile"):
        return CONFLICT
    return TOO_LARGE if error.key.endswith("too_large") else BAD_REQUEST


def _show(
    request: HttpRequest, state: State, unit: str, refused: str, status: int, may_change: bool
) -> HttpResponse:
    language = state.language
    catalogue = current_catalogue()
    history = template_history(unit)
    name = full_unit_name(catalogue, unit, language)
    documents = offered(request, unit, state)
    pack = gather(unit, None, language)
    fields, contents = fields_of(pack.report), [f"chapter:{c.id}" for c in pack.report.chapters]
    response = show(
        request,
        "unit_templates",
        state,
        Titled(text("unit_template.title", language, unit=name)),
        status=status,
        section="tray",
        code=unit,
        slots=[_slot(kind, history, language) for kind in TEMPLATE_KINDS],
        lent=[_lent(o, language) for o in documents if o.kept.unit != unit],
        own={o.kept.kind: o.link for o in documents if o.kept.unit == unit},
        may_change=may_change,
        refused=refused,
        area=address.area(state, unit),
        contents=[f"{{{{{n}}}}}" for n in (*CONTENT, *contents)],
        fields=[(f"{{{{{n}}}}}", said) for n, said in fields.items() if said],
    )
    response["Cache-Control"] = "no-store"
    return response


def _slot(kind: Kind, history: tuple[KeptTemplate, ...], language: Language) -> Slot:
    rows = [row for row in history if row.kind == kind]
    newest = rows[0] if rows else None
    kept = newest if newest is not None and newest.sha256 else None
    said = text("unit_template.none", language)
    if kept is not None:
        said = text(
            "unit_template.in_force",
            language,
            name=kept.name,
            size=f"{max(1, round(kept.size / 1000)):,}",
            who=kept.changed_by,
            date=format_moment(kept.changed_at, language),
        )
    return Slot(
        kind,
        text(f"unit_template.kinds.{kind}", language),
        text(f"unit_template.hint.{kind}", language),
        f".{kind}",
        kept,
        said,
        newest.id if newest else None,
        tuple(_change_said(row, language) for row in rows),
    )


def _change_said(row: KeptTemplate, language: Language) -> Change:
    key = "unit_template.was_put" if row.sha256 else "unit_template.was_taken"
    said = text(key, language, name=row.name)
    return Change(row, said, format_moment(row.changed_at, language))


def _lent(document: Offered, language: Language) -> tuple[str, address.Link]:
    unit = full_unit_name(current_catalogue(), document.kept.unit, language)
    said = text("unit_template.none_of_above", language, unit=unit, name=document.kept.name)
    return said, document.link
