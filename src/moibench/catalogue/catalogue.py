"""The catalogue in memory: everything its files say, frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from moibench.catalogue import checks, comparative, schema
from moibench.catalogue.agenda import Agenda
from moibench.catalogue.sectors import SectorTable
from moibench.catalogue.swot import SwotRule
from moibench.catalogue.value_chain import ChainSketch


@dataclass(frozen=True)
class Catalogue:
    """Everything the catalogue's files say, by identifier, and a digest of the files."""

    folder: Path
    version: str
    units: dict[str, schema.Unit]
    groupings: dict[str, schema.Grouping]
    parents: tuple[schema.ParentLink, ...]
    lineage: tuple[schema.Lineage, ...]
    aliases: tuple[schema.Alias, ...]
    tiles: tuple[schema.Tile, ...]
    sources: dict[str, schema.Source]
    series: dict[str, schema.Series]
    indicators: dict[str, schema.Indicator]
    plans: dict[str, schema.Plan]
    frameworks: dict[str, schema.Framework]
    designs: dict[str, schema.Design]
    flags: dict[str, comparative.Flag]
    peer_models: dict[str, comparative.PeerModel]
    targets: dict[str, comparative.TargetSet]
    sectors: dict[str, SectorTable]
    checks: dict[str, checks.SourceChecks]
    swot: dict[str, SwotRule]
    agendas: dict[str, Agenda] = field(default_factory=dict)
    chain_sketches: dict[str, ChainSketch] = field(default_factory=dict)

    @cached_property
    def edition_sources(self) -> dict[str, schema.Source]:
        """Source of each edition id."""
        return {e.id: source for source in self.sources.values() for e in source.editions}

    @cached_property
    def editions(self) -> dict[str, schema.Edition]:
        """Edition by id."""
        return {e.id: e for source in self.sources.values() for e in source.editions}

    def links_on(self, date: dt.date) -> tuple[tuple[str, str], ...]:
        """Return (unit, parent) for every membership in force on a date.

        An undated link holds as long as its grouping; before the first grouping began there is
        none.
        """
        if date not in self._links:
            self._links[date] = tuple(
                (link.unit, link.parent)
                for link in self.parents
                if _holds(self.groupings[link.grouping], date) and _holds(link, date)
            )
        return self._links[date]

    @cached_property
    def _links(self) -> dict[dt.date, tuple[tuple[str, str], ...]]:
        return {}

    def observation_file(self, edition: schema.Edition) -> Path:
        """Return the path of an edition's CSV file."""
        return self.folder / "observations" / edition.observations


def _holds(dated: schema.Grouping | schema.ParentLink, date: dt.date) -> bool:
    starts = dated.valid_from is None or dated.valid_from <= date
    return starts and (dated.valid_to is None or date < dated.valid_to)
