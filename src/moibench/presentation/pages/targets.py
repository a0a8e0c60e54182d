"""A unit's targets: where each stands, whether it is worth its name, and one to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from moibench.analysis import results
from moibench.analysis.entered_targets import EnteredTarget
from moibench.analysis.plan_results import MemberTargets, TargetProgress, TargetReview
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Design
from moibench.presentation.charts import Figure, target_track
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import format_percent, format_value
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Link, Option, State
from moibench.presentation.pages.chart_strips import with_strips
from moibench.presentation.pages.target_counts import TargetCounts, member_counts, own_counts
from moibench.presentation.pages.target_table import level_said
from moibench.presentation.pages.trust import trust_strip
from moibench.presentation.sentences.plans import target_sentences
from moibench.presentation.years import format_year


@dataclass(frozen=True, slots=True)
class TargetCard:
    """One target with its track."""

    name: str
    address: str
    unit_of_measure: str
    css: str
    state: str
    sentences: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    origin: str
    source: str
    track: Figure | None
    trust: Markup


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """Everything the template prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    known_until: str
    targets: tuple[TargetCard, ...]
    counts: TargetCounts | None
    members: TargetCounts | None
    empty: str
    elsewhere: tuple[Link, ...]
    tried: TargetCard | None
    table: str
    action: str
    indicators: tuple[Option, ...]
    typed: Mapping[str, str]
    permanent: str
    data_version: str

    @property
    def has_tracks(self) -> bool:
        """Tell whether any chart is drawn."""
        cards = (*self.targets, *((self.tried,) if self.tried else ()))
        return any(c.track is not None for c in cards)


def targets_page(
    review: TargetReview,
    tried: TargetProgress | None,
    typed: Mapping[str, str],
    catalogue: Catalogue,
    design: Design,
    state: State,
    *,
    members: MemberTargets | None = None,
    figures: Mapping[str, Mapping[tuple[str, int], results.Figure]] = MappingProxyType({}),
    entered: tuple[EnteredTarget, ...] = (),
    may_write: bool = False,
) -> TargetsPage:
    """Lay out the review.

    tried: a target of the address, judged like the others, not stored. members: those of the
    units inside. figures: of the actual values, by indicator. entered: those that
    officers entered, with when. may_write: whether the reader may enter some.
    """
    language, code = state.language, review.unit_code
    name = full_unit_name(catalogue, code, language)
    path = f"/targets/{code}"
    return TargetsPage(
        title=text("targets.title", language, name=name),
        name=text("targets.short", language),
        crumbs=words.unit_crumbs(catalogue, code, state),
        known_until=text("targets.known", language, year=format_year(review.year, language)),
        targets=tuple(
            _card(p, catalogue, state, number, figures, entered)
            for number, p in enumerate(review.targets, start=1)
        ),
        counts=own_counts(review, language),
        members=member_counts(members, catalogue, state) if members else None,
        empty="" if review.targets else text("targets.empty", language, name=name),
        elsewhere=_elsewhere(catalogue, code, state),
        tried=_card(tried, catalogue, state, 0, figures) if tried else None,
        table=f"{address.PREFIX[language]}{path}/table" if may_write else "",
        action=f"{address.PREFIX[language]}{path}",
        indicators=tuple(
            Option(
                i,
                short_indicator_name(catalogue.indicators[i], language),
                i == typed.get("indicator"),
            )
            for i in design.indicator_ids
        ),
        typed=typed,
        permanent=State(language, state.year).address(
            path, *((k, v) for k, v in typed.items() if v and typed["value"])
        ),
        data_version=review.stamp.data_version,
    )


def _card(
    progress: TargetProgress,
    catalogue: Catalogue,
    state: State,
    number: int,
    figures: Mapping[str, Mapping[tuple[str, int], results.Figure]],
    entered: tuple[EnteredTarget, ...] = (),
) -> TargetCard:
    language, target = state.language, progress.target
    indicator = catalogue.indicators[target.indicator]
    ambition = progress.ambition
    terms: list[tuple[str, str]] = [
        ("goal", format_value(progress.goal, indicator)),
        ("base", format_value(progress.base, indicator)),
        ("latest", format_value(progress.latest.value, indicator)),
        ("required", format_value(progress.required_now, indicator)),
        ("ratio", _pace(progress, language)),
        ("expected", format_value(progress.expected_at_end, indicator)),
    ]
    if ambition.gains is not None:
        gains = (format_value(g, indicator, signed=True) for g in ambition.gains[:4])
        terms.append(("gains", " · ".join(gains)))
        terms.append(("asked", format_value(ambition.goal_gain, indicator, signed=True)))
        terms.append(("reached", format_percent(ambition.share_reaching)))
        spells = text("targets.spells", language, spells=ambition.spells, units=ambition.units)
        terms.append(("from_spells", spells))
    years = {
        "goal": target.target_year,
        "base": target.base_year,
        "latest": progress.latest.year,
    }
    track = target_track(progress, indicator, language, number=number)
    css = {"achieved": "p", "on_track": "p", "moving_away": "m", "limited": "m"}
    return TargetCard(
        name=short_indicator_name(indicator, language),
        address=address.indicator(state, indicator.id),
        unit_of_measure=indicator.unit_of_measure.in_language(language),
        css=css.get(progress.state, "z"),
        state=text(f"targets.state.{progress.state}", language),
        sentences=tuple(s.text for s in target_sentences(progress, catalogue, language)),
        terms=tuple((_term(key, years, language), value) for key, value in terms),
        origin=_origin(progress, entered, catalogue, language),
        source=target.source.in_language(language),
        track=with_strips(track, figures.get(indicator.id, {}), catalogue, language)
        if track
        else None,
        trust=trust_strip(progress.latest, catalogue, language),
    )


def _pace(progress: TargetProgress, language: Language) -> str:
    if progress.ratio is not None and progress.ratio < 0:
        return text("targets.other_way", language)
    return format_percent(progress.ratio)


def _origin(
    progress: TargetProgress,
    entered: tuple[EnteredTarget, ...],
    catalogue: Catalogue,
    language: Language,
) -> str:
    """Say whether a target is the unit's own or taken over, and when it was entered."""
    target, said = progress.target, []
    if progress.plan_id is not None:
        plan = catalogue.plans[progress.plan_id].short_name.in_language(language)
        said.append(text("target_table.from_plan", language, plan=plan))
    if target.level is not None:
        level = level_said(target.level, language)
        said.append(text("target_table.from_level", language, level=level))
    moments = [e.entered_at for e in entered if e.target == target]
    if moments:
        when = format_moment(moments[0], language)
        said.append(text("target_table.entered", language, when=when))
    return " · ".join(said)


def _term(key: str, years: Mapping[str, int | None], language: Language) -> str:
    name = text(f"targets.term.{key}", language)
    year = years.get(key)
    return f"{name} {format_year(year, language)}" if year is not None else name


def _elsewhere(catalogue: Catalogue, code: str, state: State) -> tuple[Link, ...]:
    """Return the other units that the catalogue holds targets of."""
    units = dict.fromkeys(
        t.unit for s in catalogue.targets.values() for t in s.targets if t.unit is not None
    )
    return tuple(
        Link(full_unit_name(catalogue, u, state.language), address.targets(state, u))
        for u in units
        if u != code
    )
