"""The page of a unit's product champions, and the form of a local product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from moibench.analysis.champions import EVIDENCE, Champions, SectorChampion, product_identity
from moibench.analysis.products import LONGEST_NAME, LONGEST_TEXT, Version, Wording
from moibench.catalogue import Catalogue
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name
from moibench.presentation.numbers import NO_VALUE, format_count, format_number, format_percent
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import PREFIX, Controls, Link, Option, State
from moibench.presentation.pages.sectors import section_names, table_query, year_and_table
from moibench.presentation.pages.trust import trust_strip
from moibench.presentation.sentences.words import joined
from moibench.presentation.years import format_year, format_years

NAMED = 3


@dataclass(frozen=True, slots=True)
class ChampionRow:
    """One sector; evidence: the five values, each with its place among the unit's sectors."""

    id: str
    place: str
    name: str
    kind: str
    value: str
    trust: Markup
    mean: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A local product as it stands, and where it is read and edited."""

    id: str
    name: str
    sector: str
    note: str
    evidence: str
    written: str
    address: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ChampionsPage:
    """Everything champions.html prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    lead: str
    heads: tuple[str, ...]
    rows: tuple[ChampionRow, ...]
    method: str
    source: str
    products: tuple[ProductRow, ...]
    withdrawn: tuple[ProductRow, ...]
    no_products: str
    add: str
    chains: tuple[Link, ...]
    workbook: str
    permanent: str
    data_version: str


def champions_page(
    result: Champions, products: Sequence[Version], catalogue: Catalogue, state: State
) -> ChampionsPage:
    """Lay out the champions; `products` with those withdrawn."""
    language, code = state.language, result.unit_code
    profile = result.profile
    names = section_names(catalogue.sectors[profile.table_id], language)
    name = full_unit_name(catalogue, code, language)
    path = f"/champions/{code}"
    rows = product_rows(products, catalogue, language)
    more = table_query(profile, catalogue)
    sources = (words.source_text(catalogue, s.figure, language) for s in profile.sectors)
    return ChampionsPage(
        title=text(
            "champions.title", language, name=name, year=format_year(profile.year, language)
        ),
        name=text("champions.short", language),
        crumbs=words.unit_crumbs(catalogue, code, replace(state, change_from=None)),
        controls=address.controls(
            state,
            path,
            profile.year,
            profile.years[-1],
            profile.years,
            bangkok=False,
            selects=year_and_table(profile, catalogue, language),
        ),
        lead=_lead(result, names, name, language),
        heads=(
            text("sector_page.head.lq", language),
            text("sector_page.head.share", language),
            text("sector_page.head.own_growth", language),
            text("champions.head.regional", language),
            text("champions.head.density", language),
        ),
        rows=tuple(_row(c, names, catalogue, language) for c in result.listed),
        method=text("champions.method", language, lq=f"{profile.share_threshold:g}"),
        source=", ".join(dict.fromkeys(s for s in sources if s != NO_VALUE)),
        products=tuple(r for r in rows if not r.withdrawn),
        withdrawn=tuple(r for r in rows if r.withdrawn),
        no_products=text("champions.no_products", language, name=name),
        add=product_address(code, None, language),
        chains=_chains(result, [p for p in products if not p.wording.withdrawn], names, state),
        workbook=state.address(f"{path}.xlsx", *more),
        permanent=replace(state, year=profile.year, change_from=profile.from_year).address(
            path, *more
        ),
        data_version=result.stamp.data_version,
    )


def _chains(
    result: Champions, products: Sequence[Version], names: dict[str, str], state: State
) -> tuple[Link, ...]:
    """Return where a value chain of each champion, mainstay and local product is begun."""
    path = f"/value-chain/{quote(result.unit_code)}/new"
    subjects = [
        ("sector", c.id, names[c.sector.code])
        for c in result.listed
        if c.kind in ("champion", "mainstay")
    ]
    subjects += [("product", product_identity(p.product), p.wording.name) for p in products]
    return tuple(
        Link(name, state.plain().address(path, ("kind", kind), ("subject", subject)))
        for kind, subject, name in subjects
    )


def _lead(result: Champions, names: dict[str, str], name: str, language: Language) -> str:
    if all(c.place is None for c in result.listed):
        return text("champions.none", language)
    found = {
        kind: [names[c.sector.code] for c in result.listed if c.kind == kind][:NAMED]
        for kind in ("champion", "mainstay", "emerging")
    }
    years = format_years(result.profile.from_year, result.profile.year, language)
    champions = joined(found["champion"], language)
    key = "lead" if champions else "no_champion"
    fields = {"sectors": champions} if champions else {}
    said = text(f"champions.{key}", language, name=name, years=years, **fields)
    for kind in ("mainstay", "emerging"):
        if found[kind]:
            also = text(f"champions.{kind}", language, sectors=joined(found[kind], language))
            said = f"{said} {also}"
    return said


