"""Say from where figures are seen: newest data, an edition or a moment; which map and framework."""

from __future__ import annotations

from moibench.analysis.errors import Refusal, UnknownEdition, UnknownFramework
from moibench.analysis.vantage import Vantage
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_date, format_moment


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


def unknown_edition(error: UnknownEdition, language: Language) -> str:
    """Say that there is no such edition, and which there are."""
    if not error.known:
        return text("edition.none_yet", language, typed=error.typed)
    known = ", ".join(error.known)
    return text("edition.unknown", language, typed=error.typed, known=known)


def refusal_said(refusal: Refusal, language: Language) -> str:
    """Say one reason why an edition cannot be published."""
    named = ", ".join(refusal.named)
    return text(f"edition.refused.{refusal.kind}", language, named=named)


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
