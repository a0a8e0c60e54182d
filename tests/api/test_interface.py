"""/api/ answers the terminal's JSON, and refuses with a reason and what could be asked."""

import json

import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
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
    assert set(paths) == {
        "/api/profile/{unit}",
        "/api/ranking/{subject}",
        "/api/edition/",
        "/api/edition/{year}/{number}",
    }
