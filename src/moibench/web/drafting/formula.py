"""A formula made of series, chosen from a small safe set: no code is written, none is run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.web.drafting.fields import NOTHING, Field, Unreadable, plain_number, read

KINDS = (
    "sum",
    "share",
    "per_head",
    "ratio",
    "weighted_mean",
    "published_only",
    "published_growth",
    "growth",
    "moving_average",
)
LEVELS = ("sum", "share", "per_head", "ratio", "weighted_mean", "published_only")
SHARE = 100.0
WITH_BELOW = {"share", "per_head", "ratio", "weighted_mean"}


def kinds(catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """Return the formulas to choose from."""
    return [("", text("drafting.formula.none", language))] + [
        (k, text(f"drafting.formula.{k}", language)) for k in KINDS
    ]


def levels(catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """Return what a growth or an average is taken of."""
    return [("", "–")] + [(k, text(f"drafting.formula.{k}", language)) for k in LEVELS]


def series(catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """Return the series to choose from, by name."""
    found = [
        (s.id, f"{s.name.in_language(language)} ({s.unit_of_measure.in_language(language)})")
        for s in catalogue.series.values()
    ]
    return [("", "–"), *sorted(found, key=lambda pair: pair[1])]


FIELDS = (
    Field("formula.kind", "choice", choices=kinds),
    Field("formula.of", "choice", choices=levels),
    Field("formula.above", "choice", choices=series),
    Field("formula.below", "choice", choices=series),
    Field("formula.times", "number"),
    Field("formula.years", "whole"),
    Field("formula.fixed_year", "year"),
    Field("formula.stated", "choice", choices=series),
)
# Where a fault of the schema is told: key of the rule → field of the form.
PLACES = {
    "numerator": "formula.above",
    "series": "formula.above",
    "denominator": "formula.below",
    "weights": "formula.below",
    "scale": "formula.times",
    "years": "formula.years",
    "denominator_year": "formula.fixed_year",
    "weights_year": "formula.fixed_year",
    "of": "formula.of",
}


def typed_of(rule: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the formula's fields as plain values for a rule."""
    if rule is None:
        return {}
    if rule["rule"] in ("growth", "moving_average"):
        inner = typed_of(rule["of"])
        return inner | {"of": inner["kind"], "kind": rule["rule"], "years": rule.get("years")}
    if rule["rule"] == "ratio_of_sums":
        scale = rule.get("scale", 1.0)
        return {
            "kind": {1.0: "ratio", SHARE: "share"}.get(scale, "per_head"),
            "above": rule["numerator"],
            "below": rule["denominator"],
            "times": scale,
            "fixed_year": rule.get("denominator_year"),
            "stated": rule.get("series"),
        }
    found = {"kind": rule["rule"], "above": rule["series"]}
    if rule["rule"] == "weighted_mean":
        found |= {"below": rule["weights"], "fixed_year": rule.get("weights_year")}
    return found


def rule_of(typed: Mapping[str, str]) -> tuple[dict[str, Any] | None, dict[str, list[Unreadable]]]:
    """Return the rule that a formula's fields say, None for no figures, and what is wrong."""
    wrong: dict[str, list[Unreadable]] = {}
    said: dict[str, Any] = {}
    for field in FIELDS:
        try:
            value = read(field, typed.get(field.key, ""))
        except Unreadable as error:
            wrong[field.key] = [error]
            value = NOTHING
        said[field.key.removeprefix("formula.")] = None if value is NOTHING else value
    kind = said["kind"]
    if kind is None:
        return None, wrong
    of = said["of"] if kind in ("growth", "moving_average") else kind
    if of is None:
        wrong.setdefault("formula.of", []).append(Unreadable("drafting.wrong.missing"))
    needed = {"above"} | ({"below"} if of in WITH_BELOW else set())
    if of == "per_head":
        needed.add("times")
    for name in sorted(needed):
        if said[name] is None and f"formula.{name}" not in wrong:
            wrong[f"formula.{name}"] = [Unreadable("drafting.wrong.missing")]
    if wrong:
        return None, wrong
    rule = _level(str(of), said)
    if kind in ("growth", "moving_average"):
        rule = {"rule": kind, "of": rule} | ({"years": said["years"]} if said["years"] else {})
    return rule, wrong


def _level(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    if kind in ("share", "per_head", "ratio"):
        scale = {"share": SHARE, "ratio": 1.0}.get(kind, said["times"])
        rule = {
            "rule": "ratio_of_sums",
            "numerator": said["above"],
            "denominator": said["below"],
            "scale": scale,
            "series": said["stated"],
            "denominator_year": said["fixed_year"],
        }
    elif kind == "weighted_mean":
        rule = {
            "rule": kind,
            "series": said["above"],
            "weights": said["below"],
            "weights_year": said["fixed_year"],
        }
    else:
        rule = {"rule": kind, "series": said["above"]}
    return {k: v for k, v in rule.items() if v is not None}


def written(plain: Mapping[str, Any], year: Any) -> dict[str, str]:
    """Return the formula's fields as a form shows them; `year` writes a CE year."""
    typed: dict[str, str] = {}
    for field in FIELDS:
        value = plain.get(field.key.removeprefix("formula."))
        if value is None:
            typed[field.key] = ""
        elif field.kind == "number":
            typed[field.key] = plain_number(value)
        else:
            typed[field.key] = year(value) if field.kind == "year" else str(value)
    return typed
