"""What came with a plan: one unit over all indicators, one indicator over all units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from moibench.analysis.plan_results import BeforeAfter, PlanEffect, PlanVerdict
from moibench.analysis.results import Figure, Relation
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework, Indicator
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup, RankingAxis, ranking_axis
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name, unit_name
from moibench.presentation.numbers import (
    NO_VALUE,
    format_number,
    format_percent,
    format_value,
)
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Link, Option, Select, State
from moibench.presentation.pages.plan_form import (
    PlanForm,
    indicator_boxes,
    lasting_address,
    plan_form,
    windows_said,
)
from moibench.presentation.pages.trust import trust_strip
from moibench.presentation.sentences.plans import plan_sentence
from moibench.presentation.years import format_year

WIDTH = 250
Figures = Mapping[tuple[str, str], tuple[Figure, Figure]]
VERDICTS: tuple[PlanVerdict, ...] = get_args(PlanVerdict)
NOT_JUDGED = "not_judged"  # context is neither good nor bad, which is no want of knowledge
SHOWN: tuple[str, ...] = (*VERDICTS, NOT_JUDGED)
LEVELS = ("province", "cluster", "region")
_RELATION: dict[str, Relation] = {
    "clearly_better": "better",
    "probably_better": "better",
    "no_different": "similar",
    "probably_worse": "worse",
    "clearly_worse": "worse",
}


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One unit and indicator over the plan. css: p, z, m or nothing."""

    id: str
    name: str
    address: str
    note: str
    before: str
    before_trust: Markup
    after: str
    after_trust: Markup
    own: str
    peers: str
    excess: str
    bar: Markup
    placebo: str
    pre_trend: str
    verdict: str
    css: str
    reason: str


@dataclass(frozen=True, slots=True)
class EffectGroup:
    """Rows under a heading; a heading may be empty."""

    id: str
    name: str
    rows: tuple[EffectRow, ...]


@dataclass(frozen=True, slots=True)
class EffectsPage:
    """Everything the template prints of one unit, or of one indicator."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    form: PlanForm
    windows: str
    subject: str
    counts: tuple[tuple[str, str], ...]
    sentences: tuple[tuple[str, str], ...]
    axis: Markup
    groups: tuple[EffectGroup, ...]
    permanent: str
    data_version: str


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One indicator: how many units stand at each verdict, in the order of SHOWN.

    reason: the commonest one why nothing can be said.
    """

    link: Link
    counts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class PlanOverviewPage:
    """Everything the template of the overview prints."""

    title: str
    name: str
    form: PlanForm
    windows: str
    heads: tuple[str, ...]
    rows: tuple[VerdictRow, ...]
    permanent: str
    data_version: str


def unit_effects_page(
    effects: BeforeAfter,
    unit_code: str,
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    figures: Figures,
    typed: tuple[str, str] = ("", ""),
    chosen: tuple[str, ...] = (),
) -> EffectsPage:
    """Lay out one unit over many indicators.

    typed: the reader's own years before and during; chosen: the reader's own indicators.
    """
    language = state.language
    name = full_unit_name(catalogue, unit_code, language)
    found = {e.indicator_id: e for e in effects.effects}

    def row(effect: PlanEffect) -> EffectRow:
        indicator = catalogue.indicators[effect.indicator_id]
        return _row(
            effect,
            _axis([effect]),
            effect.indicator_id,
            Link(
                short_indicator_name(indicator, language),
                address.before_after_indicator(state, effect.indicator_id),
            ),
            _scale(effect, indicator, language),
            figures,
            catalogue,
            language,
        )

    groups = tuple(
        EffectGroup(
            d.id,
            d.name.in_language(language),
            tuple(row(found[i]) for i in d.indicators if i in found),
        )
        for d in framework.dimensions
        if any(i in found for i in d.indicators)
    )
    path = f"/before-after/{unit_code}"
    return EffectsPage(
        title=text("before_after.unit_title", language, name=name),
        name=text("before_after.short", language),
        crumbs=words.unit_crumbs(catalogue, unit_code, state),
        form=plan_form(
            effects,
            catalogue,
            state,
            path,
            typed,
            boxes=indicator_boxes(catalogue, framework, chosen, state),
        ),
        windows=windows_said(effects, catalogue, language),
        subject="indicator",
        counts=_counts(effects.effects, language),
        sentences=_sentences(effects.effects, catalogue, language, lambda e: e.indicator_id),
        axis=Markup(),
        groups=groups,
        permanent=lasting_address(effects, state, path, typed, chosen),
        data_version=effects.stamp.data_version,
    )


