"""The parts a sentence is made of: classifiers, measured values, lists, ranks."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from moibench.analysis.results import NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Design, Dimension, Framework, Indicator
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, stamped_framework, unit_name
from moibench.presentation.numbers import format_number, format_score, format_value

NO_BREAK = "\u00a0"
BANGKOK = "10"
PERCENT_TH = "ร้อยละ"
_BEFORE_PERCENT = re.compile(r"(เท่ากับ|จาก|เป็น|ลดลง|เพิ่มขึ้น|ประมาณ|อยู่ที่) (?=ร้อยละ)")
_NAMED = 3
_UNSPACED = re.compile(r"(?<=[0-9A-Za-z)])(?=[\u0e01-\u0e4f])")
_INDEX = ("ดัชนี", "index")


def say(key: str, language: Language, **fields: object) -> str:
    """Return a filled message with the space that Thai sets after a number or foreign word."""
    said = text(key, language, **fields)
    return beside_per_cent(_UNSPACED.sub(" ", said)) if language == "th" else said


def beside_per_cent(said: str) -> str:
    """Return Thai without the space before ร้อยละ that no one writes: "เท่ากับร้อยละ 50.0"."""
    return _BEFORE_PERCENT.sub(r"\1", said)


def framework_of(profile: Profile, catalogue: Catalogue) -> Framework:
    """Return the framework whose design computed the profile."""
    return stamped_framework(profile.stamp, catalogue)


def design_of(profile: Profile, catalogue: Catalogue) -> Design:
    """Return the design that computed the profile."""
    return catalogue.designs[profile.stamp.design_id]


def dimension_of(profile: Profile, catalogue: Catalogue, dimension_id: str) -> Dimension:
    """Return a dimension of the profile's framework."""
    dimensions = framework_of(profile, catalogue).dimensions
    return next(d for d in dimensions if d.id == dimension_id)


def dimension_label(dimension: Dimension, language: Language) -> str:
    """Return the dimension's name as in a sentence: "ด้านเศรษฐกิจ", "Economy"."""
    name = dimension.name.in_language(language)
    if language == "th" and name.startswith("ด้าน"):
        return name
    return text("sentences.dimension_label", language, name=name)


def counts_bangkok(profile: Profile) -> bool:
    """Tell whether Bangkok stands among the units the profile is ranked with."""
    return BANGKOK in profile.compared_with


def unit_kind(profile: Profile, catalogue: Catalogue) -> str:
    """Return the kind the classifier goes by: together with Bangkok, they are units."""
    return (
        "with_bangkok" if counts_bangkok(profile) else catalogue.units[profile.unit_code].unit_type
    )


def reference_kind(profile: Profile, catalogue: Catalogue) -> str:
    """Return the kind of the units that median and best are of: provinces for the country."""
    kind = unit_kind(profile, catalogue)
    return "province" if kind == "country" else kind


def classifier(kind: str, language: Language, count: int = 2) -> str:
    """Return the word that counts units of a kind: "76 จังหวัด", "18 clusters"."""
    return text(f"sentences.{'one' if count == 1 else 'classifier'}.{kind}", language)


def ordinal(number: int, language: Language) -> str:
    """Write the number of a rank: "4" in Thai after อันดับที่, "4th" in English."""
    if language == "th":
        return str(number)
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def rank_with_range(node: NodeResult, kind: str, language: Language) -> str:
    """Write a rank of an index with its range; a score's rank is never said without it."""
    if node.rank is None or node.rank_low is None or node.rank_high is None:
        raise ValueError(f"{node.node_id}: a rank needs its range to be said")
    return text(
        "sentences.rank.with_range",
        language,
        rank=ordinal(node.rank, language),
        low=node.rank_low,
        high=node.rank_high,
        of=node.of,
        classifier=classifier(kind, language, node.of),
    )


def points(score: float | None, language: Language) -> str:
    """Write a score with its word: "61.9 คะแนน"."""
    return text("sentences.points_short", language, score=format_score(score))


def measured(value: float, indicator: Indicator, language: Language) -> str:
    """Write a value with its unit of measure: "ร้อยละ 80.4", "463,173 บาทต่อคนต่อปี"."""
    return _with_unit(format_value(value, indicator), indicator, language)


def bracketed(value: float, indicator: Indicator, language: Language) -> str:
    """Write a second value of the same sentence: the unit is not said again, ร้อยละ is."""
    number = format_value(value, indicator)
    unit = indicator.unit_of_measure.in_language(language)
    if language == "th" and unit.startswith(PERCENT_TH):
        return f"{PERCENT_TH}{NO_BREAK}{number}"
    return f"{number}%" if unit.startswith(("%", "per cent")) else number


def difference(gap: float, indicator: Indicator, language: Language) -> str:
    """Write the size of a difference: percentages differ by จุดร้อยละ."""
    return _sized(format_value(abs(gap), indicator), indicator, language)


def slope(per_year: float, indicator: Indicator, language: Language) -> str:
    """Write the size of a yearly slope with at least two significant digits."""
    size = abs(per_year)
    needed = 0 if size == 0 else 1 - math.floor(math.log10(size))
    number = format_number(size, min(6, max(indicator.decimals, needed)))
    return _sized(number, indicator, language)


def _sized(number: str, indicator: Indicator, language: Language) -> str:
    if indicator.is_percentage:
        return f"{number}{NO_BREAK}{text('site.percentage_points', language)}"
    return _with_unit(number, indicator, language)


def unit_of_difference(indicator: Indicator, language: Language) -> str:
    """Return what a difference is counted in: percentage points, of an index nothing."""
    if indicator.is_percentage:
        return text("site.percentage_points", language)
    unit = indicator.unit_of_measure.in_language(language)
    return "" if unit.lower().startswith(_INDEX) else unit


def _with_unit(number: str, indicator: Indicator, language: Language) -> str:
    unit = indicator.unit_of_measure.in_language(language)
    if unit.lower().startswith(_INDEX):
        return number
    if language == "th" and unit.startswith(PERCENT_TH):
        rest = unit.removeprefix(PERCENT_TH).strip()
        return f"{PERCENT_TH}{NO_BREAK}{number}" + (f" {rest}" if rest else "")
    return f"{number}{unit}" if unit.startswith("%") else f"{number}{NO_BREAK}{unit}"


def joined(items: Sequence[str], language: Language) -> str:
    """Join as a list: "ก ข และ ค", "a, b and c"; Thai sets a space before what is not Thai."""
    if len(items) < 2:
        return "".join(items)
    word = text("sentences.conjunction.and", language)
    separator = " " if language == "th" else ", "
    gap = "" if language == "th" and "\u0e01" <= items[-1][:1] <= "\u0e4f" else " "
    return f"{separator.join(items[:-1])} {word}{gap}{items[-1]}"


def named(
    codes: Sequence[str], kind: str, catalogue: Catalogue, language: Language, most: int = _NAMED
) -> str:
    """Name the first `most` units and count the others."""
    one_too_many = len(codes) == most + 1
    shown = codes if one_too_many else codes[:most]
    names = [
        full_unit_name(catalogue, code, language)
        if language == "th"
        else unit_name(catalogue, code, language)
        for code in shown
    ]
    rest = len(codes) - len(shown)
    if rest:
        word = classifier(kind, language, rest)
        names.append(text("sentences.conjunction.others", language, classifier=word, count=rest))
    return joined(names, language)


def capitalised(sentence: str) -> str:
    """Begin with a capital letter; Thai has none and is unchanged."""
    return sentence[:1].upper() + sentence[1:]
