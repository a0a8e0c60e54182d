"""The chapters that compare and explain: what they say is what was answered."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.numbers import Shown, format_number, format_score, format_value
from moibench.presentation.report import Bullet, Chapter, Drawing, Heading, Paragraph, Table
from moibench.reports.documents import Pack, gather

pytestmark = pytest.mark.django_db
UNITS = ["24", "10", "38", "E-1", "E", "TH"]
NEW = ["compared", "change", "plan", "targets", "unsaid"]


@lru_cache(maxsize=24)
def _pack(unit: str, language: Language = "th", kind: str = "country") -> Pack:
    choice = BenchmarkChoice(kind=kind)  # type: ignore[arg-type]
    return gather(unit, 2019, language, choice=choice)


def _tables(chapter: Chapter) -> list[Table]:
    return [b for b in chapter.blocks if isinstance(b, Table)]


def _said(chapter: Chapter) -> str:
    return "\n".join(b.text for b in chapter.blocks if isinstance(b, Paragraph | Bullet | Heading))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_the_chapters_and_no_table_passes_the_margin(
    unit: str, language: Language
) -> None:
    report = _pack(unit, language).report
    ids = [c.id for c in report.chapters]
    assert ids[ids.index("compared") : ids.index("method")] == NEW
    for chapter_id in NEW:
        chapter = report.chapter(chapter_id)
        assert chapter.blocks
        for table in _tables(chapter):
            assert sum(c.width for c in table.columns) <= 16.001, table.caption
            assert all(len(row) == len(table.columns) for row in table.rows)
        assert "{" not in _said(chapter)
        assert "None" not in _said(chapter)


def test_the_comparative_chapter_follows_the_chosen_benchmark() -> None:
    country, peers = (_pack("24", kind=k).report.chapter("compared") for k in ("country", "peers"))
    assert "ค่าประเทศ" in country.title
    assert "กลุ่มเทียบเคียง 8 แห่ง" in peers.title
    pack = _pack("24", kind="peers")
    compared = pack.answers.compared
    rows = {row[0].partition(" (")[0].rstrip("*"): row for row in _tables(peers)[0].rows}
    place = compared.indicator_ids.index("gpp_per_capita")
    cell = compared.cells[place][0]
    indicator = pack.catalogue.indicators["gpp_per_capita"]
    row = rows["GPP ต่อหัว"]
    assert row[1] == format_value(cell.figure.value, indicator)
    assert row[3] == format_value(cell.benchmark.figure.value, indicator)
    assert row[4] == format_value(cell.benchmark.gap, indicator, signed=True)


def test_the_steps_of_the_change_add_up_to_it_and_end_at_the_profiles_score() -> None:
    pack = _pack("24")
    change = pack.answers.change
    assert change is not None
    table = _tables(pack.report.chapter("change"))[0]
    *steps, total = table.rows
    points = [row[5].value for row in steps if isinstance(row[5], Shown)]
    assert sum(points) == pytest.approx(change.score_change, abs=1e-9)
    assert total[4] == format_score(pack.profile.overall.score)
    assert total[5] == format_number(change.score_change, 2, signed=True)


def test_without_two_scores_the_change_says_so_instead() -> None:
    pack = gather("38", 2011, "th")
    assert pack.answers.change is None
    assert "ไม่มีคะแนนของสองปี" in _said(pack.report.chapter("change"))


def test_peers_are_listed_with_why() -> None:
    pack = _pack("24")
    assert pack.answers.peers is not None
    table = _tables(pack.report.chapter("compared"))[-1]
    names = [pack.catalogue.units[c].name.th for c in pack.answers.peers.codes]
    assert [row[0] for row in table.rows] == names
    assert all(row[2] != "–" for row in table.rows)
    assert not _said(_pack("TH").report.chapter("compared")).count("คู่เทียบเชิงสถิติ")


def test_what_cannot_be_said_of_the_plan_is_named_with_its_reason() -> None:
    pack = _pack("24")
    judged = {r.indicator_id for r in pack.profile.indicators if r.weight is not None}
    unsaid = [
        e
        for e in pack.answers.effects.effects
        if e.indicator_id in judged and e.verdict == "cannot_say"
    ]
    assert unsaid
    said = _said(pack.report.chapter("unsaid"))
    for effect in unsaid:
        indicator = pack.catalogue.indicators[effect.indicator_id]
        assert (indicator.short_name or indicator.name).th in said
    told = _tables(pack.report.chapter("plan"))[0]
    assert len(told.rows) == len(judged)


@pytest.mark.parametrize("unit", UNITS)
def test_no_sentence_claims_a_cause(unit: str) -> None:
    for language, words in (("th", ("เป็นเพราะแผน", "ผลจากแผน")), ("en", ("because of the plan",))):
        said = "\n".join(_said(c) for c in _pack(unit, language).report.chapters)  # type: ignore[arg-type]
        assert not any(word in said for word in words)


@pytest.mark.parametrize(
    "kind", ["region", "cluster", "median", "best_in_class", "target", "baseline"]
)
def test_any_benchmark_makes_a_whole_chapter(kind: str) -> None:
    chapter = _pack("38", kind=kind).report.chapter("compared")
    assert chapter.title
    assert _said(chapter)


def test_a_chapter_of_a_few_lines_shares_its_page_and_a_table_never_does() -> None:
    report = _pack("24").report
    assert [c.id for c in report.chapters if c.is_short] == ["targets"]
    line = Paragraph("ก" * 500)
    assert Chapter("x", "x", (line,)).is_short
    assert not Chapter("x", "x", (line, Paragraph("ข"))).is_short
    assert not Chapter("x", "x", (Table((), (), "x"),)).is_short


@pytest.mark.parametrize("unit", ["24", "TH", "E-1"])
def test_every_table_of_figures_and_every_chart_says_where_it_is_from(unit: str) -> None:
    report = _pack(unit).report
    without = ("sources", "definitions", "method")
    for chapter in report.chapters:
        for block in chapter.blocks:
            if isinstance(block, Table | Drawing) and chapter.id not in without:
                assert re.search("ที่มา: .+ · รหัสฉบับ MB-2562-", block.note), (chapter.id, block.note)
