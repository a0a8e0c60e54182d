"""Slides that set the indicators against the country and their own past."""

from __future__ import annotations

from collections import Counter

from moibench.presentation import sentences, tables
from moibench.presentation.language import text
from moibench.presentation.names import OVERALL, short_indicator_name
from moibench.presentation.pictures.native import over_years
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import source_line
from moibench.presentation.sentences import words
from moibench.presentation.sentences.indicators import break_reasons, gap_sentence
from moibench.presentation.slides.deck import (
    ChartAndWords,
    Charts,
    Columns,
    Points,
    Slide,
    SlideColumn,
    SlideTable,
)
from moibench.presentation.slides.notes import notes
from moibench.presentation.slides.nothing import nothing_slide

MOST_ROWS = 14
YEARS_SHOWN = 10
TREND_CHARTS = 4
SIGNS = {"better": "●", "similar": "○", "worse": "◆"}


def table_slide(asked: Question) -> Slide:
    """Show every judged indicator beside the country's value."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    judged = tuple(r.indicator_id for r in profile.indicators if r.weight is not None)[:MOST_ROWS]
    rows = tables.indicator_rows(profile, catalogue, judged, language)
    is_country = asked.unit_type == "country"
    counts = Counter(r.relation for r in rows if r.relation)
    title = text("slides.own_title", language, count=len(rows), unit=asked.unit)
    if not is_country:
        title = text(
            "slides.compared_title",
            language,
            count=len(rows),
            better=counts["better"],
            similar=counts["similar"],
            worse=counts["worse"],
        )
    columns = [
        SlideColumn(asked.column("indicator"), 6.8),
        SlideColumn(asked.column("own"), 1.8, True),
        SlideColumn(asked.column("year"), 1.1, True),
    ]
    if is_country:
        columns += [
            SlideColumn(asked.column("change"), 1.8, True),
            SlideColumn(asked.column("trend"), 3.2),
        ]
    else:
        columns += [
            SlideColumn(asked.column("country"), 1.8, True),
            SlideColumn(asked.column("rank"), 1.2, True),
            SlideColumn(asked.column("relation"), 1.9),
            SlideColumn(asked.column("trend"), 2.6),
        ]
    lines = []
    for row in rows:
        trend = f"{row.trend_symbol} {row.trend_word}".strip()
        relation = f"{row.relation_symbol} {row.relation_word}".strip()
        middle = (
            (row.change, trend)
            if is_country
            else (row.values["country"], row.rank, relation, trend)
        )
        lines.append((f"{row.name} ({row.unit_of_measure})", row.own, row.year, *middle))
    remark = "  ".join(
        text(f"report.note.{key}", language)
        for key in (("low_is_good", "trend") if is_country else ("low_is_good", "relation"))
    )
    return Slide(
        "compared",
        title,
        SlideTable(tuple(columns), tuple(lines), remark),
        source_line(asked, judged),
        notes(asked, title, judged, ("country_value", "old_year")),
    )


def highlights_slide(asked: Question) -> Slide:
    """Show strengths, gaps and trends to watch."""
    found = sentences.highlights(asked.profile, asked.catalogue, asked.language)
    suffix = "_country" if asked.unit_type == "country" else ""

    def points(key: str, said: tuple[sentences.Sentence, ...], sign: str) -> Points:
        heading = text(f"report.heading.{key}", asked.language)
        return Points(heading, tuple(("–" if s.anchor == OVERALL else sign, s.text) for s in said))

    strengths = [s for s in found.strengths if s.anchor != OVERALL]
    gaps = [s for s in found.gaps if s.anchor != OVERALL]
    title = text(
        f"slides.highlights_title{suffix}",
        asked.language,
        strengths=len(strengths),
        gaps=len(gaps),
        watch=len(found.watch),
    )
    right = [points(f"gaps{suffix}", found.gaps, "–" if suffix else "◆")]
    if found.watch:
        right.append(points("watch", found.watch[:1], "–"))
    shown = [s.anchor for s in (*found.strengths, *found.gaps, *found.watch) if s.anchor != OVERALL]
    return Slide(
        "highlights",
        title,
        Columns(
            points(f"strengths{suffix}", found.strengths, "–" if suffix else "●"), tuple(right)
        ),
        source_line(asked, shown),
        notes(asked, title, shown, ("relation",)),
    )


def trends_slide(asked: Question) -> Slide:
    """Show how the headline indicators have moved, beside the country's values."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    headline = words.framework_of(profile, catalogue).headline_indicators
    results = [r for r in profile.indicators if r.indicator_id in headline and len(r.history) >= 2]
    shown = results[:TREND_CHARTS]
    if not shown:
        return nothing_slide(asked, "trends", text("report.none.trends", language))
    title = text("slides.trends_title", language, count=len(shown), unit=asked.unit)
    charts = tuple(
        over_years(profile, catalogue, r, "line", language, most=YEARS_SHOWN) for r in shown
    )
    ids = [r.indicator_id for r in shown]
    return Slide(
        "trends",
        title,
        Charts(charts),
        source_line(asked, ids),
        notes(asked, title, ids, ("trend",)),
    )


def gap_slide(asked: Question) -> Slide:
    """Show the judged indicator that lies furthest behind, over the years."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    scored = sorted(
        (r for r in profile.indicators if r.score is not None and r.figure.value is not None),
        key=lambda r: -(r.score or 0.0),
    )[::-1]  # the order of the highlights, so that both name the same gap first
    if not scored:
        return nothing_slide(asked, "gap", text("report.none.picture", language))
    behind = [r for r in scored if (b := r.benchmark("country")) and b.relation == "worse"]
    result = (behind or scored)[0]
    indicator = catalogue.indicators[result.indicator_id]
    name = short_indicator_name(indicator, language)
    value = words.measured(result.figure.value or 0.0, indicator, language)
    title = text(
        "slides.gap_title" if behind else "slides.lowest_title", language, name=name, value=value
    )
    said = [
        s.text
        for s in sentences.result_sentences(profile, catalogue, result.indicator_id, language)
    ]
    country = result.benchmark("country")
    if country is not None and country.gap is not None:
        said.insert(0, gap_sentence(profile, catalogue, result, country, language))
    points = [Points(text("slides.meaning", language), tuple(("–", s) for s in said[:3]))]
    warnings = break_reasons(catalogue, result, language)
    if warnings:
        points.append(
            Points(text("slides.beware", language), tuple(("–", w) for w in warnings[:1]))
        )
    chart = over_years(profile, catalogue, result, "column", language, most=YEARS_SHOWN)
    return Slide(
        "gap",
        title,
        ChartAndWords(chart, tuple(points)),
        source_line(asked, [result.indicator_id]),
        notes(asked, title, [result.indicator_id], ("as_country", "cause")),
    )
