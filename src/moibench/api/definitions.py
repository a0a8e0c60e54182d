"""The catalogue as JSON: what is measured where, by whom, and how an index is made of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from moibench.analysis.catalogue import current_catalogue, current_design, current_framework
from moibench.api.asking import Limit, Named, Offset, listed, only_known, page_of
from moibench.catalogue.schema import Definition, UnitType

router = Router(tags=["catalogue"])
Json = dict[str, Any]


def _said(definition: Definition) -> Json:
    return definition.model_dump(mode="json")


@router.get("/catalogue")
def get_catalogue(request: HttpRequest) -> Json:
    """Return the version of the catalogue in force, and how much stands in it."""
    catalogue = current_catalogue()
    return {
        "version": catalogue.version,
        "framework": current_framework().id,
        "design": current_design().id,
        "units": len(catalogue.units),
        "series": len(catalogue.series),
        "indicators": len(catalogue.indicators),
        "frameworks": len(catalogue.frameworks),
        "sources": len(catalogue.sources),
    }


@router.get("/units")
def get_units(
    request: HttpRequest,
    unit_type: UnitType | None = None,
    codes: Named = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Json:
    """Return units with their names, types and the days they existed."""
    known, wanted = current_catalogue().units, listed(codes)
    only_known(wanted, known, "unit")
    found = [
        u
        for u in known.values()
        if (unit_type is None or u.unit_type == unit_type) and (not wanted or u.code in wanted)
    ]
    return page_of(request, found, limit, offset, _said)


@router.get("/units/{code}")
def get_unit(request: HttpRequest, code: str) -> Json:
    """Return a unit with every parent it had or has, and what it came from."""
    catalogue = current_catalogue()
    only_known((code,), catalogue.units, "unit")
    return {
        **_said(catalogue.units[code]),
        "parents": [_said(p) for p in catalogue.parents if p.unit == code],
        "lineage": [_said(x) for x in catalogue.lineage if code in (x.from_unit, x.to_unit)],
    }


@router.get("/series")
def get_all_series(
    request: HttpRequest, source: str | None = None, limit: Limit = 100, offset: Offset = 0
) -> Json:
    """Return the series, each a quantity as its agency publishes it."""
    catalogue = current_catalogue()
    if source is not None:
        only_known((source,), catalogue.sources, "source")
    found = [s for s in catalogue.series.values() if source in (None, s.source)]
    return page_of(request, found, limit, offset, _said)


@router.get("/series/{series}")
def get_series(request: HttpRequest, series: str) -> Json:
    """Return a series: name, unit of measure, source, limits, breaks."""
    only_known((series,), current_catalogue().series, "series")
    return _said(current_catalogue().series[series])


@router.get("/indicators")
def get_indicators(
    request: HttpRequest, dimension: str | None = None, limit: Limit = 100, offset: Offset = 0
) -> Json:
    """Return the indicators, also those that have no figures yet."""
    found = [i for i in current_catalogue().indicators.values() if dimension in (None, i.dimension)]
    return page_of(request, found, limit, offset, _said)


@router.get("/indicators/{indicator}")
def get_indicator(request: HttpRequest, indicator: str) -> Json:
    """Return an indicator's definition."""
    only_known((indicator,), current_catalogue().indicators, "indicator")
    return _said(current_catalogue().indicators[indicator])


@router.get("/frameworks")
def get_frameworks(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> Json:
    """Return the frameworks: dimensions, their indicators, and the index design of each."""
    catalogue = current_catalogue()
    found = list(catalogue.frameworks.values())
    return page_of(
        request,
        found,
        limit,
        offset,
        lambda f: _said(f) | {"index_design": _said(catalogue.designs[f.design])},
    )


@router.get("/sources")
def get_sources(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> Json:
    """Return the sources with their editions, licences and who reports them."""
    return page_of(request, list(current_catalogue().sources.values()), limit, offset, _said)
