"""The body: the overall picture, each dimension, the order among the units."""

from __future__ import annotations

from moibench.presentation import pictures, sentences, tables
from moibench.presentation.names import indicator_name, unit_name
from moibench.presentation.numbers import format_count, format_score
from moibench.presentation.report import front
from moibench.presentation.report.blocks import TEXT_WIDTH, Column, Draft
from moibench.presentation.report.front import indicator_label, joined
from moibench.presentation.report.question import Question
from moibench.presentation.report.trust import score_line, source_line
from moibench.presentation.sentences import words
from moibench.presentation.years import format_year

ENDS, AROUND = 3, 3  # how much of a long order is shown at both ends and on each side of the unit


def write_overall(draft: Draft, asked: Question) -> None:
    """Write the chapter of the whole: what is said, levels, ranks, trends."""
    draft.heading(2, draft.say("heading.levels"))
    said = sentences.overall_sentences(asked.profile, asked.catalogue, asked.language)
    _body(draft, asked, [s.text for s in said])
    front.write_node_table(draft, asked)
    level = pictures.level_picture(asked.profile, asked.catalogue, asked.language)
    _picture(draft, level, "none.picture", score_line(asked))
    if asked.unit_type != "country":
        rank = pictures.rank_picture(asked.profile, asked.catalogue, asked.language)
        _picture(draft, rank, "none.ranks", score_line(asked))


def write_trends(draft: Draft, asked: Question) -> None:
    """Write how the headline indicators have moved."""
    draft.heading(2, draft.say("heading.trends"))
    trend = pictures.trend_picture(asked.profile, asked.catalogue, asked.language)
    headline = words.framework_of(asked.profile, asked.catalogue).headline_indicators
    _picture(draft, trend, "none.trends", source_line(asked, headline))


