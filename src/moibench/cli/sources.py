"""Sources that figures are fetched from: define, list, fetch, and what came of it."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES, Language, text
from moibench.presentation.sources import definition_json, fetched_text, line_json

if TYPE_CHECKING:
    from moibench.ingest.sources.fetching import Done

KINDS = ("table", "sdmx", "ckan", "json-stat")
SCHEDULES = ("manual", "daily", "weekly", "monthly", "yearly")


def add_source(commands: Any) -> None:
    """Add `source` and its verbs to the commands."""
    command: argparse.ArgumentParser = commands.add_parser(
        "source", help="แหล่งข้อมูลที่ดึงตัวเลข · sources that figures are fetched from"
    )
    verbs = command.add_subparsers(required=True, metavar="define|list|fetch|log")
    define = verbs.add_parser("define", help="กำหนดแหล่งข้อมูล · where, how often, how to read it")
    define.add_argument("name", metavar="NAME", help="a–z, 0–9 and _")
    define.add_argument("--kind", choices=KINDS, required=True)
    define.add_argument("--address", required=True, metavar="URL", help="or a path, of a table")
    define.add_argument("--schedule", choices=SCHEDULES, default="manual")
    define.add_argument("--mapping", type=Path, metavar="FILE", help="as `import --mapping`")
    define.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help="such as flow=A,B,1.0"
    )
    define.set_defaults(run=run_define)
    listed = verbs.add_parser("list", help="แสดงรายการ · every source with its last result")
    listed.set_defaults(run=run_list)
    fetch = verbs.add_parser("fetch", help="ดึงตัวเลข · fetch, and say what would change")
    fetch.add_argument("names", metavar="NAME", nargs="*")
    fetch.add_argument("--due", action="store_true", help="every source whose time has come")
    fetch.add_argument("--commit", action="store_true", help="store it; else nothing is stored")
    fetch.add_argument("--reason", default="", metavar="TEXT", help="why the improbable is right")
    fetch.add_argument(
        "--write-mapping", type=Path, metavar="FILE", help="write how it was read, to be edited"
    )
    fetch.add_argument("--run", dest="folder", type=Path, help=argparse.SUPPRESS)
    fetch.set_defaults(run=run_fetch)
    log = verbs.add_parser("log", help="บันทึกการดึง · what came of every fetch")
    log.add_argument("names", metavar="NAME", nargs=1)
    log.set_defaults(run=run_log)
    for verb in (define, fetch):
        verb.add_argument("--by", metavar="PERSON", help="by default the user of this machine")
    for verb in (define, listed, fetch, log):
        verb.add_argument("--json", action="store_true", help="for programs")
        verb.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")


def run_define(given: argparse.Namespace) -> None:
    """Keep a definition; it is not fetched yet.

    Raises:
        Refusal: something of it is not as it must be.
    """
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.sources.arrived import FetchFailed
    from moibench.ingest.sources.fetching import SourceDefinition, define
    from moibench.ingest.table_files.mapping import as_plain, read_mapping

    catalogue = current_catalogue()
    with _explained(given.language):
        options = {}
        for typed in given.option:
            name, found, value = typed.partition("=")
            if not found:
                raise FetchFailed("bad_option", option=typed, typed="")
            options[name.strip()] = value.strip()
        mapping = as_plain(read_mapping(given.mapping, catalogue)) if given.mapping else None
        wanted = SourceDefinition(
            given.name, given.kind, given.address, given.schedule, options, mapping
        )
        define(wanted, catalogue, given.by or getpass.getuser())
    if given.json:
        _print_json(definition_json(wanted, None))
    else:
        print(text("sources.defined", given.language, name=given.name))


def run_list(given: argparse.Namespace) -> None:
    """Print every source with its address, schedule and last result."""
    prepare()
    from moibench.ingest.sources.fetching import sources

    found = sources()
    if given.json:
        _print_json([definition_json(d, last) for d, last in found])
        return
    if not found:
        print(text("sources.none", given.language))
    for definition, last in found:
        schedule = text(f"sources.schedule.{definition.schedule}", given.language)
        print(f"{definition.name}  {definition.kind}  {schedule}\n  {definition.address}")
        said = fetched_text(last, given.language) if last else text("sources.never", given.language)
        print(f"  {said}")


def run_fetch(given: argparse.Namespace) -> None:
    """Fetch the named sources or those that are due; one that fails leaves the others be.

    Raises:
        Refusal: one of them failed, after all were tried.
    """
    if given.folder is None:
        _fetch(given, None)
        return
    from moibench.ingest.sources.runs import told_of

    with _explained(given.language), told_of(given.folder) as tell:
        _fetch(given, tell)


def _fetch(given: argparse.Namespace, progress: Callable[[str, int], None] | None) -> None:
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.cli.failures import ASKED_WRONGLY, COULD_NOT, Refusal
    from moibench.cli.importing import is_disk_full
    from moibench.ingest.sources.arrived import FetchFailed
    from moibench.ingest.sources.fetching import due, fetch_source, source
    from moibench.ingest.table_files.refusals import ImportRefused
    from moibench.presentation.imports import refusal_text

    if bool(given.names) == given.due:
        raise Refusal(text("sources.which", given.language), ASKED_WRONGLY)
    catalogue, by = current_catalogue(), given.by or getpass.getuser()
    with _explained(given.language):
        wanted = due() if given.due else tuple(source(name) for name in given.names)
    results, failed = [], []
    for definition in wanted:
        try:
            done = fetch_source(
                definition,
                catalogue,
                by,
                store=given.commit,
                reason=given.reason,
                progress=progress,
            )
        except FetchFailed as error:
            said = text(f"sources.failed.{error.key}", given.language, **error.fields)
        except ImportRefused as error:
            said = refusal_text(error.key, error.faults, error.fields, given.language)
        except OSError as error:
            if not is_disk_full(error):
                raise
            said = refusal_text("disk_full", (), {}, given.language)
        else:
            results.append(_told(done, given))
            continue
        failed.append(f"{definition.name}: {said}")
        results.append({"source": definition.name, "outcome": "failed", "said": said})
    if given.json:
        _print_json(results)
    elif not wanted:
        print(text("sources.nothing_due", given.language))
    if failed:
        raise Refusal("\n".join(failed), COULD_NOT)


def run_log(given: argparse.Namespace) -> None:
    """Print what came of every fetch of a source, the newest first."""
    prepare()
    from moibench.ingest.sources.fetching import log_of, source

    with _explained(given.language):
        definition = source(given.names[0])
    lines = log_of(definition.name, 100)
    if given.json:
        _print_json([line_json(line) for line in lines])
    else:
        for line in lines:
            print(fetched_text(line, given.language))


@contextmanager
def _explained(language: Language) -> Iterator[None]:
    from moibench.cli.failures import ASKED_WRONGLY, COULD_NOT, Refusal
    from moibench.ingest.sources.arrived import FetchFailed
    from moibench.ingest.table_files.refusals import ImportRefused
    from moibench.presentation.imports import refusal_text

    try:
        yield
    except FetchFailed as error:
        said = text(f"sources.failed.{error.key}", language, **error.fields)
        raise Refusal(said, ASKED_WRONGLY) from error
    except ImportRefused as error:
        said = refusal_text(error.key, error.faults, error.fields, language)
        raise Refusal(said, COULD_NOT) from error


def _told(done: Done, given: argparse.Namespace) -> dict[str, Any]:
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.sources.fetching import came_before
    from moibench.ingest.table_files.mapping import as_plain, as_yaml
    from moibench.presentation.imports import preview_json, preview_text

    preview, catalogue = done.preview, current_catalogue()
    assert preview is not None
    written = as_yaml(preview.mapping, preview.questions, preview.series_questions)
    if given.write_mapping:
        given.write_mapping.write_text(written, encoding="utf-8")
    if not given.json:
        print(fetched_text(done.line, given.language))
        if came_before(done.line):
            print(text("sources.same_as_before", given.language))
        print(preview_text(preview, written, catalogue, given.language))
        if not done.committed:
            print(text("imports.terminal.not_stored", given.language))
    return {
        **line_json(done.line),
        "preview": preview_json(preview, as_plain(preview.mapping), catalogue, given.language),
    }


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))
