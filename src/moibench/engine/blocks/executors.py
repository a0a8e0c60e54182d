"""Where blocks are computed: here, on threads, on processes, or on a Dask cluster.

An executor is anything with `submit(function, *arguments)` that returns a future, as those of
`concurrent.futures` and the client of Dask distributed do: one's own can be passed as well.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Literal, Protocol, get_args

from moibench.engine.cube import EngineError

Kind = Literal["serial", "threads", "processes", "cluster"]
EXECUTORS: tuple[str, ...] = get_args(Kind)


class Executor(Protocol):
    """Anything that computes a function elsewhere and returns a future."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Any:
        """Start `function(*arguments)` and return a future of its result."""


class Serial:
    """Compute at once, in the thread that asks."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Return a future that is already done."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


class Cluster:
    """A Dask cluster behind its client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Any:
        """Return a Dask future."""
        # Sent to a worker at once: as part of a task, arrays would all pass the scheduler. And
        # unhashed: Dask would otherwise look through them to see whether it has met them before.
        (sent,) = self._client.scatter([arguments], hash=False)
        return self._client.submit(_call, function, sent, pure=False)


def _call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    return function(*arguments)


@contextmanager
def open_executor(
    kind: str = "serial", workers: int | None = None, address: str | None = None
) -> Iterator[Executor]:
    """Open an executor by its name and close it afterwards.

    Args:
        kind: "serial", "threads", "processes" (each starts Python anew, about a second) or
            "cluster" (Dask distributed; install moibench[cluster]).
        workers: how many work at once; as many as this machine has processors where not given.
        address: of a running Dask scheduler, "tcp://host:8786"; without one, "cluster" starts
            its own on this machine.

    Raises:
        EngineError: the kind is unknown, `workers` is under 1, an address is given to another
            kind than "cluster", or Dask distributed is not installed.
    """
    if kind not in EXECUTORS:
        raise EngineError(f"{kind!r} is not a known executor; there are {', '.join(EXECUTORS)}")
    if workers is not None and workers < 1:
        raise EngineError(f"{workers} workers were asked for; at least 1 is needed")
    if address is not None and kind != "cluster":
        raise EngineError(f"an address is for the executor 'cluster', not for {kind!r}")
    number = workers or os.cpu_count() or 1
    if kind == "serial":
        yield Serial()
    elif kind == "threads":
        with ThreadPoolExecutor(number) as threads:
            yield threads
    elif kind == "processes":
        # A fork would copy the locks of threads that do not exist in the copy.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(number, mp_context=spawn) as processes:
            yield processes
    else:
        with _dask(number, address) as client:
            yield Cluster(client)


@contextmanager
def _dask(workers: int, address: str | None) -> Iterator[Any]:
    try:
        dask = importlib.import_module("distributed")
    except ImportError:
        raise EngineError(
            "the executor 'cluster' needs Dask distributed: pip install 'moibench[cluster]'"
        ) from None
    if address is not None:
        with dask.Client(address) as client:
            yield client
        return
    with (
        # A port of its own choosing, so that another cluster on this machine is no hindrance.
        dask.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0"
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        yield client
