"""Share a change out among what caused it, fairly and exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TypeVar

Player = TypeVar("Player", bound=str)


def shapley(
    players: Sequence[Player], worth: Callable[[frozenset[Player]], float]
) -> dict[Player, float]:
    """Return each player's mean addition over every order in which they may come in.

    Args:
        players: what changed, each named once.
        worth: the value once exactly these have changed.

    Returns:
        Parts that add up to worth(all) − worth(none); NaN throughout where a worth is NaN.

    Source:
        Shapley (1953); for decompositions, Shorrocks (2013).
    """
    number = len(players)
    known = {
        frozenset(held): worth(frozenset(held))
        for size in range(number + 1)
        for held in combinations(players, size)
    }
    parts: dict[Player, float] = {}
    for player in players:
        others = [p for p in players if p != player]
        terms = []
        for size in range(number):
            weight = 1 / (number * math.comb(number - 1, size))
            for held in combinations(others, size):
                before = frozenset(held)
                terms.append(weight * (known[before | {player}] - known[before]))
        parts[player] = math.fsum(terms)
    return parts
