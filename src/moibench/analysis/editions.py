"""Publish an edition: freeze data, catalogue, map, method and seed under a name, after checks."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import CannotPublish, Refusal
from moibench.analysis.groups import group_ranks
from moibench.analysis.looking import look
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.vantage import today
from moibench.store.frozen import Frozen, KeptCatalogue
from moibench.store.published import (
    EditionExists,
    add_edition,
    keep_files,
    published_edition,
    published_editions,
    quiet_moment,
)

__all__ = ["CannotPublish", "Refusal", "editions", "find_edition", "publish", "refusals"]
NAME = re.compile(r"\d{4}/\d{1,3}")
_MOST_NAMED = 10


def editions() -> tuple[Frozen, ...]:
    """Return every published edition, the newest first."""
    return published_editions()


def find_edition(name: str) -> Frozen | None:
    """Return a published edition by its name, None where there is none."""
    return published_edition(name)


def refusals(name: str, map_date: dt.date | None = None) -> tuple[Refusal, ...]:
    """Check what would be published now under `name`; an empty tuple is a yes."""
    found = _name_refusals(name)
    with look(as_of=quiet_moment()):
        return (*found, *_content_refusals(current_panel(), map_date or today()))


def publish(
    name: str,
    published_by: str,
    *,
    note: str = "",
    map_date: dt.date | None = None,
    framework: str | None = None,
) -> Frozen:
    """Freeze what is known now, with the catalogue in force, under a name such as 2569/1.

    framework: by default the catalogue's first.

    Raises:
        UnknownFramework: the catalogue in force has none of that id.
        CannotPublish: with every reason; nothing was published.
    """
    date = map_date or today()
    with look(as_of=quiet_moment(), framework=framework) as vantage:
        panel = current_panel()
        found = (*_name_refusals(name), *_content_refusals(panel, date))
        if found:
            raise CannotPublish(found)
        catalogue = current_catalogue()
        files = keep_files(catalogue.folder)
        moment = vantage.moment
        assert moment is not None
        frozen = Frozen(
            name=name,
            moment=moment,
            data_version=panel.cube.version,
            framework=panel.framework.id,
            design=panel.design.id,
            seed=panel.design.uncertainty.seed,
            replicates=panel.design.uncertainty.replicates,
            map_date=date,
            results=results_digest(panel),
            software=_software(),
            published_by=published_by,
            note=note,
            catalogue=KeptCatalogue(catalogue.version, files, moment, published_by, name),
        )
    try:
        return add_edition(frozen, files)
    except EditionExists as error:
        raise CannotPublish((Refusal("name_taken", (name,)),)) from error


def results_digest(panel: Panel) -> str:
    """Return a SHA-256 over all scores, and the ranks and ranges of the newest year."""
    sha = hashlib.sha256(np.ascontiguousarray(panel.aggregated.scores).tobytes())
    year = panel.newest_year
    ranked = panel.geography.peers_by_level("province", year, with_bangkok=False)
    standing = group_ranks(panel, year, ranked)
    for array in (standing.ranks, standing.low, standing.high):
        sha.update(np.ascontiguousarray(array).tobytes())
    return sha.hexdigest()


def _software() -> str:
    try:
        return version("moibench")
    except PackageNotFoundError:
        return "unknown"


def _name_refusals(name: str) -> tuple[Refusal, ...]:
    if not NAME.fullmatch(name):
        return (Refusal("name_form", (name,)),)
    if published_edition(name) is not None:
        return (Refusal("name_taken", (name,)),)
    return ()


def _content_refusals(panel: Panel, map_date: dt.date) -> tuple[Refusal, ...]:
    cube, catalogue = panel.cube, panel.catalogue
    named = {
        "unknown_series": [s for s in cube.series if s not in catalogue.series],
        "unknown_source": [s for s in dict.fromkeys(cube.sources) if s not in catalogue.sources],
        "out_of_range": _out_of_range(panel),
        "no_place": _without_place(panel, map_date),
        "no_score": _without_score(panel),
        "unchanged": _unchanged(panel, map_date),
    }
    return tuple(
        Refusal(kind, tuple(names[:_MOST_NAMED])) for kind, names in named.items() if names
    )


def _out_of_range(panel: Panel) -> list[str]:
    found = []
    for place, series_id in enumerate(panel.cube.series):
        series = panel.catalogue.series.get(series_id)
        if series is None:
            continue
        low = -np.inf if series.minimum is None else series.minimum
        high = np.inf if series.maximum is None else series.maximum
        values = panel.cube.values[place]
        for row, column in np.argwhere((values < low) | (values > high)):
            found.append(f"{series_id} {panel.cube.units[column]} {panel.cube.years[row]}")
    return found


def _without_place(panel: Panel, date: dt.date) -> list[str]:
    linked = {unit for unit, _ in panel.catalogue.links_on(date)}
    units = panel.catalogue.units.values()
    there = [u for u in units if u.unit_type == "province" and u.exists_in(date.year)]
    return [u.code for u in there if u.code not in linked]


def _without_score(panel: Panel) -> list[str]:
    year = panel.newest_year
    scores = panel.aggregated.scores[-1, panel.at(year)]
    codes = panel.geography.peers_by_level("province", year, with_bangkok=False)
    return [c for c in codes if np.isnan(scores[panel.geography.position[c]])]


def _unchanged(panel: Panel, map_date: dt.date) -> list[str]:
    own = (e for e in published_editions() if e.framework == panel.framework.id)
    last = next(own, None)
    if last is None:
        return []
    before = (last.data_version, last.catalogue.version, last.design)
    now = (panel.cube.version, panel.catalogue.version, panel.design.id)
    same_map = panel.catalogue.links_on(last.map_date) == panel.catalogue.links_on(map_date)
    return [last.name] if before == now and same_map else []
