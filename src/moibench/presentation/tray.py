"""A tray as a report and as slides: one chapter or slide an item, in the officer's words."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from moibench.analysis.tray import Kept
from moibench.presentation.language import LANGUAGES, Language, text
from moibench.presentation.moments import THAILAND, format_day
from moibench.presentation.pages.glue import COMPOUNDS
from moibench.presentation.pictures import Picture
from moibench.presentation.pictures.from_spec import from_spec
from moibench.presentation.report.blocks import TEXT_WIDTH, Chapter, Column, Cover, Draft, Report
from moibench.presentation.report.front import LETTERS_PER_CM, letters
from moibench.presentation.slides.deck import (
    ChartAndWords,
    Deck,
    FrontSlide,
    Illustration,
    Notes,
    Points,
    Slide,
    SlideColumn,
    SlideTable,
)

OTHERWISE = {
    "chart.trend.band": "band",
    "chart.trend.breaks": "breaks",
    "sector_page.bars_note": "bars",
}
STATIC_WIDTH = 600  # CSS pixels of a chart that on a page is as wide as its place
ROWS_A_SLIDE = 11
MOST_COLUMNS = 10  # more would not be read on paper
LONGEST_PIECE, LONGEST_CELL, AROUND = 14, 90, 2  # letters of a column's width
LONGEST_NUMBER = 20  # letters; what is longer is a sentence
WIDER = 0.3  # of a letter, that a digit takes more than a Thai letter
SLIDE_LETTERS = 170  # between the margins of a slide, at the size of tables


def tray_report(items: Sequence[Kept], title: str, by: str, language: Language) -> Report:
    """Return the items as a report: heading, remark, chart or table, where it came from."""

    def say(key: str, **fields: object) -> str:
        return text(f"tray.{key}", language, **fields)

    newest = max(item.added_at for item in items)
    code = tray_code(items)
    return Report(
        language=language,
        running_head=title,
        edition=say("code", code=code),
        cover=Cover(
            system=text("report.system", language),
            title=title,
            unit=say("by", name=by),
            year=say("as_of", date=_day(newest, language)),
            finding="",
            place=say("count", count=len(items)),
            ministry=text("report.ministry", language),
            edition=say("code", code=code),
        ),
        chapters=tuple(_chapter(item, language) for item in items),
        unbroken=COMPOUNDS if language == "th" else (),
    )


def tray_code(items: Sequence[Kept]) -> str:
    """Return the code by which the very same figures are known again."""
    said = "".join(item.digest for item in items)
    return f"MB-T-{hashlib.sha256(said.encode()).hexdigest()[:8].upper()}"


def _chapter(item: Kept, language: Language) -> Chapter:
    draft = Draft(f"item-{item.id}", item.heading, language)
    for paragraph in item.remark.split("\n"):
        if paragraph.strip():
            draft.paragraph(paragraph.strip())
    note = _note(item, language)
    shown = item.shown
    if shown.spec is not None:
        picture = Picture(shown.title, note, shown.description, static_spec(shown.spec))
        draft.drawing(picture, note)
    heads, rows = _fitting(shown.heads, shown.rows)
    if rows:
        numbers = [_is_number(rows, i) for i in range(len(heads))]
        shares = _shares(heads, rows, TEXT_WIDTH * LETTERS_PER_CM)
        columns = [
            Column(head, TEXT_WIDTH * share / sum(shares), number)
            for head, share, number in zip(heads, shares, numbers, strict=True)
        ]
        draft.table(columns, rows, caption=shown.title, note="" if shown.spec else note)
    return draft.chapter()


def tray_deck(items: Sequence[Kept], title: str, by: str, language: Language) -> Deck:
    """Return the items as slides; a long table goes on over several."""

    def say(key: str, **fields: object) -> str:
        return text(f"tray.{key}", language, **fields)

    code = say("code", code=tray_code(items))
    newest = _day(max(item.added_at for item in items), language)
    return Deck(
        language=language,
        title=title,
        foot=f"{title} · {code}",
        front=FrontSlide(
            system=text("slides.system", language),
            title=title,
            finding=say("count", count=len(items)),
            audience=f"{say('by', name=by)} · {say('as_of', date=newest)}",
            edition=code,
            notes=Notes(title, tuple(item.heading for item in items), ()),
        ),
        slides=tuple(slide for item in items for slide in _slides(item, language)),
        words={
            key: text(f"slides.{key}", language)
            for key in ("message", "sources", "questions", "asks", "answers")
        },
    )


def _slides(item: Kept, language: Language) -> Iterator[Slide]:
    note = _note(item, language)
    notes = Notes(item.remark or item.heading, (note,), ())
    shown = item.shown
    if shown.spec is not None:
        native = from_spec(shown.spec, shown.title, shown.description, language)
        if native is not None:
            said = Points(text("tray.remark", language), (("–", item.remark),))
            body: ChartAndWords | Illustration = ChartAndWords(
                native, (said,) if item.remark else ()
            )
            note = _note(item, language, is_native=True)
        else:
            picture = Picture(shown.title, note, shown.description, static_spec(shown.spec))
            body = Illustration(picture, item.remark)
        yield Slide(f"item-{item.id}", item.heading, body, note, notes)
        return
    heads, rows = _fitting(shown.heads, shown.rows)
    columns = tuple(
        SlideColumn(head, share, _is_number(rows, i))
        for i, (head, share) in enumerate(
            zip(heads, _shares(heads, rows, SLIDE_LETTERS), strict=True)
        )
    )
    pages = [rows[i : i + ROWS_A_SLIDE] for i in range(0, len(rows), ROWS_A_SLIDE)] or [()]
    for number, page in enumerate(pages, 1):
        title = item.heading
        if len(pages) > 1:
            title = text("tray.part_of", language, heading=title, number=number, count=len(pages))
        remark = item.remark if number == 1 else ""
        yield Slide(
            f"item-{item.id}-{number}", title, SlideTable(columns, page, remark), note, notes
        )


def static_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a page's spec with a width of its own, and Sarabun for all its letters."""
    made = dict(spec)
    if made.get("width") == "container":
        made["width"] = STATIC_WIDTH
    made["config"] = {**made.get("config", {}), "font": "Sarabun", "background": "white"}
    return made


