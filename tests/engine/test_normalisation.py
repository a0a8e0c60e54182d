import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moibench.engine import (
    NORMALISATION_METHODS,
    EngineError,
    apply_normalisation,
    fit_normalisation,
    goalposts,
    rank_score,
    z_score,
)
from tests.engine import doubles_normalise as doubles
from tests.engine.generated import NAN, arrays

UP, DOWN = np.array([1]), np.array([-1])
BOTH = np.array([1, -1])
# What every method can be given at once, for two indicators.
EVERYTHING = {
    "goalposts": np.array([[-30.0, 70.0], [-30.0, 70.0]]),
    "targets": np.array([12.0, 3.0]),
    "target_ranges": np.array([[2.0, 6.0], [2.0, 6.0]]),
    "reference_unit": 0,
    "thresholds": (1.0, 5.0, 9.0),
}
# Few different whole numbers, so that ties are common.
CELLS = st.one_of(st.just(NAN), st.integers(1, 15).map(float))
METHODS = st.sampled_from(NORMALISATION_METHODS)
TIES = st.sampled_from(["min", "average", "dense"])


def given_for(method: str, **more: object) -> dict[str, object]:
    everything = {k: v for k, v in EVERYTHING.items() if k != "goalposts" or "range" not in method}
    return {**everything, **more}


def scored(values: np.ndarray, method: str, direction: np.ndarray = UP, **given_: object):
    return apply_normalisation(
        values, fit_normalisation(values, method, direction=direction, **given_)
    )


def scores(values: list[float], method: str, direction: np.ndarray = UP, **given_: object):
    return scored(np.array([values]), method, direction, **given_).values[0].tolist()


def with_reference_value(values: np.ndarray) -> np.ndarray:
    """The reference unit must have a value."""
    values = values.copy()
    values[..., 0] = np.where(np.isnan(values[..., 0]), 7.0, values[..., 0])
    return values


def test_min_max_scores_the_worst_and_the_best_exactly_the_ends():
    assert scores([10.0, 40.0, 20.0], "min_max") == [0, 100, 100 * (1 / 3)]
    assert scores([10.0, 40.0, 20.0], "min_max", DOWN, to=(1, 100)) == pytest.approx([100, 1, 67])
    assert scores([10.0, 40.0], "min_max", to=(0.1, 0.7)) == [0.1, 0.7]


def test_a_z_score_has_the_mean_in_the_middle_and_three_deviations_at_the_ends():
    values = np.array([[2.0, 4.0, 6.0, 100.0]])
    fitted = fit_normalisation(
        values, "z_score", direction=UP, reference=np.array([True, True, True, False])
    )
    result = apply_normalisation(values, fitted)
    np.testing.assert_allclose(result.values, [[50 - 100 / 6, 50, 50 + 100 / 6, 100]])
    assert result.capped.tolist() == [[False, False, False, True]]


def test_a_z_score_of_itself_has_mean_0_and_deviation_1():
    result = np.array(scores([1.0, 4.0, 7.0, 20.0], "z_score", to=None))
    assert result.mean() == pytest.approx(0)
    assert result.std(ddof=1) == pytest.approx(1)
    result = np.array(scores([1.0, 4.0, 20.0], "z_score", to=None, deviation="population"))
    assert result.std() == pytest.approx(1)


def test_goalposts_cap_and_scaled_does_not():
    posts = np.array([[20.0, 60.0]])
    assert scores([10.0, 40.0, 70.0], "goalposts", goalposts=posts) == [0, 50, 100]
    assert scores([10.0, 40.0, 70.0], "scaled", goalposts=posts) == [-25, 50, 125]
    assert scores([10.0, 40.0], "scaled") == [10, 40]


def test_goalposts_may_be_given_either_way_round_where_low_is_good():
    for posts in ([[20.0, 60.0]], [[60.0, 20.0]]):
        assert scores([20.0, 30.0, 70.0], "goalposts", DOWN, goalposts=np.array(posts)) == [
            100,
            75,
            0,
        ]


def test_goalposts_that_contradict_the_direction_are_refused():
    # COINr #46, #19, #68: scores turned round without a word.
    with pytest.raises(EngineError, match="indicator 0: the goalposts fall, but the direction"):
        scores([1.0], "goalposts", goalposts=np.array([[60.0, 20.0]]))


