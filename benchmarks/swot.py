"""How long the rules of the SWOT take to propose items for all 76 provinces, nothing remembered."""

from __future__ import annotations

import os
import tempfile
import time

AT_MOST_SECONDS = 10.0


def main() -> int:
    """Measure on an empty data folder; return whether it came late."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOIBENCH_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "moibench.config.settings"
        from moibench.cli.prepare import prepare

        prepare()
        from moibench.analysis.panel import current_panel
        from moibench.analysis.swot.candidates import swot_candidates

        units = current_panel().catalogue.units.values()
        provinces = [u.code for u in units if u.unit_type == "province"]
        started, worked = time.perf_counter(), time.process_time()
        found = sum(len(swot_candidates(code).items) for code in provinces)
        took, processor = time.perf_counter() - started, time.process_time() - worked
        print(
            f"SWOT of {len(provinces)} provinces: {took:.2f} s (at most {AT_MOST_SECONDS:.0f}), "
            f"{processor:.2f} s of processor, {found:,} candidates"
        )
    return int(took > AT_MOST_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
