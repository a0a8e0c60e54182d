"""What is typed into an entry grid: read, checked, and saved as one go or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from moibench.analysis.review import writing
from moibench.analysis.review.asking import Asker
from moibench.analysis.review.grid import CHANNEL, GridCell
from moibench.analysis.review.writing import VALUED, VALUELESS, Cell, Content, Draft
from moibench.ingest.checks import Given, check, stored_context
from moibench.ingest.table_files.cells import NotANumber, is_missing_mark, read_number
from moibench.people import accounts
from moibench.presentation.findings import finding_row
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.grid import Remark, Typed
from moibench.presentation.review import words


@dataclass(frozen=True, slots=True)
class Details:
    """What the side panel of a cell says; None leaves a part as it is."""

    comment: str | None = None
    follow_up: bool | None = None
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell as understood: its draft, what is said of it, and what blocks it.

    asks: what is improbable and has no reason yet; it can be saved, and is asked about then.
    """

    cell: GridCell
    draft: Draft | None
    remarks: tuple[Remark, ...]
    blocks: bool
    asks: tuple[str, ...] = ()


def judge(
    who: Asker,
    cells: Iterable[GridCell],
    typed: Mapping[str, Typed],
    language: Language,
    details: Mapping[str, Details] | None = None,
) -> dict[str, Judged]:
    """Return what was understood of each typed cell, by key, all checked together.

    The cells that were not typed, but have a draft, are laid beside them: a whole is held
    against its parts.
    """
    own = list(cells)
    drafts: dict[str, Draft] = {}
    said: dict[str, list[Remark]] = {}
    for cell in own:
        if cell.key not in typed:
            continue
        content = understood(typed[cell.key], cell.line.content, (details or {}).get(cell.key))
        if content is None:
            shown = typed[cell.key].value[:40]
            said[cell.key] = [Remark("impossible", text("grid.bad_number", language, typed=shown))]
        else:
            version = typed[cell.key].version
            drafts[cell.key] = Draft(cell.place, cell.line.series.id, content, version)
    for fault in writing.check(who, drafts.values()):
        reason = words.fault_said(fault, who.catalogue, language)
        said.setdefault(f"{fault.series}/{fault.place.unit}", []).append(
            Remark("impossible", reason)
        )
    asks = _findings(who, own, drafts, said, language)
    return {
        c.key: Judged(
            c,
            drafts.get(c.key),
            tuple(said.get(c.key, ())),
            any(r.grade == "impossible" for r in said.get(c.key, ())) or c.key not in drafts,
            tuple(asks.get(c.key, ())),
        )
        for c in own
        if c.key in typed
    }


def save(who: Asker, judged: Iterable[Judged]) -> int:
    """Save cells of which none is blocked; return how many were written.

    Raises:
        Refused, NotWritable, Conflict: as `writing.save_drafts`; nothing was written.
    """
    found = list(judged)
    saved = writing.save_drafts(who, [j.draft for j in found if j.draft], CHANNEL)
    written = set(saved.written)
    writing.flag(
        who,
        (
            (j.cell.place, j.cell.line.series.id, asked)
            for j in found
            if (j.cell.place, j.cell.line.series.id) in written
            for asked in j.asks
        ),
    )
    return len(written)


def understood(typed: Typed, before: Content, details: Details | None = None) -> Content | None:
    """Return what typed text says of a cell, None where it is no number.

    A number without a status is final, a missing mark is "missing"; what the grid does not show
    stays as it was.
    """
    value, status = typed.value.strip(), typed.status
    said = replace(before, reason=typed.reason)
    if not value:
        kept = status if status in VALUELESS else ""
        said = replace(said, value=None, status=kept, standard_error=None)
    elif is_missing_mark(value):
        kept = status if status in VALUELESS else "missing"
        said = replace(said, value=None, status=kept, standard_error=None)
    else:
        number = read_number(value)
        if isinstance(number, NotANumber):
            return None
        # "No data" beside a new number is left over; beside the old one it contradicts it.
        is_meant = status in VALUED or (status and number.value == before.value)
        kept = status if is_meant else "final"
        said = replace(said, value=number.value, status=number.status or kept)
        if number.value != before.value:
            said = replace(said, standard_error=None)
    if details is None:
        return said
    if details.comment is not None:
        said = replace(said, comment=details.comment)
    if details.follow_up is not None:
        said = replace(said, follow_up=details.follow_up)
    return said if details.evidence is None else replace(said, evidence=details.evidence)


def conflict_said(who: Asker, theirs: Cell, language: Language) -> str:
    """Return what another wrote meanwhile, in words."""
    return text(
        "grid.conflict",
        language,
        theirs=words.content_said(theirs.content, language),
        who=accounts.names_of([theirs.written_by]).get(theirs.written_by, theirs.written_by),
        when=format_moment(theirs.written_at, language),
    )


def _findings(
    who: Asker,
    cells: Iterable[GridCell],
    drafts: Mapping[str, Draft],
    said: dict[str, list[Remark]],
    language: Language,
) -> dict[str, list[str]]:
    given = []
    for cell in cells:
        draft = drafts.get(cell.key)
        content = draft.content if draft else cell.line.content
        if content.status and cell.key not in said:
            place, series = cell.place, cell.line.series.id
            given.append(
                Given(
                    series,
                    place.unit,
                    place.year,
                    content.value,
                    content.status,
                    reason=content.reason,
                    standard_error=content.standard_error,
                )
            )
    asks: dict[str, list[str]] = {}
    for finding in check(given, stored_context(who.catalogue, who.on)) if given else ():
        key = f"{finding.series}/{finding.unit}"
        row = finding_row(finding, who.catalogue, language)
        sentence = f"{row.said} {row.confirmed or row.do}"
        said.setdefault(key, []).append(Remark(finding.grade, sentence))
        if finding.asks:
            asks.setdefault(key, []).append(sentence)
    return asks
