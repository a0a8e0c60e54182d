"""A draft map: a new grouping of units, checked, then put in force; and units of a code list."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from pydantic import ConfigDict, Field, ValidationError

from moibench.catalogue import Catalogue, CatalogueError, schema
from moibench.ingest.catalogue_files import check_folder, draft_of, load_folder
from moibench.store.frozen import KeptCatalogue

LOCAL_GROUPING = "dopa_areas"
_CODE_LENGTHS = {4: "district", 6: "subdistrict"}


class NewUnit(schema.Definition):
    """A parent that the draft brings, such as a new cluster."""

    code: str
    unit_type: schema.UnitType
    name: schema.Text
    parent: str
    parent_grouping: schema.Identifier


class Draft(schema.Definition):
    """A draft map as its YAML file says it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    grouping: schema.Grouping
    replaces: schema.Identifier | None = None
    units: tuple[NewUnit, ...] = ()
    members: dict[str, tuple[str, ...]] = Field(description="Parent → its members' codes")


def read_draft(path: Path) -> Draft:
    """Read a draft map.

    Raises:
        CatalogueError: with every fault of the file.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Draft.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError([f"{path.name}: cannot be read ({error})"]) from error
    except ValidationError as error:
        raise CatalogueError(
            [
                f"{path.name}: {'.'.join(map(str, f['loc'])) or '(whole file)'}: {f['msg']}"
                for f in error.errors()
            ]
        ) from error


def check_map(path: Path, catalogue: Catalogue) -> Path:
    """Return a folder with the catalogue under the draft map, in order and ready to load.

    Raises:
        CatalogueError: with every fault, also members left over or placed twice.
    """
    draft = read_draft(path)
    faults = list(_draft_faults(draft, catalogue))
    if faults:
        raise CatalogueError(faults)
    folder = draft_of(catalogue)
    _write_groupings(folder, draft)
    _append(folder / "units/units.csv", [_unit_row(u) for u in draft.units])
    links = [
        {"unit": member, "parent": parent, "grouping": draft.grouping.id}
        for parent, members in draft.members.items()
        for member in members
    ]
    links += [
        {"unit": u.code, "parent": u.parent, "grouping": u.parent_grouping} for u in draft.units
    ]
    _append(folder / "units/parents.csv", links)
    check_folder(folder)
    return folder


def publish_map(path: Path, catalogue: Catalogue, entered_by: str) -> KeptCatalogue:
    """Put a draft map in force; published editions keep theirs.

    Raises:
        CatalogueError: as of `check_map`; the map in force stays.
    """
    folder = check_map(path, catalogue)
    return load_folder(folder, entered_by, f"map {read_draft(path).grouping.id}")


def add_local_units(
    path: Path, catalogue: Catalogue, entered_by: str, *, since: dt.date
) -> KeptCatalogue:
    """Add districts and sub-districts of a code list and put the catalogue in force.

    The list has the columns code (four or six digits of DOPA), name_th and name_en; the parent
    of a code is the unit of its first two or four digits. `since`: when the list came in force.

    Raises:
        CatalogueError: with every faulty line; nothing was added.
    """
    units, faults = _read_code_list(path, catalogue)
    if faults:
        raise CatalogueError(faults)
    folder = draft_of(catalogue)
    if LOCAL_GROUPING not in catalogue.groupings:
        _add_grouping(
            folder,
            {
                "id": LOCAL_GROUPING,
                "name": {
                    "th": "เขตการปกครองระดับอำเภอและตำบลตามรหัสของกรมการปกครอง",
                    "en": "Districts and sub-districts by the codes of DOPA",
                },
                "valid_from": since,
                "source": path.name,
            },
        )
    _append(
        folder / "units/units.csv", [{k: v for k, v in u.items() if k != "parent"} for u in units]
    )
    _append(
        folder / "units/parents.csv",
        [{"unit": u["code"], "parent": u["parent"], "grouping": LOCAL_GROUPING} for u in units],
    )
    return load_folder(folder, entered_by, f"units of {path.name}")


def _draft_faults(draft: Draft, catalogue: Catalogue) -> list[str]:
    faults = []
    if draft.grouping.id in catalogue.groupings:
        faults.append(f"grouping.id: “{draft.grouping.id}” stands in the catalogue already")
    replaced = catalogue.groupings.get(draft.replaces or "")
    if draft.replaces and replaced is None:
        faults.append(f"replaces: there is no grouping “{draft.replaces}”")
    if replaced and draft.grouping.valid_from <= replaced.valid_from:
        faults.append("grouping.valid_from: must be later than that of the grouping it replaces")
    placed = Counter(m for members in draft.members.values() for m in members)
    faults += [f"members: {code} stands {n} times" for code, n in placed.items() if n > 1]
    known = {*catalogue.units, *(u.code for u in draft.units)}
    faults += [
        f"members: there is no unit “{c}”" for c in (*placed, *draft.members) if c not in known
    ]
    if replaced:
        before = {k.unit for k in catalogue.parents if k.grouping == draft.replaces}
        faults += [
            f"members: {code} had a place in {draft.replaces} and has none here"
            for code in sorted(before - set(placed))
            if catalogue.units[code].exists_in(draft.grouping.valid_from.year)
        ]
    return faults


def _write_groupings(folder: Path, draft: Draft) -> None:
    path = folder / "units/groupings.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in content["groupings"]:
        if entry["id"] == draft.replaces:
            entry["valid_to"] = draft.grouping.valid_from
    content["groupings"].append(draft.grouping.model_dump(exclude_none=True))
    _dump(path, content)


def _add_grouping(folder: Path, entry: dict[str, Any]) -> None:
    path = folder / "units/groupings.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["groupings"].append(entry)
    _dump(path, content)


def _dump(path: Path, content: object) -> None:
    """Write YAML under the comment that heads the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines[: _first_entry(lines)] if line.startswith("#")]
    body = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    path.write_text("\n".join([*head, body]), encoding="utf-8")


