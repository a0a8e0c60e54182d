"""The fields of a form: how each shows what an entry says, and how what is typed is read back.

A field is named by its key in the entry, such as "name.th" or "items.2.code", so that a fault of
the schema finds its field.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.http import QueryDict

from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, messages, text
from moibench.presentation.pages.address import Option
from moibench.presentation.years import YearError, ascii_digits, parse_year, year_number

Kind = Literal[
    "line", "long", "number", "whole", "numbers", "year", "years", "words", "choice", "many", "tick"
]
Choices = Callable[[Catalogue, Language], Iterable[tuple[str, str]]]
NOTHING = object()


class Unreadable(Exception):
    """What was typed into a field cannot be read; `key` and `fields` name the message."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key, self.fields = key, fields
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    key: str
    kind: Kind = "line"
    required: bool = False
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in Thai and in English, side by side."""

    key: str
    kind: Kind = "line"
    required: bool = True

    @property
    def fields(self) -> tuple[Field, Field]:
        """Both languages as fields."""
        return (
            Field(f"{self.key}.th", self.kind, self.required),
            Field(f"{self.key}.en", self.kind, self.required),
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of entries of one shape, a row each, with empty rows to add more."""

    key: str
    fields: tuple[Field, ...]
    blank: int = 2


Item = Field | Pair | Rows


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as the template prints it."""

    name: str
    kind: str
    label: str
    hint: str
    value: str
    options: tuple[Option, ...]
    errors: tuple[str, ...]
    required: bool
    language: str = ""

    @property
    def id(self) -> str:
        """The id of its element."""
        return "f-" + re.sub(r"[^a-z0-9_]+", "-", self.name)


@dataclass(frozen=True, slots=True)
class Block:
    """A field, a pair of them, or a table with its heads and rows."""

    shape: Literal["field", "pair", "table"]
    label: str
    hint: str
    fields: tuple[Shown, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()
    errors: tuple[str, ...] = ()


def show(
    item: Item,
    kind: str,
    typed: Mapping[str, str],
    errors: Mapping[str, list[str]],
    catalogue: Catalogue,
    language: Language,
) -> Block:
    """Return a field with what is typed in it and what is wrong with it."""

    def shown(field: Field, name: str, own: str) -> Shown:
        return Shown(
            name=name,
            kind=field.kind,
            label=_named(own, catalogue, language) or label_of(kind, own, language),
            hint=hint_of(kind, own, language),
            value=typed.get(name, ""),
            options=_options(field, typed.get(name, ""), catalogue, language),
            errors=tuple(errors.get(name, ())),
            required=field.required,
            language=name.rsplit(".", 1)[-1] if name.endswith((".th", ".en")) else "",
        )

    if isinstance(item, Pair):
        name = _named(item.key, catalogue, language) or label_of(kind, item.key, language)
        whole = name, hint_of(kind, item.key, language)
        pair = tuple(shown(f, f.key, item.key) for f in item.fields)
        return Block("pair", *whole, pair, errors=tuple(errors.get(item.key, ())))
    if isinstance(item, Field):
        one = shown(item, item.key, item.key)
        return Block("field", one.label, one.hint, (one,))
    number = max(rows_in(item.key, typed), default=-1) + 1 + item.blank
    rows = tuple(
        tuple(
            shown(
                f, f"{item.key}.{n}.{f.key}" if f.key else f"{item.key}.{n}", f"{item.key}.{f.key}"
            )
            for f in item.fields
        )
        for n in range(number)
    )
    return Block(
        "table",
        label_of(kind, item.key, language),
        hint_of(kind, item.key, language),
        rows=rows,
        errors=tuple(errors.get(item.key, ())),
    )


def _named(key: str, catalogue: Catalogue, language: Language) -> str:
    """Return the name of a field that stands for a plan or a question; empty of any other."""
    parts = key.split(".")
    if parts[0] == "plans" and len(parts) == 2:
        return catalogue.plans[parts[1]].short_name.in_language(language)
    if parts[0] == "admission" and parts[-1] == "verdict":
        return text(f"drafting.question.{parts[1]}", language)
    if parts[0] == "admission":
        return text("drafting.field.indicators.note", language)
    return ""


def _options(
    field: Field, chosen: str, catalogue: Catalogue, language: Language
) -> tuple[Option, ...]:
    if field.choices is None:
        return ()
    several = set(chosen.split("\n")) if field.kind == "many" else {chosen}
    found = [Option(v, name, v in several) for v, name in field.choices(catalogue, language)]
    if field.kind == "choice" and chosen and not any(o.chosen for o in found):
        found.append(Option(chosen, chosen, True))  # what the entry says is never lost in silence
    return tuple(found)


def label_of(kind: str, key: str, language: Language) -> str:
    """Return a field's name; the key itself where there is no message for it."""
    return _said("field", kind, key, language) or key


def hint_of(kind: str, key: str, language: Language) -> str:
    """Return what helps to fill a field; empty where nothing does."""
    return _said("hint", kind, key, language)


def _said(what: str, kind: str, key: str, language: Language) -> str:
    plain = re.sub(r"\.(th|en)$", "", key).replace(".", "_")
    for name in (f"drafting.{what}.{kind}.{plain}", f"drafting.{what}.any.{plain}"):
        if name in messages():
            return text(name, language)
    return ""


def rows_in(key: str, typed: Mapping[str, str]) -> set[int]:
    """Return the numbers of the rows of a list in which anything stands."""
    pattern = re.compile(rf"{re.escape(key)}\.(\d+)(?:\.|$)")
    return {int(m[1]) for name, v in typed.items() if v and (m := pattern.match(name))}


