"""An agenda as a framework and a design, so that every question can be asked under it."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from moibench.analysis.looking import looking
from moibench.analysis.panel import Panel, panel_of
from moibench.analysis.vantage import Vantage, chosen_vantage, current_vantage
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import Agenda, AgendaItem
from moibench.catalogue.schema import (
    Design,
    DesignDimension,
    DesignLeaf,
    Dimension,
    Framework,
    Indicator,
    Text,
)

ITEMS = "agenda_items"
PREFIX = "agenda_"
TRIAL_ID = "trial"  # of an agenda that is only tried
TRIAL = f"{PREFIX}{TRIAL_ID}"
HEADLINES = 5
KEPT = 16
_ITEMS_NAME = Text(th="ตัวชี้วัดของวาระ", en="Indicators of the agenda")
_EVEN = (20.0, 40.0, 60.0, 80.0)
_lock = threading.Lock()
_framed: OrderedDict[tuple[str, str, str], Catalogue] = OrderedDict()


def framework_id(agenda: Agenda) -> str:
    """Return the id under which an agenda stands as a framework: it names its content, too."""
    return f"{PREFIX}{agenda.id}"


def design_id(agenda: Agenda) -> str:
    """Return the id of its design, another one for every other content."""
    return f"{PREFIX}{agenda.id}_{digest(agenda)}"


def digest(agenda: Agenda) -> str:
    """Return a short SHA-256 over everything that an agenda says."""
    return hashlib.sha256(agenda.model_dump_json().encode()).hexdigest()[:12]


@contextmanager
def looking_through(agenda: Agenda) -> Iterator[Vantage]:
    """Answer every question inside by an agenda, from the vantage there is otherwise."""
    with looking():
        token = chosen_vantage.set(through(agenda, current_vantage()))
        try:
            yield current_vantage()
        finally:
            chosen_vantage.reset(token)


def fitted(agenda: Agenda, catalogue: Catalogue) -> Agenda:
    """Return the agenda without the goalposts of what this catalogue has no figures of."""
    lost = {
        i.indicator
        for i in agenda.scored
        if i.indicator not in catalogue.indicators
        or not catalogue.indicators[i.indicator].has_figures
    }
    if not lost:
        return agenda
    items = tuple(
        i.model_copy(update={"goalposts": None}) if i.indicator in lost else i for i in agenda.items
    )
    return agenda.model_copy(update={"items": items})


def through(agenda: Agenda, vantage: Vantage) -> Vantage:
    """Return a vantage with the agenda in the framework's place.

    Of a published edition the figures are kept, not its framework.
    """
    agenda = fitted(agenda, vantage.catalogue)
    return replace(
        vantage,
        catalogue=catalogue_with(agenda, vantage.catalogue),
        edition=None,
        framework=framework_id(agenda),
        agenda=agenda,
    )


def panel_through(agenda: Agenda) -> Panel:
    """Return the panel of an agenda, from the vantage there is."""
    with looking_through(agenda) as vantage:
        return panel_of(vantage, framework_id(agenda), design_id(agenda))


def catalogue_with(agenda: Agenda, catalogue: Catalogue) -> Catalogue:
    """Return a catalogue that has the agenda as one framework more."""
    key = (str(catalogue.folder), catalogue.version, design_id(agenda))
    with _lock:
        if key not in _framed:
            _framed[key] = _framed_with(agenda, catalogue)
        _framed.move_to_end(key)
        while len(_framed) > KEPT:
            _framed.popitem(last=False)
        return _framed[key]


def _framed_with(agenda: Agenda, catalogue: Catalogue) -> Catalogue:
    held = {
        i.indicator: _as_judged(i, catalogue.indicators[i.indicator])
        for i in agenda.items
        if i.indicator in catalogue.indicators
    }
    framework = _framework(agenda, catalogue, held)
    return replace(
        catalogue,
        indicators=catalogue.indicators | held,
        frameworks=catalogue.frameworks | {framework.id: framework},
        designs=catalogue.designs | {design_id(agenda): _design(agenda)},
    )


def _as_judged(item: AgendaItem, indicator: Indicator) -> Indicator:
    """Return an indicator as the agenda takes it: at its place, judged as the agenda says."""
    if indicator.direction != "context" or item.direction is None:
        return indicator.model_copy(update={"dimension": ITEMS})
    return indicator.model_copy(update={"dimension": ITEMS, "direction": item.direction})


def _framework(agenda: Agenda, catalogue: Catalogue, held: dict[str, Indicator]) -> Framework:
    shown = tuple(i for i in held if held[i].has_figures)
    plan = next(iter(catalogue.frameworks.values())).plan
    return Framework(
        id=framework_id(agenda),
        name=agenda.name,
        plan=plan,
        design=design_id(agenda),
        headline_indicators=shown[:HEADLINES],
        dimensions=(
            Dimension(id=ITEMS, name=_ITEMS_NAME, short_name=_ITEMS_NAME, indicators=shown),
        ),
        awaited=tuple(i for i in held if not held[i].has_figures),
    )


def _design(agenda: Agenda) -> Design:
    cutoffs = agenda.cutoffs or _EVEN
    leaves = {
        i.indicator: DesignLeaf(
            weight=i.weight, goalposts=i.goalposts or (0.0, 1.0), baseline_years=i.baseline_years
        )
        for i in agenda.scored
    }
    return Design(
        id=design_id(agenda),
        name=agenda.name,
        goalpost_percentiles=agenda.goalpost_percentiles,
        cutoff_percentiles=agenda.cutoff_percentiles,
        cutoff_baseline_years=agenda.cutoff_baseline_years,
        coverage_threshold=agenda.coverage_threshold,
        cutoffs=cutoffs,
        dimensions={ITEMS: DesignDimension(weight=1.0, cutoffs=cutoffs, indicators=leaves)},
        uncertainty=agenda.uncertainty,
        enough_data=agenda.enough_data,
    )