def _day(moment: dt.datetime, language: Language) -> str:
    return format_day(moment.astimezone(THAILAND).date(), language)


def _note(item: Kept, language: Language, *, is_native: bool = False) -> str:
    date = _day(item.added_at, language)
    kept = text("tray.kept_from", language, address=item.address, date=date)
    source = item.shown.source
    if is_native:  # what a page draws as a band or a stroke, an office program draws otherwise
        for said_there, said_here in OTHERWISE.items():
            for spoken in LANGUAGES:  # a page may have been kept in another language
                source = source.replace(
                    text(said_there, spoken), text(f"tray.native.{said_here}", spoken)
                )
    return f"{source} · {kept}" if source else kept


def _fitting(
    heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Leave out columns that say nothing, such as those of drawings, and those beyond the page."""
    kept = [i for i in range(len(heads)) if any(row[i] for row in rows)][:MOST_COLUMNS]
    return tuple(heads[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in rows)


def _is_number(rows: tuple[tuple[str, ...], ...], column: int) -> bool:
    cells = [row[column] for row in rows if row[column]]
    return bool(cells) and (
        sum(len(c) <= LONGEST_NUMBER and any(map(str.isdigit, c)) for c in cells) * 2 > len(cells)
    )


def _shares(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], room: float) -> list[float]:
    """Return the widths of columns in letters: no number and no short word is cut where all fit.

    room: letters between the margins.
    """
    least, wanted = [], []
    for i, head in enumerate(heads):
        cells = [head, *(row[i] for row in rows)]
        pieces = [piece for cell in cells for piece in cell.split()]
        least.append(min(max(map(_room, pieces), default=1), LONGEST_PIECE) + AROUND)
        wanted.append(min(max(map(_room, cells)), LONGEST_CELL) + AROUND)
    left = max(0.0, room - sum(least))
    return [n + left * w / sum(wanted) for n, w in zip(least, wanted, strict=True)]


def _room(said: str) -> float:
    """Return the room a text takes, in Thai letters; digits and Latin letters are wider."""
    return letters(said) + sum(letter.isascii() for letter in said) * WIDER
