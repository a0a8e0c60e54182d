"""What is said of a made profile, with plain spaces."""

from __future__ import annotations

from typing import Any

from moibench.presentation.language import Language
from moibench.presentation.sentences import indicator_sentences, overall_sentences
from tests.presentation import specimen as s

NO_BREAK = "\u00a0"


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


def said_of(indicator_id: str, language: Language, **more: Any) -> list[str]:
    unit = more.pop("unit", "24")
    asked = s.profile(unit, s.result(indicator_id, **more))
    return [
        plain(x.text) for x in indicator_sentences(asked, s.catalogue(), indicator_id, language)
    ]


def said_overall(language: Language, unit: str = "24", **more: Any) -> list[str]:
    asked = s.profile(unit, **more)
    return [plain(x.text) for x in overall_sentences(asked, s.catalogue(), language)]
