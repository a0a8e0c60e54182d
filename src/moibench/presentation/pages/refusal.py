"""Pages for questions without an answer: what was wrong, and what could be asked instead."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.errors import (
    AnalysisError,
    DamagedEdition,
    NoDataForYear,
    NoFiguresForUnit,
    NothingKnownYet,
    NoValuesForLevel,
    UnitDidNotExist,
    UnknownEdition,
    UnknownSubject,
    UnknownUnit,
)
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Link, State
from moibench.presentation.years import YearError, format_year, year_number


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """What the error template prints, and the HTTP status that goes with it."""

    status: int
    title: str
    body: str
    offer: str
    links: tuple[Link, ...]


def subject_link(catalogue: Catalogue, subject_id: str, state: State) -> Link:
    """Return the link to an indicator, a dimension or the index."""
    indicator = catalogue.indicators.get(subject_id)
    if indicator is not None:
        name = short_indicator_name(indicator, state.language)
        return Link(name, address.indicator(state, subject_id))
    name = words.node_name(catalogue, subject_id, state.language)
    return Link(name, address.index(state, subject_id))


def unit_link(catalogue: Catalogue, code: str, state: State) -> Link:
    """Return the link to a unit's page."""
    return Link(full_unit_name(catalogue, code, state.language), address.area(state, code))


def refusal(
    error: AnalysisError | YearError, catalogue: Catalogue, state: State, path: str
) -> RefusalPage:
    """Explain an error; `path` is the page asked for, without its language and parameters."""
    language = state.language
    newest = State(language, None, state.with_bangkok)
    if isinstance(error, UnknownUnit):
        links = tuple(unit_link(catalogue, c, newest) for c in error.nearest)
        return _page("unknown_unit", 404, language, links, typed=error.typed)
    if isinstance(error, UnknownSubject):
        links = tuple(subject_link(catalogue, i, newest) for i in error.nearest)
        return _page("unknown_subject", 404, language, links, typed=error.typed)
    if isinstance(error, NoValuesForLevel):
        here = State(language, state.year, state.with_bangkok).address(path)
        links = (Link(text("site.unit_types.province", language), here),)
        return _page("no_level", 404, language, links)
    if isinstance(error, NoDataForYear):
        links = tuple(
            Link(
                str(year_number(y, language)),
                State(language, y, state.with_bangkok).address(path),
            )
            for y in sorted(error.years, reverse=True)
        )
        return _page("no_data", 404, language, links, year=format_year(error.year, language))
    if isinstance(error, UnitDidNotExist):
        name = full_unit_name(catalogue, error.unit_code, language)
        first = format_year(error.first, language) if error.first else "–"
        year = format_year(error.year, language)
        links = (Link(name, newest.address(path)),)
        return _page("did_not_exist", 404, language, links, name=name, year=year, first=first)
    if isinstance(error, YearError):
        links = (Link(text("errors.newest", language), newest.address(path)),)
        why = text(error.key, language, **error.fields)
        return _page("bad_year", 400, language, links, said=why)
    if isinstance(error, UnknownEdition):
        known = ", ".join(error.known) or "–"
        return said(state, 404, text("edition.unknown", language, typed=error.typed, known=known))
    if isinstance(error, NothingKnownYet):
        moment = format_moment(error.moment, language)
        return said(state, 404, text("edition.nothing_known", language, moment=moment))
    if isinstance(error, DamagedEdition):
        return said(state, 500, text("edition.damaged", language, name=error.name))
    if isinstance(error, NoFiguresForUnit):
        name = full_unit_name(catalogue, error.unit_code, language)
        return said(state, 404, text("edition.no_figures_for_unit", language, unit=name))
    return not_found(state)


def not_found(state: State) -> RefusalPage:
    """Explain that there is no such page."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    return _page("not_found", 404, state.language, (home,))


def said(state: State, status: int, sentence: str) -> RefusalPage:
    """Explain in a sentence that stands for itself."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    offer = text("errors.not_found.offer", state.language)
    return RefusalPage(status, sentence, "", offer, (home,))


def bad_request(state: State, field: str, typed: str) -> RefusalPage:
    """Explain that a parameter does not mean anything here."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    return _page("bad_value", 400, state.language, (home,), field=field, typed=typed)


def refused(state: State, key: str, status: int) -> RefusalPage:
    """Explain a refusal that depends on nothing but its kind: `errors.<key>`."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    return _page(key, status, state.language, (home,))


def _page(
    key: str, status: int, language: Language, links: tuple[Link, ...], **fields: object
) -> RefusalPage:
    return RefusalPage(
        status,
        text(f"errors.{key}.title", language, **fields),
        text(f"errors.{key}.body", language, **fields),
        text(f"errors.{key}.offer", language) if links else "",
        links,
    )
