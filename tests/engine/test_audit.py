import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from moibench.engine import EngineError, Node, Tree, audit, effective_weights
from moibench.engine.audit import cronbach_alpha, distributions, sphericity
from moibench.engine.audit.report import robustness
from tests.engine import doubles_weigh as doubles
from tests.engine.generated import NAN, TREE, arrays, numbers

GENERATOR = np.random.default_rng(2562)
NOISES = np.array([[4.0], [8.0], [12.0], [16.0], [20.0]])
SCORES = 50 + 12 * GENERATOR.normal(size=60) + NOISES * GENERATOR.normal(size=(5, 60))


def findings(scores: np.ndarray, kind: str) -> set[tuple[str, str]]:
    return {(f.first, f.second) for f in audit(scores, TREE).findings if f.kind == kind}


def test_an_audit_holds_every_part_in_the_order_of_the_tree():
    scores = SCORES.copy()
    scores[1, 7] = NAN
    told = audit(scores, TREE)
    assert told.places == ("a", "b", "c", "d", "e", "economy", "society", "overall")
    assert [d.leaf for d in told.distributions] == list("abcde")
    assert {kind: c.values.shape for kind, c in told.correlations.items()} == {
        "pearson": (8, 8),
        "spearman": (8, 8),
        "kendall": (8, 8),
    }
    assert [c.node for c in told.consistency] == ["economy", "society", "overall"]
    assert [c.units for c in told.components] == [59, 60, 60]
    np.testing.assert_array_equal(told.effective_weights, effective_weights(TREE))
    assert told.robustness is None


def test_importance_stands_beside_weight_in_every_node_and_of_leaves_in_the_root():
    told = audit(SCORES, TREE)
    parts = [(b.node, b.part) for b in told.balance]
    assert parts == [
        *(("economy", leaf) for leaf in "abc"),
        *(("society", leaf) for leaf in "de"),
        *(("overall", part) for part in ("economy", "society", *"abcde")),
    ]
    for start, end in ((0, 3), (3, 5), (5, 7), (7, 12)):
        group = told.balance[start:end]
        assert sum(b.weight for b in group) == pytest.approx(1)
        assert sum(b.importance for b in group) == pytest.approx(1)
        assert all(b.ratio == pytest.approx(b.importance / b.weight) for b in group)


def test_two_indicators_that_count_one_thing_twice_are_found():
    scores = SCORES.copy()
    scores[1] = scores[0] + 0.01 * SCORES[4]
    assert ("a", "b") in findings(scores, "redundant")
    assert ("a", "b") not in findings(SCORES, "redundant")


def test_an_indicator_against_the_others_is_found_with_its_pair_and_its_node():
    scores = SCORES.copy()
    scores[3] = -3 * scores[4]
    found = findings(scores, "wrong_sign")
    assert ("d", "e") in found
    assert ("e", "society") in found
    assert not findings(SCORES, "wrong_sign")


def test_an_indicator_that_hardly_counts_in_its_node_is_found():
    scores = SCORES.copy()
    scores[1] = np.where(np.arange(60) % 2, 1.0, -1.0)
    (found,) = [f for f in audit(scores, TREE).findings if f.kind == "weak"]
    assert (found.first, found.second, found.node, found.units) == ("b", "economy", "economy", 60)
    assert 0 <= found.correlation < 0.3


@given(arrays((3, 6), numbers(-50, 50)))
def test_alpha_agrees_with_its_slow_double(values):
    values = np.round(values, 3)
    if values.sum(axis=0).var() > 1e-3:
        assert cronbach_alpha(values) == pytest.approx(doubles.alpha(values), abs=1e-9)


def test_alpha_of_one_thing_measured_twice_is_1_and_undefined_ones_are_none():
    row = np.array([1.0, 2.0, 4.0])
    assert cronbach_alpha(np.stack([row, row])) == pytest.approx(1)
    assert cronbach_alpha(row[None]) is None
    assert cronbach_alpha(np.stack([row, -row])) is None
    assert cronbach_alpha(np.array([[1.0, NAN], [2.0, 3.0]])) is None


def test_alpha_is_told_without_each_child():
    noise = SCORES.copy()
    noise[2] = GENERATOR.normal(0, 20, 60)
    economy = audit(noise, TREE).consistency[0]
    without = dict(economy.without)
    assert without["c"] > economy.alpha > without["a"]


def test_kmo_is_that_of_partial_correlations_and_bartletts_test_that_of_the_determinant():
    related = np.corrcoef(SCORES)
    kmo, by_item, bartlett, reason = sphericity(related, 60)
    partial = np.zeros((5, 5))
    for i in range(5):
        for j in range(5):
            others = [k for k in range(5) if k not in (i, j)]
            design = np.column_stack([np.ones(60), SCORES[others].T])
            left = [SCORES[k] - design @ np.linalg.lstsq(design, SCORES[k])[0] for k in (i, j)]
            if i != j:
                partial[i, j] = doubles.pearson(*left)
    off = ~np.eye(5, dtype=bool)
    simple, conditional = (related[off] ** 2).sum(), (partial[off] ** 2).sum()
    assert kmo == pytest.approx(simple / (simple + conditional))
    own = [(related[i, off[i]] ** 2).sum() for i in range(5)]
    rest = [(partial[i, off[i]] ** 2).sum() for i in range(5)]
    np.testing.assert_allclose(by_item, np.array(own) / (np.array(own) + np.array(rest)))
    square, degrees, p_value = bartlett
    assert square == pytest.approx(-(59 - 15 / 6) * np.log(np.linalg.det(related)))
    assert degrees == 10
    assert p_value == pytest.approx(stats.chi2.sf(square, 10))
    assert reason == ""


