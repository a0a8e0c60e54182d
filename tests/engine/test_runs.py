import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import moibench
from moibench.engine import EngineError, Node, Tree, aggregate
from moibench.engine.runs import PowerMean, Runs, run_scores, same_runs
from moibench.engine.runs import run as module
from tests.engine import doubles_sensitivity as doubles
from tests.engine.generated import NAN, TREE, arrays

KINDS = (
    PowerMean(),
    PowerMean(0.0, 1.0),
    PowerMean(0.0),
    PowerMean(-1.0),
    PowerMean(2.0),
    PowerMean(-1.0, 0.5),
)
# Zeros, holes and ordinary scores.
SCORES = st.one_of(st.just(NAN), st.just(0.0), st.floats(0.01, 100))
WEIGHTS = st.sampled_from([0.0, 0.5, 1.0, 3.0])


@st.composite
def some_runs(draw):
    number = draw(st.integers(1, 6))
    weights = [draw(arrays((number, len(node.children)), WEIGHTS)) for node in TREE.nodes]
    weights[-1][:, 0] = 1.0
    weights[0][:, 0] = 1.0
    return Runs(
        np.array(draw(st.lists(st.integers(0, 1), min_size=number, max_size=number))),
        tuple(weights),
        np.array(
            draw(st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=number, max_size=number))
        ),
        KINDS,
    )


@given(
    variants=st.tuples(arrays((5, 4), SCORES), arrays((5, 4), SCORES)),
    runs=some_runs(),
    threshold=st.sampled_from([0.0, 0.4, 0.7]),
)
def test_runs_agree_with_their_slow_double(variants, runs, threshold):
    scores = run_scores(variants, TREE, runs, threshold)
    for r in range(len(runs)):
        nodes = [
            (node.id, node.children, runs.weights[n][r], (kind.exponent, kind.floor))
            for n, node in enumerate(TREE.nodes)
            for kind in [KINDS[runs.means[r, n]]]
        ]
        for u in range(4):
            column = variants[runs.variant[r]][:, u].tolist()
            expected = doubles.run(dict(zip(TREE.leaves, column, strict=True)), nodes, threshold)
            np.testing.assert_allclose(
                scores[r, :, u], list(expected.values()), rtol=1e-9, atol=1e-12
            )


@given(variants=arrays((5, 4), SCORES), runs=some_runs())
def test_the_root_alone_is_the_root_among_all_nodes(variants, runs):
    runs = replace(runs, variant=np.zeros(len(runs), dtype=np.int64))
    every = run_scores([variants], TREE, runs, 0.4)
    root = run_scores([variants], TREE, runs, 0.4, nodes=[-1])
    np.testing.assert_allclose(root[:, 0], every[:, -1], rtol=1e-12, atol=1e-12)


def test_a_run_of_the_tree_itself_is_its_aggregate():
    scores = np.random.default_rng(1).uniform(0, 100, (5, 9))
    scores[2, 3] = NAN
    runs = same_runs(TREE, 2)
    expected = aggregate(scores, TREE, 0.5).scores
    np.testing.assert_allclose(run_scores([scores], TREE, runs, 0.5)[1], expected, rtol=1e-13)


def test_an_indicator_left_out_does_not_lower_coverage_but_a_missing_one_does():
    tree = Tree(("a", "b"), (Node("overall", ("a", "b"), (1.0, 1.0)),))
    runs = same_runs(tree, 2)
    runs.weights[0][1, 1] = 0.0
    scores = run_scores([np.array([[10.0], [NAN]])], tree, runs, 0.9)
    np.testing.assert_array_equal(scores[:, 0, 0], [NAN, 10.0])


def test_a_node_without_any_weight_below_is_left_out_of_its_parent():
    runs = same_runs(TREE, 1)
    runs.weights[0][:] = 0.0
    scores = run_scores([np.full((5, 1), 40.0)], TREE, runs, 1.0)[0, :, 0]
    np.testing.assert_array_equal(scores, [NAN, 40.0, 40.0])


