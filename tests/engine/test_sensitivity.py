from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from moibench.engine import EngineError, aggregate, rank
from moibench.engine.runs import PowerMean
from moibench.engine.sensitivity import (
    Factor,
    leave_one_out,
    mean_rank_shift,
    rank_sensitivity,
    sobol_design,
    sobol_indices,
)
from tests.engine import doubles_sensitivity as doubles
from tests.engine.generated import NAN, TREE, arrays, numbers

THREE = [Factor("a"), Factor("b"), Factor("c")]


def test_each_mixed_matrix_takes_one_factor_from_b_and_the_rest_from_a():
    design = sobol_design(THREE, 8, 1)
    a, b, *mixed = design.values.reshape(5, 8, 3)
    for column, matrix in enumerate(mixed):
        own = np.arange(3) == column
        np.testing.assert_array_equal(matrix[:, own], b[:, own])
        np.testing.assert_array_equal(matrix[:, ~own], a[:, ~own])
    assert not np.any(a == b)


def test_the_same_seed_gives_the_same_design_and_another_seed_another():
    same, again = (sobol_design(THREE, 100, 7).values for _ in range(2))
    np.testing.assert_array_equal(same, again)
    assert not np.any(same == sobol_design(THREE, 100, 8).values)


def test_a_power_of_two_base_rows_meets_every_option_equally_often():
    design = sobol_design([Factor("a", options=4), Factor("b", options=2)], 64, 3)
    a = design.options("a")[:64]
    np.testing.assert_array_equal(np.bincount(a), [16] * 4)
    np.testing.assert_array_equal(np.bincount(design.options("b")[64:128]), [32] * 2)


@given(draws=arrays((20,), st.floats(0, 1, exclude_max=True)), options=st.integers(1, 7))
def test_the_option_of_a_draw_never_depends_on_the_rest_of_the_sample(draws, options):
    factor = Factor("a", options=options)
    together = factor.values(draws)
    np.testing.assert_array_equal(together, [factor.values(draws[[i]])[0] for i in range(20)])
    assert together.min() >= 0
    assert together.max() <= options - 1


def test_options_may_be_unequally_likely():
    factor = Factor("a", options=3, shares=(1.0, 0.0, 3.0))
    np.testing.assert_array_equal(factor.values(np.array([0.0, 0.24, 0.25, 0.99])), [0, 0, 2, 2])


def test_a_number_lies_between_its_bounds():
    np.testing.assert_allclose(Factor("a", low=-2, high=2).values(np.array([0, 0.5])), [-2, 0])


