"""Pages for questions without an answer: what was wrong, and what could be asked instead."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.errors import (
    AnalysisError,
    DamagedEdition,
    EmptyGroup,
    GroupNotThere,
    NoDataForYear,
    NoFigures,
    NoFiguresForUnit,
    NoPeers,
    NoScore,
    NothingKnownYet,
    NoValuesForLevel,
    SameYears,
    UnitDidNotExist,
    UnknownChoice,
    UnknownEdition,
    UnknownGroup,
    UnknownSubject,
    UnknownUnit,
    UnknownValueChain,
)
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import Link, State
from moibench.presentation.years import YearError, format_year, year_number

MOST_OFFERED = 5


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
    if isinstance(error, NoFigures):
        link = subject_link(catalogue, error.indicator_id, newest)
        as_usual = Link(text("errors.without_it", language), newest.address(path))
        links = (as_usual, link)
        return _page("no_figures_yet", 404, language, links, name=link.name)
    if isinstance(error, NoFiguresForUnit):
        name = full_unit_name(catalogue, error.unit_code, language)
        return said(state, 404, text("edition.no_figures_for_unit", language, unit=name))
    as_usual = Link(text("errors.without_it", language), State(language).address(path))
    if isinstance(error, NoScore):
        name = full_unit_name(catalogue, error.unit_code, language)
        year = format_year(error.year, language)
        links = (as_usual, unit_link(catalogue, error.unit_code, newest))
        return _page("no_score", 404, language, links, name=name, year=year)
    if isinstance(error, NoPeers):
        name = full_unit_name(catalogue, error.unit_code, language)
        links = (unit_link(catalogue, error.unit_code, newest),)
        return _page("no_peers", 404, language, links, name=name)
    if isinstance(error, SameYears):
        first, last = (format_year(y, language) for y in (error.from_year, error.to_year))
        return _page("same_years", 400, language, (as_usual,), first=first, last=last)
    if isinstance(error, UnknownChoice):
        links = _choices(error, catalogue, State(language), path) or (as_usual,)
        return _page("unknown_choice", 400, language, links, typed=error.typed)
    if isinstance(error, EmptyGroup):
        if error.of == "group":
            return _page("emptied_group", 404, language, (as_usual, _all_groups(language)))
        return _page("empty_group", 400, language, (as_usual,))
    if isinstance(error, UnknownGroup):
        links = tuple(
            Link(name, State(language).address(path, ("against", f"group:{number}")))
            for number, name in error.known[:MOST_OFFERED]
        )
        links = (*links, as_usual, _all_groups(language))
        return _page("unknown_group", 404, language, links, typed=error.typed)
    if isinstance(error, GroupNotThere):
        names = ", ".join(full_unit_name(catalogue, c, language) for c in error.codes)
        year = format_year(error.year, language)
        links = (as_usual, _all_groups(language))
        return _page("group_not_there", 404, language, links, names=names, year=year)
    if isinstance(error, UnknownValueChain):
        links = (
            Link(text("value_chain.title", language), address.value_chains(state, error.unit)),
        )
        return _page("unknown_value_chain", 404, language, links if error.unit else ())
    return not_found(state)


def _all_groups(language: Language) -> Link:
    return Link(text("groups.title", language), State(language).address("/group/"))


def _choices(
    error: UnknownChoice, catalogue: Catalogue, state: State, path: str
) -> tuple[Link, ...]:
    """Return this very page with each choice there is."""
    names: dict[str, tuple[str, dict[str, str]]] = {
        "peer model": (
            "model",
            {k: m.name.in_language(state.language) for k, m in catalogue.peer_models.items()},
        ),
        "plan": (
            "plan",
            {k: p.short_name.in_language(state.language) for k, p in catalogue.plans.items()},
        ),
        "level": (
            "level",
            {k: text(f"site.unit_types.{k}", state.language) for k in error.known}
            if error.what == "level"
            else {},
        ),
    }
    field, known = names.get(error.what, ("", {}))
    return tuple(Link(name, state.address(path, (field, k))) for k, name in known.items())


def not_found(state: State) -> RefusalPage:
    """Explain that there is no such page."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    return _page("not_found", 404, state.language, (home,))


def said(state: State, status: int, sentence: str) -> RefusalPage:
    """Explain in a sentence that stands for itself."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    offer = text("errors.not_found.offer", state.language)
    return RefusalPage(status, sentence, "", offer, (home,))


def bad_request(state: State, field: str, typed: str, path: str) -> RefusalPage:
    """Explain that a parameter does not mean anything here; offer the page without it."""
    here = Link(text("errors.without_it", state.language), State(state.language).address(path))
    return _page("bad_value", 400, state.language, (here,), field=field, typed=typed)


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
