"""What a unit's workbook holds beside its report: provenance, and the index for reckoning again."""

from __future__ import annotations

from dataclasses import dataclass

from moibench.analysis.index_cells import IndexCells
from moibench.catalogue.schema import Indicator
from moibench.presentation import tables
from moibench.presentation.language import Language, text
from moibench.presentation.names import indicator_name, short_indicator_name, unit_name
from moibench.presentation.numbers import format_count
from moibench.presentation.pages import words
from moibench.presentation.report.blocks import Column, Report, Table
from moibench.presentation.report.question import Question
from moibench.presentation.years import year_number

NO_EDITION = "–"


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """The head of an indicator's column in the sheets of the index."""

    dimension: str
    name: str
    unit_of_measure: str
    direction: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Workbook:
    """A report, the provenance of its figures, and the cells of the index with their names.

    columns follow the indicators of the cells, nodes its nodes; units: code → name.
    """

    language: Language
    report: Report
    provenance: Table
    cells: IndexCells
    columns: tuple[IndexColumn, ...]
    nodes: tuple[str, ...]
    units: dict[str, str]
    own_code: str

    def say(self, key: str, **fields: object) -> str:
        """Return a text of the workbook."""
        return text(f"report_workbook.{key}", self.language, **fields)

    @property
    def year(self) -> str:
        """The year of the index as a number of the language's era."""
        return str(year_number(self.cells.year, self.language))


def unit_workbook(asked: Question, report: Report, cells: IndexCells) -> Workbook:
    """Return all that the workbook of a unit shows."""
    language, catalogue = asked.language, asked.catalogue
    shown = (*cells.ranked, *cells.beside)
    return Workbook(
        language=language,
        report=report,
        provenance=_provenance(asked),
        cells=cells,
        columns=tuple(
            _column(asked, catalogue.indicators[i.indicator_id], i.dimension_id)
            for i in cells.indicators
        ),
        nodes=tuple(
            words.node_name(catalogue, n.node_id, language, short=True) for n in cells.nodes
        ),
        units={u.unit_code: unit_name(catalogue, u.unit_code, language) for u in shown},
        own_code=asked.profile.unit_code,
    )


def _column(asked: Question, indicator: Indicator, dimension_id: str) -> IndexColumn:
    language = asked.language
    return IndexColumn(
        dimension=words.node_name(asked.catalogue, dimension_id, language, short=True),
        name=short_indicator_name(indicator, language),
        unit_of_measure=indicator.unit_of_measure.in_language(language),
        direction=words.direction_text(indicator, language),
        decimals=indicator.decimals,
    )


def _provenance(asked: Question) -> Table:
    language, catalogue = asked.language, asked.catalogue
    rows = []
    for result in asked.profile.indicators:
        indicator, figure = catalogue.indicators[result.indicator_id], result.figure
        source = catalogue.sources.get(figure.source_id or "")
        edition = catalogue.editions.get(figure.edition_id or "")
        rows.append(
            (
                indicator.id,
                indicator_name(indicator, language),
                tables.displayed(figure, indicator, language),
                indicator.unit_of_measure.in_language(language),
                format_count(year_number(figure.year, language) if figure.year else None),
                words.status_text(figure, language),
                words.direction_text(indicator, language),
                indicator.definition.in_language(language),
                indicator.formula.in_language(language),
                (source.agency if source else indicator.agency).in_language(language),
                source.name.in_language(language) if source else NO_EDITION,
                edition.name.in_language(language) if edition else NO_EDITION,
                source.licence.in_language(language) if source else NO_EDITION,
                indicator.caveats.in_language(language) if indicator.caveats else "",
            )
        )
    widths = {"id": 4.0, "indicator": 5.0, "value": 2.2, "unit_of_measure": 3.0, "year": 1.4,
              "status": 3.0, "direction": 2.6, "definition": 9.0, "formula": 7.0, "agency": 5.0,
              "source": 5.0, "edition": 4.0, "licence": 4.0, "caveats": 8.0}  # fmt: skip
    return Table(
        tuple(
            Column(text(f"report_workbook.{key}", language), width, key in {"value", "year"})
            for key, width in widths.items()
        ),
        tuple(rows),
        text("report_workbook.title.provenance", language),
    )
