"""Import any table from a terminal: what it would change, and with --commit the change itself."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES, Language, text
from moibench.presentation.years import parse_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moibench.catalogue import Catalogue
    from moibench.ingest.table_files.mapping import Mapping
    from moibench.ingest.table_files.preview import Preview


def add_import(commands: Any) -> None:
    """Add `import` to the commands."""
    command: argparse.ArgumentParser = commands.add_parser(
        "import", help="นำเข้าตารางตัวเลข · import a table of figures"
    )
    command.add_argument(
        "file", type=Path, metavar="FILE", help="CSV, xlsx, ods, SDMX-ML (.xml), JSON-stat (.json)"
    )
    command.add_argument(
        "--mapping", metavar="M", help="how to read it: a YAML or JSON file, or a remembered source"
    )
    command.add_argument("--series", metavar="S", help="the series of every value")
    command.add_argument("--year", metavar="YEAR", help="the year of every value, พ.ศ. or CE")
    command.add_argument(
        "--write-mapping", type=Path, metavar="FILE", help="write how it was read, to be edited"
    )
    command.add_argument("--commit", action="store_true", help="store it; else nothing is stored")
    command.add_argument(
        "--reason", default="", metavar="TEXT", help="why the improbable is right; kept with it"
    )
    command.add_argument("--by", metavar="PERSON", help="by default the user of this machine")
    command.add_argument("--json", action="store_true", help="for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run_import)


def run_import(given: argparse.Namespace) -> None:
    """Say what importing a file would change; with --commit, change it.

    Raises:
        Refusal: the file, the mapping or the import is refused; nothing was stored.
    """
    year = parse_year(given.year) if given.year else None
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.sources.message_files import as_table_file
    from moibench.ingest.table_files.commit import commit, refuse_wrong_clock
    from moibench.ingest.table_files.mapping import as_plain, as_yaml
    from moibench.ingest.table_files.preview import preview_file
    from moibench.people.accounts import today
    from moibench.presentation.imports import preview_json, preview_text
    from moibench.presentation.pages.workbook import status_words

    catalogue = current_catalogue()
    with import_explained(given.language), tempfile.TemporaryDirectory() as folder:
        path = as_table_file(given.file, Path(folder))
        say_interrupted(given.language)
        refuse_wrong_clock()
        preview = preview_file(
            path,
            catalogue,
            today(),
            name=given.file.name,
            mapping=_mapping(given.mapping, catalogue),
            series=given.series,
            year=year,
            status_words=status_words(),
            progress=_progress(given.language),
        )
        written = as_yaml(preview.mapping, preview.questions, preview.series_questions)
        if given.write_mapping:
            given.write_mapping.write_text(written, encoding="utf-8")
        result = preview_json(preview, as_plain(preview.mapping), catalogue, given.language)
        if not given.json:
            print(preview_text(preview, written, catalogue, given.language))
        if given.commit:
            reason = given.reason or _asked_reason(preview, given)
            try:
                done = commit(
                    preview,
                    path,
                    catalogue,
                    given.by or getpass.getuser(),
                    reason=reason,
                )
            except BaseException:
                if given.json:
                    _print_json(result | {"committed": False, "editions": []})
                raise
            result |= {"committed": True, "editions": list(done.editions)}
            if not given.json:
                key = "stored" if done.editions else "nothing_to_do"
                fields = {
                    "added": f"{done.added:,}",
                    "changed": f"{done.changed:,}",
                    "editions": ", ".join(done.editions),
                }
                print(text(f"imports.terminal.{key}", given.language, **fields))
        else:
            result |= {"committed": False, "editions": []}
            if not given.json:
                blocked = preview.is_blocked
                key = "imports.terminal.blocked" if blocked else "imports.terminal.not_stored"
                print(text(key, given.language))
        if given.json:
            _print_json(result)


@contextmanager
def import_explained(language: Language) -> Iterator[None]:
    """Say in one sentence, and what follows from it, why an import is refused."""
    from django.db import DatabaseError

    from moibench.cli.failures import COULD_NOT, Refusal
    from moibench.ingest.table_files.refusals import ImportRefused
    from moibench.presentation.imports import refusal_text

    try:
        yield
    except ImportRefused as refused:
        said = refusal_text(refused.key, refused.faults, refused.fields, language)
        raise Refusal(said, COULD_NOT) from refused
    except (DatabaseError, OSError) as error:
        if not is_disk_full(error):
            raise
        raise Refusal(refusal_text("disk_full", (), {}, language), COULD_NOT) from error


def is_disk_full(error: BaseException) -> bool:
    """Tell whether an error says that there is no space left, on whichever database."""
    import errno

    says_so = "disk is full" in str(error) or "No space left" in str(error)
    return says_so or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)


def say_interrupted(language: Language) -> None:
    """Tell of imports that broke off since the last start."""
    from moibench.ingest.table_files.commit import interrupted_imports
    from moibench.presentation.moments import format_moment

    for broken in interrupted_imports():
        said = text(
            "imports.terminal.interrupted",
            language,
            name=broken.name,
            by=broken.begun_by,
            at=format_moment(broken.begun_at, language),
        )
        print(said, file=sys.stderr)


def _mapping(typed: str | None, catalogue: Catalogue) -> Mapping | None:
    from moibench.ingest.table_files.mapping import read_mapping
    from moibench.ingest.table_files.refusals import ImportRefused
    from moibench.ingest.table_files.remembered import remembered_as

    if typed is None:
        return None
    if Path(typed).is_file():
        return read_mapping(Path(typed), catalogue)
    found = remembered_as(typed, catalogue)
    if found is None:
        raise ImportRefused("mapping_not_found", typed=typed)
    return found


def _asked_reason(preview: Preview, given: argparse.Namespace) -> str:
    """Ask the person at the terminal why the improbable is right; a program says --reason."""
    if not preview.asks or preview.is_blocked or not sys.stdin.isatty() or given.json:
        return ""
    count = sum(f.asks for f in preview.findings)
    return input(text("imports.terminal.ask_reason", given.language, count=count) + " ").strip()


def _progress(language: Language) -> Callable[[str, int], None] | None:
    """Return what writes progress over itself; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(step: str, count: int) -> None:
        said = text(f"imports.terminal.{step}", language, count=f"{count:,}")
        print(f"\r{said}", end="", file=sys.stderr, flush=True)

    return tell


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))
