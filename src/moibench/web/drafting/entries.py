"""Each kind of entry with its form: what it shows, and how what is typed becomes an entry."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Definition, Question
from moibench.catalogue.write import FOLDERS
from moibench.presentation.language import Language, messages, text
from moibench.presentation.pages.drafting import schema_fault
from moibench.presentation.years import year_number
from moibench.web.drafting import choices, formula
from moibench.web.drafting.fields import (
    Block,
    Field,
    Item,
    Pair,
    Rows,
    Unreadable,
    read_all,
    row_names,
    show,
    typed_of,
)

COLLECTIONS = {"targets": "targets"}
Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form under a heading."""

    title: str
    about: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was typed: the entry, or what is wrong at which field."""

    entry: Definition | None
    content: dict[str, Any]
    errors: Errors


class Form(ABC):
    """The form of one kind of entry."""

    kind: str = ""

    @abstractmethod
    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form: key of the heading, and the fields."""

    def items(self, catalogue: Catalogue) -> tuple[Item, ...]:
        """Return every field of the form."""
        return tuple(i for _, part in self.sections(catalogue) for i in part)

    def entries(self, catalogue: Catalogue) -> Mapping[str, Any]:
        """Return the entries of this kind."""
        found: Mapping[str, Any] = getattr(catalogue, self.kind)
        return found

    def typed(
        self, content: Mapping[str, Any], catalogue: Catalogue, language: Language
    ) -> dict[str, str]:
        """Return what stands in the fields for an entry."""
        return typed_of(self.items(catalogue), content, language)

    def shown(
        self, typed: Mapping[str, str], errors: Errors, catalogue: Catalogue, language: Language
    ) -> tuple[Section, ...]:
        """Return the form as the template prints it."""
        return tuple(
            Section(
                text(f"drafting.section.{key}", language),
                text(f"drafting.about.{key}", language)
                if f"drafting.about.{key}" in messages()
                else "",
                tuple(show(i, self.kind, typed, errors, catalogue, language) for i in part),
            )
            for key, part in self.sections(catalogue)
        )

    def read(
        self,
        typed: Mapping[str, str],
        old: Mapping[str, Any],
        name: str,
        catalogue: Catalogue,
        language: Language,
    ) -> Outcome:
        """Return the entry that the fields say, over what `old` says beside them."""
        content = dict(old)
        wrong = read_all(self.items(catalogue), typed, content)
        wrong |= self.finish(typed, content, catalogue)
        return self.outcome(content, wrong, name, language, row_names(self.items(catalogue), typed))

    def finish(
        self, typed: Mapping[str, str], content: dict[str, Any], catalogue: Catalogue
    ) -> dict[str, list[Unreadable]]:
        """Write what no plain field says; return what could not be read."""
        return {}

    def place(self, location: str) -> str:
        """Return the field at which a fault of the schema is told."""
        return location

    def outcome(
        self,
        content: dict[str, Any],
        wrong: Mapping[str, list[Unreadable]],
        name: str,
        language: Language,
        rows: Mapping[str, str],
    ) -> Outcome:
        """Check what was read against the schema."""
        errors: Errors = {
            field: [text(w.key, language, **w.fields) for w in several]
            for field, several in wrong.items()
        }
        entry: Definition | None = None
        try:
            entry = FOLDERS[self.kind].model_validate({"id": name, **content})
        except ValidationError as error:
            for fault in error.errors():
                field = self.place(_renumbered(_location(fault["loc"]), rows))
                if field not in wrong:
                    said = schema_fault(fault["type"], fault.get("ctx", {}), language)
                    errors.setdefault(field, []).append(said)
        return Outcome(None if errors else entry, content, errors)


_TAGS = {"sum", "ratio_of_sums", "published_only", "published_growth", "growth", "moving_average"}


def _location(parts: tuple[Any, ...]) -> str:
    return ".".join(str(p) for p in parts if p not in _TAGS and p != "weighted_mean")


def _renumbered(location: str, rows: Mapping[str, str]) -> str:
    match = re.match(r"[a-z_]+\.\d+", location)
    if match and match[0] in rows:
        return rows[match[0]] + location[match.end() :]
    return location


class SourceForm(Form):
    """A publication of an agency; its editions come with their files, never by a form."""

    kind = "sources"

    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form."""
        return (("entry", (Pair("name"), Pair("agency"), Pair("agency_short"), Pair("licence"))),)


class SeriesForm(Form):
    """A quantity as its agency publishes it."""

    kind = "series"

    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form."""
        return (
            (
                "entry",
                (
                    Pair("name"),
                    Pair("unit_of_measure"),
                    Field("source", "choice", True, choices.sources),
                    Field("minimum", "number"),
                    Field("maximum", "number"),
                    Pair("notes", "long", required=False),
                ),
            ),
            (
                "breaks",
                (
                    Rows(
                        "breaks",
                        (Field("year", "year"), Field("reason.th"), Field("reason.en")),
                    ),
                ),
            ),
        )


