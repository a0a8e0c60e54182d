"""Own change between two years."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moibench.engine.cube import FloatArray


class Change(NamedTuple):
    """Change in the unit of measure and in per cent of the earlier value."""

    absolute: FloatArray
    percent: FloatArray


def change(earlier: npt.ArrayLike, later: npt.ArrayLike) -> Change:
    """Return how much values changed.

    Args:
        earlier: any shape, in the unit of measure.
        later: as earlier, or broadcast with it.

    Returns:
        Absolute and per cent change, NaN where either value is missing; per cent also where the
        earlier value is 0 or negative, where a percentage misleads.
    """
    base = np.asarray(earlier, dtype=np.float64)
    absolute = np.asarray(later, dtype=np.float64) - base
    base = np.broadcast_to(base, absolute.shape)
    share = np.divide(absolute, base, out=np.full(absolute.shape, np.nan), where=base > 0)
    return Change(absolute, 100.0 * share)
