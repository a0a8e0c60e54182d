"""The means whose sums many runs can share: every power mean, which is an average of parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray


@dataclass(frozen=True)
class PowerMean:
    """A mean (Σ w x^p / Σ w)^(1/p): exponent 1 arithmetic, 0 geometric, −1 harmonic.

    Scores below the floor count as it. Without a floor a score of 0 makes the mean 0 where the
    exponent is not above 0, and a negative score is refused unless the exponent is 1.
    """

    exponent: float = 1.0
    floor: float | None = None

    def __post_init__(self) -> None:
        if not np.isfinite(self.exponent):
            raise EngineError(f"the exponent of a mean is {self.exponent}, which is not finite")
        if self.floor is not None and not self.floor > 0:
            raise EngineError(f"the floor of a mean is {self.floor}, not above 0")

    def __str__(self) -> str:
        """Return the name of the mean."""
        names = {1.0: "an arithmetic mean", 0.0: "a geometric mean", -1.0: "a harmonic mean"}
        return names.get(self.exponent, f"a power mean of exponent {self.exponent}")

    def parts(self, scores: FloatArray) -> FloatArray:
        """Return what is averaged; a score of 0 counts as 1 where `zeros` says so.

        Raises:
            EngineError: a score is negative and may not be.
        """
        if self.exponent == 1.0:
            return scores if self.floor is None else np.maximum(scores, self.floor)
        if self.floor is not None:
            scores = np.maximum(scores, self.floor)
        elif (scores < 0).any():
            lowest = float(np.nanmin(scores))
            raise EngineError(f"{self} is not defined for negative scores such as {lowest:g}")
        elif (zero := self.zeros(scores)) is not None:
            scores = np.where(zero, 1.0, scores)
        return np.log(scores) if self.exponent == 0.0 else scores**self.exponent

    def zeros(self, scores: FloatArray) -> BoolArray | None:
        """Return which scores make the whole mean 0; None where none does."""
        if self.exponent > 0 or self.floor is not None:
            return None
        zero: BoolArray = scores == 0
        return zero if zero.any() else None

    def of(self, averaged: FloatArray) -> FloatArray:
        """Return the mean from the average of the parts."""
        if self.exponent == 1.0:
            return averaged
        if self.exponent == 0.0:
            return np.exp(averaged)
        result: FloatArray = averaged ** (1.0 / self.exponent)
        return result
