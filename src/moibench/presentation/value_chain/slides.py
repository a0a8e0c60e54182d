"""A value chain as slides: the whole as shapes, a table a stage, the gaps."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from math import ceil

from moibench.analysis.value_chain.state import ChainState
from moibench.presentation.edition_code import edition_code
from moibench.presentation.language import text
from moibench.presentation.moments import format_moment
from moibench.presentation.slides.deck import (
    ChainBox,
    ChainColumn,
    ChainFlow,
    Columns,
    Deck,
    FrontSlide,
    Notes,
    Points,
    Slide,
    SlideColumn,
    SlideTable,
)
from moibench.presentation.value_chain.lines import ChainLines, FactorLine, StageLine
from moibench.presentation.value_chain.picture import alternative, picture_note
from moibench.presentation.value_chain.report import indicator_cells, sources_said

LINES_A_SLIDE, LETTERS_A_LINE = 9, 118.0  # of a table, at the size it has then
SHARES = (26.0, 23.0, 19.0, 17.0, 20.0)
GAP_SHARES = (10.0, 90.0)
LONGEST_SOURCE = 120  # letters of one line
LAGGING = ("worse", "off_target")


def chain_deck(
    lines: ChainLines, result: ChainState, version: tuple[int, dt.datetime], address: str
) -> Deck:
    """Return a chain as slides. version: number and moment of the text; address: of its page."""
    language = lines.language
    code = text("report.edition", language, code=edition_code(result, language))
    title = text("value_chain.picture.caption", language, name=lines.name, unit=lines.unit)
    number, moment = version
    finding = text(
        "value_chain.slide.finding",
        language,
        factors=len(lines.factors),
        indicators=len(lines.indicators),
        gaps=len(lines.gaps),
    )
    return Deck(
        language=language,
        title=title,
        foot=f"{title} · {code}",
        front=FrontSlide(
            system=text("slides.system", language),
            title=title,
            finding=finding,
            audience=lines.subject,
            edition=code,
            notes=Notes(finding, (), ()),
            made=(
                text(
                    "value_chain.cover.made",
                    language,
                    number=number,
                    date=format_moment(moment, language),
                ),
                text("value_chain.slide.own", language),
            ),
            address=address,
            said=text("chapters.page", language, address=address) if address else "",
        ),
        slides=(
            _whole(lines),
            *(slide for stage in lines.stages for slide in _stage(stage, lines)),
            *_gaps(lines),
        ),
        words={
            key: text(f"slides.{key}", language)
            for key in ("message", "sources", "questions", "asks", "answers")
        },
    )


def _whole(lines: ChainLines) -> Slide:
    title = text("value_chain.slide.chain", lines.language, name=lines.name)
    return Slide("chain", title, flow(lines), _source(lines), _notes(title, lines))


def flow(lines: ChainLines) -> ChainFlow:
    """Return the whole chain as shapes of a slide."""
    language = lines.language
    return ChainFlow(
        columns=tuple(
            ChainColumn(
                s.name,
                " · ".join(s.actors) or text("value_chain.no_actors", language),
                tuple(_box(f) for f in s.factors),
            )
            for s in lines.stages
        ),
        actors=text("value_chain.actors", language),
        empty=text("value_chain.no_factors", language),
        remark=picture_note(lines),
        alternative=alternative(lines),
    )


def _box(factor: FactorLine) -> ChainBox:
    return ChainBox(
        factor.name,
        tuple((i.sign, i.name, i.value) for i in factor.indicators),
        is_measured=bool(factor.indicators),
    )


def _stage(stage: StageLine, lines: ChainLines) -> Iterator[Slide]:
    language = lines.language
    rows = [row for factor in stage.factors for row in _rows(factor, lines)]
    if not rows:
        return
    named = {i.id: i for f in stage.factors for i in f.indicators}
    title = text(
        "value_chain.slide.stage",
        language,
        stage=stage.name,
        count=len(stage.factors),
        worse=sum(i.relation == "worse" for i in named.values()),
        benchmark=lines.against,
    )
    heads = (
        text("value_chain.column.factor", language),
        text("value_chain.column.indicator", language),
        text("value_chain.column.value", language),
        text("value_chain.column.benchmark", language, name=lines.against),
        text("value_chain.column.trend_and_target", language),
    )
    yield from _tables(stage.stage, title, heads, SHARES, rows, lines)


def _rows(factor: FactorLine, lines: ChainLines) -> list[tuple[str, ...]]:
    if not factor.indicators:
        return [(factor.name, text("value_chain.no_indicators", lines.language), "", "", "")]
    cells = [indicator_cells(line) for line in factor.indicators]
    return [(factor.name if i == 0 else "", *row) for i, row in enumerate(cells)]


def _tables(
    key: str,
    title: str,
    heads: tuple[str, ...],
    shares: tuple[float, ...],
    rows: Sequence[tuple[str, ...]],
    lines: ChainLines,
) -> Iterator[Slide]:
    columns = tuple(SlideColumn(h, share) for h, share in zip(heads, shares, strict=True))
    pages = _pages(rows, shares)
    for number, page in enumerate(pages, 1):
        yield Slide(
            f"{key}-{number}",
            _numbered(title, number, len(pages), lines),
            SlideTable(columns, page),
            _source(lines),
            _notes(title, lines),
        )


def _pages(
    rows: Sequence[tuple[str, ...]], shares: tuple[float, ...]
) -> list[tuple[tuple[str, ...], ...]]:
    """Part rows into as few slides as hold them, evenly filled."""
    pages = _parted(rows, shares, LINES_A_SLIDE)
    for most in range(LINES_A_SLIDE - 1, 0, -1):
        fewer = _parted(rows, shares, most)
        if len(fewer) > len(pages):
            break
        pages = fewer
    return pages


def _parted(
    rows: Sequence[tuple[str, ...]], shares: tuple[float, ...], most: int
) -> list[tuple[tuple[str, ...], ...]]:
    """Part rows into slides of up to `most` lines; each begins with the factor's name."""
    pages: list[list[tuple[str, ...]]] = []
    used, first = most, ""
    for row in rows:
        first = row[0] or first
        if used + _lines_of(row, shares) > most:
            pages.append([])
            used, row = 0, (first, *row[1:])
        pages[-1].append(row)
        used += _lines_of(row, shares)
    return [tuple(page) for page in pages]


