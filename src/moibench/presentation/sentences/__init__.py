"""Sentences an officer would sign, generated from results alone: the rule chooses the verb."""

from __future__ import annotations

from moibench.analysis.results import Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.presentation.sentences.figures import missing_sentence
from moibench.presentation.sentences.highlights import Highlights, highlights
from moibench.presentation.sentences.indicators import (
    indicator_sentences,
    result_sentences,
)
from moibench.presentation.sentences.nodes import (
    counting_sentence,
    dimension_sentences,
    headline,
    overall_sentences,
    summary_sentences,
)
from moibench.presentation.sentences.sentence import Sentence

__all__ = [
    "Highlights",
    "Sentence",
    "counting_sentence",
    "dimension_sentences",
    "headline",
    "highlights",
    "indicator_sentences",
    "missing_sentence",
    "overall_sentences",
    "profile_sentences",
    "result_sentences",
    "summary_sentences",
]


def profile_sentences(
    profile: Profile, catalogue: Catalogue, language: Language
) -> tuple[Sentence, ...]:
    """Return everything said of a unit: overall, each dimension, each indicator.

    Each sentence's anchor tells where the numbers it says stand.
    """
    return (
        *overall_sentences(profile, catalogue, language),
        *(
            s
            for d in profile.dimensions
            for s in dimension_sentences(profile, catalogue, d.node_id, language)
        ),
        *(
            s
            for r in profile.indicators
            for s in indicator_sentences(profile, catalogue, r.indicator_id, language)
        ),
    )
