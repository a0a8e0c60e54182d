"""The table in which an officer enters a unit's targets, with faults, flags and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moibench.analysis.entered_targets import TargetStep
from moibench.analysis.plan_results import TargetProgress
from moibench.catalogue import Catalogue
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Framework, Text
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.numbers import format_number, format_percent
from moibench.presentation.pages import address, words
from moibench.presentation.pages.address import PREFIX, Link, Option, State
from moibench.presentation.target_table import (
    COLUMNS,
    KINDS,
    LEVELS,
    Fault,
    fault_said,
    why,
)
from moibench.presentation.years import year_number

BLANK_ROWS = 5
COUNTRY = "TH"
FLAGGED = ("timid", "impossible")
WIDTHS = {"value": 9, "base_year": 5, "base_value": 9, "target_year": 5, "agency": 13, "source": 13}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it was typed or held. was: the place it was read from; gone: to be taken back."""

    cells: Mapping[str, str]
    was: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class CellField:
    """One field of a row: a list to choose from, or something to type; what is said below it."""

    name: str
    label: str
    value: str
    wrong: str
    said: str
    size: int
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class RowFields:
    """The fields of a row and what is said of it."""

    number: int
    was: str
    gone: bool
    cells: tuple[CellField, ...]
    css: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the history."""

    when: str
    who: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TargetTablePage:
    """Everything the template prints."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    action: str
    back: str
    form_address: str
    seen: int
    columns: tuple[str, ...]
    rows: tuple[RowFields, ...]
    notice: str
    faults: tuple[str, ...]
    flagged: bool
    history: tuple[HistoryLine, ...]


def columns_of(unit_code: str) -> tuple[str, ...]:
    """Return the columns of a unit's table; the country's also says for which level."""
    return (*(("level",) if unit_code == COUNTRY else ()), *COLUMNS)


def cells_of(target: Target, language: Language) -> dict[str, str]:
    """Return a target as it is typed; years in the era of the language."""
    agency = target.agency.in_language(language) if target.agency else ""
    return {
        "level": target.level or "",
        "indicator": target.indicator,
        "kind": target.kind,
        "value": f"{target.value:.15g}",
        "base_year": str(year_number(target.base_year, language)),
        "base_value": "" if target.base_value is None else f"{target.base_value:.15g}",
        "target_year": str(year_number(target.target_year, language)),
        "agency": agency,
        "source": target.source.in_language(language),
    }


def default_source(catalogue: Catalogue, unit_code: str) -> Text:
    """Return what stands as the source where an officer names none."""
    th, en = (
        text("target_table.default_source", la, name=full_unit_name(catalogue, unit_code, la))
        for la in ("th", "en")
    )
    return Text(th=th, en=en)


def target_table_page(
    unit_code: str,
    rows: Sequence[TypedRow],
    seen: int,
    faults: Sequence[Fault],
    progress: Mapping[int, Sequence[TargetProgress]],
    notice: str,
    steps: Sequence[TargetStep],
    catalogue: Catalogue,
    framework: Framework,
    state: State,
    *,
    flagged: bool = False,
) -> TargetTablePage:
    """Lay out the table.

    Args:
        unit_code: whose table it is.
        rows: as typed; blank ones are put after them.
        seen: the newest row of all when the table was first opened.
        faults: with the row they are of, counted from 1.
        progress: by row, each unit that its target is for, judged.
        notice: what happened, in a sentence.
        steps: the history, the newest first.
        catalogue: what there is.
        framework: the order of the indicators.
        state: the language.
        flagged: whether saving needs a second press.
    """
    language = state.language
    name = full_unit_name(catalogue, unit_code, language)
    path = f"/targets/{unit_code}"
    columns = columns_of(unit_code)
    shown = [*rows, *[TypedRow({})] * BLANK_ROWS]
    return TargetTablePage(
        title=text("target_table.title", language, name=name),
        name=text("target_table.short", language),
        crumbs=(
            *words.unit_crumbs(catalogue, unit_code, state),
            Link(text("targets.short", language), address.targets(state, unit_code)),
        ),
        action=f"{PREFIX[language]}{path}/table",
        back=f"{PREFIX[language]}{path}",
        form_address=f"{PREFIX[language]}{path}.xlsx",
        seen=seen,
        columns=tuple(text(f"target_table.column.{c}", language) for c in columns),
        rows=tuple(
            _row(n, row, columns, faults, progress.get(n, ()), catalogue, framework, language)
            for n, row in enumerate(shown, start=1)
        ),
        notice=notice,
        faults=tuple(fault_said(f, language) for f in faults),
        flagged=flagged,
        history=tuple(_line(s, catalogue, language) for s in steps),
    )


