"""My numbers, a filing with its form and steps, the history of a cell, and evidence."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from moibench.analysis.review import reading, steps, writing
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.reading import FilingView
from moibench.analysis.review.steps import StepRefused, Words
from moibench.analysis.review.workbook import years_to_enter
from moibench.analysis.review.writing import (
    BadEvidence,
    Conflict,
    Content,
    Draft,
    NotWritable,
    Place,
    Refused,
)
from moibench.people import accounts
from moibench.people.rights import Role
from moibench.presentation.language import text
from moibench.presentation.pages.address import State
from moibench.presentation.pages.refusal import not_found
from moibench.presentation.pages.workbook import address as workbook_address
from moibench.presentation.pages.workbook import workbook_page
from moibench.presentation.review import filing as filing_words
from moibench.presentation.review import lists, words
from moibench.presentation.review.filing import Typed
from moibench.presentation.years import parse_year
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.accounts.reviewing import review_view, show_review
from moibench.web.checking import said_against
from moibench.web.page import BadParameter, number_of, refuse
from moibench.web.uploads import dropped


@review_view()
def my_numbers(request: HttpRequest, who: Asker) -> HttpResponse:
    """List what the person's units owe."""
    language = language_of_address()
    found = reading.my_numbers(who)
    names = accounts.names_of(d.last_step.taken_by for d in found if d.last_step)
    return show_review(
        request,
        who,
        "my_numbers",
        Titled(text("review.mine.title", language)),
        lines=lists.duty_lines(who, (("", d) for d in found), names, language),
        reminder=lists.reminder(found, language),
        is_officer=bool(who.units_held_as(Role.DATA_OFFICER)),
        workbooks=_workbooks(who),
    )


def _workbooks(who: Asker) -> list[tuple[str, str]]:
    """Return address and title of the workbook of each unit that the person enters."""
    language, found = language_of_address(), []
    for unit in who.units_held_as(Role.DATA_OFFICER):
        for year in years_to_enter(who, unit)[:1]:
            page = workbook_page(who.catalogue, unit, year, (), 0, language)
            found.append((workbook_address(unit, year, language), page.title))
    return found


@review_view("POST")
def filing(request: HttpRequest, who: Asker, source: str, year: str, unit: str) -> HttpResponse:
    """Show a filing; POST saves its drafts, or takes the step named by `do`."""
    place = Place(source, parse_year(year), unit)
    view = reading.filing_view(who, place)
    if request.method != "POST":
        return _show(request, who, view)
    do = request.POST.get("do", "")
    if do in ("save", "save_submit"):
        return _save(request, who, view, submit=do == "save_submit")
    return _step(request, who, view, do)


@review_view("POST")
def cell(
    request: HttpRequest, who: Asker, source: str, year: str, unit: str, series: str
) -> HttpResponse:
    """Show every version of a cell and what was said about it; POST asks or answers."""
    language = language_of_address()
    place = Place(source, parse_year(year), unit)
    refused: list[str] = []
    if request.method == "POST":
        said = request.POST.get("text", "")
        try:
            (writing.ask if request.POST.get("do") == "ask" else writing.answer)(
                who, place, series, said
            )
            return redirect(words.address(place, language, series))
        except Refused as refusal:
            refused = [words.fault_said(f, who.catalogue, language) for f in refusal.faults]
    view = reading.filing_view(who, place)
    line = next((x for x in view.lines if x.series.id == series), None)
    if line is None:
        return refuse(request, not_found(State(language)))
    history = reading.cell_history(who, place, series)
    names = _names(view, *history)
    return show_review(
        request,
        who,
        "cell",
        Titled(
            text("review.form.history_of", language, series=line.series.name.in_language(language))
        ),
        of=words.title(who.catalogue, place, language),
        back=words.address(place, language),
        versions=filing_words.version_lines(history, names, language),
        remarks=filing_words.remarks_said(line, names, language),
        may_ask=view.may_ask,
        may_answer=who.may(steps.ACTION["submit"], unit) and bool(line.remarks),
        refused=refused,
    )


@review_view()
def evidence(request: HttpRequest, who: Asker, unit: str, evidence: int) -> HttpResponse:
    """Hand out a file of evidence, to be kept and never to be run."""
    found = reading.evidence_file(who, unit, evidence)
    if found is None:
        return refuse(request, not_found(State(language_of_address())))
    name, media_type, content = found
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _save(request: HttpRequest, who: Asker, view: FilingView, *, submit: bool) -> HttpResponse:
    language = language_of_address()
    typed, faults = _typed(request, who, view)
    drafts = {series: _draft(view.place, series, t) for series, t in typed.items()}
    read = [d for d in drafts.values() if d is not None]
    for series, one in drafts.items():
        if one is None:
            bad = _first_bad(typed[series])
            name = who.catalogue.series[series].name.in_language(language)
            said = text("review.form.typed_no_number", language, typed=bad)
            faults.append(f"{name}: {said}")
    faults += [words.fault_said(f, who.catalogue, language) for f in writing.check(who, read)]
    if not faults:
        before = {line.series.id: line.content for line in view.lines}
        faults = said_against(who, [d for d in read if d.content != before[d.series]], language)
    if faults:
        return _show(request, who, view, refused=faults, typed=typed)
    try:
        saved = writing.save_drafts(who, read, "form")
    except Conflict as conflict:
        theirs = {c.series: c for c in conflict.theirs}
        newer = {
            s: _with_version(t, theirs[s].version) if s in theirs else t for s, t in typed.items()
        }
        said = [text("review.form.conflict", language)]
        return _show(request, who, view, refused=said, typed=newer, theirs=theirs)
    except NotWritable as refusal:
        return _refused_step(request, who, view.place, refusal)
    if submit:
        return _step(request, who, reading.filing_view(who, view.place), "submit", check=False)
    count = len(saved.written)
    return redirect(f"{words.address(view.place, language)}?saved={count}")


