"""What a deck is made of: slides whose titles are findings, each with its notes for the speaker."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.presentation.language import Language
from moibench.presentation.pictures import Picture
from moibench.presentation.pictures.native_chart import NativeChart


@dataclass(frozen=True, slots=True)
class LevelCard:
    """The level of the whole or of a dimension."""

    name: str
    level: int | None
    score: str
    rank: str
    note: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side, and a line a dimension below them."""

    cards: tuple[LevelCard, ...]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SlideColumn:
    """A column of a table: head, share of the width, whether its cells are numbers."""

    head: str
    share: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class SlideTable:
    """A table of displayed strings, and a line under it."""

    columns: tuple[SlideColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A heading and lines under it, each with its sign or number before it."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two lists side by side."""

    left: Points
    right: tuple[Points, ...]
    more_left: tuple[Points, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartAndWords:
    """One chart at the left, what it says at the right."""

    chart: NativeChart
    words: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Charts:
    """Several small charts, two in a row."""

    charts: tuple[NativeChart, ...]


@dataclass(frozen=True, slots=True)
class Illustration:
    """A chart of a page, drawn as a picture, with words under it."""

    picture: Picture
    remark: str


@dataclass(frozen=True, slots=True)
class ChainBox:
    """A factor of a chain; each of its lines has a sign, a name and a value."""

    name: str
    lines: tuple[tuple[str, str, str], ...]
    is_measured: bool


@dataclass(frozen=True, slots=True)
class ChainColumn:
    """A stage of a chain: name, actors in one line, factors."""

    name: str
    actors: str
    boxes: tuple[ChainBox, ...]


@dataclass(frozen=True, slots=True)
class ChainFlow:
    """A chain of stages side by side. actors, empty: the words for actors and for no factor."""

    columns: tuple[ChainColumn, ...]
    actors: str
    empty: str
    remark: str
    alternative: str


Body = Cards | SlideTable | Columns | ChartAndWords | Charts | Illustration | ChainFlow


@dataclass(frozen=True, slots=True)
class Notes:
    """What the speaker reads: main message, source of every number, likely questions."""

    message: str
    sources: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its title is the finding; one body; source line; notes."""

    id: str
    title: str
    body: Body
    source: str
    notes: Notes


@dataclass(frozen=True, slots=True)
class FrontSlide:
    """The first slide. made: on data and method; address: of the unit's page, said in words."""

    system: str
    title: str
    finding: str
    audience: str
    edition: str
    notes: Notes
    made: tuple[str, ...] = ()
    address: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """Ten slides for ten minutes, in one language."""

    language: Language
    title: str
    foot: str
    front: FrontSlide
    slides: tuple[Slide, ...]
    words: dict[str, str]