@given(outputs=arrays((5 * 16,), numbers(-100, 100)))
def test_indices_agree_with_their_slow_double(outputs):
    a, b, *mixed = outputs.reshape(5, 16).tolist()
    if np.std(outputs[:32]) < 1e-6:
        return
    found = sobol_indices(outputs, sobol_design(THREE, 16, 1), resamples=0)
    first, total = doubles.sobol(a, b, mixed)
    np.testing.assert_allclose(found.first_order, first, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(found.total, total, rtol=1e-7, atol=1e-7)


def test_indices_agree_with_scipy():
    outputs = np.random.default_rng(1).normal(3, 2, (5, 64))
    parts = {"f_A": outputs[:1], "f_B": outputs[1:2], "f_AB": outputs[2:, None]}
    theirs = stats.sobol_indices(func=parts, n=64)
    ours = sobol_indices(outputs.ravel(), sobol_design(THREE, 64, 1), resamples=0)
    np.testing.assert_allclose(ours.first_order, theirs.first_order.ravel(), rtol=1e-12)
    np.testing.assert_allclose(ours.total, theirs.total_order.ravel(), rtol=1e-12)


def test_what_adds_up_is_explained_by_each_factor_alone():
    design = sobol_design(THREE, 4096, 5)
    found = sobol_indices(design.values @ [1.0, 2.0, 0.0], design, resamples=300)
    np.testing.assert_allclose(found.first_order, [0.2, 0.8, 0.0], atol=0.005)
    np.testing.assert_allclose(found.total, [0.2, 0.8, 0.0], atol=0.005)
    assert np.all(found.first_low <= [0.2, 0.8, 0.0])
    assert np.all(found.first_high >= [0.2, 0.8, 0.0])


def test_what_only_multiplies_shows_in_total_alone():
    design = sobol_design(THREE[:2], 4096, 5)
    found = sobol_indices(np.prod(design.values - 0.5, axis=1), design, resamples=0)
    np.testing.assert_allclose(found.first_order, [0, 0], atol=0.01)
    np.testing.assert_allclose(found.total, [1, 1], atol=0.03)


def test_a_discrete_choice_is_a_factor_like_any_other():
    design = sobol_design([Factor("a", options=3), Factor("b", options=2)], 4096, 2)
    outputs = np.array([0.0, 1.0, 5.0])[design.options("a")] + design.options("b")
    whole = np.var([0, 1, 5]) + 0.25
    found = sobol_indices(outputs, design, resamples=0)
    np.testing.assert_allclose(
        found.first_order, [np.var([0, 1, 5]) / whole, 0.25 / whole], atol=0.01
    )


def test_an_output_that_does_not_vary_has_no_indices_and_a_variance_of_zero():
    found = sobol_indices(np.full(40, 0.1), sobol_design(THREE, 8, 1), resamples=5)
    assert found.variance == 0
    assert np.isnan([found.first_order, found.total, found.first_low, found.total_high]).all()


def test_rows_with_a_missing_output_are_left_out_and_counted():
    design = sobol_design(THREE, 16, 1)
    outputs = np.random.default_rng(2).normal(size=(5, 16, 2))
    holed = outputs.copy()
    holed[3, [4, 9], 0] = NAN
    kept = np.delete(outputs, [4, 9], axis=1)
    found = sobol_indices(holed.reshape(80, 2), design, resamples=50)
    np.testing.assert_array_equal(found.rows, [14, 16])
    first, total = doubles.sobol(kept[0, :, 0], kept[1, :, 0], kept[2:, :, 0])
    np.testing.assert_allclose(found.first_order[:, 0], first)
    np.testing.assert_allclose(found.total[:, 0], total)
    assert np.all(found.total_low < found.total_high)


def test_a_sample_that_draws_no_variance_does_not_count_for_the_interval():
    design = sobol_design(THREE[:1], 4, 1)
    outputs = np.array([[1.0, NAN], [2.0, NAN], [2.0, NAN], [2.0, NAN]] * 3)
    found = sobol_indices(outputs, design, resamples=200, seed=1)
    assert np.isfinite(found.total_low[0, 0])
    assert np.isnan(found.total_low[0, 1])
    assert found.rows.tolist() == [4, 0]


def test_outputs_are_worked_on_in_parts_without_a_change(monkeypatch):
    design = sobol_design(THREE, 16, 1)
    outputs = np.random.default_rng(2).normal(size=(80, 7))
    whole = sobol_indices(outputs, design, resamples=20)
    monkeypatch.setattr("moibench.engine.sensitivity.indices.HELD", 1)
    parts = sobol_indices(outputs, design, resamples=20)
    np.testing.assert_allclose(parts.total_high, whole.total_high, rtol=1e-12)
    np.testing.assert_allclose(parts.first_order, whole.first_order, rtol=1e-12)


def test_the_mean_shift_counts_units_with_both_ranks():
    ranks = np.array([[1.0, 2.0, 3.0], [3.0, NAN, 1.0], [NAN, NAN, NAN]])
    np.testing.assert_array_equal(
        mean_rank_shift(ranks, np.array([2.0, 1.0, 3.0])), [2 / 3, 1.5, NAN]
    )


def test_the_factor_that_moves_ranks_is_found_for_every_unit_and_for_all():
    design = sobol_design([Factor("weight"), Factor("nothing", options=3)], 256, 4)
    share = design.of("weight")[:, None]
    scores = share * np.array([90.0, 10.0, 50.0]) + (1 - share) * np.array([10.0, 90.0, 48.0])
    found = rank_sensitivity(scores, np.array([50.0, 50.0, 49.0]), design, resamples=100)
    np.testing.assert_allclose(found.units.total[0, :2], [1, 1], atol=0.05)
    np.testing.assert_array_equal(found.units.total[1], [0, 0, 0])
    assert found.overall.total[0] > 0.9
    assert found.overall.total[1] == 0


def test_leaving_out_an_indicator_is_the_index_without_it():
    scores = np.random.default_rng(1).uniform(0, 100, (5, 6))
    scores[3, 0] = NAN
    found = leave_one_out(scores, TREE, 0.5)
    gone = {"economy": (2.0, 1.0, 0.0)}
    without_c = aggregate(scores, TREE, 0.5, weights=gone).scores[-1]
    np.testing.assert_allclose(found.scores[2], without_c, rtol=1e-12)
    np.testing.assert_array_equal(found.ranks[2], rank(without_c))
    headline = rank(aggregate(scores, TREE, 0.5).scores[-1])
    np.testing.assert_allclose(found.shift, mean_rank_shift(found.ranks, headline))


def test_leaving_out_follows_the_means_of_the_nodes():
    scores = np.random.default_rng(1).uniform(2, 100, (5, 6))
    means = (PowerMean(), PowerMean(), PowerMean(0.0, 1.0))
    found = leave_one_out(scores, TREE, 0.0, means)
    gone = {"society": (0.0, 1.0)}
    expected = aggregate(scores, TREE, 0.0, {"overall": "geometric"}, gone).scores[-1]
    np.testing.assert_allclose(found.scores[3], expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda: Factor("a", options=-1), "-1 options"),
        (lambda: Factor("a", low=1, high=0), "goes from 1 to 0"),
        (lambda: Factor("a", options=2, shares=(1.0,)), "2 options and 1 shares"),
        (lambda: Factor("a", options=1, shares=(0.0,)), "not fit to be shares"),
        (lambda: sobol_design([], 8, 1), "at least one factor"),
        (lambda: sobol_design([Factor("a"), Factor("a")], 8, 1), "'a' twice"),
        (lambda: sobol_design(THREE, 1, 1), "at least 2"),
        (lambda: sobol_design(THREE, 8, 1).of("d"), "no factor 'd'"),
        (lambda: sobol_indices(np.ones(39), sobol_design(THREE, 8, 1)), "has 40 runs"),
        (lambda: sobol_indices(np.full(40, np.inf), sobol_design(THREE, 8, 1)), "infinite"),
        (partial(sobol_indices, np.ones(40), sobol_design(THREE, 8, 1), level=1.0), "level of 1"),
        (
            lambda: rank_sensitivity(np.ones((40, 2)), np.ones(3), sobol_design(THREE, 8, 1)),
            "the headline has shape",
        ),
        (lambda: leave_one_out(np.ones((5, 2)), TREE, 0.0, (PowerMean(),)), "1 means .* 3 nodes"),
    ],
)
def test_what_is_unfit_is_refused(work, message):
    with pytest.raises(EngineError, match=message):
        work()
