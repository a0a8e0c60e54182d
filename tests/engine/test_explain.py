import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moibench.engine import (
    EngineError,
    Method,
    aggregate,
    contributions,
    explain,
    explain_change,
    split_rank_change,
)
from tests.engine import doubles_weigh as doubles
from tests.engine.generated import NAN, TREE, arrays, numbers

SCORES = st.one_of(numbers(1, 100), st.just(NAN))
MEANS = [
    None,
    "geometric",
    ["geometric_mean", "harmonic_mean"],
    [Method("power_mean", exponent=3.0), "arithmetic_mean"],
    {"overall": "geometric_mean"},
]


@given(arrays((5, 3), SCORES), st.sampled_from([0.0, 0.5, 2 / 3]))
def test_a_score_is_the_sum_of_what_its_indicators_give(scores, threshold):
    result = aggregate(scores, TREE, threshold)
    points = contributions(scores, TREE, threshold)
    for unit in range(3):
        told = explain({"normalised": scores}, TREE, threshold, unit)
        assert told.coverage == result.coverage[-1, unit]
        assert told.renormalised == result.renormalised[-1, unit]
        if told.score is None:
            assert np.isnan(result.scores[-1, unit])
            continue
        assert told.score == result.scores[-1, unit]
        given_points = [p.contribution or 0.0 for p in told.parts]
        assert sum(given_points) == pytest.approx(told.score)
        np.testing.assert_allclose(given_points, np.nan_to_num(points[:, unit]), atol=1e-9)
        assert sum(p.share or 0.0 for p in told.parts) == pytest.approx(1)


def test_a_part_is_followed_down_to_its_raw_cell():
    raw = np.arange(20.0).reshape(5, 2, 2)
    raw[4, 1, 0] = NAN
    scores = np.where(np.isnan(raw), 33.0, raw)
    imputed, treated = np.isnan(raw), raw == 2.0
    stages = {"raw": raw, "imputed": scores, "normalised": scores * 2}
    told = explain(stages, TREE, 0, 0, (1,), imputed=imputed, treated=treated)
    last, first = told.parts[4], told.parts[0]
    assert last.leaf == "e"
    assert last.path == ("society", "overall")
    assert last.values == (("raw", None), ("imputed", 33.0), ("normalised", 66.0))
    assert (last.imputed, last.treated) == (True, False)
    assert (first.imputed, first.treated) == (False, True)
    assert last.weight == pytest.approx(1 / 3)
    assert last.contribution == pytest.approx(66 / 3)
    assert told.imputed_share == pytest.approx(1 / 3)
    assert [name for name, _ in told.below] == ["economy", "society"]


def test_a_node_below_the_root_is_explained_by_its_own_indicators():
    scores = np.array([60.0, 30.0, NAN, 80.0, 40.0])[:, None]
    told = explain({"normalised": scores}, TREE, 0, 0, node="economy")
    assert [p.leaf for p in told.parts] == ["a", "b", "c"]
    assert [p.share for p in told.parts] == [pytest.approx(2 / 3), pytest.approx(1 / 3), None]
    assert [p.weight for p in told.parts] == pytest.approx([2 / 6, 1 / 6, 3 / 6])
    assert (told.method, told.below, told.renormalised) == ("arithmetic_mean", (), True)
    other = explain({"normalised": scores}, TREE, 0, 0, node="society")
    assert [p.leaf for p in other.parts] == ["d", "e"]


def test_where_parts_are_no_sum_no_contribution_is_made_up():
    scores = np.full((5, 1), 50.0)
    told = explain({"normalised": scores}, TREE, 0, 0, means={"society": "geometric_mean"})
    assert [p.contribution is None for p in told.parts] == [False] * 3 + [True] * 2


def test_what_is_not_there_cannot_be_explained():
    scores = np.ones((5, 2, 3))
    with pytest.raises(EngineError, match="no stage"):
        explain({}, TREE, 0, 0)
    with pytest.raises(EngineError, match="no cell \\(0, 3\\)"):
        explain({"s": scores}, TREE, 0, 3, (0,))
    with pytest.raises(EngineError, match="no cell \\(1,\\)"):
        explain({"s": scores}, TREE, 0, 1)
    with pytest.raises(EngineError, match="no node 'health'"):
        explain({"s": scores}, TREE, 0, 1, (0,), node="health")
    with pytest.raises(EngineError, match="stage 'raw' has shape"):
        explain({"raw": scores[:4], "s": scores}, TREE, 0, 1, (0,))


@pytest.mark.parametrize("means", MEANS)
@given(
    arrays((5, 4), SCORES),
    arrays((5, 4), SCORES),
    arrays((5, 4), st.booleans()),
    st.sampled_from([0.0, 0.5]),
)
def test_the_parts_of_a_change_add_up_to_it_exactly(means, earlier, later, still, threshold):
    later = np.where(still, earlier, later)
    told = explain_change(earlier, later, TREE, threshold, means)
    before, after = (
        aggregate(scores, TREE, threshold, means).scores[-1] for scores in (earlier, later)
    )
    np.testing.assert_allclose(told.total, after - before)
    parts = told.moved.sum(axis=0) + told.appeared.sum(axis=0)
    np.testing.assert_allclose(parts, told.total, atol=1e-7)
    scored = ~np.isnan(told.total)
    assert (np.isnan(told.moved) == ~scored).all()
    unmoved = (earlier == later) & scored
    assert (told.moved[unmoved] == 0).all()


