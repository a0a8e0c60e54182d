"""Drafts of the catalogue in words: what changed, what is wrong, what became of an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from moibench.analysis.catalogue_preview import Preview
from moibench.catalogue import Catalogue
from moibench.catalogue.differences import Difference, differences
from moibench.catalogue.fault import Fault
from moibench.catalogue.schema import Indicator
from moibench.catalogue.succession import Succession, Successor
from moibench.catalogue.write import FOLDERS
from moibench.presentation.language import Language, messages, text
from moibench.presentation.names import unit_name
from moibench.presentation.numbers import NO_VALUE, format_value
from moibench.presentation.pages import address
from moibench.presentation.pages.address import Link, State
from moibench.presentation.years import format_year, format_years, year_number


@dataclass(frozen=True, slots=True)
class SaidDifference:
    """A key of an entry in words, with what stood and what stands there."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SaidFile:
    """A changed file in words: of which kind, which entry, what is done to it, and each key."""

    path: str
    folder: str
    entry: str
    title: str
    done: str
    lines: tuple[SaidDifference, ...]


def said_file(
    path: str, before: str | None, after: str | None, catalogue: Catalogue, language: Language
) -> SaidFile:
    """Say what a draft does to a file; an entry that is new or gone is told by its name alone."""
    folder, name = path.split("/", 1)[0], path.rsplit("/", 1)[-1].removesuffix(".yaml")
    done = "added" if before is None else "removed" if after is None else "changed"
    lines = differences(path, before, after) if done == "changed" else ()
    return SaidFile(
        path,
        folder,
        name,
        file_title(path, catalogue, language),
        text(f"drafting.done.{done}", language),
        tuple(said_difference(folder, d, catalogue, language) for d in lines),
    )


def file_title(path: str, catalogue: Catalogue, language: Language) -> str:
    """Return what a file holds: the kind of entry and its name."""
    folder = path.split("/", 1)[0]
    kind = folder if folder in FOLDERS else "files"
    return text(f"drafting.kind.{kind}", language) + f": {entry_name(path, catalogue, language)}"


def entry_name(path: str, catalogue: Catalogue, language: Language) -> str:
    """Return the name of the entry that a file holds, or its path where it holds none."""
    folder, name = path.split("/", 1)[0], path.rsplit("/", 1)[-1].removesuffix(".yaml")
    collection = {"peers": "peer_models"}.get(folder, folder)
    entry = getattr(catalogue, collection, {}).get(name) if folder in FOLDERS else None
    if entry is None:
        return name if folder in FOLDERS else path
    return f"{entry.name.in_language(language)} ({name})"


def said_difference(
    folder: str, difference: Difference, catalogue: Catalogue, language: Language
) -> SaidDifference:
    """Say which key differs, by the names that its form gives the fields."""
    return SaidDifference(
        key_name(folder, difference.key, catalogue, language),
        said_value(difference.key, difference.before, catalogue, language),
        said_value(difference.key, difference.after, catalogue, language),
    )


def said_value(key: str, value: str | None, catalogue: Catalogue, language: Language) -> str:
    """Say what stands under a key: names for identifiers, years of the language's era."""
    if value is None:
        return NO_VALUE
    last = key.rsplit(".", 1)[-1]
    if "year" in last and last != "years" and not last.startswith("carry"):
        years = [p.strip() for p in value.split(",")]
        if all(re.fullmatch(r"\d{4}", y) for y in years):
            return ", ".join(str(year_number(int(y), language)) for y in years)
    for words in ("verdict", "direction", "formula"):
        if last in (words, "rule") and f"drafting.{words}.{value}" in messages():
            return text(f"drafting.{words}.{value}", language)
    parts = [p.strip() for p in value.split(",")]
    known = {k: i.name for k, i in catalogue.series.items()}
    known |= {k: i.name for k, i in catalogue.indicators.items()}
    if last not in ("th", "en") and parts and all(p in known for p in parts):
        return ", ".join(known[p].in_language(language) for p in parts)
    return value


def key_name(folder: str, key: str, catalogue: Catalogue, language: Language) -> str:
    """Return a dotted key with each part that has a name in words."""
    parts = []
    for part in key.split("."):
        if f"drafting.question.{part}" in messages():
            parts.append(text(f"drafting.question.{part}", language))
            continue
        if part in ("th", "en"):
            parts.append(
                text("drafting.in.thai" if part == "th" else "drafting.in.english", language)
            )
        elif part in catalogue.indicators:
            parts.append(catalogue.indicators[part].name.in_language(language))
        elif part in catalogue.plans:
            parts.append(catalogue.plans[part].short_name.in_language(language))
        else:
            names = (f"drafting.field.{folder}.{part}", f"drafting.field.any.{part}")
            found = next((n for n in names if n in messages()), None)
            parts.append(text(found, language) if found else part)
    return " · ".join(p for p in parts if p)


