"""Make the documents of the whole country and watch the memory of every process of the run.

    python -m benchmarks.batch_memory [--level province] [--formats docx,pdf] [--every 10]

Memory is PSS: what processes share is counted once. Prints a line now and then, and the highest
sum at the end; leaves with 1 where that is above the limit of 1.5 GB. Seconds count on a quiet
machine alone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

LIMIT_MB = 1500
INTERVAL = 0.25  # seconds between two looks


def pss(process: psutil.Process) -> float:
    """Return the proportional memory of a process in MB, 0 where it has ended."""
    try:
        return float(process.memory_full_info().pss) / 1e6
    except psutil.Error:
        return 0.0


def main() -> int:
    """Run, watch, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--level")
    parser.add_argument("--units")
    parser.add_argument("--formats")
    parser.add_argument("--workers")
    parser.add_argument("--every", type=float, default=15.0)
    given = vars(parser.parse_args())
    every = given.pop("every")
    options = [part for name, value in given.items() if value for part in (f"--{name}", value)]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "all.zip"
        command = [sys.executable, "-m", "moibench", "reports", "-o", str(archive), *options]
        began = time.perf_counter()
        run = psutil.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        highest = _watch(run, Path(f"{archive}.partial") / "made.jsonl", every)
        took = time.perf_counter() - began
        size = archive.stat().st_size / 1e6 if archive.is_file() else 0.0
    print(f"{took:.0f} s, archive {size:.0f} MB, highest sum of PSS {highest:.0f} MB")
    return run.returncode or int(highest > LIMIT_MB)


def _watch(run: psutil.Popen, notes: Path, every: float) -> float:
    highest, told = 0.0, time.perf_counter()
    while run.poll() is None:
        try:
            each = [pss(p) for p in (run, *run.children(recursive=True))]
        except psutil.Error:
            break
        highest = max(highest, sum(each))
        if time.perf_counter() - told >= every:
            told = time.perf_counter()
            made = notes.read_text("utf-8").count("\n") if notes.is_file() else 0
            parts = " + ".join(f"{value:.0f}" for value in each)
            print(f"{made:4} documents: {sum(each):5.0f} MB = {parts}", flush=True)
        time.sleep(INTERVAL)
    run.wait()
    return highest


if __name__ == "__main__":
    sys.exit(main())
