"""A framework made from another for a new plan, and the screen that maps the one to the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from moibench.analysis.catalogue_preview import observed_years
from moibench.catalogue import Catalogue, CatalogueError
from moibench.catalogue.schema import Framework, LeftOut, Text
from moibench.catalogue.succession import made_from, succession
from moibench.catalogue.write import place_of, written
from moibench.ingest import drafts
from moibench.ingest.drafts import DraftCatalogue, DraftRefused, Seen
from moibench.people.rights import Action
from moibench.presentation.language import Language, text
from moibench.presentation.pages.address import State
from moibench.presentation.pages.drafting import SuccessorRow, said_fault, succession_page
from moibench.web.accounts.access import allowed
from moibench.web.accounts.frame import language_of_address
from moibench.web.drafting import choices
from moibench.web.drafting.fields import posted
from moibench.web.views.drafting.entry import IDENTIFIER
from moibench.web.views.drafting.frame import (
    actor,
    editors,
    in_force,
    no_such,
    of_draft,
    readers,
    refusal_text,
    show_drafting,
)
from moibench.web.views.refused import forbidden

OldText = Callable[[str], str]
FIELDS = ("old", "plan", "id", "design", "name.th", "name.en", "of.th", "of.en")


@require_http_methods(["GET", "HEAD", "POST"])
@editors
@of_draft
def make(request: HttpRequest, draft: DraftCatalogue) -> HttpResponse:
    """Make a framework and its design for a new plan from those of an old one."""
    language, found = language_of_address(), in_force()
    typed = {f: request.POST.get(f, "").strip() for f in FIELDS}
    errors: dict[str, str] = {}
    refused: list[str] = []
    try:
        catalogue = drafts.assembled(draft, found)
        if request.method == "POST":
            errors = _errors(typed, catalogue, language)
            if not errors:
                files = _made(typed, catalogue)
                drafts.put(draft.id, found, files, actor(request))
                return redirect(reverse("mapping", args=(draft.id, typed["id"])))
    except DraftRefused as error:
        refused = [refusal_text(error, language)]
    except CatalogueError as error:
        catalogue = found
        refused = [said_fault(f, found, language) for f in error.faults]
    return show_drafting(
        request,
        "make",
        text("drafting.make.title", language),
        draft=draft,
        typed=typed,
        errors=errors,
        fields=[
            {
                "name": f,
                "label": text(f"drafting.make.{key}", language),
                "hint": text("drafting.hint.any.id", language) if f in ("id", "design") else "",
                "value": typed[f],
                "error": errors.get(f, ""),
            }
            for f, key in ((f, f.replace(".", "_")) for f in FIELDS[2:])
        ],
        refused=refused,
        frameworks=choices.frameworks(catalogue, language),
        plans=choices.plans(catalogue, language),
    )


def _errors(typed: dict[str, str], catalogue: Catalogue, language: Language) -> dict[str, str]:
    errors = {f: text("drafting.wrong.missing", language) for f in FIELDS if not typed[f]}
    for field, known in (("id", catalogue.frameworks), ("design", catalogue.designs)):
        if field not in errors and not IDENTIFIER.fullmatch(typed[field]):
            errors[field] = text("drafting.wrong.id", language)
        elif typed[field] in known:
            errors[field] = text("drafting.wrong.id_taken", language)
    for field, offered in (("old", catalogue.frameworks), ("plan", catalogue.plans)):
        if field not in errors and typed[field] not in offered:
            errors[field] = text("drafting.wrong.missing", language)
    return errors


def _made(typed: dict[str, str], catalogue: Catalogue) -> dict[str, str | None]:
    old = catalogue.frameworks[typed["old"]]
    framework, design = made_from(
        old,
        catalogue.designs[old.design],
        typed["plan"],
        typed["id"],
        typed["design"],
        Text(th=typed["name.th"], en=typed["name.en"]),
        Text(th=typed["of.th"], en=typed["of.en"]),
    )
    return {place_of(e): written(e) for e in (framework, design)}


@require_http_methods(["GET", "HEAD", "POST"])
@readers
@of_draft
def mapping(request: HttpRequest, draft: DraftCatalogue, name: str) -> HttpResponse:
    """Show which indicators of the old plan map to the new, and decide about each."""
    language, found = language_of_address(), in_force()
    try:
        catalogue = drafts.assembled(draft, found)
    except CatalogueError:
        return redirect(reverse("draft", args=(draft.id,)))
    if name not in catalogue.frameworks:
        return no_such(request)
    typed, errors, refused = posted(request.POST), dict[str, str](), list[str]()
    path = place_of(catalogue.frameworks[name])
    version = drafts.seen(draft, found, path).version
    if request.method == "POST":
        if not allowed(request, Action.EDIT_CATALOGUE):
            return forbidden(request)
        now = {f.path: f.after or "" for f in draft.files}

        def old_text(path: str) -> str:
            return now.get(path) or drafts.read(found, path) or ""

        files, errors = _decided(typed, catalogue, name, old_text)
        sent = typed.get("version", "")
        seen = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else 0
        before = drafts.content_seen(draft.id, found, path, seen)
        if not errors:
            try:
                drafts.put(
                    draft.id, found, files, actor(request), {path: Seen(seen, before.content)}
                )
                return redirect(reverse("mapping", args=(draft.id, name)))
            except DraftRefused as error:
                refused = [refusal_text(error, language)]
            except CatalogueError as error:
                refused = [said_fault(f, catalogue, language) for f in error.faults]
        errors = {k: text(v, language) for k, v in errors.items()}
    page = succession_page(
        succession(catalogue, name),
        observed_years(catalogue),
        catalogue,
        State(language),
        outside=True,
    )
    framework = catalogue.frameworks[name]
    old = catalogue.frameworks.get(framework.made_from or "")
    return show_drafting(
        request,
        "mapping",
        page.title,
        draft=draft,
        name=name,
        mapping=page,
        groups=_lines(page.groups, typed, errors, catalogue, name),
        version=version,
        refused=refused,
        wrong=len(errors),
        indicators=choices.indicators(catalogue, language),
        old=old.name.in_language(language) if old else "",
        plan=catalogue.plans[framework.plan],
        plan_name=catalogue.plans[framework.plan].name.in_language(language),
        items=choices.items_of(framework.plan)(catalogue, language),
        open=draft.state == "open",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the mapping with what stands, or is typed, in its fields."""

    row: SuccessorRow
    place: str
    items: str
    by: str
    th: str
    en: str
    errors: tuple[str, ...]


