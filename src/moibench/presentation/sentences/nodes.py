"""Sentences about the whole index and its dimensions: level, rank with range, how sure."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.analysis.results import NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.presentation.names import OVERALL, full_unit_name
from moibench.presentation.numbers import format_number, format_percent, format_score
from moibench.presentation.sentences import words
from moibench.presentation.sentences.sentence import Sentence
from moibench.presentation.sentences.words import say
from moibench.presentation.years import format_year

WIDE_SHARE = 1 / 3  # a range over this share of the units ranked is called wide
FAR_APART_LEVELS = 2  # strongest and weakest dimension this many levels apart explain a wide range
MANY_INDISTINCT = 1 / 3


def headline(profile: Profile, catalogue: Catalogue, language: Language) -> str:
    """Return the finding in one line: the dimensions by level, highest level first."""
    by_level: dict[int, list[str]] = {}
    for node in profile.dimensions:
        if node.level is not None:
            dimension = words.dimension_of(profile, catalogue, node.node_id)
            by_level.setdefault(node.level, []).append(dimension.short_name.in_language(language))
    if not by_level:
        return say("sentences.headline.none", language)
    parts = [
        say(
            "sentences.headline.level",
            language,
            dimensions=words.joined(names, language),
            level=level,
        )
        for level, names in sorted(by_level.items(), reverse=True)
    ]
    return (" " if language == "th" else "; ").join(parts)


def overall_sentences(
    profile: Profile,
    catalogue: Catalogue,
    language: Language,
    compared: Sequence[Sentence] | None = None,
) -> tuple[Sentence, ...]:
    """Return what is said of the whole index: level, rank, range and why, dimensions, counting.

    compared: how the score stands beside a chosen benchmark; by default beside the country's.
    """
    node = profile.overall
    said = [
        _standing(profile, catalogue, node, language),
        *_beside(profile, catalogue, node, language, compared),
        *_wide_range(profile, catalogue, node, language),
        *_extremes(profile, catalogue, language),
        *_indistinct(profile, catalogue, node, language),
        *_fifth(profile, catalogue, node, language),
        *_partial(node, language),
        counting_sentence(profile, catalogue, language),
    ]
    return tuple(Sentence(words.capitalised(s), OVERALL) for s in said)


def summary_sentences(
    profile: Profile, catalogue: Catalogue, language: Language
) -> tuple[Sentence, ...]:
    """Return the few sentences of the whole that a one-page summary has room for."""
    node = profile.overall
    said = [
        _standing(profile, catalogue, node, language),
        *(
            _wide_range(profile, catalogue, node, language)
            or _extremes(profile, catalogue, language)
        ),
    ]
    return tuple(Sentence(words.capitalised(s), OVERALL) for s in said)


def dimension_sentences(
    profile: Profile,
    catalogue: Catalogue,
    dimension_id: str,
    language: Language,
    compared: Sequence[Sentence] | None = None,
) -> tuple[Sentence, ...]:
    """Return what is said of one dimension as a whole; `compared` as for the whole index."""
    node = next(d for d in profile.dimensions if d.node_id == dimension_id)
    said = [
        _standing(profile, catalogue, node, language),
        *_beside(profile, catalogue, node, language, compared),
        *_wide_range(profile, catalogue, node, language),
        *_indistinct(profile, catalogue, node, language),
        *_partial(node, language),
    ]
    return tuple(Sentence(words.capitalised(s), dimension_id) for s in said)


def counting_sentence(profile: Profile, catalogue: Catalogue, language: Language) -> str:
    """Say which units the ranks count, with Bangkok or without."""
    kind = catalogue.units[profile.unit_code].unit_type
    of = len(profile.compared_with)
    if kind == "country":
        return say("sentences.counting.country", language)
    if words.counts_bangkok(profile):
        return say("sentences.counting.with_bangkok", language, of=of)
    if kind in {"cluster", "region"}:
        return say(f"sentences.counting.{kind}", language, of=of)
    return say("sentences.counting.without_bangkok", language, of=of)


def _standing(profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language) -> str:
    where = OVERALL if node.node_id == OVERALL else "dimension"
    fields: dict[str, object] = {
        "unit": full_unit_name(catalogue, profile.unit_code, language),
        "year": format_year(profile.year, language),
        "dimension": _label(profile, catalogue, node, language),
    }
    if node.score is None or node.level is None:
        threshold = words.design_of(profile, catalogue).coverage_threshold
        return say(
            f"sentences.{where}.no_score",
            language,
            coverage=format_percent(node.coverage),
            threshold=format_percent(threshold),
            **fields,
        )
    fields |= {"level": node.level, "points": words.points(node.score, language)}
    if node.rank is None:
        return say(f"sentences.{where}.unranked", language, **fields)
    kind = words.unit_kind(profile, catalogue)
    rank = words.rank_with_range(node, kind, language)
    return say(f"sentences.{where}.ranked", language, rank=rank, **fields)


def _label(profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language) -> str:
    if node.node_id == OVERALL:
        return ""
    dimension = words.dimension_of(profile, catalogue, node.node_id)
    return words.dimension_label(dimension, language)


def _beside(
    profile: Profile,
    catalogue: Catalogue,
    node: NodeResult,
    language: Language,
    compared: Sequence[Sentence] | None,
) -> list[str]:
    if compared is None:
        return _country_score(profile, catalogue, node, language)
    return [s.text for s in compared]


def _country_score(
    profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language
) -> list[str]:
    if catalogue.units[profile.unit_code].unit_type == "country":
        return []
    if node.score is None or node.country_score is None:
        return []
    gap = node.score - node.country_score
    key = "above" if gap > 0 else "below"
    if format_score(gap) == format_score(0):
        key = "equals"
    return [
        say(
            f"sentences.node.{key}_country",
            language,
            points=words.points(node.country_score, language),
            difference=format_score(abs(gap)),
        )
    ]


def _is_wide(node: NodeResult) -> bool:
    if node.rank is None or node.rank_low is None or node.rank_high is None:
        return False
    return node.rank_high - node.rank_low > WIDE_SHARE * node.of


def _wide_range(
    profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language
) -> list[str]:
    if not _is_wide(node):
        return []
    if node.node_id == OVERALL:
        scored = _scored(profile)
        if scored and (scored[0].level or 0) - (scored[-1].level or 0) >= FAR_APART_LEVELS:
            return [
                say(
                    "sentences.node.wide_dimensions",
                    language,
                    strongest=_label(profile, catalogue, scored[0], language),
                    weakest=_label(profile, catalogue, scored[-1], language),
                )
            ]
    if len(node.indistinct) >= MANY_INDISTINCT * node.of:
        kind = words.unit_kind(profile, catalogue)
        word = words.classifier(kind, language)
        return [say("sentences.node.wide_close", language, classifier=word)]
    if node.coverage < 1:
        return [say("sentences.node.wide_coverage", language)]
    return []


def _scored(profile: Profile) -> list[NodeResult]:
    scored = [d for d in profile.dimensions if d.score is not None]
    return sorted(scored, key=lambda d: -(d.score or 0.0))


def _extremes(profile: Profile, catalogue: Catalogue, language: Language) -> list[str]:
    scored = _scored(profile)
    if len(scored) < 2 or format_score(scored[0].score) == format_score(scored[-1].score):
        return []
    strongest, weakest = scored[0], scored[-1]
    return [
        say(
            "sentences.overall.strongest_weakest",
            language,
            strongest=_label(profile, catalogue, strongest, language),
            strongest_points=words.points(strongest.score, language),
            strongest_level=strongest.level,
            weakest=_label(profile, catalogue, weakest, language),
            weakest_points=words.points(weakest.score, language),
            weakest_level=weakest.level,
        )
    ]


def _indistinct(
    profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language
) -> list[str]:
    if node.rank is None:
        return []
    kind = words.unit_kind(profile, catalogue)
    unit = full_unit_name(catalogue, profile.unit_code, language)
    replicates = format_number(profile.stamp.replicates, 0)
    one = words.classifier(kind, language, 1)
    if not node.indistinct:
        return [say("sentences.node.distinct", language, replicates=replicates, unit=unit, one=one)]
    place = {code: i for i, (code, _) in enumerate(node.distribution)}
    own = place.get(profile.unit_code, 0)
    nearest = sorted(node.indistinct, key=lambda code: (abs(place.get(code, own) - own), code))
    names = words.named(nearest, kind, catalogue, language)
    return [
        say(
            "sentences.node.indistinct",
            language,
            replicates=replicates,
            unit=unit,
            names=names,
            one=one,
        )
    ]


def _fifth(
    profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language
) -> list[str]:
    if node.rank is None:
        return []
    unit = full_unit_name(catalogue, profile.unit_code, language)
    for key, share in (
        ("top_fifth", node.probability_top_fifth),
        ("bottom_fifth", node.probability_bottom_fifth),
    ):
        if share is not None and share >= 0.5:
            return [say(f"sentences.node.{key}", language, unit=unit, share=format_percent(share))]
    return []


def _partial(node: NodeResult, language: Language) -> list[str]:
    if node.score is None or format_percent(node.coverage) == "100":
        return []
    return [say("sentences.node.partial", language, coverage=format_percent(node.coverage))]
