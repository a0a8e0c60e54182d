"""Who a choice of benchmark stands for, where a structure and no single figure is compared."""

from __future__ import annotations

from moibench.analysis.choose import counts_bangkok, peers_of
from moibench.analysis.comparative_results import BenchmarkChoice, NoBenchmark
from moibench.analysis.errors import NoPeers, UnitDidNotExist
from moibench.analysis.geography import COUNTRY
from moibench.analysis.panel import Panel

Competitors = tuple[tuple[str, ...], NoBenchmark | None]


def competitors(panel: Panel, code: str, year: int, choice: BenchmarkChoice) -> Competitors:
    """Return the units that a choice compares a unit with in a CE year, or why there are none.

    One stands for itself, several for the median among them. There is no best structure, nor a
    target of one: those choices have nobody.
    """
    geography = panel.geography.in_year(year)
    match choice.kind:
        case "country" | "region" | "cluster":
            parent = COUNTRY if choice.kind == "country" else geography.ancestor(code, choice.kind)
            if parent is None:
                return (), "no_parent"
            return (parent,), "itself" if parent == code else None
        case "peers":
            try:
                return peers_of(panel, code, choice).codes, None
            except (NoPeers, UnitDidNotExist):
                return (), "no_peers"
        case "units":
            there = tuple(c for c in choice.units if panel.catalogue.units[c].exists_in(year))
            if there == (code,):
                return there, "itself"
            return there, None if there else "group_not_there"
        case "median":
            level = "province" if code == COUNTRY else panel.geography.level_of(code)
            return geography.peers_by_level(level, year, counts_bangkok(choice)), None
        case _:
            return (), "not_judged"
