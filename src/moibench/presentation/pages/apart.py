"""Whoever cannot be told apart, in words, and the benchmark beside a line of a ranking."""

from __future__ import annotations

from dataclasses import dataclass, replace

from moibench.analysis.apart import Apart
from moibench.analysis.comparative_results import ChosenBenchmark, ScoreBeside
from moibench.analysis.results import Ranking
from moibench.catalogue import Catalogue
from moibench.engine.compare import DEVIATION_PER_MAD
from moibench.presentation.language import text
from moibench.presentation.names import full_unit_name, unit_name
from moibench.presentation.pages.address import Option, State

Beside = ChosenBenchmark | ScoreBeside


@dataclass(frozen=True, slots=True)
class ApartPart:
    """What the template and its script print of it.

    said: of the unit marked. pattern, alone: the same sentence for the script to fill. clear: the
    page without a mark.
    """

    rule: str
    options: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]
    mark: str
    alike: tuple[str, ...]
    said: str
    pattern: str
    alone: str
    clear: str


def apart_part(
    apart: Apart | None,
    ranking: Ranking,
    catalogue: Catalogue,
    state: State,
    path: str,
    more: tuple[tuple[str, str], ...],
    mark: str,
) -> ApartPart | None:
    """Lay it out; None where nothing is judged."""
    if apart is None:
        return None
    language = state.language
    ranked = [line.unit_code for line in ranking.lines if line.rank is not None]
    alike = apart.of(mark)
    said = ""
    if mark in ranked:
        key = "alike" if alike else "alone"
        said = text(
            f"ranking.{key}",
            language,
            name=full_unit_name(catalogue, mark, language),
            count=len(alike),
            names=", ".join(unit_name(catalogue, c, language) for c in alike),
        )
    named = sorted((unit_name(catalogue, c, language), c) for c in ranked)
    return ApartPart(
        rule=" ".join(
            text(f"ranking.rule.{r}", language, mad=DEVIATION_PER_MAD) for r in apart.rules
        ),
        options=tuple(Option(code, name, code == mark) for name, code in named),
        kept=(*more, *replace(state, year=ranking.year).query()),
        mark=mark,
        alike=alike,
        said=said,
        pattern=text("ranking.alike", language, name="{name}", count="{count}", names="{names}"),
        alone=text("ranking.alone", language, name="{name}", count="", names=""),
        clear=state.address(path, *more) + "#order" if mark else "",
    )


def reference_value(beside: Beside | None) -> float | None:
    """Return the value of a benchmark, of a figure or of a score."""
    if beside is None:
        return None
    return beside.reference if isinstance(beside, ScoreBeside) else beside.figure.value


def interval_of(code: str, value: float, apart: Apart | None) -> tuple[float, float] | None:
    """Return the 95 % interval of a figure that has a standard error."""
    half = dict(apart.intervals).get(code) if apart else None
    return None if half is None else (value - half, value + half)
