"""Time a new agenda: 12 indicators × 77 units × 10 years, 1,000 replicates, first asked for.

MOIBENCH_HOME=/some/folder python -m benchmarks.agenda
"""

from __future__ import annotations

import time

IDS = (
    *("household_income", "household_debt", "household_debt_share", "gpp_per_capita"),
    *("hai", "tertiary_share_q4", "no_primary_share_q4", "unemployment_rate_q4"),
    *("waste_per_capita", "waste_improper_share", "waste_recycled_share", "labour_productivity"),
)
YEARS = 10
RUNS = 7


def main() -> None:
    """Print the median and worst seconds of freezing, of ten years, and of the whole page."""
    from moibench.cli.prepare import prepare

    prepare()
    from django.test import Client

    from moibench.analysis.agendas.freezing import freeze
    from moibench.analysis.agendas.running import run_frozen
    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.panel import current_panel
    from moibench.catalogue.agenda import Agenda, AgendaItem
    from moibench.catalogue.schema import Text

    current_panel()  # a server holds the figures already
    client = Client(SERVER_NAME="localhost")
    client.cookies["reader"] = "1"
    client.get("/agenda/waste")  # templates and texts are read
    said = Text(th="ทดลอง", en="Trial")
    computed, pages = [], []
    for run in range(RUNS):
        # Another weight each time, so that nothing of the one before is remembered.
        items = [AgendaItem(indicator=i, weight=1.0 + run * (n + 1)) for n, i in enumerate(IDS)]
        asked = Agenda(
            id="trial",
            name=said,
            purpose=said,
            items=tuple(items),
            weighting="given",
            with_bangkok=True,
            coverage_threshold=0.5,  # ten years have half of these indicators
        )
        started, used = time.perf_counter(), time.process_time()
        frozen = freeze(asked, current_catalogue())
        result = run_frozen(frozen, None)
        for year, _ in result.years[-YEARS:]:
            answer = run_frozen(frozen, year).ranking
            assert answer is not None
            assert len(answer.lines) == 77
        computed.append((time.perf_counter() - started, time.process_time() - used))
        typed = "&".join(f"i={i}&w.{i}={100 + run * (n + 2)}" for n, i in enumerate(IDS))
        started, used = time.perf_counter(), time.process_time()
        response = client.get(f"/agenda/try?weighting=given&among=bangkok&{typed}")
        pages.append((time.perf_counter() - started, time.process_time() - used))
        assert response.status_code == 200
    for name, times in (("computed, 10 years", computed), ("page, first asked", pages)):
        wall, processor = (sorted(column) for column in zip(*times, strict=True))
        middle = len(wall) // 2
        print(
            f"{name}: median {wall[middle]:.2f} s, worst {wall[-1]:.2f} s, "
            f"processor {processor[middle]:.2f} s"
        )
    print("years with scores:", len(result.years))


if __name__ == "__main__":
    main()