def test_income_is_taken_by_its_logarithm_as_in_the_hdi():
    posts, log = np.array([[100.0, 75000.0]]), np.array([True])
    result = scored(
        np.array([[100.0, 75000.0, 3829.0, 0.0, 9e9]]), "goalposts", UP, goalposts=posts, log=log
    )
    np.testing.assert_allclose(result.values[0], [0, 100, 55.06, 0, 100], atol=0.005)
    assert result.capped[0].tolist() == [False, False, False, True, True]


def test_a_distance_to_a_target_is_capped_or_not():
    # COINr's own cases.
    target = np.array([10.0])
    assert scores([0.0, 5.0, 11.0], "distance_to_target", targets=target, to=None) == [0, 0.5, 1.1]
    assert scores([0.0, 5.0, 11.0], "distance_to_target", targets=target) == [0, 50, 100]
    target = np.array([0.0])
    result = scores([-1.0, 1.0, 10.0], "distance_to_target", DOWN, targets=target, cap=False)
    assert result == pytest.approx([110, 90, 0])


def test_a_target_that_all_have_reached_does_not_turn_the_scores_round():
    # In COINr the best of them has the lowest score there.
    values, target = np.array([[5.0, 7.0]]), np.array([3.0])
    fitted = fit_normalisation(values, "distance_to_target", direction=UP, targets=target)
    later = apply_normalisation(np.array([[5.0, 7.0, 3.0, 2.9]]), fitted)
    assert later.values[0].tolist() == [100, 100, 100, 0]
    assert "reaches the target everywhere" in fitted.notes[0].text
    with pytest.raises(EngineError, match="every value reaches the target already"):
        fit_normalisation(values, "distance_to_target", direction=UP, targets=target, cap=False)


def test_a_distance_to_a_unit_is_to_its_latest_value_or_to_each_year_s():
    cube = np.array([[[0.0, 10.0], [5.0, 20.0]]])
    fixed = scored(cube, "distance_to_reference", reference_unit=1)
    np.testing.assert_array_equal(fixed.values, [[[0, 50], [25, 100]]])
    yearly = scored(cube, "distance_to_reference", reference_unit=1, per_year=True)
    np.testing.assert_array_equal(yearly.values, [[[0, 100], [0, 100]]])


def test_a_reference_unit_without_a_value_is_named():
    with pytest.raises(EngineError, match="indicators 0, 2: the reference unit 1 has no value"):
        scored(
            np.array([[1.0, NAN], [1.0, 2.0], [2.0, NAN]]),
            "distance_to_reference",
            np.array([1, 1, 1]),
            reference_unit=1,
        )
    with pytest.raises(EngineError, match="not 7"):
        scores([1.0, 2.0], "distance_to_reference", reference_unit=7)


def test_a_target_range_falls_on_both_sides():
    # COINr #12 asks for it.
    ranges = np.array([[4.0, 6.0]])
    result = scores([2.0, 4.0, 5.0, 6.0, 8.0, 10.0], "target_range", target_ranges=ranges)
    assert result == [50, 100, 100, 100, 50, 0]
    posts = np.array([[0.0, 8.0]])
    result = scores([2.0, 5.0, 7.0, 10.0], "target_range", target_ranges=ranges, goalposts=posts)
    assert result == [50, 100, 50, 0]


def test_a_range_that_all_lie_in_loses_points_only_outside():
    fitted = fit_normalisation(
        np.array([[4.0, 5.0]]), "target_range", direction=UP, target_ranges=np.array([[3.0, 6.0]])
    )
    assert apply_normalisation(np.array([[4.0, 9.0]]), fitted).values.tolist() == [[100, 0]]
    assert "everywhere" in fitted.notes[0].text


def test_a_share_of_the_best_is_turned_over_where_low_is_good():
    assert scores([2.0, 8.0, 4.0], "share_of_best") == [25, 100, 50]
    assert scores([2.0, 8.0, 4.0], "share_of_best", DOWN) == [100, 25, 50]


def test_positions_of_themselves_count_from_the_worst():
    values = [30.0, 10.0, 10.0, 50.0]
    assert scores(values, "rank", to=None) == [3, 1, 1, 4]
    assert scores(values, "borda", to=None) == [2, 0, 0, 3]
    assert scores(values, "percentile_rank", to=None) == [2 / 3, 0, 0, 1]
    assert scores(values, "rank", DOWN, to=None) == [2, 3, 3, 1]


