"""What the parameters of many questions have in common: years, lists, pages, benchmarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Query

from moibench.analysis.errors import AnalysisError
from moibench.analysis.search import find_subject, find_unit
from moibench.api.problems import BadRequest
from moibench.presentation.years import YearError, parse_year

LONGEST_SPAN = 60  # years; no plan is longer
MOST_NAMED = 500  # units, series or indicators named in one question

Level = Literal["province", "cluster", "region", "district", "subdistrict"]
Year = Annotated[str | None, Query(description="พ.ศ. or CE, such as 2562 or 2019", max_length=20)]
Named = Annotated[str | None, Query(description="Several, parted by commas", max_length=20_000)]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many of a list at most")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out before")]


def year_of(typed: str | None) -> int | None:
    """Return a year typed in either era; None where nothing was typed.

    Raises:
        YearError: it is none.
    """
    return parse_year(typed) if typed and typed.strip() else None


def years_of(typed: str | None) -> tuple[int, ...]:
    """Return years such as "2556-2559" or "2013,2015", ascending.

    Raises:
        YearError: a part is no year.
        BadRequest: a span runs backwards or is too long.
    """
    found: set[int] = set()
    for part in listed(typed):
        ends = [parse_year(end) for end in re.split(r"\s*[-–]\s*", part, maxsplit=1)]
        if ends[-1] < ends[0] or ends[-1] - ends[0] > LONGEST_SPAN:
            raise BadRequest("span", typed=part[:40])
        found.update(range(ends[0], ends[-1] + 1))
    return tuple(sorted(found))


def listed(typed: str | None) -> tuple[str, ...]:
    """Return the parts of a list with commas, each once.

    Raises:
        BadRequest: there are too many.
    """
    parts = tuple(dict.fromkeys(p.strip() for p in (typed or "").split(",") if p.strip()))
    if len(parts) > MOST_NAMED:
        raise BadRequest("too_many", count=len(parts), most=MOST_NAMED)
    return parts


class SeveralFaults(Exception):
    """Several parameters mean nothing; `errors` says why of each."""

    def __init__(self, errors: tuple[Exception, ...]) -> None:
        self.errors = errors
        super().__init__("; ".join(map(str, errors)))


def together(*readings: Callable[[], Any]) -> tuple[Any, ...]:
    """Return what each reading of a parameter gives, or refuse with the faults of all at once.

    Raises:
        AnalysisError, YearError, BadRequest: one of them fails.
        SeveralFaults: more than one.
    """
    found: list[Any] = []
    errors: list[Exception] = []
    for reading in readings:
        try:
            found.append(reading())
        except SeveralFaults as error:
            errors += error.errors
        except (AnalysisError, YearError, BadRequest) as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralFaults(tuple(errors))
    return tuple(found)


def units_of(typed: str | None) -> tuple[str, ...]:
    """Return the codes of units named in a list.

    Raises:
        UnknownUnit, SeveralFaults: one of them is none, or several are.
    """
    return together(*(partial(find_unit, part) for part in listed(typed)))


def subjects_of(typed: str | None) -> tuple[str, ...]:
    """Return the ids of indicators named in a list.

    Raises:
        UnknownSubject, SeveralFaults: one of them is none, or several are.
    """
    return together(*(partial(find_subject, part) for part in listed(typed)))


def page_of(
    request: HttpRequest,
    found: Sequence[Any],
    limit: int,
    offset: int,
    said: Callable[[Any], Any],
) -> dict[str, Any]:
    """Return one page of a list with how long the whole is and where the next one is."""
    more = offset + limit < len(found)
    return {
        "count": len(found),
        "items": [said(item) for item in found[offset : offset + limit]],
        "next": _again(request, offset=offset + limit, limit=limit) if more else None,
    }


def _again(request: HttpRequest, **changed: object) -> str:
    """Return this very address with other parameters."""
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k not in changed]
    return f"{request.path}?{urlencode([*kept, *changed.items()])}"


def again(request: HttpRequest, **changed: object) -> str:
    """Return the full address of this question with other parameters."""
    return request.build_absolute_uri(_again(request, **changed))


def only_known(typed: Iterable[str], known: Iterable[str], what: str) -> None:
    """Refuse names that are none.

    Raises:
        BadRequest: naming them.
    """
    wrong = [t for t in typed if t not in set(known)]
    if wrong:
        raise BadRequest(f"no_{what}", 404, typed=", ".join(w[:60] for w in wrong[:10]))