def indicator_effects_page(
    effects: BeforeAfter,
    indicator_id: str,
    level: str,
    catalogue: Catalogue,
    state: State,
    figures: Figures,
    typed: tuple[str, str] = ("", ""),
) -> EffectsPage:
    """Lay out one indicator over all units of a level, the largest excess first."""
    language = state.language
    indicator = catalogue.indicators[indicator_id]
    name = short_indicator_name(indicator, language)
    axis = _axis(effects.effects)
    sign = -1.0 if indicator.direction == "lower_is_better" else 1.0
    ordered = sorted(
        effects.effects,
        key=lambda e: (e.excess is None, -sign * (e.excess or 0.0), e.unit_code),
    )
    rows = tuple(
        _row(
            e,
            axis,
            f"unit-{e.unit_code}",
            Link(
                unit_name(catalogue, e.unit_code, language),
                address.before_after(state, e.unit_code),
            ),
            "",
            figures,
            catalogue,
            language,
        )
        for e in ordered
    )
    first = effects.effects[0]
    path = f"/before-after/indicator/{indicator_id}"
    levels = tuple(Option(k, text(f"site.unit_types.{k}", language), k == level) for k in LEVELS)
    form = plan_form(
        effects,
        catalogue,
        state,
        path,
        typed,
        (Select("level", text("indicator.level", language), levels),),
        state.with_bangkok,
    )
    return EffectsPage(
        title=text("before_after.indicator_title", language, name=name),
        name=text("before_after.short", language),
        crumbs=(
            Link(text("site.nav.indicators", language), state.plain().address("/indicator/")),
            Link(name, address.indicator(state, indicator_id)),
        ),
        form=form,
        windows=windows_said(effects, catalogue, language),
        subject="unit",
        counts=_counts(effects.effects, language),
        sentences=_sentences(ordered, catalogue, language, lambda e: f"unit-{e.unit_code}"),
        axis=_axis_head(axis, first, indicator),
        groups=(EffectGroup("units", _scale(first, indicator, language), rows),),
        permanent=lasting_address(effects, state, path, typed),
        data_version=effects.stamp.data_version,
    )


def plan_overview_page(
    effects: tuple[BeforeAfter, ...],
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    typed: tuple[str, str] = ("", ""),
    chosen: tuple[str, ...] = (),
) -> PlanOverviewPage:
    """Lay out how many provinces stand at each verdict, a row an indicator, and the choices."""
    language = state.language
    found = {e.effects[0].indicator_id: e.effects for e in effects}
    order = [i for d in framework.dimensions for i in d.indicators if i in found]
    # What could be judged comes first; else a reader meets a page of dashes.
    order.sort(key=lambda i: all(e.verdict == "cannot_say" for e in found[i]))
    areas = tuple(
        Option(c, full_unit_name(catalogue, c, language), False)
        for c, u in catalogue.units.items()
        if u.unit_type != "country"
    )
    names = tuple(
        Option(i, short_indicator_name(catalogue.indicators[i], language), False) for i in order
    )
    empty = (Option("", "–", True),)
    selects = (
        Select("area", text("before_after.area", language), empty + areas),
        Select("indicator", text("site.indicator", language), empty + names),
    )
    first = effects[0]
    return PlanOverviewPage(
        title=text("before_after.title", language),
        name=text("before_after.short", language),
        form=plan_form(
            first,
            catalogue,
            state,
            "/before-after",
            typed,
            selects,
            boxes=indicator_boxes(catalogue, framework, chosen, state),
        ),
        windows=windows_said(first, catalogue, language),
        heads=tuple(text(f"before_after.verdict.{v}", language) for v in SHOWN),
        rows=tuple(
            VerdictRow(
                Link(
                    short_indicator_name(catalogue.indicators[i], language),
                    address.before_after_indicator(state, i),
                ),
                tuple(str(sum(shown_as(e) == v for e in found[i]) or NO_VALUE) for v in SHOWN),
                _commonest_reason(found[i], language),
            )
            for i in order
        ),
        permanent=lasting_address(first, state, "/before-after", typed, chosen),
        data_version=first.stamp.data_version,
    )


