"""Addresses of the pages. An address carries the whole state, so it can be mailed and quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode

from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.peers import DEFAULT_MODEL
from moibench.presentation.language import Language, text
from moibench.presentation.years import format_year, format_years, year_number

if TYPE_CHECKING:
    from moibench.presentation.pages.benchmark_form import BenchmarkForm

PREFIX: dict[Language, str] = {"th": "", "en": "/en"}
Average = Literal["usual", "with", "without"]
AVERAGES: dict[Average, bool | None] = {"usual": None, "with": True, "without": False}
WEIGHT_FIELD = "weight."  # with the id of a descriptor after it


@dataclass(frozen=True, slots=True)
class PeerChoice:
    """How a reader changed the search for peers; weights are those unlike the model's."""

    count: int | None = None
    locked: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()

    def query(self) -> list[tuple[str, str]]:
        """Return it as parameters."""
        pairs = [("count", str(self.count))] if self.count is not None else []
        lists = (("lock", self.locked), ("drop", self.dropped))
        pairs += [(field, ",".join(codes)) for field, codes in lists if codes]
        return [*pairs, *((f"{WEIGHT_FIELD}{d}", f"{w:g}") for d, w in self.weights)]


@dataclass(frozen=True, slots=True)
class State:
    """What a reader has chosen, beside the page itself. Years are CE; None is the newest.

    against: the benchmark of the page; others: the units of "units", and group the number and
    name of the saved group they are, if any; average: whether averages count Bangkok. model and
    peers: who the statistical peers are.
    """

    language: Language
    year: int | None = None
    with_bangkok: bool = False
    change_from: int | None = None
    against: ChosenKind = "country"
    model: str = DEFAULT_MODEL
    edition: str | None = None
    as_of: str | None = None
    map_choice: str = "restated"
    others: tuple[str, ...] = ()
    group: tuple[str, str] | None = None
    average: Average = "usual"
    peers: PeerChoice = PeerChoice()
    framework: str | None = None

    def choice(self) -> BenchmarkChoice:
        """Return what analysis needs to know of the benchmark."""
        return BenchmarkChoice(
            kind=self.against,
            units=self.others,
            with_bangkok=AVERAGES[self.average],
            model_id=self.model,
            count=self.peers.count,
            locked=self.peers.locked,
            dropped=self.peers.dropped,
            weights=self.peers.weights,
            group=self.group[1] if self.group else "",
        )

    def vantage(self) -> list[tuple[str, str]]:
        """Return the parameters that say from where the question is asked."""
        pairs = [("edition", self.edition or ""), ("as_of", self.as_of or "")]
        if self.map_choice != "restated":
            pairs.append(("map", self.map_choice))
        pairs.append(("framework", self.framework or ""))
        return [(name, value) for name, value in pairs if value]

    def home(self) -> State:
        """Return the state without year, Bangkok and earlier year."""
        return State(
            self.language,
            edition=self.edition,
            as_of=self.as_of,
            map_choice=self.map_choice,
            framework=self.framework,
        )

    def query(self) -> list[tuple[str, str]]:
        """Return what was chosen as parameters, the years as the language writes them."""
        pairs = []
        if self.year is not None:
            pairs.append(("year", str(year_number(self.year, self.language))))
        if self.with_bangkok:
            pairs.append(("bangkok", "1"))
        if self.change_from is not None:
            pairs.append(("from", str(year_number(self.change_from, self.language))))
        return [*pairs, *self.benchmark(), *self.peer_choice(), *self.vantage()]

    def benchmark(self) -> list[tuple[str, str]]:
        """Return the parameters of the benchmark."""
        pairs = []
        if self.against == "units" and self.group is not None:
            pairs.append(("against", f"group:{self.group[0]}"))
        elif self.against != "country":
            pairs.append(("against", self.against))
        if self.against == "units" and self.group is None:
            pairs.append(("others", ",".join(self.others)))
        if self.average != "usual":
            pairs.append(("average", self.average))
        return pairs

    def peer_choice(self) -> list[tuple[str, str]]:
        """Return the parameters of the statistical peers."""
        pairs = [("model", self.model)] if self.model != DEFAULT_MODEL else []
        return [*pairs, *self.peers.query()]

    def address(self, path: str, *more: tuple[str, str]) -> str:
        """Return the address of `path` (“/area/24”) in this state, with more parameters."""
        pairs = [*more, *self.query()]
        return f"{PREFIX[self.language]}{path}" + (
            f"?{urlencode(pairs, safe=',')}" if pairs else ""
        )

    def plain(self) -> State:
        """Return the state without the earlier year and without a benchmark."""
        return replace(
            self,
            change_from=None,
            against="country",
            model=DEFAULT_MODEL,
            others=(),
            group=None,
            average="usual",
            peers=PeerChoice(),
        )

    def elsewhere(self) -> State:
        """Return the state for another unit: peers locked or dropped were this one's."""
        return replace(self, peers=replace(self.peers, locked=(), dropped=()))

    def beside(self) -> State:
        """Return the state for the pages of several units: with the benchmark alone."""
        return replace(self.elsewhere(), change_from=None)


