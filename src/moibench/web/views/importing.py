"""Import a table: hand it in, see how it was understood and what it would change, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from moibench.analysis.review.asking import Asker
from moibench.analysis.review.from_table import save_changes
from moibench.analysis.review.writing import Conflict, NotWritable, Refused
from moibench.ingest.sources.message_files import table_bytes
from moibench.ingest.table_files.commit import (
    commit,
    newest_imports,
    refuse_unaccepted,
    refuse_wrong_clock,
)
from moibench.ingest.table_files.mapping import Mapping, as_yaml
from moibench.ingest.table_files.preview import Preview, preview_file
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.workbook import uploads
from moibench.people import log
from moibench.people.rights import COUNTRY, Action
from moibench.presentation.imports import refusal_text
from moibench.presentation.language import text
from moibench.presentation.moments import format_moment
from moibench.presentation.pages.imports import ImportPage, import_page, previewed_page
from moibench.presentation.pages.workbook import status_words
from moibench.presentation.review import words
from moibench.presentation.years import YearError, parse_year
from moibench.web.accounts.access import for_those_who_may
from moibench.web.accounts.frame import language_of_address
from moibench.web.accounts.reviewing import review_view, show_review
from moibench.web.mapping_form import typed_mapping

BAD_REQUEST, CONFLICT, TOO_LARGE, UNAVAILABLE = 400, 409, 413, 503
_MEGABYTE = 1024 * 1024
_LONGEST_REASON = 4000


@dataclass(frozen=True)
class _Given:
    """What the form says beside the file."""

    sha: str
    name: str
    mapping: Mapping | None
    series: str | None
    year: int | None
    reason: str


@for_those_who_may(Action.WRITE_FIGURES)
@review_view("POST")
def import_table(request: HttpRequest, who: Asker) -> HttpResponse:
    """Show the form; POST checks a table, checks it again as corrected, or stores it."""
    if request.method != "POST":
        return _show(request, who, _page(request, who))
    try:
        refuse_wrong_clock()
        if request.POST.get("do") == "check":
            given = _handed_in(request, who)
        else:
            given = _again(request, who)
        path = uploads.kept_upload(who.name, given.sha)
        if path is None:
            raise ImportRefused("gone")
        preview = _preview(who, path, given)
        if request.POST.get("do") == "confirm":
            return _confirm(request, who, path, preview, given)
    except ImportRefused as refused:
        said = refusal_text(refused.key, refused.faults, refused.fields, language_of_address())
        return _show(request, who, _page(request, who), refused=said.split("\n"))
    except YearError as error:
        said = text(error.key, language_of_address(), **error.fields)
        return _show(request, who, _page(request, who), refused=[said])
    except _Refusal as refusal:
        return _show(
            request, who, _page(request, who), refused=[str(refusal)], status=refusal.status
        )
    return _previewed(request, who, preview, given)


class _Refusal(Exception):
    def __init__(self, said: str, status: int = BAD_REQUEST) -> None:
        self.status = status
        super().__init__(said)


def _handed_in(request: HttpRequest, who: Asker) -> _Given:
    language = language_of_address()
    file = request.FILES.get("file")
    if file is None:
        raise _Refusal(text("imports.page.no_file", language))
    if (file.size or 0) > uploads.LARGEST:
        limit = uploads.LARGEST // _MEGABYTE
        raise _Refusal(text("imports.page.upload_too_large", language, limit=limit), TOO_LARGE)
    year = request.POST.get("year", "").strip()
    parsed = parse_year(year) if year else None
    name = (file.name or "")[-100:]
    sha = uploads.keep_upload(who.name, table_bytes(name, file.read()))
    series = request.POST.get("series", "") or None
    return _Given(sha, name, None, series, parsed, "")


def _again(request: HttpRequest, who: Asker) -> _Given:
    """Read the mapping as it was corrected, in its text or by the lists above it."""
    mapping = typed_mapping(request.POST, who.catalogue)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:_LONGEST_REASON]
    name = request.POST.get("name", "")[-100:]
    return _Given(request.POST.get("sha", ""), name, mapping, None, None, reason)


def _preview(who: Asker, path: Path, given: _Given) -> Preview:
    return preview_file(
        path,
        who.catalogue,
        who.on,
        name=given.name,
        mapping=given.mapping,
        series=given.series,
        year=given.year,
        may_write=lambda unit: who.may(Action.WRITE_FIGURES, unit),
        status_words=status_words(),
    )


def _previewed(
    request: HttpRequest,
    who: Asker,
    preview: Preview,
    given: _Given,
    *,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = previewed_page(
        _page(request, who),
        preview,
        preview.mapping,
        as_yaml(preview.mapping),
        given.sha,
        who.catalogue,
        language_of_address(),
        as_drafts=not _stores(who),
    )
    return _show(request, who, page, refused=refused, status=status)


def _confirm(
    request: HttpRequest, who: Asker, path: Path, preview: Preview, given: _Given
) -> HttpResponse:
    """Store what was shown; what cannot be stored is shown again with the reason."""
    language = language_of_address()
    try:
        if _stores(who):
            done = commit(preview, path, who.catalogue, who.name, reason=given.reason)
            log.record(
                "filing.import",
                "edition",
                ", ".join(done.editions),
                by=who.person,
                address=who.address,
                after={"file": preview.file.name, "added": done.added, "changed": done.changed},
            )
            count = f"{done.added + done.changed:,}"
            editions = ", ".join(done.editions) or "–"
            said = text("imports.page.stored", language, count=count, editions=editions)
        else:
            count = _draft(who, preview, given.reason)
            said = text("imports.page.drafted", language, count=f"{count:,}")
    except ImportRefused as refusal:
        why = refusal_text(refusal.key, refusal.faults, refusal.fields, language)
        return _previewed(request, who, preview, given, refused=why.split("\n"), status=BAD_REQUEST)
    except Refused as refusal:
        faults = [words.fault_said(f, who.catalogue, language) for f in refusal.faults]
        return _previewed(request, who, preview, given, refused=faults, status=BAD_REQUEST)
    except Conflict:
        why = text("imports.page.conflict", language)
        return _previewed(request, who, preview, given, refused=[why], status=CONFLICT)
    except NotWritable as closed:
        why = words.refusal_said(closed, who.catalogue, {}, language)
        return _previewed(request, who, preview, given, refused=[why], status=CONFLICT)
    except DatabaseError as error:
        key = "database_locked" if "locked" in str(error) else "database"
        why = text(f"terminal.{key}", language, reason=str(error).strip())
        return _previewed(request, who, preview, given, refused=[why], status=UNAVAILABLE)
    uploads.forget_upload(who.name, given.sha)
    return _show(request, who, _page(request, who), said=said)


def _stores(who: Asker) -> bool:
    """Tell whether the person's imports are an agency's figures; a province's are drafts."""
    return who.may(Action.WRITE_FIGURES, COUNTRY)


def _draft(who: Asker, preview: Preview, reason: str) -> int:
    """Save an officer's own values as drafts, which go the way of every reported figure."""
    refuse_unaccepted(preview, reason)
    return save_changes(who, (*preview.added, *preview.changed), reason)


def _page(request: HttpRequest, who: Asker) -> ImportPage:
    limit = uploads.LARGEST // _MEGABYTE
    return import_page(who.catalogue, limit, request.POST.get("series", ""), language_of_address())


def _show(
    request: HttpRequest,
    who: Asker,
    page: ImportPage,
    *,
    refused: list[str] | None = None,
    said: str = "",
    status: int | None = None,
) -> HttpResponse:
    language = language_of_address()
    recent = [
        (
            i.name,
            i.begun_by,
            format_moment(i.begun_at, language),
            text(f"imports.page.outcome.{i.outcome}", language),
            i.added + i.changed,
        )
        for i in (newest_imports() if _stores(who) else ())
    ]
    return show_review(
        request,
        who,
        "import",
        page,
        status=status or (BAD_REQUEST if refused else 200),
        refused=refused or [],
        said=said,
        recent=recent,
        year=request.POST.get("year", ""),
        reason=request.POST.get("reason", ""),
    )
