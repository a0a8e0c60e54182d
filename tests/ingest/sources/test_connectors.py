"""Each connector against a server that speaks its protocol, well and badly."""

from __future__ import annotations

import csv
import io
import json
import re
from http.server import BaseHTTPRequestHandler

import pytest

from moibench.ingest.sources.arrived import Arrived, FetchFailed
from moibench.ingest.sources.fetching import CONNECTORS
from moibench.ingest.sources.http import Asker, Bounds
from tests.ingest.sources import messages
from tests.ingest.sources.site import Site, send

CSV = "unit,year,lfs_labour_force\n24,2566,701.5\n20,2566,1012.25\n"


def fetch(kind: str, address: str, **options: str) -> Arrived:
    asker = Asker(Bounds(seconds=5, silence=2), allow_private=True)
    try:
        return CONNECTORS[kind](address, options, asker)
    finally:
        asker.close()


def refused(kind: str, address: str, **options: str) -> str:
    with pytest.raises(FetchFailed) as error:
        fetch(kind, address, **options)
    return error.value.key


def rows(arrived: Arrived) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(arrived.table.decode("utf-8-sig"))))


def test_a_table_comes_from_an_address_or_a_path(site: Site, tmp_path: object) -> None:
    site.gives("/ข้อมูล.csv", CSV)
    site.answers["/%E0%B8%82%E0%B9%89%E0%B8%AD%E0%B8%A1%E0%B8%B9%E0%B8%A5.csv"] = site.answers[
        "/ข้อมูล.csv"
    ]
    arrived = fetch("table", f"{site.address}/ข้อมูล.csv")
    assert (arrived.name, arrived.content, arrived.table) == (
        "ข้อมูล.csv",
        CSV.encode(),
        CSV.encode(),
    )
    path = tmp_path / "here.csv"  # type: ignore[operator]
    path.write_text(CSV)
    assert fetch("table", str(path)).content == CSV.encode()
    assert refused("table", str(tmp_path)) == "no_file"


def test_a_page_in_place_of_a_table_is_told(site: Site) -> None:
    site.gives("/a.xlsx", "\n<!DOCTYPE html><html><body>Sign in</body></html>", "application/zip")
    assert refused("table", f"{site.address}/a.xlsx") == "a_page"


@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_sdmx_of_both_versions(site: Site, version: str) -> None:
    path = {
        "2.1": "/rest/data/NSO,DF_LFS,1.0/A..",
        "3.0": "/rest/data/dataflow/NSO/DF_LFS/1.0/A.*.*",
    }
    site.gives(path[version], messages.structure_specific(version), "application/xml")
    key = {"2.1": "A..", "3.0": "A.*.*"}[version]
    options = {"flow": "NSO,DF_LFS,1.0", "version": version, "key": key, "from": "2015"}
    found = rows(fetch("sdmx", f"{site.address}/rest/", **options))
    said = [(r["REF_AREA"], r["TIME_PERIOD"], r["OBS_VALUE"], r["OBS_STATUS"]) for r in found]
    assert said == [
        ("24", "2022", "690", "A"),
        ("24", "2023", "701.5", "P"),
        ("20", "2023", "1012.25", "A"),
    ]
    _, params, accept = site.asked[0]
    assert f"version={version}" in accept
    assert "2015" in (params.get("startPeriod") or params.get("c[TIME_PERIOD]", ""))


@pytest.mark.parametrize("message", [messages.generic(), messages.SDMX_CSV])
def test_sdmx_in_its_other_forms(site: Site, message: str) -> None:
    site.gives("/data/NSO,DF_LFS,1.0/all", message)
    (row,) = rows(fetch("sdmx", site.address, flow="NSO,DF_LFS,1.0"))
    assert (row["REF_AREA"], row["TIME_PERIOD"], row["OBS_VALUE"]) == ("24", "2023", "701.5")


@pytest.mark.parametrize(
    ("message", "key"),
    [
        (messages.structure_specific()[:-150], "not_the_protocol"),
        ("<html><body>Please sign in</body></html>", "not_the_protocol"),
        ("{}", "not_the_protocol"),
        (
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
            "not_the_protocol",
        ),
        (re.sub("<Series.*</Series>", "", messages.structure_specific()), "no_data"),
    ],
)
def test_what_is_not_sdmx_is_refused(site: Site, message: str, key: str) -> None:
    site.gives("/data/NSO,DF_LFS,1.0/all", message)
    assert refused("sdmx", site.address, flow="NSO,DF_LFS,1.0") == key


def test_options_of_sdmx_are_checked_before_anything_is_asked(site: Site) -> None:
    assert refused("sdmx", site.address) == "no_option"
    assert refused("sdmx", site.address, flow="../../x") == "bad_option"
    assert refused("sdmx", site.address, flow="A,B,1.0", version="9") == "bad_option"
    assert refused("sdmx", site.address, flow="A,B,1.0", key="a/../b") == "bad_option"
    assert site.asked == []


