"""What came with a plan."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moibench.analysis.before_after import before_after_indicator, before_after_unit
from moibench.analysis.catalogue import current_catalogue, current_framework
from moibench.analysis.panel import current_panel
from moibench.analysis.questions import require_indicator
from moibench.analysis.search import find_subject, find_unit
from moibench.analysis.trusted import window_figures
from moibench.presentation.pages import address
from moibench.presentation.pages.address import State
from moibench.presentation.pages.asked import SPAN_FIELDS
from moibench.presentation.pages.before_after import (
    LEVELS,
    indicator_effects_page,
    plan_overview_page,
    unit_effects_page,
)
from moibench.presentation.years import ascii_digits, parse_year
from moibench.web.page import BadParameter, chosen, page_view, show

LONGEST_SPAN = 60  # years; no plan is longer


@page_view
def overview(request: HttpRequest, state: State) -> HttpResponse:
    """Count the verdicts of every indicator, or lead to the unit or indicator chosen."""
    if area := request.GET.get("area", "").strip():
        return redirect(_with_period(request, address.before_after(state, find_unit(area))))
    if indicator := request.GET.get("indicator", "").strip():
        found = find_subject(indicator)
        return redirect(_with_period(request, address.before_after_indicator(state, found)))
    plan, before, during = _period(request)
    indicators = _indicators(request)
    effects = tuple(
        before_after_indicator(i, plan, before=before, after=during, model_id=state.model)
        for i in indicators or current_panel().indicator_ids
    )
    page = plan_overview_page(
        effects, current_catalogue(), current_framework(), state, _typed(request), indicators
    )
    return show(request, "plan_overview", state, page, section="before_after")


@page_view
def of_unit(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show one unit over all indicators."""
    if (known := find_unit(code)) != code:
        return redirect(address.before_after(state, known))
    plan, before, during = _period(request)
    indicators = _indicators(request)
    effects = before_after_unit(
        code,
        plan,
        indicator_ids=indicators,
        before=before,
        after=during,
        model_id=state.model,
    )
    page = unit_effects_page(
        effects,
        code,
        current_catalogue(),
        current_framework(),
        state,
        window_figures(effects),
        _typed(request),
        indicators,
    )
    return show(request, "before_after", state, page, section="before_after")


@page_view
def of_indicator(request: HttpRequest, state: State, indicator_id: str) -> HttpResponse:
    """Show one indicator over all units of a level."""
    if indicator_id not in current_catalogue().indicators:
        return redirect(address.before_after_indicator(state, find_subject(indicator_id)))
    level = request.GET.get("level", "province")
    if level not in LEVELS:
        raise BadParameter("level", level, LEVELS)
    plan, before, during = _period(request)
    effects = before_after_indicator(
        indicator_id,
        plan,
        level=level,
        with_bangkok=state.with_bangkok,
        before=before,
        after=during,
        model_id=state.model,
    )
    page = indicator_effects_page(
        effects,
        indicator_id,
        level,
        current_catalogue(),
        state,
        window_figures(effects),
        _typed(request),
    )
    return show(request, "before_after", state, page, section="before_after")


def _indicators(request: HttpRequest) -> tuple[str, ...]:
    """Return the indicators chosen, by id or name; none means every one with figures.

    Raises:
        UnknownSubject, NoFigures: one of them cannot be set beside anything.
    """
    found = dict.fromkeys(find_subject(i) for i in chosen(request, "indicators"))
    panel = current_panel()
    for indicator_id in found:
        require_indicator(panel, indicator_id)
    return tuple(found)


def _typed(request: HttpRequest) -> tuple[str, str]:
    before, during = (request.GET.get(field, "").strip() for field in SPAN_FIELDS)
    return before, during


def _period(request: HttpRequest) -> tuple[str | None, tuple[int, ...], tuple[int, ...]]:
    before, during = (span(field, request.GET.get(field, "")) for field in SPAN_FIELDS)
    return request.GET.get("plan") or None, before, during


def _with_period(request: HttpRequest, where: str) -> str:
    kept = request.GET.copy()
    for field in ("area", "indicator", "model"):
        kept.pop(field, None)
    pairs = [(k, ",".join(v for v in values if v)) for k, values in kept.lists()]
    more = "&".join(f"{k}={v}" for k, v in pairs if v and re.fullmatch(r"[\w–,-]+", v))
    return f"{where}{'&' if '?' in where else '?'}{more}" if more else where


def span(field: str, typed: str) -> tuple[int, ...]:
    """Read years such as "2556–2559" or "2556,2558", in either era, ascending.

    Raises:
        YearError: a part is no year.
        BadParameter: the span runs backwards or is too long.
    """
    years: set[int] = set()
    for part in filter(None, (p.strip() for p in ascii_digits(typed).split(","))):
        first, last = (parse_year(y) for y in (*re.split(r"\s*[-–]\s*", part), part)[:2])
        if last < first or last - first > LONGEST_SPAN:
            raise BadParameter(field, typed)
        years.update(range(first, last + 1))
    return tuple(sorted(years))
