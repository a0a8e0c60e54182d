"""Why score and rank changed: the page's numbers are the analysis's, and they add up."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.editions import publish
from moibench.analysis.explain import score_change, scored_years
from moibench.presentation.charts import change_steps
from moibench.presentation.numbers import format_number, format_score
from moibench.store.record import Entry, record_edition

pytestmark = pytest.mark.django_db


def html_of(path: str) -> str:
    return Client().get(path).content.decode()


def spec_of(html: str) -> list[dict[str, float | str]]:
    content = html.split('id="spec-waterfall">')[1].split("</script>")[0]
    rows: list[dict[str, float | str]] = json.loads(content)["data"]["values"]
    return rows


@pytest.mark.parametrize("code", ["24", "E-1", "10", "58"])
def test_the_waterfall_leads_from_one_score_to_the_other(code: str) -> None:
    answer = score_change(code, 2015, 2019)
    rows = spec_of(html_of(f"/change/{code}?from=2558&to=2562"))
    assert rows[0]["t"] == format_score(answer.from_score)
    assert rows[-1]["t"] == format_score(answer.to_score)
    at = answer.from_score
    for row in rows[1:-1]:
        assert row["from"] == pytest.approx(at, abs=1e-9)
        at = float(row["to"])
    assert at == pytest.approx(answer.to_score, abs=1e-9)
    steps = change_steps(answer, current_catalogue(), "th")
    assert [r["n"] for r in rows[1:-1]] == [name for name, _ in steps]
    assert sum(points for _, points in steps) == pytest.approx(answer.score_change, abs=1e-9)


def test_the_table_holds_every_step_and_marks_the_three_that_did_most() -> None:
    answer = score_change("24", 2015, 2019)
    html = html_of("/change/24?from=2558&to=2562")
    for step in answer.steps:
        row = html.split(f'<tr id="{step.indicator_id}">')[1].split("</tr>")[0]
        assert f"<b>{format_number(step.points, 2, signed=True)}</b>" in row
        assert ('class="most"' in row) == (step.indicator_id in answer.did_most)
    assert html.count('class="most"') == 3


def test_the_parts_of_the_rank_stand_with_a_rise_as_positive() -> None:
    answer = score_change("24", 2015, 2019)
    section = html_of("/change/24?from=2558&to=2562").split('id="rank"')[1]
    shown = re.findall(r'<td class="num">(?:<b>)?([^<]+)', section)
    parts = (answer.rank_own, answer.rank_others, answer.rank_revision, answer.rank_method)
    assert answer.from_rank is not None
    assert answer.to_rank is not None
    expected = [format_number(-(p or 0.0), 1, signed=True) for p in parts]
    total = format_number(answer.from_rank - answer.to_rank, 0, signed=True)
    assert shown == [*expected, total]
    assert sum(p or 0.0 for p in parts) == pytest.approx(answer.to_rank - answer.from_rank)


def test_the_form_offers_only_years_with_a_score() -> None:
    html = html_of("/en/change/38")
    offered = re.findall(r'<option value="(\d{4})"', html.split('name="to"')[1])
    assert [int(y) for y in offered] == sorted(scored_years("38")[1:], reverse=True)
    assert "พื้นที่นี้ไม่จัดอันดับ" in re.sub(r"</?span[^>]*>", "", html_of("/change/TH"))


@pytest.fixture
def corrected() -> None:
    """Publish 2569/1, then let a figure be corrected: 0.57 in place of what stood there."""
    publish("2569/1", "a test")
    entry = Entry("hai", "24", 2019, 0.57, "final")
    record_edition("nesdc_hai_2564", "nesdc_hai", 0, "corrected", [entry], "a test")


@pytest.mark.usefixtures("corrected")
def test_between_editions_the_revision_is_a_step_of_its_own_and_all_adds_up() -> None:
    path = "/change/24?from_edition=2569/1&from=2562&to=2562"
    answer = score_change("24", 2019, 2019, from_edition="2569/1")
    assert answer.revision < -1
    html = html_of(path)
    rows = spec_of(html)
    assert [r["n"] for r in rows[1:-1]] == ["การปรับปรุงข้อมูล"]
    assert rows[0]["t"] == format_score(answer.from_score)
    assert rows[-1]["t"] == format_score(answer.to_score)
    at = answer.from_score
    for row in rows[1:-1]:
        at = float(row["to"])
    assert at == pytest.approx(answer.to_score, abs=1e-9)
    plain = re.sub(r"<[^>]+>", "", html).replace("\u00a0", " ")
    assert "พ.ศ. 2562 ตามฉบับ 2569/1" in plain
    assert "พ.ศ. 2562 ตามข้อมูลที่แสดง" in plain
    assert "การปรับปรุงข้อมูลมีผล −" in plain
    # Seen from the edition itself nothing was revised.
    same = html_of("/change/24?edition=2569/1&from_edition=2569/1&from=2558&to=2562")
    assert "ตามฉบับ" not in re.sub(r"<[^>]+>", "", same.split("<h1>")[1])


@pytest.mark.usefixtures("corrected")
def test_years_and_edition_default_to_the_same_year_of_both_states() -> None:
    html = html_of("/en/change/24?from_edition=2569/1")
    assert re.findall(r'<option value="2569/1" selected', html)
    years = [
        re.findall(r'value="(\d+)" selected', html.split(f'name="{f}"')[1])[0]
        for f in ("from", "to")
    ]
    assert years[0] == years[1]
    form = html_of("/change/24?edition=2569/1").split('class="controls"')[2]
    assert '<input type="hidden" name="edition" value="2569/1">' in form


@pytest.mark.usefixtures("corrected")
def test_an_unknown_edition_is_refused_with_those_there_are() -> None:
    answer = Client().get("/change/24?from_edition=2569/9")
    assert answer.status_code == 404
    assert "2569/1" in answer.content.decode()
