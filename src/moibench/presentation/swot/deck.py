"""The SWOT as slides for ten minutes: at a glance, each part with a chart, TOWS, what to decide."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.analysis.swot.board import STRATEGIES
from moibench.analysis.swot.results import QUADRANTS, Candidate
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.slides.deck import (
    ChartAndWords,
    Columns,
    Deck,
    FrontSlide,
    Notes,
    Points,
    Slide,
)
from moibench.presentation.swot.content import Line, SwotContent
from moibench.presentation.swot.sentences import subject_name
from moibench.presentation.years import year_number

AT_A_GLANCE = 3  # items a part on the slide of all four
MOST_ITEMS = 4  # on the slide of one part
MOST_LETTERS = 140  # of an item on a slide
CHART_YEARS = 10


def swot_deck(content: SwotContent, catalogue: Catalogue) -> Deck:
    """Return at most ten slides; the notes hold every item whole, with its sources."""
    language = content.language

    def say(key: str, **fields: object) -> str:
        return text(f"swot.made.{key}", language, **fields)

    code = say("code", code=content.code, version=content.data_version)
    everything = [line for q in QUADRANTS for line in content.parts[q]]
    slides = [_glance(content), *(_part(content, q, catalogue) for q in QUADRANTS)]
    slides += [s for s in (_tows(content, "so", "wo"), _tows(content, "st", "wt")) if s]
    slides.append(_to_decide(content))
    return Deck(
        language=language,
        title=content.title,
        foot=f"{content.title} · {code}",
        front=FrontSlide(
            system=text("slides.system", language),
            title=content.title,
            finding=content.finding,
            audience=say("draft_note") if content.is_draft else say("until", year=content.year),
            edition=code,
            notes=Notes(content.finding, _sources(everything), ()),
            address=content.address,
            said=text("chapters.page", language, address=content.address)
            if content.address
            else "",
        ),
        slides=tuple(slides),
        words={
            key: text(f"slides.{key}", language)
            for key in ("message", "sources", "questions", "asks", "answers")
        },
    )


def _points(title: str, lines: Sequence[Line], most: int, language: Language) -> Points:
    # The label is no sign: its letters are wider than what hangs before a line.
    shown = [("", f"{line.label} {_short(line.short)}") for line in lines[:most]]
    if len(lines) > most:
        more = text("swot.made.more", language, count=len(lines) - most)
        shown.append(("", more))
    return Points(title, tuple(shown) or (("", text("swot.made.none", language)),))


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= MOST_LETTERS else f"{flat[: MOST_LETTERS - 1].rstrip()}…"


def _glance(content: SwotContent) -> Slide:
    language = content.language

    def part(quadrant: str) -> Points:
        return _points(content.letter(quadrant), content.parts[quadrant], AT_A_GLANCE, language)

    lines = [line for q in QUADRANTS for line in content.parts[q]]
    return Slide(
        "glance",
        content.finding,
        Columns(part("strength"), (part("weakness"), part("threat")), (part("opportunity"),)),
        _foot(lines, language),
        Notes(content.finding, _sources(lines), ()),
    )


def _part(content: SwotContent, quadrant: str, catalogue: Catalogue) -> Slide:
    language, lines = content.language, content.parts[quadrant]
    name = content.letter(quadrant)
    key = "part_title" if lines else "part_none"
    fields = {"part": name, "count": len(lines), "first": _short(lines[0].short) if lines else ""}
    title = text(f"swot.made.{key}", language, **fields)
    points = _points(text(f"swot.from.{quadrant}", language), lines, MOST_ITEMS, language)
    drawn = next(
        (c for line in lines if (c := line.candidate) and _points_since_break(c) > 1), None
    )
    body: ChartAndWords | Columns = Columns(points, ())
    if drawn is not None:
        body = ChartAndWords(_chart(drawn, catalogue, language), (points,))
    spoken = "\n".join(f"{line.label} {line.words}" for line in lines) or title
    return Slide(quadrant, title, body, _foot(lines, language), Notes(spoken, _sources(lines), ()))


def _points_since_break(candidate: Candidate) -> int:
    since = max(candidate.break_years, default=0)
    return sum(p.year >= since for p in candidate.history)


def _chart(candidate: Candidate, catalogue: Catalogue, language: Language) -> NativeChart:
    """Return the candidate's own line and the one it is set beside, with their figures."""
    # A line of a native chart would join values across a break in series.
    since = max(candidate.break_years, default=0)
    own = {p.year: p.value for p in candidate.history if p.year >= since}
    other = {p.year: p.value for p in candidate.reference if p.year >= since}
    years = sorted({*own, *(y for y in other if y >= min(own))})[-CHART_YEARS:]
    table = str(candidate.fact("table") or "") or None
    subject = subject_name(candidate.subject, table, catalogue, language)
    beside = text("swot.made.beside", language)
    series = [Series(text("swot.made.own", language), tuple(own.get(y) for y in years), True)]
    if any(y in other for y in years):
        series.append(Series(beside, tuple(other.get(y) for y in years)))
    indicator = catalogue.indicators.get(candidate.subject)
    indexed = candidate.subject_kind == "sector"
    title = text("swot.made.indexed", language, subject=subject) if indexed else subject
    if indicator is not None:
        unit = indicator.unit_of_measure.in_language(language)
        title = f"{subject} ({unit})"
    return NativeChart(
        "line",
        title,
        text("swot.chart.indicator", language, subject=subject, years=f"{years[0]}–{years[-1]}"),
        tuple(str(year_number(y, language)) for y in years),
        tuple(series),
        decimals=indicator.decimals if indicator is not None else 1,
        labels=False,
    )


