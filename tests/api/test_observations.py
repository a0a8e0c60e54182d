"""One address gives the observations in every format, as known at a moment, page by page."""

from __future__ import annotations

import csv
import io
import json
from itertools import islice

import pytest
from django.test import Client

from moibench.analysis.observations import Question
from moibench.store.models import Grade
from moibench.store.record import Entry, record_edition

pytestmark = pytest.mark.django_db
SERIES = "gpp_current"
ADDRESS = f"/api/observations?series={SERIES}&units=24,20"


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME="localhost")


def body(response: object) -> bytes:
    streaming = getattr(response, "streaming", False)
    return b"".join(response.streaming_content) if streaming else response.content  # type: ignore[attr-defined]


def rows() -> list[tuple[str, str, int, float | None]]:
    found = Question({SERIES}, {"24", "20"}).rows()
    return [(r.series, r.unit, r.year, r.value) for r in found]


def test_json_comes_in_pages_and_is_all_of_it(client: Client) -> None:
    found, address = [], f"{ADDRESS}&limit=7"
    while address:
        page = client.get(address).json()
        assert len(page["items"]) <= 7
        found += [(r["series"], r["unit"], r["year"], r["value"]) for r in page["items"]]
        address = page["next"]
    assert found == rows()
    assert len(found) > 14


def test_pages_lead_over_the_end_of_series_and_units(client: Client) -> None:
    everything = list(islice(Question().rows(), 4000))
    wanted = [(r.series, r.unit, r.year) for r in everything]
    found, address = [], "/api/observations?limit=997"
    while len(found) < len(wanted):
        page = client.get(address).json()
        found += [(r["series"], r["unit"], r["year"]) for r in page["items"]]
        address = page["next"]
    assert found[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("text/csv", b"\xef\xbb\xbfseries,"),
        ("application/vnd.sdmx.data+csv;version=2.0.0", b"STRUCTURE,"),
        ("application/vnd.sdmx.data+xml;version=3.0.0, */*;q=0.1", b"<?xml"),
        ("application/vnd.sdmx.structurespecificdata+xml;version=2.1", b"<?xml"),
        ("application/vnd.json-stat+json", b'{"version":"2.0"'),
        ("application/csvm+json", b'{"@context"'),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", b'{"items"'),
    ],
)
def test_the_format_is_the_one_accepted(client: Client, accept: str, begins: bytes) -> None:
    answer = client.get(ADDRESS, headers={"Accept": accept})
    assert answer.status_code == 200
    assert body(answer).startswith(begins)
    assert "Accept" in answer["Vary"]


def test_a_format_nobody_knows_is_refused_with_those_there_are(client: Client) -> None:
    answer = client.get(ADDRESS, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "sdmx-ml" in answer.json()["detail"]


def test_csv_and_its_metadata_agree(client: Client) -> None:
    answer = client.get(f"{ADDRESS}&format=csv")
    table = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert [(r["series"], r["unit"], int(r["year"]), float(r["value"])) for r in table] == rows()
    described = answer["Link"].split(">")[0][1:]
    metadata = json.loads(body(client.get(described)))
    columns = [c["name"] for c in metadata["tableSchema"]["columns"]]
    assert columns == list(table[0])
    assert metadata["url"].endswith("format=csv")


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get(f"{ADDRESS}&format=csv")
    body(first)
    headers = {"If-None-Match": first["ETag"]}
    assert client.get(f"{ADDRESS}&format=csv", headers=headers).status_code == 304
    entry = Entry(SERIES, "24", 2019, 1.5, "final", grade=Grade.PUBLISHED.value)
    record_edition("later", "nesdc_gpp", 99, "0" * 64, [entry], "somebody")
    changed = client.get(f"{ADDRESS}&format=csv", headers=headers)
    assert changed.status_code == 200
    assert b",2019,1.5,final," in body(changed)


def test_the_moment_of_the_question_counts(client: Client) -> None:
    now = client.get(f"{ADDRESS}&as_of=2540-01-01")
    assert now.status_code in (200, 400, 404)
    early = client.get(f"{ADDRESS}&as_of=1997-01-01")
    assert early.status_code == 200
    assert early.json()["items"] == []


def test_years_and_names_are_taken_as_people_write_them(client: Client) -> None:
    answer = client.get(
        "/api/observations?series=gpp_current&units=ชลบุรี&from_year=2560&to_year=2562"
    )
    assert [r["year"] for r in answer.json()["items"]] == [2017, 2018, 2019]
    assert {r["unit"] for r in answer.json()["items"]} == {"20"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("series=nothing_such", 404),
        ("units=99", 404),
        ("year=abcd", 422),
        ("limit=0", 422),
        ("after=zzz", 400),
        ("format=pdf", 422),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(
    client: Client, query: str, status: int
) -> None:
    answer = client.get(f"/api/observations?{query}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"]
