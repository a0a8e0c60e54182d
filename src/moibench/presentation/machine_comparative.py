"""Comparing, peers, targets and changes for machines. Nothing is rounded; keys are documented."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from moibench.analysis.comparative_results import ScoreChange
from moibench.catalogue import Catalogue

Json = dict[str, Any]
# The names that profiles and rankings use in their JSON.
_KEYS = {
    "unit_code": "unit",
    "unit_codes": "units",
    "indicator_id": "indicator",
    "indicator_ids": "indicators",
    "descriptor_id": "descriptor",
    "source_id": "source",
    "edition_id": "edition",
    "node_id": "subject",
    "model_id": "model",
    "plan_id": "plan",
    "design_id": "design",
    "framework_id": "framework",
}


def comparative_json(result: object, catalogue: Catalogue) -> Json:
    """Return a result of comparing as plain values; years are CE, None is null.

    A unit's names stand beside its code at the top. A change of score also says its size.
    """
    content: Json = plain(result)
    if "unit" in content:
        name = catalogue.units[content["unit"]].name
        content = {"unit": content["unit"], "unit_name": {"th": name.th, "en": name.en}} | content
    if isinstance(result, ScoreChange):
        content["score_change"] = result.score_change
    return content


def plain(value: Any) -> Any:
    """Return dataclasses and definitions as dicts, tuples as lists, the rest as it is."""
    if isinstance(value, BaseModel):
        return {k: plain(v) for k, v in dict(value).items()}
    if is_dataclass(value):
        return {_KEYS.get(f.name, f.name): plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return value
