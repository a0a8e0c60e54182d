"""The comparative chapter: the benchmark chosen, what to look at first, the units alike."""

from __future__ import annotations

from moibench.analysis.comparative_results import ChosenBenchmark, ChosenCell, Peers
from moibench.presentation import tables
from moibench.presentation.language import text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import NO_VALUE, format_count, format_number, format_value
from moibench.presentation.report.answers import Answers
from moibench.presentation.report.blocks import Column, Draft
from moibench.presentation.report.front import indicator_label, joined
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import peers_line, source_line
from moibench.presentation.sentences import words
from moibench.presentation.sentences.comparing import (
    alike_and_unlike,
    chosen_benchmark_name,
    descriptor_name,
    explore_sentences,
    peers_sentences,
)
from moibench.presentation.years import year_number


def benchmark_name(asked: Question, answers: Answers) -> str:
    """Return the benchmark chosen as in a sentence: "ค่าประเทศ", "the median of its 8 peers"."""
    cells = [row[0].benchmark for row in answers.compared.cells]
    found = next((b for b in cells if b.figure.value is not None), None)
    if found is None:
        return text(f"chapters.kind.{answers.compared.choice.kind}", asked.language)
    return chosen_benchmark_name(found, asked.catalogue, asked.language)


def write_comparative(draft: Draft, asked: Question, answers: Answers) -> None:
    """Write how the index's indicators stand beside the benchmark, and beside what to begin."""
    name = benchmark_name(asked, answers)
    draft.heading(2, draft.chapters("heading.indicators", benchmark=name))
    _write_compared(draft, asked, answers, name)
    draft.heading(2, draft.chapters("heading.explore"))
    draft.paragraph(draft.chapters("said.explore", count=answers.explored.judged))
    gaps, strengths = explore_sentences(answers.explored, asked.catalogue, asked.language)
    for key, found, sentences, symbol in (
        ("gaps", answers.explored.gaps, gaps, "◆"),
        ("strengths", answers.explored.strengths, strengths, "●"),
    ):
        draft.heading(3, draft.chapters(f"heading.{key}", benchmark=name))
        for sentence in sentences:
            draft.bullet(symbol if found else "–", sentence.text)
    if asked.unit_type != "country":
        draft.heading(2, draft.chapters("heading.peers"))
        if answers.peers is None:
            draft.paragraph(draft.chapters("said.no_peers", unit=asked.unit))
        else:
            _write_peers(draft, asked, answers.peers)


def _write_compared(draft: Draft, asked: Question, answers: Answers, name: str) -> None:
    compared = answers.compared
    cells = {i: row[0] for i, row in zip(compared.indicator_ids, compared.cells, strict=True)}
    shown = tuple(i for i, c in cells.items() if c.benchmark.gap is not None)
    if not shown:
        draft.paragraph(draft.chapters("said.no_compared", benchmark=name))
        return
    rows = tables.indicator_rows(asked.profile, asked.catalogue, shown, asked.language)
    columns = (
        Column(asked.column("indicator"), 5.6),
        Column(asked.column("own"), 2.2, True),
        Column(asked.column("year"), 1.3, True),
        Column(draft.chapters("column.benchmark"), 2.2, True),
        Column(draft.chapters("column.gap"), 2.2, True),
        Column(draft.chapters("column.relation"), 2.5),
    )
    lines = []
    for row in rows:
        cell = cells[row.indicator_id]
        indicator = asked.catalogue.indicators[row.indicator_id]
        year = cell.figure.year
        lines.append(
            (
                indicator_label(row, columns[0].width),
                tables.displayed(cell.figure, indicator, asked.language),
                format_count(year_number(year, asked.language) if year else None),
                tables.displayed(cell.benchmark.figure, indicator, asked.language),
                format_value(cell.benchmark.gap, indicator, signed=True),
                _verdict(cell, asked),
            )
        )
    draft.table(
        columns,
        lines,
        caption=draft.chapters("caption.compared", unit=asked.unit, benchmark=name,
                               year=asked.year),
        note=draft.noted(draft.chapters("note.compared"), source_line(asked, shown)),
    )  # fmt: skip


def _verdict(cell: ChosenCell, asked: Question) -> str:
    benchmark: ChosenBenchmark = cell.benchmark
    if benchmark.relation is None:
        return text("table.status.not_judged", asked.language)
    word = text(f"table.relation.{benchmark.relation}", asked.language)
    return f"{tables.RELATION_SYMBOLS[benchmark.relation]} {word}"


def _write_peers(draft: Draft, asked: Question, peers: Peers) -> None:
    catalogue, language = asked.catalogue, asked.language
    said = peers_sentences(peers, catalogue, language)
    draft.paragraph(joined([s.text for s in said], asked))
    lines = []
    for peer in peers.peers:
        alike, unlike = alike_and_unlike(peer, peers)
        names = [descriptor_name(d, catalogue, language) for d in alike]
        lines.append(
            (
                unit_name(catalogue, peer.unit_code, language),
                format_number(peer.distance, 2),
                words.joined(names, language) if names else NO_VALUE,
                descriptor_name(unlike, catalogue, language) if unlike else NO_VALUE,
            )
        )
    draft.table(
        (
            Column(draft.chapters("column.peer"), 3.2),
            Column(draft.chapters("column.distance"), 1.8, True),
            Column(draft.chapters("column.alike"), 7.0),
            Column(draft.chapters("column.unlike"), 4.0),
        ),
        lines,
        caption=draft.chapters("caption.peers", unit=asked.unit),
        note=draft.noted(draft.chapters("note.peers"), peers_line(asked, peers)),
    )
