"""The forms of a framework and of its design: one line for each indicator of the catalogue."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.language import Language, text
from moibench.presentation.pages.address import Option
from moibench.web.drafting import choices
from moibench.web.drafting.entries import Errors, Form, Section
from moibench.web.drafting.fields import (
    NOTHING,
    Block,
    Field,
    Item,
    Pair,
    Rows,
    Shown,
    Unreadable,
    label_of,
    plain_number,
    read,
    typed_of,
)

IN, AWAITED = "in", "awaited"


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the table of indicators."""

    key: str
    kind: str


class _TreeForm(Form):
    """A form with a table of indicators under the plain fields."""

    columns: tuple[Line, ...] = ()

    @abstractmethod
    def lines(self, catalogue: Catalogue, typed: Mapping[str, str]) -> Iterable[Indicator]:
        """Return the indicators that the table lists, in order."""

    def _cell(
        self,
        column: Line,
        indicator: Indicator,
        typed: Mapping[str, str],
        errors: Errors,
        language: Language,
    ) -> Shown:
        name = f"{column.key}.{indicator.id}"
        value = typed.get(name, "")
        return Shown(
            name=name,
            kind=column.kind,
            label=f"{label_of(self.kind, column.key, language)}: "
            + indicator.name.in_language(language),
            hint="",
            value=value,
            options=self.options(indicator, value, language) if column.kind == "choice" else (),
            errors=tuple(errors.get(name, ())),
            required=False,
        )

    def options(self, indicator: Indicator, chosen: str, language: Language) -> tuple[Option, ...]:
        """Return what a select of the table offers."""
        return ()

    def shown(
        self, typed: Mapping[str, str], errors: Errors, catalogue: Catalogue, language: Language
    ) -> tuple[Section, ...]:
        """Return the plain fields and a table for each dimension."""
        plain = super().shown(typed, errors, catalogue, language)
        tables: dict[str, list[tuple[Shown, ...]]] = {}
        for indicator in self.lines(catalogue, typed):
            name = Shown(
                "",
                "name",
                indicator.name.in_language(language),
                _state(indicator, language),
                indicator.id,
                (),
                tuple(errors.get(indicator.id, ())),
                False,
            )
            cells = (self._cell(c, indicator, typed, errors, language) for c in self.columns)
            tables.setdefault(indicator.dimension, []).append((name, *cells))
        names = dict(choices.dimensions(catalogue, language))
        tables = {d: tables[d] for d in (*names, *tables) if d in tables}
        heads = tuple(
            Shown("", "head", label_of(self.kind, c.key, language), "", "", (), (), False)
            for c in (Line("indicator", "name"), *self.columns)
        )
        return (
            *plain,
            *(
                Section(
                    names.get(dimension, dimension),
                    text(f"drafting.about.tree_{self.kind}", language),
                    (Block("table", names.get(dimension, dimension), "", heads, tuple(rows)),),
                )
                for dimension, rows in tables.items()
            ),
        )


def _state(indicator: Indicator, language: Language) -> str:
    return "" if indicator.has_figures else text("drafting.without_figures", language)


