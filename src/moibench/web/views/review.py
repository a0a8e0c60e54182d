"""The reviewer's inbox, and completeness as tables and a map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.review import completeness as complete
from moibench.analysis.review import duties, reading, steps
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.steps import StepRefused
from moibench.analysis.review.writing import Place
from moibench.people import accounts
from moibench.presentation.language import text
from moibench.presentation.review import lists, words
from moibench.presentation.review.completeness import completeness_page
from moibench.presentation.years import parse_year
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.accounts.reviewing import review_view, show_review


@review_view("POST")
def inbox(request: HttpRequest, who: Asker) -> HttpResponse:
    """List what waits for the person; POST publishes the filings chosen, all or none."""
    language = language_of_address()
    refused = ""
    if request.method == "POST":
        chosen = [p for key in request.POST.getlist("filing") if (p := _place(key)) is not None]
        try:
            added = steps.publish(who, chosen)
            return redirect(
                f"{lists.inbox_address(language)}?published={len(added)}&added={sum(added.values())}"
            )
        except StepRefused as refusal:
            refused = words.refusal_said(refusal, who.catalogue, {}, language)
    found = reading.inbox(who)
    names = accounts.names_of(d.last_step.taken_by for _, d in found if d.last_step)
    counts = [request.GET.get(field, "") for field in ("published", "added")]
    said = ""
    if all(c.isdecimal() and len(c) < 7 for c in counts):
        filings, values = map(int, counts)
        said = text("review.inbox.published", language, filings=filings, count=values)
    return show_review(
        request,
        who,
        "inbox",
        Titled(text("review.inbox.title", language)),
        lines=lists.duty_lines(who, found, names, language),
        may_publish=any(step == "publish" for step, _ in found),
        publish=words.step_name("publish", language),
        refused=refused,
        said=said,
    )


@review_view()
def completeness(request: HttpRequest, who: Asker) -> HttpResponse:
    """Show how complete a year's figures are, for the units that the person may see."""
    language = language_of_address()
    years = complete.years(who)
    typed = request.GET.get("year", "").strip()
    reported = [
        y
        for s in duties.reported_sources(who.catalogue).values()
        if s.reporting
        for y in s.reporting.years_open(who.on)
    ]
    year = parse_year(typed) if typed else max(reported, default=years[0])
    chosen = request.GET.get("source", "")
    if chosen not in who.catalogue.sources:
        chosen = ""
    page = completeness_page(who, complete.completeness(who, year), years, chosen, language)
    return show_review(request, who, "completeness", page)


def _place(key: str) -> Place | None:
    parts = key.split("/")
    if len(parts) != 3 or not parts[1].isdecimal() or len(parts[1]) != 4:
        return None
    return Place(parts[0], int(parts[1]), parts[2])
