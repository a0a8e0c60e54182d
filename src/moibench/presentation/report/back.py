"""What comes last: the method with every number of the design, sources, definitions, caveats."""

from __future__ import annotations

from collections.abc import Iterator

from moibench.analysis.results import Figure
from moibench.catalogue.schema import Design
from moibench.presentation import sentences
from moibench.presentation.language import text
from moibench.presentation.names import indicator_name, short_indicator_name
from moibench.presentation.numbers import (
    format_count,
    format_number,
    format_percent,
    format_score,
    format_value,
)
from moibench.presentation.report.blocks import Column, Draft
from moibench.presentation.report.question import Question
from moibench.presentation.sentences import words
from moibench.presentation.sentences.figures import figure_sentences, state_sentences
from moibench.presentation.sentences.indicators import break_reasons
from moibench.presentation.years import format_years, year_number


def write_method(draft: Draft, asked: Question) -> None:
    """Write how scores, ranks and verdicts are made, every number from the design."""
    profile, catalogue, language = asked.profile, asked.catalogue, asked.language
    design = words.design_of(profile, catalogue)
    framework = words.framework_of(profile, catalogue)
    draft.heading(2, draft.say("heading.scoring"))
    low, high = design.goalpost_percentiles
    baseline = design.cutoff_baseline_years
    said = [
        draft.say(
            "method.framework",
            framework=framework.name.in_language(language),
            indicators=len(design.indicator_ids),
            dimensions=len(design.dimensions),
            design=design.name.in_language(language),
        ),
        draft.say("method.goalposts", low=f"{low:g}", high=f"{high:g}"),
        draft.say("method.aggregation", threshold=format_percent(design.coverage_threshold)),
        draft.say(
            "method.levels",
            percentiles=words.joined(
                [words.ordinal(round(p), language) for p in design.cutoff_percentiles], language
            ),
            years=format_years(min(baseline), max(baseline), language),
        ),
        draft.say("method.own_values"),
    ]
    _paragraphs(draft, asked, said)
    draft.heading(2, draft.say("heading.ranks"))
    _paragraphs(draft, asked, [_ranks(draft, design)])
    draft.heading(2, draft.say("heading.relations"))
    _paragraphs(draft, asked, [draft.say("method.relations"), draft.say("method.trends")])
    draft.heading(2, draft.say("heading.counting"))
    counting = sentences.counting_sentence(profile, catalogue, language)
    stamp = profile.stamp
    reproduce = draft.say(
        "method.reproduce",
        design=stamp.design_id,
        data=stamp.data_version,
        catalogue=stamp.catalogue_version,
    )
    _paragraphs(draft, asked, [counting, reproduce])
    draft.heading(2, draft.say("heading.goalposts"))
    _write_cutoffs(draft, asked, design)
    _write_goalposts(draft, asked, design)


def _ranks(draft: Draft, design: Design) -> str:
    varied = design.uncertainty
    low, high = varied.interval
    return draft.say(
        "method.ranks",
        low=f"{low:g}",
        high=f"{high:g}",
        replicates=format_number(varied.replicates, 0),
        seed=varied.seed,
        noise=format_percent(varied.weight_noise),
        normalisations=len(varied.normalisations),
        aggregations=len(varied.aggregations),
        imputations=len(varied.imputations),
        leave_out=draft.say("method.leave_out") if varied.leave_one_out else "",
    )


def _write_cutoffs(draft: Draft, asked: Question, design: Design) -> None:
    total = sum(d.weight for d in design.dimensions.values())
    overall = text("table.overall", asked.language)
    lines = [(overall, format_percent(1.0), *map(format_score, design.cutoffs))]
    for dimension_id, dimension in design.dimensions.items():
        name = words.dimension_of(asked.profile, asked.catalogue, dimension_id).name
        lines.append(
            (
                name.in_language(asked.language),
                format_percent(dimension.weight / total, 1),
                *map(format_score, dimension.cutoffs),
            )
        )
    draft.table(
        [
            Column(asked.column("dimension"), 5.9),
            Column(f"{asked.column('weight_of_dimension')} (%)", 2.5, True),
            *(
                Column(asked.column("cutoff", low=level, high=level + 1), 1.9, True)
                for level in range(1, len(design.cutoffs) + 1)
            ),
        ],
        lines,
        caption=draft.say("caption.cutoffs"),
    )


