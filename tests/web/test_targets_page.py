"""Targets: the state, the track and the ambition of each; an honest page where there is none."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.target_states import member_targets
from moibench.analysis.targets import target_progress, target_review
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.presentation.language import text
from moibench.presentation.numbers import format_percent, format_value
from tests.analysis.made import target
from tests.analysis.test_target_states import enter

pytestmark = pytest.mark.django_db


def html_of(path: str) -> str:
    return Client().get(path).content.decode()


def bare(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).replace("\u00a0", " ")


def test_the_target_of_the_country_stands_with_state_track_and_roll_up() -> None:
    review = target_review("TH")
    html = html_of("/targets/TH")
    assert html.count("<article") == len(review.targets) == 1
    progress = review.targets[0]
    assert text(f"targets.state.{progress.state}", "th") in bare(html.split("<article")[1])
    content = html.split('id="spec-track-1">')[1].split("</script>")[0]
    rows = json.loads(content)["layer"][-1]["data"]["values"]
    required = [r["v"] for r in rows if r["n"] == text("targets.track.required", "th")]
    assert required == [p.value for p in progress.required]
    actual = [r["v"] for r in rows if r["n"] == text("targets.track.actual", "th")]
    assert actual == [p.value for p in progress.actual]
    table = html.split('id="roll-up"')[1].split("</table>")[0]
    counts = re.findall(r'<td class="num">([^<]+)', table)
    assert sum(int(c) for c in counts if c != "–") == 2


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_unit_without_targets_says_so_and_draws_nothing(prefix: str) -> None:
    assert target_review("24").targets == ()
    html = html_of(f"{prefix}/targets/24")
    assert 'class="empty"' in html
    assert f'href="{prefix}/targets/TH"' in html
    assert "<article" not in html
    assert "data-spec" not in html


def test_a_target_can_be_tried_against_what_others_reached() -> None:
    target = Target(
        indicator="household_income",
        unit="24",
        kind="absolute",
        value=30000,
        base_year=2019,
        target_year=2023,
        source=Text(th="ลอง", en="tried"),
    )
    progress = target_progress("24", target)
    indicator = current_catalogue().indicators["household_income"]
    html = html_of("/targets/24?indicator=household_income&value=30,000&base=2562&by=2566")
    card = bare(html.split("<article")[1].split("</article>")[0])
    assert text(f"targets.state.{progress.state}", "th") in card
    gains = progress.ambition.gains
    assert gains is not None
    for gain in gains[:4]:
        assert format_value(gain, indicator, signed=True) in card
    assert format_percent(progress.ambition.share_reaching) in card


def test_trying_a_target_stores_nothing() -> None:
    html_of("/targets/24?indicator=hai&value=0.7&base=2562&by=2566")
    assert "<article" not in html_of("/targets/24")


def test_targets_inside_a_unit_are_counted_on_its_pages_and_marked_in_its_rows() -> None:
    enter(target(value=0.6), target(unit="20", value=0.9), target("hai", unit="E-1", value=0.7))
    found = member_targets("E-1", 2019)
    for path, mark in (("/area/E-1?year=2562", "member-targets"), ("/targets/E-1", "members")):
        table = html_of(path).split(f'id="{mark}"')[1].split("</table>")[0]
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", table, re.DOTALL)
        assert [bare(name) for name, _ in rows[:3]] == ["ชลบุรี", "ระยอง", "ฉะเชิงเทรา"]
        for (_, cells), count in zip(rows, found.by_member, strict=False):
            numbers = [bare(c) for c in re.findall(r"<td[^>]*>(.*?)</td>", cells)]
            assert numbers == [str(n) if n else "–" for n in (*count.counts, sum(count.counts))]
        assert len(rows) == 5
    row = html_of("/area/24?year=2562").split('role="row" id="hai"')[1].split('role="row"')[0]
    assert text("targets.state.achieved", "th") in bare(row)
    assert 'href="/targets/24?year=' in row
    assert 'class="tgt"' not in html_of("/area/20?year=2562").split('id="gpp_per_capita"')[1][:3000]


def test_a_cluster_whose_members_have_no_targets_says_so() -> None:
    said = text("targets.members_none", "th", units=3)
    assert said in bare(html_of("/area/E-1"))
    assert said in bare(html_of("/targets/E-1"))
    assert "พื้นที่สมาชิก" not in bare(html_of("/targets/24"))
