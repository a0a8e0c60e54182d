"""Answer: which sectors are a unit's product champions, by what evidence?

Every sector is ranked among the unit's own by five pieces of evidence, and stands by the mean of
those ranks. A sector that lacks one of them is listed last, without a rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from moibench.analysis.errors import UnknownChoice
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.products import Version, product_history
from moibench.analysis.results import Stamp
from moibench.analysis.sectors import SectorProfile, SectorResult, sectors
from moibench.engine import rank

Evidence = Literal["lq", "share", "own_growth", "regional", "density"]
EVIDENCE: tuple[Evidence, ...] = ("lq", "share", "own_growth", "regional", "density")
PRODUCT = "product"  # what the identity of a local product begins with
ChampionKind = Literal["champion", "mainstay", "emerging", "other"]


@dataclass(frozen=True, slots=True)
class SectorChampion:
    """A sector with its evidence, and its rank among the unit's sectors by each of it.

    id: "<unit>:<sector>". lq, share, own_growth and density are as of `SectorResult`; regional:
    the regional part of shift–share as a share of the sector's value before. mean_rank: of the
    five; place: by it, ties share the better. kind: a champion is specialised and grows no
    slower than the sector in the country, a mainstay grows slower; emerging is not specialised,
    grows faster than the sector in the country, and lies nearer than most to what the unit does
    well.
    """

    id: str
    sector: SectorResult
    regional: float | None
    ranks: tuple[int | None, ...]
    mean_rank: float | None
    place: int | None
    kind: ChampionKind | None


@dataclass(frozen=True, slots=True)
class Champions:
    """The sectors of a unit, the first place first; what makes no product last."""

    unit_code: str
    profile: SectorProfile
    listed: tuple[SectorChampion, ...]
    median_density: float | None
    stamp: Stamp


def champions(
    unit_code: str,
    year: int | None = None,
    from_year: int | None = None,
    table_id: str | None = None,
) -> Champions:
    """Rank the sectors of a unit as product champions, with the evidence of each.

    Raises:
        As of `sectors`.
    """
    panel = current_panel()
    found = sectors(unit_code, year, from_year, table_id)
    return panel.remember(_champions, found)


def _champions(panel: Panel, found: SectorProfile) -> Champions:
    products = [s for s in found.sectors if s.is_product]
    regional = {s.code: _regional(s) for s in found.sectors}
    near = [s.density for s in products if s.density is not None and not s.specialised]
    middle = float(np.median(near)) if near else None
    table = np.array(
        [[np.nan if v is None else v for v in _evidence(s, regional[s.code])] for s in products]
    ).reshape(len(products), len(EVIDENCE))
    whole = ~np.isnan(table).any(axis=1)
    # Only sectors with all five are ranked, so that no mean is of fewer.
    ranks = np.stack([rank(np.where(whole, table[:, k], np.nan)) for k in range(len(EVIDENCE))])
    means = ranks.mean(axis=0)
    places = rank(-means)
    listed = [
        SectorChampion(
            id=f"{found.unit_code}:{s.code}",
            sector=s,
            regional=regional[s.code],
            ranks=tuple(_whole(r) for r in ranks[:, i]),
            mean_rank=None if np.isnan(means[i]) else float(means[i]),
            place=_whole(places[i]),
            kind=_kind(s, middle) if whole[i] else None,
        )
        for i, s in enumerate(products)
    ]
    listed.sort(key=lambda c: (c.place is None, c.place or 0, c.sector.code))
    none: tuple[int | None, ...] = (None,) * len(EVIDENCE)
    listed += [
        SectorChampion(f"{found.unit_code}:{s.code}", s, regional[s.code], none, None, None, None)
        for s in found.sectors
        if not s.is_product
    ]
    return Champions(found.unit_code, found, tuple(listed), middle, found.stamp)


def _evidence(sector: SectorResult, regional: float | None) -> tuple[float | None, ...]:
    return sector.lq, sector.share, sector.own_growth, regional, sector.density


def _regional(sector: SectorResult) -> float | None:
    part, before = sector.shift_share.regional, sector.value_before
    return None if part is None or not before else part / before


def _kind(sector: SectorResult, middle: float | None) -> ChampionKind:
    faster = (sector.own_growth or 0.0) - (sector.growth or 0.0)
    if sector.specialised:
        return "champion" if faster >= 0 else "mainstay"
    near = middle is not None and sector.density is not None and sector.density >= middle
    return "emerging" if faster > 0 and near else "other"


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


@dataclass(frozen=True, slots=True)
class ChampionNamed:
    """What an identity names: a sector of a unit, or a local product as it stands."""

    id: str
    unit_code: str
    sector_code: str
    product: Version | None


def find_champion(identity: str) -> ChampionNamed:
    """Return what "<unit>:<sector>" or "product:<number>" names; products may be withdrawn.

    Raises:
        UnknownChoice: nothing has that identity.
    """
    catalogue = current_panel().catalogue
    kind, _, named = identity.partition(":")
    if kind == PRODUCT and named.isdecimal():
        newest = product_history(int(named))[0]
        return ChampionNamed(identity, newest.unit, newest.wording.sector, newest)
    known = {s.code for table in catalogue.sectors.values() for s in table.sections}
    if kind not in catalogue.units or named not in known:
        raise UnknownChoice("champion", identity, ())
    return ChampionNamed(identity, kind, named, None)


def product_identity(product: int) -> str:
    """Return the identity of a local product."""
    return f"{PRODUCT}:{product}"
