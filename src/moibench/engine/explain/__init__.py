"""Why a score is what it is, why it changed, and why a rank did: exact parts of the whole."""

from moibench.engine.explain.change import ScoreChange, explain_change
from moibench.engine.explain.rank_change import RankChange, split_rank_change
from moibench.engine.explain.score import Explanation, Part, explain

__all__ = [
    "Explanation",
    "Part",
    "RankChange",
    "ScoreChange",
    "explain",
    "explain_change",
    "split_rank_change",
]
