"""An agenda as a report: what it found, of whom, how sure, what is missing, by which method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from moibench.analysis.agendas.results import AgendaResult
from moibench.analysis.results import Profile, RankedUnit, Ranking
from moibench.analysis.two_years import Move, TwoYears
from moibench.catalogue import Catalogue
from moibench.presentation.agendas.compared import signed
from moibench.presentation.agendas.words import (
    agenda_name,
    direction_said,
    missing_said,
    named,
    remarks_said,
)
from moibench.presentation.charts import value_map
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import NO_VALUE
from moibench.presentation.pages.glue import COMPOUNDS
from moibench.presentation.pictures import Picture
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.presentation.report import back
from moibench.presentation.report.blocks import Chapter, Column, Cover, Draft, Report
from moibench.presentation.report.question import Question
from moibench.presentation.sentences.words import joined
from moibench.presentation.tray import static_spec
from moibench.presentation.years import format_year

ENDS = 5
MOST_MISSING = 40
LEAST_MAPPED = 5  # units with a score, for a map to have classes


@dataclass(frozen=True)
class Told:
    """What a document of an agenda says. profile: of the country, under the agenda."""

    result: AgendaResult
    ranking: Ranking
    profile: Profile
    catalogue: Catalogue
    language: Language
    outlines: Mapping[str, Any]
    address: str = ""

    @cached_property
    def asked(self) -> Question:
        """The question that method, sources and definitions answer."""
        return Question(self.profile, self.catalogue, self.language)

    @property
    def name(self) -> str:
        """The agenda's name."""
        return agenda_name(self.result.agenda, self.language)

    @property
    def year(self) -> str:
        """The year with its era."""
        return format_year(self.ranking.year, self.language)

    @property
    def title(self) -> str:
        """The title of the document, as the running head has it."""
        return text("agenda_documents.title", self.language, name=self.name, year=self.year)

    @property
    def code(self) -> str:
        """The code by which the very same results are known again."""
        return text("agenda_documents.code", self.language, digest=self.result.digest)

    @property
    def ranked(self) -> tuple[RankedUnit, ...]:
        """Those that have a rank, the best first."""
        return tuple(line for line in self.ranking.lines if line.rank is not None)

    def say(self, key: str, **fields: object) -> str:
        """Return a text of an agenda's documents."""
        return text(f"agenda_documents.{key}", self.language, **fields)

    def unit(self, code: str) -> str:
        """Return a unit's bare name."""
        return unit_name(self.catalogue, code, self.language)

    def finding(self) -> str:
        """Say who leads and who is last, in one sentence."""
        first, last = self.ranked[:3], self.ranked[-3:]
        return self.say(
            "finding",
            first=joined([self.unit(r.unit_code) for r in first], self.language),
            last=joined([self.unit(r.unit_code) for r in last], self.language),
            of=len(self.ranked),
            year=self.year,
        )

    def leaders(self) -> str:
        """Say who leads, shortly enough for a cover."""
        first = joined([self.unit(r.unit_code) for r in self.ranked[:3]], self.language)
        return self.say("leaders", first=first, of=len(self.ranked))

    def driven(self) -> str:
        """Say which indicator makes scores differ most."""
        known = [i for i in self.result.items if i.drives is not None]
        if not known:
            return self.say("alike")
        most = max(known, key=lambda i: i.drives or 0.0)
        name = named((most.indicator_id,), self.catalogue, self.language)
        return self.say("driven", name=name, share=f"{(most.drives or 0) * 100:.0f}")


def agenda_report(told: Told) -> Report:
    """Return the report: summary, order, map, movers, what is missing, method and sources."""
    return Report(
        language=told.language,
        running_head=told.title,
        edition=told.code,
        cover=Cover(
            system=text("report.system", told.language),
            title=told.say("kind"),
            unit=told.name,
            year=text("report.for_year", told.language, year=told.year),
            finding=told.leaders(),
            place=told.result.agenda.purpose.in_language(told.language),
            ministry=text("report.ministry", told.language),
            edition=told.code,
        ),
        chapters=(
            _summary(told),
            _order(told),
            _moves(told),
            _missing(told),
            *_back(told.asked),
        ),
        unbroken=COMPOUNDS if told.language == "th" else (),
        address=told.address,
    )


def _draft(told: Told, chapter_id: str) -> Draft:
    return Draft(chapter_id, told.say(f"chapter.{chapter_id}"), told.language)


def _summary(told: Told) -> Chapter:
    draft = _draft(told, "summary")
    agenda, language = told.result.agenda, told.language
    draft.paragraph(agenda.purpose.in_language(language), lead=told.say("lead.purpose"))
    if agenda.reasoning:
        draft.paragraph(agenda.reasoning.in_language(language), lead=told.say("lead.reasoning"))
    draft.paragraph(f"{told.finding()} {told.driven()}", lead=told.say("lead.finding"))
    for said in remarks_said(told.result.remarks, told.catalogue, language):
        draft.bullet("•", said)
    widths = (5.6, 2.0, 2.6, 2.0, 1.9, 1.9)
    heads = ("indicator", "weight", "direction", "present", "drives", "moved")
    draft.table(
        [
            Column(told.say(f"column.{h}"), w, h not in ("indicator", "direction"))
            for h, w in zip(heads, widths, strict=True)
        ],
        item_rows(told),
        caption=told.say("items", year=told.year),
        note=text("agendas.drives_about", language),
    )
    return draft.chapter()