def test_ties_are_broken_as_asked():
    # COINr passes "min" on whatever is asked.
    values = [10.0, 10.0, 20.0, 30.0]
    assert scores(values, "borda", to=None, ties="average") == [0.5, 0.5, 2, 3]
    assert scores(values, "borda", to=None, ties="dense") == [0, 0, 1, 2]
    assert scores(values, "rank", ties="dense") == [0, 0, 50, 100]


def test_float_noise_splits_no_tie():
    assert scores([0.3, 0.1 + 0.2, 1.0], "borda", to=None) == [0, 0, 2]


def test_classes_are_reached_at_their_threshold_whichever_way_is_good():
    values = [0.5, 1.0, 4.0, 9.0]
    assert scores(values, "classes", thresholds=(1.0, 4.0), to=None) == [1, 2, 3, 3]
    assert scores(values, "classes", DOWN, thresholds=(1.0, 4.0), to=None) == [3, 3, 2, 1]
    assert scores(values, "classes", thresholds=(1.0, 4.0)) == [0, 50, 100, 100]


def test_each_indicator_may_have_its_own_method_and_thresholds():
    values = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])
    fitted = fit_normalisation(
        values,
        ["min_max", "classes", "min_max"],
        direction=np.array([1, 1, -1]),
        thresholds=[None, (3.0,), None],
    )
    np.testing.assert_array_equal(
        apply_normalisation(values, fitted).values, [[0, 50, 100], [0, 0, 100], [100, 50, 0]]
    )


@pytest.mark.parametrize(
    "method", ["min_max", "z_score", "distance_to_best", "rank", "percentile_rank", "borda"]
)
def test_a_constant_indicator_scores_the_middle_and_is_said(method):
    # In COINr it turns into NaN and drops out of the mean without notice.
    values = np.array([[0.3, 0.1 + 0.2, NAN, 0.3], [1.0, 2.0, 3.0, 4.0]])
    fitted = fit_normalisation(values, method, direction=np.array([1, 1]))
    np.testing.assert_array_equal(apply_normalisation(values, fitted).values[0], [50, 50, NAN, 50])
    (note,) = fitted.notes
    assert (note.indicator, note.text[:26]) == (0, "has values that do not dif")


def test_an_indicator_without_a_value_has_no_score_and_is_said():
    values = np.array([[NAN, NAN], [1.0, 2.0]])
    for method in ("min_max", "z_score", "rank", "share_of_best"):
        fitted = fit_normalisation(values, method, direction=np.array([1, 1]))
        assert [n.text for n in fitted.notes] == ["has no value to learn from, and no score"]
        assert np.isnan(apply_normalisation(values, fitted).values[0]).all()


def test_one_unit_alone_scores_the_middle():
    for method in ("min_max", "z_score", "rank"):
        assert scores([4.0], method) == [50]


@pytest.mark.parametrize(
    ("method", "given_", "message"),
    [
        ("minmax", {}, "indicator 0: 'minmax' is no normalisation"),
        (["min_max"], {}, r"methods have shape \(1,\)"),
        ("goalposts", {}, "indicators 0, 1: the method needs two goalposts"),
        ("goalposts", {"goalposts": np.ones((2, 2))}, "indicators 0, 1: .*equal"),
        ("goalposts", {"goalposts": np.array([[0.0, 1.0], [0.0, NAN]])}, "indicator 1: the method"),
        ("goalposts", {"goalposts": np.ones(2)}, r"goalposts have shape \(2,\)"),
        ("distance_to_target", {}, "needs a target"),
        ("target_range", {}, "needs a target range"),
        (
            "target_range",
            {"target_ranges": np.array([[2.0, 1.0], [0.0, 1.0]])},
            "indicator 0: .*ends",
        ),
        (
            "target_range",
            {
                "target_ranges": np.array([[1.0, 2.0], [1, 2]]),
                "goalposts": np.array([[1.0, 3], [0, 3]]),
            },
            "indicator 0: the goalposts must lie outside",
        ),
        ("classes", {}, "indicator 0: classes need thresholds"),
        ("classes", {"thresholds": (2.0, 1.0)}, "thresholds must increase"),
        ("min_max", {"to": (100, 0)}, "from a lower to a higher"),
        ("min_max", {"direction": np.array([1, 0])}, "indicator 1 has the direction 0"),
        ("min_max", {"log": np.array([True, True])}, "indicator 1: a logarithm needs values above"),
        ("share_of_best", {}, "indicator 1: .*needs every value above zero"),
        ("share_of_best", {"log": np.array([True, False])}, "indicator 0: .*not taken of log"),
        (
            "target_range",
            {"target_ranges": np.tile([0.0, 9.0], (2, 1)), "cap": False},
            "indicators 0, 1: every value lies in the target range",
        ),
        ("rank", {"ties": "best"}, "not by 'best'"),
        ("z_score", {"deviation": "robust"}, "not 'robust'"),
        ("min_max", {"reference": np.array([True])}, "reference"),
    ],
)
def test_what_makes_no_scale_is_refused_by_name(method, given_, message):
    values = np.array([[1.0, 2.0, 3.0], [0.0, 2.0, 3.0]])
    with pytest.raises(EngineError, match=message):
        fit_normalisation(values, method, **{"direction": BOTH, **given_})


