"""A chain in displayed strings, made once for every medium."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.comparative_results import ChosenBenchmark
from moibench.analysis.plan_results import TargetProgress
from moibench.analysis.results import Figure, Relation
from moibench.analysis.value_chain.content import Content, StageName, sector_code
from moibench.analysis.value_chain.state import ChainState, Gap, Measured
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Indicator
from moibench.presentation import tables
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import NO_VALUE, format_value
from moibench.presentation.pages import words
from moibench.presentation.pages.benchmark_form import choice_name
from moibench.presentation.sentences.comparing import chosen_benchmark_name
from moibench.presentation.sentences.words import joined
from moibench.presentation.sentences.words import measured as measured_said
from moibench.presentation.years import format_year

TARGET_CSS = {"achieved": "p", "on_track": "p", "moving_away": "m", "limited": "m"}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of a factor as it is shown. sign: ● better, ○ similar, ◆ worse, – none.

    valued: the value with its unit of measure as a sentence has it, or why there is none;
    reference: the benchmark's value; trend_note: over which years; figure, beside: for the trust
    strips. problem: why there is no value.
    """

    id: str
    name: str
    known: bool
    value: str
    valued: str
    unit_of_measure: str
    year: str
    old: bool
    problem: str
    sign: str
    relation: Relation | None
    relation_said: str
    reference: str
    trend: str
    trend_note: str
    target: str
    target_css: str
    source: str
    figure: Figure | None
    beside: Figure | None
    rule: str | None

    @property
    def compared(self) -> str:
        """The sign, the relation and the benchmark's value, for a cell of a document."""
        said = f"{self.sign} {self.relation_said}" if self.relation else NO_VALUE
        return f"{said} ({self.reference})" if self.reference else said


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor with its indicators."""

    id: str
    name: str
    note: str
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage with its actors and factors."""

    stage: StageName
    name: str
    actors: tuple[str, ...]
    factors: tuple[FactorLine, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in words. factor: the identifier of the factor it is about, "" for a whole stage."""

    kind: str
    stage: str
    stage_name: str
    factor: str
    said: str


@dataclass(frozen=True, slots=True)
class ChainLines:
    """A chain as it is shown in a language."""

    language: Language
    name: str
    subject: str
    purpose: str
    unit: str
    unit_code: str
    year: str
    against: str
    stages: tuple[StageLine, ...]
    gaps: tuple[GapLine, ...]

    @property
    def factors(self) -> tuple[FactorLine, ...]:
        """All factors in the order of the chain."""
        return tuple(f for s in self.stages for f in s.factors)

    @property
    def indicators(self) -> tuple[IndicatorLine, ...]:
        """All indicators, once each, in the order of the chain."""
        found = {i.id: i for f in self.factors for i in f.indicators}
        return tuple(found.values())


def chain_name(content: Content, unit: str, catalogue: Catalogue, language: Language) -> str:
    """Name a chain of a unit: its own title, else its sector's name."""
    if content.title:
        return content.title
    return _sector_name(sector_code(content, unit), catalogue, language) or content.subject


def subject_said(content: Content, unit: str, catalogue: Catalogue, language: Language) -> str:
    """Say what kind of subject a chain has, and which sector."""
    kind = text(f"value_chain.kinds.{content.kind}", language)
    sector = _sector_name(sector_code(content, unit), catalogue, language)
    return f"{kind}: {sector}" if sector else kind


def _sector_name(code: str | None, catalogue: Catalogue, language: Language) -> str:
    sections = (s for table in catalogue.sectors.values() for s in table.sections)
    return next((s.name.in_language(language) for s in sections if s.code == code), "")


def chain_lines(state: ChainState, catalogue: Catalogue, language: Language) -> ChainLines:
    """Return a chain beside its unit's state in displayed strings."""
    content, unit = state.content, state.unit_code
    stages = tuple(
        StageLine(
            s.stage,
            text(f"value_chain.stages.{s.stage}", language),
            s.actors,
            tuple(
                FactorLine(
                    f.factor.id,
                    f.factor.name,
                    f.factor.note,
                    tuple(_indicator(m, catalogue, language) for m in f.measured),
                )
                for f in s.factors
            ),
        )
        for s in state.stages
    )
    names = {f.id: f.name for f in content.factors}
    return ChainLines(
        language=language,
        name=chain_name(content, unit, catalogue, language),
        subject=subject_said(content, unit, catalogue, language),
        purpose=content.purpose,
        unit=full_unit_name(catalogue, unit, language),
        unit_code=unit,
        year=format_year(state.year, language),
        against=choice_name(state.choice, catalogue, language),
        stages=stages,
        gaps=tuple(
            GapLine(
                g.kind,
                g.stage,
                text(f"value_chain.stages.{g.stage}", language),
                g.factor or "",
                _gap_said(g, names.get(g.factor or "", ""), catalogue, language),
            )
            for g in state.gaps
        ),
    )


def _indicator(measured: Measured, catalogue: Catalogue, language: Language) -> IndicatorLine:
    indicator = catalogue.indicators.get(measured.indicator_id)
    cell = measured.cell
    target, css = _target(measured.target, language)
    if indicator is None or cell is None:
        reason = text(f"value_chain.{lacking(measured)}", language)
        name = measured.indicator_id
        return IndicatorLine(
            id=measured.indicator_id,
            name=short_indicator_name(indicator, language) if indicator else name,
            known=indicator is not None,
            value=NO_VALUE,
            valued=reason,
            unit_of_measure=indicator.unit_of_measure.in_language(language) if indicator else "",
            year="",
            old=False,
            problem=reason,
            sign=NO_VALUE,
            relation=None,
            relation_said="",
            reference="",
            trend="",
            trend_note="",
            target=target,
            target_css=css,
            source="",
            figure=None,
            beside=None,
            rule=None,
        )
    figure, chosen = cell.figure, cell.benchmark
    has_value = figure.value is not None
    problem = "" if has_value else words.status_text(figure, language)
    value = figure.value
    return IndicatorLine(
        id=indicator.id,
        name=short_indicator_name(indicator, language),
        known=True,
        value=format_value(figure.value, indicator),
        valued=problem if value is None else measured_said(value, indicator, language),
        unit_of_measure=indicator.unit_of_measure.in_language(language),
        year=words.age_text(figure, language),
        old=words.is_old(figure),
        problem=problem,
        sign=tables.RELATION_SYMBOLS[chosen.relation] if chosen.relation else NO_VALUE,
        relation=chosen.relation,
        relation_said=_relation(chosen, indicator, language, has_value=has_value),
        reference=_reference(chosen, indicator, language),
        trend=words.trend_text(cell.trend, language),
        trend_note=words.trend_note(cell.trend, language),
        target=target,
        target_css=css,
        source=words.source_text(catalogue, figure, language) if has_value else "",
        figure=figure,
        beside=chosen.figure if chosen.figure.value is not None else None,
        rule=chosen.rule,
    )


def lacking(measured: Measured) -> str:
    """Return why an indicator has no cell: gone, outside or not_loaded."""
    return "gone" if measured.gone else "outside" if measured.outside else "not_loaded"


def _relation(
    chosen: ChosenBenchmark, indicator: Indicator, language: Language, *, has_value: bool
) -> str:
    if chosen.relation is not None:
        return text(f"site.relation.{chosen.relation}", language)
    if indicator.direction == "context" and has_value:
        return text("site.not_judged", language)
    return ""


def _reference(chosen: ChosenBenchmark, indicator: Indicator, language: Language) -> str:
    """Return the benchmark's value, or why there is none."""
    if chosen.figure.value is not None:
        return format_value(chosen.figure.value, indicator)
    if chosen.reason in (None, "no_value", "not_judged", "itself"):
        return ""
    return text(f"area.no_benchmark.{chosen.reason}", language)


def _target(progress: TargetProgress | None, language: Language) -> tuple[str, str]:
    if progress is None:
        return "", ""
    said = text(
        "value_chain.target_said",
        language,
        state=text(f"targets.state.{progress.state}", language),
        year=format_year(progress.target.target_year, language),
    )
    return said, TARGET_CSS.get(progress.state, "z")


def _gap_said(gap: Gap, factor: str, catalogue: Catalogue, language: Language) -> str:
    fields: dict[str, object] = {"factor": factor}
    measured = gap.measured
    if measured is not None:
        indicator = catalogue.indicators.get(measured.indicator_id)
        name = short_indicator_name(indicator, language) if indicator else measured.indicator_id
        fields["indicator"] = name
        if measured.cell is not None and indicator is not None:
            figure = measured.cell.figure
            fields |= {
                "reason": words.status_text(figure, language),
                "value": NO_VALUE
                if figure.value is None
                else measured_said(figure.value, indicator, language),
                "year": words.age_text(figure, language),
                "benchmarks": joined(
                    [chosen_benchmark_name(b, catalogue, language) for b in gap.worse_than],
                    language,
                ),
                "reference": joined(
                    [format_value(b.figure.value, indicator) for b in gap.worse_than], language
                ),
            }
        if gap.kind == "off_target" and measured.target is not None:
            fields["state"] = text(f"targets.state.{measured.target.state}", language)
            fields["year"] = format_year(measured.target.target.target_year, language)
    return text(f"value_chain.gaps.{gap.kind}", language, **fields)
