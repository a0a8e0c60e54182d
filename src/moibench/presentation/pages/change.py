"""Why a unit's score and rank changed between two years, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from moibench.analysis.comparative_results import ScoreChange
from moibench.analysis.results import Figure as Trusted
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework
from moibench.presentation.charts import Figure, change_waterfall
from moibench.presentation.graphics import Markup
from moibench.presentation.language import text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_score, format_value
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, Option, Select, State
from moibench.presentation.pages.trust import score_strip, trust_strip
from moibench.presentation.sentences.changes import dated, rank_sentences, score_change_sentences
from moibench.presentation.years import format_year, year_number

PARTS = ("own", "others", "revision", "method")
POINT_PARTS = ("coverage", "revision", "method")


@dataclass(frozen=True, slots=True)
class StepRow:
    """What one indicator did."""

    id: str
    name: str
    address: str
    unit_of_measure: str
    first: str
    first_trust: Markup
    last: str
    last_trust: Markup
    first_score: str
    last_score: str
    weight: str
    points: str
    css: str
    did_most: bool


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything the template prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    note: str
    first: str
    last: str
    states: tuple[tuple[str, str, str, str], ...]
    sentences: tuple[tuple[str, str], ...]
    waterfall: Figure
    steps: tuple[StepRow, ...]
    parts: tuple[tuple[str, str], ...]
    total: str
    rank_parts: tuple[tuple[str, str], ...]
    rank_total: str
    permanent: str
    data_version: str
    first_trust: Markup
    last_trust: Markup


def change_page(
    change: ScoreChange,
    years: tuple[int, ...],
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    figures: tuple[Mapping[str, Trusted], Mapping[str, Trusted]],
    *,
    first_years: tuple[int, ...] = (),
    editions: tuple[str, ...] = (),
) -> ChangePage:
    """Lay out the change.

    years: CE years, ascending, that the unit has a score in. figures: of the first and of the
    last year, by indicator. first_years: years of the edition that the first year is read from,
    where it is another. editions: those that could be.
    """
    language, code = state.language, change.unit_code
    first, last = dated(change, language)
    steps = sorted(change.steps, key=lambda s: -abs(s.points))
    rows = []
    for step in steps:
        indicator = catalogue.indicators[step.indicator_id]
        rows.append(
            StepRow(
                id=step.indicator_id,
                name=short_indicator_name(indicator, language),
                address=address.indicator(state, step.indicator_id),
                unit_of_measure=indicator.unit_of_measure.in_language(language),
                first=format_value(step.from_value, indicator),
                first_trust=trust_strip(figures[0][step.indicator_id], catalogue, language),
                last=format_value(step.to_value, indicator),
                last_trust=trust_strip(figures[1][step.indicator_id], catalogue, language),
                first_score=format_score(step.from_score),
                last_score=format_score(step.to_score),
                weight=format_number(step.weight * 100, 1),
                points=format_number(step.points, 2, signed=True),
                css="p" if step.points > 0 else "m" if step.points < 0 else "",
                did_most=step.indicator_id in change.did_most,
            )
        )
    of_rank = len(rank_sentences(change, language))
    told = score_change_sentences(change, catalogue, language)
    sentences = [
        (sentence.text, "rank" if left <= of_rank else "waterfall-head")
        for left, sentence in zip(range(len(told), 0, -1), told, strict=True)
    ]
    trusts = (
        score_strip(change.from_stamp, change.from_year, language),
        score_strip(change.to_stamp, change.to_year, language),
    )
    waterfall = change_waterfall(change, catalogue, language)
    strips = (trusts[0], *(trusts[1],) * (len(waterfall.rows) - 1))
    offered = (first_years, years) if first_years else (years[:-1], years[1:])
    more = [("of", change.node_id)] if change.node_id != words.OVERALL else []
    if first_years and change.from_stamp.edition:
        more.append(("from_edition", change.from_stamp.edition))
    bangkok = state.with_bangkok
    path = f"/change/{code}"
    return ChangePage(
        title=text(
            "change.title",
            language,
            name=full_unit_name(catalogue, code, language),
            first=first,
            last=last,
        ),
        name=text("change.short", language),
        crumbs=words.unit_crumbs(catalogue, code, replace(state.home(), with_bangkok=bangkok)),
        controls=_controls(change, offered, editions, catalogue, framework, state, path),
        note=text("change.note_editions" if first_years else "change.note", language),
        first=first,
        last=last,
        states=_states(change, state),
        sentences=tuple(sentences),
        waterfall=replace(waterfall, strips=strips),
        steps=tuple(rows),
        parts=tuple(
            (
                text(f"change.part.{p}", language),
                format_number(getattr(change, p), 2, signed=True),
            )
            for p in POINT_PARTS
        ),
        total=format_number(change.score_change, 2, signed=True),
        rank_parts=_rank_parts(change, state),
        rank_total=NO_VALUE
        if change.from_rank is None or change.to_rank is None
        else format_number(change.from_rank - change.to_rank, 0, signed=True),
        permanent=replace(state.home(), with_bangkok=bangkok).address(
            path,
            ("from", str(year_number(change.from_year, language))),
            ("to", str(year_number(change.to_year, language))),
            *more,
        ),
        data_version=change.to_stamp.data_version,
        first_trust=trusts[0],
        last_trust=trusts[1],
    )


def _controls(
    change: ScoreChange,
    years: tuple[tuple[int, ...], tuple[int, ...]],
    editions: tuple[str, ...],
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    path: str,
) -> Controls:
    language = state.language

    def select(field: str, chosen: int, offered: list[int]) -> Select:
        options = tuple(
            Option(str(year_number(y, language)), format_year(y, language), y == chosen)
            for y in sorted(offered, reverse=True)
        )
        return Select(field, text(f"change.{field}", language), options)

    chosen = change.from_stamp.edition if change.from_stamp != change.to_stamp else None
    states: tuple[Select, ...] = ()
    if editions:
        options = (
            Option("", text("change.same_data", language), chosen is None),
            *(Option(e, text("change.edition", language, name=e), e == chosen) for e in editions),
        )
        states = (Select("from_edition", text("change.from_edition", language), options),)
    nodes = (words.OVERALL, *(d.id for d in framework.dimensions))
    subjects = tuple(
        Option(n, words.node_name(catalogue, n, language), n == change.node_id) for n in nodes
    )
    return Controls(
        action=f"{address.PREFIX[language]}{path}",
        years=(),
        year_note="",
        bangkok=state.with_bangkok,
        selects=(
            Select("of", text("change.of", language), subjects),
            *states,
            select("from", change.from_year, list(years[0])),
            select("to", change.to_year, list(years[1])),
        ),
        kept=tuple(state.vantage()),
    )


def _states(change: ScoreChange, state: State) -> tuple[tuple[str, str, str, str], ...]:
    """Return score, level and rank: name, first, last, difference."""
    language = state.language
    rank_change = NO_VALUE
    if change.from_rank is not None and change.to_rank is not None:
        rank_change = format_number(change.from_rank - change.to_rank, 0, signed=True)
    return (
        (
            text("site.score", language),
            format_score(change.from_score),
            format_score(change.to_score),
            format_number(change.score_change, 1, signed=True),
        ),
        (
            text("site.level_word", language),
            str(change.from_level),
            str(change.to_level),
            format_number(change.to_level - change.from_level, 0, signed=True),
        ),
        (
            text("site.rank_word", language),
            _ranked(change.from_rank, change.of_from, state),
            _ranked(change.to_rank, change.of_to, state),
            rank_change,
        ),
    )


def _ranked(rank: int | None, of: int, state: State) -> str:
    if rank is None:
        return text("area.not_ranked", state.language)
    return text("change.ranked", state.language, rank=rank, of=of)


def _rank_parts(change: ScoreChange, state: State) -> tuple[tuple[str, str], ...]:
    """Return the four parts of the change of rank, a rise positive; none without ranks."""
    found = []
    for part in PARTS:
        places: float | None = getattr(change, f"rank_{part}")
        if places is not None:
            found.append(
                (
                    text(f"change.rank_part.{part}", state.language),
                    format_number(-places, 1, signed=True),
                )
            )
    return tuple(found)
