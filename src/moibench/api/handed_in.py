"""A file that came with a request, and the table in it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from django.http import HttpRequest
from ninja import Schema, UploadedFile
from pydantic import Field

from moibench.analysis.review.asking import Asker
from moibench.api.problems import BadRequest
from moibench.ingest.sources.message_files import ENDINGS, as_table_file
from moibench.ingest.table_files.mapping import Mapping, mapping_from_text
from moibench.ingest.table_files.preview import Preview, preview_file
from moibench.ingest.table_files.refusals import ImportRefused
from moibench.ingest.table_files.remembered import remembered_as
from moibench.ingest.workbook.uploads import LARGEST
from moibench.people.rights import Action
from moibench.presentation.pages.workbook import status_words
from moibench.presentation.years import parse_year

_MEGABYTE = 1024 * 1024
# A message of statistics is unfolded in the server itself: 4 MB of it take 75 MB and 5 seconds.
LARGEST_MESSAGE = 10 * _MEGABYTE
_REMEMBERED = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Mapped(Schema):
    """How a table is to be understood; without any of it, as remembered or as it looks."""

    mapping: Annotated[
        str,
        Field(max_length=_MEGABYTE, description="YAML or JSON, or the name of a remembered source"),
    ] = ""
    series: Annotated[str, Field(max_length=100, description="The series of every value")] = ""
    year: Annotated[str, Field(max_length=20, description="The year of every value")] = ""


def content_of(request: HttpRequest, file: UploadedFile | None) -> tuple[str, bytes]:
    """Return name and content of the file that came.

    Raises:
        BadRequest: none came, or it is too large.
    """
    dropped = "file" in getattr(request, "moibench_dropped", ())
    if dropped or (file is not None and (file.size or 0) > LARGEST):
        raise BadRequest("file_too_large", 413, limit=LARGEST // _MEGABYTE)
    if file is None:
        raise BadRequest("no_file", 422)
    name = (file.name or "file").replace("\\", "/").rpartition("/")[2].replace("\0", "")
    return name[-100:], file.read()


@contextmanager
def as_file(name: str, content: bytes) -> Iterator[Path]:
    """Hand a content to its readers as a file; a message of statistics as the table in it.

    Raises:
        ImportRefused: it is no message that is read.
        BadRequest: the message is too large.
    """
    ending = Path(name).suffix[:10]
    if ending.lower() in ENDINGS and len(content) > LARGEST_MESSAGE:
        raise BadRequest("file_too_large", 413, limit=LARGEST_MESSAGE // _MEGABYTE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"handed-in{ending if ending.isascii() else ''}"
        path.write_bytes(content)
        yield as_table_file(path, Path(folder))


def understood(who: Asker, mapped: Mapped) -> tuple[Mapping | None, str, int | None]:
    """Return mapping, series and CE year that were sent with a table.

    Raises:
        ImportRefused: with every fault of the mapping.
        YearError: the year is none.
    """
    typed, mapping = mapped.mapping.strip(), None
    if _REMEMBERED.fullmatch(typed):
        mapping = remembered_as(typed, who.catalogue)
        if mapping is None:
            raise ImportRefused("mapping_not_found", typed=typed)
    elif typed:
        mapping = mapping_from_text(typed, who.catalogue)
    year = parse_year(mapped.year) if mapped.year.strip() else None
    return mapping, mapped.series.strip(), year


def preview_of(
    who: Asker,
    path: Path,
    name: str,
    mapping: Mapping | None,
    series: str = "",
    year: int | None = None,
    *,
    everything: bool = False,
) -> Preview:
    """Return what a table would change; without `everything`, of what the person may write.

    Raises:
        ImportRefused: the file or the mapping is of no use.
    """
    return preview_file(
        path,
        who.catalogue,
        who.on,
        name=name,
        mapping=mapping,
        series=series or None,
        year=year,
        may_write=None if everything else lambda unit: who.may(Action.WRITE_FIGURES, unit),
        status_words=status_words(),
    )
