"""The slide that sets the unit beside units like it."""

from __future__ import annotations

from statistics import median

from moibench.analysis.comparative_results import Peers
from moibench.analysis.results import CountrySummary
from moibench.presentation.language import text
from moibench.presentation.names import unit_name
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import peers_line, score_line
from moibench.presentation.sentences import words
from moibench.presentation.slides.deck import ChartAndWords, Points, Slide
from moibench.presentation.slides.notes import notes
from moibench.presentation.slides.nothing import nothing_slide


def peers_slide(asked: Question, peers: Peers | None, summary: CountrySummary) -> Slide:
    """Show the overall score beside the statistical peers'; the country beside its regions."""
    profile, language = asked.profile, asked.language
    scores = dict(profile.overall.distribution)
    if asked.unit_type == "country":
        others = [(r.unit_code, r.overall.score) for r in summary.regions]
        key = "regions"
    else:
        others = [(code, scores.get(code)) for code in (peers.codes if peers else ())]
        key = "peers"
    held = sorted(((c, s) for c, s in others if s is not None), key=lambda pair: -pair[1])
    own = profile.overall.score
    names = [unit_name(asked.catalogue, c, language) for c, _ in held]
    if own is None or not held:
        key = "no_score_title" if own is None else "no_peers_title"
        return nothing_slide(asked, "peers", text(f"slides.{key}", language, unit=asked.unit))
    middle = median(score for _, score in held)
    relation = "above" if own > middle else "below" if own < middle else "equal"
    title = text(
        f"slides.{key}_title_{relation}",
        language,
        count=len(held),
        points=words.points(own, language),
        median=words.points(middle, language),
    )
    rows = sorted(
        [*zip(names, (s for _, s in held), strict=True), (asked.unit, own)], key=lambda r: -r[1]
    )
    rows.append((text(f"slides.{key}_median", language), middle))
    categories = tuple(name for name, _ in rows)
    chart = NativeChart(
        "bar",
        text(f"slides.{key}_chart", language, year=asked.year),
        "; ".join(f"{name}: {words.points(score, language)}" for name, score in rows),
        categories,
        (Series(text("table.column.score", language), tuple(s for _, s in rows)),),
        decimals=1,
        highest=100.0,
        emphasised=frozenset({categories.index(asked.unit)}),
    )
    apart = [c for c, _ in held if c not in profile.overall.indistinct]
    said = [text(f"slides.{key}_why", language, names=words.joined(names, language))]
    if asked.unit_type != "country":
        said.append(
            text("slides.peers_apart", language, count=len(apart), of=len(held))
            if apart
            else text("slides.peers_not_apart", language)
        )
    return Slide(
        "peers",
        title,
        ChartAndWords(
            chart, (Points(text("slides.meaning", language), tuple(("–", s) for s in said)),)
        ),
        peers_line(asked, peers) if peers and key == "peers" else score_line(asked),
        notes(asked, title, (), ("peers",) if asked.unit_type != "country" else ()),
    )
