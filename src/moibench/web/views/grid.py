"""The entry grid: the page, its form without scripts, and its cells for the script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from moibench.analysis.review import writing
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.grid import GridCell, grid_cells, grid_sources, grid_years
from moibench.analysis.review.reading import NoSuchFiling
from moibench.analysis.review.writing import BadEvidence, Conflict, NotWritable, Place
from moibench.ingest.workbook.rows import Slot, template
from moibench.people.rights import COUNTRY, Action, Role
from moibench.presentation.language import text
from moibench.presentation.pages import grid as pages
from moibench.presentation.pages.grid import Remark, Typed
from moibench.presentation.review import words
from moibench.presentation.years import format_year, parse_year
from moibench.web.accounts.frame import Titled, language_of_address
from moibench.web.accounts.reviewing import review_view, show_review
from moibench.web.grid_entry import Details, conflict_said, judge, save
from moibench.web.uploads import dropped

BAD_REQUEST, CONFLICT = 400, 409
MOST_CELLS = 2000  # of one go
LONGEST = 100  # characters of a typed value


@review_view()
def own(request: HttpRequest, who: Asker) -> HttpResponse:
    """Lead to the newest grid of the person's first unit, or say that there is none."""
    for unit in who.units_held_as(Role.DATA_OFFICER):
        for year in grid_years(who, unit)[:1]:
            return redirect(pages.address(unit, year, language_of_address()))
    return show_review(request, who, "grid_none", Titled(text("grid.word", language_of_address())))


@review_view("POST")
def grid(request: HttpRequest, who: Asker, unit: str, year: str) -> HttpResponse:
    """Show a grid; POST saves everything that was changed in it, or nothing."""
    ce, language = parse_year(year), language_of_address()
    known, source = _cells(request, who, unit, ce)
    if request.method != "POST":
        saved = request.GET.get("saved", "")
        said = ""
        if saved.isdecimal() and len(saved) < 5:
            key = "grid.saved" if int(saved) else "grid.saved_none"
            said = text(key, language, count=int(saved))
        return _show(request, who, unit, ce, source, known, said=said)
    before = _before(known)
    typed = _form(request, before)
    changed = {k: t for k, t in typed.items() if t != before[k]}
    judged = judge(who, known, changed, language)
    remarks: dict[str, tuple[Remark, ...]] = {k: j.remarks for k, j in judged.items()}
    if any(j.blocks for j in judged.values()):
        said = text("grid.not_saved", language)
        return _show(request, who, unit, ce, source, known, typed, remarks, refused=said)
    try:
        count = save(who, judged.values())
    except Conflict as conflict:
        for cell in conflict.theirs:
            key = f"{cell.series}/{cell.place.unit}"
            told = Remark("impossible", conflict_said(who, cell, language))
            remarks[key] = (told, *remarks.get(key, ()))
            old = typed[key]
            typed[key] = Typed(old.value, old.status, old.reason, cell.version)
        said = text("grid.not_saved", language)
        return _show(request, who, unit, ce, source, known, typed, remarks, refused=said)
    except NotWritable as closed:
        said = words.refusal_said(closed, who.catalogue, {}, language)
        known, _ = _cells(request, who, unit, ce)
        return _show(request, who, unit, ce, source, known, refused=said)
    address = pages.address(unit, ce, language, source if request.GET.get("source") else "")
    return redirect(f"{address}{'&' if '?' in address else '?'}saved={count}")


@review_view("POST")
def cells(request: HttpRequest, who: Asker, unit: str, year: str) -> HttpResponse:
    """Read, and unless `only_read` save, the cells of a go; answer what became of each.

    `outcome` of the answer: read, saved, refused (with the reasons), or conflict, where others
    wrote meanwhile; of anything but "saved" nothing was saved. 400: no grid sends such a thing.
    """
    ce, language = parse_year(year), language_of_address()
    known, _ = _cells(request, who, unit, ce)
    here = {c.key: c for c in known if c.is_open}
    typed = _sent(request, here)
    if typed is None:
        return _answer({"outcome": "refused", "error": text("grid.gone", language)}, BAD_REQUEST)
    try:
        details = _details(request, who, here, typed)
    except BadEvidence as error:
        said = text("review.fault.bad_evidence", language, first=error.name)
        return _answer({"outcome": "refused", "error": said})
    judged = judge(who, known, typed, language, details)
    answer: dict[str, Any] = {
        key: {
            "shown": words.amount(j.draft.content.value)
            if j.draft and j.draft.content.value is not None
            else "",
            "status": j.draft.content.status if j.draft else "",
            "said": [[r.grade, r.said] for r in j.remarks],
            "blocks": j.blocks,
        }
        for key, j in judged.items()
    }
    if request.POST.get("only_read"):
        return _answer({"outcome": "read", "cells": answer})
    if any(j.blocks for j in judged.values()):
        return _answer({"outcome": "refused", "cells": answer})
    try:
        save(who, judged.values())
    except Conflict as conflict:
        for cell in conflict.theirs:
            answer[f"{cell.series}/{cell.place.unit}"]["theirs"] = {
                "said": conflict_said(who, cell, language),
                "version": cell.version,
                "value": "" if cell.content.value is None else words.amount(cell.content.value),
                "status": cell.content.status,
                "reason": cell.content.reason,
            }
        return _answer({"outcome": "conflict", "cells": answer})
    except NotWritable as closed:
        said = words.refusal_said(closed, who.catalogue, {}, language)
        return _answer({"outcome": "refused", "error": said, "cells": answer})
    now = {c.key: c for c in _cells(request, who, unit, ce)[0]}
    for key, one in answer.items():
        line = now[key].line
        one["version"] = line.version
        one["evidence"] = line.cell.evidence_name if line.cell else ""
    return _answer({"outcome": "saved", "cells": answer})


