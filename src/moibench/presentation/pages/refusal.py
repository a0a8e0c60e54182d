"""Pages for questions without an answer: what was wrong, and what could be asked instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    UnknownAgenda,
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
from moibench.presentation.pages.asked import YEAR_FIELDS, Asked, Pairs
from moibench.presentation.seen import unknown_edition
from moibench.presentation.years import YearError, format_year, year_number

MOST_OFFERED = 5
# A target is tried with all of these: an address without one of them is refused again.
_NEEDED = ("base", "by", "value")
_TURNED = {"from": "to", "to": "from", "year": "from"}


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
    error: AnalysisError | YearError,
    catalogue: Catalogue,
    state: State,
    path: str,
    kept: Pairs = (),
) -> RefusalPage:
    """Explain an error, and offer the nearest that can be answered.

    path: the page asked for, without its language; kept: the parameters it was asked with, which
    the offers keep but for what is wrong.
    """
    language = state.language
    asked = Asked(language, path, kept)
    newest = State(language, None, state.with_bangkok)
    if isinstance(error, UnknownUnit):
        named = [(c, unit_link(catalogue, c, newest)) for c in error.nearest]
        links = _instead(error.typed, named, asked) or (_home(language),)
        return _page("unknown_unit", 404, language, links, typed=error.typed)
    if isinstance(error, UnknownSubject):
        # In a list of indicators one without figures would only be refused again.
        usable = [i for i in error.nearest if asked.is_page_of(error.typed) or _has(catalogue, i)]
        named = [(i, subject_link(catalogue, i, newest)) for i in usable]
        links = _instead(error.typed, named, asked) or (_all_indicators(language),)
        return _page("unknown_subject", 404, language, links, typed=error.typed)
    if isinstance(error, NoValuesForLevel):
        here = asked.with_value("level", "province")
        links = (Link(text("site.unit_types.province", language), here),)
        return _page("no_level", 404, language, links)
    if isinstance(error, NoDataForYear):
        return _no_data(error, asked)
    if isinstance(error, UnitDidNotExist):
        name = full_unit_name(catalogue, error.unit_code, language)
        year = format_year(error.year, language)
        ended = error.last is not None and error.year > error.last
        nearest = error.last if ended else error.first
        key, bound = "no_longer_there" if ended else "did_not_exist", "–"
        links = (Link(text("errors.newest", language), asked.without(*YEAR_FIELDS)),)
        if nearest is not None:
            bound = format_year(nearest, language)
            offered = error.answered or nearest
            written = format_year(offered, language)
            links = (Link(written, asked.with_year(error.year, offered)), *links)
        return _page(key, 404, language, links, name=name, year=year, bound=bound)
    if isinstance(error, YearError):
        links = (Link(text("errors.newest", language), asked.without_bad_years()),)
        why = text(error.key, language, **error.fields)
        return _page("bad_year", 400, language, links, said=why)
    if isinstance(error, UnknownEdition):
        sentence = unknown_edition(error, language)
        editions = [(e, e) for e in error.known]
        # A second edition is named beside the page's own where two are compared.
        second = any(f == "from_edition" and v == error.typed for f, v in kept)
        return seen_from(sentence, 404, asked, "from_edition" if second else "edition", editions)
    if isinstance(error, UnknownAgenda):
        known = ", ".join(error.known)
        return said(
            state, 404, text("agendas.error.unknown", language, typed=error.typed, known=known)
        )
    if isinstance(error, NothingKnownYet):
        moment = format_moment(error.moment, language)
        sentence = text("edition.nothing_known", language, moment=moment)
        return seen_from(sentence, 404, asked, "as_of")
    if isinstance(error, DamagedEdition):
        return said(state, 500, text("edition.damaged", language, name=error.name))
    if isinstance(error, NoFigures):
        link = subject_link(catalogue, error.indicator_id, newest)
        links = (link, _all_indicators(language))
        if not asked.is_page_of(error.indicator_id):
            links = (Link(text("errors.without_it", language), newest.address(path)), link)
        return _page("no_figures_yet", 404, language, links, name=link.name)
    if isinstance(error, NoFiguresForUnit):
        name = full_unit_name(catalogue, error.unit_code, language)
        return said(state, 404, text("edition.no_figures_for_unit", language, unit=name))
    as_usual = Link(text("errors.without_it", language), State(language).address(path))
    if isinstance(error, NoScore):
        name = full_unit_name(catalogue, error.unit_code, language)
        year = format_year(error.year, language)
        newest_year = Link(text("errors.newest", language), asked.without(*YEAR_FIELDS))
        links = (newest_year, as_usual, unit_link(catalogue, error.unit_code, newest))
        if error.answered is not None:
            near = text("errors.nearest_year", language, year=format_year(error.answered, language))
            links = (Link(near, asked.with_year(error.year, error.answered)), *links)
        return _page("no_score", 404, language, links, name=name, year=year)
    if isinstance(error, NoPeers):
        name = full_unit_name(catalogue, error.unit_code, language)
        links = (unit_link(catalogue, error.unit_code, newest),)
        return _page("no_peers", 404, language, links, name=name)
    if isinstance(error, SameYears):
        first, last = (format_year(y, language) for y in (error.from_year, error.to_year))
        links = (as_usual,)
        if error.from_year > error.to_year:
            turned = Asked(language, path, tuple((_TURNED.get(f, f), v) for f, v in kept))
            links = (Link(f"{last} – {first}", turned.without()), as_usual)
        return _page("same_years", 400, language, links, first=first, last=last)
    if isinstance(error, UnknownChoice):
        links = _choices(error, catalogue, asked) or (as_usual,)
        return _page("unknown_choice", 400, language, links, typed=error.typed)
    if isinstance(error, EmptyGroup):
        if error.of == "window":
            return _page("windows_cross", 400, language, (as_usual,))
        if error.of == "group":
            return _page("emptied_group", 404, language, (as_usual, _all_groups(language)))
        return _page("empty_group", 400, language, (as_usual,))
    if isinstance(error, UnknownGroup):
        links = tuple(
            Link(name, asked.with_value("against", f"group:{number}"))
            for number, name in error.known[:MOST_OFFERED]
        )
        links = (*links, as_usual, _all_groups(language))
        return _page("unknown_group", 404, language, links, typed=error.typed)
    if isinstance(error, GroupNotThere):
        names = ", ".join(full_unit_name(catalogue, c, language) for c in error.codes)
        year = format_year(error.year, language)
        links = (
            *_first_years(error, catalogue, asked),
            Link(text("errors.against_country", language), asked.without("against", "others")),
            _all_groups(language),
        )
        return _page("group_not_there", 404, language, links, names=names, year=year)
    if isinstance(error, UnknownValueChain):
        links = (
            Link(text("value_chain.title", language), address.value_chains(state, error.unit)),
        )
        return _page("unknown_value_chain", 404, language, links if error.unit else ())
    return not_found(state)


def _instead(typed: str, named: Iterable[tuple[str, Link]], asked: Asked) -> tuple[Link, ...]:
    """Offer each of the nearest in the place of what was typed, and the list without it."""
    links = [Link(link.name, asked.having(typed, right) or link.address) for right, link in named]
    if not asked.is_page_of(typed) and (rest := asked.having(typed, "")) is not None:
        links.append(Link(text("errors.without_this", asked.language), rest))
    return tuple(links)


def _has(catalogue: Catalogue, subject_id: str) -> bool:
    """Tell whether a subject has figures; a dimension or the index always has."""
    indicator = catalogue.indicators.get(subject_id)
    return indicator is None or indicator.has_figures


def _no_data(error: NoDataForYear, asked: Asked) -> RefusalPage:
    """Offer the nearest year with data, then all of them."""
    language = asked.language
    links = [
        Link(str(year_number(y, language)), asked.with_year(error.year, y))
        for y in sorted(error.years, reverse=True)
    ]
    if error.years:
        near = min(error.years, key=lambda y: (abs(y - error.year), -y))
        said = text("errors.nearest_year", language, year=format_year(near, language))
        links = [Link(said, asked.with_year(error.year, near)), *links]
    links = links or [_home(language)]
    year = format_year(error.year, language)
    return _page("no_data", 404, language, tuple(links), year=year)


def _first_years(error: GroupNotThere, catalogue: Catalogue, asked: Asked) -> tuple[Link, ...]:
    """Offer the first year in which one of the units was there."""
    begun = [d.year for c in error.codes if (d := catalogue.units[c].valid_from) is not None]
    later = [y for y in begun if y > error.year]
    if not later:
        return ()
    first = min(later)
    year = format_year(first, asked.language)
    return (Link(year, asked.with_year(error.year, first)),)


def _home(language: Language) -> Link:
    return Link(text("site.nav.home", language), State(language).address("/"))


def _all_indicators(language: Language) -> Link:
    return Link(text("site.nav.indicators", language), State(language).address("/indicator/"))


def _all_groups(language: Language) -> Link:
    return Link(text("groups.title", language), State(language).address("/group/"))


def _choices(error: UnknownChoice, catalogue: Catalogue, asked: Asked) -> tuple[Link, ...]:
    """Return this very page with each choice there is."""
    language = asked.language
    names: dict[str, tuple[str, dict[str, str]]] = {
        "peer model": (
            "model",
            {k: m.name.in_language(language) for k, m in catalogue.peer_models.items()},
        ),
        "plan": (
            "plan",
            {k: p.short_name.in_language(language) for k, p in catalogue.plans.items()},
        ),
        "level": (
            "level",
            {k: text(f"site.unit_types.{k}", language) for k in error.known}
            if error.what == "level"
            else {},
        ),
    }
    field, known = names.get(error.what, ("", {}))
    return tuple(Link(name, asked.with_value(field, k)) for k, name in known.items())


def not_found(state: State) -> RefusalPage:
    """Explain that there is no such page."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    return _page("not_found", 404, state.language, (home,))


