"""Strengths and weaknesses: a unit's own level, trend, targets and scores beside its peers'."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from moibench.analysis.choose import chosen_benchmark, peers_of
from moibench.analysis.comparative_results import BenchmarkChoice, ScoreBeside
from moibench.analysis.errors import NoPeers, UnitDidNotExist
from moibench.analysis.figures import figure_of, trends
from moibench.analysis.geography import BANGKOK, COUNTRY
from moibench.analysis.groups import mask, merits, ranks_among
from moibench.analysis.panel import Panel
from moibench.analysis.results import Figure, Point
from moibench.analysis.score_benchmarks import scores_beside
from moibench.analysis.swot.latest import CLEAR, UNCLEAR, banded, candidate, evidence_of, latest
from moibench.analysis.swot.results import Candidate, Evidence
from moibench.analysis.targets import target_review
from moibench.catalogue.swot import LevelTest, ScoreTest, SwotRule, TargetTest, TrendTest

CLEAR_STEPS = 2.0  # similarity widths from which a gap is clear
CLEAR_P = 0.05  # Mann–Kendall's p under which a trend is clear
MINIMUM_PEERS = 3


def levels(
    panel: Panel, rule: SwotRule, test: LevelTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate for each figure that is better, or worse, than the benchmark."""
    choice = BenchmarkChoice(kind=test.against)
    for indicator_id in panel.indicator_ids:
        if panel.sign(indicator_id) == 0:
            continue
        figure = latest(panel, indicator_id, code, until, test.most_age)
        if figure is None or figure.value is None or figure.year is None:
            continue
        beside = chosen_benchmark(panel, indicator_id, code, figure, until, choice)
        if beside.relation != test.relation or beside.gap is None or beside.figure.value is None:
            continue
        steps = abs(beside.gap) / beside.width if beside.width else None
        if steps is not None and steps < test.least_steps:
            continue
        clear = steps is None or steps >= CLEAR_STEPS
        rank, of = _rank(panel, indicator_id, code, figure.year)
        yield candidate(
            panel,
            rule,
            code,
            indicator_id,
            figure,
            CLEAR if clear else UNCLEAR,
            {
                "value": figure.value,
                "year": figure.year,
                "benchmark": beside.figure.value,
                "against": test.against,
                "gap": beside.gap,
                "rank": rank,
                "of": of,
                "steps": steps,
                "relation_rule": beside.rule,
            },
            (
                evidence_of("value", indicator_id, code, figure),
                Evidence(
                    "benchmark",
                    indicator_id,
                    test.against,
                    beside.figure.year or figure.year,
                    beside.figure.value,
                    source_id=beside.figure.source_id,
                    edition_id=beside.figure.edition_id,
                    status=beside.figure.status,
                ),
            ),
            until,
        )


def _rank(panel: Panel, indicator_id: str, code: str, year: int) -> tuple[int | None, int]:
    """Return the unit's rank among those of its level, and among how many."""
    if code == COUNTRY:
        return None, 0
    level = panel.geography.level_of(code)
    ranked = panel.geography.peers_by_level(level, year, code == BANGKOK)
    ranks = panel.remember_part(_ranks, indicator_id, year, ranked)
    own = ranks[panel.geography.position[code]]
    return (None if np.isnan(own) else int(own)), int((~np.isnan(ranks)).sum())


def _ranks(panel: Panel, indicator_id: str, year: int, ranked: tuple[str, ...]) -> np.ndarray:
    row = panel.values(indicator_id).values[panel.cube.years.index(year)]
    return ranks_among(merits(panel, indicator_id, row), mask(panel, ranked))


