"""Sentences on a chosen benchmark, on peers, on what to explore and on the members inside."""

from __future__ import annotations

import re

from moibench.analysis.comparative_results import (
    AreasToExplore,
    ChosenBenchmark,
    ChosenCell,
    Dispersion,
    Peer,
    Peers,
)
from moibench.analysis.results import Figure
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, indicator_name, unit_name
from moibench.presentation.numbers import format_number, format_percent, format_value
from moibench.presentation.sentences import words
from moibench.presentation.sentences.sentence import Sentence
from moibench.presentation.years import format_year

OVERALL = "overall"
_WHY = 3
# Letters and vowels written before them: what follows a name that ends in a number.
_BEFORE_THAI = re.compile(r"([0-9)])(?=[\u0e01-\u0e2e\u0e40-\u0e44])")


def said(key: str, anchor: str, language: Language, **fields: object) -> Sentence:
    """Return one message of the comparative file as a sentence."""
    return finished(text(f"comparative.{key}", language, **fields), anchor)


def finished(sentence: str, anchor: str) -> Sentence:
    """Return a sentence begun with a capital, and a space where Thai follows a digit or bracket."""
    return Sentence(
        words.capitalised(words.beside_per_cent(_BEFORE_THAI.sub(r"\1 ", sentence))), anchor
    )


def chosen_benchmark_name(
    benchmark: ChosenBenchmark, catalogue: Catalogue, language: Language
) -> str:
    """Name a chosen benchmark as in a sentence: "ค่าประเทศ", "the median of its 8 peers"."""
    kind: str = benchmark.kind
    members = benchmark.members
    if kind == "country" and not benchmark.with_bangkok:
        kind = "country_without_bangkok"
    elif kind == "best_in_class" and len(members) == 1:
        kind = "best_of_one"
    elif kind == "units" and benchmark.group:
        kind = "group"
    elif kind == "units" and len(members) == 1:
        kind = "units_one"
    year = benchmark.figure.year
    return text(
        f"comparative.benchmark.{kind}",
        language,
        name=benchmark.group
        or (full_unit_name(catalogue, members[0], language) if members else ""),
        count=len(members),
        year=format_year(year, language) if year is not None else "",
    )


def cell_sentence(
    indicator_id: str, cell: ChosenCell, catalogue: Catalogue, language: Language
) -> Sentence:
    """Say how one figure stands beside the benchmark chosen, or why it is not compared."""
    return benchmark_sentence(
        indicator_id, cell.unit_code, cell.figure, cell.benchmark, catalogue, language
    )


def benchmark_sentence(
    indicator_id: str,
    unit_code: str,
    figure: Figure,
    benchmark: ChosenBenchmark,
    catalogue: Catalogue,
    language: Language,
) -> Sentence:
    """Say value, benchmark, gap and verdict; the verb is the relation the rule gave."""
    indicator = catalogue.indicators[indicator_id]
    fields: dict[str, object] = {
        "indicator": indicator_name(indicator, language),
        "unit": full_unit_name(catalogue, unit_code, language),
    }
    other = benchmark.figure.value
    if figure.value is None or figure.year is None or benchmark.gap is None or other is None:
        reason = benchmark.reason or "no_value"
        return said(f"not_compared.{reason}", indicator_id, language, **fields)
    fields |= {
        "year": format_year(figure.year, language),
        "value": words.measured(figure.value, indicator, language),
        "benchmark": chosen_benchmark_name(benchmark, catalogue, language),
        "other": words.bracketed(other, indicator, language),
        "gap": words.difference(benchmark.gap, indicator, language),
    }
    key = _relation_key(benchmark, figure.value, other, indicator)
    sentence = text(f"comparative.compared.{key}", language, **fields)
    if key not in ("equal", "similar"):
        sentence += _amount(benchmark, language)
    return finished(sentence, indicator_id)


def _relation_key(
    benchmark: ChosenBenchmark, own: float, other: float, indicator: Indicator
) -> str:
    if format_value(own, indicator) == format_value(other, indicator):
        return "equal" if benchmark.relation in (None, "similar") else "similar"
    way = "higher" if own > other else "lower"
    if benchmark.relation is None:
        return way
    return "similar" if benchmark.relation == "similar" else f"{benchmark.relation}_{way}"


def _amount(benchmark: ChosenBenchmark, language: Language) -> str:
    if benchmark.amount is None:
        return ""
    size = abs(benchmark.amount.value)
    return text(
        "comparative.compared.amount",
        language,
        amount=format_number(size, 0 if size >= 10 else 1),
        unit_of_measure=benchmark.amount.unit_of_measure.in_language(language),
    )


def rule_sentence(
    indicator_id: str, benchmark: ChosenBenchmark, catalogue: Catalogue, language: Language
) -> Sentence | None:
    """Name the rule by which better, similar or worse was told; None where nothing was."""
    if benchmark.rule is None:
        return None
    width = ""
    if benchmark.width is not None:
        width = words.difference(benchmark.width, catalogue.indicators[indicator_id], language)
    return said(f"rule.{benchmark.rule}", indicator_id, language, width=width)


