"""Put a folder of catalogue files in force, or write the one in force to a folder."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from moibench.catalogue import Catalogue, CatalogueError, load_catalogue
from moibench.catalogue.fault import Fault
from moibench.store.content import DamagedFile
from moibench.store.cube import recorded_codes
from moibench.store.frozen import Frozen, KeptCatalogue
from moibench.store.published import keep_catalogue, published_editions, unfold

__all__ = [
    "DamagedFile",
    "FolderTaken",
    "catalogue_of",
    "check_folder",
    "draft_of",
    "export_folder",
    "load_folder",
]


class FolderTaken(Exception):
    """The folder to write to holds something already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} is not empty")


def check_folder(folder: Path) -> Catalogue:
    """Return the catalogue of a folder that could be put in force.

    Raises:
        CatalogueError: with every fault, also where data or published editions need what the
            folder no longer has.
    """
    if not folder.is_dir():
        raise CatalogueError([f"{folder}: there is no such folder"])
    catalogue = load_catalogue(folder)
    faults = [*_missing_for_data(catalogue)]
    for edition in published_editions():
        faults += _missing_for_edition(catalogue, edition)
    if faults:
        raise CatalogueError(faults)
    return catalogue


def load_folder(folder: Path, entered_by: str, reason: str = "") -> KeptCatalogue:
    """Put the catalogue of a folder in force. Its files are kept; the folder may go.

    Raises:
        CatalogueError: as of `check_folder`; the catalogue in force stays.
    """
    catalogue = check_folder(folder)
    return keep_catalogue(folder, catalogue.version, entered_by, reason, in_force=True)


def export_folder(catalogue: Catalogue, folder: Path) -> int:
    """Write every file of a catalogue, byte for byte; return how many.

    Raises:
        FolderTaken: `folder` exists and is not empty.
        OSError: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(folder)
    return _copy(catalogue, folder)


def draft_of(catalogue: Catalogue) -> Path:
    """Return a new temporary folder with the catalogue's files, to be changed and loaded."""
    folder = Path(tempfile.mkdtemp(prefix="moibench-catalogue-"))
    _copy(catalogue, folder)
    return folder


def catalogue_of(kept: KeptCatalogue) -> Catalogue:
    """Return a kept catalogue.

    Raises:
        DamagedFile: a kept file is gone or was changed.
    """
    return load_catalogue(unfold(kept.files))


def _copy(catalogue: Catalogue, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted(catalogue.folder.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts or path.name.startswith("."):
            continue
        target = folder / path.relative_to(catalogue.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        count += 1
    return count


def _missing_for_data(catalogue: Catalogue) -> list[str]:
    series, units, sources = recorded_codes()
    wanted = (
        ("series", series, set(catalogue.series)),
        ("units/units.csv", units, set(catalogue.units)),
        ("sources", sources, set(catalogue.sources)),
    )
    return [
        Fault(
            where,
            "recorded",
            f"“{code}” is left out, but values are recorded under it; keep it",
            name=code,
        )
        for where, codes, known in wanted
        for code in sorted(codes - known)
    ]


def _missing_for_edition(catalogue: Catalogue, edition: Frozen) -> list[str]:
    published = catalogue_of(edition.catalogue)
    design = published.designs[edition.design]
    framework = published.frameworks[edition.framework]
    used = {*design.indicator_ids, *(i for d in framework.dimensions for i in d.indicators)}
    faults: list[str] = [
        Fault(
            "indicators",
            "in_edition",
            f"“{i}” is left out, but edition {edition.name} was published with it; "
            "take it out of the framework and keep its definition",
            name=i,
            edition=edition.name,
        )
        for i in sorted(used - set(catalogue.indicators))
    ]
    kept = {(link.unit, link.parent) for link in catalogue.parents}
    faults += [
        f"units/parents.csv: {unit} → {parent} is left out, but edition {edition.name} was "
        f"published on the map of {edition.map_date}; end its grouping and begin a new one"
        for unit, parent in published.links_on(edition.map_date)
        if (unit, parent) not in kept
    ]
    return faults
