"""What brings the next level soonest, and what would be if figures or weights were other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moibench.analysis.comparative_results import Lever, Levers, Outcome, WhatIf
from moibench.analysis.levers import LONGEST
from moibench.analysis.results import NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Design, Framework, Indicator
from moibench.presentation import graphics
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_score, format_value
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Controls, Link, State
from moibench.presentation.pages.trust import score_strip, trust_strip
from moibench.presentation.sentences.changes import lever_sentences, what_if_sentence
from moibench.presentation.sentences.words import measured, slope

VALUE, WEIGHT = "v-", "w-"  # what the fields of the form begin with
WEIGHTS = (0.0, 3.0)  # what sliders of weights run over; more can be typed


@dataclass(frozen=True, slots=True)
class LeverRow:
    """One indicator at the pace that peers have reached."""

    id: str
    name: str
    address: str
    value: str
    trust: Markup
    score: str
    weight: str
    pace: str
    per_year: str
    years: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Slide:
    """What a slider beside the field runs over, as numbers that a browser reads."""

    least: str
    most: str
    step: str
    now: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the what-if form: what it is now and what the reader supposes.

    slide: None where the unit has no value to begin from.
    """

    name: str
    label: str
    now: str
    typed: str
    slide: Slide | None


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The inputs of a dimension: its own weight first, then values and weights."""

    name: str
    weight: Field
    values: tuple[Field, ...]
    weights: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One thing before and after the supposition."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LeversPage:
    """Everything the template prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    state_now: str
    needed: str
    sentences: tuple[tuple[str, str], ...]
    rows: tuple[LeverRow, ...]
    no_levers: str
    action: str
    kept: tuple[tuple[str, str], ...]
    clear: str
    fields: tuple[FieldGroup, ...]
    supposed: str
    outcome: tuple[OutcomeRow, ...]
    bar: Markup
    permanent: str
    data_version: str
    score_trust: Markup


def levers_page(
    profile: Profile,
    levers: Levers | None,
    supposed: WhatIf | None,
    typed: Mapping[str, str],
    catalogue: Catalogue,
    framework: Framework,
    design: Design,
    state: State,
) -> LeversPage:
    """Lay out the levers and the form.

    levers: None where there is nobody whose pace could be taken. supposed: None where the reader
    supposes nothing yet. typed: field of the form → what stands in it.
    """
    language, code = state.language, profile.unit_code
    path = f"/levers/{code}"
    name = full_unit_name(catalogue, code, language)
    overall = profile.overall
    kept = tuple((k, v) for k, v in state.query() if k != "from")
    no_levers = ""
    if levers is None:
        no_levers = text("levers.no_peers", language)
    elif levers.next_cutoff is None:
        no_levers = text("levers.top", language)
    return LeversPage(
        title=text("levers.title", language, name=name),
        name=text("levers.short", language),
        crumbs=words.unit_crumbs(catalogue, code, state),
        controls=address.controls(
            state,
            path,
            profile.year,
            profile.newest_year,
            profile.years,
            kept=tuple((k, v) for k, v in kept if k == "model"),
        ),
        state_now=_state_now(overall, language),
        needed=_needed(levers, language),
        sentences=tuple((s.text, s.anchor) for s in lever_sentences(levers, catalogue, language))
        if levers
        else (),
        rows=tuple(_row(x, profile, catalogue, state) for x in levers.levers) if levers else (),
        no_levers=no_levers,
        action=f"{address.PREFIX[language]}{path}",
        kept=kept,
        clear=state.address(path) + "#what-if",
        fields=_fields(profile, typed, catalogue, framework, design, language),
        supposed=what_if_sentence(supposed, catalogue, language).text if supposed else "",
        outcome=_outcome(supposed, language) if supposed else (),
        bar=_bar(supposed.after) if supposed else Markup(),
        permanent=State(language, profile.year, profile.with_bangkok).address(
            path, *((k, v) for k, v in typed.items() if v)
        ),
        data_version=profile.stamp.data_version,
        score_trust=score_strip(profile.stamp, profile.year, language),
    )


def _state_now(overall: NodeResult, language: Language) -> str:
    return text(
        "levers.now",
        language,
        score=format_score(overall.score),
        level=overall.level or NO_VALUE,
    )


def _needed(levers: Levers | None, language: Language) -> str:
    if levers is None or levers.points_needed is None or levers.next_cutoff is None:
        return ""
    return text(
        "levers.needed",
        language,
        level=levers.level + 1,
        cutoff=format_score(levers.next_cutoff),
        points=format_score(levers.points_needed),
    )


