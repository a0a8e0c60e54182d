"""How long a table of 100,000 rows takes from its file to the preview, and to be stored."""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import tempfile
import time
from pathlib import Path

from moibench.catalogue import Catalogue

ROWS = 100_000
AT_MOST_SECONDS = 10.0


def main() -> int:
    """Measure on an empty data folder; return how many measurements came late."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOIBENCH_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "moibench.config.settings"
        from moibench.cli.prepare import prepare

        prepare()
        from moibench.analysis.catalogue import current_catalogue
        from moibench.ingest.table_files.commit import commit
        from moibench.ingest.table_files.preview import preview_file

        catalogue = current_catalogue()
        path = Path(folder) / "long.csv"
        _write(path, catalogue)
        told: list[int] = []
        started, worked = time.perf_counter(), time.process_time()
        preview = preview_file(
            path,
            catalogue,
            dt.datetime.now(dt.UTC).date(),
            progress=lambda _, count: told.append(count),
        )
        took, worked = time.perf_counter() - started, time.process_time() - worked
        print(
            f"import of {ROWS:,} rows: preview {took:.2f} s (at most {AT_MOST_SECONDS:.0f}; "
            f"{worked:.2f} s of them its own work), "
            f"{len(preview.added):,} added, {len(preview.changed):,} changed, "
            f"{len(preview.findings):,} findings, progress told {len(told)} times"
        )
        if not preview.is_blocked:
            started = time.perf_counter()
            commit(preview, path, catalogue, "benchmark", reason="benchmark")
            print(f"import of {ROWS:,} rows: stored {time.perf_counter() - started:.2f} s")
    return int(took > AT_MOST_SECONDS)


def _write(path: Path, catalogue: Catalogue) -> None:
    """Write every series for every unit and year, a little off what is stored."""
    from moibench.catalogue.load import BUILT_IN

    known: dict[tuple[str, str], float] = {}
    for file in sorted((BUILT_IN / "observations").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["value"] and row["unit"].isdigit():
                    known[row["series"], row["unit"]] = float(row["value"])
    # All of a unit's values of a year drift alike, so that parts still add up to their whole.
    places = [(place, year) for year in range(2024, 1980, -1) for place in known]
    places = [(p, y) for p, y in places if catalogue.units[p[1]].exists_in(y)][:ROWS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("series", "unit", "year", "value", "status"))
        for (series, unit), year in places:
            drift = random.Random(f"{unit} {year}").uniform(0.98, 1.0)
            writer.writerow((series, unit, year, repr(known[series, unit] * drift), "final"))


if __name__ == "__main__":
    raise SystemExit(main())
