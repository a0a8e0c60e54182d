import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError, rank
from tests import doubles
from tests.engine.generated import NAN, arrays

# Few different scores, some a last digit apart, so that ties and noise are common.
CLOSE = st.sampled_from([0.3, 0.1 + 0.2, 50.0, 50.0 + 1e-12, 50.001, 99.0, NAN, -4.0])


def test_rank_1_is_the_largest_and_missing_stays_missing():
    np.testing.assert_array_equal(rank(np.array([10.0, 30.0, NAN, 20.0])), [3, 1, NAN, 2])


def test_ties_share_the_better_rank_and_leave_a_gap():
    np.testing.assert_array_equal(rank(np.array([9.0, 7.0, 7.0, 5.0])), [1, 2, 2, 4])


def test_the_tie_rule_can_be_chosen():
    scores = np.array([9.0, 7.0, 7.0, 5.0])
    np.testing.assert_array_equal(rank(scores, ties="average"), [1, 2.5, 2.5, 4])
    np.testing.assert_array_equal(rank(scores, ties="dense"), [1, 2, 2, 3])


def test_exact_ties_are_not_lost_to_float_noise():
    same = [0.1 + 0.2, 0.3, 3 * 0.1, (0.7 - 0.4)]
    assert len(set(same)) > 1
    np.testing.assert_array_equal(rank(np.array(same)), [1, 1, 1, 1])


def test_ranks_come_from_unrounded_scores():
    np.testing.assert_array_equal(rank(np.array([50.00001, 50.00002])), [2, 1])


def test_a_chain_of_close_scores_is_one_tie_whatever_their_order():
    chain = np.array([1.0, 1.0 + 0.8e-9, 1.0 + 1.6e-9, 2.0])
    np.testing.assert_array_equal(rank(chain), [2, 2, 2, 1])
    np.testing.assert_array_equal(rank(chain[::-1]), [1, 2, 2, 2])


def test_every_leading_position_is_ranked_by_itself():
    scores = np.array([[[1.0, 2.0], [2.0, 1.0]], [[NAN, 5.0], [5.0, 5.0]]])
    np.testing.assert_array_equal(rank(scores), [[[2, 1], [1, 2]], [[NAN, 1], [1, 1]]])


def test_units_without_any_score_have_no_rank():
    assert np.isnan(rank(np.array([NAN, NAN]))).all()
    assert rank(np.empty((2, 0))).shape == (2, 0)


def test_what_cannot_be_ranked_is_refused():
    with pytest.raises(EngineError, match="infinite"):
        rank(np.array([1.0, np.inf]))
    with pytest.raises(EngineError, match="'best'"):
        rank(np.array([1.0]), ties="best")


@given(arrays((2, 9), CLOSE), st.sampled_from(["min", "average", "dense"]))
def test_rank_agrees_with_its_slow_double(scores, ties):
    slow = [doubles.rank(list(row), ties=ties) for row in scores]
    np.testing.assert_array_equal(rank(scores, ties=ties), slow)


@given(arrays((9,), CLOSE), st.permutations(range(9)))
def test_ranks_do_not_depend_on_the_order_of_rows(scores, order):
    np.testing.assert_array_equal(rank(scores[order]), rank(scores)[order])