def trends_beyond(
    panel: Panel, rule: SwotRule, test: TrendTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate for each significant trend that outruns, or trails, most peers."""
    peers = _peers(panel, code)
    wanted = test.direction == "better"
    for indicator_id in panel.indicator_ids:
        sign = panel.sign(indicator_id)
        figure = latest(panel, indicator_id, code, until, test.most_age)
        if sign == 0 or figure is None or figure.year is None:
            continue
        all_trends = trends(panel, indicator_id, figure.year)
        own = all_trends[panel.geography.position[code]]
        if own.preliminary or own.good is not wanted or own.slope is None:
            continue
        slopes = [
            t.slope * sign
            for p in peers
            if (t := all_trends[panel.geography.position[p]]).slope is not None
            and not t.preliminary
        ]
        behind = sum((own.slope * sign > s) == wanted and own.slope * sign != s for s in slopes)
        if len(slopes) < MINIMUM_PEERS or behind / len(slopes) < test.least_share:
            continue
        clear = own.p_value is not None and own.p_value < CLEAR_P
        yield candidate(
            panel,
            rule,
            code,
            indicator_id,
            figure,
            CLEAR if clear else UNCLEAR,
            {
                "slope": own.slope,
                "first_year": own.first_year,
                "last_year": own.last_year,
                "points": own.points,
                "p_value": own.p_value,
                "peers_slower": behind,
                "peers": len(slopes),
            },
            (
                evidence_of("value", indicator_id, code, figure),
                _first(panel, own.first_year, indicator_id, code),
            ),
            until,
        )


def _first(panel: Panel, year: int | None, indicator_id: str, code: str) -> Evidence:
    """Return the figure that the trend began with."""
    if year is None:
        raise ValueError(f"the trend of {indicator_id} has no first year")
    return evidence_of(
        "value", indicator_id, code, figure_of(panel, indicator_id, code, year, asked=year)
    )


def _peers(panel: Panel, code: str) -> tuple[str, ...]:
    try:
        return peers_of(panel, code, BenchmarkChoice(kind="peers")).codes
    except (NoPeers, UnitDidNotExist):
        return ()


def target_states(
    panel: Panel, rule: SwotRule, test: TargetTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate for each target of the unit that is in one of the states."""
    for progress in target_review(code, until).targets:
        figure = progress.latest
        if progress.state not in test.states or progress.preliminary:
            continue
        if figure.value is None or figure.year is None or progress.goal is None:
            continue
        target = progress.target
        aged = Figure(
            figure.value,
            figure.year,
            until - figure.year,
            figure.status,
            figure.source_id,
            figure.edition_id,
        )
        yield candidate(
            panel,
            rule,
            code,
            target.indicator,
            aged,
            CLEAR,
            {
                "value": figure.value,
                "year": figure.year,
                "goal": progress.goal,
                "target_year": target.target_year,
                "state": progress.state,
                "plan": progress.plan_id,
                "source_th": target.source.th,
                "source_en": target.source.en,
            },
            (
                evidence_of("value", target.indicator, code, figure),
                Evidence("goal", target.indicator, code, target.target_year, progress.goal),
            ),
            until,
            key=f"{target.indicator}:{target.target_year}",
        )


def scores(
    panel: Panel, rule: SwotRule, test: ScoreTest, code: str, until: int
) -> Iterator[Candidate]:
    """Yield a candidate for the index and each dimension whose score surely leads or trails."""
    held = [y for y in panel.years if y <= min(until, panel.newest_year)]
    if not held or code == COUNTRY:
        return
    year = held[-1]
    if not panel.catalogue.units[code].exists_in(year):
        return
    choice = BenchmarkChoice(kind=test.against)
    for node_id in panel.node_ids:
        beside = panel.remember_part(_score_beside, code, node_id, year, choice)
        if beside.relation != test.relation or beside.score is None or beside.reference is None:
            continue
        share = beside.share if test.relation == "better" else 1 - (beside.share or 0.0)
        certainty, confidence = banded(panel, share or 0.0, until - year)
        yield Candidate(
            key=f"{rule.id}:{node_id}",
            rule_id=rule.id,
            rule_version=rule.version,
            quadrant=rule.quadrant,
            unit_code=code,
            subject_kind="node",
            subject=node_id,
            facts=(
                ("score", beside.score),
                ("benchmark", beside.reference),
                ("against", test.against),
                ("year", year),
                ("replicates", share),
            ),
            evidence=(
                Evidence("score", node_id, code, year, beside.score),
                Evidence("benchmark", node_id, test.against, year, beside.reference),
            ),
            certainty=certainty,
            confidence=confidence,
            history=_score_history(panel, node_id, code, year),
            reference=_score_history(panel, node_id, COUNTRY, year),
        )


def _score_beside(
    panel: Panel, code: str, node_id: str, year: int, choice: BenchmarkChoice
) -> ScoreBeside:
    return scores_beside((code,), node_id, year, choice=choice)[0]


def _score_history(panel: Panel, node_id: str, code: str, until: int) -> tuple[Point, ...]:
    row = panel.aggregated.scores[panel.node_ids.index(node_id), :, panel.geography.position[code]]
    return tuple(
        Point(y, float(v), "derived")
        for y, v in zip(panel.cube.years, row, strict=True)
        if y <= until and not np.isnan(v)
    )