def _lines(
    groups: Sequence[tuple[str, tuple[SuccessorRow, ...]]],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    catalogue: Catalogue,
    name: str,
) -> list[tuple[str, list[Line]]]:
    gone = {g.indicator: g for g in catalogue.frameworks[name].left_out}

    def line(row: SuccessorRow) -> Line:
        left = gone.get(row.id)
        here = "in" if row.fate_key in ("kept", "new") else "out"
        return Line(
            row,
            typed.get(f"place.{row.id}", here),
            typed.get(f"items.{row.id}", row.codes),
            typed.get(f"by.{row.id}", (left.replaced_by or "") if left else ""),
            typed.get(f"reason.{row.id}.th", left.reason.th if left else ""),
            typed.get(f"reason.{row.id}.en", left.reason.en if left else ""),
            tuple(e for k, e in errors.items() if k.partition(".")[2] == row.id),
        )

    return [(group, [line(row) for row in rows]) for group, rows in groups]


def _decided(
    typed: dict[str, str], catalogue: Catalogue, name: str, old_text: OldText
) -> tuple[dict[str, str | None], dict[str, str]]:
    """Return the files that the decisions change, and what is wrong by field."""
    framework = catalogue.frameworks[name]
    codes = {i.code for i in catalogue.plans[framework.plan].items}
    lines = {s.indicator: s for s in succession(catalogue, name).lines}
    errors: dict[str, str] = {}
    gone: list[LeftOut] = []
    out: set[str] = set()
    added: list[str] = []
    files: dict[str, str | None] = {}
    for indicator_id, line in lines.items():
        indicator = catalogue.indicators[indicator_id]
        place = typed.get(f"place.{indicator_id}", "in" if line.fate in ("kept", "new") else "out")
        if place == "out":
            out.add(indicator_id)
            if line.fate in ("kept", "left_out", "undecided") and framework.made_from:
                reason = [typed.get(f"reason.{indicator_id}.{x}", "").strip() for x in ("th", "en")]
                by = typed.get(f"by.{indicator_id}", "").strip() or None
                try:
                    gone.append(
                        LeftOut.model_validate(
                            {
                                "indicator": indicator_id,
                                "replaced_by": by,
                                "reason": {"th": reason[0], "en": reason[1]},
                            }
                        )
                    )
                except ValidationError:
                    errors[f"reason.{indicator_id}"] = "drafting.wrong.reason_wanted"
        elif line.fate in ("left_out", "undecided", "outside"):
            added.append(indicator_id)
        if f"items.{indicator_id}" in typed:
            given = [c.strip() for c in typed[f"items.{indicator_id}"].split(",") if c.strip()]
            if set(given) - codes:
                errors[f"items.{indicator_id}"] = "drafting.wrong.no_item"
            elif tuple(given) != line.items:
                plans = {**indicator.plans, framework.plan: tuple(given)}
                if not given:
                    plans.pop(framework.plan)
                changed = indicator.model_copy(update={"plans": plans})
                files[place_of(changed)] = written(changed, old_text(place_of(changed)))
    files |= _without(catalogue, framework, out, added, tuple(gone), old_text)
    return files, errors


def _without(
    catalogue: Catalogue,
    framework: Framework,
    out: set[str],
    added: list[str],
    gone: tuple[LeftOut, ...],
    old_text: OldText,
) -> dict[str, str | None]:
    """Return framework and design without some indicators and with others."""
    known = catalogue.indicators
    dimensions = tuple(
        d.model_copy(
            update={
                "indicators": (
                    *(i for i in d.indicators if i not in out),
                    *(i for i in added if known[i].dimension == d.id and known[i].has_figures),
                )
            }
        )
        for d in framework.dimensions
    )
    awaited = [i for i in framework.awaited if i not in out]
    awaited += [i for i in added if not known[i].has_figures]
    new = framework.model_copy(
        update={
            "dimensions": dimensions,
            "awaited": tuple(awaited),
            "left_out": gone,
            "headline_indicators": tuple(i for i in framework.headline_indicators if i not in out),
            "facts": tuple(i for i in framework.facts if i not in out),
        }
    )
    files: dict[str, str | None] = {}
    if new != framework:
        files[place_of(new)] = written(new, old_text(place_of(new)))
    design = catalogue.designs[framework.design]
    tree = {
        k: d.model_copy(
            update={"indicators": {i: leaf for i, leaf in d.indicators.items() if i not in out}}
        )
        for k, d in design.dimensions.items()
    }
    # A design that another plan uses too is not changed behind its back; the fault then says so.
    shared = sum(f.design == design.id for f in catalogue.frameworks.values()) > 1
    if out & set(design.indicator_ids) and not shared:
        less = design.model_copy(update={"dimensions": tree})
        files[place_of(less)] = written(less, old_text(place_of(less)))
    return files
