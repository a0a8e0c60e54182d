"""Work too large for one go, block by block, on threads, processes or a cluster."""

from moibench.engine.blocks.executors import EXECUTORS, Executor, open_executor
from moibench.engine.blocks.run import Progress, Stopped, run_blocks

__all__ = ["EXECUTORS", "Executor", "Progress", "Stopped", "open_executor", "run_blocks"]
