"""One page on a unit for a governor: levels, every judged indicator, what stands out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import median

from moibench.analysis.comparative_results import Peers
from moibench.analysis.results import IndicatorResult, NodeResult
from moibench.presentation import sentences, tables
from moibench.presentation.graphics.spine import SpinePlaces, spine_places
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import format_number, format_percent, format_value
from moibench.presentation.pictures import frame
from moibench.presentation.report.question import Question
from moibench.presentation.sentences import words
from moibench.presentation.years import year_number

OLD_AFTER = 2  # years from which a figure's year stands in a dotted box
MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """The level of the whole or of a dimension; level is None where there is no score."""

    name: str
    level: int | None
    levels: str
    rank: str
    compared: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One indicator: displayed strings, and places on the spine where there is a spread.

    centre_is_median: no country value may be derived, so the units' median stands for it.
    """

    name: str
    unit_of_measure: str
    year: str
    is_old: bool
    own: str
    centre: str
    centre_is_median: bool
    rank: str
    trend: str
    worst: str
    best: str
    relation: str
    places: SpinePlaces | None


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A dimension's heading and its rows."""

    name: str
    summary: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the tile grid: own, of the same cluster, or another."""

    column: int
    row: int
    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page, in one language; nothing is left to reckon."""

    language: Language
    title: str
    system: str
    unit: str
    year: str
    place: str
    finding: str
    cards: tuple[Card, ...]
    groups: tuple[SheetGroup, ...]
    strengths: tuple[str, ...]
    gaps: tuple[str, ...]
    watch: tuple[str, ...]
    tiles: tuple[Tile, ...]
    notes: tuple[tuple[str, str], ...]
    edition: str
    words: dict[str, str]