def write_dimension(draft: Draft, asked: Question, dimension_id: str) -> None:
    """Write the chapter of a dimension: level, picture, every indicator, two tables."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    dimension = words.dimension_of(profile, catalogue, dimension_id)
    label = words.dimension_label(dimension, language)
    draft.heading(2, draft.say("heading.dimension_level"))
    said = sentences.dimension_sentences(profile, catalogue, dimension_id, language)
    _body(draft, asked, [s.text for s in said])
    picture = pictures.dimension_picture(profile, catalogue, dimension_id, language)
    scored = [r.indicator_id for r in profile.indicators if r.score is not None]
    source = source_line(asked, [i for i in scored if i in dimension.indicators])
    _picture(draft, picture, "none.picture", source)
    present = {r.indicator_id for r in profile.indicators if r.figure.status != "missing"}
    held = [r.indicator_id for r in profile.indicators if r.indicator_id in dimension.indicators]
    missing = [i for i in held if i not in present]
    shown = tuple(i for i in held if i in present)
    rows = tables.indicator_rows(profile, catalogue, shown, language)
    if missing:
        _body(draft, asked, [sentences.missing_sentence(profile, catalogue, missing, language)])
    if not rows:
        return
    draft.heading(2, draft.say("heading.dimension_tables"))
    _write_values(draft, asked, rows, label)
    _write_gaps(draft, asked, rows, label)
    draft.heading(2, draft.say("heading.dimension_results"))
    judged = [r for r in rows if profile.indicator(r.indicator_id).weight is not None]
    if len(judged) < len(rows):  # first, for alone at the end it may get a page of its own
        draft.paragraph(joined([draft.say("others_in_table")], asked))
    for row in judged:
        _write_indicator(draft, asked, row.indicator_id)


def _write_indicator(draft: Draft, asked: Question, indicator_id: str) -> None:
    said = sentences.result_sentences(
        asked.profile, asked.catalogue, indicator_id, asked.language, standing_alone=False
    )
    name = words.capitalised(
        indicator_name(asked.catalogue.indicators[indicator_id], asked.language)
    )
    texts = [s.text for s in said]
    lead = ""
    if texts and texts[0].startswith(name):
        lead, texts[0] = name, texts[0].removeprefix(name)
    draft.paragraph(joined(texts, asked), lead=lead)


def _write_values(
    draft: Draft, asked: Question, rows: tuple[tables.IndicatorRow, ...], label: str
) -> None:
    present = tables.benchmark_columns(asked.profile)
    kinds = [kind for kind in present if kind != "best_in_class"]
    fixed = 2.1 + 1.3 + 1.5
    each = 2.15
    columns = [
        Column(asked.column("indicator"), TEXT_WIDTH - fixed - each * len(kinds)),
        Column(asked.column("own"), 2.1, True),
        Column(asked.column("year"), 1.3, True),
        Column(asked.column("rank"), 1.5, True),
        *(Column(asked.column(kind), each, True) for kind in kinds),
    ]
    draft.table(
        columns,
        [
            (
                indicator_label(r, columns[0].width),
                r.own,
                r.year,
                r.rank,
                *(r.values[kind] for kind in kinds),
            )
            for r in rows
        ],
        caption=draft.say("caption.values", dimension=label, unit=asked.unit, year=asked.year),
        note=draft.noted(
            draft.say("note.values"), source_line(asked, (r.indicator_id for r in rows))
        ),
    )


def _write_gaps(
    draft: Draft, asked: Question, rows: tuple[tables.IndicatorRow, ...], label: str
) -> None:
    is_country = asked.unit_type == "country"
    rows = tuple(r for r in rows if not _is_context(asked, r.indicator_id))
    if not rows:
        return
    best = _size_of_best(asked)
    columns = [Column(asked.column("indicator"), 10.2 if is_country else 4.3)]
    if not is_country:
        columns += [
            Column(asked.column("best_in_class"), 2.2, True),
            Column(asked.column("gap"), 2.4, True),
            Column(asked.column("relation"), 2.1),
        ]
    columns += [Column(asked.column("change"), 2.2, True), Column(asked.column("trend"), 2.8)]
    body = []
    for r in rows:
        relation = (
            r.values["best_in_class"],
            r.gap,
            f"{r.relation_symbol} {r.relation_word}".strip(),
        )
        trend = f"{r.trend_symbol} {r.trend_word}".strip()
        body.append(
            (
                indicator_label(r, columns[0].width),
                *(() if is_country else relation),
                r.change,
                trend,
            )
        )
    since = asked.profile.change_from
    from_year = format_year(since, asked.language) if since else "–"
    draft.table(
        columns,
        body,
        caption=draft.say("caption.gaps", dimension=label, unit=asked.unit, year=asked.year),
        note=draft.noted(
            "" if is_country else draft.say("note.relation"),
            _note_of_best(draft, best) if best and not is_country else "",
            "" if is_country else draft.say("note.gap"),
            draft.say("note.change", from_year=from_year) if since else "",
            draft.say("note.trend"),
            source_line(asked, (r.indicator_id for r in rows)),
        ),
    )


def _is_context(asked: Question, indicator_id: str) -> bool:
    return asked.catalogue.indicators[indicator_id].direction == "context"


def _note_of_best(draft: Draft, count: int) -> str:
    return draft.say("note.best_one" if count == 1 else "note.best", count=count)


def _size_of_best(asked: Question) -> int:
    found = (r.benchmark("best_in_class") for r in asked.profile.indicators)
    return max((len(b.members) for b in found if b is not None), default=0)


def write_comparison(draft: Draft, asked: Question) -> None:
    """Write the order of the units by the overall score, shortened round the unit and the ends."""
    draft.heading(2, draft.say("heading.comparison"))
    if asked.unit_type == "country":
        draft.paragraph(draft.say("none.benchmark"))
        return
    order = asked.profile.overall.distribution
    if not order:
        draft.paragraph(draft.say("none.ranks"))
        return
    kind = words.unit_kind(asked.profile, asked.catalogue)
    shown = _around(order, asked.profile.unit_code)
    rows = []
    own_rows = set()
    for i, position in enumerate(shown):
        if position is None:
            rows.append(("…", "…", "…"))
            continue
        code, score = order[position]
        if code == asked.profile.unit_code:
            own_rows.add(i)
        rank = 1 + sum(other > score for _, other in order)
        name = unit_name(asked.catalogue, code, asked.language)
        rows.append((format_count(rank), name, format_score(score)))
    draft.table(
        [
            Column(asked.column("rank"), 2.0, True),
            Column(asked.column("unit"), 10.0),
            Column(asked.column("score"), 4.0, True),
        ],
        rows,
        caption=draft.say(
            "caption.order", classifier=words.classifier(kind, asked.language), year=asked.year
        ),
        note=draft.noted(draft.say("note.order", unit=asked.unit), score_line(asked)),
        bold_rows=frozenset(own_rows),
    )


def _around(order: tuple[tuple[str, float], ...], unit_code: str) -> list[int | None]:
    codes = [code for code, _ in order]
    own = codes.index(unit_code) if unit_code in codes else 0
    wanted = {i for i in range(len(codes)) if i < ENDS or i >= len(codes) - ENDS}
    wanted |= {i for i in range(len(codes)) if abs(i - own) <= AROUND}
    shown: list[int | None] = []
    for i in sorted(wanted):
        if shown and shown[-1] is not None and i - shown[-1] > 1:
            shown.append(None)
        shown.append(i)
    return shown


def _picture(draft: Draft, picture: pictures.Picture | None, otherwise: str, source: str) -> None:
    if picture is None:
        draft.paragraph(draft.say(otherwise))
        return
    draft.drawing(picture, draft.noted(picture.note, source))


def _body(draft: Draft, asked: Question, said: list[str]) -> None:
    draft.paragraph(joined(said, asked))
