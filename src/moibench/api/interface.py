"""Profile and ranking as the JSON documented in docs/reference/json.md; read only."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from moibench.analysis import errors
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.edition_difference import edition_before, edition_difference
from moibench.analysis.editions import editions, find_edition
from moibench.analysis.profile import profile
from moibench.analysis.ranking import ranking
from moibench.analysis.search import find_subject, find_unit
from moibench.presentation.machine_editions import difference_json, edition_json
from moibench.presentation.machine_profile import profile_json, ranking_json
from moibench.presentation.years import YearError, parse_year

# The page of documentation that the library offers needs scripts our Content-Security-Policy
# refuses; the description itself is at /api/openapi.json.
api = NinjaAPI(title="MOI Benchmarking", version="1", docs_url=None, urls_namespace="api")


@api.get("/profile/{unit}", url_name="profile")
def get_profile(
    request: HttpRequest,
    unit: str,
    year: str | None = None,
    change_from: str | None = None,
    with_bangkok: bool = False,
) -> dict[str, Any]:
    """Return a unit's profile; `unit` is a code or a name, years are CE or พ.ศ."""
    answer = profile(
        find_unit(unit),
        parse_year(year) if year else None,
        with_bangkok=with_bangkok,
        change_from=parse_year(change_from) if change_from else None,
    )
    return profile_json(answer, current_catalogue())


@api.get("/ranking/{subject}", url_name="ranking")
def get_ranking(
    request: HttpRequest,
    subject: str,
    year: str | None = None,
    level: Literal["province", "cluster", "region", "district", "subdistrict"] = "province",
    with_bangkok: bool = False,
) -> dict[str, Any]:
    """Return the units of a level in order of an indicator, a dimension or `overall`."""
    answer = ranking(
        find_subject(subject),
        parse_year(year) if year else None,
        level=level,
        with_bangkok=with_bangkok,
    )
    return ranking_json(answer, current_catalogue())


@api.get("/edition/", url_name="editions")
def get_editions(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every published edition, the newest first."""
    return [edition_json(e) for e in editions()]


@api.get("/edition/{year}/{number}", url_name="edition")
def get_edition(request: HttpRequest, year: str, number: str) -> dict[str, Any]:
    """Return what an edition froze, and every difference from the edition before."""
    name = f"{year}/{number}"
    found = find_edition(name)
    if found is None:
        raise errors.UnknownEdition(name, tuple(e.name for e in editions()))
    older = edition_before(name)
    difference = None if older is None else difference_json(edition_difference(older, name))
    return {**edition_json(found), "difference": difference}


@api.exception_handler(errors.AnalysisError)
def refuse_question(request: HttpRequest, error: errors.AnalysisError) -> HttpResponse:
    """Answer 404 with the reason and what could be asked instead."""
    content = {
        "error": type(error).__name__,
        "detail": str(error),
        "nearest": getattr(error, "nearest", ()),
        "years": getattr(error, "years", ()),
    }
    return api.create_response(request, content, status=404)


@api.exception_handler(YearError)
def refuse_year(request: HttpRequest, error: YearError) -> HttpResponse:
    """Answer 422: what was given is not a year."""
    content = {"error": "YearError", "detail": str(error), "nearest": (), "years": ()}
    return api.create_response(request, content, status=422)
