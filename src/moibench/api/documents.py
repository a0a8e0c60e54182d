"""The documents of a unit's report pack, as its page hands them out."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router

from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.search import find_unit
from moibench.api.asking import Named, Year, units_of, year_of
from moibench.api.problems import BadRequest, language_of
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.reports.documents import KINDS, build, gather

router = Router(tags=["results"])
Kind = Literal["docx", "pptx", "xlsx", "pdf", "profile"]


@router.get("/profile/{unit}/report")
def get_report(
    request: HttpRequest,
    unit: str,
    format: Annotated[Kind | None, Query(description="Comes before Accept")] = None,
    year: Year = None,
    change_from: Year = None,
    benchmark: ChosenKind = "country",
    against: Named = None,
    with_bangkok: bool = False,
) -> HttpResponse:
    """Return a unit's report as Word, PowerPoint, Excel or PDF, or its one-page profile.

    `Accept` chooses among them where `format` does not; `lang` is the document's language.
    """
    language = language_of(request)
    kind = format or _accepted(request)
    code = find_unit(unit)
    choice = BenchmarkChoice(kind=benchmark, units=units_of(against), with_bangkok=with_bangkok)
    pack = gather(
        code,
        year_of(year),
        language,
        with_bangkok=with_bangkok,
        change_from=year_of(change_from),
        choice=choice,
        address=request.build_absolute_uri(address.area(State(language), code)),
    )
    response = HttpResponse(build(kind, pack), content_type=KINDS[kind].media_type)
    name = KINDS[kind].file_name(pack)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Language"] = language
    response["Vary"] = "Accept, Accept-Language"
    response["Cache-Control"] = "no-cache"
    return response


def _accepted(request: HttpRequest) -> str:
    """Return the kind that Accept prefers, Word where it leaves the choice.

    Raises:
        BadRequest: it wants none of them.
    """
    by_media = {KINDS[kind].media_type: kind for kind in reversed(KINDS)}
    wanted = request.get_preferred_type([KINDS[kind].media_type for kind in KINDS])
    if wanted is None:
        raise BadRequest("not_acceptable", 406, known=", ".join(KINDS))
    return by_media[wanted]
