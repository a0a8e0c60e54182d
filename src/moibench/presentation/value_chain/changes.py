"""What changed from one version of a chain to the next, and where two people disagree."""

from __future__ import annotations

from collections.abc import Iterator

from moibench.analysis.value_chain.chains import ChangedMeanwhile
from moibench.analysis.value_chain.content import STAGES, Content
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import short_indicator_name


def changes_said(
    before: Content, after: Content, catalogue: Catalogue, language: Language
) -> tuple[str, ...]:
    """Say what a version changed, a line each."""

    def say(key: str, **fields: object) -> str:
        return text(f"value_chain.history.changed.{key}", language, **fields)

    found = []
    if (before.kind, before.subject) != (after.kind, after.subject):
        found.append(say("subject"))
    if before.title != after.title:
        found.append(say("title", before=before.title, after=after.title))
    if before.purpose != after.purpose:
        found.append(say("purpose"))
    for was, now in _named(before, after, catalogue, language):
        found += [say("added", name=n) for n in now if n not in was]
        found += [say("removed", name=n) for n in was if n not in now]
    old = {f.id: f for f in before.factors}
    for factor in after.factors:
        earlier = old.get(factor.id)
        if earlier is not None and (earlier.name, earlier.note, earlier.stage) != (
            factor.name,
            factor.note,
            factor.stage,
        ):
            found.append(say("factor", name=factor.name))
    both = [f.id for f in after.factors if f.id in old]
    if both != [f.id for f in before.factors if f.id in both]:
        found.append(say("order"))
    return tuple(found) or (say("nothing"),)


def _named(
    before: Content, after: Content, catalogue: Catalogue, language: Language
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield lists of names of before and after: actors, factors, indicators of each factor."""
    for stage in STAGES:
        yield before.actors_of(stage), after.actors_of(stage)
    was, now = ({f.id: f for f in c.factors} for c in (before, after))
    yield (
        tuple(f.name for k, f in was.items() if k not in now),
        tuple(f.name for k, f in now.items() if k not in was),
    )
    for key in was.keys() & now.keys():
        yield (
            tuple(_indicator(i, catalogue, language) for i in was[key].indicators),
            tuple(_indicator(i, catalogue, language) for i in now[key].indicators),
        )


def _indicator(indicator_id: str, catalogue: Catalogue, language: Language) -> str:
    indicator = catalogue.indicators.get(indicator_id)
    return short_indicator_name(indicator, language) if indicator else indicator_id


def disagreements_said(error: ChangedMeanwhile, language: Language) -> tuple[str, ...]:
    """Say where the writer's words and those of meanwhile differ, a line each."""
    return tuple(
        text(
            f"value_chain.conflict.place.{d.place}",
            language,
            name=error.newest.by,
            factor=d.factor,
            theirs=d.theirs,
            mine=d.mine,
        )
        for d in error.disagreements
    )
