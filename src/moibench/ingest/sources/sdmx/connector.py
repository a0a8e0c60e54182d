"""Fetch a data flow of an SDMX REST service: API 1 (SDMX 2.1) or API 2 (SDMX 3.0).

options: `flow` as AGENCY,ID,VERSION; `version` 2.1 or 3.0; `key`, by default everything; `from`,
the first year. Codes are kept as codes: which is which unit or series is the mapping's to say.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import quote

from moibench.ingest.sources.arrived import Arrived, Ask, FetchFailed, as_csv, option

_FLOW = re.compile(r"[A-Za-z][\w.-]*,[\w@$-]+,(?:[\d.+]+|latest|\*|~)")
_KEY = re.compile(r"[\w.+*,@$~-]*")
_MOST_ROWS = 1_000_000
ACCEPT = {
    "2.1": "application/vnd.sdmx.structurespecificdata+xml;version=2.1,"
    "application/vnd.sdmx.genericdata+xml;version=2.1;q=0.8,"
    "application/vnd.sdmx.data+csv;version=1.0.0;q=0.5",
    "3.0": "application/vnd.sdmx.data+xml;version=3.0.0,"
    "application/vnd.sdmx.data+csv;version=2.0.0;q=0.8",
}
# The library reads values as texts; an entity would be text from elsewhere.
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def fetch(address: str, options: Mapping[str, str], ask: Ask) -> Arrived:
    """Return a data flow as a long table of codes; `address` is that of the REST service.

    Raises:
        FetchFailed: the service refuses, or the message is not SDMX, torn, or without data.
    """
    version = options.get("version", "2.1")
    flow, key = option(options, "flow"), options.get("key", "")
    if version not in ACCEPT:
        raise FetchFailed("bad_option", option="version", typed=version)
    if not _FLOW.fullmatch(flow):
        raise FetchFailed("bad_option", option="flow", typed=flow)
    if not _KEY.fullmatch(key):
        raise FetchFailed("bad_option", option="key", typed=key)
    path, params = _question(version, flow, key, options.get("from", ""))
    final, content = ask(f"{address.rstrip('/')}/{path}", params, {"Accept": ACCEPT[version]})
    name = flow.split(",")[1]
    return Arrived(final, content, f"{name}.csv", as_csv(*read_message(content)))


def read_message(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of every data set in a message, codes and values as written.

    Raises:
        FetchFailed: it is no SDMX data, or none of a kind that is read.
    """
    if _ENTITIES.search(content[:100_000]):
        raise FetchFailed("not_the_protocol", protocol="SDMX", reason="DOCTYPE")
    from pysdmx.io import read_sdmx

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own parts
        try:
            # Its schemas check no data structure's own dimensions and take longer than reading.
            sets = read_sdmx(BytesIO(content), validate=False).data or ()
        except Exception as error:  # the parsers it stands on raise kinds of their own
            raise FetchFailed("not_the_protocol", protocol="SDMX", reason=error) from error
    head: dict[str, None] = {}
    records: list[dict[str, Any]] = []
    for one in sets:
        table = getattr(one, "data", None)
        if table is None:
            continue
        head.update(dict.fromkeys(str(c) for c in table.columns))
        records += table.astype(object).where(table.notna(), None).to_dict("records")
        if len(records) > _MOST_ROWS:
            raise FetchFailed("too_many_rows", most=_MOST_ROWS)
    if not records or "TIME_PERIOD" not in head or "OBS_VALUE" not in head:
        raise FetchFailed("no_data", protocol="SDMX")
    rows = [["" if r.get(c) is None else str(r[c]) for c in head] for r in records]
    return list(head), rows


def _question(version: str, flow: str, key: str, first: str) -> tuple[str, dict[str, str]]:
    if first and not re.fullmatch(r"\d{4}", first):
        raise FetchFailed("bad_option", option="from", typed=first)
    if version == "2.1":
        params = {"dimensionAtObservation": "TIME_PERIOD"}
        if first:
            params["startPeriod"] = first
        return f"data/{quote(flow, safe=',')}/{quote(key or 'all', safe='+.,')}", params
    agency, name, edition = flow.split(",")
    edition = {"latest": "~"}.get(edition, edition)
    params = {"dimensionAtObservation": "TIME_PERIOD"}
    if first:
        params["c[TIME_PERIOD]"] = f"ge:{first}"
    where = "/".join(quote(part, safe="*~+.") for part in (agency, name, edition, key or "*"))
    return f"data/dataflow/{where}", params
