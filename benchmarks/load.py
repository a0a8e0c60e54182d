"""Let many readers open pages at once, against a server that this command starts itself.

    python -m benchmarks.load [--readers 200] [--think 5] [--seconds 60]

Each reader opens a page, reads for the think time and opens the next. What counts is the time to
the last byte of the page as the reader's browser would see it, compressed. The readers take turns
on the same processors as the server, so on a machine with other work the figures are too high.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import httpx

PERCENTILE, LIMIT = 95, 0.5  # what is asked of the system: 95 % of pages under half a second
START_LIMIT = 180
PROVINCES = [
    "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24",
    "25", "26", "27", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41",
    "42", "43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55", "56",
    "57", "58", "60", "61", "62", "63", "64", "65", "66", "67", "70", "71", "72", "73", "74",
    "75", "76", "77", "80", "81", "82", "83", "84", "85", "86", "90", "91", "92", "93", "94",
    "95", "96",
]  # fmt: skip
INDICATORS = ["gpp_per_capita", "hai", "household_income", "unemployment_rate_q4"]
# What a planner does on a working day: mostly the own province's page, then its neighbours.
PATHS = (
    (40, "/area/{unit}"),
    (10, "/area/E-1"),
    (10, "/indicator/{indicator}"),
    (8, "/index/overall"),
    (8, "/compare?units={unit},{other}"),
    (6, "/before-after/{unit}"),
    (6, "/change/{unit}"),
    (4, "/levers/{unit}"),
    (4, "/targets/{unit}"),
    (4, "/"),
)


def a_path(chance: random.Random) -> str:
    """Return the address of some page."""
    weights, paths = zip(*PATHS, strict=True)
    (path,) = chance.choices(paths, weights)
    found: str = path.format(
        unit=chance.choice(PROVINCES),
        other=chance.choice(PROVINCES),
        indicator=chance.choice(INDICATORS),
    )
    return chance.choice(("", "", "", "/en")) + found


async def read(
    client: httpx.AsyncClient, chance: random.Random, think: float, until: float
) -> list[tuple[str, float, int]]:
    """Open pages until the time is up; return address, seconds and status (0: no answer)."""
    found = []
    await asyncio.sleep(chance.uniform(0, think))
    while time.perf_counter() < until:
        path = a_path(chance)
        started = time.perf_counter()
        try:
            status = (await client.get(path)).status_code
        except httpx.HTTPError:
            status = 0
        found.append((path, time.perf_counter() - started, status))
        await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
    return found


async def all_read(
    address: str, readers: int, think: float, seconds: float
) -> list[tuple[str, float, int]]:
    """Return what every reader met."""
    limits = httpx.Limits(max_connections=readers, max_keepalive_connections=readers)
    until = time.perf_counter() + seconds
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        answers = await asyncio.gather(
            *(read(client, random.Random(n), think, until) for n in range(readers))
        )
    return [one for found in answers for one in found]


def start(home: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server with a data folder of its own, and wait for its first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "MOIBENCH_HOME": str(home), "MOIBENCH_DATABASE": ""}
    command = [sys.executable, "-m", "moibench", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    while time.perf_counter() - started < START_LIMIT and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return server, address
        except OSError:
            time.sleep(0.2)
    server.kill()
    server.wait()
    raise TimeoutError("the server did not answer")


def processor_seconds(server: int) -> float:
    """Return what the server's processes have used, on Linux; NaN elsewhere.

    Unlike the times of pages it hardly depends on what else the machine does.
    """
    try:
        told = [p.read_text().rpartition(")")[2].split() for p in Path("/proc").glob("[0-9]*/stat")]
        pids = [int(p.parent.name) for p in Path("/proc").glob("[0-9]*/stat")]
    except OSError:
        return float("nan")
    used, family = 0.0, {server}
    for pid, fields in sorted(zip(pids, told, strict=False)):
        if pid in family or int(fields[1]) in family:
            family.add(pid)
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def told(answers: list[tuple[str, float, int]], seconds: float, used: float) -> bool:
    """Print the figures; tell whether what is asked of the system was kept."""
    failed = [a for a in answers if a[2] != 200]
    times = sorted(seconds for _, seconds, _ in answers)
    cuts = statistics.quantiles(times, n=100)
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"{len(answers)} pages, {len(answers) / seconds:.1f} a second; load average {load}")
    print(
        f"median {cuts[49] * 1000:.0f} ms, 95 % under {cuts[94] * 1000:.0f} ms, "
        f"99 % under {cuts[98] * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms"
    )
    print(
        f"the server used {used:.0f} s of processors, {used / len(answers) * 1000:.0f} ms a page, "
        f"{used / seconds:.2f} processors at a time"
    )
    kinds: dict[str, list[float]] = {}
    for path, took, _ in answers:
        kind = path.removeprefix("/en").split("?")[0].split("/")[1] or "home"
        kinds.setdefault(kind, []).append(took)
    for kind, taken in sorted(kinds.items(), key=lambda item: -statistics.median(item[1])):
        print(f"  {kind:<14}{len(taken):6} pages, median {statistics.median(taken) * 1000:6.0f} ms")
    print(f"errors: {len(failed)}")
    for path, _, status in failed[:10]:
        print(f"  {status or 'no answer'} {path}")
    return not failed and cuts[PERCENTILE - 1] < LIMIT


def main() -> int:
    """Start, warm up with ten readers for ten seconds, measure, stop; 0 if all was kept."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--readers", type=int, default=200)
    given.add_argument("--think", type=float, default=5.0, help="seconds between two pages")
    given.add_argument("--seconds", type=float, default=60.0)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server, address = start(Path(folder))
        try:
            asyncio.run(all_read(address, 10, 0.1, 10))
            before = processor_seconds(server.pid)
            answers = asyncio.run(all_read(address, asked.readers, asked.think, asked.seconds))
            used = processor_seconds(server.pid) - before
        finally:
            server.terminate()
            server.wait()
    kept = told(answers, asked.seconds, used)
    verdict = "kept" if kept else "NOT kept"
    print(f"asked: {PERCENTILE} % under {LIMIT * 1000:.0f} ms and no error: {verdict}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