class FrameworkForm(_TreeForm):
    """What is measured for one national plan."""

    kind = "frameworks"
    columns = (
        Line("place", "choice"),
        Line("order", "whole"),
        Line("headline", "tick"),
        Line("fact", "tick"),
    )

    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form above the table."""
        dimensions = Rows(
            "dimensions",
            (
                Field("id"),
                Field("name.th"),
                Field("name.en"),
                Field("short_name.th"),
                Field("short_name.en"),
            ),
            1,
        )
        return (
            (
                "entry",
                (
                    Pair("name"),
                    Field("plan", "choice", True, choices.plans),
                    Field("design", "choice", True, choices.designs),
                ),
            ),
            ("dimensions", (dimensions,)),
        )

    def lines(self, catalogue: Catalogue, typed: Mapping[str, str]) -> Iterable[Indicator]:
        """Return every indicator, those of the framework first and in its order."""

        def order(indicator: Indicator) -> tuple[bool, float, str]:
            place = typed.get(f"order.{indicator.id}", "")
            number = float(place) if place.isascii() and place.isdecimal() else 1e6
            return not typed.get(f"place.{indicator.id}"), number, indicator.id

        return sorted(catalogue.indicators.values(), key=order)

    def options(self, indicator: Indicator, chosen: str, language: Language) -> tuple[Option, ...]:
        """Return whether it is in, awaited, or neither; awaited is what has no figures."""
        offered = ["", IN if indicator.has_figures else AWAITED]
        if chosen and chosen not in offered:
            offered.append(chosen)
        return tuple(
            Option(v, text(f"drafting.place.{v or 'out'}", language), v == chosen) for v in offered
        )

    def typed(
        self, content: Mapping[str, Any], catalogue: Catalogue, language: Language
    ) -> dict[str, str]:
        """Return what stands in the fields."""
        typed = typed_of(self.items(catalogue), content, language)
        for dimension in content.get("dimensions", ()):
            for n, indicator_id in enumerate(dimension.get("indicators", ()), start=1):
                typed[f"place.{indicator_id}"], typed[f"order.{indicator_id}"] = IN, str(n)
        for n, indicator_id in enumerate(content.get("awaited", ()), start=1):
            typed[f"place.{indicator_id}"], typed[f"order.{indicator_id}"] = AWAITED, str(n)
        for key, field in (("headline_indicators", "headline"), ("facts", "fact")):
            for indicator_id in content.get(key, ()):
                typed[f"{field}.{indicator_id}"] = "1"
        return typed

    def finish(
        self, typed: Mapping[str, str], content: dict[str, Any], catalogue: Catalogue
    ) -> dict[str, list[Unreadable]]:
        """Write which indicator stands where."""
        wrong: dict[str, list[Unreadable]] = {}
        placed: dict[str, list[tuple[float, int, str]]] = {}
        awaited: list[tuple[float, int, str]] = []
        known = {d.get("id") for d in content.get("dimensions", ())}
        for n, indicator in enumerate(catalogue.indicators.values()):
            place = typed.get(f"place.{indicator.id}", "")
            try:
                order = read(Field("order", "whole"), typed.get(f"order.{indicator.id}", ""))
            except Unreadable as error:
                wrong[f"order.{indicator.id}"] = [error]
                continue
            line = (1e6 if order is NOTHING else float(order), n, indicator.id)
            if place == AWAITED:
                awaited.append(line)
            elif place == IN:
                placed.setdefault(indicator.dimension, []).append(line)
                if indicator.dimension not in known:
                    wrong[f"place.{indicator.id}"] = [Unreadable("drafting.wrong.no_dimension")]
        for dimension in content.get("dimensions", ()):
            lines = sorted(placed.get(str(dimension.get("id")), ()))
            dimension["indicators"] = [i for *_, i in lines]
        content.setdefault("dimensions", [])
        content["awaited"] = [i for *_, i in sorted(awaited)]
        here = {i for lines in placed.values() for *_, i in lines} | {i for *_, i in awaited}
        old = {k: list(content.get(k, ())) for k in ("headline_indicators", "facts")}
        for key, field in (("headline_indicators", "headline"), ("facts", "fact")):
            ticked = [i for i in catalogue.indicators if typed.get(f"{field}.{i}") == "1"]
            kept = [i for i in old[key] if i in ticked]
            content[key] = kept + [i for i in ticked if i not in kept]
            for i in ticked:
                if i not in here:
                    wrong[f"{field}.{i}"] = [Unreadable("drafting.wrong.not_in_framework")]
        content["left_out"] = [g for g in content.get("left_out", ()) if g["indicator"] not in here]
        for key in ("awaited", "facts", "left_out"):
            if not content[key]:
                content.pop(key)
        return wrong


class DesignForm(_TreeForm):
    """The tree of an index with its weights, goalposts and cut-offs."""

    kind = "designs"
    columns = (
        Line("weight", "number"),
        Line("zero", "number"),
        Line("hundred", "number"),
        Line("baseline", "years"),
    )

    def sections(self, catalogue: Catalogue) -> Iterable[tuple[str, tuple[Item, ...]]]:
        """Return the parts of the form above the table."""
        return (
            (
                "entry",
                (
                    Pair("name"),
                    Field("goalpost_percentiles", "numbers", True),
                    Field("cutoff_percentiles", "numbers", True),
                    Field("cutoff_baseline_years", "years", True),
                    Field("coverage_threshold", "number", True),
                    Field("enough_data", "number"),
                    Field("cutoffs", "numbers", True),
                ),
            ),
            (
                "uncertainty",
                (
                    Field("uncertainty.replicates", "whole", True),
                    Field("uncertainty.seed", "whole", True),
                    Field("uncertainty.weight_noise", "number", True),
                ),
            ),
            (
                "nodes",
                (
                    Rows(
                        "nodes",
                        (
                            Field("id", "choice", choices=choices.dimensions),
                            Field("weight", "number"),
                            Field("cutoffs", "numbers"),
                        ),
                        1,
                    ),
                ),
            ),
        )

    def lines(self, catalogue: Catalogue, typed: Mapping[str, str]) -> Iterable[Indicator]:
        """Return every indicator that can be judged, those of the index first."""
        found = [i for i in catalogue.indicators.values() if i.has_figures]
        found = [i for i in found if i.direction != "context" or typed.get(f"weight.{i.id}")]
        return sorted(found, key=lambda i: not typed.get(f"weight.{i.id}"))

    def typed(
        self, content: Mapping[str, Any], catalogue: Catalogue, language: Language
    ) -> dict[str, str]:
        """Return what stands in the fields."""
        dimensions: Mapping[str, Any] = content.get("dimensions", {})
        nodes = [{"id": k, **d} for k, d in dimensions.items()]
        typed = typed_of(self.items(catalogue), {**content, "nodes": nodes}, language)
        leaf_years = (Field("baseline_years", "years"),)
        for dimension in dimensions.values():
            for indicator_id, leaf in dimension["indicators"].items():
                zero, hundred = leaf["goalposts"]
                typed |= {
                    f"weight.{indicator_id}": plain_number(leaf["weight"]),
                    f"zero.{indicator_id}": plain_number(zero),
                    f"hundred.{indicator_id}": plain_number(hundred),
                    f"baseline.{indicator_id}": typed_of(leaf_years, leaf, language)[
                        "baseline_years"
                    ],
                }
        return typed

    def finish(
        self, typed: Mapping[str, str], content: dict[str, Any], catalogue: Catalogue
    ) -> dict[str, list[Unreadable]]:
        """Write the tree: what has a weight is in it."""
        wrong: dict[str, list[Unreadable]] = {}
        nodes = content.pop("nodes", [])
        before = content.get("dimensions", {})
        order = [i for d in before.values() for i in d["indicators"]]
        tree: dict[str, dict[str, Any]] = {
            str(n.get("id")): {k: v for k, v in n.items() if k != "id"} | {"indicators": {}}
            for n in nodes
        }
        wanted = [i for i in catalogue.indicators if typed.get(f"weight.{i}", "").strip()]
        for indicator_id in sorted(wanted, key=lambda i: order.index(i) if i in order else 1_000):
            leaf: dict[str, Any] = {}
            for column in self.columns:
                name = f"{column.key}.{indicator_id}"
                try:
                    field = Field(name, "years" if column.key == "baseline" else "number")
                    value = read(field, typed.get(name, ""))
                except Unreadable as error:
                    wrong[name] = [error]
                    continue
                if value is NOTHING:
                    wrong[name] = [Unreadable("drafting.wrong.missing")]
                leaf[column.key] = value
            dimension = catalogue.indicators[indicator_id].dimension
            if dimension not in tree:
                wrong[f"weight.{indicator_id}"] = [Unreadable("drafting.wrong.no_node")]
                continue
            tree[dimension]["indicators"][indicator_id] = {
                "weight": leaf.get("weight"),
                "goalposts": [leaf.get("zero"), leaf.get("hundred")],
                "baseline_years": leaf.get("baseline"),
            }
        content["dimensions"] = tree
        return wrong

    def place(self, location: str) -> str:
        """Return the field of a fault inside the tree."""
        parts = location.split(".")
        if parts[0] == "dimensions" and len(parts) > 3 and parts[2] == "indicators":
            column = {"weight": "weight", "baseline_years": "baseline"}.get(
                parts[4] if len(parts) > 4 else "", "zero"
            )
            return f"{column}.{parts[3]}"
        return "nodes" if parts[0] == "dimensions" else location