class IndicatorForm(Form):
    """A measured quantity with its definition, its formula and why it was admitted."""

    kind = "indicators"

    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form."""
        return (
            (
                "meaning",
                (
                    Pair("name"),
                    Pair("short_name", required=False),
                    Pair("definition", "long"),
                    Pair("why_it_matters", "long"),
                    Pair("unit_of_measure"),
                    Field("direction", "choice", True, choices.directions),
                    Field("target_range", "numbers"),
                    Field("dimension", "choice", True, choices.dimensions),
                    Pair("agency"),
                    Pair("caveats", "long", required=False),
                    Field("keywords", "words"),
                ),
            ),
            ("formula", (*formula.FIELDS, Pair("formula"))),
            (
                "showing",
                (
                    Field("decimals", "whole", True),
                    Field("is_percentage", "tick"),
                    Field("log_axis", "tick"),
                    Field("carry_forward_years", "whole"),
                ),
            ),
            (
                "plans",
                tuple(
                    Field(f"plans.{p}", "many", False, choices.items_of(p)) for p in catalogue.plans
                ),
            ),
            (
                "admission",
                tuple(
                    item
                    for q in get_args(Question)
                    for item in (
                        Field(f"admission.{q}.verdict", "choice", False, choices.verdicts),
                        Pair(f"admission.{q}.note", required=False),
                    )
                ),
            ),
        )

    def items(self, catalogue: Catalogue) -> tuple[Item, ...]:
        """Return the fields that say one key each; the formula's say one together."""
        return tuple(i for i in super().items(catalogue) if i not in formula.FIELDS)

    def typed(
        self, content: Mapping[str, Any], catalogue: Catalogue, language: Language
    ) -> dict[str, str]:
        """Return what stands in the fields, those of the formula too."""
        plain = formula.typed_of(content.get("roll_up"))
        said = formula.written(plain, lambda y: str(year_number(y, language)))
        return super().typed(content, catalogue, language) | said

    def finish(
        self, typed: Mapping[str, str], content: dict[str, Any], catalogue: Catalogue
    ) -> dict[str, list[Unreadable]]:
        """Write the formula."""
        rule, wrong = formula.rule_of(typed)
        content.pop("roll_up", None)
        if rule is not None:
            content["roll_up"] = rule
        if content.get("carry_forward_years") is None:
            content.pop("carry_forward_years", None)
        return wrong

    def place(self, location: str) -> str:
        """Return the field of a fault; those of the rule are the formula's."""
        if location.startswith("roll_up"):
            return formula.PLACES.get(location.rsplit(".", 1)[-1], "formula.kind")
        return location


class PlanForm(Form):
    """A plan with its items, such as strategies or milestones."""

    kind = "plans"

    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form."""
        return (
            (
                "entry",
                (
                    Pair("name"),
                    Pair("short_name"),
                    Field("first_year", "year", True),
                    Field("last_year", "year", True),
                    Field("baseline_years", "years"),
                ),
            ),
            ("items", (Rows("items", (Field("code"), Field("name.th"), Field("name.en")), 4),)),
        )

    def finish(
        self, typed: Mapping[str, str], content: dict[str, Any], catalogue: Catalogue
    ) -> dict[str, list[Unreadable]]:
        """A plan ends after it begins, and no code stands twice."""
        wrong: dict[str, list[Unreadable]] = {}
        content.setdefault("items", [])
        first, last = content.get("first_year"), content.get("last_year")
        if first is not None and last is not None and last < first:
            wrong["last_year"] = [Unreadable("drafting.wrong.ends_before_begins")]
        codes = [row.get("code") for row in content["items"]]
        twice = {c for c in codes if c is not None and codes.count(c) > 1}
        if twice:
            named = ", ".join(sorted(twice))
            wrong["items"] = [Unreadable("drafting.wrong.twice", name=named)]
        return wrong


class TargetForm(Form):
    """The targets that a plan sets."""

    kind = "targets"

    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form."""
        fields = (
            Field("indicator", "choice", True, choices.indicators),
            Field("unit", "choice", False, choices.units),
            Field("level", "choice", False, choices.unit_levels),
            Field("kind", "choice", True, choices.target_kinds),
            Field("value", "number", True),
            Field("base_year", "year", True),
            Field("base_value", "number"),
            Field("target_year", "year", True),
            Field("source.th", "line", True),
            Field("source.en", "line", True),
        )
        return (
            ("entry", (Pair("name"), Field("plan", "choice", True, choices.plans))),
            ("targets", (Rows("targets", fields, 2),)),
        )

    def finish(
        self, typed: Mapping[str, str], content: dict[str, Any], catalogue: Catalogue
    ) -> dict[str, list[Unreadable]]:
        """An empty list is a list."""
        content.setdefault("targets", [])
        return {}
