"""The slides of a deck as PowerPoint: native text, tables and charts that can be edited."""

from __future__ import annotations

from pptx.presentation import Presentation as Document
from pptx.slide import Slide as Page

from moibench.presentation.slides.deck import (
    Cards,
    ChainFlow,
    ChartAndWords,
    Charts,
    Columns,
    Deck,
    FrontSlide,
    Illustration,
    Notes,
    Slide,
    SlideTable,
)
from moibench.reports.pptx import package
from moibench.reports.pptx.charts import add_chart
from moibench.reports.pptx.drawing import (
    ACCENT,
    FOOT_TOP,
    GREY,
    INK,
    LEFT,
    RULE,
    SOURCE_TOP,
    WIDTH,
    Box,
    Line,
    add_cards,
    add_picture,
    add_points,
    add_rule,
    add_table,
    add_text,
    fitting_size,
)
from moibench.reports.pptx.flow import add_flow
from moibench.reports.pptx.template import open_template
from moibench.reports.qr import qr_png
from moibench.reports.template import Template

__all__ = ["build_pptx"]

TOP, BOTTOM = 3.0, 16.5  # cm of the body
GAP = 1.0


def build_pptx(deck: Deck, template: Template | None = None) -> bytes:
    """Return a deck as PowerPoint, the same bytes for the same deck and template.

    Raises:
        ReportError: the template is damaged, of another size, or has no layout with a title.
    """
    if template is None:
        document = package.new_presentation(deck.title, deck.language)
    else:
        document = open_template(template)
        package.describe(document, deck.title, deck.language)
    _write_front(document, deck, deck.front)
    for number, slide in enumerate(deck.slides, 2):
        _write_slide(document, deck, slide, number)
    return package.to_bytes(document)


def _write_front(document: Document, deck: Deck, front: FrontSlide) -> None:
    page = package.add_page(document, front.title, deck.language)
    title = package.title_of(page)
    package.place(title, Box(LEFT, 5.6, WIDTH, 2.6))
    package.style_title(title, 44)
    add_text(page, Box(LEFT, 1.4, WIDTH, 1.2), [Line(front.system, 18, GREY)], deck.language)
    add_rule(page, Box(LEFT, 8.5, WIDTH, 0.08), ACCENT)
    add_text(
        page,
        Box(LEFT, 9.0, WIDTH, 3.4),
        [Line(front.finding, 26, INK, bold=True), Line(front.audience, 20, GREY)],
        deck.language,
    )
    lines = [Line(line, 15, GREY) for line in (front.edition, *front.made)]
    add_text(page, Box(LEFT, 14.9, WIDTH - 5, 3.0), lines, deck.language)
    if front.address:
        package.add_code(
            page,
            Box(LEFT + WIDTH - 3.6, 14.2, 3.6, 3.6),
            qr_png(front.address),
            (front.address, front.said),
        )
    _write_notes(page, deck, front.notes)


def _write_slide(document: Document, deck: Deck, slide: Slide, number: int) -> None:
    page = package.add_page(document, slide.title, deck.language)
    title = package.title_of(page)
    package.place(title, Box(LEFT, 0.7, WIDTH, 2.1))
    package.style_title(title, 30 if len(slide.title) <= 70 else 24)
    body = Box(LEFT, TOP, WIDTH, BOTTOM - TOP)
    language = deck.language
    match slide.body:
        case Cards():
            add_cards(page, body, slide.body, language)
        case SlideTable():
            add_table(page, body, slide.body, slide.title, language)
        case Columns():
            _write_columns(page, body, slide.body, deck)
        case ChartAndWords():
            share = 0.64 if slide.body.words else 1.0
            add_chart(page, body.part(0, share, GAP), slide.body.chart, language)
            if slide.body.words:
                beside = body.part(share, 1.0, 0)
                size = fitting_size(beside, slide.body.words, 17)
                add_points(page, beside, slide.body.words, language, size=size)
        case Illustration():
            add_picture(page, body, slide.body, language)
        case ChainFlow():
            add_flow(page, body, slide.body, language)
        case Charts():
            _write_charts(page, body, slide.body, deck)
    add_text(page, Box(LEFT, SOURCE_TOP, WIDTH, 0.8), [Line(slide.source, 13, GREY)], language)
    add_rule(page, Box(LEFT, FOOT_TOP - 0.05, WIDTH, 0.03), RULE)
    add_text(page, Box(LEFT, FOOT_TOP, WIDTH - 2, 0.8), [Line(deck.foot, 12, GREY)], language)
    add_text(
        page,
        Box(LEFT + WIDTH - 2, FOOT_TOP, 2, 0.8),
        [Line(str(number), 12, GREY)],
        language,
        right=True,
    )
    _write_notes(page, deck, slide.notes)


def _write_columns(page: Page, body: Box, columns: Columns, deck: Deck) -> None:
    share = 0.5 if columns.right else 1.0
    filled = [
        (body.part(0, share, GAP if columns.right else 0), (columns.left, *columns.more_left))
    ]
    if columns.right:
        filled.append((body.part(share, 1.0, 0), columns.right))
    inside = [
        (Box(box.left, box.top + 0.25, box.width, box.height - 0.25), points)
        for box, points in filled
    ]
    # Letters of two sizes side by side would say that one side matters less.
    size = min(fitting_size(box, points, 20) for box, points in inside)
    for box, points in inside:
        add_rule(page, Box(box.left, box.top - 0.25, box.width, 0.07), ACCENT)
        add_points(page, box, points, deck.language, size=size)


def _write_charts(page: Page, body: Box, charts: Charts, deck: Deck) -> None:
    rows = -(-len(charts.charts) // 2)
    height = (body.height - GAP * (rows - 1) * 0.4) / rows
    for i, chart in enumerate(charts.charts):
        alone = len(charts.charts) == 1
        across = body if alone else body.part(0.5 * (i % 2), 0.5 * (i % 2 + 1), GAP * (i % 2 == 0))
        top = body.top + (i // 2) * (height + GAP * 0.4)
        add_chart(page, Box(across.left, top, across.width, height), chart, deck.language)


def _write_notes(page: Page, deck: Deck, notes: Notes) -> None:
    said = [f"{deck.words['message']}: {notes.message}"]
    if notes.sources:
        said += [f"{deck.words['sources']}:", *(f"• {source}" for source in notes.sources)]
    if notes.questions:
        said.append(f"{deck.words['questions']}:")
        for question, answer in notes.questions:
            said += [f"{deck.words['asks']} {question}", f"{deck.words['answers']} {answer}"]
    frame = page.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = "\n".join(said)
        package.set_language(frame, deck.language)
