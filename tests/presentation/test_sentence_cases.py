"""How many sentences are tested word for word in both languages, and in which situations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType

import pytest

from tests.presentation import (
    test_change_sentences,
    test_comparing_sentences,
    test_indicator_sentences,
    test_overall_sentences,
    test_plan_sentences,
)

MODULES = (
    test_change_sentences,
    test_comparing_sentences,
    test_indicator_sentences,
    test_overall_sentences,
    test_plan_sentences,
)
AT_LEAST = 150
THAI = re.compile(r"[\u0e00-\u0e7f]")

# Each situation, and what the English of its cases says.
SITUATIONS = {
    "rises": r"\b(rose|rising|improved|above)\b",
    "falls": r"\b(fell|falling|below|declin)",
    "better": r"\bbetter\b",
    "worse": r"\bworse\b",
    "ties and no change": r"\b(same|equal|did not change|stayed|no different|no clear trend)\b",
    "one alone": r"\b(one member|indicator that did it is|too few members|single|only one)",
    "missing": r"\b(no value|no complete value|no score|there is no|has no|not measured)",
    "incomplete": r"\b(incomplete|coverage|came or went|weight of data|complete value)",
    "capped": r"\bcapped\b",
    "preliminary": r"\bpreliminary\b",
    "break in series": r"\bbreaks?\b",
    "Bangkok counted": r"\b(count Bangkok|include Bangkok|Bangkok is at level)\b",
    "Bangkok left out": r"\bwithout Bangkok\b",
    "revised data and editions": r"\b(edition|editions|Revised)\b",
    "not judged": r"\bnot judged\b",
}


def pairs_of(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield Thai and English of every parametrised case that has both."""
    for function in vars(module).values():
        for mark in getattr(function, "pytestmark", []):
            if mark.name != "parametrize":
                continue
            for case in mark.args[1]:
                texts = (
                    [part for part in case if isinstance(part, str)] if type(case) is tuple else []
                )
                for th, en in pairwise(texts):
                    if THAI.search(th) and not THAI.search(en):
                        yield th, en


def test_at_least_a_hundred_and_fifty_pairs_are_tested_one_by_one() -> None:
    counts = {module.__name__.rpartition(".")[2]: len(set(pairs_of(module))) for module in MODULES}
    assert sum(counts.values()) >= AT_LEAST, counts


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_has_its_cases(situation: str) -> None:
    english = {en for module in MODULES for _, en in pairs_of(module)}
    found = [en for en in english if re.search(SITUATIONS[situation], en, re.IGNORECASE)]
    assert found, situation


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_no_thai_sentence_says_a_word_twice_or_sets_per_cent_apart(module: ModuleType) -> None:
    for thai, _ in pairs_of(module):
        assert not re.search(r"([ก-๙]{4,})\s?\1", thai), thai
        assert not re.search(r"เท่ากับ[^()]*เท่ากับ", thai), thai
        assert not re.search(r"(เท่ากับ|จาก|เป็น|ลดลง|เพิ่มขึ้น) ร้อยละ", thai), thai
