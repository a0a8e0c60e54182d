"""Time a large installation: 500 indicators and five million observations, made up for the run.

Prints loading, cold and warm pages, the same as of a past moment, publishing an edition and its
list of differences. `python -m benchmarks.memory [OBSERVATIONS]`.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import yaml

INDICATORS = 500
YEARS = range(1995, 2025)
RUNS = 7
PAGES = (
    "/",
    "/area/24",
    "/indicator/made_000",
    "/index/overall",
    "/compare?units=20,21,24,E-1,E,TH",
)


def make_catalogue(folder: Path) -> None:
    """Add made-up series and indicators to the built-in catalogue's files in `folder`."""
    framework = next((folder / "frameworks").glob("*.yaml"))
    content = yaml.safe_load(framework.read_text(encoding="utf-8"))
    have = sum(len(d["indicators"]) for d in content["dimensions"])
    sample_series = yaml.safe_load((folder / "series/gpp_current.yaml").read_text("utf-8"))
    sample_series.pop("maximum", None)
    path = next((folder / "indicators").rglob("gpp_current.yaml"))
    sample = yaml.safe_load(path.read_text("utf-8"))
    for number in range(INDICATORS - have):
        name = f"made_{number:03}"
        dimension = content["dimensions"][number % len(content["dimensions"])]
        dimension["indicators"].append(name)
        words = {"th": f"ตัวชี้วัดทดลอง {number}", "en": f"Made indicator {number}"}
        series = {**sample_series, "name": words, "minimum": 0.0}
        _write(folder / f"series/{name}.yaml", series)
        indicator = {**sample, "name": words, "dimension": dimension["id"]}
        indicator.pop("short_name", None)
        indicator["roll_up"] = {"rule": "sum", "series": name}
        _write(folder / f"indicators/{dimension['id']}/{name}.yaml", indicator)
    _write(framework, content)


def _write(path: Path, content: object) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def observations(wanted: int, units: list[str]) -> Iterator[list[tuple[str, str, int, float]]]:
    """Yield loads of made-up values, each a revision of the one before, until `wanted`."""
    generator = np.random.default_rng(1)
    left = wanted
    while left > 0:
        rows = []
        for number in range(INDICATORS - 40):
            values = generator.lognormal(3, 1, (len(YEARS), len(units)))
            rows += [
                (f"made_{number:03}", unit, year, float(values[y, u]))
                for y, year in enumerate(YEARS)
                for u, unit in enumerate(units)
            ][: left - len(rows)]
            if len(rows) >= left:
                break
        left -= len(rows)
        yield rows


def seconds(action: Callable[[], object]) -> float:
    """Return how long one call takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main() -> None:
    """Print one table."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    with tempfile.TemporaryDirectory() as home:
        os.environ["MOIBENCH_HOME"] = home
        _measure(wanted)


def _measure(wanted: int) -> None:
    from moibench.cli.prepare import prepare

    prepare()
    from django.test import Client

    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.edition_difference import edition_difference
    from moibench.analysis.editions import publish
    from moibench.ingest.catalogue_files import draft_of, load_folder
    from moibench.store.record import Entry, record_edition

    folder = draft_of(current_catalogue())
    make_catalogue(folder)
    load_folder(folder, "benchmark")
    types = ("province", "special_area")
    units = [u.code for u in current_catalogue().units.values() if u.unit_type in types]
    units.remove("38")  # born in 2011
    started = time.perf_counter()
    for load, rows in enumerate(observations(wanted, units)):
        entries = [Entry(*row, "final") for row in rows]
        record_edition(f"made_{load}", "nesdc_gpp", load, "made", entries, "benchmark")
    print(f"{wanted} observations recorded in {time.perf_counter() - started:.1f} s")
    moment = dt.datetime.now(dt.UTC).isoformat()
    last = [Entry("made_000", "24", 2019, 1.0, "final")]
    client = Client(SERVER_NAME="localhost")

    def page(path: str) -> None:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)

    print(f"first page of all          {seconds(lambda: page('/')):8.2f} s")
    record_edition("nesdc_gpp_2563", "nesdc_gpp", 99, "last", last, "benchmark")
    print(f"first page after one entry {seconds(lambda: page('/')):8.2f} s")
    print(f"{'page':<36}{'first ms':>10}{'warm ms':>10}")
    for query in ("", f"as_of={moment.replace('+', '%2B')}"):
        for path in PAGES:
            address = path + (("&" if "?" in path else "?") + query if query else "")
            first = seconds(lambda address=address: page(address))
            warm = statistics.median(
                seconds(lambda address=address: page(address)) for _ in range(RUNS)
            )
            name = path + (" as of" if query else "")
            print(f"{name:<36}{first * 1000:10.0f}{warm * 1000:10.0f}")
    print(f"publish                    {seconds(lambda: publish('2569/1', 'benchmark')):8.2f} s")
    entries = [Entry("made_001", u, 2019, 2.0, "final") for u in units]
    record_edition("nesdc_gpp_2563", "nesdc_gpp", 99, "more", entries, "benchmark")
    print(f"publish the next           {seconds(lambda: publish('2569/2', 'benchmark')):8.2f} s")
    compared = seconds(lambda: edition_difference("2569/1", "2569/2"))
    print(f"list of differences        {compared:8.2f} s")


if __name__ == "__main__":
    main()
