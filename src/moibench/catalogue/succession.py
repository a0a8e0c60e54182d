"""A framework made from another for a new plan, and what became of each indicator on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moibench.catalogue.catalogue import Catalogue
from moibench.catalogue.schema import Design, Framework, LeftOut, Text

Fate = Literal["kept", "left_out", "undecided", "new", "outside"]


@dataclass(frozen=True, slots=True)
class Successor:
    """An indicator between two frameworks.

    fate: kept; left out with a reason; undecided = no longer there and no reason given; new; or
    outside of both. has_figures: whether the catalogue says where its figures come from. judged:
    whether the new design weighs it. items: codes of the new plan's items that it measures.
    """

    indicator: str
    dimension: str
    fate: Fate
    has_figures: bool
    judged: bool
    items: tuple[str, ...]
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of every indicator, and the items of the new plan that none measures.

    `unmeasured` have no indicator at all, `without_figures` only such as are awaited.
    """

    framework: str
    made_from: str | None
    lines: tuple[Successor, ...]
    unmeasured: tuple[str, ...]
    without_figures: tuple[str, ...]

    def count(self, fate: Fate, *, has_figures: bool | None = None) -> int:
        """Return how many indicators met a fate, with or without figures."""
        return sum(s.fate == fate and has_figures in (None, s.has_figures) for s in self.lines)


def made_from(
    old: Framework, design: Design, plan: str, new_id: str, design_id: str, name: Text, of: Text
) -> tuple[Framework, Design]:
    """Return a framework for another plan and its design, alike in all but their names.

    The goalposts and cut-offs are the old plan's until they are set anew.
    """
    framework = old.model_copy(
        update={
            "id": new_id,
            "name": name,
            "plan": plan,
            "design": design_id,
            "made_from": old.id,
            "left_out": (),
        }
    )
    return framework, design.model_copy(update={"id": design_id, "name": of})


def succession(catalogue: Catalogue, framework_id: str) -> Succession:
    """Return what became of each indicator of the framework that this one was made from."""
    new = catalogue.frameworks[framework_id]
    old = catalogue.frameworks.get(new.made_from or "")
    before = {*old.indicator_ids, *old.awaited} if old is not None else set[str]()
    here = {*new.indicator_ids, *new.awaited}
    gone = {g.indicator: g for g in new.left_out}
    weighed = set(catalogue.designs[new.design].indicator_ids)
    order = {d.id: n for n, d in enumerate(new.dimensions)}
    placed = {i: n for n, i in enumerate((*new.indicator_ids, *new.awaited))}
    lines = []
    for indicator in catalogue.indicators.values():
        name = indicator.id
        fate: Fate
        if name in here:
            fate = "kept" if name in before or old is None else "new"
        elif name in before:
            fate = "left_out" if name in gone else "undecided"
        else:
            fate = "outside"
        items = tuple(indicator.plans.get(new.plan, ()))
        lines.append(
            Successor(
                name,
                indicator.dimension,
                fate,
                indicator.has_figures,
                name in weighed,
                items,
                gone.get(name),
            )
        )
    lines.sort(key=lambda s: (order.get(s.dimension, 99), placed.get(s.indicator, 1_000)))
    codes = [item.code for item in catalogue.plans[new.plan].items]
    wanted = {c for s in lines if s.indicator in here for c in s.items}
    filled = {c for s in lines if s.indicator in here and s.has_figures for c in s.items}
    return Succession(
        framework_id,
        new.made_from,
        tuple(lines),
        tuple(c for c in codes if c not in wanted),
        tuple(c for c in codes if c in wanted and c not in filled),
    )