def _step(
    request: HttpRequest, who: Asker, view: FilingView, name: str, *, check: bool = True
) -> HttpResponse:
    post = request.POST
    seen = post.get("seen", "")
    said = Words(
        post.get("comment", "").replace("\0", "")[: writing.LONGEST],
        {
            line.series.id: post.get(f"{line.series.id}-question", "").replace("\0", "")[
                : writing.LONGEST
            ]
            for line in view.lines
            if post.get(f"{line.series.id}-question", "").strip()
        },
        tuple(post.getlist("verified")),
    )
    try:
        steps.take_step(
            who, view.place, name, said, int(seen) if check and seen.isdecimal() else None
        )
    except StepRefused as refusal:
        return _refused_step(request, who, view.place, refusal)
    except Refused as refusal:
        language = language_of_address()
        faults = [words.fault_said(f, who.catalogue, language) for f in refusal.faults]
        return _show(request, who, view, refused=faults)
    return redirect(words.address(view.place, language_of_address()))


def _refused_step(
    request: HttpRequest, who: Asker, place: Place, refusal: StepRefused | NotWritable
) -> HttpResponse:
    view = reading.filing_view(who, place)
    said = words.refusal_said(refusal, who.catalogue, _names(view), language_of_address())
    return _show(request, who, view, refused=[said])


def _show(
    request: HttpRequest,
    who: Asker,
    view: FilingView,
    *,
    refused: list[str] | None = None,
    typed: dict[str, Typed] | None = None,
    theirs: dict[str, writing.Cell] | None = None,
) -> HttpResponse:
    language = language_of_address()
    saved = request.GET.get("saved", "")
    said = ""
    if saved.isdecimal() and len(saved) < 5 and request.method != "POST":
        key = "review.form.saved" if int(saved) else "review.form.saved_none"
        said = text(key, language, count=int(saved))
    page = filing_words.filing_page(
        who,
        view,
        reading.last_values(who, view.place),
        _names(view, *(theirs or {}).values()),
        language,
        typed=typed,
        theirs=theirs,
    )
    return show_review(
        request,
        who,
        "filing",
        page,
        refused=refused or [],
        said=said,
    )


def _names(view: FilingView, *cells: writing.Cell) -> dict[str, str]:
    known = [*cells, *(line.cell for line in view.lines if line.cell)]
    found = {c.written_by for c in known} | {v for c in known for v in c.verified_by}
    found |= {s.taken_by for s in view.steps}
    found |= {r.written_by for line in view.lines for r in line.remarks}
    return accounts.names_of(found)


def _typed(
    request: HttpRequest, who: Asker, view: FilingView
) -> tuple[dict[str, Typed], list[str]]:
    """Return what was typed by series, files already kept, and what is wrong with the files."""
    post, faults = request.POST, []
    found = {}
    for line in view.lines:
        series = line.series.id
        if f"{series}-version" not in post:
            continue
        kept = post.get(f"{series}-kept", "")
        evidence = int(kept) if kept.isdecimal() and len(kept) < 19 else None
        if post.get(f"{series}-drop"):
            evidence = None
        file = request.FILES.get(f"{series}-evidence")
        if f"{series}-evidence" in dropped(request):
            name = line.series.name.in_language(language_of_address())
            faults.append(text("review.fault.bad_evidence", language_of_address(), first=name))
        if file is not None:
            try:
                if (file.size or 0) > writing.LARGEST_EVIDENCE:
                    raise BadEvidence(file.name or "")
                evidence = writing.add_evidence(who, view.place.unit, file.name or "", file.read())
            except BadEvidence as error:
                language = language_of_address()
                faults.append(text("review.fault.bad_evidence", language, first=error.name))
        version = post.get(f"{series}-version", "")
        found[series] = Typed(
            value=post.get(f"{series}-value", "").strip(),
            status=post.get(f"{series}-status", ""),
            standard_error=post.get(f"{series}-error", "").strip(),
            reason=post.get(f"{series}-reason", "").replace("\r\n", "\n"),
            comment=post.get(f"{series}-comment", "").replace("\r\n", "\n"),
            follow_up=bool(post.get(f"{series}-follow")),
            evidence=evidence,
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        )
    return found, faults


def _draft(place: Place, series: str, typed: Typed) -> Draft | None:
    """Return the draft that was typed, None where a number is none.

    A value without a status is taken to be final; so is one put where there was none.
    """
    try:
        value = number_of("value", typed.value) if typed.value else None
        error = number_of("error", typed.standard_error) if typed.standard_error else None
    except BadParameter:
        return None
    status = typed.status or ("final" if value is not None else "")
    content = Content(
        value, status, error, typed.reason, typed.comment, typed.follow_up, typed.evidence
    )
    return Draft(place, series, content, typed.version)


def _first_bad(typed: Typed) -> str:
    for written in (typed.value, typed.standard_error):
        try:
            if written:
                number_of("value", written)
        except BadParameter:
            return written[:40]
    return ""


def _with_version(typed: Typed, version: int) -> Typed:
    return replace(typed, version=version)