def _cells(
    request: HttpRequest, who: Asker, unit: str, year: int
) -> tuple[tuple[GridCell, ...], str]:
    who.require(Action.WRITE_FIGURES, unit)
    sources = grid_sources(who, unit, year)
    if not sources:
        raise NoSuchFiling(Place("", year, unit))
    asked = request.GET.get("source", "")
    source = asked if asked in sources else (sources[0] if unit == COUNTRY else "")
    return grid_cells(who, unit, year, source), source


def _before(cells: tuple[GridCell, ...]) -> dict[str, Typed]:
    found = {}
    for c in cells:
        if c.is_open:
            content = c.line.content
            value = "" if content.value is None else words.amount(content.value)
            found[c.key] = Typed(value, content.status, content.reason, c.line.version)
    return found


def _form(request: HttpRequest, before: Mapping[str, Typed]) -> dict[str, Typed]:
    found = {}
    for key in before:
        name, post = key.replace("/", "."), request.POST
        if f"{name}-version" in post:
            found[key] = _typed(
                post.get(f"{name}-value"),
                post.get(f"{name}-status"),
                post.get(f"{name}-reason"),
                post.get(f"{name}-version"),
            )
    return found


def _typed(value: object, status: object, reason: object, version: object) -> Typed:
    number = str(version)
    return Typed(
        str(value or "").strip()[:LONGEST],
        str(status or "")[:20],
        str(reason or "").replace("\0", "").strip()[: writing.LONGEST],
        int(number) if number.isdecimal() and len(number) < 10 else 0,
    )


def _sent(request: HttpRequest, here: Mapping[str, GridCell]) -> dict[str, Typed] | None:
    """Return the cells that a script sent, None where that is no list of open cells."""
    try:
        sent = json.loads(request.POST.get("cells", ""))
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, list) or not 0 < len(sent) <= MOST_CELLS:
        return None
    found = {}
    for one in sent:
        if not isinstance(one, dict) or one.get("key") not in here or one["key"] in found:
            return None
        parts = (one.get(k) for k in ("value", "status", "reason", "version"))
        found[one["key"]] = _typed(*parts)
    return found


def _details(
    request: HttpRequest, who: Asker, here: Mapping[str, GridCell], typed: Mapping[str, Typed]
) -> dict[str, Details]:
    """Return what the side panel sent with its one cell."""
    if "comment" not in request.POST or len(typed) != 1:
        return {}
    key = next(iter(typed))
    file, evidence = request.FILES.get("evidence"), None
    if "evidence" in dropped(request):
        raise BadEvidence("")
    if file is not None:
        if (file.size or 0) > writing.LARGEST_EVIDENCE:
            raise BadEvidence(file.name or "")
        unit = here[key].place.unit
        evidence = writing.add_evidence(who, unit, file.name or "", file.read())
    comment = request.POST["comment"][: writing.LONGEST]
    return {key: Details(comment, bool(request.POST.get("follow")), evidence)}


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})


def _show(
    request: HttpRequest,
    who: Asker,
    unit: str,
    year: int,
    source: str,
    cells: tuple[GridCell, ...],
    typed: Mapping[str, Typed] | None = None,
    remarks: Mapping[str, tuple[Remark, ...]] | None = None,
    *,
    said: str = "",
    refused: str = "",
) -> HttpResponse:
    language = language_of_address()
    slots = [Slot(c.line.series.id, c.place.unit) for c in cells]
    if remarks is None:
        judged = judge(who, cells, {k: t for k, t in _before(cells).items() if t.status}, language)
        remarks = {k: j.remarks for k, j in judged.items()}
    page = pages.grid_page(
        who.catalogue,
        unit,
        year,
        cells,
        template(who.catalogue, unit, year, who.on, slots).rows,
        language,
        years=grid_years(who, unit),
        sources=grid_sources(who, unit, year),
        source=source,
        typed=typed,
        remarks=remarks,
    )
    response = show_review(
        request, who, "grid", page, said=said, refused=refused, in_year=format_year(year, language)
    )
    response.status_code = CONFLICT if refused else 200
    return response