def _row(lever: Lever, profile: Profile, catalogue: Catalogue, state: State) -> LeverRow:
    language = state.language
    indicator = catalogue.indicators[lever.indicator_id]
    return LeverRow(
        id=lever.indicator_id,
        name=short_indicator_name(indicator, language),
        address=address.indicator(state, lever.indicator_id),
        value=_measured(lever.value, indicator, language),
        trust=trust_strip(profile.indicator(lever.indicator_id).figure, catalogue, language),
        score=format_score(lever.score),
        weight=format_number(lever.weight * 100, 1),
        pace=_pace(lever, indicator, language),
        per_year=format_number(lever.points_per_year, 2, signed=True),
        years=format_number(lever.years, 1),
        target=format_value(lever.target_value, indicator),
        reason=text(f"levers.reason.{lever.reason}", language, longest=format_number(LONGEST, 0))
        if lever.reason
        else "",
    )


def _measured(value: float | None, indicator: Indicator, language: Language) -> str:
    return NO_VALUE if value is None else measured(value, indicator, language)


def _pace(lever: Lever, indicator: Indicator, language: Language) -> str:
    """Write the pace as the value would move: down where less is better."""
    if lever.pace is None:
        return NO_VALUE
    good = lever.pace > 0
    rises = good != (indicator.direction == "lower_is_better")
    way = "up" if rises else "down"
    size = slope(lever.pace, indicator, language)
    return text(f"levers.pace.{way}", language, size=size)


def _fields(
    profile: Profile,
    typed: Mapping[str, str],
    catalogue: Catalogue,
    framework: Framework,
    design: Design,
    language: Language,
) -> tuple[FieldGroup, ...]:
    groups = []
    for dimension in framework.dimensions:
        if dimension.id not in design.dimensions:
            continue
        weighed = design.dimensions[dimension.id]
        values, weights = [], []
        for indicator_id, leaf in weighed.indicators.items():
            indicator = catalogue.indicators[indicator_id]
            name = short_indicator_name(indicator, language)
            value = profile.indicator(indicator_id).figure.value
            now = _measured(value, indicator, language)
            slide = _slide(value, leaf.goalposts, indicator.decimals)
            values.append(_field(VALUE + indicator_id, name, now, typed, slide))
            weight = format_number(leaf.weight, 2)
            slide = _slide(leaf.weight, WEIGHTS, 2)
            weights.append(_field(WEIGHT + indicator_id, name, weight, typed, slide))
        own = _field(
            WEIGHT + dimension.id,
            text("levers.dimension_weight", language),
            format_number(weighed.weight, 2),
            typed,
            _slide(weighed.weight, WEIGHTS, 2),
        )
        name = dimension.name.in_language(language)
        groups.append(FieldGroup(name, own, tuple(values), tuple(weights)))
    return tuple(groups)


def _field(name: str, label: str, now: str, typed: Mapping[str, str], slide: Slide | None) -> Field:
    return Field(name, label, now, typed.get(name, ""), slide)


def _slide(now: float | None, ends: Sequence[float], decimals: int) -> Slide | None:
    """Return a slider between both ends, as far out as the number itself lies."""
    if now is None:
        return None
    step = 10.0**-decimals
    least = math.floor(min(*ends, now) / step) * step
    most = math.ceil(max(*ends, now) / step) * step
    shown = (f"{x:.{decimals}f}" for x in (least, most, step, now))
    return Slide(*shown)


def _outcome(supposed: WhatIf, language: Language) -> tuple[OutcomeRow, ...]:
    before, after = supposed.before, supposed.after
    rows = [
        OutcomeRow(
            text("site.score", language), format_score(before.score), format_score(after.score)
        ),
        OutcomeRow(
            text("site.level_word", language),
            str(before.level or NO_VALUE),
            str(after.level or NO_VALUE),
        ),
    ]
    if before.rank is not None or after.rank is not None:
        name = text("area.rank_head", language)
        rows.append(OutcomeRow(name, _rank(before, language), _rank(after, language)))
    return tuple(rows)


def _rank(outcome: Outcome, language: Language) -> str:
    if outcome.rank is None:
        return NO_VALUE
    return text(
        "levers.rank",
        language,
        rank=outcome.rank,
        low=outcome.rank_low,
        high=outcome.rank_high,
        of=outcome.of,
    )


def _bar(outcome: Outcome) -> Markup:
    if outcome.rank is None:
        return Markup()
    return graphics.rank_bar(260, outcome.rank, outcome.rank_low, outcome.rank_high, outcome.of)
