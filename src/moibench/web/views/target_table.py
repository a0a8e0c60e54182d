"""The table in which officers enter targets: typed, pasted from Excel or read from a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue import current_catalogue, current_framework
from moibench.analysis.entered_targets import entered_targets, newest_row, target_history
from moibench.analysis.errors import AnalysisError
from moibench.analysis.looking import look
from moibench.analysis.plan_results import TargetProgress
from moibench.analysis.search import find_unit
from moibench.analysis.targets import judged
from moibench.catalogue.comparative import Target
from moibench.ingest.errors import FiguresError
from moibench.ingest.target_entry import ChangedMeanwhile, enter_targets, log_entered, place_of
from moibench.ingest.target_files import target_grid
from moibench.people.address import client_address
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import short_indicator_name
from moibench.presentation.pages import refusal
from moibench.presentation.pages.address import PREFIX, State
from moibench.presentation.pages.target_table import (
    TypedRow,
    cells_of,
    columns_of,
    default_source,
    is_flagged,
    target_table_page,
)
from moibench.presentation.target_table import (
    MOST_ROWS,
    Fault,
    ReadTable,
    pasted_grid,
    read_targets,
    rows_of,
)
from moibench.presentation.years import year_number
from moibench.reports.target_form import build_target_form
from moibench.web.accounts.access import allowed, asking, for_those_who_may
from moibench.web.page import page_view, plain_path, refuse, show
from moibench.web.views.refused import forbidden

Place = tuple[str, str, str, int]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds: its rows, what was done to it, and what is to be said of it."""

    rows: tuple[TypedRow, ...]
    faults: tuple[Fault, ...] = ()
    notice: str = ""


def for_its_officers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a unit's table to those who may write its targets, always as of now."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @for_those_who_may(Action.WRITE_TARGETS)
    @wraps(view)
    def guarded(request: HttpRequest, language: Language, code: str) -> HttpResponse:
        state = State(language)
        with look():
            try:
                known = find_unit(code)
            except AnalysisError as error:
                catalogue, path = current_catalogue(), plain_path(request)
                return refuse(request, refusal.refusal(error, catalogue, state, path))
            if not allowed(request, Action.WRITE_TARGETS, known):
                return forbidden(request)
            if known != code:
                return redirect(_address(state, known))
            response = view(request, state, code)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@for_its_officers
