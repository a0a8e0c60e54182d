"""Time the pages of a made-up framework of 60 indicators × 15 years × 77 units, all in the index.

    python -m benchmarks.wide [--indicators 60]

The built-in catalogue is copied and widened by clones of one indicator with figures from a fixed
seed; 5 % are missing. "Cold" is the first page a fresh server process answers, "warm" the median
of many, laid out anew each time against another benchmark. What-if is
asked with another value each time. Then a server is started, and a Chromium draws its pages.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import yaml
from benchmarks.drawn import chromium_seconds
from benchmarks.pages import cold_seconds

YEARS = range(2010, 2025)
RUNS = 15
MISSING = 0.05
WARM, COLD, WHAT_IF, DRAWN = 0.150, 1.5, 0.100, 2.0  # seconds that are asked of the system
PAGES_DRAWN = {
    "area page, drawn in Chromium": "/area/24?year=2562",
    "index page, drawn in Chromium": "/index/overall?year=2562",
    "indicator page, drawn in Chromium": "/indicator/hai?year=2562",
}


def widen(folder: Path, framework_id: str, wanted: int) -> list[str]:
    """Add indicators to a folder's catalogue: to one framework and its design; return series."""
    frame = folder / "frameworks" / f"{framework_id}.yaml"
    framework = yaml.safe_load(frame.read_text(encoding="utf-8"))
    path = folder / "designs" / f"{framework['design']}.yaml"
    design = yaml.safe_load(path.read_text(encoding="utf-8"))
    held = sum(len(d["indicators"]) for d in design["dimensions"].values())
    dimensions = list(design["dimensions"])
    made = []
    for number in range(wanted - held):
        name = f"made_{number}"
        dimension = dimensions[number % len(dimensions)]
        for room in ("series", "indicators"):
            model = next((folder / room).rglob("hai.yaml"))
            content = yaml.safe_load(model.read_text(encoding="utf-8"))
            if room == "indicators":
                content |= {"dimension": dimension, "plans": {}, "keywords": []}
                content["roll_up"] = {"rule": "published_only", "series": name}
                content["short_name"] = {"th": f"ตัวชี้วัดที่ {number}", "en": f"Made {number}"}
            content["name"] = {"th": f"ตัวชี้วัดจำลอง {number}", "en": f"Made-up {number}"}
            written = yaml.safe_dump(content, allow_unicode=True)
            model.with_name(f"{name}.yaml").write_text(written, encoding="utf-8")
        leaf = {"weight": 1.0, "goalposts": [0.0, 1.0], "baseline_years": [2015, 2016]}
        design["dimensions"][dimension]["indicators"][name] = leaf
        next(d for d in framework["dimensions"] if d["id"] == dimension)["indicators"].append(name)
        made.append(name)
    path.write_text(yaml.safe_dump(design, allow_unicode=True), encoding="utf-8")
    frame.write_text(yaml.safe_dump(framework, allow_unicode=True), encoding="utf-8")
    return made


def fill(series: list[str]) -> int:
    """Record figures of every province, cluster, region and the country; return how many."""
    from moibench.analysis.catalogue import current_catalogue
    from moibench.store.record import Entry, record_edition

    local = ("district", "subdistrict")
    units = [c for c, u in current_catalogue().units.items() if u.unit_type not in local]
    chance = np.random.default_rng(2562)

    def entries() -> Iterator[Entry]:
        for name in series:
            level = chance.uniform(0.2, 0.8, len(units))
            for year in YEARS:
                level += chance.normal(0.002, 0.01, len(units))
                for unit, value in zip(units, level, strict=True):
                    if chance.random() >= MISSING:
                        yield Entry(name, unit, year, float(value), "final")

    return record_edition("nesdc_hai_2564", "nesdc_hai", 0, "made up", entries(), "a benchmark")


def median_seconds(answer: Callable[[int], object]) -> tuple[float, float]:
    """Return the median time of an answer, asked before, and that of the processor alone."""
    answer(0)
    times, used = [], []
    for number in range(1, RUNS + 1):
        started, began = time.perf_counter(), time.process_time()
        answer(number)
        times.append(time.perf_counter() - started)
        used.append(time.process_time() - began)
    return statistics.median(times), statistics.median(used)


def measure() -> dict[str, tuple[tuple[float, float], float]]:
    """Return seconds, and those of the processor, beside the seconds asked of the system."""
    from django.test import Client

    from moibench.analysis.levers import what_if

    client = Client(SERVER_NAME="localhost")
    client.cookies["reader"] = "1"  # whoever brings a cookie has every page laid out anew
    kinds = ("country", "region", "cluster", "median", "best_in_class", "peers")

    def page(number: int) -> None:
        path = f"/area/24?year=2562&against={kinds[number % len(kinds)]}"
        assert client.get(path).status_code == 200

    def slider(number: int) -> None:
        path = f"/levers/24?year=2562&v-hai={0.6 + number / 1000}"
        assert client.get(path, headers={"HX-Request": "true"}).status_code == 200

    path = "/area/24?year=2562"
    cold = statistics.median(cold_seconds(path, dict(os.environ)) for _ in range(3))
    return {
        "area page, first of a process": ((cold, float("nan")), COLD),
        "area page, warm": (median_seconds(page), WARM),
        "what-if, its result alone": (
            median_seconds(lambda n: what_if("24", {"hai": 0.6 + n / 1000}, {}, 2019)),
            WHAT_IF,
        ),
        "what-if, as a slider asks it": (median_seconds(slider), WHAT_IF),
    }


def main() -> int:
    """Make, measure and print; 0 if all that is asked was kept."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--indicators", type=int, default=60)
    wanted = given.parse_args().indicators
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOIBENCH_HOME"] = folder
        from moibench.cli.prepare import prepare

        prepare()
        from moibench.analysis.catalogue import current_catalogue, current_framework
        from moibench.analysis.looking import refresh
        from moibench.ingest.catalogue_files import draft_of, load_folder

        draft = draft_of(current_catalogue())
        series = widen(draft, current_framework().id, wanted)
        load_folder(draft, "a benchmark")
        refresh()
        print(f"{wanted} indicators, {len(YEARS)} years: {fill(series):,} figures were added")
        found = measure()
        for name, took in chromium_seconds(Path(folder), PAGES_DRAWN, "/levers/24").items():
            found[name] = ((took, float("nan")), DRAWN if name in PAGES_DRAWN else WHAT_IF)
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    for name, ((took, used), asked) in found.items():
        said = "kept" if took < asked else "NOT kept"
        alone = "" if math.isnan(used) else f", processor {used * 1000:4.0f} ms"
        times = f"{took * 1000:8.0f} ms{alone:<19}"
        print(f"{name:<34}{times}, asked {asked * 1000:5.0f}: {said}")
    print(f"load average {load}")
    return 0 if all(took < asked for (took, _), asked in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
