"""The uncertain choices of an index as factors, and the quasi-random runs that vary them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moibench.engine.cube import EngineError, FloatArray, IntArray, first_repeated


@dataclass(frozen=True)
class Factor:
    """An uncertain choice: a number between low and high, or one of several options.

    options: how many there are; 0 for a number. shares: how likely each option is; equally
    where not given. A draw of 0 ≤ u < 1 falls to an option by bounds that depend on the shares
    alone and never on the sample.
    """

    name: str
    options: int = 0
    low: float = 0.0
    high: float = 1.0
    shares: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.options < 0:
            raise EngineError(f"factor {self.name!r} has {self.options} options")
        if not (np.isfinite([self.low, self.high]).all() and self.low <= self.high):
            raise EngineError(f"factor {self.name!r} goes from {self.low} to {self.high}")
        if self.shares:
            shares = np.array(self.shares)
            if len(shares) != self.options:
                raise EngineError(
                    f"factor {self.name!r} has {self.options} options and {len(shares)} shares"
                )
            if not (np.isfinite(shares).all() and (shares >= 0).all() and shares.sum() > 0):
                raise EngineError(f"the shares of factor {self.name!r} are not fit to be shares")

    def values(self, draws: FloatArray) -> FloatArray:
        """Turn draws in [0, 1) into numbers, or into positions of options."""
        if self.options == 0:
            return self.low + draws * (self.high - self.low)
        if not self.shares:
            return np.minimum(np.floor(draws * self.options), self.options - 1)
        bounds = np.cumsum(self.shares)[:-1] / sum(self.shares)
        return np.searchsorted(bounds, draws, side="right").astype(np.float64)


@dataclass(frozen=True, eq=False)
class SobolDesign:
    """What to run: values (run, factor), in `base` rows of A, of B, and of A with one from B.

    Column f holds a number or the position of an option, as factor f says.
    """

    factors: tuple[Factor, ...]
    base: int
    values: FloatArray

    def options(self, name: str) -> IntArray:
        """Return the option that each run takes of a factor, as positions (run,)."""
        return self.of(name).astype(np.int64)

    def of(self, name: str) -> FloatArray:
        """Return the value that each run takes of a factor, (run,)."""
        for column, factor in enumerate(self.factors):
            if factor.name == name:
                found: FloatArray = self.values[:, column]
                return found
        raise EngineError(f"the design has no factor {name!r}")


def sobol_design(factors: Sequence[Factor], base: int, seed: int) -> SobolDesign:
    """Lay out base × (factors + 2) runs, quasi-randomly.

    Args:
        factors: the uncertain choices, at least one.
        base: rows of each matrix; a power of two keeps the balance of the sequence.
        seed: of the scrambling; the same seed gives the same design.

    Raises:
        EngineError: there is no factor, one is named twice, or `base` is under 2.

    Source:
        Saltelli et al. (2010), Computer Physics Communications 181, 259–270; Sobol' points
        scrambled after Owen and Matoušek, by scipy.stats.qmc.
    """
    factors = tuple(factors)
    if not factors:
        raise EngineError("a design needs at least one factor")
    twice = first_repeated([factor.name for factor in factors])
    if twice is not None:
        raise EngineError(f"a design names the factor {twice!r} twice")
    if base < 2:
        raise EngineError(f"a design of {base} base rows tells nothing; at least 2 are needed")
    number = len(factors)
    # By position, since the argument's name differs between versions of SciPy.
    generator = np.random.Generator(np.random.PCG64(seed))
    points = _points(2 * number, base, generator)
    a, b = points[:, :number], points[:, number:]
    parts = [a, b]
    for column in range(number):
        mixed = a.copy()
        mixed[:, column] = b[:, column]
        parts.append(mixed)
    draws = np.concatenate(parts)
    values = np.column_stack(
        [factor.values(draws[:, column]) for column, factor in enumerate(factors)]
    )
    return SobolDesign(factors, base, values)


def _points(dimensions: int, number: int, generator: np.random.Generator) -> FloatArray:
    """Return the first points of a scrambled Sobol' sequence, shape (number, dimensions)."""
    from scipy.stats import qmc  # a second to import, and few runs need it

    sequence = qmc.Sobol(dimensions, seed=generator)
    # Drawn as a power of two, which SciPy asks for, and cut.
    points: FloatArray = sequence.random_base2((number - 1).bit_length())[:number]
    return points
