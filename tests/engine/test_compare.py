import numpy as np
import pytest

from moibench.engine import EngineError, best_in_class, median, relation, similarity_width
from tests.engine.generated import NAN


def test_the_width_of_similarity_is_a_deviation_that_one_outlier_does_not_widen():
    # Deviations from the median 3 are 2, 1, 0, 1, 97: their median is 1.
    assert similarity_width(np.array([1.0, 2.0, 3.0, 4.0, 100.0])) == 1.4826 * 1


def test_missing_values_do_not_count_towards_median_or_width():
    assert median(np.array([1.0, NAN, 3.0])) == 2
    assert similarity_width(np.array([1.0, NAN, 3.0])) == 1.4826 * 1
    assert np.isnan(median(np.array([NAN])))
    assert np.isnan(similarity_width(np.array([NAN])))


def test_a_difference_smaller_than_the_width_is_similar_and_one_as_large_is_not():
    answer = relation(np.array([104.9, 105.0, 95.1, 95.0]), 100.0, 5.0, 1)
    np.testing.assert_array_equal(answer, [0, 1, 0, -1])


def test_low_is_better_where_the_direction_says_so():
    np.testing.assert_array_equal(relation(np.array([90.0, 110.0]), 100.0, 5.0, -1), [1, -1])


def test_with_no_width_any_difference_counts_and_only_equal_is_similar():
    np.testing.assert_array_equal(relation(np.array([100.1, 100.0]), 100.0, 0.0, 1), [1, 0])
    assert relation(0.1 + 0.2, 0.3, 0.0, 1) == 0


def test_what_is_missing_or_not_judged_has_no_relation():
    assert np.isnan(relation(NAN, 1.0, 1.0, 1))
    assert np.isnan(relation(1.0, NAN, 1.0, 1))
    assert np.isnan(relation(1.0, 1.0, NAN, 1))
    assert np.isnan(relation(1.0, 1.0, 1.0, 0))


def test_relations_are_told_for_many_indicators_at_once():
    answer = relation(np.ones((2, 3)), np.zeros((2, 1)), 0.5, np.array([[1], [-1]]))
    np.testing.assert_array_equal(answer, [[1, 1, 1], [-1, -1, -1]])


def test_a_negative_width_or_an_unknown_direction_is_refused():
    with pytest.raises(EngineError, match="negative"):
        relation(1.0, 1.0, -1.0, 1)
    with pytest.raises(EngineError, match="direction"):
        relation(1.0, 1.0, 1.0, 2)


def test_best_in_class_is_the_mean_of_the_best_and_says_whose_it_is():
    best = best_in_class(np.array([1.0, 9.0, NAN, 5.0, 7.0]), 1, count=2)
    assert best.mean == (9 + 7) / 2
    assert best.indices.tolist() == [1, 4]


def test_the_lowest_are_best_where_low_is_good():
    assert best_in_class(np.array([1.0, 9.0, 5.0]), -1, count=2).indices.tolist() == [0, 2]


def test_units_tied_at_the_margin_are_all_named_and_the_mean_is_the_same():
    values = np.array([5.0, 9.0, 5.0, 1.0, 5.0])
    best = best_in_class(values, 1, count=2)
    assert best.mean == (9 + 5) / 2
    assert best.indices.tolist() == [1, 0, 2, 4]
    turned = best_in_class(values[::-1], 1, count=2)
    assert turned.mean == best.mean
    assert sorted(4 - turned.indices) == sorted(best.indices)


def test_where_fewer_have_a_value_the_best_are_those():
    assert best_in_class(np.array([4.0, NAN, 2.0]), 1).mean == 3


def test_no_value_or_no_direction_has_no_best():
    for best in (best_in_class(np.array([NAN]), 1), best_in_class(np.array([1.0]), 0)):
        assert np.isnan(best.mean)
        assert best.indices.size == 0


def test_the_best_none_is_refused():
    with pytest.raises(EngineError, match="at least 1"):
        best_in_class(np.array([1.0]), 1, count=0)
