"""Agendas in the terminal: which there are, what one says, what changed between two."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moibench.cli.comparative import _print_json, _year
from moibench.cli.failures import ASKED_WRONGLY, Refusal
from moibench.cli.prepare import prepare
from moibench.cli.vantage import add_vantage
from moibench.engine import EngineError
from moibench.presentation.language import LANGUAGES
from moibench.presentation.moments import parse_moment
from moibench.presentation.seen import seen_sentence

if TYPE_CHECKING:
    from moibench.analysis.agendas.results import AgendaResult
    from moibench.analysis.vantage import Vantage
    from moibench.catalogue.agenda import Agenda

_ID = "an id such as waste, a number with or without a version (12, 12_v3), or a YAML file"


def add_agenda(commands: Any) -> None:
    """Add agenda list, run and compare to the commands."""
    command = commands.add_parser("agenda", help="วาระการพัฒนา · sets of indicators of one's own")
    verbs = command.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _output(verbs.add_parser("list", help="วาระที่มี · those there are"), run_list)
    run = verbs.add_parser("run", help="ผลของวาระ · scores, ranks, what drives and what is missing")
    run.add_argument("agenda", metavar="AGENDA", help=_ID)
    run.add_argument("--year", metavar="YEAR", help="พ.ศ. or CE; by default the newest full one")
    _output(run, run_one)
    compare = verbs.add_parser("compare", help="สองรุ่นหรือสองปี · two versions, or two years of one")
    compare.add_argument("agenda", metavar="AGENDA", help=_ID)
    compare.add_argument("other", metavar="OTHER", nargs="?", help="the later version; else itself")
    compare.add_argument("--from", dest="first", metavar="YEAR", help="of the first")
    compare.add_argument("--to", dest="last", metavar="YEAR", help="of the other")
    compare.add_argument("--unit", action="append", metavar="UNIT", help="by default all")
    _output(compare, run_compare)


def run_list(given: argparse.Namespace) -> None:
    """Print the agendas there are."""
    prepare()
    from moibench.analysis.agendas.keeping import TERMINAL, built_in, usable
    from moibench.presentation.agendas.machine import agenda_json
    from moibench.presentation.agendas.terminal import agendas_text

    with _looking(given):
        own = usable(TERMINAL)
        if given.json:
            found = [{"reference": a.id, "built_in": True, **agenda_json(a)} for a in built_in()]
            for f in own:
                found.append({"reference": f.reference, "built_in": False, **agenda_json(f.agenda)})
            _print_json(found)
        else:
            print(agendas_text((*built_in(), *(f.agenda for f in own)), given.language))


def run_one(given: argparse.Namespace) -> None:
    """Print an agenda's results."""
    year = _year(given.year)
    prepare()
    from moibench.analysis.agendas.framing import through
    from moibench.analysis.catalogue import current_catalogue
    from moibench.presentation.agendas.machine import result_json
    from moibench.presentation.agendas.terminal import judgements_refused, result_text

    with _looking(given) as vantage:
        try:
            answer = _result(given.agenda, year)
        except EngineError as error:
            raise Refusal(judgements_refused(str(error), given.language), ASKED_WRONGLY) from error
        if given.json:
            _print_json(result_json(answer, current_catalogue()))
        else:
            print(result_text(answer, current_catalogue(), given.language))
            print(seen_sentence(through(answer.agenda, vantage), given.language))


def run_compare(given: argparse.Namespace) -> None:
    """Print what changed between two versions, or two years of one."""
    first, last = _year(given.first), _year(given.last)
    prepare()
    from moibench.analysis.agendas.comparing import compare_agendas
    from moibench.analysis.agendas.framing import through
    from moibench.analysis.catalogue import current_catalogue
    from moibench.analysis.search import find_unit
    from moibench.presentation.agendas.machine import comparison_json
    from moibench.presentation.agendas.terminal import comparison_text

    with _looking(given) as vantage:
        before = _agenda(given.agenda)
        after = _agenda(given.other) if given.other else before
        units = tuple(find_unit(u) for u in given.unit or ())
        answer = compare_agendas(before, after, first, last, units)
        if given.json:
            _print_json(comparison_json(answer))
        else:
            print(comparison_text(answer, current_catalogue(), given.language))
            print(seen_sentence(through(answer.after, vantage), given.language))


@contextmanager
def _looking(given: argparse.Namespace) -> Iterator[Vantage]:
    """Answer from the edition, moment and map that were typed."""
    from moibench.analysis.looking import look

    moment = parse_moment(given.as_of) if given.as_of else None
    with look(edition=given.edition, as_of=moment, map_choice=given.map_choice) as vantage:
        yield vantage


def _result(typed: str, year: int | None) -> AgendaResult:
    from moibench.analysis.agendas.running import run_agenda, try_agenda

    agenda = _agenda(typed)
    frozen = agenda.cutoffs is not None or not _is_file(typed)
    return run_agenda(agenda, year) if frozen else try_agenda(agenda, year)


def _agenda(typed: str) -> Agenda:
    from moibench.analysis.agendas.keeping import TERMINAL, find
    from moibench.catalogue.load import load_agenda

    return load_agenda(Path(typed)) if _is_file(typed) else find(typed, TERMINAL).agenda


def _is_file(typed: str) -> bool:
    return typed.lower().endswith((".yaml", ".yml"))


def _output(command: argparse.ArgumentParser, run: Any) -> None:
    add_vantage(command)
    command.add_argument("--json", action="store_true", help="unrounded, for programs")
    command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")
    command.set_defaults(run=run)
