"""The sheet where dimensions and the whole are reckoned, beside what the system reckoned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from moibench.analysis.index_cells import IndexUnit
from moibench.reports.letters import writable
from moibench.reports.xlsx import formulas
from moibench.reports.xlsx.styles import ACCENT, GREY, row_height

if TYPE_CHECKING:
    from moibench.reports.xlsx.index import Index

FIRST, NAME_ROW, WEIGHT_ROW, FIRST_CUTOFF, HEAD_ROW = 2, 4, 5, 6, 11
RECKONED = ("coverage", "score", "level", "rank")
KNOWN = ("score", "level", "rank")
SHARE_FORMAT, SCORE_FORMAT, WHOLE_FORMAT = "0.0%", "0.0000", "0"


class Places:
    """Where the columns of each node stand."""

    def __init__(self, index: Index) -> None:
        self.nodes = len(index.shown.nodes)
        self.check = self.known(self.nodes)

    def reckoned(self, node: int) -> int:
        """Return the first column of a node's formulas."""
        return FIRST + len(RECKONED) * node

    def known(self, node: int) -> int:
        """Return the first column of what the system reckoned for a node."""
        return self.reckoned(self.nodes) + len(KNOWN) * node


def write_nodes(index: Index) -> None:
    """Add the sheet of coverage, scores, levels and ranks."""
    places = Places(index)
    sheet = index.sheet("index", places.check + 1)
    _write_heads(index, sheet, places)
    index.unit_names(sheet, HEAD_ROW)
    for row, unit in enumerate(index.units, index.first_unit):
        for node in range(places.nodes):
            _write_node(index, sheet, row, unit, node, places)
        _write_check(index, sheet, row, unit, places)
    _write_agreement(index, sheet, places)
    sheet.freeze_panes(HEAD_ROW + 1, FIRST)
    sheet.repeat_rows(NAME_ROW, HEAD_ROW)


def _write_heads(index: Index, sheet: Any, places: Places) -> None:
    shown, styles = index.shown, index.styles
    label = styles.of(bold=True)
    sheet.write_string(WEIGHT_ROW, 1, shown.say("dimension_weight"), label)
    for i in range(4):
        sheet.write_string(FIRST_CUTOFF + i, 1, shown.say("cutoff", level=i + 2), label)
    for n, (name, node) in enumerate(zip(shown.nodes, shown.cells.nodes, strict=True)):
        first, known = places.reckoned(n), places.known(n)
        own = styles.of(bold=True, font_color=ACCENT, bottom=2, bottom_color=ACCENT)
        told = styles.of(bold=True, font_color=GREY, bottom=2, bottom_color=GREY)
        sheet.merge_range(NAME_ROW, first, NAME_ROW, first + 3, "", own)
        sheet.write_string(NAME_ROW, first, writable(name), own)
        sheet.merge_range(NAME_ROW, known, NAME_ROW, known + 2, "", told)
        sheet.write_string(NAME_ROW, known, writable(shown.say("system", node=name)), told)
        if node.weight is not None:
            weight = index.input(num_format="0.####")
            sheet.write_number(WEIGHT_ROW, first + 1, node.weight, weight)
            index.allow(sheet, WEIGHT_ROW, first + 1, first + 1, "weight_error")
        for i, cutoff in enumerate(node.cutoffs):
            style = index.input(num_format="0.00##")
            sheet.write_number(FIRST_CUTOFF + i, first + 1, cutoff, style)
        for column, keys in ((first, RECKONED), (known, KNOWN)):
            for k, key in enumerate(keys):
                sheet.write_string(HEAD_ROW, column + k, shown.say(key), styles.head(right=True))
    difference = shown.say("difference")
    sheet.write_string(HEAD_ROW, places.check, difference, styles.head(right=True))
    sheet.write_string(HEAD_ROW, places.check + 1, shown.say("check"), styles.head())
    sheet.set_row(HEAD_ROW, row_height([(difference, 12.5)]))


