"""The charts and tables of a page, taken from the page itself, so that any of them can be kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from lxml import html

from moibench.analysis.tray import Shown, TrayError
from moibench.web.page import KEEPABLE
from moibench.web.vantage import vantage_middleware

_SPACES = re.compile(r"\s+")


def shown_on(request: HttpRequest, address: str) -> tuple[Shown, ...]:
    """Return every chart and table that the page at a local address shows.

    Raises:
        TrayError: the address is not one of this site's pages of figures, or the page refuses.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        raise TrayError("tray.error.no_page", address=address)
    try:
        found = resolve(parts.path)
    except Resolver404 as error:
        raise TrayError("tray.error.no_page", address=address) from error
    if found.url_name not in KEEPABLE:
        raise TrayError("tray.error.no_page", address=address)
    asked = _as_reader(request, parts.path, parts.query)

    def answered(inner: HttpRequest) -> HttpResponse:
        response: HttpResponse = found.func(inner, *found.args, **found.kwargs)
        return response

    response = vantage_middleware(answered)(asked)
    if response.status_code != 200:
        raise TrayError("tray.error.no_page", address=address)
    return tuple(parts_of(response.content.decode()))


def _as_reader(request: HttpRequest, path: str, query: str) -> HttpRequest:
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.GET = QueryDict(query)
    asked.META = {
        key: request.META[key]
        for key in ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "REMOTE_ADDR")
        if key in request.META
    } | {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
    for name in ("user", "session", "htmx"):
        if hasattr(request, name):
            setattr(asked, name, getattr(request, name))
    return asked


def parts_of(content: str) -> Iterator[Shown]:
    """Read the charts and tables out of a page."""
    page = html.fromstring(content)
    titles = {e.get("id"): e for e in page.iter() if e.get("id")}
    for figure in page.iterfind(".//figure[@class='chart']"):
        specs = figure.findall(".//script[@type='application/json']")
        if not specs:
            continue
        drawing = figure.find(".//div[@role='img']")
        table = figure.find(".//table")
        heads, rows = _cells(table) if table is not None else ((), ())
        yield Shown(
            part=figure.get("id") or "figure",
            title=_text(figure.find(".//h3")),
            description=drawing.get("aria-label", "") if drawing is not None else "",
            source=" · ".join(_text(p) for p in figure.findall("./p")),
            heads=heads,
            rows=rows,
            spec=json.loads(specs[0].text or "{}"),
        )
    for number, table in enumerate(page.iterfind(".//table")):
        if next(table.iterancestors("figure"), None) is not None:
            continue
        region = next((e for e in table.iterancestors("div") if e.get("role") == "region"), None)
        label = region.get("aria-labelledby") if region is not None else None
        title = _text(titles.get(label)) if label in titles else ""
        if not title:
            title = (region.get("aria-label") if region is not None else "") or _text(
                table.find("./caption")
            )
        heads, rows = _cells(table)
        if title and heads and rows:
            yield Shown(f"table-{label or number}", title, title, "", heads, rows, None)


def _cells(table: Any) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the last line of the head, and every line of the body as wide as it."""
    lines = table.findall("./thead/tr")
    heads = _line(lines[-1]) if lines else ()
    rows = []
    for row in table.findall("./tbody/tr") + table.findall("./tfoot/tr"):
        cells = _line(row)
        if heads and len(cells) <= len(heads) and any(cells):
            rows.append(cells + ("",) * (len(heads) - len(cells)))
    return heads, tuple(rows)


def _line(row: Any) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row.xpath("./th|./td"):
        cells.append(_text(cell))
        cells += [""] * (int(cell.get("colspan", "1")) - 1)
    return tuple(cells)


_NOT_READ = frozenset({"svg", "script", "details", "button", "form"})
_APART = frozenset({"small", "br", "p", "li"})


def _text(element: Any) -> str:
    """Return what is read of a cell, without drawings, folded notes and words for a reader."""
    if element is None:
        return ""
    return _SPACES.sub(" ", "".join(_pieces(element)).replace("\u2060", "")).strip()


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else "script"
        if tag.rpartition("}")[2] not in _NOT_READ and "hid" not in child.get("class", "").split():
            yield " " if tag in _APART else ""
            yield from _pieces(child)
            yield " " if tag in _APART else ""
        yield child.tail or ""
