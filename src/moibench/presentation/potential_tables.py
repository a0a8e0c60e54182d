"""The tables of the pages of positions and sectors, for a workbook."""

from __future__ import annotations

from moibench.presentation.language import Language, text
from moibench.presentation.pages.champions import ChampionsPage
from moibench.presentation.pages.position import PositionPage
from moibench.presentation.pages.position_rows import PlaceRow
from moibench.presentation.pages.sectors import SectorsPage

Table = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]
PLACES = ("own", "reference", "gap", "level", "momentum", "corner", "clear", "years")
CLOSING = ("own", "reference", "gap", "still", "needed", "achieved", "enough", "meets")


def position_tables(page: PositionPage, language: Language) -> tuple[Table, ...]:
    """Return name, heads, rows and notes of all places, of the gaps, and of what has no corner."""

    def heads(keys: tuple[str, ...]) -> tuple[str, ...]:
        return (page.first_head, *(text(f"position.head.{key}", language) for key in keys))

    def rows(given: tuple[PlaceRow, ...], keys: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        return tuple((r.name, *(getattr(r, key) for key in keys)) for r in given)

    method = (page.lead, text("position.method", language), *page.rules)
    missing = tuple((r.name, r.own, r.reference, r.why) for r in page.missing)
    return (
        (text("position.corners", language), heads(PLACES), rows(page.rows, PLACES), method),
        (
            text("position.by", language),
            heads(CLOSING),
            rows(page.closing.rows, CLOSING),
            (page.closing.title, text("position.closing_sub", language)),
        ),
        (
            text("position.missing", language),
            (*heads(("own", "reference")), text("position.why", language)),
            missing,
            (text("position.missing_sub", language),),
        ),
    )


def sectors_tables(page: SectorsPage, language: Language) -> tuple[Table, ...]:
    """Return name, heads, rows and notes of the sectors, and of every chart of the page."""

    def said(key: str) -> str:
        return text(f"sector_page.head.{key}", language)

    heads = (
        text("sectors.sector", language),
        said("value"),
        said("share"),
        *((text("sector_page.head.beside", language, benchmark=page.beside),) * bool(page.beside)),
        said("lq"),
        said("class"),
        said("own_growth"),
        said("growth"),
        *(text(f"sectors.{key}", language) for key in ("national", "mix", "regional")),
        said("competitive"),
        said("allocation"),
        said("total"),
        said("density"),
    )
    rows = tuple(
        (
            f"{r.code} {r.full_name}".strip() or r.name,
            r.value,
            r.share,
            *((r.beside,) * bool(page.beside)),
            r.lq,
            r.placed,
            r.own_growth,
            r.growth,
            *r.parts,
            r.density,
        )
        for r in (*page.rows, page.total)
    )
    notes = (
        *page.notices,
        page.table_sub,
        text("sector_page.table_note", language),
        page.classes_rule,
        text("site.source", language, source=page.source),
    )
    drawn = (page.network, page.shares, *page.structure)
    charts = [c for c in drawn if c is not None]
    return (
        (text("sector_page.short", language), heads, rows, notes),
        *((c.title, c.heads, c.rows, (c.source,)) for c in charts),
    )


def champions_tables(page: ChampionsPage, language: Language) -> tuple[Table, ...]:
    """Return name, heads, rows and notes of the sectors by evidence, and of local products."""

    def said(*keys: str) -> tuple[str, ...]:
        return tuple(text(f"champions.head.{key}", language) for key in keys)

    sector = text("sectors.sector", language)
    heads = (sector, *said("place", "kind"), *page.heads, *said("mean"),
             text("sector_page.head.value", language))  # fmt: skip
    rows = tuple(
        (r.name, r.place, r.kind, *(value for value, _ in r.evidence), r.mean, r.value)
        for r in page.rows
    )
    local = tuple((p.name, p.sector, p.note, p.evidence, p.written) for p in page.products)
    product, *others = said("product", "note", "evidence", "written")
    notes = (page.lead, page.method, text("site.source", language, source=page.source))
    return (
        (text("champions.short", language), heads, rows, notes),
        (
            text("champions.products", language),
            (product, sector, *others),
            local,
            (text("champions.products_sub", language),),
        ),
    )
