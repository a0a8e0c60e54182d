"""Observations as CSV for people and spreadsheets, and as SDMX-CSV 2.0."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from moibench.analysis.observations import Question
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.reports.observations.labels import COLUMNS, labelled
from moibench.reports.observations.plain import OBS_STATUS, harmless, number_text
from moibench.reports.observations.sdmx_ml import STRUCTURE

_ROWS_A_PIECE = 2_000


def csv_pieces(question: Question, catalogue: Catalogue, language: Language) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with a byte-order mark, by which Excel knows Thai."""
    yield b"\xef\xbb\xbf"
    rows = (
        (
            *(harmless(str(cell)) for cell in row[:5]),
            number_text(row[5]),
            row[6],
            number_text(row[7]),
            *(harmless(str(cell)) for cell in row[8:]),
        )
        for row in labelled(question, catalogue, language)
    )
    yield from _lines(COLUMNS, rows)


def sdmx_csv_pieces(
    question: Question, catalogue: Catalogue, language: Language
) -> Iterator[bytes]:
    """Yield an SDMX-CSV 2.0 file."""
    head = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR", "REF_AREA")
    head += ("TIME_PERIOD", "OBS_VALUE", "OBS_STATUS")
    rows = (
        (
            "dataflow",
            STRUCTURE,
            "I",
            "A",
            row.series,
            row.unit,
            row.year,
            number_text(row.value),
            OBS_STATUS[row.status],
        )
        for row in question.rows()
    )
    yield from _lines(head, rows)


def _lines(head: Iterable[str], rows: Iterator[tuple[object, ...]]) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    while True:
        batch = list(islice(rows, _ROWS_A_PIECE))
        writer.writerows(batch)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
        if len(batch) < _ROWS_A_PIECE:
            return
