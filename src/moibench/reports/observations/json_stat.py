"""Observations as a JSON-stat 2.0 dataset, its values sparse: position → value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice

from moibench.analysis.observations import CurrentValue, Question
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.reports.observations.plain import OBS_STATUS, number_text

_CELLS_A_PIECE = 5_000


def json_stat_pieces(
    question: Question, catalogue: Catalogue, language: Language
) -> Iterator[bytes]:
    """Yield the dataset; the values are read twice, once for themselves and once for statuses."""
    series, units, years = question.places()
    yield (_head(series, units, years, catalogue, language)[:-1] + ',"value":{').encode()
    at_series = {code: i for i, code in enumerate(series)}
    at_unit = {code: i for i, code in enumerate(units)}
    at_year = {year: i for i, year in enumerate(years)}

    def position(row: CurrentValue) -> int:
        place = at_series[row.series] * len(units) + at_unit[row.unit]
        return place * len(years) + at_year[row.year]

    yield from _cells(question.rows(), position, lambda row: number_text(row.value))
    yield b'},"status":{'
    yield from _cells(question.rows(), position, lambda row: f'"{OBS_STATUS[row.status]}"')
    yield b"}}\n"


def _cells(
    rows: Iterator[CurrentValue],
    position: Callable[[CurrentValue], int],
    said: Callable[[CurrentValue], str],
) -> Iterator[bytes]:
    first = True
    filled = ((position(row), cell) for row in rows if (cell := said(row)))
    while batch := list(islice(filled, _CELLS_A_PIECE)):
        joined = ",".join(f'"{place}":{cell}' for place, cell in batch)
        yield (joined if first else f",{joined}").encode()
        first = False


def _head(
    series: tuple[str, ...],
    units: tuple[str, ...],
    years: tuple[int, ...],
    catalogue: Catalogue,
    language: Language,
) -> str:
    known_series, known_units = catalogue.series, catalogue.units
    names = {s: known_series[s].name.in_language(language) for s in series if s in known_series}
    measures = {
        s: {"label": known_series[s].unit_of_measure.in_language(language)}
        for s in series
        if s in known_series
    }
    areas = {u: known_units[u].name.in_language(language) for u in units if u in known_units}
    content = {
        "version": "2.0",
        "class": "dataset",
        "label": text("export.title", language),
        "id": ["series", "unit", "year"],
        "size": [len(series), len(units), len(years)],
        "role": {"metric": ["series"], "geo": ["unit"], "time": ["year"]},
        "dimension": {
            "series": {
                "label": text("export.series", language),
                "category": {"index": list(series), "label": names, "unit": measures},
            },
            "unit": {
                "label": text("export.unit", language),
                "category": {"index": list(units), "label": areas},
            },
            "year": {
                "label": text("export.year", language),
                "category": {"index": [str(y) for y in years]},
            },
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