def _write_goalposts(draft: Draft, asked: Question, design: Design) -> None:
    lines = []
    for dimension in design.dimensions.values():
        total = sum(leaf.weight for leaf in dimension.indicators.values())
        for indicator_id, leaf in dimension.indicators.items():
            indicator = asked.catalogue.indicators[indicator_id]
            none, all_points = leaf.goalposts
            years = leaf.baseline_years
            lines.append(
                (
                    short_indicator_name(indicator, asked.language),
                    format_value(none, indicator),
                    format_value(all_points, indicator),
                    format_percent(leaf.weight / total, 1),
                    _span(min(years), max(years), asked),
                )
            )
    draft.table(
        [
            Column(asked.column("indicator"), 6.0),
            Column(text("report_workbook.goalpost_0", asked.language), 2.5, True),
            Column(text("report_workbook.goalpost_100", asked.language), 2.5, True),
            Column(f"{asked.column('weight')} (%)", 2.2, True),
            Column(asked.column("baseline"), 2.8, True),
        ],
        lines,
        caption=draft.say("caption.goalposts"),
    )


def write_sources(draft: Draft, asked: Question) -> None:
    """Write the list of sources: agency, title, edition, the years used."""
    used: dict[tuple[str, str | None], set[int]] = {}
    for figure in _figures(asked):
        if figure.source_id in asked.catalogue.sources and figure.year is not None:
            key = (figure.source_id or "", figure.edition_id)
            used.setdefault(key, set()).add(figure.year)
    rows = []
    for (source_id, edition_id), years in sorted(used.items(), key=str):
        source = asked.catalogue.sources[source_id]
        edition = asked.catalogue.editions.get(edition_id or "")
        rows.append(
            (
                source.agency.in_language(asked.language),
                source.name.in_language(asked.language),
                edition.name.in_language(asked.language) if edition else "–",
                _span(min(years), max(years), asked),
            )
        )
    draft.table(
        [
            Column(asked.column("agency"), 4.6),
            Column(asked.column("source"), 5.2),
            Column(asked.column("edition"), 3.9),
            Column(asked.column("years_used"), 2.3, True),
        ],
        rows,
        caption=draft.say("caption.sources"),
    )


def _figures(asked: Question) -> Iterator[Figure]:
    for result in asked.profile.indicators:
        yield result.figure
        for benchmark in result.benchmarks:
            yield benchmark.figure
    for _, figure in asked.profile.facts:
        yield figure


def write_definitions(draft: Draft, asked: Question) -> None:
    """Write what each indicator of the report means and how it is reckoned."""
    rows = []
    for result in asked.profile.indicators:
        indicator = asked.catalogue.indicators[result.indicator_id]
        unit = indicator.unit_of_measure.in_language(asked.language)
        rows.append(
            (
                f"{indicator_name(indicator, asked.language)} ({unit})",
                indicator.definition.in_language(asked.language),
                indicator.formula.in_language(asked.language),
            )
        )
    draft.table(
        [
            Column(asked.column("indicator"), 4.6),
            Column(asked.column("definition"), 6.8),
            Column(asked.column("formula"), 4.6),
        ],
        rows,
        caption=draft.say("caption.definitions"),
    )


def write_caveats(draft: Draft, asked: Question) -> None:
    """Write what limits the figures of this report: each indicator's own, and this year's."""
    any_said = False
    for result in asked.profile.indicators:
        indicator = asked.catalogue.indicators[result.indicator_id]
        said = []
        if result.weight is not None:
            said += figure_sentences(asked.profile, asked.catalogue, result, asked.language)
            said += break_reasons(asked.catalogue, result, asked.language)
            if indicator.caveats is not None:
                said.append(indicator.caveats.in_language(asked.language))
        if result.figure.status in {"incomplete", "not_published"}:
            said += state_sentences(asked.profile, asked.catalogue, result, asked.language)
        if said:
            any_said = True
            name = short_indicator_name(indicator, asked.language)
            draft.bullet("–", f"{name}: {' '.join(_ended(s, asked) for s in said)}")
    if not any_said:
        draft.paragraph(draft.say("none.caveats"))


def _ended(sentence: str, asked: Question) -> str:
    said = words.capitalised(sentence)
    return said if asked.language == "th" or said.endswith(".") else f"{said}."


def _paragraphs(draft: Draft, asked: Question, said: list[str]) -> None:
    for sentence in said:
        draft.paragraph(_ended(sentence, asked))


def _span(first: int, last: int, asked: Question) -> str:
    low, high = year_number(first, asked.language), year_number(last, asked.language)
    return format_count(low) if low == high else f"{low}–{high}"
