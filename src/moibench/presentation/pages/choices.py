"""The names of what a parameter of an address may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from moibench.analysis.comparative_results import ChosenKind
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, messages, text
from moibench.presentation.names import find_dimension, short_indicator_name
from moibench.presentation.pages import words
from moibench.presentation.pages.address import WEIGHT_FIELD
from moibench.presentation.pages.benchmark_form import kind_name


def values_of(
    field: str, known: Iterable[str], catalogue: Catalogue, language: Language
) -> list[tuple[str, str]]:
    """Return the values a parameter may have, each with its name; levels that have units alone."""
    there = {u.unit_type for u in catalogue.units.values()}
    values = [v for v in known if field != "level" or v in there]
    return [(v, _named(field, v, catalogue, language)) for v in values]


def _named(field: str, value: str, catalogue: Catalogue, language: Language) -> str:
    match field:
        case "level":
            return text(f"site.unit_types.{value}", language)
        case "average":
            return text(f"benchmark.average.{value}", language)
        case "bangkok":
            return text(f"errors.bangkok_{value}", language)
        case "indicator":
            return short_indicator_name(catalogue.indicators[value], language)
        case "of" | "side":
            return words.node_name(catalogue, value, language)
        case _:
            kind: ChosenKind = next(k for k in get_args(ChosenKind) if k == value)
            return kind_name(kind, catalogue, language)


_SUPPOSED, _WEIGHT = "v-", ("w-", WEIGHT_FIELD)


def field_name(field: str, catalogue: Catalogue, language: Language) -> str:
    """Name a parameter as the page does: "น้ำหนักของ GPP ต่อหัว"; one no page shows, by itself."""
    for begin, key in ((_SUPPOSED, "supposed"), *((w, "weight") for w in _WEIGHT)):
        if field.startswith(begin):
            named = field.removeprefix(begin)
            indicator = catalogue.indicators.get(named)
            if indicator is not None:
                name = short_indicator_name(indicator, language)
            else:
                known = find_dimension(catalogue, named) is not None
                name = words.node_name(catalogue, named, language) if known else named
            return text(f"errors.field.{key}", language, name=name)
    key = f"errors.field.{field}"
    return text(key, language) if key in messages() else field


def what_is_right(field: str, language: Language) -> str:
    """Say what a parameter may hold, where no list of choices says it; else nothing."""
    if field.startswith("w-"):
        return text("errors.right.weights", language)
    if field.startswith(WEIGHT_FIELD):
        return text("errors.right.weight", language)
    if field.startswith(_SUPPOSED):
        return text("errors.right.value", language)
    key = f"errors.right.{field}"
    return text(key, language) if key in messages() else ""