def _tows(content: SwotContent, *kinds: str) -> Slide | None:
    language = content.language
    lines = [line for k in kinds for line in content.strategies[k]]
    if not lines:
        return None
    left, right = (
        _points(content.letter(k), content.strategies[k], MOST_ITEMS, language) for k in kinds
    )
    title = text(
        "swot.made.tows_title",
        language,
        kinds=" · ".join(content.letter(k) for k in kinds),
        count=len(lines),
    )
    spoken = "\n".join(f"{line.label} {line.words}" for line in lines) or title
    return Slide(
        "tows-" + "-".join(kinds),
        title,
        Columns(left, (right,)),
        text("swot.tows.about", language),
        Notes(spoken, (), ()),
    )


def _to_decide(content: SwotContent) -> Slide:
    """Show what the meeting is asked for, and what the figures cannot carry."""
    language = content.language

    def say(key: str, **fields: object) -> str:
        return text(f"swot.made.{key}", language, **fields)

    lines = [line for q in QUADRANTS for line in content.parts[q]]
    strategies = [line for k in STRATEGIES for line in content.strategies[k]]
    asked = [say("ask_draft") if content.is_draft else say("ask_items", count=len(lines))]
    asked.append(
        say("ask_strategies", count=len(strategies)) if strategies else say("ask_no_strategies")
    )
    limits = []
    low = text("swot.confidence.low", language)
    if unsure := [line.label for line in lines if line.confidence == low]:
        limits.append(say("limit_low", labels=", ".join(unsure)))
    limits += [f"{line.label}: {w}" for line in (*lines, *strategies) for w in line.warnings][:4]
    if content.rejected:
        limits.append(say("limit_rejected", count=len(content.rejected)))
    limits.append(text("swot.confidence_note", language))
    title = say("decide_title")
    return Slide(
        "decide",
        title,
        Columns(
            Points(say("decide"), tuple((f"{n}.", said) for n, said in enumerate(asked, 1))),
            (Points(text("slides.limits", language), tuple(("–", said) for said in limits)),),
        ),
        say("until", year=content.year),
        Notes(title, (), ()),
    )


def _foot(lines: Sequence[Line], language: Language) -> str:
    found = dict.fromkeys(f"{e.source}" for line in lines for e in line.evidence if e.source)
    own = text("swot.computed", language)
    sources = [s for s in found if s != own][:3]
    return text("swot.made.source_line", language, sources=" · ".join(sources) or own)


def _sources(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            f"{line.label} {e.name}: {e.value} {e.year} ({e.source})".replace(" ()", "")
            for line in lines
            for e in line.evidence
        )
    )
