"""The sectors of a unit for the terminal and for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from moibench.analysis.sectors import SectorProfile, SectorResult
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.numbers import NO_VALUE, format_number, format_percent
from moibench.presentation.terminal import table
from moibench.presentation.years import format_year, format_years

COLUMNS = ("sector", "value", "share", "lq", "national", "mix", "regional", "class")


def sectors_json(result: SectorProfile, catalogue: Catalogue) -> dict[str, Any]:
    """Return the sectors as plain values: CE years, shares and rates as fractions."""
    unit = catalogue.units[result.unit_code]
    sections = {s.code: s for s in catalogue.sectors[result.table_id].sections}
    content = asdict(result)
    named = content.pop("sectors")
    for row in named:
        name = sections[row["code"]].name
        row["name"] = {"th": name.th, "en": name.en}
    return {
        "unit": content.pop("unit_code"),
        "unit_name": {"th": unit.name.th, "en": unit.name.en},
        "table": content.pop("table_id"),
        "from": content.pop("from_year"),
        **content,
        "sectors": named,
    }


def sectors_text(result: SectorProfile, catalogue: Catalogue, language: Language) -> str:
    """Return the sectors as a table, the largest first, with what the columns mean."""

    def say(key: str, **fields: object) -> str:
        return text(f"sectors.{key}", language, **fields)

    sections = {s.code: s for s in catalogue.sectors[result.table_id].sections}
    heads = tuple(say(key) for key in COLUMNS)
    ordered = sorted(result.sectors, key=lambda r: -(r.value or 0.0))
    rows = [_row(r, sections[r.code].short_name.in_language(language), language) for r in ordered]
    total = result.shift_share
    parts = (total.national, total.mix, total.regional)
    rows.append((say("all"), format_number(result.total, 0), "100.0", "", *map(_signed, parts), ""))
    years = format_years(result.from_year, result.year, language)
    lines = [
        say(
            "title",
            unit=full_unit_name(catalogue, result.unit_code, language),
            year=format_year(result.year, language),
        ),
        "",
        *table([heads, *rows], right=set(range(1, len(heads) - 1))),
        "",
        say(
            "note",
            years=years,
            threshold=f"{result.share_threshold:g}",
            growth=format_percent(result.growth_threshold, 1),
        ),
        say(
            "diversity",
            effective=format_number(result.effective_sectors, 1),
            krugman=NO_VALUE if result.krugman is None else format_number(result.krugman, 2),
        ),
    ]
    return "\n".join(lines)


def _row(row: SectorResult, name: str, language: Language) -> tuple[str, ...]:
    parts = row.shift_share
    placed = row.growth_share
    return (
        name,
        NO_VALUE if row.value is None else format_number(row.value, 0),
        NO_VALUE if row.share is None else format_percent(row.share, 1),
        NO_VALUE if row.lq is None else format_number(row.lq, 2),
        *map(_signed, (parts.national, parts.mix, parts.regional)),
        NO_VALUE if placed is None else text(f"sectors.classes.{placed}", language),
    )


def _signed(value: float | None) -> str:
    if value is None:
        return NO_VALUE
    if round(value) == 0:
        return "0"
    return f"+{format_number(value, 0)}" if value > 0 else format_number(value, 0)
