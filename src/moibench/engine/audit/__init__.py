"""What an auditor of an index looks at, in one call and as plain data."""

from moibench.engine.audit.coherence import (
    Consistency,
    Finding,
    NodeComponents,
    cronbach_alpha,
    sphericity,
)
from moibench.engine.audit.distributions import Distribution, distributions
from moibench.engine.audit.report import Audit, Balance, Robustness, audit

__all__ = [
    "Audit",
    "Balance",
    "Consistency",
    "Distribution",
    "Finding",
    "NodeComponents",
    "Robustness",
    "audit",
    "cronbach_alpha",
    "distributions",
    "sphericity",
]
