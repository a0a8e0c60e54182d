"""What comes first: cover, running head and foot, contents, the one-page summary."""

from __future__ import annotations

import unicodedata

from moibench.presentation import sentences, tables
from moibench.presentation.language import text
from moibench.presentation.moments import format_date
from moibench.presentation.names import OVERALL, unit_name
from moibench.presentation.numbers import format_number
from moibench.presentation.report.blocks import Column, Cover, Draft
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import score_line, source_line
from moibench.presentation.sentences import words

NEW_LINE = "\n"
LETTERS_PER_CM = 7.0  # of TH Sarabun New at the size of tables
MOST = 2  # sentences of each kind that leave the summary on one page


def cover(asked: Question) -> Cover:
    """Return the first page: what, where, when, whose, which edition."""

    def say(key: str, **fields: object) -> str:
        return text(f"report.{key}", asked.language, **fields)

    return Cover(
        system=say("system"),
        title=say("title"),
        unit=words.capitalised(asked.unit),
        year=say("for_year", year=asked.year),
        finding=sentences.headline(asked.profile, asked.catalogue, asked.language),
        place=_place(asked),
        ministry=say("ministry"),
        edition=say("edition", code=asked.code),
        made=_made(asked),
    )


def _made(asked: Question) -> tuple[str, ...]:
    """Say design, seed, version of the data and when they were last collected."""
    stamp, language = asked.profile.stamp, asked.language
    by = text(
        "chapters.made_by",
        language,
        design=stamp.design_id,
        seed=stamp.seed,
        replicates=format_number(stamp.replicates, 0),
    )
    used = {r.figure.edition_id or "" for r in asked.profile.indicators}
    collected = [e.collected_on for i, e in asked.catalogue.editions.items() if i in used]
    if not collected:
        return by, text("chapters.data_undated", language, version=stamp.data_version)
    date = format_date(max(collected), language)
    return by, text("chapters.data", language, version=stamp.data_version, date=date)


def _place(asked: Question) -> str:
    profile = asked.profile
    if profile.members:
        names = [unit_name(asked.catalogue, m, asked.language) for m in profile.members]
        if len(names) <= 12:
            joined = words.joined(names, asked.language)
            return text("report.members", asked.language, count=len(names), names=joined)
        return f"{len(names)}\u00a0{words.classifier('province', asked.language)}"
    parents = [c for c in (profile.region_code, profile.cluster_code) if c is not None]
    named = [unit_name(asked.catalogue, c, asked.language) for c in parents]
    return " · ".join(dict.fromkeys(named))


