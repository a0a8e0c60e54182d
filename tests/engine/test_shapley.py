from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moibench.engine import shapley
from tests.engine import comparative_doubles as slow

PLAYERS = ("own", "others", "revision", "method")
SUBSETS = [
    frozenset(c)
    for c in chain.from_iterable(combinations(PLAYERS, n) for n in range(len(PLAYERS) + 1))
]
WORTHS = st.lists(st.integers(1, 77).map(float), min_size=16, max_size=16).map(
    lambda numbers: dict(zip(SUBSETS, numbers, strict=True))
)


@given(WORTHS)
def test_the_parts_add_up_exactly_and_equal_every_order_in_turn(
    worth: dict[frozenset[str], float],
) -> None:
    parts = shapley(PLAYERS, worth.__getitem__)
    assert sum(parts.values()) == pytest.approx(worth[SUBSETS[-1]] - worth[SUBSETS[0]], abs=1e-9)
    expected = slow.shapley(PLAYERS, worth.__getitem__)
    for player in PLAYERS:
        assert parts[player] == pytest.approx(expected[player], abs=1e-9)


def test_a_player_that_changes_nothing_has_exactly_0() -> None:
    parts = shapley(PLAYERS, lambda done: 40.0 - 7 * ("own" in done) + 3 * ("others" in done))
    assert parts == {"own": -7.0, "others": 3.0, "revision": 0.0, "method": 0.0}


def test_equal_players_have_equal_parts() -> None:
    parts = shapley(("a", "b"), lambda done: float(len(done) == 2))
    assert parts == {"a": 0.5, "b": 0.5}
