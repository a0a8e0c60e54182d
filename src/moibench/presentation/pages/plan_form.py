"""The form of a plan period, and the address that keeps what was chosen in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from moibench.analysis.plan_results import BeforeAfter
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Framework
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name
from moibench.presentation.pages.address import PREFIX, Option, Select, State
from moibench.presentation.years import format_year_list


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form of a period: plan, years of one's own, model of peers, and more choices.

    boxes: the indicators to choose from by dimension; chosen: how many of them are.
    """

    action: str
    before: str
    during: str
    selects: tuple[Select, ...]
    bangkok: bool | None
    boxes: tuple[tuple[str, tuple[Option, ...]], ...]
    chosen: str
    kept: tuple[tuple[str, str], ...]


def windows_said(effects: BeforeAfter, catalogue: Catalogue, language: Language) -> str:
    """Say which years are compared."""
    plan = catalogue.plans.get(effects.plan_id or "")
    return text(
        "before_after.windows",
        language,
        plan=plan.short_name.in_language(language)
        if plan
        else text("before_after.own_period", language),
        before=format_year_list(effects.before_years, language),
        during=format_year_list(effects.after_years, language),
    )


def plan_form(
    effects: BeforeAfter,
    catalogue: Catalogue,
    state: State,
    path: str,
    typed: tuple[str, str],
    more: tuple[Select, ...] = (),
    bangkok: bool | None = None,
    *,
    boxes: tuple[tuple[str, tuple[Option, ...]], ...] = (),
) -> PlanForm:
    """Build the form; typed: years of the reader's own; more: choices before the others."""
    language = state.language
    plans = tuple(
        Option(p.id, p.short_name.in_language(language), p.id == effects.plan_id)
        for p in catalogue.plans.values()
        if p.baseline_years or p.id == effects.plan_id
    )
    models = tuple(
        Option(m.id, m.name.in_language(language), m.id == effects.model_id)
        for m in catalogue.peer_models.values()
    )
    return PlanForm(
        action=f"{PREFIX[language]}{path}",
        before=typed[0],
        during=typed[1],
        selects=(
            *more,
            Select("plan", text("before_after.plan", language), plans),
            Select("model", text("before_after.model", language), models),
        ),
        bangkok=bangkok,
        boxes=boxes,
        chosen=_how_many(boxes, language),
        kept=tuple(state.vantage()),
    )


def indicator_boxes(
    catalogue: Catalogue, framework: Framework, chosen: tuple[str, ...], state: State
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Return the indicators with figures by dimension."""
    language = state.language
    return tuple(
        (
            d.name.in_language(language),
            tuple(
                Option(i, short_indicator_name(catalogue.indicators[i], language), i in chosen)
                for i in d.indicators
                if catalogue.indicators[i].has_figures
            ),
        )
        for d in framework.dimensions
    )


def _how_many(boxes: tuple[tuple[str, tuple[Option, ...]], ...], language: Language) -> str:
    count = sum(o.chosen for _, options in boxes for o in options)
    if not count:
        return text("before_after.all_indicators", language)
    return text("before_after.some_indicators", language, count=count)


def lasting_address(
    effects: BeforeAfter,
    state: State,
    path: str,
    typed: tuple[str, str],
    chosen: tuple[str, ...] = (),
) -> str:
    """Return the address that asks for the same again."""
    more = [("plan", effects.plan_id)] if effects.plan_id else []
    more += [(k, v) for k, v in zip(("before", "during"), typed, strict=True) if v]
    if chosen:
        more.append(("indicators", ",".join(chosen)))
    here = replace(state.home(), with_bangkok=state.with_bangkok, model=state.model)
    return here.address(path, *more)