def area(state: State, code: str) -> str:
    """Return the address of a unit's page."""
    return state.elsewhere().address(f"/area/{quote(code)}")


def indicator(state: State, indicator_id: str) -> str:
    """Return the address of an indicator's page."""
    return state.beside().address(f"/indicator/{quote(indicator_id)}")


def index(state: State, node_id: str) -> str:
    """Return the address of the page of the index (“overall”) or a dimension."""
    return state.beside().address(f"/index/{quote(node_id)}")


def before_after(state: State, code: str = "") -> str:
    """Return the address of a unit over a plan, or of the choice of one."""
    return _modelled(state).address(f"/before-after/{quote(code)}" if code else "/before-after")


def before_after_indicator(state: State, indicator_id: str) -> str:
    """Return the address of every unit over a plan, for one indicator."""
    return _modelled(state).address(f"/before-after/indicator/{quote(indicator_id)}")


def change(state: State, code: str, first: int | None = None, last: int | None = None) -> str:
    """Return the address of why a unit's score changed, between CE years where given."""
    years = (("from", first), ("to", last))
    more = [(field, str(year_number(y, state.language))) for field, y in years if y is not None]
    plain = replace(state.plain(), year=None)
    return plain.address(f"/change/{quote(code)}", *more)


def levers(state: State, code: str) -> str:
    """Return the address of a unit's levers and of what would be if."""
    return replace(state.plain(), model=state.model).address(f"/levers/{quote(code)}")


def targets(state: State, code: str) -> str:
    """Return the address of a unit's targets."""
    return replace(state.plain(), with_bangkok=False).address(f"/targets/{quote(code)}")


def position(state: State, code: str) -> str:
    """Return the address of a unit's position against its competitors."""
    return state.elsewhere().address(f"/position/{quote(code)}")


def position_of(state: State, subject_id: str) -> str:
    """Return the address of all units' positions by an indicator, a dimension or the index."""
    return state.elsewhere().address(f"/position/indicator/{quote(subject_id)}")


def sectors(state: State, code: str) -> str:
    """Return the address of what a unit's economy is made of."""
    return replace(state.elsewhere(), change_from=None).address(f"/sectors/{quote(code)}")


def champions(state: State, code: str) -> str:
    """Return the address of a unit's product champions."""
    return replace(state.elsewhere(), change_from=None).address(f"/champions/{quote(code)}")


def value_chains(state: State, code: str) -> str:
    """Return the address of a unit's value chains."""
    return state.plain().address(f"/value-chain/{quote(code)}/")


def value_chain(state: State, code: str, number: int, part: str = "") -> str:
    """Return the address of a value chain, or of a part of it such as “/edit” or “.docx”."""
    return state.address(f"/value-chain/{quote(code)}/{number}{part}")


def _modelled(state: State) -> State:
    return replace(state.home(), model=state.model)


def comparison(
    state: State,
    units: Iterable[str],
    indicators: Iterable[str] = (),
    *more: tuple[str, str],
    path: str = "/compare",
) -> str:
    """Return the address of a comparison; no indicators means all of them."""
    pairs = [("units", ",".join(units))]
    if chosen := ",".join(indicators):
        pairs.append(("indicators", chosen))
    return state.beside().address(path, *pairs, *more)


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select or one box of a group."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A choice of a form: the parameter, its name and its options."""

    field: str
    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """The form at the head of a page: years, the switch of Bangkok, the earlier year."""

    action: str
    years: tuple[Option, ...]
    year_note: str
    bangkok: bool | None = None
    earlier: tuple[Option, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    selects: tuple[Select, ...] = ()
    benchmark: BenchmarkForm | None = None


def controls(
    state: State,
    path: str,
    year: int,
    newest: int,
    years: Iterable[int],
    *,
    bangkok: bool = True,
    earlier: Iterable[int] = (),
    kept: tuple[tuple[str, str], ...] = (),
    selects: tuple[Select, ...] = (),
    benchmark: BenchmarkForm | None = None,
) -> Controls:
    """Build the form of a page that shows `year`; it says when that is the default year."""
    language = state.language
    options = tuple(
        Option(str(year_number(y, language)), format_year(y, language), y == year)
        for y in sorted(years, reverse=True)
    )
    before = [y for y in sorted(earlier, reverse=True) if y < year]
    earlier_options = tuple(
        Option(str(year_number(y, language)), format_year(y, language), y == state.change_from)
        for y in before
    )
    return Controls(
        action=f"{PREFIX[language]}{path}",
        years=options,
        year_note=text("site.newest_year", language) if year == newest else "",
        bangkok=state.with_bangkok if bangkok else None,
        earlier=earlier_options,
        kept=(*kept, *state.vantage()),
        selects=selects,
        benchmark=benchmark,
    )


HISTORY_YEARS = 10


def history_span(year: int) -> tuple[int, int]:
    """Return the first and last CE year that the sparklines of `year` cover."""
    return year - HISTORY_YEARS + 1, year


def format_year_span(year: int, language: Language) -> str:
    """Write the years that the sparklines cover."""
    return format_years(*history_span(year), language)
