import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError
from moibench.engine import rank as rank_all
from moibench.engine.rank import rank_within
from tests import doubles
from tests.engine.generated import NAN, arrays
from tests.engine.test_rank import CLOSE


@given(
    scores=arrays((2, 9), CLOSE),
    groups=arrays((9,), st.integers(-1, 2).map(float)),
    ties=st.sampled_from(["min", "average", "dense"]),
)
def test_units_are_ranked_among_their_own_group(scores, groups, ties):
    found = rank_within(scores, groups.astype(np.int64), ties=ties)
    for row, ranks in zip(scores, found, strict=True):
        for group in range(3):
            own = groups == group
            expected = doubles.rank(row[own].tolist(), ties=ties)
            np.testing.assert_array_equal(ranks[own], expected)
        assert np.isnan(ranks[groups < 0]).all()


@pytest.mark.parametrize("cached", [1, 5, 12])
def test_rows_ranked_in_parts_are_ranked_as_at_once(cached, monkeypatch):
    scores = np.random.default_rng(3).integers(0, 4, (3, 4, 5)).astype(float)
    scores[1, 2, 3] = NAN
    whole = rank_all(scores, ties="average")
    monkeypatch.setattr(sys.modules["moibench.engine.rank"], "CACHED", cached)
    np.testing.assert_array_equal(rank_all(scores, ties="average"), whole)
    expected = [[doubles.rank(row.tolist(), ties="average") for row in page] for page in scores]
    np.testing.assert_array_equal(whole, expected)


def test_no_units_and_no_rows_have_no_ranks():
    assert rank_all(np.empty((3, 0))).shape == (3, 0)
    assert rank_all(np.empty((0, 3))).shape == (0, 3)


def test_groups_that_do_not_fit_are_refused():
    with pytest.raises(EngineError, match="shape"):
        rank_within(np.ones(3), np.zeros(2, dtype=np.int64))
    with pytest.raises(EngineError, match="whole numbers"):
        rank_within(np.ones(3), np.zeros(3))
    with pytest.raises(EngineError, match="whole numbers"):
        rank_within(np.ones(3), np.full(3, -2))
