"""A value chain as a report: picture, gaps, a table a stage, sources."""

from __future__ import annotations

import datetime as dt

from moibench.analysis.value_chain.state import ChainState
from moibench.presentation.edition_code import edition_code
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.glue import COMPOUNDS
from moibench.presentation.report.blocks import Chapter, Column, Cover, Draft, Report
from moibench.presentation.sentences.words import capitalised
from moibench.presentation.value_chain.lines import ChainLines, IndicatorLine, StageLine
from moibench.presentation.value_chain.picture import document_picture, picture_note

WIDTHS = (3.3, 3.5, 2.3, 1.4, 2.3, 1.5, 1.7)  # cm of the columns of a stage's table


def chain_report(
    lines: ChainLines, result: ChainState, version: tuple[int, dt.datetime], address: str
) -> Report:
    """Return a chain as a report. version: number and moment of the text; address: of its page."""
    language = lines.language
    code = text("report.edition", language, code=edition_code(result, language))
    number, moment = version

    def say(key: str, **fields: object) -> str:
        return text(f"value_chain.{key}", language, **fields)

    return Report(
        language=language,
        running_head=say("picture.caption", name=lines.name, unit=lines.unit),
        edition=code,
        cover=Cover(
            system=text("report.system", language),
            title=say("cover.title"),
            unit=capitalised(lines.unit),
            year=text("report.for_year", language, year=lines.year),
            finding=lines.name,
            place=lines.subject,
            ministry=text("report.ministry", language),
            edition=code,
            made=(
                say("cover.made", number=number, date=format_moment(moment, language)),
                say("slide.own"),
            ),
        ),
        chapters=(
            _picture(lines),
            _gaps(lines),
            *(_stage(s, lines) for s in lines.stages),
            _sources(lines),
        ),
        unbroken=COMPOUNDS if language == "th" else (),
        address=address,
    )


def _picture(lines: ChainLines) -> Chapter:
    language = lines.language
    draft = Draft("picture", text("value_chain.picture.title", language), language)
    for paragraph in filter(None, lines.purpose.split("\n")):
        draft.paragraph(paragraph)
    draft.drawing(document_picture(lines), picture_note(lines))
    return draft.chapter()


def _gaps(lines: ChainLines) -> Chapter:
    language = lines.language
    draft = Draft("gaps", text("value_chain.gaps.title", language), language)
    if not lines.gaps:
        draft.paragraph(text("value_chain.gaps.none", language))
    for stage in lines.stages:
        found = [g for g in lines.gaps if g.stage == stage.stage]
        if found:
            draft.heading(2, stage.name)
        for gap in found:
            draft.bullet("◆" if gap.kind in ("worse", "off_target") else "–", gap.said)
    draft.paragraph(text("value_chain.gaps.rule", language))
    return draft.chapter()


def stage_heads(lines: ChainLines) -> tuple[str, ...]:
    """Return the heads of a stage's table."""
    language = lines.language
    keys = ("factor", "indicator", "value", "year")
    return (
        *(text(f"value_chain.column.{key}", language) for key in keys),
        text("value_chain.column.benchmark", language, name=lines.against),
        text("value_chain.column.trend", language),
        text("value_chain.column.target", language),
    )


def stage_rows(stage: StageLine, language: Language) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a stage's table; a factor's name stands in its first row alone."""
    rows: list[tuple[str, ...]] = []
    for factor in stage.factors:
        if not factor.indicators:
            none = text("value_chain.no_indicators", language)
            rows.append((factor.name, none, "", "", "", "", ""))
        rows += [
            (factor.name if i == 0 else "", *_cells(line, language))
            for i, line in enumerate(factor.indicators)
        ]
    return tuple(rows)


def _cells(line: IndicatorLine, language: Language) -> tuple[str, ...]:
    compared = f"{line.sign} {line.relation_said}" if line.relation else line.relation_said
    reference = f" ({line.reference})" if line.reference else ""
    target = line.target or text("value_chain.no_target", language)
    return (line.name, line.valued, line.year, f"{compared}{reference}", line.trend, target)


def _stage(stage: StageLine, lines: ChainLines) -> Chapter:
    language = lines.language
    draft = Draft(stage.stage, stage.name, language)
    actors = ", ".join(stage.actors) or text("value_chain.no_actors", language)
    draft.paragraph(actors, lead=f"{text('value_chain.actors', language)}: ")
    notes = [f for f in stage.factors if f.note]
    for factor in notes:
        draft.paragraph(factor.note, lead=f"{factor.name}: ")
    if not stage.factors:
        draft.paragraph(text("value_chain.no_factors", language))
        return draft.chapter()
    heads = stage_heads(lines)
    columns = [
        Column(head, width, i == 3) for i, (head, width) in enumerate(zip(heads, WIDTHS, strict=True))
    ]
    rows = stage_rows(stage, language)
    caption = text("value_chain.table_caption", language, stage=stage.name)
    draft.table(columns, rows, caption=caption)
    return draft.chapter()


def _sources(lines: ChainLines) -> Chapter:
    language = lines.language
    draft = Draft("sources", text("value_chain.sources_title", language), language)
    for said in sources_said(lines):
        draft.bullet("–", said)
    draft.paragraph(text("value_chain.slide.own", language))
    return draft.chapter()


def sources_said(lines: ChainLines) -> tuple[str, ...]:
    """Say where each figure comes from."""
    return tuple(
        text(
            "value_chain.source_line",
            lines.language,
            name=i.name,
            source=i.source,
            year=i.year,
        )
        for i in lines.indicators
        if i.source
    )
