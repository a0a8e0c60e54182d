"""Time the pages' server side and the start of an installed moibench.

Pages are asked through Django's test client, so that the figures hold the view, the analysis
and the template and no network. "Cold" is the first page that a server answers which has just
started; "warm" the median of many after it.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

RUNS = 15
PAGES = (
    ("home", "/"),
    ("area, province", "/area/24?year=2562"),
    ("area, country", "/area/TH?year=2562"),
    ("indicator", "/indicator/gpp_per_capita?year=2562"),
    ("index", "/index/overall?year=2562"),
    ("comparison", "/compare?units=20,21,24,E-1,E,TH&year=2562"),
    ("sectors, province", "/sectors/24?year=2562&against=peers"),
    ("sectors, country", "/sectors/TH?year=2562"),
    ("position of a unit", "/position/24?year=2562"),
    ("position by the index", "/position/indicator/overall?year=2562"),
    ("champions", "/champions/24"),
    ("method", "/method"),
)
_COLD = """
import sys, time
import moibench.config.wsgi
from django.test import Client
client = Client(SERVER_NAME="localhost")
started = time.perf_counter()
response = client.get(sys.argv[1])
assert response.status_code == 200, response.status_code
print(time.perf_counter() - started)
"""


def cold_seconds(path: str, environment: dict[str, str]) -> float:
    """Return the seconds of the first page that a fresh process answers."""
    command = [sys.executable, "-c", _COLD, path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def warm_seconds(path: str) -> tuple[float, int]:
    """Return the median seconds of a page that was asked before, and its size in bytes."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.cookies["reader"] = "1"  # whoever brings a cookie has every page laid out anew
    times = []
    size = 0
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        response = client.get(path)
        times.append(time.perf_counter() - started)
        assert response.status_code == 200, (path, response.status_code)
        size = len(response.content)
    return statistics.median(times[1:]), size


def start_seconds(home: Path) -> float:
    """Return the seconds from starting moibench to its first whole page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "MOIBENCH_HOME": str(home)}
    command = [sys.executable, "-m", "moibench", "serve", "--port", str(port)]
    started = time.perf_counter()
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < 120:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).read()
                return time.perf_counter() - started
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("moibench did not answer within two minutes")
    finally:
        server.terminate()
        server.wait()


def report_seconds() -> tuple[float, float]:
    """Return the seconds of a process' first Word report, and the median of later ones."""
    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.profile import profile
    from moibench.presentation.report import unit_report
    from moibench.reports.docx import build_docx

    times = []
    for code in ("24", "38", "E-1", "TH", "50"):
        answer = profile(code, 2019)
        started = time.perf_counter()
        build_docx(unit_report(answer, current_catalogue(), "th"))
        times.append(time.perf_counter() - started)
    return times[0], statistics.median(times[1:])


def pack_seconds() -> tuple[float, float]:
    """Return the seconds of a process' first pack of four documents, and the median of later ones.

    Each is of another unit, so that nothing of the answers or pictures was made before.
    """
    from moibench.reports.documents import build, gather

    times = []
    for code in ("30", "38", "E-1", "NE", "50", "84"):
        started = time.perf_counter()
        pack = gather(code, 2019, "th", address=f"https://moi.example/area/{code}")
        for kind in ("docx", "pptx", "xlsx", "pdf"):
            build(kind, pack)
        times.append(time.perf_counter() - started)
    return times[0], statistics.median(times[1:])


def main() -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["MOIBENCH_HOME"] = folder
        first = start_seconds(home)
        again = [start_seconds(home) for _ in range(3)]
        print(f"{'moibench to first page, empty data folder':<44}{first:8.2f} s")
        print(f"{'moibench to first page, data loaded':<44}{statistics.median(again):8.2f} s")
        from moibench.cli.prepare import prepare

        prepare()
        print(f"\n{'page':<28}{'cold ms':>9}{'warm ms':>9}{'kB':>7}")
        for name, path in PAGES:
            cold = statistics.median(cold_seconds(path, dict(os.environ)) for _ in range(3))
            warm, size = warm_seconds(path)
            print(f"{name:<28}{cold * 1000:9.0f}{warm * 1000:9.1f}{size / 1000:7.0f}")
        first_report, later_report = report_seconds()
        print(f"\n{'Word report, first of a process':<44}{first_report:8.2f} s")
        print(f"{'Word report, later ones':<44}{later_report:8.2f} s")
        first_pack, later_pack = pack_seconds()
        print(f"{'pack of four documents, first of a process':<44}{first_pack:8.2f} s")
        print(f"{'pack of four documents, later ones':<44}{later_pack:8.2f} s")


if __name__ == "__main__":
    main()