def _lines_of(row: tuple[str, ...], shares: tuple[float, ...]) -> int:
    """Return how many lines the highest cell of a row takes."""
    holds = (LETTERS_A_LINE * share / sum(shares) for share in shares)
    return max(ceil(_letters(cell) / room) for cell, room in zip(row, holds, strict=True))


def _letters(said: str) -> int:
    """Count the letters that take room beside each other: not vowels and tones above, below."""
    return sum(unicodedata.category(letter) != "Mn" for letter in said)


def _gaps(lines: ChainLines) -> Iterator[Slide]:
    language = lines.language
    if not lines.gaps:
        title = text("value_chain.slide.no_gaps", language)
        said = Points(title, (("–", text("value_chain.gaps.none", language)),))
        yield Slide("gaps", title, Columns(said, ()), _source(lines), _notes(title, lines))
        return
    title = text("value_chain.slide.gaps", language, count=len(lines.gaps))
    heads = tuple(text(f"value_chain.column.{key}", language) for key in ("stage", "gap"))
    rows = [(g.stage_name, f"{'◆' if g.kind in LAGGING else '–'} {g.said}") for g in lines.gaps]
    yield from _tables("gaps", title, heads, GAP_SHARES, rows, lines)


def _numbered(title: str, number: int, count: int, lines: ChainLines) -> str:
    if count == 1:
        return title
    return text("value_chain.slide.part", lines.language, title=title, number=number, count=count)


def _source(lines: ChainLines) -> str:
    sources = dict.fromkeys(i.source for i in lines.indicators if i.source)
    own = text("value_chain.slide.own", lines.language)
    if not sources:
        return own
    said = text("value_chain.slide.source", lines.language, sources="; ".join(sources))
    return said if len(said) <= LONGEST_SOURCE else f"{said[: LONGEST_SOURCE - 1]}…"


def _notes(message: str, lines: ChainLines) -> Notes:
    return Notes(message, sources_said(lines), ())