def _write_node(
    index: Index, sheet: Any, row: int, unit: IndexUnit, n: int, places: Places
) -> None:
    """Write a node's coverage, score, level and rank as formulas, and as the system has them."""
    first, known = places.reckoned(n), places.known(n)
    coverage, score = (xl_rowcol_to_cell(row, first + k) for k in range(2))
    cutoffs = _rows(FIRST_CUTOFF, FIRST_CUTOFF + 3, first + 1)
    among = _rows(index.first_unit, index.last_ranked, first + 1)
    covered, mean = _reckoned(index, row, n, coverage, places)
    system = (unit.node_scores[n], unit.node_levels[n], unit.node_ranks[n])
    made = [
        (covered, unit.node_coverage[n], SHARE_FORMAT),
        (mean, system[0], SCORE_FORMAT),
        (formulas.level(score, cutoffs), system[1], WHOLE_FORMAT),
    ]
    if row <= index.last_ranked:
        made.append((formulas.rank(score, among), system[2], WHOLE_FORMAT))
    for k, (formula, value, code) in enumerate(made):
        style = index.line(unit, num_format=code)
        sheet.write_formula(row, first + k, formula, style, "" if value is None else value)
    for k, value in enumerate(system):
        style = index.line(unit, font_color=GREY, num_format="0" if k else SCORE_FORMAT)
        if value is None:
            sheet.write_blank(row, known + k, None, style)
        else:
            sheet.write_number(row, known + k, value, style)


def _reckoned(index: Index, row: int, n: int, coverage: str, places: Places) -> tuple[str, str]:
    """Return the formulas of a node's coverage and score."""
    threshold = index.threshold()
    if n < places.nodes - 1:
        first, last = index.columns_of(n)
        weights = index.weights(first, last)
        scores = index.scores(row, first, last)
        return (
            formulas.coverage_within(weights, scores),
            formulas.mean_within(weights, scores, coverage, threshold),
        )
    shares, held = [], []
    for child in range(places.nodes - 1):
        column = places.reckoned(child)
        weight = xl_rowcol_to_cell(WEIGHT_ROW, column + 1, row_abs=True, col_abs=True)
        shares.append((weight, xl_rowcol_to_cell(row, column)))
        held.append((weight, xl_rowcol_to_cell(row, column + 1)))
    return formulas.coverage_over(shares), formulas.mean_over(held, coverage, threshold)


def _write_check(index: Index, sheet: Any, row: int, unit: IndexUnit, places: Places) -> None:
    shown = index.shown
    pairs = []
    for n in range(places.nodes):
        for k in range(len(KNOWN) if row <= index.last_ranked else len(KNOWN) - 1):
            own = xl_rowcol_to_cell(row, places.reckoned(n) + 1 + k)
            pairs.append((own, xl_rowcol_to_cell(row, places.known(n) + k)))
    overall, system = pairs[-3 if row <= index.last_ranked else -2]
    moved = f'=IF(AND(ISNUMBER({overall}),ISNUMBER({system})),{overall}-{system},"")'
    no_score = unit.node_scores[-1] is None
    code = '"+"0.0000;"−"0.0000;0'
    sheet.write_formula(
        row, places.check, moved, index.line(unit, num_format=code), "" if no_score else 0
    )
    words = shown.say("same"), shown.say("different")
    sheet.write_formula(
        row, places.check + 1, formulas.equal(pairs, *words), index.line(unit), words[0]
    )


def _write_agreement(index: Index, sheet: Any, places: Places) -> None:
    """Write how many units equal the system, and mark the cells of those that do not."""
    shown, styles = index.shown, index.styles
    last = index.first_unit + len(index.units) - 1
    checks = _rows(index.first_unit, last, places.check + 1)
    same, different = shown.say("same"), shown.say("different")
    units = len(index.units)
    bold = styles.of(bold=True, align="right")
    sheet.write_string(WEIGHT_ROW, places.check - 1, shown.say("agreeing"), bold)
    sheet.write_formula(WEIGHT_ROW, places.check, f'=COUNTIF({checks},"{same}")', bold, units)
    sheet.write_string(WEIGHT_ROW + 1, places.check - 1, shown.say("of_units"), bold)
    sheet.write_number(WEIGHT_ROW + 1, places.check, units, bold)
    marked = index.book.add_format({"bg_color": "#FBE3CF", "bold": True})
    rule = {"type": "cell", "criteria": "==", "value": f'"{different}"', "format": marked}
    sheet.conditional_format(index.first_unit, places.check + 1, last, places.check + 1, rule)


def _rows(first: int, last: int, column: int) -> str:
    name = xl_col_to_name(column)
    return f"{name}${first + 1}:{name}${last + 1}"
