"""Documents of many units from the terminal."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from moibench.cli.prepare import prepare
from moibench.cli.vantage import add_vantage
from moibench.presentation.language import LANGUAGES

LEVELS = ("province", "cluster", "region", "country")


def add_batch(commands: Any) -> None:
    """Add the command that makes the documents of many units."""
    command = commands.add_parser(
        "reports", help="รายงานของหลายพื้นที่ในครั้งเดียว · the documents of many units in one run"
    )
    command.add_argument("-o", "--output", required=True, metavar="FILE.zip")
    command.add_argument("--units", metavar="UNIT,…", help="codes or names; all where not given")
    command.add_argument("--level", choices=LEVELS, help="all units of one level")
    command.add_argument("--formats", default="docx,pptx,xlsx,pdf,profile", metavar="FORMAT,…")
    command.add_argument(
        "--template",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a .docx or .pptx that every document of its kind is written into",
    )
    command.add_argument("--year", help="in พ.ศ. or CE; the newest where not given")
    command.add_argument("--with-bangkok", action="store_true")
    command.add_argument("--workers", type=int, default=None, metavar="N")
    command.add_argument("--language", choices=LANGUAGES, default="th")
    command.add_argument("--stop-file", type=Path, help=argparse.SUPPRESS)
    add_vantage(command)
    command.set_defaults(run=run_reports)


def run_reports(given: argparse.Namespace) -> None:
    """Make the documents, telling how far; an interruption stops after the units in hand."""
    prepare()
    from moibench.presentation.language import text
    from moibench.reports.batch import WORKERS, Progress, folder_of, run_batch

    archive = Path(given.output)
    stop = _Stop()
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)

    def tell(progress: Progress) -> None:
        said = text("batch.progress", given.language, made=progress.made, wanted=progress.wanted)
        print(said, file=sys.stderr, flush=True)
        if progress.refused and progress.made + progress.refused == progress.wanted:
            said = text("batch.refused", given.language, count=progress.refused)
            print(said, file=sys.stderr, flush=True)

    whole = run_batch(
        _work(given),
        archive,
        templates=_templates(given.template),
        tell=tell,
        is_stopped=lambda: stop.asked or _is_there(given.stop_file),
        workers=given.workers or WORKERS,
    )
    if whole:
        print(text("batch.finished", given.language, path=archive))
    else:
        print(text("batch.stopped", given.language, folder=folder_of(archive)))


def _is_there(path: Path | None) -> bool:
    return path is not None and path.exists()


class _Stop:
    """Remembers that the run was asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def _work(given: argparse.Namespace) -> Any:
    from moibench.analysis.search import find_unit
    from moibench.analysis.summary import country_summary
    from moibench.cli.vantage import seen_from
    from moibench.presentation.years import parse_year
    from moibench.reports.batch import Work
    from moibench.reports.documents import KINDS
    from moibench.reports.write import ReportError

    kinds = tuple(k.strip() for k in given.formats.split(",") if k.strip())
    unknown = [k for k in kinds if k not in KINDS]
    if unknown or not kinds:
        raise ReportError(
            "batch.error.no_format", wrong=", ".join(unknown), formats=", ".join(KINDS)
        )
    with seen_from(given):
        year = parse_year(given.year) if given.year else country_summary().year
        if given.units:
            units = tuple(dict.fromkeys(find_unit(u.strip()) for u in given.units.split(",")))
        else:
            units = _units(given.level, year)
    if not units:
        raise ReportError("batch.error.no_unit")
    return Work(
        units=units,
        kinds=kinds,
        year=year,
        language=given.language,
        with_bangkok=given.with_bangkok,
        edition=given.edition,
        as_of=given.as_of,
        map_choice=given.map_choice,
        framework=given.framework,
    )


def _templates(paths: list[Path]) -> dict[str, Any]:
    from moibench.reports.documents import KINDS
    from moibench.reports.template import read_template
    from moibench.reports.write import ReportError

    found: dict[str, Any] = {}
    for path in paths:
        kind = "pptx" if path.suffix.lower().startswith(".p") else "docx"
        if kind in found:
            raise ReportError("batch.error.two_templates", kind=kind)
        found[kind] = read_template(path, KINDS[kind].suffix)
    return found


def _units(level: str | None, year: int) -> tuple[str, ...]:
    from moibench.analysis.catalogue import current_catalogue

    return tuple(
        unit.code
        for unit in current_catalogue().units.values()
        if unit.unit_type in (LEVELS if level is None else (level,)) and unit.exists_in(year)
    )
