"""What was typed into the form of an agenda, whether it came by post or stands in an address."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlencode

from django.http import QueryDict
from pydantic import ValidationError

from moibench.analysis.agendas.framing import TRIAL_ID
from moibench.analysis.comparative_results import CHOSEN_KINDS
from moibench.analysis.geography import Geography
from moibench.catalogue import Catalogue
from moibench.catalogue.agenda import MOST_ITEMS, Agenda, AgendaItem
from moibench.catalogue.schema import Text
from moibench.presentation.years import ascii_digits

LONGEST = {"name": 120, "purpose": 600, "note": 200}
MOST_JUDGED = 9  # 36 pairs; more cannot be judged with care: Saaty (1977), Miller (1956)
WEIGHTINGS = ("equal", "given", "ahp")
DIRECTIONS = ("higher_is_better", "lower_is_better")
USUAL_WEIGHT = "50"
Fault = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class TypedItem:
    """An indicator of the form, its cells as they were typed."""

    indicator: str
    weight: str
    direction: str
    target: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed. judgements: by the pair of indicators, “a.b”."""

    name: str
    purpose: str
    items: tuple[TypedItem, ...]
    weighting: str
    judgements: Mapping[str, str]
    among: str
    against: str
    note: str

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as parameters of an address."""
        found = [("name", self.name), ("purpose", self.purpose), ("weighting", self.weighting)]
        for item in self.items:
            found.append(("i", item.indicator))
            cells = (("w", item.weight), ("d", item.direction), ("t", item.target))
            found += [(f"{k}.{item.indicator}", v) for k, v in cells if v]
        if self.weighting == "ahp":
            found += [(f"p.{pair}", v) for pair, v in self.judgements.items()]
        found += [("among", self.among), ("against", self.against)]
        return [(k, v) for k, v in found if v]

    def address(self, path: str) -> str:
        """Return an address of the page that carries all of it."""
        return f"{path}?{urlencode(self.pairs())}"


def typed_of(query: QueryDict) -> Typed:
    """Read the form; boxes ticked among all indicators count as added, `drop` as taken away."""
    dropped = set(query.getlist("drop"))
    ids = [i for i in dict.fromkeys([*query.getlist("i"), *query.getlist("add")]) if i]
    items = tuple(
        TypedItem(
            i,
            query.get(f"w.{i}", USUAL_WEIGHT).strip(),
            query.get(f"d.{i}", ""),
            query.get(f"t.{i}", "").strip(),
        )
        for i in ids
        if i not in dropped
    )
    judged = {k.removeprefix("p."): v for k, v in query.items() if k.startswith("p.")}
    weighting = query.get("weighting", "equal")
    return Typed(
        name=" ".join(query.get("name", "").split()),
        purpose=query.get("purpose", "").strip(),
        items=items,
        weighting=weighting if weighting in WEIGHTINGS else "equal",
        judgements=judged,
        among=query.get("among", ""),
        against=query.get("against", "country"),
        note=query.get("note", "").strip(),
    )


def typed_from(agenda: Agenda, among: str = "") -> Typed:
    """Return the form filled with an agenda."""
    # A hundred in all reads easier than the third of one.
    total = math.fsum(i.weight for i in agenda.items) or 1.0
    items = tuple(
        TypedItem(
            i.indicator,
            f"{i.weight * (100 / total):.4g}",
            i.direction or "",
            "" if i.target is None else f"{i.target:g}",
        )
        for i in agenda.items
    )
    judged = {}
    if agenda.weighting == "ahp" and len(agenda.judgements) == len(agenda.items):
        ids = agenda.indicator_ids
        for a, b in combinations(range(len(ids)), 2):
            judged[f"{ids[a]}.{ids[b]}"] = f"{agenda.judgements[a][b]:.4g}"
    codes = ",".join(agenda.units)
    return Typed(
        name=agenda.name.th,
        purpose=agenda.purpose.th,
        items=items,
        weighting=agenda.weighting,
        judgements=judged,
        among=among or (f"units:{codes}" if codes else "bangkok" if agenda.with_bangkok else ""),
        against=agenda.against,
        note="",
    )


def units_among(
    among: str, catalogue: Catalogue, geography: Geography, groups: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], bool, bool]:
    """Return the codes chosen (none: every province), whether with Bangkok, whether it is known.

    among: "" or "bangkok"; a cluster's or region's code; "clusters"; "group:" with a number;
    "units:" with codes.
    """
    if among in ("", "bangkok"):
        return (), among == "bangkok", True
    if among == "clusters":
        found = tuple(c for c, u in catalogue.units.items() if u.unit_type == "cluster")
        return found, False, True
    if among.startswith("group:"):
        number = among.removeprefix("group:")
        return groups.get(number, ()), False, number in groups
    if among.startswith("units:"):
        codes = tuple(c for c in among.removeprefix("units:").split(",") if c)
        return codes, False, True
    if among in catalogue.units and catalogue.units[among].unit_type in ("cluster", "region"):
        return tuple(geography.leaves_of.get(among, ())), False, True
    return (), False, False


def agenda_of(
    typed: Typed,
    catalogue: Catalogue,
    units: tuple[str, ...],
    with_bangkok: bool,
) -> tuple[Agenda | None, list[Fault]]:
    """Return the agenda that was typed, or everything that is wrong with it."""
    faults: list[Fault] = []
    for field, longest in LONGEST.items():
        if len(getattr(typed, field)) > longest:
            faults.append((f"long_{field}", {"longest": longest}))
    if not typed.items:
        faults.append(("no_items", {}))
    if len(typed.items) > MOST_ITEMS:
        faults.append(("many_items", {"most": MOST_ITEMS, "count": len(typed.items)}))
    items = [_item(i, typed, catalogue, faults) for i in typed.items]
    judgements: tuple[tuple[float, ...], ...] = ()
    if typed.weighting == "ahp":
        judgements = _judgements(typed, catalogue, faults)
    if faults:
        return None, faults
    name = typed.name or "–"
    purpose = typed.purpose or name
    against = typed.against if typed.against in CHOSEN_KINDS else "country"
    try:
        return (
            Agenda(
                id=TRIAL_ID,
                name=Text(th=name, en=name),
                purpose=Text(th=purpose, en=purpose),
                items=tuple(items),
                weighting=typed.weighting,  # type: ignore[arg-type]
                judgements=judgements,
                units=units,
                with_bangkok=with_bangkok,
                against=against,
            ),
            [],
        )
    except ValidationError as error:
        first = error.errors()[0]
        return None, [("other", {"said": first["msg"]})]


def _item(item: TypedItem, typed: Typed, catalogue: Catalogue, faults: list[Fault]) -> AgendaItem:
    name = item.indicator
    indicator = catalogue.indicators.get(name)
    if indicator is None:
        faults.append(("unknown_indicator", {"typed": name[:60]}))
        return AgendaItem(indicator="unknown")
    weight = number_of(item.weight) if typed.weighting == "given" else 1.0
    if weight is None or weight < 0:
        faults.append(("bad_weight", {"indicator": name, "typed": item.weight[:20]}))
    target = number_of(item.target) if item.target else None
    if item.target and target is None:
        faults.append(("bad_target", {"indicator": name, "typed": item.target[:20]}))
    direction = item.direction if item.direction in DIRECTIONS else None
    if indicator.direction != "context":
        direction = None
    # One that is not judged is shown, whatever its weight says.
    shown = indicator.direction == "context" and direction is None
    return AgendaItem(
        indicator=name,
        weight=0.0 if shown or not weight or weight < 0 else weight,
        direction=direction,  # type: ignore[arg-type]
        target=target,
    )


def _judgements(
    typed: Typed, catalogue: Catalogue, faults: list[Fault]
) -> tuple[tuple[float, ...], ...]:
    ids = [i.indicator for i in typed.items]
    if len(ids) > MOST_JUDGED:
        faults.append(("many_judged", {"most": MOST_JUDGED, "count": len(ids)}))
        return ()
    table = [[1.0] * len(ids) for _ in ids]
    for a, b in combinations(range(len(ids)), 2):
        stated = typed.judgements.get(f"{ids[a]}.{ids[b]}")
        reverse = typed.judgements.get(f"{ids[b]}.{ids[a]}")
        value = number_of(stated) if stated else None
        if value is None and reverse:
            other = number_of(reverse)
            value = 1 / other if other else None
        value = 1.0 if value is None and not stated and not reverse else value
        if value is None or not 0 < value <= 99:
            bad = {"first": ids[a], "second": ids[b], "typed": (stated or reverse or "")[:20]}
            faults.append(("bad_judgement", {**bad}))
            continue
        table[a][b], table[b][a] = value, 1 / value
    return tuple(tuple(row) for row in table)


def number_of(typed: str) -> float | None:
    """Read a number typed with Thai or Arabic digits; a judgement may be a fraction, “1/3”."""
    plain = ascii_digits(typed).replace(",", "").replace("−", "-").strip()
    above, slash, below = plain.partition("/")
    try:
        value = float(above) / float(below) if slash else float(plain)
    except (ValueError, ZeroDivisionError):
        return None
    return value if math.isfinite(value) else None
