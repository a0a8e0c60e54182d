"""The form of one entry: save it, look at its values first, take it away, or settle a conflict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from moibench.analysis.catalogue_preview import freeze, preview_indicator
from moibench.catalogue import Catalogue, CatalogueError
from moibench.catalogue.differences import differences
from moibench.catalogue.fault import Fault
from moibench.catalogue.schema import Definition, Design, Indicator
from moibench.catalogue.write import place_of, written
from moibench.ingest import drafts
from moibench.ingest.drafts import ChangedMeanwhile, DraftCatalogue, DraftRefused, Seen
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.pages.drafting import (
    PreviewTable,
    preview_table,
    said_difference,
    said_fault,
)
from moibench.web.accounts.access import allowed
from moibench.web.accounts.frame import language_of_address
from moibench.web.drafting import choices, formula
from moibench.web.drafting.entries import Errors, Form
from moibench.web.drafting.fields import plain_number, posted
from moibench.web.drafting.forms import FORMS
from moibench.web.views.drafting.frame import (
    actor,
    in_force,
    no_such,
    of_draft,
    readers,
    refusal_text,
    show_drafting,
)
from moibench.web.views.refused import forbidden

PREVIEWED = 4
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{1,59}")


@dataclass
class Editing:
    """A form on its way between what an entry says and what is typed."""

    form: Form
    draft: DraftCatalogue
    found: Catalogue
    catalogue: Catalogue
    language: Language
    name: str
    is_new: bool
    typed: dict[str, str]
    errors: Errors
    version: int
    path: str = ""
    old: dict[str, Any] | None = None
    meanwhile: tuple[Any, ...] = ()
    by: str = ""
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    preview: PreviewTable | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@readers
@of_draft
def add(request: HttpRequest, draft: DraftCatalogue, kind: str) -> HttpResponse:
    """Fill the form of a new entry."""
    return _answer(request, draft, kind, "")


@require_http_methods(["GET", "HEAD", "POST"])
@readers
@of_draft
def edit(request: HttpRequest, draft: DraftCatalogue, kind: str, name: str) -> HttpResponse:
    """Fill the form of an entry that the draft has."""
    return _answer(request, draft, kind, name)


def _answer(request: HttpRequest, draft: DraftCatalogue, kind: str, name: str) -> HttpResponse:
    if kind not in FORMS:
        return no_such(request)
    if request.method == "POST" and not allowed(request, Action.EDIT_CATALOGUE):
        return forbidden(request)
    found, form, language = in_force(), FORMS[kind], language_of_address()
    try:
        catalogue = drafts.assembled(draft, found)
    except CatalogueError:
        return redirect(reverse("draft", args=(draft.id,)))  # it says what does not fit together
    entry = form.entries(catalogue).get(name)
    if name and entry is None:
        return no_such(request)
    editing = Editing(form, draft, found, catalogue, language, name, not name, {}, {}, 0)
    if entry is not None:
        editing.path = place_of(entry)
        editing.old = plain(entry)
        now = drafts.seen(draft, found, editing.path)
        editing.version = now.version
        editing.typed = form.typed(editing.old, catalogue, language)
    if request.method != "POST":
        return _show(request, editing)
    editing.typed = posted(request.POST)
    step = {"save": _save, "preview": _preview, "suggest": _suggest, "remove": _remove}.get(
        request.POST.get("do", "")
    )
    if step is None:
        return forbidden(request)
    try:
        return step(request, editing)
    except DraftRefused as error:
        editing.refused = (refusal_text(error, language),)
    except CatalogueError as error:
        _place_faults(editing, error.faults)
    return _show(request, editing)


def plain(entry: Definition) -> dict[str, Any]:
    """Return what the file of an entry says, its name left out."""
    content: dict[str, Any] = yaml.safe_load(written(entry))
    return content


def _read(editing: Editing, *, lenient: bool = False) -> Definition | None:
    """Return the entry that the fields say; None where something is wrong with them."""
    name = editing.name or editing.typed.get("id", "").strip()
    if editing.is_new and not lenient:
        if not IDENTIFIER.fullmatch(name):
            editing.errors["id"] = [text("drafting.wrong.id", editing.language)]
        elif name in editing.form.entries(editing.catalogue):
            editing.errors["id"] = [text("drafting.wrong.id_taken", editing.language)]
    outcome = editing.form.read(
        editing.typed,
        editing.old or {},
        name if IDENTIFIER.fullmatch(name) else "unnamed",
        editing.catalogue,
        editing.language,
    )
    for field, said in outcome.errors.items():
        editing.errors.setdefault(field, []).extend(said)
    return None if editing.errors else outcome.entry


def _save(request: HttpRequest, editing: Editing) -> HttpResponse:
    version = _version(request)
    base = drafts.content_seen(editing.draft.id, editing.found, editing.path, version)
    if base.content is not None:  # keys without a field are those of what the form was filled from
        editing.old = yaml.safe_load(base.content)
    entry = _read(editing)
    if entry is None:
        editing.version = version
        return _show(request, editing)
    path = place_of(entry)
    content = written(entry, base.content or "")
    files: dict[str, str | None] = {path: content}
    if editing.path and path != editing.path:
        files[editing.path] = None  # an indicator that goes to another dimension
    known = {editing.path or path: Seen(version, base.content)}
    if base.content is not None and _entry_of(entry, base.content) == entry:
        return redirect(reverse("draft", args=(editing.draft.id,)))
    try:
        drafts.put(editing.draft.id, editing.found, files, actor(request), known)
    except ChangedMeanwhile as error:
        _settle(editing, error, base, content)
        return _show(request, editing, status=409)
    return redirect(reverse("draft", args=(editing.draft.id,)))


def _entry_of(like: Definition, content: str) -> Definition:
    """Return what a file of the same entry says."""
    said = {"id": like.id, **yaml.safe_load(content)}  # type: ignore[attr-defined]
    return type(like).model_validate(said)


def _settle(editing: Editing, error: ChangedMeanwhile, base: Seen, mine: str) -> None:
    """Show what the other changed; a field that only one of both changed takes that one's."""
    editing.by, editing.version = error.by, error.version
    if error.now is None:
        editing.refused = (text("drafting.meanwhile.removed", editing.language, by=error.by),)
        return
    kind = editing.form.kind
    theirs = differences(editing.path, base.content, error.now)
    own = {d.key: d for d in differences(editing.path, base.content, mine)}
    editing.meanwhile = tuple(
        (
            said_difference(kind, d, editing.catalogue, editing.language),
            (own[d.key].after or "–") if d.key in own and own[d.key].after != d.after else "",
        )
        for d in theirs
    )
    contents = [yaml.safe_load(c or "{}") for c in (base.content, mine, error.now)]
    editing.old = merged(*contents)
    editing.typed = editing.form.typed(editing.old, editing.catalogue, editing.language)


