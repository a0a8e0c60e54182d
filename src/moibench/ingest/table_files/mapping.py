"""How a table is to be understood: one schema, written as YAML or JSON, shown, edited, remembered.

Columns are named by their titles as the table prints them, a title of several rows joined by
" / ", or by their letters. What is not said is not guessed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from moibench.catalogue import Catalogue
from moibench.catalogue.unique_keys import UniqueKeyLoader
from moibench.ingest.table_files.refusals import ImportRefused

VERSION = 1
TOTAL = "total"  # a row that sums up the rows before it, without being a unit of ours
SKIP = ""
MissingMeans = Literal["missing", "not_applicable", "zero", "skip"]
_LARGEST = 1024 * 1024


class Part(BaseModel):
    """Where a unit, year or series stands: a column, the head over each value, or fixed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = None
    head: bool = False
    fixed: str | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Part:
        if (self.column is not None) + self.head + (self.fixed is not None) != 1:
            raise ValueError("say exactly one of column, head and fixed")
        return self


class Mapping(BaseModel):
    """How a table is to be understood; see docs/how-to/import-a-table.md."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    version: Literal[1] = 1
    source: str = Field(default="", max_length=64, description="Whose table; remembered under it")
    sheet: str = Field(default="", description="Empty: the first sheet that holds a table")
    transposed: bool = Field(default=False, description="Units stand side by side in the head")
    head: tuple[int, int] | None = Field(
        default=None, description="First and last row of titles, from 1; none: they are found"
    )
    unit: Part
    unit_code: Part | None = Field(default=None, description="A second column, of codes")
    year: Part
    series: Part
    value: Part | None = Field(default=None, description="The one column of values of a long table")
    status: Part | None = None
    standard_error: Part | None = Field(
        default=None, description="The column of standard errors, beside that of values"
    )
    units: dict[str, str] = Field(
        default_factory=dict, description="Spelling → code, 'total' or '' to leave the row out"
    )
    series_names: dict[str, str] = Field(
        default_factory=dict, description="Title or name → series, or '' to leave it out"
    )
    missing: dict[str, MissingMeans] = Field(
        default_factory=dict, description="What a mark such as '-' means; by default missing"
    )
    multiply: dict[str, float] = Field(
        default_factory=dict, description="Series → factor into the catalogue's unit of measure"
    )
    aggregates: Literal["check", "store"] = Field(
        default="check", description="Rows of regions and the country: only check sums, or store"
    )

    @model_validator(mode="after")
    def _errors_stand_beside_values(self) -> Mapping:
        error = self.standard_error
        if error is not None and (error.column is None or self.value is None):
            raise ValueError("standard_error is a column, and wants a column of values beside it")
        return self


def read_mapping(path: Path, catalogue: Catalogue) -> Mapping:
    """Read a mapping from a YAML or JSON file.

    Raises:
        ImportRefused: with every fault of the file.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ImportRefused("mapping_unreadable", reason=f"{path.name}: > 1 MB")
        return mapping_from_text(path.read_text(encoding="utf-8-sig"), catalogue, path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise ImportRefused("mapping_unreadable", reason=f"{path.name}: {error}") from error


def mapping_from_text(content: str, catalogue: Catalogue, name: str = "") -> Mapping:
    """Read a mapping from its text; JSON is YAML too.

    Raises:
        ImportRefused: with every fault.
    """
    try:
        loaded = yaml.load(content, Loader=UniqueKeyLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ImportRefused("mapping_unreadable", reason=f"{name}: {error}") from error
    return mapping_from(loaded, catalogue, name)


def mapping_from(loaded: Any, catalogue: Catalogue, name: str = "") -> Mapping:
    """Check a mapping that was loaded or typed.

    Raises:
        ImportRefused: with every fault.
    """
    if not isinstance(loaded, dict):
        raise ImportRefused("mapping_faulty", [f"{name}: not keys and values"])
    if loaded.get("version", VERSION) != VERSION:
        raise ImportRefused("mapping_version", version=loaded.get("version"), known=VERSION)
    try:
        mapping = Mapping.model_validate(loaded)
    except ValidationError as error:
        raise ImportRefused(
            "mapping_faulty",
            [f"{'.'.join(map(str, f['loc'])) or '-'}: {f['msg']}" for f in error.errors()],
        ) from error
    faults = _unknown(mapping, catalogue)
    if faults:
        raise ImportRefused("mapping_faulty", faults)
    return mapping


def _unknown(mapping: Mapping, catalogue: Catalogue) -> list[str]:
    faults = [
        f"units: {spelling}: “{code}”?"
        for spelling, code in mapping.units.items()
        if code not in (SKIP, TOTAL) and code not in catalogue.units
    ]
    wanted = {**mapping.series_names, **dict.fromkeys(mapping.multiply, "")}
    named = [(k, v) for k, v in wanted.items() if v != SKIP]
    named += [("multiply", series) for series in mapping.multiply]
    if mapping.series.fixed is not None:
        named.append(("series.fixed", mapping.series.fixed))
    faults += [f"{key}: “{s}”?" for key, s in named if s not in catalogue.series]
    if mapping.unit.fixed is not None and mapping.unit.fixed not in catalogue.units:
        faults.append(f"unit.fixed: “{mapping.unit.fixed}”?")
    return faults


def as_plain(mapping: Mapping) -> dict[str, Any]:
    """Return a mapping as keys and values, without what is as by default."""
    return mapping.model_dump(mode="json", exclude_defaults=True) | {"version": VERSION}


def as_yaml(
    mapping: Mapping,
    questions: dict[str, tuple[str, ...]] | None = None,
    series_questions: dict[str, tuple[str, ...]] | None = None,
) -> str:
    """Return a mapping as YAML to edit; questions (spelling → likely codes) as remarks."""
    order = list(Mapping.model_fields)
    plain = as_plain(mapping)
    content = yaml.safe_dump(
        {k: plain[k] for k in order if k in plain},
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    content += _remarks("units", questions or {})
    asked = dict(series_questions or {})
    if "" in asked:
        content += "# To confirm: the series of every value, as `series: {fixed: …}`.\n"
        asked.pop("")
    return content + _remarks("series_names", asked)


def _remarks(key: str, questions: dict[str, tuple[str, ...]]) -> str:
    if not questions:
        return ""
    lines = [f"# To confirm: put these lines below `{key}:` and remove the #."]
    for spelling, codes in questions.items():
        offered = "  # or ".join(json.dumps(c) for c in codes) or '""'
        lines.append(f"#   {json.dumps(spelling, ensure_ascii=False)}: {offered}")
    return "\n".join(lines) + "\n"
