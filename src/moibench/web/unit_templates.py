"""Templates of units for documents that pages hand out: which are offered, which may be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.unit_templates import KeptTemplate, template_content, templates_of
from moibench.people.rights import Action
from moibench.presentation.language import text
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.address import Link, State
from moibench.reports.template import Template
from moibench.web.accounts.access import allowed, asking, held, places

Kind = Literal["docx", "pptx"]
TEMPLATE_KINDS: tuple[Kind, ...] = ("docx", "pptx")
FIELD = "template"  # of the address of a document: the unit whose template it is written into


class NotYourTemplate(Exception):
    """Whoever asks may not use the templates of this unit for this document."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(unit)


@dataclass(frozen=True, slots=True)
class Offered:
    """A document that can be written into a template."""

    kept: KeptTemplate
    link: Link


def may_use(request: HttpRequest, unit: str) -> bool:
    """Tell whether whoever asks may have documents of a unit written into templates."""
    return asking(request) is not None and allowed(request, Action.READ_UNPUBLISHED, unit)


def offered(request: HttpRequest, unit: str, state: State) -> tuple[Offered, ...]:
    """Return the documents of a unit in its own templates and in those of the units it lies in."""
    if not may_use(request, unit):
        return ()
    found = templates_of(_lenders(unit))
    made = []
    for (lender, kind), kept in sorted(found.items(), key=lambda f: (f[0][0] != unit, f[0])):
        name = text(
            "unit_template.own",
            state.language,
            document=text(f"area.document.{kind}", state.language),
            unit=full_unit_name(current_catalogue(), lender, state.language),
        )
        made.append(
            Offered(kept, Link(name, state.address(f"/report/{unit}.{kind}", (FIELD, lender))))
        )
    return tuple(made)


def template_asked(request: HttpRequest, unit: str, kind: str) -> Template | None:
    """Return the template that the address of a document names; None where it names none.

    Raises:
        NotYourTemplate: it may not be used for this document.
        TemplateError: the unit has none of this kind, or its file is damaged.
    """
    lender = request.GET.get(FIELD, "")
    if not lender:
        return None
    if not may_use(request, unit) or lender not in _lenders(unit):
        raise NotYourTemplate(lender)
    kept = templates_of((lender,)).get((lender, kind))
    found, content = template_content(lender, kept.id if kept else 0)
    return Template(found.name, content)


def lenders_to(request: HttpRequest) -> tuple[KeptTemplate, ...]:
    """Return the templates in which whoever asks may have documents that are of no one unit.

    They are those of the units where a role is held, and of the units these lie in.
    """
    found = templates_of(current_catalogue().units)
    own = {h.unit for h in held(request) if may_use(request, h.unit)}
    near = {lender for unit in own for lender in _lenders(unit)}
    return tuple(
        kept
        for (lender, _), kept in sorted(found.items())
        if lender in near or may_use(request, lender)
    )


def template_lent(request: HttpRequest, lender: str, kind: str) -> Template | None:
    """Return the template of a kind that a unit lends to whoever asks; None for no unit.

    Raises:
        NotYourTemplate: the unit does not lend to this person.
        TemplateError: the unit has none of this kind, or its file is damaged.
    """
    if not lender:
        return None
    lent = {(kept.unit, kept.kind): kept for kept in lenders_to(request)}
    if lender not in {unit for unit, _ in lent}:
        raise NotYourTemplate(lender)
    kept = lent.get((lender, kind))
    found, content = template_content(lender, kept.id if kept else 0)
    return Template(found.name, content)


def _lenders(unit: str) -> tuple[str, ...]:
    return (unit, *sorted(places().ancestors(unit)))
