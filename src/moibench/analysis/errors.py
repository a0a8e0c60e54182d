"""What a question can be refused for. Each error carries what its answer page offers instead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


class AnalysisError(Exception):
    """A question that has no answer; the subclasses say why."""


class UnknownUnit(AnalysisError):
    """No unit has this code or name; `nearest` are codes of the likeliest ones."""

    def __init__(self, typed: str, nearest: tuple[str, ...]) -> None:
        self.typed = typed
        self.nearest = nearest
        super().__init__(f"There is no unit “{typed}”; nearest: {', '.join(nearest) or 'none'}")


class UnknownFramework(AnalysisError):
    """The catalogue has no such framework, or the edition was published under another one."""

    def __init__(self, typed: str, known: tuple[str, ...], edition: str | None = None) -> None:
        self.typed = typed
        self.known = known
        self.edition = edition
        super().__init__(f"There is no framework “{typed}” here; there are: {', '.join(known)}")


class UnknownSubject(AnalysisError):
    """No indicator, dimension or index has this id or name; `nearest` are ids."""

    def __init__(self, typed: str, nearest: tuple[str, ...]) -> None:
        self.typed = typed
        self.nearest = nearest
        super().__init__(
            f"There is no indicator or index “{typed}”; nearest: {', '.join(nearest) or 'none'}"
        )


class NoFigures(AnalysisError):
    """The indicator stands in the catalogue, but no figures have been loaded for it."""

    def __init__(self, indicator_id: str) -> None:
        self.indicator_id = indicator_id
        super().__init__(f"No figures have been loaded for “{indicator_id}”")


class NoFiguresForUnit(AnalysisError):
    """The unit stands in the catalogue, but nothing has been recorded of it."""

    def __init__(self, unit_code: str) -> None:
        self.unit_code = unit_code
        super().__init__(f"Nothing has been recorded of unit {unit_code}")


class NoDataForYear(AnalysisError):
    """There are no data for the CE `year`; `years` are those that have some, ascending."""

    def __init__(self, year: int, years: tuple[int, ...]) -> None:
        self.year = year
        self.years = years
        super().__init__(f"There are no data for {year}; there are for {years}")


class NoValuesForLevel(AnalysisError):
    """No unit of the level has, or may be given, a value of the indicator in any year."""

    def __init__(self, indicator_id: str, level: str) -> None:
        self.indicator_id = indicator_id
        self.level = level
        super().__init__(f"No {level} has a value of {indicator_id}, nor may one be derived")


class UnitDidNotExist(AnalysisError):
    """The unit did not exist in that CE year; it lives in [first, last] (None: unbounded).

    answered: the nearest year the question has an answer for, where that is known to be another.
    """

    def __init__(
        self,
        unit_code: str,
        year: int,
        first: int | None,
        last: int | None,
        answered: int | None = None,
    ) -> None:
        self.answered = answered
        self.unit_code = unit_code
        self.year = year
        self.first = first
        self.last = last
        super().__init__(f"Unit {unit_code} did not exist in {year}")


class UnknownEdition(AnalysisError):
    """No edition of this name was published; `known` are those that were, the newest first."""

    def __init__(self, typed: str, known: tuple[str, ...]) -> None:
        self.typed = typed
        self.known = known
        super().__init__(f"There is no edition “{typed}”; there are {', '.join(known) or 'none'}")


class NothingKnownYet(AnalysisError):
    """Nothing had been recorded at that moment."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment
        super().__init__(f"Nothing had been recorded by {moment.isoformat()}")


class DamagedEdition(AnalysisError):
    """The data of a published edition no longer give what was published."""

    def __init__(self, name: str, published: str, found: str) -> None:
        self.name = name
        super().__init__(
            f"The data of edition {name} are {found}, but {published} were published; "
            "restore a backup"
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an edition is not published: a kind, and what it names (codes, ids, names)."""

    kind: str
    named: tuple[str, ...]


class CannotPublish(Exception):
    """The checks before publishing found faults."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__("; ".join(f"{r.kind}: {', '.join(r.named)}" for r in refusals))


class NoPeers(AnalysisError):
    """The unit cannot be set beside enough others; `reason` says why.

    reason: "country" (there is no other), "too_few" (others share too few descriptors, or too
    many were dropped), "no_descriptors" (the unit itself lacks them).
    """

    def __init__(self, unit_code: str, reason: str) -> None:
        self.unit_code = unit_code
        self.reason = reason
        super().__init__(f"Unit {unit_code} has no peers: {reason}")


class EmptyGroup(AnalysisError):
    """A comparison was asked for with no unit, or no indicator, in it."""

    def __init__(self, of: str) -> None:
        self.of = of
        super().__init__(f"No {of} was chosen")


class UnknownGroup(AnalysisError):
    """No saved group of that number or name may be used here; `known` are names that may."""

    def __init__(self, typed: str, known: tuple[tuple[str, str], ...]) -> None:
        self.typed = typed
        self.known = known
        names = ", ".join(name for _, name in known) or "none"
        super().__init__(f"There is no group “{typed}” to use here; there are: {names}")


class UnknownAgenda(AnalysisError):
    """No agenda of that id may be seen here; `known` are ids that may."""

    def __init__(self, typed: str, known: tuple[str, ...]) -> None:
        self.typed = typed
        self.known = known
        super().__init__(f"There is no agenda “{typed}” here; there are: {', '.join(known)}")


class GroupNotThere(AnalysisError):
    """None of the units compared with existed in the CE `year`."""

    def __init__(self, codes: tuple[str, ...], year: int) -> None:
        self.codes = codes
        self.year = year
        super().__init__(f"None of {', '.join(codes)} existed in {year}")


class UnknownChoice(AnalysisError):
    """A plan, model of peers, kind of benchmark or node of that name does not exist."""

    def __init__(self, what: str, typed: str, known: tuple[str, ...]) -> None:
        self.what = what
        self.typed = typed
        self.known = known
        super().__init__(f"There is no {what} “{typed}”; there are: {', '.join(known)}")


class NoScore(AnalysisError):
    """The unit has no score in that CE year: too few of its indicators have data.

    answered: the nearest year in which it has one, where that was looked for.
    """

    def __init__(self, unit_code: str, year: int, answered: int | None = None) -> None:
        self.answered = answered
        self.unit_code = unit_code
        self.year = year
        super().__init__(f"Unit {unit_code} has no score in {year}")


class SameYears(AnalysisError):
    """A change was asked for between a year and itself, or backwards."""

    def __init__(self, from_year: int, to_year: int) -> None:
        self.from_year = from_year
        self.to_year = to_year
        super().__init__(f"A change needs an earlier year than {to_year}, not {from_year}")


class UnknownValueChain(AnalysisError):
    """The unit has no value chain of this number, or the chain no such version."""

    def __init__(self, unit: str, number: int) -> None:
        self.unit = unit
        self.number = number
        super().__init__(f"Unit {unit or '?'} has no value chain {number}")
