"""Many runs of one index at once: each with its own data, weights and means.

A run is a row of choices. Everything that can be chosen about the data is computed once, as
variants; a run picks one, so that thousands of runs are a few products of matrices.
"""

from moibench.engine.runs.mean import PowerMean
from moibench.engine.runs.run import Runs, run_scores, same_runs

__all__ = ["PowerMean", "Runs", "run_scores", "same_runs"]
