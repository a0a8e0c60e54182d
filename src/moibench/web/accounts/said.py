"""Roles, people and lines of the log as a page says them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from moibench.analysis.catalogue import current_catalogue
from moibench.people.models import Act
from moibench.people.rights import Held, Role
from moibench.presentation.language import Language, messages, text
from moibench.presentation.moments import format_day, format_moment
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.address import Option

LEVELS = ("country", "region", "cluster", "province", "special_area")


@dataclass(frozen=True, slots=True)
class SaidRole:
    """A role in words."""

    role: str
    unit: str
    since: str
    until: str


def said_roles(held: Iterable[Held], language: Language) -> tuple[SaidRole, ...]:
    """Return roles in words."""
    return tuple(said_role(h, language) for h in held)


def said_role(held: Held, language: Language) -> SaidRole:
    """Return a role in words; a unit that the catalogue lost keeps its code."""
    return SaidRole(
        role_name(held.role, language),
        unit_said(held.unit, language),
        format_day(held.held_from, language),
        format_day(held.held_to, language) if held.held_to else "",
    )


def role_name(role: Role, language: Language) -> str:
    """Return a role's name."""
    return text(f"people.role.{role.value}", language)


def unit_said(code: str, language: Language) -> str:
    """Return a unit's full name, or its code where the catalogue does not know it."""
    catalogue = current_catalogue()
    return full_unit_name(catalogue, code, language) if code in catalogue.units else code


def role_options(chosen: str, language: Language) -> tuple[Option, ...]:
    """Return every role to choose from."""
    return tuple(Option(r.value, role_name(r, language), r.value == chosen) for r in Role)


def unit_options(
    codes: Iterable[str], chosen: str, language: Language
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Return the units to choose from, level by level."""
    known = current_catalogue().units
    codes = tuple(codes)
    groups = (
        (
            text(f"site.unit_types.{level}", language),
            tuple(
                Option(c, known[c].name.in_language(language), c == chosen)
                for c in codes
                if known[c].unit_type == level
            ),
        )
        for level in LEVELS
    )
    return tuple((name, options) for name, options in groups if options)


def action_name(action: str, language: Language) -> str:
    """Return what was done, in words; an action without words keeps its name."""
    key = f"people.act.{action}"
    return text(key, language) if key in messages() else action


@dataclass(frozen=True, slots=True)
class SaidAct:
    """A line of the log in words."""

    at: str
    by: str
    action: str
    subject: str
    change: str
    address: str


def said_act(act: Act, language: Language) -> SaidAct:
    """Return a line of the log in words."""
    return SaidAct(
        format_moment(act.at, language),
        act.by_name or text("people.log.nobody", language),
        action_name(act.action, language),
        act.subject or "–",
        said_change(act.before, act.after, language),
        act.address or "–",
    )


def said_change(before: object, after: object, language: Language) -> str:
    """Return what was before and what is after, where the log says."""
    if before is None:
        return _said_value(after, language) if after is not None else ""
    return f"{_said_value(before, language)} → {_said_value(after, language)}"


def _said_value(value: object, language: Language) -> str:
    if isinstance(value, dict):
        return ", ".join(
            _said_pair(k, v, language) for k, v in value.items() if v not in (None, "")
        )
    return "–" if value is None else str(value)


def _said_pair(key: str, value: object, language: Language) -> str:
    if key == "role" and value in set(Role):
        return role_name(Role(str(value)), language)
    if key == "unit":
        return unit_said(str(value), language)
    if key in ("from", "to"):
        value = format_day(dt.date.fromisoformat(str(value)), language)
    label = f"people.field.{key}"
    name = text(label, language) if label in messages() else key
    return f"{name} {value}"
