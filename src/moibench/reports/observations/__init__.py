"""Observations as files for other programs, written piece by piece in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from moibench.analysis.observations import Question
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.reports.observations.delimited import csv_pieces, sdmx_csv_pieces
from moibench.reports.observations.json_stat import json_stat_pieces
from moibench.reports.observations.sdmx_ml import sdmx_ml_21_pieces, sdmx_ml_pieces
from moibench.reports.observations.workbook import xlsx_pieces

Pieces = Callable[[Question, Catalogue, Language], Iterator[bytes]]
# Format → its writer, media type and the ending of a file's name.
FORMATS: dict[str, tuple[Pieces, str, str]] = {
    "csv": (csv_pieces, "text/csv; charset=utf-8", "csv"),
    "xlsx": (
        xlsx_pieces,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    "sdmx-csv": (sdmx_csv_pieces, "application/vnd.sdmx.data+csv;version=2.0.0", "csv"),
    "sdmx-ml": (sdmx_ml_pieces, "application/vnd.sdmx.data+xml;version=3.0.0", "xml"),
    "sdmx-ml-2.1": (
        sdmx_ml_21_pieces,
        "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
        "xml",
    ),
    "json-stat": (json_stat_pieces, "application/json", "json"),
}


def export_pieces(
    form: str, question: Question, catalogue: Catalogue, language: Language
) -> Iterator[bytes]:
    """Yield a file of the wanted format; `form` is a key of FORMATS."""
    return FORMATS[form][0](question, catalogue, language)