def _row(
    effect: PlanEffect,
    axis: RankingAxis | None,
    row_id: str,
    link: Link,
    note: str,
    figures: Figures,
    catalogue: Catalogue,
    language: Language,
) -> EffectRow:
    indicator = catalogue.indicators[effect.indicator_id]
    relation = _RELATION.get(effect.verdict)
    reason = ""
    if effect.reason is not None:
        reason = text(
            f"before_after.reason.{effect.reason}",
            language,
            before=effect.points_before,
            after=effect.points_after,
        )
    if effect.trimmed_from is not None:
        trimmed = format_year(effect.trimmed_from, language)
        trimmed = text("before_after.trimmed", language, year=trimmed)
        reason = f"{reason} · {trimmed}" if reason else trimmed
    own, others = effect.own_change, effect.peers_change
    before, during = (
        trust_strip(f, catalogue, language) for f in figures[effect.unit_code, indicator.id]
    )
    bar = Markup()
    if axis is not None and own is not None and others is not None:
        label = text(
            "graphic.dumbbell",
            language,
            name=link.name,
            own=change_text(own, effect, indicator),
            peers=change_text(others, effect, indicator),
        )
        bar = graphics.dumbbell(axis, WIDTH, own, others, relation=relation, label=label)
    return EffectRow(
        id=row_id,
        name=link.name,
        address=link.address,
        note=note,
        before=format_value(effect.before, indicator),
        before_trust=before,
        after=format_value(effect.after, indicator),
        after_trust=during,
        own=change_text(own, effect, indicator),
        peers=change_text(others, effect, indicator),
        excess=change_text(effect.excess, effect, indicator),
        bar=bar,
        placebo=format_percent(effect.placebo_share),
        pre_trend=format_percent(effect.pre_trend_share),
        verdict=text(f"before_after.verdict.{shown_as(effect)}", language),
        css=graphics.RELATION_CLASS[relation] if relation else "",
        reason=reason,
    )


def shown_as(effect: PlanEffect) -> str:
    """Return the verdict as it is shown and counted: context stands apart from "cannot say"."""
    return NOT_JUDGED if effect.reason == NOT_JUDGED else effect.verdict


def change_text(change: float | None, effect: PlanEffect, indicator: Indicator) -> str:
    """Write a change with its sign: per cent on a geometric scale, else in the unit."""
    if change is None:
        return NO_VALUE
    if effect.scale == "geometric":
        return f"{format_number(change, 1, signed=True)}%"
    return format_value(change, indicator, signed=True)


def _scale(effect: PlanEffect, indicator: Indicator, language: Language) -> str:
    unit = indicator.unit_of_measure.in_language(language)
    if effect.scale == "geometric":
        return text("before_after.in_per_cent", language, unit=unit)
    return unit


def _axis(effects: Iterable[PlanEffect]) -> RankingAxis | None:
    """Return one axis of changes with zero on it; None where there is nothing to draw."""
    held = [
        change
        for e in effects
        if e.own_change is not None and e.peers_change is not None
        for change in (e.own_change, e.peers_change)
    ]
    return ranking_axis([*held, 0.0], count=4) if held else None


def _axis_head(axis: RankingAxis | None, effect: PlanEffect, indicator: Indicator) -> Markup:
    if axis is None:
        return Markup()
    return graphics.axis_head(axis, WIDTH, [change_text(t, effect, indicator) for t in axis.ticks])


def _counts(effects: Iterable[PlanEffect], language: Language) -> tuple[tuple[str, str], ...]:
    held = [shown_as(e) for e in effects]
    return tuple(
        (text(f"before_after.verdict.{v}", language), str(held.count(v)))
        for v in SHOWN
        if v in held
    )


def _sentences(
    effects: Iterable[PlanEffect],
    catalogue: Catalogue,
    language: Language,
    anchor: Callable[[PlanEffect], str],
) -> tuple[tuple[str, str], ...]:
    """Say every verdict that could be reached; the reasons of the others stand in the table."""
    order = {v: n for n, v in enumerate(VERDICTS)}
    told = [e for e in effects if e.verdict not in ("cannot_say", "no_different")]
    told.sort(key=lambda e: order[e.verdict])
    return tuple((plan_sentence(e, catalogue, language).text, anchor(e)) for e in told)


def _commonest_reason(effects: tuple[PlanEffect, ...], language: Language) -> str:
    reasons = Counter(
        (e.reason, e.points_before, e.points_after) if e.reason == "too_few_points" else (e.reason,)
        for e in effects
        if e.reason is not None
    )
    if not reasons:
        return ""
    reason, *points = reasons.most_common(1)[0][0]
    before, after = points or (0, 0)
    return text(f"before_after.reason.{reason}", language, before=before, after=after)
