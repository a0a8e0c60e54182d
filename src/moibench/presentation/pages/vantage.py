"""The line that says from where a page is seen: newest data, an edition or a moment; which map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from moibench.analysis.agendas.framing import TRIAL
from moibench.analysis.vantage import MAP_CHOICES, Vantage
from moibench.catalogue.schema import Framework
from moibench.presentation.language import text
from moibench.presentation.pages.address import Option, State
from moibench.presentation.seen import seen_sentence


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


def _choosable(vantage: Vantage) -> tuple[Framework, ...]:
    frameworks = vantage.catalogue.frameworks
    if vantage.edition is not None:
        return (frameworks[vantage.framework_id],)
    # An agenda that is only tried has no address of its own.
    return tuple(f for f in frameworks.values() if f.id != TRIAL)
