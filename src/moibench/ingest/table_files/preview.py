"""What an import would change: nothing is stored here."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import GRAVITIES, Finding
from moibench.ingest.checks import Context, Given, check
from moibench.ingest.table_files.exchanged import find_exchanged
from moibench.ingest.table_files.limits import Limits
from moibench.ingest.table_files.mapping import Mapping, Part
from moibench.ingest.table_files.names import Names
from moibench.ingest.table_files.propose import find_sheet, propose
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.remembered import remembered_for
from moibench.ingest.table_files.rows import Extract, Read, extract
from moibench.ingest.table_files.sheets import Progress, TableFile, read_table_file
from moibench.ingest.table_files.sums import check_sums
from moibench.ingest.workbook.as_table import is_template, template_extract
from moibench.store.cube import STATUSES, SeriesCube, load_series_cube, state
from moibench.store.standard_errors import standard_errors

FINAL = "final"
_MOST_NAMED = 40
Origin = str  # "given", "remembered", "proposed" or "template"


@dataclass(frozen=True, slots=True)
class Change:
    """A value that would be added, or replace another. Values are unrounded."""

    series: str
    unit: str
    year: int
    before: float | None
    status_before: str | None
    value: float | None
    status: str
    cell: str
    standard_error: float | None = None
    error_before: float | None = None
    reason: str = ""

    @property
    def is_new(self) -> bool:
        """Whether nothing was recorded there before."""
        return self.status_before is None

    @property
    def size(self) -> float:
        """How large the change is, to put big jumps first: |log ratio|, most for one to none."""
        if self.before is None or self.value is None:
            return math.inf if (self.before is None) != (self.value is None) else 0.0
        if self.before > 0 and self.value > 0:
            return abs(math.log(self.value / self.before))
        return math.inf if self.before != self.value else 0.0


@dataclass(frozen=True, slots=True)
class Preview:
    """What was understood of a file and what recording it would do.

    origin: whether the mapping was given, remembered or proposed. added, changed: the changed
    ones with the biggest jumps first. refused: cells and rows that cannot be stored. findings:
    the gravest first. known: digest of the stored figures it was compared with.
    """

    file: TableFile
    mapping: Mapping
    origin: Origin
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: int
    refused: int
    findings: tuple[Finding, ...]
    known: str
    eras: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    series_questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asks_year: bool = False

    @property
    def is_blocked(self) -> bool:
        """Whether something impossible keeps all of it from being stored."""
        return self.refused > 0 or any(f.blocks for f in self.findings)

    def refuse_unsaid(self) -> None:
        """Refuse a table of which nothing says the series or the year, where nobody is asked.

        Raises:
            ImportRefused: so it is.
        """
        codes = {f.code for f in self.findings}
        if codes & {"series_unsaid", "series_of_all_unsaid"}:
            titles = ", ".join(filter(None, self.series_questions)) or "–"
            likely = dict.fromkeys(s for found in self.series_questions.values() for s in found)
            raise ImportRefused("series_unknown", titles=titles, likely=", ".join(likely) or "–")
        if self.asks_year:
            raise ImportRefused("year_unknown", typed="–")

    @property
    def asks(self) -> bool:
        """Whether something improbable wants to be accepted first."""
        return any(f.asks for f in self.findings)


def preview_file(
    path: Path,
    catalogue: Catalogue,
    today: dt.date,
    *,
    name: str | None = None,
    mapping: Mapping | None = None,
    series: str | None = None,
    year: int | None = None,
    may_write: Callable[[str], bool] | None = None,
    status_words: dict[str, str] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Read a file, understand it, and compare it with what is stored.

    Args:
        path: the file.
        catalogue: in force.
        today: the day, for the lags of sources.
        name: what people call the file.
        mapping: how to understand it; by default the remembered one of its source, else proposed.
        series: the series of every value, where the table does not say.
        year: the CE year of every value, where the table does not say.
        may_write: tells of a unit's code whether whoever asks may write its figures, and others'
            are left out; None: all.
        status_words: word of a template's drop-down → status, where templates are taken too.
        limits: how large and slow a file may be.
        progress: told "reading" or "checking" and the rows done.

    Raises:
        ImportRefused: the file or the mapping is of no use.
    """
    if series is not None and series not in catalogue.series:
        raise ImportRefused("no_such_series", typed=series)
    file = read_table_file(path, name=name, limits=limits, progress=progress)
    return preview_table(
        file, catalogue, today, mapping=mapping, series=series, year=year, may_write=may_write,
        status_words=status_words, progress=progress,
    )  # fmt: skip


