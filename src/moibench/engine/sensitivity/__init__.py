"""Which uncertain choice the result depends on.

Each uncertain choice is a factor. `sobol_design` lays out the runs, the caller computes each (by
`run_scores`, if it is an index), and `sobol_indices` or `rank_sensitivity` says how much of the
variance each factor explains.
"""

from moibench.engine.sensitivity.design import Factor, SobolDesign, sobol_design
from moibench.engine.sensitivity.indices import SobolIndices, sobol_indices
from moibench.engine.sensitivity.leave_one_out import LeftOut, leave_one_out
from moibench.engine.sensitivity.ranks import RankSensitivity, mean_rank_shift, rank_sensitivity

__all__ = [
    "Factor",
    "LeftOut",
    "RankSensitivity",
    "SobolDesign",
    "SobolIndices",
    "leave_one_out",
    "mean_rank_shift",
    "rank_sensitivity",
    "sobol_design",
    "sobol_indices",
]
