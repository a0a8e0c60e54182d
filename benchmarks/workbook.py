"""How long a workbook of 76 provinces × 200 series takes to be checked and previewed."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

SERIES, AT_MOST_SECONDS = 200, 2.0
TODAY, YEAR = dt.date(2026, 11, 23), 2021


def main() -> int:
    """Measure on an empty data folder; return whether it came late."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOIBENCH_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "moibench.config.settings"
        from moibench.cli.prepare import prepare

        prepare()
        from moibench.analysis.catalogue import current_catalogue
        from moibench.ingest.workbook import preview, rows
        from moibench.presentation.pages.workbook import status_words
        from moibench.reports.officer_workbook.template import write_template
        from moibench.store.cube import load_series_cube

        real = current_catalogue()
        cube = load_series_cube(tuple(real.units))
        names = [f"{s}_{k}" for k in range(6) for s in cube.series][:SERIES]
        catalogue, repeated = _repeated(real, names), _repeated_cube(cube, names)
        rows.load_series_cube = preview.load_series_cube = lambda _: repeated  # type: ignore[assignment]
        provinces = [u for u, unit in real.units.items() if unit.unit_type == "province"]
        slots = [rows.Slot(s, u) for s in names for u in provinces]
        path = Path(folder) / "filled.xlsx"
        path.write_bytes(
            write_template(
                _filled(rows.template(catalogue, "TH", YEAR, TODAY, slots)), catalogue, "th"
            )
        )
        took = []
        for _ in range(3):
            started, before = time.perf_counter(), os.times()
            found = preview.preview_filled(
                path, catalogue, TODAY, status_words(), slots=slots, year=YEAR
            )
            after = os.times()
            processor = sum(after[:4]) - sum(before[:4])
            took.append((time.perf_counter() - started, processor))
        median = sorted(took)[1]
        print(
            f"workbook of {len(provinces)} × {SERIES}: preview {median[0]:.2f} s "
            f"(at most {AT_MOST_SECONDS:.0f}), {median[1]:.2f} s of processor, "
            f"{len(found.changes):,} values, {len(found.findings):,} findings"
        )
    return int(median[0] > AT_MOST_SECONDS)


def _repeated(real: Any, names: list[str]) -> Any:
    """Return a catalogue in which each series and its rules stand several times."""
    from moibench.catalogue.checks import series_of_rule

    series = {
        name: real.series[name.rpartition("_")[0]].model_copy(update={"id": name}) for name in names
    }
    checks = {}
    for source, of_source in real.checks.items():
        rules = []
        for rule in of_source.rules:
            for copy in range(6):
                again = type(rule).model_validate(_renamed(rule.model_dump(), copy))
                if set(series_of_rule(again)) <= series.keys():
                    rules.append(again)
        checks[source] = of_source.model_copy(update={"rules": tuple(rules)})
    return replace(real, series=series, checks=checks)


def _renamed(rule: dict[str, Any], copy: int) -> dict[str, Any]:
    named = ("series", "parts", "numerators", "whole", "numerator", "denominator")
    for key in named:
        if isinstance(rule.get(key), str):
            rule[key] = f"{rule[key]}_{copy}"
        elif key in rule:
            rule[key] = tuple(f"{s}_{copy}" for s in rule[key])
    return rule


def _repeated_cube(cube: Any, names: list[str]) -> Any:
    at = [cube.series.index(n.rpartition("_")[0]) for n in names]
    arrays = ("values", "statuses", "edition", "grades", "revised")
    return replace(cube, series=tuple(names), **{a: getattr(cube, a)[at] for a in arrays})


def _filled(empty: Any) -> Any:
    """Fill every cell with its last value, a little off."""
    generator = np.random.default_rng(2568)
    filled = []
    for row in empty.rows:
        last = row.last[1] if row.last else 1.0
        value = round(last * float(np.exp(generator.normal(0, 0.02))), 2)
        filled.append(replace(row, now=(value, "final")))
    return replace(empty, rows=tuple(filled))


if __name__ == "__main__":
    raise SystemExit(main())