def test_json_stat_is_read_with_its_gaps(site: Site) -> None:
    site.gives("/d", messages.json_stat(), "application/json")
    found = rows(fetch("json-stat", f"{site.address}/d"))
    assert [(r["unit"], r["unit_label"], r["year"], r["value"], r["status"]) for r in found] == [
        ("24", "ฉะเชิงเทรา", "2022", "690", ""),
        ("24", "ฉะเชิงเทรา", "2023", "701.5", ""),
        ("20", "ชลบุรี", "2022", "1000", ""),
        ("20", "ชลบุรี", "2023", "", "O"),
    ]
    sparse = messages.json_stat(value={"0": 690, "2": 1000}, status="A")
    site.gives("/d", sparse, "application/json")
    assert len(rows(fetch("json-stat", f"{site.address}/d"))) == 4


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"class": "collection"}, "a_collection"),
        ({"class": "dimension"}, "not_the_protocol"),
        ({"value": [1, 2, 3]}, "not_the_protocol"),
        ({"value": {"99": 1}}, "not_the_protocol"),
        ({"size": [1, 2, 3]}, "not_the_protocol"),
        ({"size": [10**6, 10**6, 2]}, "not_the_protocol"),
        ({"dimension": {}}, "not_the_protocol"),
        ({"value": [None] * 4}, "no_data"),
        ({"id": 7}, "not_the_protocol"),
    ],
)
def test_a_lying_dataset_is_refused(site: Site, changed: dict[str, object], key: str) -> None:
    site.gives("/d", messages.json_stat(**changed), "application/json")
    assert refused("json-stat", f"{site.address}/d") == key


@pytest.mark.parametrize("content", ["[" * 100_000, '{"class": NaN}', "null", '{"a"', "\x00"])
def test_what_is_no_json_is_refused(site: Site, content: str) -> None:
    site.gives("/d", content, "application/json")
    assert refused("json-stat", f"{site.address}/d") == "not_the_protocol"


def portal(site: Site) -> None:
    def package(handler: BaseHTTPRequestHandler, params: dict[str, str]) -> None:
        listed = [
            {"id": "r1", "format": "PDF", "url": f"{site.address}/a.pdf", "name": "รายงาน"},
            {"id": "r2", "format": "CSV", "url": f"{site.address}/old", "name": "เก่า",
             "last_modified": "2020-01-01T00:00:00"},
            {"id": "r3", "format": "CSV", "url": f"{site.address}/new", "name": "ใหม่",
             "last_modified": "2024-01-01T00:00:00"},
        ]  # fmt: skip
        said = messages.ckan({"name": params["id"], "resources": listed})
        send(handler, said.encode(), "application/json")

    def resource(handler: BaseHTTPRequestHandler, params: dict[str, str]) -> None:
        said = messages.ckan({"id": params["id"], "format": "CSV", "url": f"{site.address}/new"})
        send(handler, said.encode(), "application/json")

    site.answers |= {
        "/api/3/action/package_show": package,
        "/api/3/action/resource_show": resource,
    }
    site.gives("/new", CSV)


def test_the_newest_table_of_a_package_comes(site: Site) -> None:
    portal(site)
    arrived = fetch("ckan", site.address, package="labour-force")
    assert (arrived.name, arrived.content) == ("ใหม่.csv", CSV.encode())
    assert fetch("ckan", site.address, resource="r3").content == CSV.encode()
    assert refused("ckan", site.address, package="x", format="ods") == "no_resource"
    assert refused("ckan", site.address) == "no_option"


def test_the_portals_own_table_comes_page_by_page(site: Site) -> None:
    portal(site)
    records = [{"_id": i, "unit": f"{i}", "ค่า": i * 1.5} for i in range(25_000)]

    def search(handler: BaseHTTPRequestHandler, params: dict[str, str]) -> None:
        at, limit = int(params["offset"]), int(params["limit"])
        fields = [{"id": "_id", "type": "int"}, {"id": "unit"}, {"id": "ค่า"}]
        page = {"fields": fields, "records": records[at : at + limit], "total": len(records)}
        send(handler, messages.ckan(page).encode(), "application/json")

    site.answers["/api/3/action/datastore_search"] = search
    found = rows(fetch("ckan", site.address, resource="r3", datastore="1"))
    assert len(found) == 25_000
    assert found[-1] == {"unit": "24999", "ค่า": "37498.5"}
    del records[12_000:]
    records_promised = 25_000

    def short(handler: BaseHTTPRequestHandler, params: dict[str, str]) -> None:
        at, limit = int(params["offset"]), int(params["limit"])
        page = {
            "fields": [{"id": "unit"}],
            "records": records[at : at + limit],
            "total": records_promised,
        }
        send(handler, messages.ckan(page).encode(), "application/json")

    site.answers["/api/3/action/datastore_search"] = short
    assert refused("ckan", site.address, resource="r3", datastore="1") == "torn"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (messages.ckan({"message": "Not found"}, success=False), "refused_by"),
        (messages.ckan([1, 2]), "not_the_protocol"),
        (messages.ckan({"id": "r3"}), "not_the_protocol"),
        ("<html></html>", "not_the_protocol"),
        (json.dumps([]), "refused_by"),
        (messages.ckan({"id": "r3", "url": "file:///etc/passwd"}), "bad_address"),
    ],
)
def test_a_portal_that_refuses_or_lies(site: Site, content: str, key: str) -> None:
    site.gives("/api/3/action/resource_show", content, "application/json")
    assert refused("ckan", site.address, resource="r3") == key
