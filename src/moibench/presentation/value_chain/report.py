"""A value chain as a report: picture, gaps, a table a stage, sources."""

from __future__ import annotations

import datetime as dt

from moibench.analysis.value_chain.state import ChainState
from moibench.presentation.edition_code import edition_code
from moibench.presentation.language import text
from moibench.presentation.moments import format_moment
from moibench.presentation.numbers import NO_VALUE
from moibench.presentation.pages.glue import COMPOUNDS
from moibench.presentation.report.blocks import Chapter, Column, Cover, Draft, Report
from moibench.presentation.sentences.words import capitalised
from moibench.presentation.value_chain.lines import ChainLines, IndicatorLine, StageLine
from moibench.presentation.value_chain.picture import document_picture, picture_note

WIDTHS = (6.4, 3.6, 3.2, 2.8)  # cm of the columns of a stage's table


def chain_report(
    lines: ChainLines, result: ChainState, version: tuple[int, dt.datetime], address: str
) -> Report:
    """Return a chain as a report. version: number and moment of the text; address: of its page."""
    language = lines.language
    code = text("report.edition", language, code=edition_code(result, language))
    number, moment = version

    return Report(
        language=language,
        running_head=text(
            "value_chain.picture.caption", language, name=lines.name, unit=lines.unit
        ),
        edition=code,
        cover=Cover(
            system=text("report.system", language),
            title=text("value_chain.cover.title", language),
            unit=capitalised(lines.unit),
            year=text("report.for_year", language, year=lines.year),
            finding=lines.name,
            place=lines.subject,
            ministry=text("report.ministry", language),
            edition=code,
            made=(
                text(
                    "value_chain.cover.made",
                    language,
                    number=number,
                    date=format_moment(moment, language),
                ),
                text("value_chain.slide.own", language),
            ),
        ),
        chapters=(
            _picture(lines),
            _gaps(lines),
            _factors(lines),
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


def _factors(lines: ChainLines) -> Chapter:
    language = lines.language
    draft = Draft("factors", text("value_chain.factors_title", language), language)
    for stage in lines.stages:
        _write_stage(draft, stage, lines)
    return draft.chapter()


def _write_stage(draft: Draft, stage: StageLine, lines: ChainLines) -> None:
    language = lines.language
    draft.heading(2, stage.name)
    actors = " · ".join(stage.actors) or text("value_chain.no_actors", language)
    draft.paragraph(actors, lead=f"{text('value_chain.actors', language)}: ")
    for factor in stage.factors:
        if factor.note:
            draft.paragraph(factor.note, lead=f"{factor.name}: ")
    if not stage.factors:
        draft.paragraph(text("value_chain.no_factors", language))
        return
    heads = (
        text("value_chain.column.factor_and_indicator", language),
        text("value_chain.column.value", language),
        text("value_chain.column.benchmark", language, name=lines.against),
        text("value_chain.column.trend_and_target", language),
    )
    rows: list[tuple[str, ...]] = []
    bold: set[int] = set()
    for factor in stage.factors:
        bold.add(len(rows))
        rows.append((factor.name, "", "", ""))
        if not factor.indicators:
            rows.append((text("value_chain.no_indicators", language), "", "", ""))
        rows += [indicator_cells(line) for line in factor.indicators]
    draft.table(
        [Column(head, width) for head, width in zip(heads, WIDTHS, strict=True)],
        rows,
        caption=text("value_chain.table_caption", language, stage=stage.name),
        bold_rows=frozenset(bold),
        flows=True,
    )


def indicator_cells(line: IndicatorLine) -> tuple[str, str, str, str]:
    """Return an indicator's cells: name, value with its year, relation, trend and target."""
    value = f"{line.valued} ({line.year})" if line.year and not line.problem else line.valued
    onward = " · ".join(part for part in (line.trend, line.target) if part) or NO_VALUE
    return line.name, value, line.compared, onward


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
