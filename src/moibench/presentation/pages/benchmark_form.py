"""The choice of a benchmark, the same on every page that compares, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.geography import Geography
from moibench.analysis.results import RelationRule
from moibench.analysis.saved_groups import Kept, Standing
from moibench.catalogue import Catalogue
from moibench.engine.compare import DEVIATION_PER_MAD
from moibench.presentation.language import Language, text
from moibench.presentation.names import unit_name
from moibench.presentation.pages.address import AVERAGES, PREFIX, Link, Option, State
from moibench.presentation.pages.asked import Asked
from moibench.presentation.years import format_year

KINDS: tuple[ChosenKind, ...] = (
    "country",
    "region",
    "cluster",
    "median",
    "peers",
    "best_in_class",
    "target",
    "baseline",
    "units",
)


@dataclass(frozen=True, slots=True)
class UnitBoxes:
    """A fieldset of boxes, and the link that takes them all, where there is one."""

    name: str
    options: tuple[Option, ...]
    preset: str = ""


@dataclass(frozen=True, slots=True)
class BenchmarkForm:
    """Everything parts/benchmark.html prints.

    kept: the parameters of the peers, so that choosing another benchmark does not lose them.
    """

    kinds: tuple[Option, ...]
    groups: tuple[Option, ...]
    averages: tuple[Option, ...]
    chosen: str
    choose: Link
    kept: tuple[tuple[str, str], ...]
    save: str
    all_groups: Link
    notes: tuple[str, ...]
    instead: tuple[Link, ...] = ()


def benchmark_form(
    state: State,
    catalogue: Catalogue,
    groups: Sequence[Kept],
    standing: Standing | None,
    year: int,
    *,
    region: str | None = None,
    cluster: str | None = None,
    lacking: Iterable[ChosenKind] = (),
    choose: str = "",
    asked: Asked | None = None,
    stuck: str = "",
) -> BenchmarkForm:
    """Lay out the choice.

    groups: the saved groups the reader may use. standing: what is left of the chosen units in
    the CE `year`. region, cluster: of the unit of the page; lacking: benchmarks it has not.
    choose: the address at which units are chosen by boxes. asked: the address of the page; stuck:
    what cannot be compared with the country without Bangkok, "score" or "value", or nothing.
    """
    language = state.language
    missing = set(lacking) - {state.against}
    plain = state.against if state.group is None else None
    chosen = state.others if state.against == "units" and state.group is None else ()
    return BenchmarkForm(
        kinds=tuple(
            Option(k, kind_name(k, catalogue, language, region, cluster), k == plain)
            for k in KINDS
            if k not in missing
        ),
        groups=tuple(
            Option(f"group:{g.id}", g.name, state.group is not None and state.group[0] == str(g.id))
            for g in groups
        ),
        averages=tuple(
            Option(a, text(f"benchmark.average.{a}", language), a == state.average)
            for a in AVERAGES
        ),
        chosen=",".join(chosen),
        choose=Link(text("benchmark.choose_units", language), choose),
        kept=tuple(state.peer_choice()),
        save=f"{PREFIX[language]}/group/new?units={','.join(chosen)}" if chosen else "",
        all_groups=Link(text("groups.title", language), f"{PREFIX[language]}/group/"),
        notes=standing_notes(standing, year, catalogue, language)
        if standing
        else _stuck_notes(stuck, language),
        instead=_instead(asked, language) if asked and stuck else (),
    )


_STUCK = {"score": "no_score.cannot_leave_bangkok_out", "value": "value_without_bangkok"}


def _stuck_notes(stuck: str, language: Language) -> tuple[str, ...]:
    return (text(f"benchmark.{_STUCK[stuck]}", language),) if stuck else ()


def _instead(asked: Asked, language: Language) -> tuple[Link, ...]:
    """Offer the nearest benchmarks to the country without Bangkok that scores have, too."""
    usual = Asked(language, asked.path, tuple(p for p in asked.pairs if p[0] != "average"))
    return (
        Link(
            text("benchmark.median_without_bangkok", language),
            usual.with_value("against", "median"),
        ),
        Link(text("benchmark.country_with_bangkok", language), usual.without("against")),
    )


@dataclass(frozen=True, slots=True)
class ChooseUnitsPage:
    """The page on which the units to compare with are chosen; kept: the rest of the address."""

    title: str
    refused: bool
    action: str
    kept: tuple[tuple[str, str], ...]
    boxes: tuple[UnitBoxes, ...]
    groups: tuple[Link, ...]
    back: Link


def choose_units_page(
    state: State,
    catalogue: Catalogue,
    path: str,
    kept: Sequence[tuple[str, str]],
    chosen: Sequence[str],
    groups: Sequence[Kept],
    *,
    refused: bool,
) -> ChooseUnitsPage:
    """Lay it out. path: of the page that compares; refused: it was asked with no unit at all."""
    language = state.language
    where = f"{PREFIX[language]}{path}"

    def leading(*more: tuple[str, str]) -> str:
        pairs = [*kept, *more]
        return f"{where}?{urlencode(pairs, safe=',')}" if pairs else where

    return ChooseUnitsPage(
        title=text("benchmark.choose_units", language),
        refused=refused,
        action=where,
        kept=tuple(kept),
        boxes=unit_boxes(chosen, catalogue, language),
        groups=tuple(Link(g.name, leading(("against", f"group:{g.id}"))) for g in groups),
        back=Link(text("benchmark.back", language), leading()),
    )


def kind_name(
    kind: ChosenKind,
    catalogue: Catalogue,
    language: Language,
    region: str | None = None,
    cluster: str | None = None,
) -> str:
    """Name a kind of benchmark; the parents by their own names where the page has one unit."""
    parent = {"region": region, "cluster": cluster}.get(kind)
    if parent:
        return unit_name(catalogue, parent, language)
    return text(f"benchmark.kind.{kind}", language)


def choice_name(
    choice: BenchmarkChoice,
    catalogue: Catalogue,
    language: Language,
    *,
    region: str | None = None,
    cluster: str | None = None,
) -> str:
    """Name the benchmark chosen: "ประเทศ (ไม่รวมกรุงเทพมหานคร)", "กลุ่มท่องเที่ยว"."""
    if choice.kind == "units":
        if choice.group:
            return choice.group
        if len(choice.units) == 1:
            return unit_name(catalogue, choice.units[0], language)
        return text("benchmark.chosen", language, count=len(choice.units))
    name = kind_name(choice.kind, catalogue, language, region, cluster)
    if choice.kind == "country" and choice.with_bangkok is False:
        return text("benchmark.without_bangkok", language, name=name)
    if choice.kind in ("median", "best_in_class", "peers") and choice.with_bangkok:
        return text("benchmark.with_bangkok", language, name=name)
    return name


def rule_names(rules: Iterable[RelationRule | None], language: Language) -> tuple[str, ...]:
    """Name the rules by which relations on a page were told, each once."""
    return tuple(
        text(f"benchmark.rule.{rule}", language, mad=DEVIATION_PER_MAD)
        for rule in dict.fromkeys(rules)
        if rule is not None
    )


def standing_notes(
    standing: Standing, year: int, catalogue: Catalogue, language: Language
) -> tuple[str, ...]:
    """Say which members of a group are not there in the year, or not known any more."""
    notes = []
    if standing.not_there:
        names = ", ".join(unit_name(catalogue, c, language) for c in standing.not_there)
        said = format_year(year, language)
        notes.append(text("benchmark.not_there", language, names=names, year=said))
    if standing.unknown:
        notes.append(text("benchmark.unknown", language, codes=", ".join(standing.unknown)))
    return tuple(notes)


def unit_boxes(
    chosen: Sequence[str], catalogue: Catalogue, language: Language
) -> tuple[UnitBoxes, ...]:
    """Return boxes of every unit to choose: the wide ones, then cluster by cluster."""
    geography = Geography(catalogue)
    wide = [
        c
        for c, u in catalogue.units.items()
        if u.unit_type in ("country", "region", "special_area")
    ]
    clusters = [c for c, u in catalogue.units.items() if u.unit_type == "cluster"]
    sets = [(text("compare.wide_units", language), wide)]
    sets += [(unit_name(catalogue, c, language), [c, *geography.leaves_of[c]]) for c in clusters]
    return tuple(
        UnitBoxes(
            name, tuple(Option(c, unit_name(catalogue, c, language), c in chosen) for c in codes)
        )
        for name, codes in sets
    )
