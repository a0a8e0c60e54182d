"""What a report is made of, whatever document carries it: chapters of blocks, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from moibench.presentation.language import Language, text
from moibench.presentation.pictures import Picture

MOST_LETTERS = 500  # of a chapter that shares its page
TEXT_WIDTH = 16.0  # cm between the official margins of A4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3 inside a chapter; the chapter's own title is its level 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; `lead` stands before it in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """A line with a symbol hanging before it; shape and colour say the same."""

    symbol: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: head, width in centimetres, whether its cells are numbers."""

    head: str
    width: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption and note; cells are displayed strings.

    flows: it may break between rows whatever its length, its cells being long.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    note: str = ""
    bold_rows: frozenset[int] = frozenset()
    flows: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its caption, note and text alternative, not yet rendered."""

    picture: Picture
    note: str


Block = Heading | Paragraph | Bullet | Table | Drawing


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: a stable id, the title that the contents list, its blocks."""

    id: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def is_short(self) -> bool:
        """Whether it is a few lines, which would leave a page of their own empty."""
        said = [b for b in self.blocks if not isinstance(b, Table | Drawing)]
        return len(said) == len(self.blocks) and sum(len(b.text) for b in said) <= MOST_LETTERS


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: system, kind of document, unit, year, finding, place, owner, edition.

    made: lines on how and from which data the figures were made.
    """

    system: str
    title: str
    unit: str
    year: str
    finding: str
    place: str
    ministry: str
    edition: str
    made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a unit: cover, chapters, and what stands on every page.

    unbroken: words that no line may end inside, longest first. address: of the unit's page, for
    the code that a telephone reads; "" where it has none.
    """

    language: Language
    running_head: str
    edition: str
    cover: Cover
    chapters: tuple[Chapter, ...]
    unbroken: tuple[str, ...]
    address: str = ""

    def chapter(self, chapter_id: str) -> Chapter:
        """Return a chapter by its id.

        Raises:
            KeyError: the report has no such chapter.
        """
        for chapter in self.chapters:
            if chapter.id == chapter_id:
                return chapter
        raise KeyError(chapter_id)


@dataclass(slots=True)
class Draft:
    """A chapter while it is being written."""

    id: str
    title: str
    language: Language
    blocks: list[Block] = field(default_factory=list)

    def say(self, key: str, **fields: object) -> str:
        """Return a text of the report."""
        return text(f"report.{key}", self.language, **fields)

    def chapters(self, key: str, **fields: object) -> str:
        """Return a text of the chapters that compare and explain."""
        return text(f"chapters.{key}", self.language, **fields)

    def heading(self, level: int, content: str) -> None:
        """Add a heading inside the chapter."""
        self.blocks.append(Heading(level, content))

    def paragraph(self, content: str, *, lead: str = "") -> None:
        """Add a paragraph."""
        self.blocks.append(Paragraph(content, lead))

    def bullet(self, symbol: str, content: str) -> None:
        """Add a line with a symbol."""
        self.blocks.append(Bullet(symbol, content))

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        caption: str,
        note: str = "",
        bold_rows: frozenset[int] = frozenset(),
        flows: bool = False,
    ) -> None:
        """Add a table."""
        lines = tuple(tuple(row) for row in rows)
        self.blocks.append(Table(tuple(columns), lines, caption, note, bold_rows, flows))

    def noted(self, *parts: str) -> str:
        """Return what stands under a table: how to read it, and where it comes from."""
        return "  ".join(part for part in parts if part)

    def drawing(self, picture: Picture, note: str) -> None:
        """Add a chart."""
        self.blocks.append(Drawing(picture, note))

    def chapter(self) -> Chapter:
        """Return the chapter as written so far."""
        return Chapter(self.id, self.title, tuple(self.blocks))