def write_summary(draft: Draft, asked: Question) -> None:
    """Write the page for the governor: finding, levels, sentences, headline figures."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    said = sentences.summary_sentences(profile, catalogue, language)
    draft.paragraph(joined([s.text for s in said], asked))
    write_level_table(draft, asked)
    found = sentences.highlights(profile, catalogue, language)
    suffix = "_country" if asked.unit_type == "country" else ""
    groups = (
        (f"strengths{suffix}", "–" if suffix else "●", found.strengths[: MOST - bool(found.watch)]),
        (f"gaps{suffix}", "–" if suffix else "◆", found.gaps[:MOST]),
        ("watch", "–", found.watch[:1]),
    )
    for name, symbol, shown in groups:
        if shown:
            draft.heading(3, draft.say(f"heading.{name}"))
            for sentence in shown:
                draft.bullet("–" if sentence.anchor == OVERALL else symbol, sentence.text)
    _write_key_figures(draft, asked)


def joined(said: list[str], asked: Question) -> str:
    """Return sentences as running text: apart by a space in Thai, by full stops in English."""
    return " ".join(said) if asked.language == "th" else " ".join(f"{s}." for s in said)


def write_level_table(draft: Draft, asked: Question) -> None:
    """Write level, rank and range in short, for the summary."""
    rows = tables.node_rows(asked.profile, asked.catalogue, asked.language)
    draft.table(
        [
            Column(asked.column("dimension"), 7.0),
            Column(asked.column("level"), 2.0, True),
            Column(asked.column("score"), 2.2, True),
            Column(asked.column("rank"), 2.4, True),
            Column(asked.column("range"), 2.4, True),
        ],
        [(r.name, r.level, r.score, r.rank, r.rank_range) for r in rows],
        caption=draft.say("caption.levels", unit=asked.unit, year=asked.year),
        note=score_line(asked),
        bold_rows=frozenset({0}),
    )


def write_node_table(draft: Draft, asked: Question) -> None:
    """Write level, score, rank and range of the whole and of each dimension."""
    profile, language = asked.profile, asked.language
    rows = tables.node_rows(profile, asked.catalogue, language)
    columns = [
        Column(asked.column("dimension"), 4.9),
        Column(asked.column("level"), 1.7, True),
        Column(asked.column("score"), 1.9, True),
        Column(asked.column("rank"), 1.8, True),
        Column(asked.column("range"), 1.9, True),
        Column(asked.column("country_score"), 1.9, True),
        Column(asked.column("coverage"), 1.9, True),
    ]
    low, high = words.design_of(profile, asked.catalogue).uncertainty.interval
    draft.table(
        columns,
        [
            (r.name, r.level, r.score, r.rank, r.rank_range, r.country_score, r.coverage)
            for r in rows
        ],
        caption=draft.say("caption.nodes", unit=asked.unit, year=asked.year),
        note=draft.noted(
            draft.say(
                "note.nodes",
                low=f"{low:g}",
                high=f"{high:g}",
                replicates=format_number(profile.stamp.replicates, 0),
            ),
            score_line(asked),
        ),
        bold_rows=frozenset({0}),
    )


def _write_key_figures(draft: Draft, asked: Question) -> None:
    framework = words.framework_of(asked.profile, asked.catalogue)
    rows = tables.indicator_rows(
        asked.profile, asked.catalogue, framework.headline_indicators, asked.language
    )
    if not rows:
        return
    is_country = asked.unit_type == "country"
    columns = [
        Column(asked.column("indicator"), 7.0),
        Column(asked.column("own"), 1.9, True),
        Column(asked.column("year"), 1.3, True),
    ]
    columns += (
        [Column(asked.column("change"), 2.4, True), Column(asked.column("trend"), 3.4)]
        if is_country
        else [
            Column(asked.column("rank"), 1.5, True),
            Column(asked.column("country"), 1.9, True),
            Column(asked.column("relation"), 2.4),
        ]
    )
    lines = []
    for r in rows:
        relation = f"{r.relation_symbol} {r.relation_word}".strip()
        trend = f"{r.trend_symbol} {r.trend_word}".strip()
        last = (r.change, trend) if is_country else (r.rank, r.values["country"], relation)
        lines.append((indicator_label(r, columns[0].width), r.own, r.year, *last))
    notes = ["note.low_is_good", "note.trend" if is_country else "note.relation"]
    draft.table(
        columns,
        lines,
        caption=draft.say("caption.key_figures", unit=asked.unit, year=asked.year),
        note=draft.noted(
            *(draft.say(key) for key in notes),
            source_line(asked, framework.headline_indicators),
        ),
    )


def indicator_label(row: tables.IndicatorRow, width: float) -> str:
    """Return an indicator's name with its unit of measure, on a line of its own where too long.

    width: of the column in cm. Left to itself the line would end inside ร้อยละ.
    """
    room = width * LETTERS_PER_CM
    label = f"{row.name} ({row.unit_of_measure})"
    ends_in_unit = letters(row.name) <= room < letters(label)
    return f"{row.name}{NEW_LINE if ends_in_unit else ' '}({row.unit_of_measure})"


def letters(label: str) -> int:
    """Return how many letters stand beside each other; marks above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in label)