@pytest.mark.parametrize("means", MEANS)
@given(arrays((5, 3), numbers(1, 100)), arrays((5, 3), numbers(1, 100)))
def test_where_nothing_is_missing_all_of_a_change_is_movement_in_its_own_direction(
    means, earlier, later
):
    told = explain_change(earlier, later, TREE, 0, means)
    np.testing.assert_allclose(told.appeared, 0, atol=1e-9)
    assert (told.moved * (later - earlier) >= 0).all()
    np.testing.assert_allclose(told.moved.sum(axis=0), told.total, atol=1e-8)


def test_an_arithmetic_change_is_weight_times_step():
    earlier = np.array([60.0, 30.0, 10.0, 80.0, 40.0])[:, None]
    later = np.array([66.0, 30.0, 4.0, 80.0, 70.0])[:, None]
    told = explain_change(earlier, later, TREE, 0)
    np.testing.assert_allclose(told.moved[:, 0], [6 * 2 / 18, 0, -6 * 3 / 18, 0, 30 / 3])


def test_an_indicator_that_appears_is_told_apart_from_movement():
    earlier = np.array([50.0, 50.0, NAN, 50.0, 50.0])[:, None]
    later = np.array([50.0, 50.0, 80.0, 50.0, 50.0])[:, None]
    told = explain_change(earlier, later, TREE, 0)
    np.testing.assert_array_equal(told.moved, 0)
    assert told.total[0] == pytest.approx(15 / 3)
    assert told.appeared.sum() == pytest.approx(5)
    assert told.appeared[2, 0] > 0


def test_a_score_under_the_floor_that_stays_there_moved_nothing():
    earlier, later = np.full((5, 1), 50.0), np.full((5, 1), 50.0)
    earlier[3], later[3], later[4] = 0.2, 0.9, 60
    told = explain_change(earlier, later, TREE, 0, "geometric")
    assert told.moved[3, 0] == 0
    assert told.moved[4, 0] == pytest.approx(told.total[0])


@pytest.mark.parametrize(
    ("means", "score", "says"),
    [
        ("median", 5.0, "node 'economy' is aggregated by median, whose change has no exact parts"),
        ("copeland", 5.0, "no exact parts"),
        ("geometric_mean", 0.0, "where a score is 0"),
        ("harmonic_mean", -1.0, "negative value -1.0"),
    ],
)
def test_a_change_without_exact_parts_is_refused(means, score, says):
    earlier = np.full((5, 2), 5.0)
    later = earlier.copy()
    later[1, 1] = score
    with pytest.raises(EngineError, match=says):
        explain_change(earlier, later, TREE, 0, means)


def test_years_of_different_shape_are_refused():
    with pytest.raises(EngineError, match="earlier scores have shape"):
        explain_change(np.ones((5, 2)), np.ones((5, 3)), TREE, 0)


def root(values: np.ndarray) -> np.ndarray:
    return aggregate(values, TREE, 0).scores[-1]


def among(values: np.ndarray) -> np.ndarray:
    """Score each indicator by where it lies among all units: what others do counts."""
    low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    return root(np.where(high > low, (values - low) / np.where(high > low, high - low, 1), 0.5))


@settings(max_examples=30, deadline=None)
@given(arrays((5, 4), numbers(1, 100)), arrays((5, 4), numbers(1, 100)), st.integers(0, 99))
def test_the_four_causes_agree_with_averaging_over_all_orders_and_add_up(earlier, later, seed):
    revised = earlier + np.random.default_rng(seed).normal(0, 5, earlier.shape)
    told = split_rank_change(earlier, revised, later, root, among)
    for unit in range(4):
        rank_of = {}
        for state in doubles.all_states():
            own, others, revision, method = state
            year = revised if revision else earlier
            data = (later if others else year).copy()
            data[:, unit] = (later if own else year)[:, unit]
            scores = (among if method else root)(data)
            allowed = 1e-9 * max(1, np.abs(scores).max())
            ordered = sorted(range(4), key=lambda u: -scores[u])
            position = {}
            for place, u in enumerate(ordered):
                tied = place and scores[ordered[place - 1]] - scores[u] <= allowed
                position[u] = position[ordered[place - 1]] if tied else place + 1
            rank_of[state] = float(position[unit])
        slow = doubles.shapley(rank_of)
        found = [told.own, told.others, told.revision, told.method]
        np.testing.assert_allclose([part[unit] for part in found], slow, atol=1e-9)
    total = told.own + told.others + told.revision + told.method
    np.testing.assert_allclose(total, told.after - told.before, atol=1e-9)


def test_a_unit_that_rose_alone_won_its_places_by_itself():
    earlier = np.tile([10.0, 20.0, 30.0], (5, 1))
    later = np.tile([40.0, 20.0, 30.0], (5, 1))
    told = split_rank_change(earlier, earlier, later, root, root, units=[0, 1])
    assert (told.before[0], told.after[0], told.own[0]) == (3, 1, -2)
    assert (told.own[1], told.others[1], told.revision[1], told.method[1]) == (0, 1, 0, 0)
    assert np.isnan(told.own[2])


def test_a_rank_that_is_missing_has_no_parts():
    earlier = np.tile([10.0, NAN, 30.0], (5, 1))
    later = np.tile([40.0, 20.0, 30.0], (5, 1))
    told = split_rank_change(earlier, earlier, later, root, root)
    assert np.isnan(told.before[1])
    assert not np.isnan(told.own[[0, 2]]).any()


def test_unfit_questions_of_rank_are_refused():
    values = np.ones((5, 3))
    with pytest.raises(EngineError, match="one shape"):
        split_rank_change(values, values[:, :2], values, root, root)
    with pytest.raises(EngineError, match="no unit 7 among 3"):
        split_rank_change(values, values, values, root, root, units=[7])
