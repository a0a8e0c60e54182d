"""/api/ answers the terminal's JSON, and refuses with a reason and what could be asked."""

import json
import re

import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.people.tokens.tokens import Scope
from moibench.presentation.language import language_asked
from moibench.presentation.machine_profile import profile_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME="localhost")


def test_a_profile_is_that_of_the_terminal(client: Client) -> None:
    answer = client.get("/api/profile/24", {"year": "2562"})
    assert answer.status_code == 200
    expected = profile_json(profile("24", 2019), current_catalogue())
    assert answer.json() == json.loads(json.dumps(expected))


def test_a_ranking_takes_level_and_bangkok(client: Client) -> None:
    answer = client.get("/api/ranking/gpp_per_capita", {"year": "2019", "with_bangkok": "true"})
    assert len(answer.json()["lines"]) == 77
    regions = client.get("/api/ranking/overall", {"level": "region"})
    assert len(regions.json()["lines"]) == 6


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/api/profile/99", 404, "UnknownUnit"),
        ("/api/profile/24?year=2643", 404, "NoDataForYear"),
        ("/api/profile/38?year=2553", 404, "UnitDidNotExist"),
        ("/api/profile/24?year=abcd", 422, "YearError"),
        ("/api/ranking/nothing_such", 404, "UnknownSubject"),
        ("/api/ranking/poverty_headcount", 404, "NoFigures"),
    ],
)
def test_a_refusal_says_why(client: Client, path: str, status: int, error: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["error"] == error
    assert answer.json()["detail"]


def test_a_year_without_data_comes_with_the_years_that_have_some(client: Client) -> None:
    years = client.get("/api/profile/24?year=2643").json()["years"]
    assert years[0] == 1995
    assert years[-1] == 2024


def test_a_level_that_does_not_exist_is_refused(client: Client) -> None:
    assert client.get("/api/ranking/overall?level=village").status_code == 422


def test_nothing_can_be_written(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/profile/24").status_code == 405


def test_the_interface_describes_itself(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/profile/{unit}", "/api/observations", "/api/edition/"} <= set(paths)
    page = client.get("/api/").content.decode()
    for path in paths:
        assert path in page


def test_every_scope_is_wanted_somewhere_and_every_write_wants_one(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    said = {
        (method, path): operation.get("x-scope")
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert {s.value for s in Scope} | {"any"} == {scope for scope in said.values() if scope}
    assert all(scope for (method, _), scope in said.items() if method != "get")
    assert said["post", "/api/filings/{source}/{year}/{unit}/steps"] == "filings.review"
    assert said["get", "/api/observations"] is None
    assert "<code>filings.review</code>" in client.get("/api/").content.decode()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_of_description_needs_nothing_from_elsewhere(client: Client, lang: str) -> None:
    answer = client.get("/api/", {"lang": lang})
    page = answer.content.decode()
    assert f'<html lang="{lang}">' in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not re.findall(r"<script|<style| style=| on[a-z]+=", page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize(
    "path",
    [
        "summary",
        "comparison?units=24,20&indicators=gpp_per_capita&benchmark=peers",
        "peers/24",
        "change/24?from_year=2558&to_year=2562",
        "before-after/unit/24?indicators=gpp_per_capita",
        "before-after/indicator/gpp_per_capita",
        "levers/24",
        "explore/24",
        "moves/gpp_per_capita",
        "moves/overall?from_year=2558&year=2562",
        "sectors/24",
        "comparison?units=24&benchmark=target",
        "targets/24/entered",
        "targets/24",
        "catalogue",
        "sources",
        "frameworks",
        "units/24",
        "indicators/gpp_per_capita",
        "series/gpp_current",
    ],
)
def test_everything_that_pages_show_can_be_read(client: Client, path: str) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 200, answer.content
    assert answer.json()
    again = client.get(f"/api/{path}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_comparison_is_that_of_analysis(client: Client) -> None:
    path = "/api/comparison?units=24,20&indicators=gpp_per_capita&year=2562"
    cell = client.get(path).json()["cells"][0][0]
    row = client.get("/api/profile/24?year=2562").json()["indicators"]
    own = next(i for i in row if i["id"] == "gpp_per_capita")
    assert cell["figure"]["value"] == own["value"]


def test_lists_come_in_pages_that_lead_on(client: Client) -> None:
    codes, address = [], "/api/units?unit_type=province&limit=30"
    while address:
        page = client.get(address).json()
        codes += [u["code"] for u in page["items"]]
        address = page["next"]
    expected = [u.code for u in current_catalogue().units.values() if u.unit_type == "province"]
    assert codes == expected
    assert page["count"] == len(expected)


def test_problems_are_said_in_the_language_asked_for(client: Client) -> None:
    thai = client.get("/api/profile/99")
    english = client.get("/api/profile/99", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert thai["Content-Type"] == english["Content-Type"] == "application/problem+json"
    assert thai.json()["title"].startswith("ไม่พบพื้นที่")
    assert english.json()["title"].startswith("There is no area")
    assert english["Content-Language"] == "en"
    bad = client.get("/api/profile/24?as_of=never&lang=en").json()
    assert "never" in bad["detail"]
    assert client.get("/api/units?limit=0&offset=-1").json()["faults"][0]["where"] == "query.limit"
    assert client.get("/api/nothing").json()["error"] == "NoSuchAddress"


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("", "", "th"),
        ("en", "th", "en"),
        ("fr", "en-GB,en;q=0.9", "en"),
        ("", "fr,de;q=0.9", "th"),
        ("", "en;q=0.2,th;q=0.8", "th"),
        ("", "en;q=0,th;q=0.1", "th"),
        ("", "en;q=x", "th"),
    ],
)
def test_the_language_is_the_one_asked_for(chosen: str, accepted: str, language: str) -> None:
    assert language_asked(chosen, accepted) == language
