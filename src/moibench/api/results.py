"""What the pages answer, as JSON: profiles, rankings, comparisons, changes, targets, editions."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from moibench.analysis import errors
from moibench.analysis.before_after import before_after_indicator, before_after_unit
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.edition_difference import edition_before, edition_difference
from moibench.analysis.editions import editions, find_edition
from moibench.analysis.explain import score_change, scored_years
from moibench.analysis.explore import areas_to_explore
from moibench.analysis.levers import levers
from moibench.analysis.panel import current_panel
from moibench.analysis.peers import DEFAULT_MODEL, peers
from moibench.analysis.plan_results import TARGET_STATES
from moibench.analysis.profile import CHANGE_SPAN, profile
from moibench.analysis.ranking import ranking
from moibench.analysis.search import OVERALL, find_subject, find_unit, search
from moibench.analysis.sectors import sectors
from moibench.analysis.summary import country_summary
from moibench.analysis.target_states import member_targets
from moibench.analysis.targets import target_review
from moibench.analysis.two_years import two_years
from moibench.api.asking import (
    Level,
    Named,
    Year,
    subjects_of,
    together,
    units_of,
    year_of,
    years_of,
)
from moibench.presentation.machine_comparative import comparative_json, plain
from moibench.presentation.machine_editions import difference_json, edition_json
from moibench.presentation.machine_profile import profile_json, ranking_json
from moibench.presentation.sectors import sectors_json

router = Router(tags=["results"])
Json = dict[str, Any]


@router.get("/profile/{unit}", url_name="profile")
def get_profile(
    request: HttpRequest,
    unit: str,
    year: Year = None,
    change_from: Year = None,
    with_bangkok: bool = False,
) -> Json:
    """Return a unit's profile; `unit` is a code or a name, years are CE or พ.ศ."""
    code, asked, changed = together(
        lambda: find_unit(unit), lambda: year_of(year), lambda: year_of(change_from)
    )
    answer = profile(code, asked, with_bangkok=with_bangkok, change_from=changed)
    return profile_json(answer, current_catalogue())


@router.get("/ranking/{subject}", url_name="ranking")
def get_ranking(
    request: HttpRequest,
    subject: str,
    year: Year = None,
    level: Level = "province",
    with_bangkok: bool = False,
) -> Json:
    """Return the units of a level in order of an indicator, a dimension or `overall`."""
    asked, known = together(lambda: find_subject(subject), lambda: year_of(year))
    answer = ranking(asked, known, level=level, with_bangkok=with_bangkok)
    return ranking_json(answer, current_catalogue())


@router.get("/moves/{subject}")
def get_moves(
    request: HttpRequest,
    subject: str,
    year: Year = None,
    from_year: Year = None,
    level: Level = "province",
    with_bangkok: bool = False,
) -> Json:
    """Return two years of a subject side by side: values and ranks; null where none compare."""
    asked = find_subject(subject)
    ranked = ranking(asked, year_of(year), level=level, with_bangkok=with_bangkok)
    return {"subject": asked, "level": level, "moves": plain(two_years(ranked, year_of(from_year)))}


@router.get("/sectors/{unit}")
def get_sectors(
    request: HttpRequest,
    unit: str,
    year: Year = None,
    from_year: Year = None,
    table: Annotated[str | None, Query(max_length=100)] = None,
) -> Json:
    """Return what a unit's economy is made of and how its sectors changed."""
    code, last, first = together(
        lambda: find_unit(unit), lambda: year_of(year), lambda: year_of(from_year)
    )
    answer = sectors(code, last, first, table)
    return sectors_json(answer, current_catalogue())


@router.get("/summary")
def get_summary(request: HttpRequest, year: Year = None, with_bangkok: bool = False) -> Json:
    """Return the country at a glance: regions, provinces by level, completeness."""
    return comparative_json(
        country_summary(year_of(year), with_bangkok=with_bangkok), current_catalogue()
    )


@router.get("/comparison")
def get_comparison(
    request: HttpRequest,
    units: Named = None,
    indicators: Named = None,
    year: Year = None,
    benchmark: ChosenKind = "country",
    against: Named = None,
    model: str = DEFAULT_MODEL,
    with_bangkok: bool | None = None,
) -> Json:
    """Return units × indicators, each beside its benchmark.

    `against` are the units of the benchmark `units`; without `indicators`, the headline ones.
    """
    rivals, chosen, codes, asked = together(
        lambda: units_of(against),
        lambda: subjects_of(indicators),
        lambda: units_of(units),
        lambda: year_of(year),
    )
    choice = BenchmarkChoice(benchmark, rivals, with_bangkok, model)
    headline = current_panel().framework.headline_indicators
    answer = compare_with(codes, chosen or headline, asked, choice=choice)
    return comparative_json(answer, current_catalogue())