def merged(base: Any, mine: Any, theirs: Any) -> Any:
    """Return theirs with what I changed; keys of mappings one by one, all else as a whole."""
    if not all(isinstance(c, Mapping) for c in (base, mine, theirs)):
        return theirs if mine == base else mine
    found = {}
    for key in dict.fromkeys([*theirs, *mine]):
        value = merged(base.get(key), mine.get(key), theirs.get(key))
        if value is not None:
            found[key] = value
    return found


def _preview(request: HttpRequest, editing: Editing) -> HttpResponse:
    editing.version = _version(request)
    entry = _read(editing, lenient=True)
    if isinstance(entry, Indicator):
        found = preview_indicator(editing.catalogue, entry, _units(editing))
        editing.preview = preview_table(found, entry, editing.catalogue, editing.language)
    else:
        editing.preview = _formula_alone(editing)
    return _show(request, editing)


def _formula_alone(editing: Editing) -> PreviewTable | None:
    """Look at the values while other fields are still to be filled: the formula decides them."""
    rule, wrong = formula.rule_of(editing.typed)
    if wrong or rule is None or editing.form.kind != "indicators":
        return None
    blank = {"th": "–", "en": "–"}
    texts = ("name", "definition", "why_it_matters", "unit_of_measure", "agency", "formula")
    decimals = editing.typed.get("decimals", "")
    indicator = Indicator.model_validate(
        {
            "id": "unnamed",
            **dict.fromkeys(texts, blank),
            "direction": "context",
            "dimension": "unnamed",
            "decimals": int(decimals) if decimals in {"0", "1", "2", "3", "4", "5", "6"} else 2,
            "roll_up": rule,
        }
    )
    found = preview_indicator(editing.catalogue, indicator, _units(editing))
    return preview_table(found, indicator, editing.catalogue, editing.language)