def typed_of(
    items: Iterable[Item], content: Mapping[str, Any], language: Language
) -> dict[str, str]:
    """Return what stands in each field for what an entry says."""
    typed: dict[str, str] = {}
    for item in items:
        if isinstance(item, Rows):
            for n, row in enumerate(at(content, item.key) or ()):
                for f in item.fields:
                    name = f"{item.key}.{n}.{f.key}" if f.key else f"{item.key}.{n}"
                    typed[name] = _written(f, at(row, f.key) if f.key else row, language)
        else:
            for f in item.fields if isinstance(item, Pair) else (item,):
                typed[f.key] = _written(f, at(content, f.key), language)
    return typed


def at(content: Any, key: str) -> Any:
    """Return what stands under a dotted key; None where nothing does."""
    for part in key.split("."):
        if isinstance(content, list | tuple):
            content = content[int(part)] if int(part) < len(content) else None
        elif isinstance(content, Mapping):
            content = content.get(part)
        else:
            return None
    return content


def _written(field: Field, value: Any, language: Language) -> str:
    if value is None:
        return ""
    match field.kind:
        case "number":
            return plain_number(value)
        case "numbers":
            return ", ".join(plain_number(v) for v in value)
        case "year":
            return str(year_number(value, language))
        case "years":
            return ", ".join(str(year_number(v, language)) for v in value)
        case "words":
            return ", ".join(value)
        case "many":
            return "\n".join(value)
        case "tick":
            return "1" if value else ""
        case _:
            return str(value)


def plain_number(value: float) -> str:
    """Write a number so that reading it gives the very same one."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def posted(data: QueryDict) -> dict[str, str]:
    """Return what a form sent, by name; several values of one name a line each."""
    return {name: "\n".join(data.getlist(name)) for name in data}


def read(field: Field, typed: str) -> Any:
    """Return what a field says; NOTHING where it is empty.

    Raises:
        Unreadable: what was typed is not of its kind.
    """
    typed = typed.replace("\r\n", "\n").strip()
    if field.kind == "tick":
        return typed == "1"
    if not typed:
        return NOTHING
    match field.kind:
        case "number":
            return number(typed)
        case "whole":
            if not re.fullmatch(r"[+-]?\d+", ascii_digits(typed)):
                raise Unreadable("drafting.wrong.not_whole", typed=typed)
            return int(ascii_digits(typed))
        case "numbers":
            return [number(p) for p in re.split(r"\s*[,;]\s+|\s*;\s*|\s+", typed)]
        case "year":
            return _year(typed)
        case "years":
            return _years(typed)
        case "words":
            return [p.strip() for p in re.split(r"[,\n]", typed) if p.strip()]
        case "many":
            return [p for p in typed.split("\n") if p]
        case _:
            return typed


def number(typed: str) -> float:
    """Read a number in Thai or Arabic digits, with or without commas between thousands.

    Raises:
        Unreadable: it is none.
    """
    plain = ascii_digits(typed).replace("−", "-").strip().rstrip(",")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        found = float(plain)
    except ValueError as error:
        raise Unreadable("drafting.wrong.not_number", typed=typed) from error
    if not math.isfinite(found):
        raise Unreadable("drafting.wrong.not_number", typed=typed)
    return found


def _year(typed: str) -> int:
    try:
        return parse_year(typed)
    except YearError as error:
        raise Unreadable(error.key, **error.fields) from error


def _years(typed: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"[,\s]+(?![-–])", typed):
        ends = [_year(p) for p in re.split(r"[-–]", part) if p.strip()]
        if len(ends) == 2 and 0 <= ends[1] - ends[0] <= 60:
            found += range(ends[0], ends[1] + 1)
        elif len(ends) == 1:
            found += ends
        else:
            raise Unreadable("drafting.wrong.not_years", typed=part)
    return sorted(set(found))


def put(content: dict[str, Any], key: str, value: Any) -> None:
    """Write a value under a dotted key, or take away what stood there; no empty pair is left."""
    first, _, rest = key.partition(".")
    if rest:
        inner = dict(content.get(first) or {})
        put(inner, rest, value)
        value = inner or NOTHING
    if value is NOTHING:
        content.pop(first, None)
    else:
        content[first] = value


def read_all(
    items: Iterable[Item], typed: Mapping[str, str], content: dict[str, Any]
) -> dict[str, list[Unreadable]]:
    """Write what is typed over `content`; return what could not be read, by field.

    Rows in which nothing stands are left out.
    """
    wrong: dict[str, list[Unreadable]] = {}

    def one(field: Field, name: str) -> Any:
        try:
            return read(field, typed.get(name, ""))
        except Unreadable as error:
            wrong.setdefault(name, []).append(error)
            return NOTHING

    for item in items:
        if isinstance(item, Rows):
            rows = []
            for n in sorted(rows_in(item.key, typed)):
                row: dict[str, Any] = {}
                for f in item.fields:
                    put(row, f.key, one(f, f"{item.key}.{n}.{f.key}"))
                rows.append(row)
            put(content, item.key, rows or NOTHING)
        else:
            for f in item.fields if isinstance(item, Pair) else (item,):
                put(content, f.key, one(f, f.key))
    return wrong


def row_names(items: Iterable[Item], typed: Mapping[str, str]) -> dict[str, str]:
    """Return for each row that was read ("items.0") the row of the form it came from."""
    names: dict[str, str] = {}
    for item in items:
        if isinstance(item, Rows):
            for place, n in enumerate(sorted(rows_in(item.key, typed))):
                names[f"{item.key}.{place}"] = f"{item.key}.{n}"
    return names