def preview_table(
    file: TableFile,
    catalogue: Catalogue,
    today: dt.date,
    *,
    mapping: Mapping | None = None,
    series: str | None = None,
    year: int | None = None,
    may_write: Callable[[str], bool] | None = None,
    status_words: dict[str, str] | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Compare a table that was read; as `preview_file`."""
    if status_words is not None and is_template(file):
        filled = template_extract(file, catalogue, status_words)
        return _compared(file, filled.mapping, "template", filled, catalogue, today, may_write)
    names = Names(catalogue)
    origin: Origin = "given"
    if mapping is None and series is None:
        mapping, origin = remembered_for(file, catalogue, names), "remembered"
        if mapping is not None and year is not None:
            mapping = mapping.model_copy(update={"year": Part(fixed=str(year))})
    if mapping is None:
        mapping, origin = propose(file, catalogue, names, series=series, year=year), "proposed"
    found = extract(find_sheet(file, mapping, names), mapping, catalogue, names, progress)
    if mapping.head is None or origin != "given":
        mapping = found.mapping
    return _compared(file, mapping, origin, found, catalogue, today, may_write)


def _compared(
    file: TableFile,
    mapping: Mapping,
    origin: Origin,
    found: Extract,
    catalogue: Catalogue,
    today: dt.date,
    may_write: Callable[[str], bool] | None,
) -> Preview:
    known = state()
    cube = load_series_cube(tuple(catalogue.units))
    context = Context(catalogue, cube.values, cube.series, cube.years, cube.units, today)
    findings = list(found.findings)
    if not found.values and not any(f.blocks for f in findings):
        raise ImportRefused("no_values")
    findings += check_sums(found, catalogue)
    kept, not_mine = _mine(found, may_write)
    findings += not_mine
    added, changed, unchanged = _changes(found, kept, cube)
    checked = check(_given(found, (*added, *changed)), context)
    findings += checked
    pairs = {frozenset((f.unit, f.fields["other_unit"])) for f in checked if f.code == "exchanged"}
    findings += [
        f
        for f in find_exchanged(found, context)
        if frozenset((f.unit, f.fields["other_unit"])) not in pairs
    ]
    findings.sort(key=lambda f: GRAVITIES.index(f.grade))
    refused = found.refused + len({f.cell for f in checked if f.blocks})
    return Preview(
        file, mapping, origin, added, changed, unchanged, refused, tuple(findings), known,
        tuple(found.eras), found.series, found.questions,
        found.series_questions, found.asks_year,
    )  # fmt: skip


def _given(found: Extract, changes: Sequence[Change]) -> list[Given]:
    """Return what is to be checked: values that are stored already were checked before."""
    places = {(c.series, c.unit, c.year) for c in changes}
    return [
        Given(r.series, r.unit, r.year, r.value, r.status or FINAL, found.sheet, found.place(r),
              r.reason, r.standard_error)
        for r in found.values
        if (r.series, r.unit, r.year) in places
    ]  # fmt: skip


def _mine(
    found: Extract, may_write: Callable[[str], bool] | None
) -> tuple[list[Read], list[Finding]]:
    if may_write is None:
        return found.values, []
    allowed = {unit: may_write(unit) for unit in {r.unit for r in found.values}}
    others = sorted(unit for unit, may in allowed.items() if not may)
    kept = [r for r in found.values if allowed[r.unit]]
    if not others:
        return kept, []
    shown = ", ".join(others[:_MOST_NAMED]) + (" …" if len(others) > _MOST_NAMED else "")
    fields = {"count": len(others), "listed": shown}
    return kept, [Finding("note", "not_your_units", found.sheet, fields=fields)]


def _changes(
    found: Extract, reads: list[Read], cube: SeriesCube
) -> tuple[tuple[Change, ...], tuple[Change, ...], int]:
    at_series = {s: i for i, s in enumerate(cube.series)}
    at_unit = {u: i for i, u in enumerate(cube.units)}
    values, statuses = np.asarray(cube.values), np.asarray(cube.statuses)
    first = cube.years[0] if cube.years else 0
    # A table without a column of standard errors does not contradict those that are known.
    errors = standard_errors() if found.mapping.standard_error is not None else None
    added, changed, unchanged = [], [], 0
    for read in reads:
        s, y, u = at_series.get(read.series), read.year - first, at_unit[read.unit]
        before, said = None, None
        if s is not None and 0 <= y < len(cube.years):
            number = float(values[s, y, u])
            before = None if math.isnan(number) else number
            place = int(statuses[s, y, u])
            said = STATUSES[place] if place >= 0 else None
        # A table that says nothing of the status does not contradict the one that is known.
        error = errors.get((read.series, read.unit, read.year)) if errors else None
        is_same_error = errors is None or error == read.standard_error
        if (
            is_same_error
            and said is not None
            and (before, said) == (read.value, read.status or said)
        ):
            unchanged += 1
            continue
        change = Change(
            read.series, read.unit, read.year, before, said, read.value, read.status or FINAL,
            found.place(read), read.standard_error, error, read.reason,
        )  # fmt: skip
        (added if change.is_new else changed).append(change)
    changed.sort(key=lambda c: -c.size)
    return tuple(added), tuple(changed), unchanged
