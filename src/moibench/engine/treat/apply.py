"""A frozen treatment put to values, and the list of every cell it changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from moibench.engine.cube import BoolArray, EngineError, FloatArray, refuse_infinite
from moibench.engine.treat.fit import Treatment


@dataclass(frozen=True)
class TreatedCell:
    """One cell that treatment changed.

    `place` is its position on the axes between indicator and unit, such as the year. `why` is
    "winsorised_high", "winsorised_low", or the name of the transformation, with "_at_end" where
    the value lay beyond the range the transformation was taken from and was moved to its end.
    """

    indicator: int
    place: tuple[int, ...]
    unit: int
    before: float
    after: float
    why: str


@dataclass(frozen=True, eq=False)
class Treated:
    """Treated values, and which cells were changed; equal shapes."""

    values: FloatArray
    changed: BoolArray
    original: FloatArray
    treatment: Treatment

    @cached_property
    def cells(self) -> tuple[TreatedCell, ...]:
        """Every changed cell, in the order of the axes."""
        found = []
        for at in np.argwhere(self.changed):
            position = tuple(int(p) for p in at)
            i, before = position[0], float(self.original[position])
            curve = self.treatment.curves[i]
            if curve is not None:
                held = bool(curve.held(self.original[position]))
                why = f"{curve.kind}_at_end" if held else curve.kind
            else:
                high = before > self.treatment.high[i]
                why = "winsorised_high" if high else "winsorised_low"
            after = float(self.values[position])
            found.append(TreatedCell(i, position[1:-1], position[-1], before, after, why))
        return tuple(found)


def apply_treatment(values: FloatArray, treatment: Treatment) -> Treated:
    """Treat values as was decided, whichever year they are of.

    Args:
        values: shape (indicator, ..., unit), the indicators of the treatment.
        treatment: from `fit_treatment`.

    Returns:
        Treated, shape of `values`; missing stays missing.

    Raises:
        EngineError: the number of indicators differs, or a value is infinite.
    """
    refuse_infinite(values, "values")
    if values.shape[0] != treatment.low.size:
        raise EngineError(
            f"a treatment of {treatment.low.size} indicators does not fit {values.shape[0]}"
        )
    result = values.copy()
    for i, curve in enumerate(treatment.curves):
        if curve is not None:
            result[i] = curve(values[i])
        elif np.isfinite(treatment.low[i]) or np.isfinite(treatment.high[i]):
            np.clip(values[i], treatment.low[i], treatment.high[i], out=result[i])
    return Treated(result, (result != values) & ~np.isnan(values), values, treatment)
