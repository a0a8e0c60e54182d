"""What is said under the areas to explore: what was compared, or why nothing is and what would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from moibench.analysis.comparative_results import (
    AreasToExplore,
    ChosenBenchmark,
    ChosenKind,
    NoBenchmark,
)
from moibench.analysis.geography import COUNTRY
from moibench.presentation.language import Language, text
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, PeerChoice, State

# What holds of one indicator alone is not why a benchmark compares with nothing.
_OF_ONE_INDICATOR: tuple[NoBenchmark, ...] = ("no_value", "not_judged")


@dataclass(frozen=True, slots=True)
class Explored:
    """A sentence, and the nearest benchmarks where the chosen one compares with nothing."""

    said: str
    is_stuck: bool
    offers: tuple[Link, ...]


def explored(
    areas: AreasToExplore, chosen: Iterable[ChosenBenchmark], state: State, *, has_peers: bool
) -> Explored:
    """Say how many indicators were compared, or why none was.

    chosen: the benchmarks of every indicator shown. has_peers: the unit has statistical peers.
    """
    language = state.language
    if areas.judged:
        counts = {"gaps": len(areas.gaps), "strengths": len(areas.strengths)}
        return Explored(text("area.compared", language, count=areas.judged, **counts), False, ())
    reasons = Counter(
        b.reason for b in chosen if b.reason is not None and b.reason not in _OF_ONE_INDICATOR
    )
    if not reasons:
        return Explored(text("area.none_compared", language), True, ())
    reason = reasons.most_common(1)[0][0]
    said = text(f"area.none_compared_for.{reason}", language)
    if areas.unit_code == COUNTRY and reason == "itself":
        said = text("area.country_is_benchmark", language)
    return Explored(said, True, tuple(_offers(areas.unit_code, reason, state, has_peers)))


def _offers(code: str, reason: str, state: State, has_peers: bool) -> Iterable[Link]:
    """Yield the nearest benchmarks that do compare, the nearest first."""
    language = state.language
    if reason == "no_target":
        yield Link(text("area.onward.targets", language), address.targets(state, code))
    if state.against == "peers" and state.peers != PeerChoice() and has_peers:
        usual = replace(state, peers=PeerChoice())
        yield Link(text("area.usual_peers", language), usual.address(f"/area/{code}"))
    kinds: tuple[ChosenKind, ...] = ("country", "peers")
    if code == COUNTRY:
        kinds = ("baseline", "median")
    for kind in kinds:
        if kind == state.against or (kind == "peers" and not has_peers):
            continue
        yield Link(_name(kind, language), _against(state, kind).address(f"/area/{code}"))


def _name(kind: ChosenKind, language: Language) -> str:
    return text(f"benchmark.kind.{kind}", language)


def _against(state: State, kind: ChosenKind) -> State:
    return replace(state, against=kind, others=(), group=None, average="usual", peers=PeerChoice())
