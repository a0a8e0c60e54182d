"""An agenda as slides for ten minutes; their titles are what was found."""

from __future__ import annotations

from typing import Any

from moibench.analysis.results import RankedUnit
from moibench.analysis.two_years import Move
from moibench.presentation.agendas.compared import signed
from moibench.presentation.agendas.document import ENDS, Told, ends, item_rows, map_picture, span
from moibench.presentation.agendas.words import named, remarks_said
from moibench.presentation.language import text
from moibench.presentation.pictures.native import HALF, range_series
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.report.trust import source_line
from moibench.presentation.slides.deck import (
    ChartAndWords,
    Columns,
    Deck,
    FrontSlide,
    Illustration,
    Notes,
    Points,
    Slide,
    SlideColumn,
    SlideTable,
)

RANGES = 12
MOST_CAUTIONS = 3


def agenda_deck(told: Told) -> Deck:
    """Return slides for ten minutes; their titles are what was found."""
    words = ("message", "sources", "questions", "asks", "answers")
    return Deck(
        language=told.language,
        title=told.title,
        foot=f"{told.title} · {told.code}",
        front=FrontSlide(
            system=text("slides.system", told.language),
            title=told.title,
            finding=told.finding(),
            audience=told.result.agenda.purpose.in_language(told.language),
            edition=told.code,
            notes=_notes(told, told.finding()),
            address=told.address,
            said=text("chapters.page", told.language, address=told.address) if told.address else "",
        ),
        slides=tuple(s for s in _slides(told) if s is not None),
        words={key: text(f"slides.{key}", told.language) for key in words},
    )


def _slides(told: Told) -> tuple[Slide | None, ...]:
    return (
        _items_slide(told),
        _ends_slide(told),
        _map_slide(told),
        _ranges_slide(told),
        _moves_slide(told),
        _drives_slide(told),
        _limits_slide(told),
        _next_slide(told),
    )


def _notes(told: Told, message: str) -> Notes:
    ids = [i.indicator for i in told.result.agenda.scored]
    questions = tuple(
        (told.say(f"question.{k}"), told.say(f"answer.{k}")) for k in ("sure", "moved", "again")
    )
    return Notes(message, (source_line(told.asked, ids),), questions)


def _slide(told: Told, slide_id: str, title: str, body: Any) -> Slide:
    ids = [i.indicator for i in told.result.agenda.scored]
    return Slide(slide_id, title, body, source_line(told.asked, ids), _notes(told, title))


def _items_slide(told: Told) -> Slide:
    heads = (("indicator", 0.5, False), ("weight", 0.14, True), ("direction", 0.2, False),
             ("present", 0.16, True))  # fmt: skip
    columns = tuple(SlideColumn(told.say(f"column.{h}"), s, n) for h, s, n in heads)
    rows = tuple(row[:4] for row in item_rows(told))[:RANGES]
    title = told.say("slide.items", scored=len(told.result.agenda.scored))
    return _slide(told, "items", title, SlideTable(columns, rows))


def _ends_slide(told: Told) -> Slide:
    def lines(units: tuple[RankedUnit, ...]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (
                str(u.rank),
                told.say(
                    "line",
                    unit=told.unit(u.unit_code),
                    score=f"{u.figure.value or 0:.1f}",
                    low=u.rank_low,
                    high=u.rank_high,
                ),
            )
            for u in units
        )

    left = Points(told.say("first"), lines(told.ranked[:ENDS]))
    right = Points(told.say("last"), lines(told.ranked[-ENDS:]))
    return _slide(told, "order", told.finding(), Columns(left, (right,)))


def _map_slide(told: Told) -> Slide | None:
    picture = map_picture(told)
    if picture is None:
        return None
    remark = text("agenda_documents.map_note", told.language)
    return _slide(told, "map", picture.caption, Illustration(picture, remark))


def _ranges_slide(told: Told) -> Slide:
    units = told.ranked[:RANGES]
    widest = max(units, key=lambda u: (u.rank_high or 0) - (u.rank_low or 0))
    title = told.say(
        "slide.ranges",
        unit=told.unit(widest.unit_code),
        low=widest.rank_low,
        high=widest.rank_high,
    )
    chart = NativeChart(
        "range",
        told.say("ranges", count=len(units)),
        title,
        tuple(f"{u.rank} {told.unit(u.unit_code)}" for u in units),
        range_series(
            [(u.rank or 0, u.rank_low or 0, u.rank_high or 0) for u in units], told.language
        ),
        highest=len(told.ranked) + HALF,
        labels=False,
    )
    said = Points(told.say("how_sure"), (("•", told.say("ranges_about")),))
    return _slide(told, "ranges", title, ChartAndWords(chart, (said,)))


def _moves_slide(told: Told) -> Slide | None:
    moves = told.result.moves
    if moves is None or not moves.moves:
        return None
    risen, fallen = ends(moves)

    def lines(of: list[Move]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (
                signed(m.to_value - m.from_value),
                f"{told.unit(m.unit_code)} {m.from_rank} → {m.to_rank}",
            )
            for m in of
        ) or (("–", text("agendas.no_movers", told.language)),)

    up, down = text("agendas.risen", told.language), text("agendas.fallen", told.language)
    body = Columns(Points(up, lines(risen)), (Points(down, lines(fallen)),))
    return _slide(told, "moves", span(told, moves), body)


def _drives_slide(told: Told) -> Slide | None:
    known = [i for i in told.result.items if i.drives is not None]
    if not known:
        return None
    known.sort(key=lambda i: -(i.drives or 0.0))
    chart = NativeChart(
        "bar",
        text("agendas.drives", told.language),
        told.driven(),
        tuple(named((i.indicator_id,), told.catalogue, told.language) for i in known),
        (
            Series(
                text("agendas.drives", told.language),
                tuple((i.drives or 0) * 100 for i in known),
                emphasis=True,
            ),
        ),
    )
    said = Points(
        text("agendas.moved", told.language),
        tuple(
            (
                "–" if i.moved is None else f"{i.moved:.1f}",
                named((i.indicator_id,), told.catalogue, told.language),
            )
            for i in known[:ENDS]
        ),
    )
    return _slide(told, "drives", told.driven(), ChartAndWords(chart, (said,)))


def _limits_slide(told: Told) -> Slide:
    said = list(remarks_said(told.result.remarks, told.catalogue, told.language))
    lacking = len(told.result.missing)
    said.append(
        told.say("lacking", count=lacking)
        if lacking
        else text("agendas.missing_none", told.language)
    )
    cautions = [
        ("•", indicator.caveats.in_language(told.language))
        for i in told.result.agenda.scored
        if (indicator := told.catalogue.indicators[i.indicator]).caveats
    ][:MOST_CAUTIONS]
    right = (Points(told.say("caveats"), tuple(cautions)),) if cautions else ()
    body = Columns(Points(told.say("limits"), tuple(("•", s) for s in said)), right)
    return _slide(told, "limits", told.say("slide.limits"), body)


def _next_slide(told: Told) -> Slide:
    lines = tuple((str(n), told.say(f"next.{n}")) for n in (1, 2, 3))
    body = Columns(Points(told.say("next_head"), lines), ())
    return _slide(told, "next", told.say("slide.next"), body)
