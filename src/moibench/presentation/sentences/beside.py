"""Sentences on a score beside the benchmark the reader chose."""

from __future__ import annotations

import math

from moibench.analysis.comparative_results import BenchmarkChoice, ScoreBeside
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.numbers import format_percent, format_score
from moibench.presentation.sentences.comparing import finished
from moibench.presentation.sentences.sentence import Sentence

NOISE = 1e-9  # of per cent, that 1 − 0.05 is not cut to 94


def score_sentences(
    beside: ScoreBeside, choice: BenchmarkChoice, catalogue: Catalogue, language: Language
) -> tuple[Sentence, ...]:
    """Say how far the score lies from the benchmark, and whether the two can be told apart.

    Nothing is said of a unit without a score, nor of one that is the benchmark itself.
    """
    anchor = beside.node_id
    if beside.score is None or beside.reason in ("no_value", "itself"):
        return ()
    if beside.reference is None:
        return (finished(text(f"benchmark.no_score.{beside.reason}", language), anchor),)
    gap = beside.score - beside.reference
    fields: dict[str, object] = {
        "benchmark": _name(beside, choice, catalogue, language),
        "reference": format_score(beside.reference),
        "gap": format_score(abs(gap)),
    }
    if beside.share is not None:
        # Cut, not rounded: 94.6 % must not read as the 95 % that would tell the two apart.
        share = beside.share if gap >= 0 else 1 - beside.share
        fields["share"] = format_percent(math.floor(100 * share + NOISE) / 100)
    if format_score(gap) in (format_score(0), format_score(-0.0)):
        return (finished(text("benchmark.score.equal", language, **fields), anchor),)
    way = "higher" if gap > 0 else "lower"
    key = way if beside.relation is None else f"{way}_{beside.relation}"
    if key in ("higher_worse", "lower_better"):  # the replicates lean the other way
        key = f"{way}_similar"
    return (finished(text(f"benchmark.score.{key}", language, **fields), anchor),)


def _name(
    beside: ScoreBeside, choice: BenchmarkChoice, catalogue: Catalogue, language: Language
) -> str:
    kind: str = choice.kind
    if kind == "units":
        kind = "group" if choice.group else "one" if len(beside.members) == 1 else "units"
    name = full_unit_name(catalogue, beside.members[0], language) if beside.members else ""
    return text(
        f"benchmark.score_of.{kind}",
        language,
        name=choice.group or name,
        count=len(beside.members),
    )