def is_flagged(judged: Sequence[TargetProgress]) -> bool:
    """Tell whether a target is timid or impossible for any unit it is for."""
    return any(p.ambition.verdict in FLAGGED for p in judged)


def _row(
    number: int,
    row: TypedRow,
    columns: Sequence[str],
    faults: Sequence[Fault],
    judged: Sequence[TargetProgress],
    catalogue: Catalogue,
    framework: Framework,
    language: Language,
) -> RowFields:
    wrong = {f.column: why(f, language) for f in faults if f.row == number}
    cells = tuple(
        CellField(
            name=f"{column}-{number}",
            label=f"{text('target_table.row', language)} {number} "
            f"{text(f'target_table.column.{column}', language)}",
            value=row.cells.get(column, ""),
            wrong=wrong.get(column, ""),
            said=_ambition(judged, language) if column == "indicator" else "",
            size=WIDTHS.get(column, 12),
            options=_options(column, row.cells.get(column, ""), catalogue, framework, language),
        )
        for column in columns
    )
    return RowFields(
        number=number,
        was=row.was,
        gone=row.gone,
        cells=cells,
        css="m" if is_flagged(judged) else "",
    )


def _options(
    column: str, chosen: str, catalogue: Catalogue, framework: Framework, language: Language
) -> tuple[Option, ...]:
    match column:
        case "indicator":
            listed = [i for d in framework.dimensions for i in d.indicators]
            known = [i for i in listed if catalogue.indicators[i].has_figures]
            pairs = [(i, short_indicator_name(catalogue.indicators[i], language)) for i in known]
            pairs.insert(0, ("", "–"))
        case "kind":
            pairs = [(k, text(f"target_table.kind.{k}", language)) for k in KINDS]
        case "level":
            pairs = [("", text("target_table.level.unit", language))]
            pairs += [(k, level_said(k, language)) for k in LEVELS]
        case _:
            return ()
    if chosen and chosen not in dict(pairs):
        pairs.append((chosen, chosen))  # as typed, so that its fault can be seen and mended
    return tuple(Option(value, name, value == chosen) for value, name in pairs)


def level_said(level: str, language: Language) -> str:
    """Return "every province" and the like."""
    name = text(f"target_table.level.{level}", language)
    return text("target_table.level_option", language, level=name)


def _ambition(judged: Sequence[TargetProgress], language: Language) -> str:
    if not judged:
        return ""
    verdicts = [p.ambition.verdict for p in judged]
    if len(judged) > 1:
        counts = {v: verdicts.count(v) for v in ("timid", "ambitious", "impossible")}
        return text("target_table.ambition.of_level", language, units=len(judged), **counts)
    (one,) = judged
    reached = format_percent(one.ambition.share_reaching)
    return text(f"target_table.ambition.{one.ambition.verdict}", language, reached=reached)


def _line(step: TargetStep, catalogue: Catalogue, language: Language) -> HistoryLine:
    indicator = catalogue.indicators.get(step.indicator_id)
    name = short_indicator_name(indicator, language) if indicator else step.indicator_id
    level = next((t.level for t in (step.after, step.before) if t is not None and t.level), None)
    what = f"{name} · {year_number(step.target_year, language)}"
    return HistoryLine(
        when=format_moment(step.entered_at, language),
        who=step.entered_by,
        what=f"{what} · {level_said(level, language)}" if level else what,
        before=_said(step.before, catalogue, language),
        after=_said(step.after, catalogue, language),
    )


def _said(target: Target | None, catalogue: Catalogue, language: Language) -> str:
    if target is None:
        return text("target_table.none", language)
    indicator = catalogue.indicators.get(target.indicator)
    per_cent = target.kind.startswith("percent")
    decimals = 2 if per_cent or indicator is None else indicator.decimals
    value = format_number(target.value, decimals, signed=per_cent)
    kind = text(f"target_table.kind.{target.kind}", language)
    base = year_number(target.base_year, language)
    parts = [f"{kind} {value}", f"{text('target_table.column.base_year', language)} {base}"]
    if target.agency:
        parts.append(target.agency.in_language(language))
    parts.append(target.source.in_language(language))
    return " · ".join(parts)