def peers_sentences(peers: Peers, catalogue: Catalogue, language: Language) -> tuple[Sentence, ...]:
    """Say who the peers are, why the nearest is one, and who could not be compared."""
    unit = full_unit_name(catalogue, peers.unit_code, language)
    names = _names(peers.codes, catalogue, language)
    key = "one" if len(peers.codes) == 1 else "found"
    sentences = [
        said(f"peers.{key}", OVERALL, language, unit=unit, names=names, count=len(peers.codes))
    ]
    sentences += _why(peers, catalogue, unit, language)
    year = format_year(peers.frozen_year, language)
    sentences.append(said("peers.frozen", OVERALL, language, year=year))
    locked = tuple(p.unit_code for p in peers.peers if p.locked)
    if locked:
        listed = _names(locked, catalogue, language)
        sentences.append(said("peers.locked", OVERALL, language, names=listed))
    if peers.refused:
        share = format_percent(peers.shared_minimum)
        count = len(peers.refused)
        sentences.append(said("peers.refused", OVERALL, language, count=count, share=share))
    return tuple(sentences)


def _why(peers: Peers, catalogue: Catalogue, unit: str, language: Language) -> list[Sentence]:
    first = next((p for p in peers.peers if p.distance is not None), None)
    if first is None:
        return []
    near, far = alike_and_unlike(first, peers)
    peer = full_unit_name(catalogue, first.unit_code, language)
    if far is None:
        return [said("peers.same", OVERALL, language, unit=unit, peer=peer)]
    alike = [descriptor_name(d, catalogue, language) for d in near]
    unlike = descriptor_name(far, catalogue, language)
    return [
        said(
            "peers.why",
            OVERALL,
            language,
            unit=unit,
            peer=peer,
            alike=words.joined(alike, language),
            unlike=unlike,
        )
    ]


def alike_and_unlike(peer: Peer, peers: Peers) -> tuple[tuple[str, ...], str | None]:
    """Return the up to three descriptors a peer is most alike in, and the one it differs most in.

    The second is None where the two do not differ in anything.
    """
    used = {d.id for d in peers.descriptors if d.weight > 0}
    parts = sorted(
        (p.part, p.descriptor_id)
        for p in peer.parts
        if p.part is not None and p.descriptor_id in used
    )
    unlike = parts[-1][1] if parts and parts[-1][0] > 0 else None
    return tuple(d for _, d in parts[:_WHY] if d != unlike), unlike


def descriptor_name(descriptor_id: str, catalogue: Catalogue, language: Language) -> str:
    """Return the name of a descriptor of place: of its flag or its indicator."""
    if descriptor_id in catalogue.flags:
        return catalogue.flags[descriptor_id].name.in_language(language)
    return indicator_name(catalogue.indicators[descriptor_id], language)


def _names(codes: tuple[str, ...], catalogue: Catalogue, language: Language) -> str:
    return words.joined([unit_name(catalogue, c, language) for c in codes], language)


def explore_sentences(
    areas: AreasToExplore, catalogue: Catalogue, language: Language
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Say the gaps and the strengths, each list with one sentence where it is empty."""
    unit = full_unit_name(catalogue, areas.unit_code, language)
    if not areas.judged:
        nothing = (said("explore.none_judged", OVERALL, language, unit=unit),)
        return nothing, nothing
    found = []
    for listed, empty in ((areas.gaps, "none_worse"), (areas.strengths, "none_better")):
        sentences = tuple(
            benchmark_sentence(
                e.indicator_id, areas.unit_code, e.figure, e.benchmark, catalogue, language
            )
            for e in listed
        )
        found.append(sentences or (said(f"explore.{empty}", OVERALL, language, unit=unit),))
    return found[0], found[1]


def dispersion_sentences(
    inside: Dispersion, catalogue: Catalogue, language: Language
) -> tuple[Sentence, ...]:
    """Say how unequal the members are and who pulls the parent up and down the most."""
    indicator = catalogue.indicators[inside.indicator_id]
    anchor = inside.indicator_id
    fields: dict[str, object] = {
        "indicator": indicator_name(indicator, language),
        "unit": full_unit_name(catalogue, inside.unit_code, language),
    }
    if inside.reason == "one_member":
        return (said("dispersion.one_member", anchor, language, **fields),)
    if inside.highest is None or inside.lowest is None or inside.with_value < 2:
        return (said("dispersion.no_value", anchor, language, **fields),)
    high, low = inside.highest, inside.lowest
    key = "unequal_no_ratio" if inside.disparity_ratio is None else "unequal"
    if format_value(high[1], indicator) == format_value(low[1], indicator):
        key = "equal"
    sentences = [
        said(
            f"dispersion.{key}",
            anchor,
            language,
            highest=full_unit_name(catalogue, high[0], language),
            high_value=words.measured(high[1], indicator, language),
            lowest=full_unit_name(catalogue, low[0], language),
            low_value=words.bracketed(low[1], indicator, language),
            ratio=format_number(inside.disparity_ratio, 1),
            **fields,
        )
    ]
    for way, pulls in (
        ("up", [p for p in inside.pulls if p.pull > 0]),
        ("down", [p for p in inside.pulls if p.pull < 0]),
    ):
        if pulls:
            member = full_unit_name(catalogue, pulls[0].unit_code, language)
            sentences.append(said(f"dispersion.{way}", anchor, language, member=member, **fields))
    return tuple(sentences)
