"""Time pages, "as of", publishing and the difference over 500 indicators, 5 million observations.

    python -m benchmarks.large_store FOLDER [--observations 5000000]

The folder is filled on the first run and used again afterwards. With MOIBENCH_DATABASE set the
observations lie in PostgreSQL. Times are of the processor, so that other work on the machine does
not count; with PostgreSQL the server's own share is left out, and the clock's time is shown beside.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml

INDICATORS, SERIES_OF_A_SOURCE, RELEASES = 500, 10, 5
RUNS = 7
PAGES = (
    ("home", "/"),
    ("area, province", "/area/24?year=2562"),
    ("area, all of a dimension", "/area/24?year=2562&side=economy"),
    ("area, country", "/area/TH?year=2562"),
    ("indicator", "/indicator/large_0001?year=2562"),
    ("index", "/index/overall?year=2562"),
    ("comparison", "/compare?units=20,21,24,E-1,E,TH&year=2562"),
    ("change", "/change/24?from=2558&to=2562"),
    ("levers", "/levers/24?year=2562"),
    ("before and after", "/before-after/24"),
    ("targets", "/targets/24"),
    ("list of indicators", "/indicator/"),
)
_FIRST = """
import sys, time
started = time.process_time(), time.perf_counter()
import moibench.config.wsgi
from django.test import Client
ready = time.process_time(), time.perf_counter()
response = Client(SERVER_NAME="localhost").get(sys.argv[1])
assert response.status_code == 200, response.status_code
print(time.process_time() - ready[0], time.perf_counter() - ready[1], ready[0] - started[0])
"""


def write_catalogue(folder: Path) -> None:
    """Add 500 indicators, each of a series of its own, to a copy of the built-in catalogue."""
    from moibench.catalogue.load import BUILT_IN

    shutil.copytree(BUILT_IN, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "observations" / "none.csv").write_text("series,unit,year,value,status\n")
    empty = hashlib.sha256((folder / "observations" / "none.csv").read_bytes()).hexdigest()
    pattern = yaml.safe_load(
        (folder / "indicators" / "economy" / "hotel_occupancy.yaml").read_text()
    )
    path = next((folder / "frameworks").glob("*.yaml"))
    framework = yaml.safe_load(path.read_text())
    for place in range(INDICATORS):
        name = _name(place)
        source = f"large_source_{place // SERIES_OF_A_SOURCE:02}"
        dimension = framework["dimensions"][place % len(framework["dimensions"])]
        dimension["indicators"].append(name)
        called = {"th": f"ตัวชี้วัดทดสอบ {place}", "en": f"Made-up indicator {place}"}
        indicator = pattern | {
            "name": called,
            "short_name": called,
            "dimension": dimension["id"],
            "direction": ("higher_is_better", "lower_is_better")[place % 2],
            "roll_up": {"rule": "sum", "series": name},
            "plans": {"plan12": ["3"]},
            "keywords": [],
        }
        series = {"name": called, "unit_of_measure": called, "source": source}
        _dump(folder / "indicators" / dimension["id"] / f"{name}.yaml", indicator)
        _dump(folder / "series" / f"{name}.yaml", series)
        if place % SERIES_OF_A_SOURCE == 0:
            text = yaml.safe_load((folder / "sources" / "nso_age.yaml").read_text())
            edition = text["editions"][0]
            text["editions"] = [
                edition | {"id": f"{source}_{n}", "observations": "none.csv", "sha256": empty}
                for n in range(RELEASES)
            ]
            _dump(folder / "sources" / f"{source}.yaml", text)
    _dump(path, framework)


def _name(place: int) -> str:
    return f"large_{place:04}"


def _dump(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def fill(home: Path, observations: int) -> None:
    """Record the observations: every source in five releases, each of which revises all values."""
    from moibench.ingest.catalogue_files import load_folder
    from moibench.store.models import Observation
    from moibench.store.record import Entry, is_loaded, record_edition

    folder = home / "large-catalogue"
    if not folder.is_dir():
        write_catalogue(folder)
        load_folder(folder, "benchmark")
    empty = hashlib.sha256((folder / "observations" / "none.csv").read_bytes()).hexdigest()
    from moibench.analysis.looking import refresh

    catalogue = refresh()
    units = [c for c, u in catalogue.units.items() if u.unit_type in ("province", "special_area")]
    depth = round(observations / (INDICATORS * RELEASES * len(units)))
    years = range(2025 - depth, 2025)
    draws = np.random.default_rng(2569)
    for release in range(RELEASES):
        for first in range(0, INDICATORS, SERIES_OF_A_SOURCE):
            source = f"large_source_{first // SERIES_OF_A_SOURCE:02}"
            if is_loaded(f"{source}_{release}", empty):
                continue
            places = [
                (_name(s), u, y)
                for s in range(first, first + SERIES_OF_A_SOURCE)
                for u in units
                for y in years
                if catalogue.units[u].exists_in(y)
            ]
            values = draws.lognormal(8, 1, len(places))
            entries = (
                Entry(*place, float(value), "final")
                for place, value in zip(places, values, strict=True)
            )
            record_edition(f"{source}_{release}", source, release, empty, entries, "benchmark")
    print(f"{Observation.objects.count():,} observations of {len(catalogue.series)} series")


def first_page(path: str) -> tuple[float, float, float]:
    """Return processor and clock seconds of a fresh process' first page, and of its imports."""
    done = subprocess.run(
        [sys.executable, "-c", _FIRST, path], capture_output=True, text=True, check=True
    )
    page, clock, imports = map(float, done.stdout.split())
    return page, clock, imports