def test_a_value_below_zero_has_no_share_of_the_best():
    with pytest.raises(EngineError, match="indicator 0: a share of the best needs no value below"):
        scores([-1.0, 2.0], "share_of_best")


def test_what_was_learnt_from_other_indicators_or_years_is_refused():
    values = np.arange(12.0).reshape(2, 2, 3)
    fitted = fit_normalisation(values, "min_max", direction=BOTH, per_year=True)
    with pytest.raises(EngineError, match="learnt from 2 years"):
        apply_normalisation(values[:, :1], fitted)
    with pytest.raises(EngineError, match="2 indicators does not fit 1"):
        apply_normalisation(values[:1], fitted)


def test_without_a_cap_a_value_without_a_logarithm_is_refused():
    fitted = fit_normalisation(
        np.array([[1.0, 2.0]]), "min_max", direction=UP, log=np.array([True]), cap=False
    )
    with pytest.raises(EngineError, match=r"indicator 0 has the value 0\.0 at unit 1"):
        apply_normalisation(np.array([[1.0, 0.0]]), fitted)


@given(arrays((2, 3, 6), CELLS), METHODS, st.booleans(), TIES)
def test_normalising_agrees_with_its_slow_double(values, method, per_year, ties):
    values = with_reference_value(values)
    reference = np.array([True, True, True, True, False, True])
    result = scored(
        values, method, BOTH, per_year=per_year, reference=reference, ties=ties, **given_for(method)
    )
    for i, t, u in np.ndindex(values.shape):
        among = values[i, t] if per_year else values[i]
        latest = values[i, t if per_year else -1, 0]
        share = doubles.share(
            method,
            values[i, t, u],
            among[..., reference].ravel().tolist(),
            int(BOTH[i]),
            goalposts=tuple(EVERYTHING["goalposts"][i]),
            target=EVERYTHING["targets"][i],
            target_range=tuple(EVERYTHING["target_ranges"][i]),
            reference_value=latest,
            thresholds=EVERYTHING["thresholds"],
            ties=ties,
        )
        if method != "scaled" and not np.isnan(share):
            assert result.capped[i, t, u] == (share < 0 or share > 1) or abs(share) < 1e-9
            share = min(1.0, max(0.0, share))
        np.testing.assert_allclose(result.values[i, t, u], 100 * share, atol=1e-9)


@given(arrays((2, 3, 6), CELLS), METHODS, st.booleans(), st.sampled_from([(0, 100), (1, 7)]))
def test_a_score_never_leaves_its_scale_and_missing_stays_missing(values, method, per_year, to):
    assume(method != "scaled")
    values = with_reference_value(values)
    result = scored(values, method, BOTH, per_year=per_year, to=to, **given_for(method)).values
    np.testing.assert_array_equal(np.isnan(result), np.isnan(values))
    present = result[~np.isnan(result)]
    assert ((present >= to[0]) & (present <= to[1])).all()
    assert not np.signbit(present).any()