@router.get("/peers/{unit}")
def get_peers(
    request: HttpRequest,
    unit: str,
    model: str = DEFAULT_MODEL,
    count: int | None = Query(None, ge=1, le=100),
    with_bangkok: bool = False,
) -> Json:
    """Return the units most alike in place, with distances and what they are made of."""
    answer = peers(find_unit(unit), model, count=count, with_bangkok=with_bangkok)
    return comparative_json(answer, current_catalogue())


@router.get("/change/{unit}")
def get_change(
    request: HttpRequest,
    unit: str,
    from_year: Year = None,
    to_year: Year = None,
    of: str = OVERALL,
    with_bangkok: bool = False,
) -> Json:
    """Return why a unit's score and rank changed; by default over four years to the newest."""
    code, last, first = together(
        lambda: find_unit(unit), lambda: year_of(to_year), lambda: year_of(from_year)
    )
    newest = current_panel().newest_year
    if last is None or first is None:
        scored = scored_years(code, of) if of in _nodes() else ()
        last = max((y for y in scored if y <= newest), default=newest) if last is None else last
        spanned = [y for y in scored if y <= last - CHANGE_SPAN]
        first = (spanned[-1] if spanned else last - CHANGE_SPAN) if first is None else first
    answer = score_change(code, first, last, node_id=of, with_bangkok=with_bangkok)
    return comparative_json(answer, current_catalogue())


def _nodes() -> tuple[str, ...]:
    return (OVERALL, *(d.id for d in current_panel().framework.dimensions))


@router.get("/before-after/unit/{unit}")
def get_before_after_unit(
    request: HttpRequest,
    unit: str,
    plan: str | None = None,
    indicators: Named = None,
    before: Named = None,
    during: Named = None,
    model: str = DEFAULT_MODEL,
) -> Json:
    """Return what came with a plan in one unit, beside its peers; years such as 2556-2559."""
    code, chosen, earlier, later = together(
        lambda: find_unit(unit),
        lambda: subjects_of(indicators),
        lambda: years_of(before),
        lambda: years_of(during),
    )
    answer = before_after_unit(
        code, plan or None, indicator_ids=chosen, before=earlier, after=later, model_id=model
    )
    return comparative_json(answer, current_catalogue())


@router.get("/before-after/indicator/{indicator}")
def get_before_after_indicator(
    request: HttpRequest,
    indicator: str,
    plan: str | None = None,
    level: Level = "province",
    before: Named = None,
    during: Named = None,
    model: str = DEFAULT_MODEL,
    with_bangkok: bool = False,
) -> Json:
    """Return what came with a plan by one indicator, in every unit of a level."""
    asked, earlier, later = together(
        lambda: find_subject(indicator), lambda: years_of(before), lambda: years_of(during)
    )
    answer = before_after_indicator(
        asked,
        plan or None,
        level=level,
        with_bangkok=with_bangkok,
        before=earlier,
        after=later,
        model_id=model,
    )
    return comparative_json(answer, current_catalogue())


@router.get("/levers/{unit}")
def get_levers(
    request: HttpRequest,
    unit: str,
    year: Year = None,
    of: str = OVERALL,
    model: str = DEFAULT_MODEL,
) -> Json:
    """Return what would bring a unit to the next level, each lever with its size."""
    code, asked = together(lambda: find_unit(unit), lambda: year_of(year))
    answer = levers(code, asked, node_id=of, model_id=model)
    return comparative_json(answer, current_catalogue())


@router.get("/explore/{unit}")
def get_explore(request: HttpRequest, unit: str, year: Year = None) -> Json:
    """Return the gaps and strengths of a unit that are worth a closer look."""
    return comparative_json(areas_to_explore(find_unit(unit), year_of(year)), current_catalogue())


@router.get("/targets/{unit}")
def get_targets(request: HttpRequest, unit: str, year: Year = None) -> Json:
    """Return the state of every target of a unit, and how many of those in it stand where."""
    code, asked = find_unit(unit), year_of(year)
    told = comparative_json(target_review(code, asked), current_catalogue())
    members = {"states": TARGET_STATES, **plain(member_targets(code, asked))}
    return {**told, "members": members}


@router.get("/search")
def get_search(request: HttpRequest, q: str = Query(max_length=100)) -> Json:
    """Return up to twelve units, indicators and dimensions by code, name or an old spelling."""
    return {"items": [plain(hit) for hit in search(q)]}


@router.get("/edition/", url_name="editions")
def get_editions(request: HttpRequest) -> list[Json]:
    """Return every published edition, the newest first."""
    return [edition_json(e) for e in editions()]


@router.get("/edition/{year}/{number}", url_name="edition")
def get_edition(request: HttpRequest, year: str, number: str) -> Json:
    """Return what an edition froze, and every difference from the edition before."""
    name = f"{year}/{number}"
    found = find_edition(name)
    if found is None:
        raise errors.UnknownEdition(name, tuple(e.name for e in editions()))
    older = edition_before(name)
    difference = None if older is None else difference_json(edition_difference(older, name))
    return {**edition_json(found), "difference": difference}
