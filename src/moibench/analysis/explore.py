"""Answer: which gaps and strengths of a unit are worth a look first?"""

from __future__ import annotations

from moibench.analysis.choose import chosen_benchmark, require_choice, with_entered
from moibench.analysis.comparative_results import AreasToExplore, BenchmarkChoice, Exploration
from moibench.analysis.figures import standing_figure
from moibench.analysis.panel import Panel, current_panel
from moibench.analysis.profile import weight_in_index
from moibench.analysis.questions import require_unit, year_or_newest
from moibench.analysis.relations import width_of

GAPS, STRENGTHS = 6, 4
# A gap counts in steps of 1.4826 × MAD, but no more than three: beyond, it says that the others
# are alike rather than that this unit is more different.
MOST_STEPS = 3.0


def areas_to_explore(
    unit_code: str, year: int | None = None, *, choice: BenchmarkChoice | None = None
) -> AreasToExplore:
    """Return at most six gaps and four strengths, ordered by gap × weight × certainty.

    Only indicators of the index count, and only those the relation rule calls worse or better.

    Raises:
        UnknownUnit, UnknownChoice, NoDataForYear, UnitDidNotExist, EmptyGroup.
    """
    panel = current_panel()
    asked = year_or_newest(panel, year)
    require_unit(panel, unit_code, asked)
    chosen = choice or BenchmarkChoice()
    chosen = with_entered(chosen, (unit_code,))
    require_choice(panel, chosen, asked)
    return panel.remember(_explored, unit_code, asked, chosen)


def _explored(panel: Panel, unit_code: str, year: int, choice: BenchmarkChoice) -> AreasToExplore:
    found = [
        e
        for i in panel.design.indicator_ids
        if (e := _exploration(panel, i, unit_code, year, choice)) is not None
    ]
    found.sort(key=lambda e: (-e.priority, e.indicator_id))
    gaps = [e for e in found if e.benchmark.relation == "worse"]
    strengths = [e for e in found if e.benchmark.relation == "better"]
    return AreasToExplore(
        unit_code=unit_code,
        year=year,
        choice=choice,
        gaps=tuple(gaps[:GAPS]),
        strengths=tuple(strengths[:STRENGTHS]),
        judged=len(found),
        stamp=panel.stamp,
    )


def _exploration(
    panel: Panel, indicator_id: str, unit_code: str, year: int, choice: BenchmarkChoice
) -> Exploration | None:
    figure = standing_figure(panel, indicator_id, unit_code, year)
    benchmark = chosen_benchmark(panel, indicator_id, unit_code, figure, year, choice)
    if benchmark.gap is None or benchmark.relation is None or figure.year is None:
        return None
    width = width_of(panel, indicator_id, figure.year)
    size = MOST_STEPS if not width else min(MOST_STEPS, abs(benchmark.gap) / width)
    weight = weight_in_index(panel, indicator_id)
    certainty = panel.design.certainty.get(figure.status, 0.0)
    certainty *= panel.design.certainty_per_year_of_age ** (figure.age or 0)
    return Exploration(
        indicator_id, figure, benchmark, size, weight, certainty, size * weight * certainty
    )
