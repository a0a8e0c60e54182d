"""Fetch a resource of an open data portal by CKAN's action API, version 3.

Docs: https://docs.ckan.org/en/2.11/api/. options: `resource`, or `package` and perhaps `format`
and `title` to choose among its resources; `datastore: "1"` reads the portal's own table of the
resource in place of its file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moibench.ingest.sources.arrived import Arrived, Ask, FetchFailed, as_csv, option
from moibench.ingest.sources.table.connector import named

_FORMATS = ("csv", "xlsx", "ods")
_ROWS_A_PAGE = 10_000
_MOST_ROWS = 1_000_000
_ROW_NUMBER = "_id"  # CKAN's own column


def fetch(address: str, options: Mapping[str, str], ask: Ask) -> Arrived:
    """Return the table of a resource; `address` is the portal's.

    Raises:
        FetchFailed: the portal refuses, or what it says is not what the protocol says.
    """
    base = f"{address.rstrip('/')}/api/3/action/"
    if options.get("resource"):
        resource = _asked(ask, base, "resource_show", id=options["resource"])
    else:
        resource = _chosen(
            _asked(ask, base, "package_show", id=option(options, "package")), options
        )
    if options.get("datastore") == "1":
        return _datastore(ask, base, _text(resource, "id"))
    final, content = ask(_text(resource, "url"))
    ending = str(resource.get("format", "")).lower()
    title = str(resource.get("name") or resource.get("id") or "resource").replace("/", "-")
    name = title if "." in title or ending not in _FORMATS else f"{title}.{ending}"
    return Arrived(final, content, named(name, content), content)


def _asked(ask: Ask, base: str, action: str, **params: str) -> dict[str, Any]:
    _, content = ask(base + action, params, {"Accept": "application/json"})
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FetchFailed("not_the_protocol", protocol="CKAN", reason=error) from error
    if not isinstance(said, dict) or said.get("success") is not True:
        why = said.get("error") if isinstance(said, dict) else said
        raise FetchFailed("refused_by", site="CKAN", reason=why)
    result = said.get("result")
    if not isinstance(result, dict):
        raise FetchFailed("not_the_protocol", protocol="CKAN", reason=f"{action}: result")
    return result


def _chosen(package: dict[str, Any], options: Mapping[str, str]) -> dict[str, Any]:
    """Return the newest resource that is a table and, where that was asked, so named."""
    wanted = options.get("format", "").lower()
    title = options.get("title", "").lower()
    resources = package.get("resources")
    found = [
        r
        for r in (resources if isinstance(resources, list) else [])
        if isinstance(r, dict)
        and str(r.get("format", "")).lower() in ((wanted,) if wanted else _FORMATS)
        and title in str(r.get("name", "")).lower()
    ]
    if not found:
        raise FetchFailed("no_resource", package=package.get("name", ""))
    return max(found, key=lambda r: str(r.get("last_modified") or r.get("created") or ""))


def _datastore(ask: Ask, base: str, resource: str) -> Arrived:
    head: list[str] = []
    rows: list[list[Any]] = []
    pages: list[Any] = []
    while True:
        page = _asked(
            ask,
            base,
            "datastore_search",
            resource_id=resource,
            limit=str(_ROWS_A_PAGE),
            offset=str(len(rows)),
            sort=_ROW_NUMBER,
        )
        records, fields = page.get("records"), page.get("fields")
        if not isinstance(records, list) or not isinstance(fields, list):
            raise FetchFailed("not_the_protocol", protocol="CKAN", reason="records, fields")
        head = [f["id"] for f in fields if isinstance(f, dict) and f.get("id") != _ROW_NUMBER]
        rows += [[r.get(name) for name in head] for r in records if isinstance(r, dict)]
        pages.append(page)
        total = page.get("total")
        if not isinstance(total, int) or total > _MOST_ROWS:
            raise FetchFailed("not_the_protocol", protocol="CKAN", reason=f"total: {total}")
        if len(rows) >= total:
            break
        if not records:  # it promised more than it gives
            raise FetchFailed("torn", reason=f"{len(rows)} < {total}")
    content = json.dumps(pages, ensure_ascii=False).encode()
    return Arrived(
        f"{base}datastore_search?resource_id={resource}",
        content,
        f"{resource}.csv",
        as_csv(head, rows),
    )


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str) or not value:
        raise FetchFailed("not_the_protocol", protocol="CKAN", reason=key)
    return value