def _first_entry(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if line and not line.startswith("#")), 0)


def _unit_row(unit: NewUnit) -> dict[str, str]:
    return {
        "code": unit.code,
        "unit_type": unit.unit_type,
        "name_th": unit.name.th,
        "name_en": unit.name.en,
    }


def _append(path: Path, rows: list[dict[str, str]]) -> None:
    before = path.read_text(encoding="utf-8-sig")
    columns = next(csv.reader([before.splitlines()[0]]))
    added = io.StringIO()
    writer = csv.DictWriter(added, columns, lineterminator="\n")
    writer.writerows(rows)
    path.write_text(before.rstrip("\n") + "\n" + added.getvalue(), encoding="utf-8")


def _read_code_list(path: Path, catalogue: Catalogue) -> tuple[list[dict[str, str]], list[str]]:
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        return [], [f"{path.name}: cannot be read ({error})"]
    missing = {"code", "name_th", "name_en"} - set(rows[0] if rows else ())
    if missing:
        return [], [f"{path.name}: line 1: lacks the columns {', '.join(sorted(missing))}"]
    units, faults = [], []
    listed = {row["code"] for row in rows}
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        code = (row["code"] or "").strip()
        where = f"{path.name}: line {line}: code"
        unit_type = _CODE_LENGTHS.get(len(code)) if re.fullmatch(r"\d+", code) else None
        if unit_type is None:
            faults.append(f"{where}: “{code}” has neither four nor six digits")
        elif code in catalogue.units or code in seen:
            faults.append(f"{where}: {code} stands in the catalogue or the list already")
        elif code[:-2] not in catalogue.units and code[:-2] not in listed:
            faults.append(f"{where}: {code} lies in {code[:-2]}, which is no unit")
        else:
            names = {"name_th": row["name_th"].strip(), "name_en": row["name_en"].strip()}
            units.append({"code": code, "unit_type": unit_type, "parent": code[:-2], **names})
        seen.add(code)
    return units, faults
