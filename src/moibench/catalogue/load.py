"""Read the catalogue's files into frozen objects, or say everything that is wrong with them."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from moibench.catalogue import checks, comparative, schema
from moibench.catalogue.agenda import Agenda
from moibench.catalogue.catalogue import Catalogue
from moibench.catalogue.coherence import find_faults
from moibench.catalogue.fault import Fault
from moibench.catalogue.sectors import SectorTable
from moibench.catalogue.swot import SwotRule
from moibench.catalogue.unique_keys import UniqueKeyLoader
from moibench.catalogue.value_chain import ChainSketch

BUILT_IN = Path(__file__).parent / "data"

_D = TypeVar("_D", bound=schema.Definition)


class CatalogueError(Exception):
    """The catalogue cannot be used; `faults` names file, key and mend, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("The catalogue has faults:\n" + "\n".join(f"- {f}" for f in faults))


def load_catalogue(folder: Path = BUILT_IN) -> Catalogue:
    """Read and check every file under `folder`.

    Returns:
        The catalogue, frozen.

    Raises:
        CatalogueError: with every fault found, each naming file and key.
    """
    reader = _Reader(folder)
    catalogue = Catalogue(
        folder=folder,
        version=digest(folder),
        units=reader.by_key(
            "units/units.csv", "code", reader.rows("units/units.csv", schema.Unit, _unit_row)
        ),
        groupings=reader.by_key(
            "units/groupings.yaml",
            "id",
            reader.listed("units/groupings.yaml", "groupings", schema.Grouping),
        ),
        parents=tuple(reader.rows("units/parents.csv", schema.ParentLink)),
        lineage=tuple(reader.rows("units/lineage.csv", schema.Lineage, _note_row)),
        aliases=tuple(reader.rows("units/aliases.csv", schema.Alias)),
        tiles=tuple(reader.rows("units/tile_grid.csv", schema.Tile)),
        sources=reader.by_file("sources", schema.Source),
        series=reader.by_file("series", schema.Series),
        indicators=reader.by_file("indicators", schema.Indicator),
        plans=reader.by_file("plans", schema.Plan),
        frameworks=reader.by_file("frameworks", schema.Framework),
        designs=reader.by_file("designs", schema.Design),
        flags=reader.by_file("flags", comparative.Flag),
        peer_models=reader.by_file("peers", comparative.PeerModel),
        targets=reader.by_file("targets", comparative.TargetSet),
        sectors=reader.by_file("sectors", SectorTable),
        checks=reader.by_file("checks", checks.SourceChecks),
        swot=reader.by_file("swot", SwotRule),
        agendas=reader.by_file("agendas", Agenda),
        chain_sketches=reader.by_file("value_chains", ChainSketch),
    )
    faults = reader.faults or find_faults(catalogue)
    if faults:
        raise CatalogueError(faults)
    return catalogue


def load_agenda(path: Path) -> Agenda:
    """Read one agenda from a file of its own; its numbers may be left out.

    Raises:
        CatalogueError: with every fault found, each naming file and key.
    """
    reader = _Reader(path.parent)
    agenda = reader.entry(Agenda, path)
    if agenda is None:
        raise CatalogueError(reader.faults)
    return agenda


def digest(folder: Path) -> str:
    """Return a short SHA-256 over the names and contents of the catalogue's files."""
    sha = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in _READ):
        sha.update(path.relative_to(folder).as_posix().encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()[:16]


_READ = {".yaml", ".csv"}


class _Reader:
    """Reads files of one folder and gathers faults instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []

    def by_file(self, name: str, model: type[_D]) -> dict[str, _D]:
        """Read every YAML file below the folder `name`; the file name is the identifier."""
        entries: dict[str, _D] = {}
        for path in sorted((self.folder / name).rglob("*.yaml")):
            content = self._yaml(path)
            if not isinstance(content, dict):
                continue
            if path.stem in entries:
                self.faults.append(f"{self._where(path)}: a file of this name stands twice")
            if "id" in content:
                self.faults.append(f"{self._where(path)}: id: leave it out, the file name is it")
                continue
            entry = self._checked(model, {"id": path.stem, **content}, self._where(path))
            if entry is not None:
                entries[path.stem] = entry
        return entries

    def entry(self, model: type[_D], path: Path) -> _D | None:
        """Read one YAML file; None where it has faults."""
        content = self._yaml(path)
        if not isinstance(content, dict):
            return None
        name = re.sub(r"\W", "_", path.stem.lower()) or "file"
        return self._checked(model, {"id": f"file_{name}", **content}, self._where(path))

    def listed(self, name: str, key: str, model: type[_D]) -> list[_D]:
        """Read the list under `key` of one YAML file."""
        content = self._yaml(self.folder / name)
        if not isinstance(content, dict):
            return []
        items = content.get(key)
        if not isinstance(items, list):
            self.faults.append(f"{name}: {key}: must be a list")
            return []
        entries = (self._checked(model, item, f"{name}: {key}.{i}") for i, item in enumerate(items))
        return [e for e in entries if e is not None]

    def by_key(self, name: str, key: str, entries: Iterable[_D]) -> dict[str, _D]:
        """Index entries by one of their fields, which no two may share."""
        indexed: dict[str, _D] = {}
        for entry in entries:
            identifier = getattr(entry, key)
            if identifier in indexed:
                self.faults.append(f"{name}: {key}: “{identifier}” stands twice")
            indexed[identifier] = entry
        return indexed

    def rows(self, name: str, model: type[_D], shape: Any = None) -> Iterator[_D]:
        """Read a CSV file, a row an entry; an empty cell is a key not given."""
        path = self.folder / name
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"{name}: cannot be read ({error})")
            return
        for number, row in enumerate(csv.DictReader(lines), start=2):
            if None in row or None in row.values():
                self.faults.append(f"{name}: line {number}: the row and the head differ in length")
                continue
            given = {k: v for k, v in row.items() if v != ""}
            entry = self._checked(model, shape(given) if shape else given, f"{name}: line {number}")
            if entry is not None:
                yield entry

    def _yaml(self, path: Path) -> object:
        try:
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=UniqueKeyLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.faults.append(f"{self._where(path)}: is not readable YAML ({error})")
            return None
        if not isinstance(content, dict):
            self.faults.append(f"{self._where(path)}: must hold keys and values")
            return None
        return content

    def _checked(self, model: type[_D], content: dict[str, Any], where: str) -> _D | None:
        try:
            return model.model_validate(content)
        except ValidationError as error:
            for fault in error.errors():
                key = ".".join(str(part) for part in fault["loc"]) or "(whole entry)"
                place, fields = f"{where}: {key}", fault.get("ctx", {})
                self.faults.append(Fault(place, f"schema.{fault['type']}", fault["msg"], **fields))
            return None

    def _where(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _pair(row: dict[str, Any], key: str) -> dict[str, str] | None:
    pair = {lang: row.pop(f"{key}_{lang}", "") for lang in ("th", "en")}
    return pair if any(pair.values()) else None


def _unit_row(row: dict[str, Any]) -> dict[str, Any]:
    pairs = {key: _pair(row, key) for key in ("name", "abbreviation", "note")}
    return row | {k: v for k, v in pairs.items() if v is not None}


def _note_row(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"note": _pair(row, "note")}
