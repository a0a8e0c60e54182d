"""The slides: ten, each with a finding, native charts with their data, notes with sources."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from moibench.presentation import sentences
from moibench.presentation.language import Language
from moibench.presentation.names import short_indicator_name
from moibench.presentation.numbers import format_value
from moibench.presentation.slides.deck import ChartAndWords, Charts, NativeChart, SlideTable
from moibench.reports.documents import KINDS, Pack, build, gather

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CASES = [("24", "th"), ("38", "th"), ("10", "th"), ("E-1", "en"), ("E", "th"), ("TH", "th")]
SLIDE_WIDTH, SLIDE_HEIGHT = 12192120, 6858000
THAI = re.compile("[\u0e01-\u0e5b]")


@lru_cache(maxsize=8)
def _pack(unit: str, language: Language) -> Pack:
    return gather(unit, 2019, language)


@lru_cache(maxsize=8)
def _slides(unit: str, language: Language) -> list[Any]:
    return list(Presentation(io.BytesIO(build("pptx", _pack(unit, language)))).slides)


def _deck(pack: Pack) -> Any:
    from moibench.presentation.slides import Results, unit_deck

    results = Results(pack.profile, pack.answers.peers, pack.answers.effects, pack.summary)
    return unit_deck(results, pack.catalogue, pack.language)


@pytest.mark.parametrize(("unit", "language"), CASES)
def test_any_unit_has_ten_slides_with_findings_and_notes(unit: str, language: Language) -> None:
    slides = _slides(unit, language)
    assert len(slides) == 10
    for slide in slides:
        assert slide.shapes.title.text_frame.text.strip()
        notes = slide.notes_slide.notes_text_frame.text
        assert slide.shapes.title.text_frame.text in notes or slide is slides[0]
        assert "•" in notes
        if language == "en":
            assert not THAI.search(slide.shapes.title.text_frame.text)


@pytest.mark.parametrize(("unit", "language"), CASES)
def test_nothing_stands_outside_the_slide(unit: str, language: Language) -> None:
    for slide in _slides(unit, language):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= SLIDE_WIDTH
            assert shape.top + shape.height <= SLIDE_HEIGHT


def _charts_of(deck: Any) -> list[NativeChart]:
    found: list[NativeChart] = []
    for slide in deck.slides:
        if isinstance(slide.body, ChartAndWords):
            found.append(slide.body.chart)
        elif isinstance(slide.body, Charts):
            found += slide.body.charts
    return found


@pytest.mark.parametrize(("unit", "language"), [("24", "th"), ("TH", "th"), ("E-1", "en")])
def test_charts_hold_the_unrounded_values_and_say_what_they_show(
    unit: str, language: Language
) -> None:
    drawn = [s for slide in _slides(unit, language) for s in slide.shapes if s.has_chart]
    meant = _charts_of(_deck(_pack(unit, language)))
    assert len(drawn) == len(meant) >= 5
    for shape, chart in zip(drawn, meant, strict=True):
        plot = shape.chart.plots[0]
        assert tuple(plot.categories) == chart.categories
        assert [tuple(s.values) for s in plot.series] == [s.values for s in chart.series]
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == chart.alternative
        assert shape.chart.part.chart_workbook.xlsx_part is not None


def test_the_largest_gap_is_the_stored_history() -> None:
    pack = _pack("24", "th")
    chart = next(
        s.body.chart
        for s in _deck(pack).slides
        if s.id == "gap" and isinstance(s.body, ChartAndWords)
    )
    first = sentences.highlights(pack.profile, pack.catalogue, "th").gaps[0].anchor
    result = pack.profile.indicator(first)
    assert chart.title.startswith(short_indicator_name(pack.catalogue.indicators[first], "th"))
    drawn = tuple(value for value in chart.series[0].values if value is not None)
    assert drawn == tuple(p.value for p in result.history)[-10:]
    assert chart.categories.count("ขาดตอน") == len(result.break_years) == 2


def test_the_table_says_what_the_profile_says() -> None:
    pack = _pack("24", "th")
    table = next(s.body for s in _deck(pack).slides if isinstance(s.body, SlideTable))
    shape = next(s for s in _slides("24", "th")[3].shapes if s.has_table)
    shown = [[cell.text for cell in row.cells] for row in shape.table.rows]
    assert shown[1:] == [list(row) for row in table.rows]
    gpp = pack.profile.indicator("gpp_per_capita").figure.value
    assert gpp is not None
    assert shown[1][1] == format_value(gpp, pack.catalogue.indicators["gpp_per_capita"])


def test_every_run_names_its_font_for_complex_script_and_its_language() -> None:
    for slide in _slides("24", "th"):
        for run in slide._element.iter(qn("a:r")):
            properties = run.find(qn("a:rPr"))
            assert properties.find(qn("a:cs")) is not None
            assert properties.get("lang") == "th-TH"


def test_the_same_results_give_the_same_bytes() -> None:
    pack = _pack("38", "th")
    assert KINDS["pptx"].build(pack) == build("pptx", pack)


def test_without_scores_slides_say_why_and_no_chart_is_empty() -> None:
    slides = list(Presentation(io.BytesIO(build("pptx", gather("38", 2011, "en")))).slides)
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_chart:
                values = [v for s in shape.chart.plots[0].series for v in s.values]
                assert any(v is not None for v in values)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[2] == "Bueng Kan Province has no scores for 2011"
    assert titles[7] == "Bueng Kan Province has no overall score to set beside others"
    assert (
        "it is the year chosen for this report"
        in slides[0].notes_slide.notes_text_frame.text.lower()
    )


def test_a_legend_names_a_broken_line_once() -> None:
    charts = [s for s in _slides("E-1", "en")[5].shapes if s.has_chart]
    for shape in charts:
        gone = shape.chart._chartSpace.findall(f".//{qn('c:legendEntry')}")
        assert len(list(shape.chart.plots[0].series)) - len(gone) <= 2
