"""Levers and what-if: the page shows the analysis's numbers, and stores nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue, current_design
from moibench.analysis.levers import levers, what_if
from moibench.analysis.profile import profile
from moibench.presentation.numbers import format_number, format_score, format_value

pytestmark = pytest.mark.django_db


def html_of(path: str) -> str:
    return Client().get(path).content.decode()


def result_of(html: str) -> list[str]:
    table = html.split('id="result"')[1].split("</table>")[0]
    return re.findall(r'<td class="num">(?:<b>)?([^<]+)', table)


@pytest.mark.parametrize("code", ["24", "NE", "E-1", "58"])
def test_the_levers_stand_soonest_first_with_their_numbers(code: str) -> None:
    found = levers(code, 2019)
    html = html_of(f"/levers/{code}?year=2562")
    section = html.split('id="levers"')[1].split("</section>")[0]
    rows = re.findall(r'<tr id="([a-z0-9_]+)">(.*?)</tr>', section, flags=re.DOTALL)
    assert [i for i, _ in rows] == [x.indicator_id for x in found.levers]
    for lever, (_, row) in zip(found.levers, rows, strict=True):
        indicator = current_catalogue().indicators[lever.indicator_id]
        years, target, per_year, score, weight = re.findall(r'<td class="num">(?:<b>)?([^<]+)', row)
        assert years == format_number(lever.years, 1)
        assert target == format_value(lever.target_value, indicator)
        assert per_year == format_number(lever.points_per_year, 2, signed=True)
        assert score == format_score(lever.score)
        assert weight == format_number(lever.weight * 100, 1)


@pytest.mark.parametrize(
    ("query", "values", "weights"),
    [
        ("v-household_income=40,000", {"household_income": 40000.0}, {}),
        ("v-household_income=๔๐๐๐๐", {"household_income": 40000.0}, {}),
        ("w-economy=3&w-hai=0", {}, {"economy": 3.0, "hai": 0.0}),
        ("v-hai=0.5&w-environment=2", {"hai": 0.5}, {"environment": 2.0}),
    ],
)
def test_what_is_supposed_is_computed_at_once(
    query: str, values: dict[str, float], weights: dict[str, float]
) -> None:
    known = profile("24", 2019).overall
    answer = what_if("24", values, weights, 2019)
    shown = result_of(html_of(f"/levers/24?year=2562&{query}"))
    after = answer.after
    assert shown[0] == format_score(known.score)
    assert shown[1] == format_score(after.score)
    assert shown[3] == str(after.level)
    assert shown[5] == f"{after.rank} (ช่วง {after.rank_low}–{after.rank_high}) จาก {after.of}"
    assert after.score != known.score


def test_supposing_stores_nothing() -> None:
    before = html_of("/area/24?year=2562")
    html_of("/levers/24?year=2562&v-hai=0.1&w-economy=9")
    assert html_of("/area/24?year=2562") == before
    assert "ไม่บันทึกสิ่งใด" in unescape(html_of("/levers/24"))


def test_the_form_keeps_what_was_typed_and_the_state_of_the_page() -> None:
    html = html_of("/levers/24?year=2562&bangkok=1&model=economy&v-hai=0.7")
    form = html.split('class="supposing"')[1].split("</form>")[0]
    for name, value in (("year", "2562"), ("bangkok", "1"), ("model", "economy")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in form
    assert re.search(r'name="v-hai" value="0.7"', form)
    assert re.search(r'name="v-gpp_per_capita" value=""', form)


def test_without_a_supposition_there_is_no_result() -> None:
    assert "<table" not in html_of("/levers/24").split('id="result"')[1].split("</div>")[0]


def test_a_slider_asks_for_the_result_alone() -> None:
    path = "/levers/24?year=2562&v-hai=0.61"
    alone = Client().get(path, headers={"HX-Request": "true"})
    assert "HX-Request" in alone["Vary"]
    part = alone.content.decode()
    assert "<html" not in part
    assert result_of(part) == result_of(html_of(path))


def test_sliders_run_over_the_goalposts_and_begin_at_the_value() -> None:
    html = html_of("/levers/24?year=2562")
    design = current_design()
    for dimension in design.dimensions.values():
        for indicator_id, leaf in dimension.indicators.items():
            tag = re.findall(rf'<input [^>]*name="v-{indicator_id}"[^>]*>', html)[0]
            ends = {k: float(v) for k, v in re.findall(r'data-(\w+)="([^"]+)"', tag)}
            value = profile("24", 2019).indicator(indicator_id).figure.value
            assert value is not None
            assert ends["least"] <= min(*leaf.goalposts, value) + ends["step"]
            assert ends["most"] >= max(*leaf.goalposts, value) - ends["step"]
            assert ends["now"] == pytest.approx(value, abs=ends["step"])
    assert len(re.findall(r'name="w-[^>]*data-least="0.00" data-most="3.00"', html)) == (
        len(design.dimensions) + len(design.indicator_ids)
    )