def item_rows(told: Told) -> list[tuple[str, ...]]:
    """Return a row an indicator: name, weight, direction, values there, what it drives."""
    rows: list[tuple[str, ...]] = []
    scored = told.result.agenda.scored
    for item, state in zip(told.result.agenda.items, told.result.items, strict=True):
        counts = item in scored
        rows.append(
            (
                named((item.indicator,), told.catalogue, told.language),
                f"{state.share * 100:.0f} %" if counts else NO_VALUE,
                direction_said(item, told.catalogue, told.language),
                f"{state.present}/{state.of}",
                NO_VALUE if state.drives is None else f"{state.drives * 100:.0f} %",
                NO_VALUE if state.moved is None else f"{state.moved:.1f}",
            )
        )
    return rows


def _order(told: Told) -> Chapter:
    draft = _draft(told, "order")
    picture = map_picture(told)
    if picture is not None:
        draft.drawing(picture, text("agenda_documents.map_note", told.language))
    heads = (("rank", 1.6), ("span", 2.6), ("unit", 6.0), ("score", 2.6), ("level", 2.2))
    rows = []
    for line in told.ranking.lines:
        if line.rank is None or line.figure.value is None:
            rows.append((NO_VALUE, NO_VALUE, told.unit(line.unit_code), NO_VALUE, NO_VALUE))
            continue
        rows.append(
            (
                str(line.rank),
                f"{line.rank_low}–{line.rank_high}",
                told.unit(line.unit_code),
                f"{line.figure.value:.1f}",
                str(line.level),
            )
        )
    draft.table(
        [Column(told.say(f"column.{h}"), w, h != "unit") for h, w in heads],
        rows,
        caption=told.say("order", name=told.name, year=told.year),
        note=text(
            "agendas.fixed",
            told.language,
            replicates=f"{told.result.agenda.uncertainty.replicates:,}",
        ),
    )
    return draft.chapter()


def map_picture(told: Told) -> Picture | None:
    """Return the map of the scores, or None where there are too few provinces for one."""
    if told.ranking.level != "province" or len(told.ranked) < LEAST_MAPPED:
        return None
    figure = value_map(
        told.ranking,
        None,
        told.catalogue,
        told.language,
        name=told.name,
        unit=text("agenda_documents.points", told.language),
        outlines=told.outlines,
        years=told.year,
    )
    native = NativeChart(
        "column",
        figure.title,
        figure.description,
        tuple(told.unit(u.unit_code) for u in told.ranked),
        (
            Series(
                text("agenda_documents.points", told.language),
                tuple(u.figure.value for u in told.ranked),
                emphasis=True,
            ),
        ),
        highest=100.0,
        labels=False,
    )
    spec = static_spec(figure.spec)
    return Picture(figure.title, figure.source, figure.description, spec, (native,))


def _moves(told: Told) -> Chapter:
    draft = _draft(told, "moves")
    moves = told.result.moves
    if moves is None or not moves.moves:
        draft.paragraph(text("agendas.no_movers", told.language))
        return draft.chapter()
    risen, fallen = ends(moves)
    heads = (("unit", 6.0), ("points", 3.0), ("ranks", 4.0))
    draft.table(
        [Column(told.say(f"column.{h}"), w, h != "unit") for h, w in heads],
        [
            (
                told.unit(m.unit_code),
                signed(m.to_value - m.from_value),
                f"{m.from_rank} → {m.to_rank}",
            )
            for m in (*risen, *fallen)
        ],
        caption=span(told, moves),
    )
    return draft.chapter()


def ends(moves: TwoYears) -> tuple[list[Move], list[Move]]:
    """Return those that rose and those that fell most."""
    risen = [m for m in moves.moves if m.to_value > m.from_value][:ENDS]
    fallen = [m for m in reversed(moves.moves) if m.to_value < m.from_value][:ENDS]
    return risen, fallen


def span(told: Told, moves: TwoYears) -> str:
    """Name the two years of the moves."""
    first, last = (format_year(y, told.language) for y in (moves.from_year, moves.to_year))
    return text("agendas.movers", told.language, first=first, last=last)


def _missing(told: Told) -> Chapter:
    draft = _draft(told, "missing")
    rows = [missing_said(m, told.catalogue, told.language) for m in told.result.missing]
    if not rows:
        draft.paragraph(text("agendas.missing_none", told.language))
        return draft.chapter()
    heads = (("unit", 4.0), ("indicator", 6.0), ("reason", 6.0))
    draft.table(
        [Column(told.say(f"column.{h}"), w) for h, w in heads],
        [(r["unit"], r["indicator"], r["reason"]) for r in rows[:MOST_MISSING]],
        caption=text("agendas.missing", told.language),
        note=text("agendas.more_missing", told.language, count=len(rows) - MOST_MISSING)
        if len(rows) > MOST_MISSING
        else "",
    )
    return draft.chapter()


def _back(asked: Question) -> list[Chapter]:
    chapters = []
    for chapter_id, write in (
        ("method", back.write_method),
        ("sources", back.write_sources),
        ("definitions", back.write_definitions),
        ("caveats", back.write_caveats),
    ):
        title = text(f"report.heading.{chapter_id}", asked.language)
        draft = Draft(chapter_id, title, asked.language)
        write(draft, asked)
        chapters.append(draft.chapter())
    return chapters
