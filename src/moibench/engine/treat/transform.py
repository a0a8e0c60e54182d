"""The curves that draw in a long tail, their parameters frozen where they were taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray

Transform = Literal["none", "log_ct", "log_ct_orig", "log_ct_plus", "log_gii", "box_cox"]
TRANSFORMS: tuple[Transform, ...] = get_args(Transform)

# What log_ct adds to a value's distance from the minimum, as a share of the range (COINr, log_CT).
CT_SHARE = 0.01
# Powers beyond these bend a scale more than any indicator bears; the usual range of a search.
BOX_COX_RANGE = (-2.0, 2.0)


@dataclass(frozen=True)
class Curve:
    """One transformation with its frozen parameters.

    A value outside [minimum, maximum] on the side where the curve is not defined is first moved
    to that end: below the minimum, or above the maximum where the curve is `reflected`.
    """

    kind: Transform
    minimum: float
    maximum: float
    reflected: bool = False
    power: float = float("nan")

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return the transformed values, shape of `values`; missing stays missing."""
        width = self.maximum - self.minimum
        if self.reflected:
            distance = np.maximum(self.maximum - values, 0.0)
            return -np.log(distance + CT_SHARE * width)
        distance = np.maximum(values - self.minimum, 0.0)
        if self.kind in ("log_ct", "log_ct_plus"):
            return np.log(distance + CT_SHARE * width)
        if self.kind == "log_gii":
            return np.log1p((self.maximum - 1.0) * distance / width)
        if self.kind == "log_ct_orig":
            return np.log1p(distance)
        from scipy import special  # slow to import, and most runs need none of it

        powered: FloatArray = special.boxcox1p(distance, self.power)
        return powered

    def held(self, values: FloatArray) -> BoolArray:
        """Say which values lie where the curve is not defined and were moved to its end."""
        beyond: BoolArray = values > self.maximum if self.reflected else values < self.minimum
        return beyond


def fit_curve(
    kind: Transform, present: FloatArray, skewness: float, power: float | None, where: str
) -> Curve:
    """Take a curve's parameters from the values of one indicator, shape (value,), none missing.

    `log_ct`: log(x − min + 0.01 · range). `log_ct_plus`: the same for a long upper tail,
    −log(max − x + 0.01 · range) for a long lower one. `log_ct_orig`: log(x − min + 1).
    `log_gii`: log((max − 1)(x − min) / range + 1). `box_cox`: ((x − min + 1)^p − 1) / p, log at
    p = 0, the power given or the most likely between −2 and 2.

    Raises:
        EngineError: log_gii is asked for values that do not exceed 1, where it would turn the
            indicator round.

    Source:
        COINr (Becker et al., 2022), `log_CT`, `log_CT_orig`, `log_CT_plus`; Global Innovation
        Index 2020, Appendix IV; Box and Cox (1964), "An Analysis of Transformations".
    """
    low, high = float(present.min()), float(present.max())
    if kind == "log_gii" and high <= 1.0:
        raise EngineError(
            f"{where} has the maximum {high:g}, and log_gii turns round what does not exceed 1: "
            "use log_ct"
        )
    if kind == "log_ct_plus":
        return Curve(kind, low, high, reflected=skewness < 0.0)
    if kind == "box_cox":
        power = _likely_power(present - low) if power is None else power
        return Curve(kind, low, high, power=power)
    return Curve(kind, low, high)


def _likely_power(distance: FloatArray) -> float:
    """Power that makes 1 + distance most like a normal distribution."""
    logarithms = float(np.log1p(distance).sum())
    number = distance.size

    from scipy import optimize, special  # a second to import, and few indices need it

    def unlikelihood(power: float) -> float:
        spread = float(np.var(special.boxcox1p(distance, power)))
        return float(number / 2 * np.log(spread) - (power - 1.0) * logarithms)

    found = optimize.minimize_scalar(unlikelihood, bounds=BOX_COX_RANGE, method="bounded")
    return float(found.x)
