"""Read targets that officers wrote into a file, CSV or YAML, or say everything wrong with it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from moibench.catalogue import Catalogue
from moibench.catalogue.comparative import Target
from moibench.ingest.errors import FiguresError

_YEARS = ("base_year", "target_year")
_PAIRS = ("agency", "source")
# Bare, 2443–2743 can only be พ.ศ.; the schema refuses what is then not a CE year.
_FIRST_BUDDHIST, _OFFSET = 2443, 543


def read_target_file(path: Path, catalogue: Catalogue) -> tuple[Target, ...]:
    """Return the targets of a file, in its order; years may be พ.ศ. or CE.

    A CSV file has the columns of a target, with agency and source in _th and _en; a YAML file a
    list under `targets`. Without a source, the file's name is it.

    Raises:
        FiguresError: with every fault, each naming file, place and key.
    """
    faults: list[str] = []
    targets = []
    for where, entry in _entries(path, faults):
        target = _target(path, where, entry, faults)
        if target is not None:
            faults += _unknown(where, target, catalogue)
            targets.append(target)
    if not targets and not faults:
        faults.append(f"{path.name}: holds no target")
    if faults:
        raise FiguresError(faults)
    return tuple(targets)


def _entries(path: Path, faults: list[str]) -> list[tuple[str, dict[str, Any]]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: cannot be read ({error})")
        return []
    if path.suffix.lower() == ".csv":
        rows = csv.DictReader(content.splitlines())
        found = []
        for number, row in enumerate(rows, start=2):
            where = f"{path.name}: line {number}"
            if None in row or None in row.values():
                faults.append(f"{where}: the row and the head differ in length")
            else:
                found.append((where, _paired({k: v for k, v in row.items() if v != ""})))
        return found
    try:
        loaded = yaml.safe_load(content)
    except yaml.YAMLError as error:
        faults.append(f"{path.name}: is not readable YAML ({error})")
        return []
    listed = loaded.get("targets") if isinstance(loaded, dict) else None
    if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
        faults.append(f"{path.name}: targets: must be a list of targets")
        return []
    return [(f"{path.name}: targets.{i}", entry) for i, entry in enumerate(listed)]


def _paired(row: dict[str, Any]) -> dict[str, Any]:
    for key in _PAIRS:
        pair = {lang: row.pop(f"{key}_{lang}", None) for lang in ("th", "en")}
        if any(pair.values()):
            row[key] = pair
    return row


def _target(path: Path, where: str, entry: dict[str, Any], faults: list[str]) -> Target | None:
    given = {"source": {"th": path.name, "en": path.name}} | entry
    for key in _YEARS:
        try:
            number = int(str(given[key]))
        except (KeyError, ValueError):
            continue  # the schema says what is missing or no number
        given[key] = number - _OFFSET if number >= _FIRST_BUDDHIST else number
    if "unit" in given:
        given["unit"] = str(given["unit"])
    try:
        return Target.model_validate(given)
    except ValidationError as error:
        for fault in error.errors():
            key = ".".join(str(part) for part in fault["loc"]) or "(whole entry)"
            faults.append(f"{where}: {key}: {fault['msg']}")
        return None


def _unknown(where: str, target: Target, catalogue: Catalogue) -> list[str]:
    faults = []
    indicator = catalogue.indicators.get(target.indicator)
    if indicator is None:
        faults.append(f"{where}: indicator: there is no indicator “{target.indicator}”")
    elif not indicator.has_figures:
        faults.append(f"{where}: indicator: “{target.indicator}” has no figures yet")
    if target.unit is not None and target.unit not in catalogue.units:
        faults.append(f"{where}: unit: there is no unit “{target.unit}”; give its code")
    return faults
