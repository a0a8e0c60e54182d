"""Before and during a plan: the page says what the analysis found, and never that it caused it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from moibench.analysis.before_after import before_after_indicator, before_after_unit
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.plan_results import PlanEffect
from moibench.presentation.language import messages, text
from moibench.presentation.numbers import format_percent, format_value
from moibench.presentation.pages.before_after import SHOWN, change_text, shown_as
from moibench.presentation.sentences.plans import plan_sentence

pytestmark = pytest.mark.django_db


def html_of(path: str) -> str:
    return Client().get(path).content.decode()


def bare(html: str) -> str:
    plain = unescape(re.sub(r"<[^>]+>", "", html)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain).strip()


def cells_of(html: str, row_id: str) -> list[str]:
    row = html.split(f'<tr id="{row_id}">')[1].split("</tr>")[0]
    row = re.sub(r'<details class="trust">.*?</details>', "", row)
    return [bare(c) for c in re.findall(r"<td[^>]*>(.*?)</td>", row, flags=re.DOTALL)]


def check(effect: PlanEffect, cells: list[str]) -> None:
    indicator = current_catalogue().indicators[effect.indicator_id]
    verdict, before, after, own, peers, excess, bar, placebo, pre = cells
    assert before == format_value(effect.before, indicator)
    assert after == format_value(effect.after, indicator)
    assert own == change_text(effect.own_change, effect, indicator)
    assert peers == change_text(effect.peers_change, effect, indicator)
    assert excess == change_text(effect.excess, effect, indicator)
    assert bool(bar) == (effect.own_change is not None and effect.peers_change is not None)
    assert verdict.startswith(text(f"before_after.verdict.{shown_as(effect)}", "th"))
    assert placebo == format_percent(effect.placebo_share)
    assert pre == format_percent(effect.pre_trend_share)
    if effect.reason:
        fields = {"before": effect.points_before, "after": effect.points_after}
        reason = text(f"before_after.reason.{effect.reason}", "th", **fields)
        assert reason.replace(" ", "") in verdict.replace(" ", "")


@pytest.mark.parametrize("code", ["24", "E-1", "10", "TH"])
def test_every_indicator_of_a_unit_stands_in_the_table(code: str) -> None:
    html = html_of(f"/before-after/{code}")
    effects = before_after_unit(code).effects
    assert len(re.findall(r'<tr id="', html)) == len(effects)
    for effect in effects:
        check(effect, cells_of(html, effect.indicator_id))


def test_every_unit_of_an_indicator_stands_in_the_table_by_excess() -> None:
    for indicator_id, sign in (("gpp_per_capita", 1), ("household_debt_share", -1)):
        html = html_of(f"/before-after/indicator/{indicator_id}")
        effects = {e.unit_code: e for e in before_after_indicator(indicator_id).effects}
        order = re.findall(r'<tr id="unit-([^"]+)"', html)
        assert set(order) == set(effects)
        for code in order:
            check(effects[code], cells_of(html, f"unit-{code}"))
        sizes = [sign * (effects[c].excess or 0) for c in order if effects[c].excess is not None]
        assert sizes == sorted(sizes, reverse=True)


def test_what_can_be_told_is_said_and_leads_to_its_row() -> None:
    html = html_of("/before-after/indicator/gpp_per_capita")
    said = re.findall(r"<li>(.*?) <a href=\"#unit-([^\"]+)", html.split('id="says"')[1])
    told = {
        e.unit_code: plan_sentence(e, current_catalogue(), "th").text
        for e in before_after_indicator("gpp_per_capita").effects
        if e.verdict in ("clearly_better", "probably_better", "probably_worse", "clearly_worse")
    }
    assert told
    assert {code: bare(sentence).replace(" ", "") for sentence, code in said} == {
        code: sentence.replace("\u00a0", "").replace(" ", "") for code, sentence in told.items()
    }


def test_the_overview_counts_every_province_once() -> None:
    html = html_of("/before-after")
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', html, flags=re.DOTALL)
    assert rows
    for row in rows:
        indicator_id = re.findall(r"/before-after/indicator/([a-z0-9_]+)", row)[0]
        counts = [c.replace("–", "0") for c in re.findall(r'class="num">([^<]+)<', row)]
        verdicts = [shown_as(e) for e in before_after_indicator(indicator_id).effects]
        assert [int(c) for c in counts] == [verdicts.count(v) for v in SHOWN]
        assert sum(map(int, counts)) == 76


def test_a_choice_of_the_form_leads_to_its_page() -> None:
    answer = Client().get("/before-after?area=24&indicator=&plan=plan12&model=economy")
    assert answer["Location"] == "/before-after/24?model=economy&plan=plan12"
    answer = Client().get("/en/before-after?area=&indicator=hai&before=2012-2015&during=2016-2019")
    assert answer["Location"].startswith("/en/before-after/indicator/hai?")
    assert "before=2012-2015&during=2016-2019" in answer["Location"]


def test_years_of_ones_own_replace_those_of_the_plan_and_change_era_with_the_language() -> None:
    path = "/before-after/24?before=2555-2558&during=2559-2562"
    html = html_of(path)
    own = before_after_unit("24", before=(2012, 2013, 2014, 2015), after=(2016, 2017, 2018, 2019))
    for effect in own.effects:
        check(effect, cells_of(html, effect.indicator_id))
    switch = re.search(r'class="switch" href="([^"]+)"', html)
    assert switch is not None
    assert unescape(switch[1]) == "/en/before-after/24?before=2012-2015&during=2016-2019"


def test_no_text_says_that_a_plan_caused_anything() -> None:
    for key, pair in messages().items():
        if key.startswith("before_after."):
            assert "เพราะแผน" not in pair["th"], key
            assert "because of the plan" not in pair["en"], key
    assert "ระหว่างแผน" in bare(html_of("/before-after/24"))


def test_indicators_of_ones_own_choice_stand_alone_in_the_table() -> None:
    wanted = ("hai", "gpp_per_capita")
    html = html_of("/before-after/24?indicators=gpp_per_capita&indicators=hai&plan=plan12")
    assert set(re.findall(r'<tr id="([a-z_]+)"', html)) == set(wanted)
    for effect in before_after_unit("24", "plan12", indicator_ids=wanted).effects:
        check(effect, cells_of(html, effect.indicator_id))
    boxes = re.findall(r'name="indicators" value="([a-z_]+)" checked', html)
    assert set(boxes) == set(wanted)
    assert "indicators=gpp_per_capita,hai" in html  # the lasting address keeps them
    assert len(re.findall(r'<tr><th scope="row">', html_of("/before-after?indicators=hai"))) == 1


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("indicators=hia", 404, "/before-after/24?indicators=hai"),
        ("indicators=poverty_headcount", 404, "/indicator/poverty_headcount"),
        ("plan=plan99", 400, "plan=plan12"),
        ("model=money", 400, "model=economy"),
        ("before=2562&during=2560", 400, 'href="/before-after/24"'),
        ("before=ปีก่อน", 400, 'href="/before-after/24"'),
        ("before=2500-2599", 400, 'href="/before-after/24"'),
    ],
)
def test_a_wrong_parameter_leads_to_the_nearest_valid_choice(
    query: str, status: int, said: str
) -> None:
    answer = Client().get(f"/before-after/24?{query}")
    assert answer.status_code == status
    assert said in unescape(answer.content.decode())
