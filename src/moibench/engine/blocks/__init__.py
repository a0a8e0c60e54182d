"""Work too large for one go, block by block, on threads, processes or a cluster."""

from moibench.engine.blocks.executors import EXECUTORS, Executor, open_executor
from moibench.engine.blocks.index import BlockwiseIndex, index_in_blocks
from moibench.engine.blocks.normalise import MinMaxAmongPeers, Normalises
from moibench.engine.blocks.run import Progress, Stopped, run_blocks

__all__ = [
    "EXECUTORS",
    "BlockwiseIndex",
    "Executor",
    "MinMaxAmongPeers",
    "Normalises",
    "Progress",
    "Stopped",
    "index_in_blocks",
    "open_executor",
    "run_blocks",
]