def said(state: State, status: int, sentence: str) -> RefusalPage:
    """Explain in a sentence that stands for itself."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    offer = text("errors.not_found.offer", state.language)
    return RefusalPage(status, sentence, "", offer, (home,))


def bad_request(
    state: State,
    field: str,
    typed: str,
    path: str,
    kept: Pairs = (),
    known: Iterable[tuple[str, str]] = (),
    *,
    name: str = "",
    right: str = "",
) -> RefusalPage:
    """Explain that a parameter does not mean anything here; offer what does, and the page without.

    known: the values it may have, each with its name; the likest to what was typed stands first.
    name: of the parameter, as the page names it; right: what it may be, where that is no list.
    """
    language, asked = state.language, Asked(state.language, path, tuple(kept))
    likest = sorted(known, key=lambda k: -SequenceMatcher(None, typed.lower(), k[0]).ratio())
    links = [Link(n, asked.with_value(field, value)) for value, n in likest[:MOST_OFFERED]]
    if any(f == field for f, _ in kept) and field not in _NEEDED:
        links.append(Link(text("errors.without_this", language), asked.without(field)))
    links.append(Link(text("errors.without_it", language), State(language).address(path)))
    said = {"field": name or field, "typed": typed, "right": right}
    return _page("bad_value", 400, language, tuple(links), **said)


def seen_from(
    sentence: str, status: int, asked: Asked, field: str, known: Iterable[tuple[str, str]] = ()
) -> RefusalPage:
    """Explain that the edition, moment, map or framework of an address cannot be; offer others.

    field: the parameter that is left out in the last offer; known: values for it, with names.
    """
    language = asked.language
    links = [Link(name, asked.with_value(field, value)) for value, name in known][:MOST_OFFERED]
    links.append(Link(text("errors.without_this", language), asked.without(field)))
    return RefusalPage(status, sentence, "", text("errors.bad_value.offer", language), tuple(links))


def refused(state: State, key: str, status: int) -> RefusalPage:
    """Explain a refusal that depends on nothing but its kind: `errors.<key>`."""
    home = Link(text("site.nav.home", state.language), address.State(state.language).address("/"))
    return _page(key, status, state.language, (home,))


def _page(
    key: str, status: int, language: Language, links: tuple[Link, ...], **fields: object
) -> RefusalPage:
    different = {link.address: link for link in reversed(links)}  # of two to one place, the first
    return RefusalPage(
        status,
        text(f"errors.{key}.title", language, **fields),
        text(f"errors.{key}.body", language, **fields).strip(),
        text(f"errors.{key}.offer", language) if links else "",
        tuple(link for link in links if different[link.address] is link),
    )