def _suggest(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Take goalposts and cut-offs from the figures of the baseline years."""
    editing.version = _version(request)
    typed = dict(editing.typed)
    for name in [n for n in typed if n.startswith("weight.") and typed[n].strip()]:
        indicator = editing.catalogue.indicators.get(name.removeprefix("weight."))
        if indicator is None:
            continue
        # Any two that differ serve until the figures give the real ones.
        low, high = ("0", "1") if indicator.direction == "higher_is_better" else ("1", "0")
        typed[f"zero.{indicator.id}"], typed[f"hundred.{indicator.id}"] = low, high
    for name in list(typed):
        if re.fullmatch(r"nodes\.\d+\.weight|cutoffs", name) and (typed[name] or name == "cutoffs"):
            place = name.replace("weight", "cutoffs")
            typed[place] = typed.get(place) or "20, 40, 60, 80"
    editing.typed, kept = typed, editing.typed
    entry = _read(editing, lenient=True)
    if not isinstance(entry, Design):
        editing.typed = kept
        return _show(request, editing)
    framework = next(
        (f for f in editing.catalogue.frameworks.values() if f.design == editing.name),
        next(iter(editing.catalogue.frameworks.values())),
    )
    frozen = freeze(editing.catalogue, framework, entry)
    for indicator_id, (zero, hundred) in frozen.goalposts.items():
        typed[f"zero.{indicator_id}"] = plain_number(zero)
        typed[f"hundred.{indicator_id}"] = plain_number(hundred)
    for number, dimension_id in (
        (n, typed.get(f"nodes.{n}.id")) for n in range(len(entry.dimensions) + 2)
    ):
        if dimension_id in frozen.cutoffs:
            four = frozen.cutoffs[dimension_id]
            typed[f"nodes.{number}.cutoffs"] = ", ".join(map(plain_number, four))
    if "overall" in frozen.cutoffs:
        typed["cutoffs"] = ", ".join(map(plain_number, frozen.cutoffs["overall"]))
    said = [
        editing.catalogue.indicators[i].name.in_language(editing.language)
        if i in editing.catalogue.indicators
        else i
        for i in frozen.without
    ]
    key = "drafting.suggest.without" if said else "drafting.suggest.done"
    editing.notes = (text(key, editing.language, names=", ".join(said)),)
    return _show(request, editing)


def _remove(request: HttpRequest, editing: Editing) -> HttpResponse:
    version = _version(request)
    base = drafts.content_seen(editing.draft.id, editing.found, editing.path, version)
    known = {editing.path: Seen(version, base.content)}
    editing.typed = editing.form.typed(editing.old or {}, editing.catalogue, editing.language)
    editing.version = version
    drafts.put(editing.draft.id, editing.found, {editing.path: None}, actor(request), known)
    return redirect(reverse("draft", args=(editing.draft.id,)))


def _place_faults(editing: Editing, faults: list[str]) -> None:
    """Tell each fault at the field it is about; the others over the form."""
    others = []
    for fault in faults:
        field = _field_of(editing, fault)
        said = said_fault(fault, editing.catalogue, editing.language)
        if field:
            editing.errors.setdefault(field, []).append(said.split(": ", 1)[-1])
        else:
            others.append(said)
    editing.refused = (*editing.refused, *others)


def _field_of(editing: Editing, fault: str) -> str:
    name = editing.name or editing.typed.get("id", "")
    if not isinstance(fault, Fault) or not fault.file.endswith(f"/{name}.yaml"):
        return ""
    if not fault.file.startswith(f"{editing.form.kind}/"):
        return ""
    # A fault of the framework's tables names the indicator it is about.
    about = str(fault.fields.get("name", ""))
    for field in (f"place.{about}", f"weight.{about}"):
        if field in editing.typed:
            return field
    key = fault.key.replace("dimensions.", "", 1) if "goalposts" in fault.key else fault.key
    if key.endswith(".goalposts"):
        return f"zero.{key.split('.')[-2]}"
    if fault.kind in ("judged_without", "judged_context"):
        return f"weight.{key.split('.')[-1]}"
    return editing.form.place(key) if key else ""


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _units(editing: Editing) -> tuple[str, ...]:
    chosen = [editing.typed.get(f"unit.{n}", "") for n in range(PREVIEWED)]
    known = editing.catalogue.units
    found = tuple(dict.fromkeys(c for c in chosen if c in known))
    return found or _first_units(editing.catalogue)


def _first_units(catalogue: Catalogue) -> tuple[str, ...]:
    wanted = ("country", "region", "cluster", "province")
    units = catalogue.units.values()
    return tuple(next(u.code for u in units if u.unit_type == level) for level in wanted)


def _show(request: HttpRequest, editing: Editing, status: int = 200) -> HttpResponse:
    language, form = editing.language, editing.form
    sections = form.shown(editing.typed, editing.errors, editing.catalogue, language)
    shown = {f.name for s in sections for b in s.blocks for f in (*b.fields, *_cells(b.rows))}
    lost = [m for f, several in editing.errors.items() if f not in shown | {"id"} for m in several]
    preview_units: list[Any] = []
    if form.kind == "indicators":
        codes = [*_units(editing), "", "", "", ""][:PREVIEWED]
        offered = choices.units(editing.catalogue, language)
        preview_units = [(f"unit.{n}", code, offered) for n, code in enumerate(codes)]
    entry = form.entries(editing.catalogue).get(editing.name)
    title = (
        entry.name.in_language(language)
        if entry is not None
        else text(f"drafting.new.{form.kind}", language)
    )
    return show_drafting(
        request,
        "entry",
        title,
        status=status,
        draft=editing.draft,
        kind=form.kind,
        kind_name=text(f"drafting.kind.{form.kind}", language),
        editing=editing,
        sections=sections,
        id_errors=editing.errors.get("id", []),
        id_typed=editing.typed.get("id", ""),
        wrong=sum(len(v) for v in editing.errors.values()),
        lost=lost,
        preview_units=preview_units,
        open=editing.draft.state == "open",
    )


def _cells(rows: Any) -> list[Any]:
    return [cell for row in rows for cell in row]