def test_unrelated_items_have_nothing_in_common():
    kmo, by_item, (square, _, p_value), _ = sphericity(np.eye(3), 50)
    assert (kmo, by_item) == (None, (0.0, 0.0, 0.0))
    assert (square, p_value) == (0.0, 1.0)


def test_components_explain_all_of_the_variance_and_their_sign_is_fixed():
    economy = audit(SCORES, TREE).components[0]
    assert sum(economy.explained) == pytest.approx(1)
    assert list(economy.eigenvalues) == sorted(economy.eigenvalues, reverse=True)
    loadings = np.array(economy.loadings)
    np.testing.assert_allclose((loadings**2).sum(axis=1), 1)
    assert (loadings.sum(axis=0) >= -1e-9).all()


def test_what_cannot_be_told_of_components_has_a_reason():
    scores = SCORES.copy()
    scores[0] = 7.0
    scores[4] = scores[3] * 2 + 1
    told = audit(scores, TREE).components
    assert told[0].reason == "'a' does not vary among complete units"
    assert "singular" in told[1].reason
    assert (told[1].kmo, told[1].bartlett) == (None, None)
    few = audit(SCORES[:, :2], TREE).components[0]
    assert few.reason == "only 2 units have every child"
    tree = Tree(("a",), (Node("overall", ("a",), (1.0,)),))
    assert audit(SCORES[:1], tree).components[0].reason == "there is but one child"


@given(arrays((1, 8), numbers(-50, 50)))
def test_skewness_and_kurtosis_are_those_of_a_sample(values):
    values = np.round(values, 2)
    if len(np.unique(values)) == 1:
        return
    (told,) = distributions(values, ("a",))
    assert told.skewness == pytest.approx(stats.skew(values[0], bias=False), abs=1e-6)
    assert told.kurtosis == pytest.approx(stats.kurtosis(values[0], bias=False), abs=1e-6)


def test_a_distribution_counts_what_is_missing_zero_and_different():
    values = np.array([[0.0, 0.0, 3.0, NAN, 5.0], [NAN] * 5, [4.0] * 5])
    first, empty, still = distributions(values, ("a", "b", "c"))
    assert (first.present, first.missing, first.zeros, first.distinct) == (4, 1, 2, 3)
    assert (first.minimum, first.median, first.maximum, first.mean) == (0, 1.5, 5, 2)
    assert (first.lower_quartile, first.upper_quartile) == (0, 3.5)
    assert (empty.present, empty.mean, empty.median, empty.deviation) == (0, None, None, None)
    assert (still.deviation, still.skewness, still.kurtosis, still.outliers) == (
        0,
        None,
        None,
        False,
    )


def test_one_value_far_from_the_rest_is_an_outlier():
    values = np.array([[1.0] * 10 + [2.0] * 10 + [100.0], [float(v) for v in range(21)]])
    outlying, plain = distributions(values, ("a", "b"))
    assert outlying.outliers
    assert not plain.outliers


def test_distributions_may_be_of_other_values_than_the_scores():
    told = audit(SCORES, TREE, values=SCORES * 1000)
    assert told.distributions[0].mean == pytest.approx(SCORES[0].mean() * 1000)


def test_pairs_that_keep_their_order_under_any_weights_are_told():
    scores = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 1.5], [1, 2, 3], [1, 2, 3], [1, 2, 3]])
    told = audit(scores, TREE)
    np.testing.assert_array_equal(told.dominance, [[0, 0, 0], [1, 0, 0], [1, 0, 0]])
    assert told.dominance_share == pytest.approx(2 / 3)


def test_robustness_by_hand():
    # Three units; the first always leads, the other two change places in half the replicates.
    scores = np.array([[9.0, 5.0, 4.0], [9.0, 4.0, 5.0], [9.0, 5.0, 4.0], [9.0, 4.0, 5.0]])
    told = robustness(scores)
    assert told.replicates == 3
    assert told.median_interval == pytest.approx(1)
    assert told.mean_shift == pytest.approx((2 * 2 / 3) / 3)
    assert told.told_apart == pytest.approx(2 / 3)
    assert audit(SCORES[:, :3], TREE, replicates=scores[:, None, :]).robustness == told


def test_a_unit_without_a_headline_score_is_left_out_of_robustness():
    scores = np.array([[9.0, 5.0, NAN], [9.0, 4.0, 10.0]])
    told = robustness(scores)
    assert (told.told_apart, told.mean_shift) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("scores", "extra", "says"),
    [
        (np.ones((5, 2, 3)), {}, "an audit is of one year"),
        (np.ones((5, 3)), {"values": np.ones((5, 2))}, "values have shape"),
        (np.ones((5, 3)), {"replicates": np.ones((1, 3, 3))}, "no replicate beside the headline"),
    ],
)
def test_what_cannot_be_audited_is_refused(scores, extra, says):
    with pytest.raises(EngineError, match=says):
        audit(scores, TREE, **extra)


@settings(max_examples=30, deadline=None)
@given(arrays((5, 6), st.one_of(numbers(-50, 50), st.just(NAN), st.just(1.0))))
def test_an_audit_of_any_scores_ends_in_an_audit(scores):
    told = audit(scores, TREE)
    assert len(told.distributions) == 5
    for component in told.components:
        assert component.reason or component.bartlett is not None
