"""Results for machines: the JSON that docs/reference/json.md documents. Nothing is rounded."""

from __future__ import annotations

from typing import Any

from moibench.analysis.results import (
    Benchmark,
    Change,
    Figure,
    IndicatorResult,
    NodeResult,
    Point,
    Profile,
    RankedUnit,
    Ranking,
    Restated,
    Stamp,
    Standing,
    Trend,
)
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Text
from moibench.presentation.language import LANGUAGES, text
from moibench.presentation.names import OVERALL, stamped_framework

Json = dict[str, Any]


def profile_json(profile: Profile, catalogue: Catalogue) -> Json:
    """Return a unit's profile as plain values; years are CE, numbers unrounded, None is null."""
    unit = catalogue.units[profile.unit_code]
    return {
        "unit": profile.unit_code,
        "unit_name": _names(unit.name),
        "unit_type": unit.unit_type,
        "region": profile.region_code,
        "cluster": profile.cluster_code,
        "members": list(profile.members),
        "year": profile.year,
        "newest_year": profile.newest_year,
        "years": list(profile.years),
        "with_bangkok": profile.with_bangkok,
        "change_from": profile.change_from,
        "compared_with": list(profile.compared_with),
        "overall": _node(profile.overall, catalogue, profile.stamp),
        "dimensions": [_node(d, catalogue, profile.stamp) for d in profile.dimensions],
        "indicators": [_indicator(r, catalogue) for r in profile.indicators],
        "facts": {name: _figure(figure) for name, figure in profile.facts},
        "stamp": _stamp(profile.stamp),
    }


def ranking_json(ranking: Ranking, catalogue: Catalogue) -> Json:
    """Return a ranking as plain values, the ranked units first."""
    content: Json = {
        "subject": ranking.subject_id,
        "subject_name": _subject_name(ranking, catalogue),
        "is_index": ranking.is_index,
        "judged": ranking.judged,
    }
    if not ranking.is_index:
        indicator = catalogue.indicators[ranking.subject_id]
        content |= {
            "unit_of_measure": _names(indicator.unit_of_measure),
            "direction": indicator.direction,
        }
    return content | {
        "year": ranking.year,
        "newest_year": ranking.newest_year,
        "years": list(ranking.years),
        "level_of_units": ranking.level,
        "with_bangkok": ranking.with_bangkok,
        "of": sum(line.rank is not None for line in ranking.lines),
        "lines": [_line(line, ranking, catalogue) for line in ranking.lines],
        "country": None if ranking.country is None else _figure(ranking.country),
        "country_history": _points(ranking.country_history),
        "median": ranking.median,
        "years_used": [{"year": year, "units": count} for year, count in ranking.years_used],
        "break_years": list(ranking.break_years),
        "cutoffs": None if ranking.cutoffs is None else list(ranking.cutoffs),
        "stamp": _stamp(ranking.stamp),
    }


def _names(name: Text) -> Json:
    return {"th": name.th, "en": name.en}


def _subject_name(ranking: Ranking, catalogue: Catalogue) -> Json | None:
    if not ranking.is_index:
        return _names(catalogue.indicators[ranking.subject_id].name)
    return _node_name(ranking.subject_id, catalogue, ranking.stamp)


def _node_name(node_id: str, catalogue: Catalogue, stamp: Stamp) -> Json | None:
    if node_id == OVERALL:
        return {lang: text("table.overall", lang) for lang in LANGUAGES}
    framework = stamped_framework(stamp, catalogue)
    return next((_names(d.name) for d in framework.dimensions if d.id == node_id), None)


def _node(node: NodeResult, catalogue: Catalogue, stamp: Stamp) -> Json:
    return {
        "id": node.node_id,
        "name": _node_name(node.node_id, catalogue, stamp),
        "score": node.score,
        "level": node.level,
        "rank": node.rank,
        "of": node.of,
        "rank_low": node.rank_low,
        "rank_high": node.rank_high,
        "coverage": node.coverage,
        "cutoffs": list(node.cutoffs),
        "probability_top_fifth": node.probability_top_fifth,
        "probability_bottom_fifth": node.probability_bottom_fifth,
        "geometric_score": node.geometric_score,
        "indistinct": list(node.indistinct),
        "country_score": node.country_score,
        "cluster_score": node.cluster_score,
    }