def target_table(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Show the table; POST checks, fills or saves it, as `do` says. Nothing half is saved."""
    if request.method != "POST":
        count = request.GET.get("saved", "")
        said = text("target_table.saved", state.language, count=count) if count.isdecimal() else ""
        return _show(request, state, code, Typed(_held(code, state.language), notice=said))
    typed = _typed(request, code)
    match request.POST.get("do"):
        case "paste":
            grid = pasted_grid(request.POST.get("pasted", ""))
            return _show(request, state, code, _filled(typed, code, grid, state))
        case "upload":
            return _show(request, state, code, _uploaded(request, typed, code, state))
        case "save":
            return _save(request, state, code, typed)
        case _:
            read = _read(typed.rows, code)
            said = "" if read.faults else text("target_table.checked", state.language)
            return _show(request, state, code, replace(typed, faults=read.faults, notice=said))


@page_view
def target_form(request: HttpRequest, state: State, code: str) -> HttpResponse:
    """Hand out the table as an Excel form that can be filled in and read back."""
    known = find_unit(code)
    catalogue, framework, language = current_catalogue(), current_framework(), state.language
    own = [e.target for e in entered_targets(known) if known == "TH" or e.target.unit == known]
    cells = [cells_of(t, language) for t in own]
    content = build_target_form(columns_of(known), cells, catalogue, framework, language)
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="targets-{known}.xlsx"'
    return response


def _address(state: State, code: str) -> str:
    return f"{PREFIX[state.language]}/targets/{code}/table"


def _held(code: str, language: Language) -> tuple[TypedRow, ...]:
    """Return the unit's own targets; the country's table also holds those for levels."""
    found = [e.target for e in entered_targets(code) if e.target.unit == code]
    if code == "TH":
        found += _for_levels()
    return tuple(TypedRow(cells_of(t, language), _written(place_of(t))) for t in found)


def _for_levels() -> list[Target]:
    last = {}
    for step in reversed(target_history("TH")):
        for target in (step.before, step.after):
            if target is not None and target.level:
                last[place_of(target)] = step.after
    return [t for t in last.values() if t is not None]


def _written(place: Place) -> str:
    return "|".join(str(part) for part in place)


def _place(written: str) -> Place | None:
    parts = written.split("|")
    if len(parts) != 4 or not parts[3].isdecimal():
        return None
    return parts[0], parts[1], parts[2], int(parts[3])


def _typed(request: HttpRequest, code: str) -> Typed:
    rows = []
    for number in range(1, 2 * MOST_ROWS):
        if f"indicator-{number}" not in request.POST:
            break
        cells = {c: request.POST.get(f"{c}-{number}", "").strip() for c in columns_of(code)}
        was = request.POST.get(f"was-{number}", "")
        # A row in which only the lists stand as they came was left blank.
        filled = any(v for c, v in cells.items() if c not in ("kind", "level"))
        if filled or was:
            gone = f"withdraw-{number}" in request.POST or not filled
            if was or not gone:
                rows.append(TypedRow(cells, was, gone))
    return Typed(tuple(rows))


def _filled(typed: Typed, code: str, grid: list[list[str]], state: State) -> Typed:
    """Put the rows of a grid into the table; one of the same indicator and year is replaced."""
    found, faults = rows_of(grid, columns_of(code))
    if faults:
        return replace(typed, faults=faults)
    catalogue, source = current_catalogue(), default_source(current_catalogue(), code)
    rows = list(typed.rows)
    at = {t and place_of(t): n for n, t in enumerate(_read(rows, code).targets)}
    faults_found: list[Fault] = []
    for cells in found:
        read = read_targets([cells], catalogue, unit=code, source=source)
        (target,) = read.targets
        shown = dict(cells) if target is None else cells_of(target, state.language)
        place = target and place_of(target)
        if target is not None and place in at:
            rows[at[place]] = replace(rows[at[place]], cells=shown, gone=False)
            number = at[place] + 1
        else:
            rows.append(TypedRow(shown))
            number = len(rows)
            at[place] = number - 1
        faults_found += [replace(f, row=number) for f in read.faults]
    said = text("target_table.filled", state.language, count=len(found))
    return Typed(tuple(rows), tuple(faults_found), said)


def _uploaded(request: HttpRequest, typed: Typed, code: str, state: State) -> Typed:
    file = request.FILES.get("file")
    if file is None:
        return replace(typed, faults=(Fault(0, "", "no_file"),))
    try:
        grid = target_grid(file.name or "file", file.read())
    except FiguresError as error:
        reason = "; ".join(error.faults)
        return replace(typed, faults=(Fault(0, "", "file", {"reason": reason}),))
    return _filled(typed, code, grid, state)


def _read(rows: Sequence[TypedRow], code: str) -> ReadTable:
    """Read the rows that are to stand; the others count, so that numbers stay those shown."""
    catalogue = current_catalogue()
    source = default_source(catalogue, code)
    kept = [n for n, row in enumerate(rows) if not row.gone]
    read = read_targets([rows[n].cells for n in kept], catalogue, unit=code, source=source)
    targets: list[Target | None] = [None] * len(rows)
    for n, target in zip(kept, read.targets, strict=True):
        targets[n] = target
    faults = tuple(_renumbered(f, kept) for f in read.faults)
    return ReadTable(tuple(targets), faults)


def _renumbered(fault: Fault, kept: list[int]) -> Fault:
    fields = dict(fault.fields)
    if fault.key == "twice":
        fields["row"] = kept[int(str(fields["row"])) - 1] + 1
    return replace(fault, row=kept[fault.row - 1] + 1, fields=fields)


def _save(request: HttpRequest, state: State, code: str, typed: Typed) -> HttpResponse:
    read = _read(typed.rows, code)
    if read.faults:
        return _show(request, state, code, replace(typed, faults=read.faults), status=400)
    if "confirmed" not in request.POST:
        count = sum(is_flagged(found) for found in _judged(read).values())
        if count:
            said = text("target_table.flagged", state.language, count=count)
            return _show(request, state, code, replace(typed, notice=said), flagged=True)
    person = asking(request)
    assert person is not None  # the guard of the view asked for a sign-in
    kept = [t for t in read.targets if t is not None]
    stay = {place_of(t) for t in kept}
    before = {place_of(t): t for t in (e.target for e in entered_targets(code))}
    withdrawn = [p for row in typed.rows if (p := _place(row.was)) and p not in stay]
    mine = [p for p in withdrawn if p[0] == code or (code == "TH" and not p[0])]
    seen = request.POST.get("seen", "")
    try:
        rows = enter_targets(kept, mine, person.username, int(seen) if seen.isdecimal() else 0)
    except ChangedMeanwhile as error:
        faults = tuple(
            Fault(
                0,
                "",
                "changed_meanwhile",
                {
                    "who": row.entered_by,
                    "indicator": short_indicator_name(
                        current_catalogue().indicators[row.place[2]], state.language
                    ),
                    "year": year_number(row.place[3], state.language),
                    "when": format_moment(row.entered_at, state.language),
                },
            )
            for row in error.rows
        )
        return _show(request, state, code, replace(typed, faults=faults), status=409)
    log_entered(rows, before, person, client_address(request))
    response = redirect(f"{_address(state, code)}?saved={len(rows)}")
    response.status_code = 303
    return response


def _judged(read: ReadTable) -> dict[int, tuple[TargetProgress, ...]]:
    """Judge each target for every unit that it is for, by its row."""
    return {n: judged(t) for n, t in enumerate(read.targets, start=1) if t is not None}


def _show(
    request: HttpRequest,
    state: State,
    code: str,
    typed: Typed,
    *,
    status: int = 200,
    flagged: bool = False,
) -> HttpResponse:
    read = _read(typed.rows, code)
    seen = request.POST.get("seen", "")
    page = target_table_page(
        code,
        typed.rows,
        int(seen) if seen.isdecimal() else newest_row(),
        typed.faults,
        _judged(read),
        typed.notice,
        target_history(code),
        current_catalogue(),
        current_framework(),
        state,
        flagged=flagged,
    )
    return show(request, "target_table", state, page, status=status, section="area")
