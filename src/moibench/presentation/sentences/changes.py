"""Sentences on why a score and rank changed, on levers and on what would be if."""

from __future__ import annotations

from moibench.analysis.comparative_results import Levers, ScoreChange, WhatIf
from moibench.analysis.results import Stamp
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import (
    OVERALL,
    find_dimension,
    full_unit_name,
    indicator_name,
    short_indicator_name,
)
from moibench.presentation.numbers import format_number, format_score
from moibench.presentation.sentences import words
from moibench.presentation.sentences.comparing import said
from moibench.presentation.sentences.sentence import Sentence
from moibench.presentation.years import format_year


def dated(change: ScoreChange, language: Language) -> tuple[str, str]:
    """Write both years; where they are read from two states of the data, each with its state."""
    first, last = (format_year(y, language) for y in (change.from_year, change.to_year))
    stamps = (change.from_stamp, change.to_stamp)
    if stamps[0] == stamps[1]:
        return first, last
    years = zip((first, last), stamps, strict=True)
    then, now = (f"{year}{_state_of(stamp, language)}" for year, stamp in years)
    return then, now


def _state_of(stamp: Stamp, language: Language) -> str:
    if stamp.edition is not None:
        return text("comparative.score.of_edition", language, edition=stamp.edition)
    return text("comparative.score.of_data_shown", language)


def score_change_sentences(
    change: ScoreChange, catalogue: Catalogue, language: Language
) -> tuple[Sentence, ...]:
    """Say how score, level and rank changed and what did most of it."""
    anchor = change.node_id
    gap = change.score_change
    way = "rose" if gap > 0 else "fell"
    if format_score(change.from_score) == format_score(change.to_score):
        way = "same"
    first, last = dated(change, language)
    sentences = [
        said(
            f"score.{way}",
            anchor,
            language,
            subject=_subject(change.node_id, catalogue, language),
            unit=full_unit_name(catalogue, change.unit_code, language),
            points=format_score(abs(gap)),
            from_score=format_score(change.from_score),
            to_score=format_score(change.to_score),
            from_year=first,
            to_year=last,
        )
    ]
    if change.from_level != change.to_level:
        key = "level_up" if change.to_level > change.from_level else "level_down"
        levels = {"from_level": change.from_level, "to_level": change.to_level}
        sentences.append(said(f"score.{key}", anchor, language, **levels))
    sentences += _did_most(change, catalogue, language)
    for part in ("coverage", "revision", "method"):
        points: float = getattr(change, part)
        if format_score(abs(points)) != format_score(0.0):
            size = format_number(points, 1, signed=True)
            names = _came_or_went(change, catalogue, language) if part == "coverage" else ""
            key = "coverage_of" if names else part
            sentences.append(said(f"score.{key}", anchor, language, points=size, names=names))
    return (*sentences, *rank_sentences(change, language))


def _subject(node_id: str, catalogue: Catalogue, language: Language) -> str:
    if node_id == OVERALL:
        return text("comparative.score.overall", language)
    found = find_dimension(catalogue, node_id)
    return node_id if found is None else words.dimension_label(found, language)


def _did_most(change: ScoreChange, catalogue: Catalogue, language: Language) -> list[Sentence]:
    steps = {s.indicator_id: s for s in change.steps}
    names = [
        text(
            "comparative.score.step",
            language,
            indicator=indicator_name(catalogue.indicators[i], language),
            points=format_number(steps[i].points, 1, signed=True),
        )
        for i in change.did_most
    ]
    if not names:
        return []
    key = "did_most_one" if len(names) == 1 else "did_most"
    return [said(f"score.{key}", change.node_id, language, names=words.joined(names, language))]


def _came_or_went(change: ScoreChange, catalogue: Catalogue, language: Language) -> str:
    """Name the indicators that have a score in one of the two years alone."""
    names = [
        short_indicator_name(catalogue.indicators[s.indicator_id], language)
        for s in change.steps
        if (s.from_score is None) != (s.to_score is None)
    ]
    return words.joined(names, language)


def rank_sentences(change: ScoreChange, language: Language) -> list[Sentence]:
    """Say how the rank moved and by what; nothing of a unit that is not ranked."""
    if change.from_rank is None or change.to_rank is None:
        return []
    moved = change.from_rank - change.to_rank
    key = "up" if moved > 0 else "down" if moved < 0 else "same"
    sentences = [
        said(
            f"rank.{key}",
            change.node_id,
            language,
            places=abs(moved),
            from_rank=change.from_rank,
            to_rank=change.to_rank,
        )
    ]
    parts = (change.rank_own, change.rank_others, change.rank_revision, change.rank_method)
    if any(p for p in parts if p is not None):
        names = ("own", "others", "revision", "method")
        gained = {
            name: format_number(-(part or 0.0), 1, signed=True)
            for name, part in zip(names, parts, strict=True)
        }
        sentences.append(said("rank.parts", change.node_id, language, **gained))
    return sentences


def lever_sentences(
    levers: Levers, catalogue: Catalogue, language: Language, most: int = 3
) -> tuple[Sentence, ...]:
    """Say the levers that bring the next level soonest, and when all of them together do."""
    unit = full_unit_name(catalogue, levers.unit_code, language)
    if levers.next_cutoff is None:
        return (said("lever.top", levers.node_id, language, unit=unit),)
    level = levers.level + 1
    found = [x for x in levers.levers if x.years is not None]
    fields: dict[str, object] = {"unit": unit, "level": level}
    longest = format_number(levers.longest, 0)
    sentences = []
    if not found:
        sentences.append(said("lever.none", levers.node_id, language, longest=longest, **fields))
    for lever in found[:most]:
        indicator = catalogue.indicators[lever.indicator_id]
        sentences.append(
            said(
                "lever.soonest",
                lever.indicator_id,
                language,
                **fields,
                indicator=indicator_name(indicator, language),
                pace=words.slope(lever.pace or 0.0, indicator, language),
                years=format_number(lever.years, 1),
                value=words.measured(lever.target_value or 0.0, indicator, language),
            )
        )
    if levers.together_years is None:
        together = said("lever.not_together", levers.node_id, language, longest=longest, **fields)
    else:
        years = format_number(levers.together_years, 1)
        together = said("lever.together", levers.node_id, language, years=years, **fields)
    return (*sentences, together)


def what_if_sentence(supposed: WhatIf, catalogue: Catalogue, language: Language) -> Sentence:
    """Say what score, level and rank would become."""
    unit = full_unit_name(catalogue, supposed.unit_code, language)
    before, after = supposed.before, supposed.after
    if after.score is None:
        return said("what_if.none", supposed.node_id, language, unit=unit)
    fields: dict[str, object] = {
        "unit": unit,
        "from_score": format_score(before.score),
        "to_score": format_score(after.score),
    }
    if before.rank is None or after.rank is None:
        return said("what_if.unranked", supposed.node_id, language, **fields)
    return said(
        "what_if.changed",
        supposed.node_id,
        language,
        from_level=before.level,
        to_level=after.level,
        from_rank=before.rank,
        to_rank=after.rank,
        low=after.rank_low,
        high=after.rank_high,
        **fields,
    )