def past_moment() -> str:
    """Return the moment when half of the loads were there, as it stands in an address."""
    from moibench.store.models import Edition

    moments = list(Edition.objects.order_by("id").values_list("loaded_at", flat=True))
    return str(moments[len(moments) // 2].strftime("%Y-%m-%dT%H:%M:%SZ"))


def warm_page(path: str) -> tuple[float, float, int]:
    """Return median processor and clock seconds of a page asked before, and its size in bytes."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    times = []
    for _ in range(RUNS + 1):
        started = time.process_time(), time.perf_counter()
        response = client.get(path)
        times.append((time.process_time() - started[0], time.perf_counter() - started[1]))
        assert response.status_code == 200, (path, response.status_code)
    own, clock = zip(*times[1:], strict=True)
    return statistics.median(own), statistics.median(clock), len(response.content)


def timed(what: str, work: Callable[[], object]) -> None:
    """Print the processor and clock seconds of one piece of work."""
    started = time.process_time(), time.perf_counter()
    work()
    own, clock = time.process_time() - started[0], time.perf_counter() - started[1]
    print(f"{what:<44}{own:8.2f} s  (clock {clock:.2f} s)", flush=True)


def publishing(home: Path) -> None:
    """Publish twice, with a value corrected between, and take the difference."""
    from moibench.analysis.edition_difference import edition_difference
    from moibench.analysis.editions import editions, publish
    from moibench.store.record import Entry, record_edition

    number = len(editions())
    older, newer = (f"2569/{n}" for n in (number + 1, number + 2))
    correct = lambda n: record_edition(  # noqa: E731
        "large_source_00_4", "large_source_00", 4, f"{n}",
        [Entry("large_0000", "24", 2019, float(n) + 0.5, "final")], "benchmark",
    )  # fmt: skip
    timed("one value corrected", lambda: correct(number))
    timed("an edition published", lambda: publish(older, "benchmark"))
    correct(number + 1)
    timed("the next one published", lambda: publish(newer, "benchmark"))
    timed("their difference, first time", lambda: edition_difference(older, newer))


def main() -> None:
    """Fill the folder where it is empty, and print one table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--observations", type=int, default=5_000_000)
    asked.add_argument("--no-publishing", action="store_true")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    os.environ["MOIBENCH_HOME"] = str(given.folder)
    from moibench.cli.prepare import prepare

    prepare()
    timed("filling", lambda: fill(given.folder, given.observations))
    shutil.rmtree(given.folder / "cache", ignore_errors=True)
    for what in ("first page, nothing cached", "first page, the cube cached"):
        page, clock, start = first_page("/area/24?year=2562")
        print(f"{what:<44}{page:8.2f} s  (clock {clock:.2f} s, start of the server {start:.2f} s)")
    middle = past_moment()
    for what in ("as of half of the loads, first time", "as of half of the loads, again"):
        page, clock, start = first_page(f"/area/24?as_of={middle}")
        print(f"{what:<44}{page:8.2f} s  (clock {clock:.2f} s, start of the server {start:.2f} s)")
    print(f"\n{'page':<28}{'ms':>9}{'clock':>9}{'as of':>9}{'kB':>7}")
    at = f"as_of={middle}"
    for name, path in PAGES:
        own, clock, size = warm_page(path)
        then, _, _ = warm_page(path + ("&" if "?" in path else "?") + at)
        row = f"{own * 1000:9.0f}{clock * 1000:9.0f}{then * 1000:9.0f}{size / 1000:7.0f}"
        print(f"{name:<28}{row}", flush=True)
    print()
    if not given.no_publishing:
        publishing(given.folder)


if __name__ == "__main__":
    main()
