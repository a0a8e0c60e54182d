"""The commands that answer a question and end."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from moibench.analysis.catalogue import current_catalogue
from moibench.cli.prepare import prepare
from moibench.cli.vantage import seen_from
from moibench.presentation.years import parse_year


def _year(typed: str | None) -> int | None:
    return None if typed is None else parse_year(typed)


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def run_profile(given: argparse.Namespace) -> None:
    """Print a unit's profile, as text or as the documented JSON."""
    year, earlier = _year(given.year), _year(given.change_from)
    prepare()
    from moibench.analysis.profile import profile
    from moibench.analysis.search import find_unit
    from moibench.presentation.machine_profile import profile_json
    from moibench.presentation.terminal import profile_text

    with seen_from(given):
        answer = profile(
            find_unit(given.unit), year, with_bangkok=given.with_bangkok, change_from=earlier
        )
        if given.json:
            _print_json(profile_json(answer, current_catalogue()))
        else:
            print(profile_text(answer, current_catalogue(), given.language))


def run_rank(given: argparse.Namespace) -> None:
    """Print the units of a level in order, as text or as the documented JSON."""
    year = _year(given.year)
    prepare()
    from moibench.analysis.ranking import ranking
    from moibench.analysis.search import find_subject
    from moibench.presentation.machine_profile import ranking_json
    from moibench.presentation.terminal import ranking_text

    with seen_from(given):
        answer = ranking(
            find_subject(given.subject), year, level=given.level, with_bangkok=given.with_bangkok
        )
        if given.json:
            _print_json(ranking_json(answer, current_catalogue()))
        else:
            print(ranking_text(answer, current_catalogue(), given.language))


def _page(given: argparse.Namespace) -> str:
    """Return the address of the unit's page on the server named, "" without one."""
    from moibench.analysis.search import find_unit
    from moibench.presentation.pages import address
    from moibench.presentation.pages.address import State

    if not given.site:
        return ""
    state = State(
        given.language,
        _year(given.year),
        given.with_bangkok,
        against=given.against,
        edition=given.edition,
        as_of=given.as_of,
        map_choice=given.map_choice,
    )
    return f"{given.site.rstrip('/')}{address.area(state, find_unit(given.unit))}"


def run_report(given: argparse.Namespace) -> None:
    """Write a document of a unit and say where."""
    year = _year(given.year)
    prepare()
    from moibench.analysis.comparative_results import BenchmarkChoice
    from moibench.presentation.language import text
    from moibench.reports.documents import KINDS, build, gather
    from moibench.reports.template import read_template
    from moibench.reports.write import ReportError, write_file

    path = Path(given.output)
    suffixes = {kind.suffix: kind.id for kind in reversed(KINDS.values())}
    kind = given.format or suffixes.get(path.suffix.lower(), "docx")
    template = None
    if given.template is not None:
        if kind not in ("docx", "pptx"):
            raise ReportError("template.not_for", kind=kind)
        template = read_template(given.template, KINDS[kind].suffix)
    with seen_from(given):
        pack = gather(
            given.unit,
            year,
            given.language,
            with_bangkok=given.with_bangkok,
            choice=BenchmarkChoice(kind=given.against),
            address=_page(given),
            template=template,
        )
        write_file(path, build(kind, pack))
    print(text("terminal.report_written", given.language, path=path))
