"""A value chain as slides: the whole as shapes, a table a stage, the gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

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
from moibench.presentation.value_chain.lines import ChainLines, FactorLine, GapLine, StageLine
from moibench.presentation.value_chain.picture import alternative, picture_note
from moibench.presentation.value_chain.report import sources_said, stage_heads, stage_rows

ROWS_A_SLIDE = 9
GAPS_A_COLUMN = 5
SHARES = (23.0, 24.0, 15.0, 9.0, 15.0, 9.0, 13.0)


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
                ", ".join(s.actors) or text("value_chain.no_actors", language),
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
    rows = stage_rows(stage, language)
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
    columns = tuple(
        SlideColumn(head, share, i == 3)
        for i, (head, share) in enumerate(zip(stage_heads(lines), SHARES, strict=True))
    )
    actors = ", ".join(stage.actors) or text("value_chain.no_actors", language)
    remark = f"{text('value_chain.actors', language)}: {actors}"
    pages = _pages(rows)
    for number, page in enumerate(pages, 1):
        yield Slide(
            f"{stage.stage}-{number}",
            _numbered(title, number, len(pages), lines),
            SlideTable(columns, page, remark),
            _source(lines),
            _notes(title, lines),
        )


def _pages(rows: Sequence[tuple[str, ...]]) -> list[tuple[tuple[str, ...], ...]]:
    """Part the rows into slides; the first row of each says which factor it goes on with."""
    pages = []
    for start in range(0, len(rows), ROWS_A_SLIDE):
        page = list(rows[start : start + ROWS_A_SLIDE])
        if not page[0][0]:
            factor = next(r[0] for r in reversed(rows[:start]) if r[0])
            page[0] = (factor, *page[0][1:])
        pages.append(tuple(page))
    return pages


def _gaps(lines: ChainLines) -> Iterator[Slide]:
    language = lines.language
    if not lines.gaps:
        title = text("value_chain.slide.no_gaps", language)
        said = Points(title, (("–", text("value_chain.gaps.none", language)),))
        yield Slide("gaps", title, Columns(said, ()), _source(lines), _notes(title, lines))
        return
    title = text("value_chain.slide.gaps", language, count=len(lines.gaps))
    parts = [
        lines.gaps[i : i + GAPS_A_COLUMN] for i in range(0, len(lines.gaps), GAPS_A_COLUMN)
    ]
    pages = [parts[i : i + 2] for i in range(0, len(parts), 2)]
    for number, page in enumerate(pages, 1):
        left, *right = (_points(part) for part in page)
        yield Slide(
            f"gaps-{number}",
            _numbered(title, number, len(pages), lines),
            Columns(left, tuple(right)),
            _source(lines),
            _notes(title, lines),
        )


def _points(gaps: Sequence[GapLine]) -> Points:
    names = " · ".join(dict.fromkeys(g.stage_name for g in gaps))
    return Points(
        names,
        tuple(("◆" if g.kind in ("worse", "off_target") else "○", g.said) for g in gaps),
    )


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
    return said if len(said) <= 150 else f"{said[:147]}…"


def _notes(message: str, lines: ChainLines) -> Notes:
    return Notes(message, sources_said(lines), ())
