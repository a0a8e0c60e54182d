"""Slides on levels and on ranks with their ranges."""

from __future__ import annotations

from moibench.presentation import pictures, sentences, tables
from moibench.presentation.language import text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.pictures.frame import node_name
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import score_line
from moibench.presentation.sentences import words
from moibench.presentation.slides.deck import (
    Cards,
    ChartAndWords,
    LevelCard,
    Points,
    Slide,
)
from moibench.presentation.slides.notes import notes
from moibench.presentation.slides.nothing import nothing_slide


def levels_slide(asked: Question) -> Slide:
    """Show the levels of the whole and of each dimension."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    title = sentences.headline(profile, catalogue, language)
    rows = {r.node_id: r for r in tables.node_rows(profile, catalogue, language)}
    cards = []
    for node in (profile.overall, *profile.dimensions):
        row = rows[node.node_id]
        rank = text("report.sheet.no_rank", language)
        if node.rank is not None:
            own = row.rank.partition("/")[0]
            rank = text("report.sheet.rank_range", language, rank=own, range=row.rank_range)
        score = text("report.sheet.no_score", language)
        if node.score is not None:
            score = words.points(node.score, language)
        note = ""
        if node.country_score is not None and asked.unit_type != "country":
            country = words.points(node.country_score, language)
            note = text("slides.country_points", language, points=country)
        name = node_name(profile, catalogue, node, language)
        cards.append(LevelCard(name, node.level, score, rank, note))
    lines = []
    for dimension in profile.dimensions:
        said = _dimension_line(asked, dimension.node_id)
        lines.append((node_name(profile, catalogue, dimension, language), said))
    source = score_line(asked)
    return Slide(
        "levels",
        title,
        Cards(tuple(cards), tuple(lines)),
        source,
        notes(asked, title, (), ("level", "compensation")),
    )


def _dimension_line(asked: Question, dimension_id: str) -> str:
    """Return the strongest and the weakest judged indicator of a dimension by score."""
    dimension = words.dimension_of(asked.profile, asked.catalogue, dimension_id)
    scored = sorted(
        (
            r
            for r in asked.profile.indicators
            if r.indicator_id in dimension.indicators and r.score is not None
        ),
        key=lambda r: -(r.score or 0.0),
    )
    if not scored:
        return text("report.sheet.no_score", asked.language)

    def named(indicator_id: str) -> str:
        return short_indicator_name(asked.catalogue.indicators[indicator_id], asked.language)

    if len(scored) == 1:
        return text(
            "slides.only",
            asked.language,
            name=named(scored[0].indicator_id),
            points=words.points(scored[0].score, asked.language),
        )
    return text(
        "slides.best_and_worst",
        asked.language,
        best=named(scored[0].indicator_id),
        best_points=words.points(scored[0].score, asked.language),
        worst=named(scored[-1].indicator_id),
        worst_points=words.points(scored[-1].score, asked.language),
    )


def ranks_slide(asked: Question) -> Slide:
    """Show each rank with its range; where there is no rank, the scores."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    said = sentences.overall_sentences(profile, catalogue, language)
    picture = pictures.rank_picture(profile, catalogue, language)
    if picture is None:
        return _scores_slide(asked)
    overall = profile.overall
    rank = text("slides.no_overall_rank", language)
    if overall.rank is not None:
        kind = words.unit_kind(profile, catalogue)
        rank = words.rank_with_range(overall, kind, language)
    title = words.capitalised(text("slides.rank_title", language, rank=rank))
    reading = Points(text("slides.how_to_read", language), (("–", picture.note),))
    meaning = Points(text("slides.meaning", language), tuple(("–", s.text) for s in said[2:5]))
    source = score_line(asked)
    return Slide(
        "ranks",
        title,
        ChartAndWords(picture.native[0], (reading, meaning)),
        source,
        notes(asked, title, (), ("range", "beaten")),
    )


def _scores_slide(asked: Question) -> Slide:
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    nodes = [n for n in (profile.overall, *profile.dimensions) if n.score is not None]
    said = sentences.overall_sentences(profile, catalogue, language)
    if not nodes:
        why = text("slides.no_scores_title", language, unit=asked.unit, year=asked.year)
        return nothing_slide(asked, "ranks", why, *(s.text for s in said[:3]))
    names = tuple(node_name(profile, catalogue, n, language) for n in nodes)
    title = text("slides.scores_title", language, unit=asked.unit, year=asked.year)
    chart = NativeChart(
        "bar",
        title,
        "; ".join(
            f"{name}: {words.points(n.score, language)}"
            for name, n in zip(names, nodes, strict=True)
        ),
        names,
        (Series(text("table.column.score", language), tuple(n.score for n in nodes), True),),
        decimals=1,
        highest=100.0,
    )
    meaning = Points(text("slides.meaning", language), tuple(("–", s.text) for s in said[:3]))
    source = score_line(asked)
    return Slide(
        "ranks",
        title,
        ChartAndWords(chart, (meaning,)),
        source,
        notes(asked, title, (), ("level",)),
    )