def product_address(code: str, product: int | None, language: Language) -> str:
    """Return the address of a product's form, or of a new one's."""
    named = "new" if product is None else str(product)
    return f"{PREFIX[language]}/champions/{quote(code)}/product/{named}"


def product_rows(
    products: Sequence[Version], catalogue: Catalogue, language: Language
) -> tuple[ProductRow, ...]:
    """Return products or versions as displayed."""
    names = {
        s.code: s.short_name.in_language(language)
        for table in reversed(catalogue.sectors.values())
        for s in table.sections
    }
    return tuple(
        ProductRow(
            id=product_identity(v.product),
            name=v.wording.name,
            sector=names.get(v.wording.sector, v.wording.sector) or NO_VALUE,
            note=v.wording.note,
            evidence=v.wording.evidence,
            written=text(
                "champions.said_by",
                language,
                by=v.written_by,
                moment=format_moment(v.written_at, language),
            ),
            address=product_address(v.unit, v.product, language),
            withdrawn=v.wording.withdrawn,
        )
        for v in products
    )


def _row(
    champion: SectorChampion, names: dict[str, str], catalogue: Catalogue, language: Language
) -> ChampionRow:
    sector = champion.sector
    if champion.kind is not None:
        kind = text(f"champions.kind.{champion.kind}", language)
    else:
        key = "not_ranked" if sector.is_product else "no_product"
        kind = text(f"champions.kind.{key}", language)
    shown = {
        "lq": format_number(sector.lq, 2),
        "share": format_percent(sector.share, 1),
        "own_growth": format_percent(sector.own_growth, 1),
        "regional": format_percent(champion.regional, 1),
        "density": format_number(sector.density, 2),
    }
    places = champion.ranks
    return ChampionRow(
        id=champion.id,
        place=format_count(champion.place),
        name=f"{sector.code} {names[sector.code]}",
        kind=kind,
        value=format_number(sector.value, 0),
        trust=trust_strip(sector.figure, catalogue, language),
        mean=format_number(champion.mean_rank, 1),
        evidence=tuple(
            (shown[key], "" if place is None else str(place))
            for key, place in zip(EVIDENCE, places, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class ProductPage:
    """The form of a product with its history; `after` is the version the writer has seen."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    wording: Wording
    sectors: tuple[Option, ...]
    after: str
    faults: tuple[str, ...]
    now: ProductRow | None
    history: tuple[ProductRow, ...]
    may_write: bool
    longest_name: int
    longest_text: int
    back: str


def product_page(
    code: str,
    history: Sequence[Version],
    typed: Wording | None,
    faults: Sequence[str],
    catalogue: Catalogue,
    state: State,
    *,
    may_write: bool,
) -> ProductPage:
    """Lay out a product. typed: what stands in the form where it was refused."""
    language = state.language
    name = full_unit_name(catalogue, code, language)
    newest = history[0] if history else None
    wording = typed or (newest.wording if newest else Wording("", "", "", ""))
    known = {s.code: s.name for t in reversed(catalogue.sectors.values()) for s in t.sections}
    title = (
        text("champions.product_title", language, product=newest.wording.name, name=name)
        if newest
        else text("champions.new_title", language, name=name)
    )
    rows = product_rows(history, catalogue, language)
    return ProductPage(
        title=title,
        name=newest.wording.name if newest else text("champions.add", language),
        crumbs=(
            *words.unit_crumbs(catalogue, code, state),
            Link(text("champions.short", language), address.champions(state, code)),
        ),
        wording=wording,
        sectors=(
            Option("", text("champions.no_sector", language), not wording.sector),
            *(
                Option(c, f"{c} {n.in_language(language)}", c == wording.sector)
                for c, n in known.items()
            ),
        ),
        after=str(newest.id) if newest else "",
        faults=tuple(faults),
        now=rows[0] if rows else None,
        history=rows[1:],
        may_write=may_write,
        longest_name=LONGEST_NAME,
        longest_text=LONGEST_TEXT,
        back=address.champions(state, code),
    )


def fault_texts(faults: Sequence[str], language: Language) -> tuple[str, ...]:
    """Return every fault of a product as a sentence."""
    return tuple(
        text(f"champions.fault.{kind}", language, name=LONGEST_NAME, text=f"{LONGEST_TEXT:,}")
        if kind.startswith("long")
        else text(f"champions.fault.{kind}", language)
        for kind in faults
    )