@given(arrays((2, 3, 6), CELLS), METHODS)
def test_a_better_value_never_has_a_lower_score(values, method):
    assume(method != "target_range")
    values = with_reference_value(values)
    result = scored(values, method, BOTH, **given_for(method)).values
    for i, sign in enumerate(BOTH):
        there = ~np.isnan(values[i])
        order = np.argsort(sign * values[i][there])
        assert (np.diff(result[i][there][order]) >= 0).all()


@given(arrays((2, 3, 6), CELLS), METHODS)
def test_by_year_is_each_year_by_itself(values, method):
    values = with_reference_value(values)
    together = scored(values, method, BOTH, per_year=True, **given_for(method)).values
    for t in range(values.shape[1]):
        alone = scored(values[:, t], method, BOTH, **given_for(method)).values
        np.testing.assert_array_equal(together[:, t], alone)


@given(arrays((2, 3, 6), CELLS), METHODS)
def test_what_was_learnt_once_scores_any_year_the_same(values, method):
    # COINr #61, #58: goalposts and global normalisation cannot be put to another year.
    values = with_reference_value(values)
    fitted = fit_normalisation(values, method, direction=BOTH, **given_for(method))
    whole = apply_normalisation(values, fitted).values
    for t in range(values.shape[1]):
        one = apply_normalisation(values[:, t : t + 1], fitted).values
        np.testing.assert_array_equal(one[:, 0], whole[:, t])


@given(arrays((2, 6), CELLS), METHODS, st.permutations(range(6)), st.booleans())
def test_reordering_units_or_indicators_moves_only_the_order(values, method, order, swap):
    values = with_reference_value(values)
    rows = [1, 0] if swap else [0, 1]
    given_ = given_for(method)
    mixed = {k: v[rows] if isinstance(v, np.ndarray) else v for k, v in given_.items()}
    mixed["reference_unit"] = order.index(0)
    moved = scored(values[np.ix_(rows, order)], method, BOTH[rows], **mixed).values
    np.testing.assert_allclose(
        moved, scored(values, method, BOTH, **given_).values[np.ix_(rows, order)], atol=1e-9
    )


@given(arrays((2, 6), CELLS), METHODS, st.sampled_from([1e-3, 1e3]))
def test_changing_the_unit_of_measure_moves_nothing(values, method, factor):
    values = with_reference_value(values)
    given_ = given_for(method)
    other = {k: v * factor if isinstance(v, np.ndarray) else v for k, v in given_.items()} | {
        "thresholds": tuple(t * factor for t in EVERYTHING["thresholds"])
    }
    np.testing.assert_allclose(
        scored(values * factor, method, BOTH, **other).values,
        scored(values, method, BOTH, **given_).values,
        atol=1e-7,
    )


@given(arrays((2, 6), CELLS), st.lists(st.booleans(), min_size=6, max_size=6))
def test_it_agrees_with_the_plain_functions_it_generalises(values, reference):
    among = np.array(reference)
    posts = EVERYTHING["goalposts"]
    np.testing.assert_array_equal(
        scored(values, "goalposts", np.array([1, 1]), goalposts=posts).values,
        goalposts(values, posts[:, 0], posts[:, 1]).values,
    )
    np.testing.assert_allclose(
        scored(values, "z_score", BOTH, deviation="population", reference=among).values,
        z_score(values, among, BOTH),
        atol=1e-9,
    )
    everyone = np.ones(6, dtype=bool)
    np.testing.assert_allclose(
        scored(values, "percentile_rank", BOTH, ties="average").values,
        rank_score(values, everyone, BOTH),
        atol=1e-9,
    )


@given(arrays((2, 3, 6), CELLS), METHODS)
def test_an_indicator_scores_the_same_to_the_last_bit_beside_others_or_alone(values, method):
    values = with_reference_value(values)
    given_ = given_for(method)
    together = scored(values, method, BOTH, **given_).values
    for i in range(values.shape[0]):
        own = {k: v[i : i + 1] if isinstance(v, np.ndarray) else v for k, v in given_.items()}
        alone = scored(values[i : i + 1], method, BOTH[i : i + 1], **own).values
        np.testing.assert_array_equal(alone[0], together[i])


def test_values_without_a_unit_axis_are_refused():
    with pytest.raises(EngineError, match=r"\(3,\) are not \(indicator, \.\.\., unit\)"):
        fit_normalisation(np.ones(3), "min_max", direction=UP)