def unit_sheet(asked: Question, peers: Peers | None) -> Sheet:
    """Return the page of a unit; without peers the line that names them is left out."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    found = sentences.highlights(profile, catalogue, language)

    def say(key: str, **fields: object) -> str:
        return text(f"report.sheet.{key}", language, **fields)

    return Sheet(
        language=language,
        title=asked.title,
        system=f"{text('report.system', language)} | {text('report.ministry', language)}",
        unit=words.capitalised(asked.unit),
        year=asked.year,
        place=_place(asked),
        finding=sentences.headline(profile, catalogue, language),
        cards=tuple(_card(asked, node) for node in (profile.overall, *profile.dimensions)),
        groups=tuple(_group(asked, node) for node in profile.dimensions),
        strengths=tuple(s.text for s in found.strengths[:MOST_SENTENCES]),
        gaps=tuple(s.text for s in found.gaps[:MOST_SENTENCES]),
        watch=tuple(s.text for s in found.watch[:1]),
        tiles=_tiles(asked),
        notes=_notes(asked, peers),
        edition=text("report.edition", language, code=asked.code),
        words={key: say(key) for key in WORDS} | _words_of_country(asked),
    )


WORDS = (
    "against_country",
    "right_is_better",
    "indicator",
    "year",
    "own",
    "country",
    "rank",
    "trend",
    "worst",
    "worse_better",
    "best",
    "strengths",
    "gaps",
    "watch",
    "key_better",
    "key_similar",
    "key_worse",
    "key_country",
    "key_median",
    "key_middle",
    "key_whole",
    "key_old",
    "location",
)


def _words_of_country(asked: Question) -> dict[str, str]:
    """Return the words that differ for the country, which is set against its provinces."""
    if asked.unit_type != "country":
        return {}
    keys = {
        "against_country": "report.sheet.against_median",
        "worse_better": "report.sheet.worse_better_median",
        "country": "report.sheet.median",
        "strengths": "report.heading.strengths_country",
        "gaps": "report.heading.gaps_country",
    }
    return {word: text(key, asked.language) for word, key in keys.items()}


def _place(asked: Question) -> str:
    profile, language = asked.profile, asked.language
    parents = [c for c in (profile.region_code, profile.cluster_code) if c is not None]
    named = list(dict.fromkeys(unit_name(asked.catalogue, c, language) for c in parents))
    if profile.members and asked.unit_type != "country":
        count = len(profile.members)
        named.append(f"{count}\u00a0{words.classifier('province', language)}")
    return " · ".join(named)


def _card(asked: Question, node: NodeResult) -> Card:
    profile, language = asked.profile, asked.language
    row = next(
        r for r in tables.node_rows(profile, asked.catalogue, language) if r.node_id == node.node_id
    )
    rank = text("report.sheet.no_rank", language)
    if node.rank is not None:
        key = "rank_range" if node.rank_low is not None else "rank_alone"
        rank = text(
            f"report.sheet.{key}", language, rank=row.rank.partition("/")[0], range=row.rank_range
        )
    compared = ""
    if node.distribution and node.rank is not None:
        compared = text(
            "report.sheet.median_score",
            language,
            of=node.of,
            classifier=words.classifier(words.unit_kind(profile, asked.catalogue), language),
            median=format_number(median(score for _, score in node.distribution), 1),
        )
    level = text("report.sheet.no_score", language)
    if node.level is not None:
        level = text("report.sheet.level", language, level=node.level, score=row.score)
    name = frame.node_name(profile, asked.catalogue, node, language)
    return Card(name, node.level, level, rank, compared)


def _group(asked: Question, node: NodeResult) -> SheetGroup:
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    dimension = words.dimension_of(profile, catalogue, node.node_id)
    judged = [
        r
        for r in profile.indicators
        if r.indicator_id in dimension.indicators and r.weight is not None
    ]
    card = _card(asked, node)
    shown = {
        row.indicator_id: row
        for row in tables.indicator_rows(
            profile, catalogue, tuple(r.indicator_id for r in judged), language
        )
    }
    rows = tuple(_row(asked, r, shown[r.indicator_id]) for r in judged)
    return SheetGroup(
        words.dimension_label(dimension, language), f"{card.levels} · {card.rank}", rows
    )


def _row(asked: Question, result: IndicatorResult, row: tables.IndicatorRow) -> SheetRow:
    indicator = asked.catalogue.indicators[result.indicator_id]
    values = [value for _, value in result.distribution]
    low_is_good = indicator.direction == "lower_is_better"
    country = result.benchmark("country")
    centre = country.figure.value if country is not None else None
    is_median = centre is None and len(values) > 1
    if is_median:
        centre = median(values)
    own = result.figure.value
    places = None
    if own is not None and centre is not None and len(values) > 1 and min(values) < max(values):
        places = spine_places(values, own, centre, cluster=None, low_is_good=low_is_good)
    unit = row.unit_of_measure
    if low_is_good:
        unit = f"{unit} · {text('report.sheet.low_is_good', asked.language)}"
    return SheetRow(
        name=row.name.removesuffix(tables.LOW_IS_GOOD_MARK),
        unit_of_measure=unit,
        year=row.year,
        is_old=(result.figure.age or 0) > OLD_AFTER,
        own=row.own,
        centre="–" if centre is None else format_value(centre, indicator),
        centre_is_median=is_median,
        rank=row.rank.partition("/")[0],
        trend=row.trend_symbol or "–",
        worst=format_value(values[-1], indicator) if places else "",
        best=format_value(values[0], indicator) if places else "",
        relation=row.relation or "",
        places=places,
    )


def _tiles(asked: Question) -> tuple[Tile, ...]:
    own, cluster = asked.profile.unit_code, asked.profile.cluster_code
    members = set(asked.profile.members)
    beside = {
        unit
        for unit, parent in asked.catalogue.links_on(dt.date(asked.profile.year, 12, 31))
        if parent == cluster
    }
    made = []
    for tile in asked.catalogue.tiles:
        kind = "other"
        if tile.unit == own or tile.unit in members or asked.unit_type == "country":
            kind = "own"
        elif tile.unit in beside:
            kind = "cluster"
        made.append(Tile(tile.column, tile.row, kind))
    return tuple(made)


def _notes(asked: Question, peers: Peers | None) -> tuple[tuple[str, str], ...]:
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    design = words.design_of(profile, catalogue)
    made = []
    if peers is not None:
        names = [unit_name(catalogue, p.unit_code, language) for p in peers.peers]
        made.append((text("report.sheet.peers", language), " · ".join(names)))
    low, high = design.uncertainty.interval
    made.append(
        (
            text("report.sheet.method", language),
            text(
                "report.sheet.method_text",
                language,
                indicators=len(design.indicator_ids),
                dimensions=len(design.dimensions),
                threshold=format_percent(design.coverage_threshold),
                low=f"{low:g}",
                high=f"{high:g}",
                replicates=format_number(profile.stamp.replicates, 0),
                seed=profile.stamp.seed,
                counting=sentences.counting_sentence(profile, catalogue, language),
            ),
        )
    )
    used: dict[str, set[int]] = {}
    for result in profile.indicators:
        source = result.figure.source_id
        if result.weight is not None and source is not None and result.figure.year is not None:
            used.setdefault(source, set()).add(result.figure.year)
    named = [
        f"{catalogue.sources[s].agency.in_language(language)} ({_years(years, language)})"
        for s, years in used.items()
        if s in catalogue.sources
    ]
    made.append((text("report.sheet.sources", language), " · ".join(dict.fromkeys(named))))
    return tuple(made)


def _years(years: set[int], language: Language) -> str:
    low, high = year_number(min(years), language), year_number(max(years), language)
    return str(low) if low == high else f"{low}–{high}"