def said_fault(fault: str, catalogue: Catalogue, language: Language) -> str:
    """Say a fault of the catalogue: where it stands and what is wrong."""
    if isinstance(fault, Fault) and fault.kind.startswith("schema."):
        said = schema_fault(fault.kind.removeprefix("schema."), fault.fields, language)
        return f"{fault.place}: {said}"
    if not isinstance(fault, Fault) or f"drafting.fault.{fault.kind}" not in messages():
        return str(fault)
    fields = dict(fault.fields)
    name = str(fields.get("name", ""))
    if name in catalogue.indicators:
        fields["name"] = f"{catalogue.indicators[name].name.in_language(language)} ({name})"
    if "what" in fields:
        what = str(fields["what"]).split()[0]
        fields["what"] = text(f"drafting.what.{what}", language)
    said = text(f"drafting.fault.{fault.kind}", language, **fields)
    if fault.kind.startswith("zip_"):
        return said
    return f"{entry_name(fault.file, catalogue, language)}: {said}"


def schema_fault(kind: str, fields: Mapping[str, object], language: Language) -> str:
    """Say a fault of the schema to one who fills a form or brings in a file."""
    key = f"drafting.wrong.{kind}"
    if key not in messages():
        key = "drafting.wrong.other"
    try:
        return text(key, language, **fields)
    except KeyError:
        return text("drafting.wrong.other", language)


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """What an indicator would be, as a table: years, a row a unit, and who has a value."""

    years: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    coverage: tuple[str, ...]
    ends: str
    empty: str


def preview_table(
    preview: Preview, indicator: Indicator, catalogue: Catalogue, language: Language
) -> PreviewTable:
    """Write a preview with the decimals of the draft's own definition."""
    if not preview.years:
        return PreviewTable((), (), (), "", text("drafting.preview.empty", language))

    def cell(value: float | None, status: str) -> str:
        if value is None:
            return text(f"site.status.{status}", language)
        return format_value(value, indicator)

    ends = ""
    if preview.lowest is not None and preview.highest is not None:
        ends = text(
            "drafting.preview.ends",
            language,
            year=format_year(preview.years[-1], language),
            low=unit_name(catalogue, preview.lowest[0], language),
            low_value=format_value(preview.lowest[1], indicator),
            high=unit_name(catalogue, preview.highest[0], language),
            high_value=format_value(preview.highest[1], indicator),
        )
    return PreviewTable(
        tuple(format_year(y, language) for y in preview.years),
        tuple(
            (unit_name(catalogue, unit, language), tuple(cell(c.value, c.status) for c in cells))
            for unit, cells in preview.cells.items()
        ),
        tuple(
            text("drafting.preview.of", language, count=n, all=preview.provinces)
            for n in preview.with_value
        ),
        ends,
        "",
    )


@dataclass(frozen=True, slots=True)
class SuccessorRow:
    """A line of the mapping between two frameworks."""

    id: str
    link: Link
    fate: str
    fate_key: str
    figures: str
    has_figures: bool
    judged: bool
    items: str
    codes: str
    note: str


@dataclass(frozen=True, slots=True)
class SuccessionPage:
    """What became of every indicator of the old plan, and what the new one wants."""

    title: str
    summary: tuple[str, ...]
    groups: tuple[tuple[str, tuple[SuccessorRow, ...]], ...]
    unmeasured: tuple[str, ...]
    without_figures: tuple[str, ...]


def succession_page(
    found: Succession,
    years: Mapping[str, tuple[int, int]],
    catalogue: Catalogue,
    state: State,
    *,
    outside: bool = False,
) -> SuccessionPage:
    """Say what became of each indicator; `outside` also lists those in neither framework."""
    language = state.language
    framework = catalogue.frameworks[found.framework]
    plan = catalogue.plans[framework.plan]
    items = {i.code: i.name.in_language(language) for i in plan.items}

    def row(line: Successor) -> SuccessorRow:
        indicator = catalogue.indicators[line.indicator]
        note = ""
        if line.left_out is not None:
            note = line.left_out.reason.in_language(language)
            if line.left_out.replaced_by:
                by = catalogue.indicators[line.left_out.replaced_by].name.in_language(language)
                note = text("drafting.map.replaced_by", language, name=by) + f" · {note}"
        span = years.get(line.indicator)
        figures = text("drafting.without_figures", language)
        if line.has_figures:
            figures = (
                format_years(*span, language) if span else text("drafting.no_values", language)
            )
        return SuccessorRow(
            line.indicator,
            Link(indicator.name.in_language(language), address.indicator(state, line.indicator)),
            text(f"drafting.fate.{line.fate}", language),
            line.fate,
            figures,
            line.has_figures,
            line.judged,
            "; ".join(f"{c} {items.get(c, '')}".strip() for c in line.items) or NO_VALUE,
            ", ".join(line.items),
            note,
        )

    names = {d.id: d.name.in_language(language) for d in framework.dimensions}
    groups: dict[str, list[SuccessorRow]] = {}
    for line in found.lines:
        if outside or line.fate != "outside":
            name = names.get(line.dimension, line.dimension)
            groups.setdefault(name, []).append(row(line))
    fates = ("kept", "new", "left_out", "undecided")
    summary = [
        text(
            f"drafting.map.count_{fate}",
            language,
            count=found.count(fate),  # type: ignore[arg-type]
            figures=found.count(fate, has_figures=True),  # type: ignore[arg-type]
        )
        for fate in fates
        if found.count(fate)  # type: ignore[arg-type]
    ]
    return SuccessionPage(
        framework.name.in_language(language),
        tuple(summary),
        tuple((name, tuple(rows)) for name, rows in groups.items()),
        _items(found.unmeasured, items),
        _items(found.without_figures, items),
    )


def _items(codes: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{c} {names.get(c, '')}".strip() for c in codes)
