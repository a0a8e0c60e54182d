"""Gaps and strengths against a slow plain double."""

from __future__ import annotations

import pytest

from moibench.analysis.profile import profile
from moibench.analysis.results import Profile
from moibench.presentation.pages.areas_to_explore import (
    MOST_GAPS,
    MOST_STRENGTHS,
    areas_to_explore,
)

pytestmark = pytest.mark.django_db


def plainly(result: Profile, relation: str) -> list[str]:
    """Choose one at a time the largest left over."""
    left = {}
    for r in result.indicators:
        for b in r.benchmarks:
            if b.kind == "country" and b.relation == relation:
                assert b.gap is not None
                assert r.similarity_width is not None
                left[r.indicator_id] = abs(b.gap) / r.similarity_width
    chosen = []
    while left:
        best = max(left, key=lambda i: left[i])
        chosen.append(best)
        del left[best]
    return chosen


@pytest.mark.parametrize("code", ["24", "10", "E-1", "NE", "58"])
def test_the_largest_differences_come_first(code: str) -> None:
    result = profile(code, 2019)
    gaps, strengths = areas_to_explore(result)
    assert [r.indicator_id for r in gaps] == plainly(result, "worse")[:MOST_GAPS]
    assert [r.indicator_id for r in strengths] == plainly(result, "better")[:MOST_STRENGTHS]
    assert gaps or strengths


def test_the_country_has_no_gap_to_itself() -> None:
    assert areas_to_explore(profile("TH", 2019)) == ((), ())
