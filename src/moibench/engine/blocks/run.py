"""Run one function over many blocks, a few at a time, with progress and a way to stop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, TypeVar

from moibench.engine.blocks.executors import Executor, Serial, open_executor
from moibench.engine.cube import EngineError

Result = TypeVar("Result")
Progress = Callable[[int, int], None]

# How often, in seconds, a run that waits for its blocks looks whether it is to stop.
ATTENTION = 0.05


class Stopped(EngineError):
    """The run was stopped before all of its blocks were done."""


def run_blocks(
    work: Callable[..., Result],
    blocks: Sequence[Callable[[], tuple[Any, ...]]],
    *,
    executor: str | Executor = "serial",
    workers: int | None = None,
    in_flight: int | None = None,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> Iterator[tuple[int, Result]]:
    """Compute `work(*arguments)` for every block and yield results as they are done.

    Results come in no fixed order, each with the number of its block: write each to its own
    place, and the whole is the same on every executor. Only `in_flight` blocks hold memory at
    a time, since a block's arguments are made when its turn has come.

    Args:
        work: a function that other processes can import, if they are to compute it.
        blocks: one function a block, which returns the arguments of `work`.
        executor: a name as in `open_executor`, or anything with `submit`, which stays open.
        workers: how many work at once.
        in_flight: how many blocks are handed out at a time; twice the workers where not given.
        progress: called with the number of blocks done and of all, in the caller's thread.
        stop: once set, no further block is handed out.

    Raises:
        Stopped: `stop` was set before the last block was done.
        EngineError: as `open_executor`, or `in_flight` is under 1. Whatever `work` raises comes
            through, with a note that says in which block.
    """
    if in_flight is not None and in_flight < 1:
        raise EngineError(f"{in_flight} blocks in flight were asked for; at least 1 is needed")
    with ExitStack() as open_while:
        if isinstance(executor, str):
            executor = open_while.enter_context(open_executor(executor, workers))
        if isinstance(executor, Serial):
            in_flight = 1
        in_flight = in_flight or 2 * (workers or os.cpu_count() or 1)
        yield from _run(work, blocks, executor, in_flight, progress, stop)


def _run(
    work: Callable[..., Result],
    blocks: Sequence[Callable[[], tuple[Any, ...]]],
    executor: Executor,
    in_flight: int,
    progress: Progress | None,
    stop: Event | None,
) -> Iterator[tuple[int, Result]]:
    finished: SimpleQueue[Any] = SimpleQueue()
    flying: dict[Any, int] = {}
    waiting = iter(range(len(blocks)))
    done = 0
    try:
        while done < len(blocks):
            if stop is not None and stop.is_set():
                raise Stopped(f"stopped after {done} of {len(blocks)} blocks")
            while len(flying) < in_flight and (number := next(waiting, None)) is not None:
                future = executor.submit(work, *blocks[number]())
                flying[future] = number
                future.add_done_callback(finished.put)
            try:
                future = finished.get(timeout=ATTENTION if stop is not None else None)
            except Empty:
                continue
            number = flying.pop(future)
            try:
                result = future.result()
            except Exception as error:
                error.add_note(f"in block {number} of {len(blocks)}, counted from 0")
                raise
            done += 1
            if progress is not None:
                progress(done, len(blocks))
            yield number, result
            del future, result
    finally:
        for future in flying:
            future.cancel()
