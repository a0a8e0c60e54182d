"""Benchmarking of provinces; `moibench.engine` is usable on its own."""

import os

# Work is spread over threads or processes by whole blocks. A product of small matrices that is
# split once more waits for its own threads: twenty times longer where the cores are shared.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