def test_a_zero_makes_a_geometric_mean_zero_unless_a_floor_holds_it():
    tree = Tree(("a", "b"), (Node("overall", ("a", "b"), (1.0, 1.0)),))
    data = np.array([[0.0, NAN], [64.0, 64.0]])
    kinds = (PowerMean(0.0), PowerMean(0.0, 1.0))
    runs = replace(same_runs(tree, 2), means=np.array([[0], [1]]), kinds=kinds)
    np.testing.assert_allclose(run_scores([data], tree, runs, 0.0)[:, 0], [[0, 64], [8, 64]])


def test_a_mean_that_is_not_defined_for_negative_scores_refuses_them():
    tree = Tree(("a", "b"), (Node("overall", ("a", "b"), (1.0, 1.0)),))
    runs = replace(same_runs(tree, 1), kinds=(PowerMean(0.0),))
    with pytest.raises(EngineError, match=r"a geometric mean is not defined for negative .* -2"):
        run_scores([np.array([[-2.0], [1.0]])], tree, runs, 0.0)


def test_every_executor_gives_the_same_bits(executor, monkeypatch):
    monkeypatch.setattr(module, "BLOCK", 64)
    monkeypatch.setattr(module, "LEAST_UNITS", 5)
    generator = np.random.default_rng(3)
    variants = [generator.uniform(0, 100, (5, 23)) for _ in range(3)]
    variants[1][generator.random((5, 23)) < 0.2] = NAN
    runs = Runs(
        generator.integers(3, size=40),
        tuple(generator.uniform(0.5, 1.5, (40, len(node.children))) for node in TREE.nodes),
        generator.integers(2, size=(40, 3)),
        KINDS,
    )
    here = run_scores(variants, TREE, runs, 0.5)
    there = run_scores(variants, TREE, runs, 0.5, executor=executor)
    assert there.tobytes() == here.tobytes()
    assert np.isfinite(here).mean() > 0.9


def test_what_does_not_fit_is_refused():
    scores, runs = np.ones((5, 2)), same_runs(TREE, 3)
    means = np.zeros((3, 2), dtype=np.int64)
    wrong = [
        ([], runs, "at least one variant"),
        ([scores[:4]], runs, "the tree has 5 leaves"),
        ([scores, scores[:, :1]], runs, "variant 1 has shape"),
        ([scores], replace(runs, variant=np.array([0, 0, 1])), "not among the 1 given"),
        ([scores], replace(runs, means=means), "3 runs and 3 nodes"),
        ([scores], replace(runs, means=np.ones((3, 3), dtype=np.int64)), "a mean that is not"),
        ([scores], replace(runs, weights=runs.weights[:2]), "weights for 2 of 3 nodes"),
        ([scores], replace(runs, weights=(-runs.weights[0], *runs.weights[1:])), "negative"),
        ([scores], replace(runs, weights=(np.ones((3, 2)), *runs.weights[1:])), "3 children"),
        ([np.full((5, 2), np.inf)], runs, "infinite"),
    ]
    for variants, own, message in wrong:
        with pytest.raises(EngineError, match=message):
            run_scores(variants, TREE, own, 0.5)


def test_a_mean_is_refused_where_its_numbers_are_unfit():
    with pytest.raises(EngineError, match="exponent"):
        PowerMean(float("nan"))
    with pytest.raises(EngineError, match="floor"):
        PowerMean(0.0, 0.0)
    assert str(PowerMean(3.0)) == "a power mean of exponent 3.0"


@pytest.mark.parametrize(("given", "kept"), [(None, "1"), ("4", "4")])
def test_products_of_matrices_keep_to_one_thread_unless_told_otherwise(given, kept):
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    environment["PYTHONPATH"] = str(Path(moibench.__file__).parents[1])
    if given is not None:
        environment["OPENBLAS_NUM_THREADS"] = given
    told = "import os, moibench.engine; print(os.environ['OPENBLAS_NUM_THREADS'])"
    done = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == kept
