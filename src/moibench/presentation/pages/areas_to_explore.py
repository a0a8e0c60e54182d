"""Which gaps and strengths of a unit are worth looking at first."""

from __future__ import annotations

from moibench.analysis.results import IndicatorResult, Profile, Relation

MOST_GAPS, MOST_STRENGTHS = 6, 4


def areas_to_explore(
    profile: Profile, kind: str = "country"
) -> tuple[tuple[IndicatorResult, ...], tuple[IndicatorResult, ...]]:
    """Return the largest gaps and strengths against a benchmark.

    Only indicators judged better or worse count; a difference within the similarity rule is not
    shown, so there may be fewer. Order: |gap| in similarity widths, largest first.
    """
    return (
        tuple(_largest(profile, kind, "worse")[:MOST_GAPS]),
        tuple(_largest(profile, kind, "better")[:MOST_STRENGTHS]),
    )


def _largest(profile: Profile, kind: str, relation: Relation) -> list[IndicatorResult]:
    sized = []
    for result in profile.indicators:
        benchmark = result.benchmark(kind)
        if benchmark is not None and benchmark.relation == relation and result.similarity_width:
            sized.append((abs(benchmark.gap or 0.0) / result.similarity_width, result))
    return [result for _, result in sorted(sized, key=lambda pair: -pair[0])]
