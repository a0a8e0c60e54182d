"""The page that lists the agendas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moibench.analysis.agendas.keeping import Found
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import Agenda
from moibench.presentation.agendas.words import agenda_name
from moibench.presentation.language import text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.address import Link, State
from moibench.presentation.years import format_year


@dataclass(frozen=True, slots=True)
class Line:
    """An agenda of the list."""

    link: Link
    purpose: str
    counted: str
    year: str
    owner: str
    version: str
    shared: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything the template prints."""

    title: str
    built_in: tuple[Line, ...]
    own: tuple[Line, ...]
    make: str


def list_page(
    built_in: Sequence[Agenda],
    own: Sequence[Found],
    user: str | None,
    catalogue: Catalogue,
    state: State,
) -> ListPage:
    """Lay out the list. user: who asks, None for a guest."""
    language = state.language
    lines = []
    for found in own:
        assert found.own is not None
        assert found.version is not None
        mine = found.own.owner == user
        shared = text(
            f"groups.shared.{found.own.shared}",
            language,
            unit=full_unit_name(catalogue, found.own.unit, language)
            if found.own.unit in catalogue.units
            else found.own.unit,
        )
        lines.append(
            _line(
                found.agenda,
                found.reference,
                state,
                owner=text("groups.mine", language) if mine else found.own.owner,
                version=text(
                    "agendas.version_of",
                    language,
                    version=found.version.number,
                    moment=format_moment(found.version.made_at, language),
                ),
                shared=shared,
            )
        )
    return ListPage(
        title=text("agendas.title", language),
        built_in=tuple(_line(a, a.id, state) for a in built_in),
        own=tuple(lines),
        make=state.home().address("/agenda/new"),
    )


def _line(
    agenda: Agenda,
    reference: str,
    state: State,
    *,
    owner: str = "",
    version: str = "",
    shared: str = "",
) -> Line:
    language = state.language
    years = agenda.cutoff_baseline_years
    return Line(
        link=Link(agenda_name(agenda, language), state.home().address(f"/agenda/{reference}")),
        purpose=agenda.purpose.in_language(language),
        counted=text(
            "agendas.indicators_count", language, scored=len(agenda.scored), all=len(agenda.items)
        ),
        year=format_year(years[-1], language) if years else text("agendas.no_year", language),
        owner=owner,
        version=version,
        shared=shared,
    )
