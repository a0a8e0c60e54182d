"""The SWOT as a report in the shape of province plans: matrix, TOWS, evidence, rejections."""

from __future__ import annotations

from itertools import zip_longest

from moibench.analysis.swot.board import STRATEGIES
from moibench.analysis.swot.results import QUADRANTS
from moibench.catalogue import Catalogue
from moibench.presentation.language import text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import NO_VALUE
from moibench.presentation.pages.glue import COMPOUNDS
from moibench.presentation.report.blocks import TEXT_WIDTH, Chapter, Column, Cover, Draft, Report
from moibench.presentation.swot.content import Line, SwotContent
from moibench.presentation.swot.sentences import EvidenceLine

HALVES = (("strength", "weakness"), ("opportunity", "threat"))


def swot_report(content: SwotContent, catalogue: Catalogue, *, numbers: bool = False) -> Report:
    """Return the SWOT as chapters; numbers: values without their units, for a workbook."""
    language = content.language

    def say(key: str, **fields: object) -> str:
        return text(f"swot.made.{key}", language, **fields)

    code = say("code", code=content.code, version=content.data_version)
    names = {unit_name(catalogue, c, "th") for c in catalogue.units} if language == "th" else set()
    return Report(
        language=language,
        running_head=content.title,
        edition=code,
        cover=Cover(
            system=text("report.system", language),
            title=say("cover"),
            unit=content.unit,
            year=say("until", year=content.year),
            finding=content.finding,
            place="",
            ministry=text("report.ministry", language),
            edition=code,
        ),
        chapters=tuple(
            c
            for c in (
                _matrix(content),
                _tows(content),
                _evidence(content, numbers=numbers),
                _rejected(content),
                _method(content, catalogue),
            )
            if c is not None
        ),
        unbroken=tuple(sorted({*COMPOUNDS, *names}, key=lambda w: (-len(w), w)))
        if language == "th"
        else (),
        address=content.address,
    )


def _draft(content: SwotContent, chapter_id: str, title: str) -> Draft:
    return Draft(chapter_id, title, content.language)


def _say(content: SwotContent, key: str, **fields: object) -> str:
    return text(f"swot.made.{key}", content.language, **fields)


def _head(content: SwotContent, key: str) -> str:
    return text(f"swot.column.{key}", content.language)


def _matrix(content: SwotContent) -> Chapter:
    draft = _draft(content, "swot", _say(content, "matrix"))
    draft.paragraph(content.finding)
    if content.is_draft:
        draft.paragraph(_say(content, "draft_note"))
    for half, captions in zip(HALVES, ("inside", "outside"), strict=True):
        lists = [[_said(line) for line in content.parts[q]] for q in half]
        rows = list(zip_longest(*lists, fillvalue=""))
        columns = [Column(content.letter(q), TEXT_WIDTH / 2) for q in half]
        draft.table(columns, rows or [("–", "–")], caption=_say(content, captions), flows=True)
    return draft.chapter()


def _said(line: Line) -> str:
    return f"{line.label} {line.words}"


def _tows(content: SwotContent) -> Chapter | None:
    if not any(content.strategies.values()):
        return None
    draft = _draft(content, "tows", text("swot.tows.link", content.language))
    cells = {k: "\n".join(_said(s) for s in content.strategies[k]) or "–" for k in STRATEGIES}
    width = (TEXT_WIDTH - 3.0) / 2
    columns = [
        Column("", 3.0),
        Column(content.letter("strength"), width),
        Column(content.letter("weakness"), width),
    ]
    rows = [
        (content.letter("opportunity"), cells["so"], cells["wo"]),
        (content.letter("threat"), cells["st"], cells["wt"]),
    ]
    caption = _say(content, "tows_caption", unit=content.unit)
    draft.table(columns, rows, caption=caption, flows=True)
    for kind in STRATEGIES:
        if content.strategies[kind]:
            draft.heading(2, content.letter(kind))
            for line in content.strategies[kind]:
                draft.paragraph(line.words, lead=f"{line.label} ")
                for warning in line.warnings:
                    draft.bullet("○", warning)
    return draft.chapter()


def _evidence(content: SwotContent, *, numbers: bool) -> Chapter | None:
    """Write the figures behind every item, a table a quadrant, and how sure each item is."""
    if not any(content.parts.values()):
        return None
    draft = _draft(content, "evidence", text("swot.evidence", content.language))
    columns = [
        Column(_head(content, "label"), 1.2),
        Column(_head(content, "what"), 5.2),
        Column(_head(content, "value"), 2.9, True),
        *([Column(_head(content, "unit"), 3.4)] if numbers else []),
        Column(_head(content, "year"), 1.7, True),
        Column(_head(content, "source"), 5.0),
    ]
    for quadrant in QUADRANTS:
        lines = content.parts[quadrant]
        if not lines:
            continue
        draft.heading(2, content.letter(quadrant))
        rows = [
            (line.label if n == 0 or numbers else "", *_cells(e, numbers=numbers))
            for line in lines
            for n, e in enumerate(line.evidence)
        ]
        if rows:
            part = content.letter(quadrant)
            caption = _say(content, "evidence_of", part=part)
            draft.table(columns, rows, caption=caption, flows=True)
        for line in lines:
            about = " · ".join(part for part in (line.confidence, line.rule, line.by) if part)
            if about:
                draft.paragraph(about, lead=f"{line.label} ")
            for warning in line.warnings:
                draft.bullet("○", f"{line.label} {warning}")
    return draft.chapter()


def _cells(evidence: EvidenceLine, *, numbers: bool) -> tuple[str, ...]:
    """Return a piece of evidence as cells; an address or a note stands beside its name."""
    if not evidence.year:
        said = f"{evidence.name}: {evidence.value}"
        return said, *((NO_VALUE,) * (4 if numbers else 3))
    value = (evidence.number, evidence.unit_of_measure) if numbers else (evidence.value,)
    return evidence.name, *value, evidence.year, evidence.source


def _rejected(content: SwotContent) -> Chapter | None:
    if not content.rejected:
        return None
    draft = _draft(content, "rejected", _say(content, "rejected"))
    columns = [
        Column(_head(content, "part"), 1.6),
        Column(_head(content, "item"), 7.6),
        Column(_head(content, "reason"), 4.0),
        Column(_head(content, "by"), 2.8),
    ]
    rows = [(line.label, line.words, line.reason, line.by) for line in content.rejected]
    draft.table(columns, rows, caption=_say(content, "rejected_caption"), flows=True)
    return draft.chapter()


def _method(content: SwotContent, catalogue: Catalogue) -> Chapter:
    draft = _draft(content, "method", _say(content, "method"))
    draft.paragraph(text("swot.about", content.language))
    draft.paragraph(text("swot.confidence_note", content.language))
    lines = (line for part in content.parts.values() for line in part)
    used = {line.candidate.rule_id for line in (*lines, *content.rejected) if line.candidate}
    columns = [
        Column(_head(content, "part"), 1.6),
        Column(_head(content, "rule"), 4.6),
        Column(_head(content, "reason_of_rule"), 9.8),
    ]
    rows = [
        (
            text(f"swot.letter.{rule.quadrant}", content.language),
            f"{rule.name.in_language(content.language)} (v{rule.version})",
            rule.reason.in_language(content.language),
        )
        for rule in sorted(catalogue.swot.values(), key=lambda r: QUADRANTS.index(r.quadrant))
        if rule.id in used
    ]
    if rows:
        draft.table(columns, rows, caption=_say(content, "rules"), flows=True)
    return draft.chapter()
