"""The line that says from where a page is seen: newest data, an edition or a moment; which map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from moibench.analysis.errors import UnknownFramework
from moibench.analysis.vantage import MAP_CHOICES, Vantage
from moibench.catalogue.schema import Framework
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_date, format_moment
from moibench.presentation.pages.address import Option, State


@dataclass(frozen=True, slots=True)
class VantageLine:
    """What the frame of every page prints about it."""

    said: str
    is_past: bool
    editions: tuple[Option, ...]
    as_of: str
    maps: tuple[Option, ...]
    frameworks: tuple[Option, ...]
    fields: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    query: str
    all_editions: str


def vantage_line(
    vantage: Vantage,
    names: Sequence[str],
    state: State,
    kept: Sequence[tuple[str, str]],
) -> VantageLine:
    """Lay out the line. names: of the editions; kept: the page's other parameters."""
    language = state.language
    fields = tuple(state.vantage())
    return VantageLine(
        said=seen_sentence(vantage, language),
        is_past=vantage.moment is not None or vantage.map_choice != "restated",
        editions=tuple(Option(n, n, n == state.edition) for n in names),
        as_of=state.as_of or "",
        maps=tuple(
            Option(m, text(f"edition.seen.map_{m}", language), m == vantage.map_choice)
            for m in MAP_CHOICES
        ),
        frameworks=tuple(
            Option(f.id, f.name.in_language(language), f.id == vantage.framework_id)
            for f in _choosable(vantage)
        ),
        fields=fields,
        kept=tuple(kept),
        query=f"?{urlencode(fields)}" if fields else "",
        all_editions=State(language).address("/edition/"),
    )


def seen_sentence(vantage: Vantage, language: Language) -> str:
    """Say from where figures are seen, on which map and, where there are several, which plan's."""
    parts = [_source(vantage, language), _map(vantage, language)]
    if len(vantage.catalogue.frameworks) > 1:
        chosen = vantage.catalogue.frameworks[vantage.framework_id]
        parts.append(chosen.name.in_language(language))
    return " · ".join(parts)


def framework_refused(error: UnknownFramework, language: Language) -> str:
    """Say why a framework cannot be chosen, and which can."""
    key = "vantage.other_framework" if error.edition else "vantage.unknown_framework"
    known = ", ".join(error.known)
    return text(key, language, typed=error.typed[:40], known=known, edition=error.edition)


def _choosable(vantage: Vantage) -> tuple[Framework, ...]:
    frameworks = vantage.catalogue.frameworks
    if vantage.edition is not None:
        return (frameworks[vantage.framework_id],)
    return tuple(frameworks.values())


def _source(vantage: Vantage, language: Language) -> str:
    if vantage.edition is not None:
        return text("edition.seen.edition", language, name=vantage.edition.name)
    if vantage.moment is not None:
        moment = format_moment(vantage.moment, language)
        return text("edition.seen.as_of", language, moment=moment)
    return text("edition.seen.present", language)


def _map(vantage: Vantage, language: Language) -> str:
    if vantage.map_choice == "as_it_was":
        return text("edition.seen.as_it_was", language)
    if vantage.moment is None:
        return text("edition.seen.restated", language)
    return text("edition.seen.restated_on", language, date=format_date(vantage.map_date, language))
