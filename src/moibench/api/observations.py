"""Observations at one address, in whichever format is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal, get_args

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from ninja import Query, Router

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.observations import CurrentValue, Question
from moibench.analysis.vantage import current_vantage
from moibench.api.asking import Named, Year, again, listed, only_known, units_of, year_of
from moibench.api.problems import BadRequest, language_of
from moibench.presentation.language import Language
from moibench.reports.observations import FORMATS, export_pieces
from moibench.reports.observations.csv_on_the_web import MEDIA_TYPE, table_metadata

router = Router(tags=["observations"])
Format = Literal["json", "csv", "csvw", "xlsx", "sdmx-csv", "sdmx-ml", "sdmx-ml-2.1", "json-stat"]
# In order of preference where Accept leaves a choice.
MEDIA_TYPES: dict[str, Format] = {
    "application/json": "json",
    "text/csv": "csv",
    MEDIA_TYPE: "csvw",
    "application/vnd.sdmx.data+csv": "sdmx-csv",
    "application/vnd.sdmx.data+xml": "sdmx-ml",
    "application/vnd.sdmx.structurespecificdata+xml": "sdmx-ml-2.1",
    "application/vnd.json-stat+json": "json-stat",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_AFTER_PARTS = 3
_FORM = 1  # to be counted up when a format is written differently, for what readers have kept


@router.get("/observations")
def get_observations(
    request: HttpRequest,
    series: Named = None,
    units: Named = None,
    year: Year = None,
    from_year: Year = None,
    to_year: Year = None,
    format: Annotated[
        Format | None, Query(description="Comes before Accept; for those who cannot set it")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=10_000, description="Of JSON, rows on a page")] = 1000,
    after: Annotated[
        str | None, Query(max_length=200, description="From `next` of the page before")
    ] = None,
) -> HttpResponse:
    """Return the values that count, in order of series, unit and year.

    JSON comes in pages; every other format comes whole, as a stream. `units` takes codes or names.
    """
    form = format or _accepted(request)
    language = language_of(request)
    asked = listed(series)
    only_known(asked, current_catalogue().series, "series")
    question = Question(
        asked or None,
        units_of(units) or None,
        year_of(year),
        current_vantage().moment,
        year_of(from_year),
        year_of(to_year),
        _place(after),
    )
    tag = _tag(request, question, form, language)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return _headed(unchanged, tag)
    return _headed(_answer(request, question, form, language, limit), tag)


def _answer(
    request: HttpRequest, question: Question, form: Format, language: Language, limit: int
) -> HttpResponse:
    catalogue = current_catalogue()
    if form == "json":
        return JsonResponse(
            _page(request, question, limit), json_dumps_params={"ensure_ascii": False}
        )
    if form == "csvw":
        content = table_metadata(again(request, format="csv"), catalogue, language)
        return JsonResponse(
            content, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
        )
    _, media_type, ending = FORMATS[form]
    pieces = export_pieces(form, question, catalogue, language)
    response = StreamingHttpResponse(_begun(pieces), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="observations.{ending}"'
    response["Content-Language"] = language
    if form == "csv":
        described = again(request, format="csvw")
        response["Link"] = f'<{described}>; rel="describedby"; type="{MEDIA_TYPE}"'
    return response


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Take the first piece at once, so that a fault is still an answer and not a torn file."""
    first = next(pieces, b"")

    def all_of_them() -> Iterator[bytes]:
        yield first
        yield from pieces

    return all_of_them()


def _page(request: HttpRequest, question: Question, limit: int) -> dict[str, Any]:
    rows = list(islice(question.rows(), limit + 1))
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return {
        "items": [row_json(row) for row in rows[:limit]],
        "next": again(request, after=f"{last.series}/{last.unit}/{last.year}") if last else None,
    }


def row_json(row: CurrentValue) -> dict[str, Any]:
    """Return a value with its place; no value is null, and `status` says why."""
    return row._asdict()


def _place(after: str | None) -> tuple[str, str, int] | None:
    if not after:
        return None
    parts = after.split("/")
    if len(parts) != _AFTER_PARTS or not (parts[2].isascii() and parts[2].isdecimal()):
        raise BadRequest("after")
    if len(parts[2]) > 4 or "\0" in after:
        raise BadRequest("after")
    return parts[0], parts[1], int(parts[2])


def _accepted(request: HttpRequest) -> Format:
    """Return the format that Accept prefers.

    Raises:
        BadRequest: it wants none of them.
    """
    accepted = request.headers.get("Accept", "")
    if "json-stat" in accepted.lower():  # it has no media type of its own, only a profile
        return "json-stat"
    wanted = request.get_preferred_type(_with_parameters(accepted))
    if wanted is None:
        raise BadRequest("not_acceptable", 406, known=", ".join(get_args(Format)))
    return MEDIA_TYPES[wanted.split(";")[0]]


def _with_parameters(accepted: str) -> list[str]:
    """Return the media types; with the version where the question names one."""
    return [
        *MEDIA_TYPES,
        *(
            part.split(";q=")[0].strip()
            for part in accepted.split(",")
            if part.split(";")[0].strip() in MEDIA_TYPES
        ),
    ]


def _tag(request: HttpRequest, question: Question, form: Format, language: Language) -> str:
    """Return a weak tag: the same data in the same format may differ in a moment of writing."""
    told = (
        question.version(),
        current_catalogue().version,
        _FORM,
        form,
        language,
        request.get_full_path(),
    )
    return f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def _headed(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Vary"] = "Accept, Accept-Language"
    response["Cache-Control"] = "no-cache"
    return response
