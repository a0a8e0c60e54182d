"""A filled template of published figures as the table that is imported."""

from __future__ import annotations

from moibench.catalogue import Catalogue
from moibench.ingest.table_files.mapping import Mapping, Part
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.rows import Extract, Read
from moibench.ingest.table_files.sheets import TableFile, column_number
from moibench.ingest.workbook.read import NotATemplate, filled_of, is_template

__all__ = ["is_template", "template_extract"]


def template_extract(
    file: TableFile, catalogue: Catalogue, status_words: dict[str, str]
) -> Extract:
    """Return what stands in a filled template, with its cells, reasons and faults.

    Raises:
        ImportRefused: of a newer system, nothing filled in, or figures that units report
            themselves, which go by way of their returns and reviewers.
    """
    try:
        filled = filled_of(file, catalogue, status_words)
    except NotATemplate as error:
        raise ImportRefused("newer_template") from error
    reported = {s.id for s in catalogue.sources.values() if s.reporting is not None}
    own = {
        e.series
        for e in filled.entries
        if e.series in catalogue.series and catalogue.series[e.series].source in reported
    }
    if own:
        named = ", ".join(sorted(own))
        raise ImportRefused("template_of_returns", count=len(own), named=named)
    sheet = next((e.sheet for e in filled.entries), file.sheets[0].name)
    mapping = Mapping(
        sheet=sheet,
        unit=Part(column="id"),
        year=Part(fixed=str(filled.year)),
        series=Part(column="id"),
        aggregates="store",
    )
    found = Extract(sheet, mapping, findings=list(filled.findings))
    found.refused = sum(f.blocks for f in filled.findings)
    for e in filled.entries:
        letters = e.cell.rstrip("0123456789")
        row, column = int(e.cell[len(letters) :]) - 1, column_number(letters)
        found.values.append(
            Read(e.series, e.unit, e.year, e.value, e.status, row, column, reason=e.reason)
        )
    found.series = tuple(sorted({v.series for v in found.values}))
    return found
