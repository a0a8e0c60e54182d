import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import EngineError, Node, Tree, aggregate, rank, roll_up_weighted_mean
from moibench.engine.blocks import MinMaxAmongPeers, Stopped, index_in_blocks
from moibench.engine.rank import rank_within
from tests import doubles
from tests.engine.generated import NAN, PLAIN_NODES, TREE, arrays

DIRECTION = np.array([1, -1, 1, 1, -1])
PEERS = np.array([0, 0, 1, 1, 1, 2, -1])
REGIONS = np.array([0, 0, 0, 1, 1, -1, 1])
PARENTS = np.array([0, 0, 0, 2, 2, 2, -1])
NORMALISE = MinMaxAmongPeers(PEERS, DIRECTION)
# Few different values, so that ties, holes and groups without variation are common.
VALUES = st.sampled_from([NAN, 0.0, 1.0, 2.0, 7.5, -3.0])


def build(values, threshold=0.5, **settings):
    people = np.arange(14.0).reshape(2, 7)
    return index_in_blocks(
        values,
        TREE,
        NORMALISE,
        threshold,
        rank_among={"country": np.zeros(7, dtype=np.int64), "region": REGIONS},
        parents=PARENTS,
        weights=people,
        **settings,
    )


def scored_in_loops(row, direction):
    """One indicator in one year, each unit among the present units of its own group."""
    scores = []
    for unit, value in enumerate(row):
        among = [v for u, v in enumerate(row) if PEERS[u] == PEERS[unit] and not np.isnan(v)]
        if np.isnan(value) or PEERS[unit] < 0:
            scores.append(NAN)
        elif max(among) == min(among):
            scores.append(50.0)
        else:
            share = (value - min(among)) / (max(among) - min(among))
            scores.append(100 * (share if direction > 0 else 1 - share))
    return scores


@given(values=arrays((5, 2, 7), VALUES), threshold=st.sampled_from([0.0, 0.4, 0.8]))
def test_the_index_agrees_with_its_slow_double(values, threshold):
    found = build(values, threshold)
    for year in range(2):
        rows = [scored_in_loops(values[i, year], DIRECTION[i]) for i in range(5)]
        for unit in range(7):
            leaves = {leaf: rows[i][unit] for i, leaf in enumerate(TREE.leaves)}
            scores, coverage = doubles.aggregate(leaves, PLAIN_NODES, threshold)
            np.testing.assert_allclose(
                found.scores[:, year, unit], list(scores.values()), atol=1e-9
            )
            np.testing.assert_allclose(found.coverage[:, year, unit], list(coverage.values()))
    np.testing.assert_array_equal(found.ranks["country"], rank(found.scores))
    np.testing.assert_array_equal(found.ranks["region"], rank_within(found.scores, REGIONS))
    members = np.arange(3)[:, None] == PARENTS
    people = np.arange(14.0).reshape(2, 7)
    expected = roll_up_weighted_mean(found.scores, people, members)
    np.testing.assert_allclose(found.rolled_up.values, expected.values, atol=1e-9)
    np.testing.assert_allclose(found.rolled_up.coverage, expected.coverage)


@pytest.fixture(scope="module")
def values():
    generated = np.random.default_rng(5).normal(50, 20, (5, 2, 7))
    generated[1, 1, 2] = NAN
    return generated


def test_every_executor_gives_the_same_bits(executor, values):
    here, there = build(values), build(values, executor=executor)
    for name in ("scores", "coverage"):
        assert getattr(there, name).tobytes() == getattr(here, name).tobytes()
    assert there.rolled_up.values.tobytes() == here.rolled_up.values.tobytes()
    assert there.ranks["region"].tobytes() == here.ranks["region"].tobytes()


def test_a_memory_mapped_cube_gives_the_same_bits(values, tmp_path):
    np.save(tmp_path / "cube.npy", values)
    mapped = np.load(tmp_path / "cube.npy", mmap_mode="r")
    assert build(mapped).scores.tobytes() == build(values).scores.tobytes()


def test_a_tree_whose_nodes_hold_indicators_and_nodes_is_built_like_any_other(values):
    tree = Tree(
        ("a", "b", "c", "d", "e"),
        (
            Node("low", ("c", "a"), (1.0, 2.0)),
            Node("middle", ("d", "low", "b"), (1.0, 2.0, 3.0)),
            Node("overall", ("middle", "e"), (1.0, 1.0)),
        ),
    )
    found = index_in_blocks(values, tree, NORMALISE, 0.5)
    scores = np.array([[NORMALISE(values[i, year], i) for year in range(2)] for i in range(5)])
    np.testing.assert_allclose(found.scores, aggregate(scores, tree, 0.5).scores, rtol=1e-12)
    assert found.rolled_up is None
    assert found.ranks == {}


def test_progress_counts_all_nodes_of_all_years(values):
    told = []
    build(values, progress=lambda done, number: told.append((done, number)))
    assert told == [(done, 6) for done in range(1, 7)]


def test_it_can_be_stopped(values):
    stop = threading.Event()
    with pytest.raises(Stopped, match="after 1 of"):
        build(values, stop=stop, progress=lambda *_: stop.set())


def test_a_best_and_a_worst_among_peers_score_100_and_0():
    one = MinMaxAmongPeers(np.array([0, 0, 1, 1, 1]), np.array([1, -1]))
    values = np.array([1.0, 3.0, 7.0, 7.0, NAN])
    np.testing.assert_array_equal(one(values, 0), [0, 100, 50, 50, NAN])
    np.testing.assert_array_equal(one(values, 1), [100, 0, 50, 50, NAN])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": np.ones((4, 2, 7))}, "the tree has 5 leaves"),
        ({"values": np.full((5, 2, 7), np.inf)}, "values of indicator 0 hold an infinite"),
        ({"rank_among": {"region": REGIONS[:3]}}, "the grouping 'region' has shape"),
        ({"parents": PARENTS[:3], "weights": np.ones((2, 7))}, "parents has shape"),
        ({"parents": PARENTS}, "both the parents of units and the units' weights"),
        ({"parents": PARENTS, "weights": np.ones(7)}, "weights have shape"),
    ],
)
def test_what_does_not_fit_is_refused(change, message):
    settings = {"values": np.ones((5, 2, 7)), **change}
    with pytest.raises(EngineError, match=message):
        index_in_blocks(settings.pop("values"), TREE, NORMALISE, 0.5, **settings)


def test_groups_and_directions_that_are_unfit_are_refused():
    with pytest.raises(EngineError, match="whole numbers from 0"):
        MinMaxAmongPeers(np.array([-2]), np.array([1]))
    with pytest.raises(EngineError, match="neither"):
        MinMaxAmongPeers(np.array([0]), np.array([0]))