def _indicator(result: IndicatorResult, catalogue: Catalogue) -> Json:
    indicator = catalogue.indicators[result.indicator_id]
    country = result.standing("country")
    return {
        "id": result.indicator_id,
        "name": _names(indicator.name),
        "dimension": indicator.dimension,
        "unit_of_measure": _names(indicator.unit_of_measure),
        "direction": indicator.direction,
        **_figure(result.figure),
        "rank": country.rank if country is not None else None,
        "of": country.of if country is not None else None,
        "standings": [_standing(s) for s in result.standings],
        "score": result.score,
        "capped": result.capped,
        "weight": result.weight,
        "contribution": result.contribution,
        "benchmarks": {b.kind: _benchmark(b) for b in result.benchmarks},
        "similarity_width": result.similarity_width,
        "change": None if result.change is None else _change(result.change),
        "trend": _trend(result.trend),
        "history": _points(result.history),
        "break_years": list(result.break_years),
        "restated": None if result.restated is None else _restated(result.restated),
    }


def _restated(restated: Restated) -> Json:
    return {
        "units": list(restated.units),
        "split_year": restated.split_year,
        "refused": restated.refused,
        "points": _points(restated.points),
        "change": None if restated.change is None else _change(restated.change),
    }


def _figure(figure: Figure) -> Json:
    return {
        "value": figure.value,
        "year": figure.year,
        "age": figure.age,
        "status": figure.status,
        "source": figure.source_id,
        "edition": figure.edition_id,
        "coverage": figure.coverage,
        "missing_members": list(figure.missing_members),
        "revised": figure.revised,
        "grade": figure.grade,
    }


def _standing(standing: Standing) -> Json:
    return {
        "scope": standing.scope,
        "unit": standing.scope_code,
        "rank": standing.rank,
        "of": standing.of,
    }


def _benchmark(benchmark: Benchmark) -> Json:
    return {
        "unit": benchmark.unit_code,
        **_figure(benchmark.figure),
        "gap": benchmark.gap,
        "relation": benchmark.relation,
        "rule": benchmark.rule,
        "members": list(benchmark.members),
    }


def _change(change: Change) -> Json:
    return {
        "from_year": change.from_year,
        "to_year": change.to_year,
        "from_value": change.from_value,
        "to_value": change.to_value,
        "absolute": change.absolute,
        "percent": change.percent,
        "crosses_break": change.crosses_break,
        "crosses_split": change.crosses_split,
        "good": change.good,
    }


def _trend(trend: Trend) -> Json:
    return {
        "verdict": trend.verdict,
        "preliminary": trend.preliminary,
        "points": trend.points,
        "first_year": trend.first_year,
        "last_year": trend.last_year,
        "slope": trend.slope,
        "p_value": trend.p_value,
        "good": trend.good,
    }


def _points(points: tuple[Point, ...]) -> list[Json]:
    return [{"year": p.year, "value": p.value, "status": p.status} for p in points]


def _line(line: RankedUnit, ranking: Ranking, catalogue: Catalogue) -> Json:
    content: Json = {
        "unit": line.unit_code,
        "unit_name": _names(catalogue.units[line.unit_code].name),
        "rank": line.rank,
    }
    if ranking.is_index:
        return content | {
            "score": line.figure.value,
            "level": line.level,
            "rank_low": line.rank_low,
            "rank_high": line.rank_high,
            "coverage": line.figure.coverage,
        }
    return content | {
        **_figure(line.figure),
        "relation_to_country": line.relation_to_country,
        "change": None if line.change is None else _change(line.change),
    }


def _stamp(stamp: Stamp) -> Json:
    return {
        "framework": stamp.framework_id,
        "design": stamp.design_id,
        "seed": stamp.seed,
        "replicates": stamp.replicates,
        "data_version": stamp.data_version,
        "catalogue_version": stamp.catalogue_version,
        "edition": stamp.edition,
        "as_of": stamp.as_of,
        "map_choice": stamp.map_choice,
        "map_date": stamp.map_date,
    }
