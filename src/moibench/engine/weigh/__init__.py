"""Weights from people, from the data or from a wish, and what they come to in the whole."""

from moibench.engine.weigh.ahp import Hierarchy, Judgement, budget, hierarchy
from moibench.engine.weigh.benefit_of_the_doubt import BenefitOfTheDoubt, benefit_of_the_doubt
from moibench.engine.weigh.importance import effective_weights, importance
from moibench.engine.weigh.spread import Components, critic, entropy, principal_components
from moibench.engine.weigh.tree_weights import (
    WEIGHTING_METHODS,
    NodeWeights,
    Weighed,
    WeightReport,
    weigh,
)
from moibench.engine.weigh.wanted import Wanted, weights_for_importance

__all__ = [
    "WEIGHTING_METHODS",
    "BenefitOfTheDoubt",
    "Components",
    "Hierarchy",
    "Judgement",
    "NodeWeights",
    "Wanted",
    "Weighed",
    "WeightReport",
    "benefit_of_the_doubt",
    "budget",
    "critic",
    "effective_weights",
    "entropy",
    "hierarchy",
    "importance",
    "principal_components",
    "weigh",
    "weights_for_importance",
]
