"""Pictures say what is drawn, in figures and in words, with Thai letters in their places."""

from __future__ import annotations

import json

import pytest
import vl_convert

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.analysis.results import Profile
from moibench.presentation.language import LANGUAGES, Language
from moibench.presentation.pictures import (
    dimension_picture,
    level_picture,
    rank_picture,
    render_png,
    trend_picture,
)
from moibench.presentation.pictures.render import _register_fonts, static_text
from tests.presentation import specimen as s

SPREAD = tuple((code, 90.0 - 10 * i) for i, code in enumerate(s.PROVINCES))


def text_spec(content: str) -> dict[str, object]:
    return {
        "width": 200,
        "height": 60,
        "data": {"values": [{}]},
        "config": {"font": "Sarabun"},
        "mark": {"type": "text", "text": content, "fontSize": 32, "font": "Sarabun"},
    }


def test_sara_am_is_taken_apart_with_the_tone_mark_between() -> None:
    assert static_text("น้ำ") == "น\u0e4d\u0e49\u0e32"
    assert static_text({"title": ["กำจัด", 3]}) == {"title": ["ก\u0e4d\u0e32จัด", 3]}
    assert static_text("ฉะเชิงเทรา 2562") == "ฉะเชิงเทรา 2562"


def test_the_renderer_still_needs_sara_am_taken_apart() -> None:
    # Both spellings must look the same once the renderer shapes U+0E33: then drop static_text.
    _register_fonts()
    whole = vl_convert.vegalite_to_png(text_spec("น้ำกำ"), scale=2)
    apart = vl_convert.vegalite_to_png(static_text(text_spec("น้ำกำ")), scale=2)
    assert whole != apart


def test_the_same_spec_gives_the_same_picture() -> None:
    assert render_png(text_spec("กำ"), 2) == render_png(text_spec("กำ"), 2)


def test_a_picture_is_scaled() -> None:
    small, large = render_png(text_spec("ก"), 1), render_png(text_spec("ก"), 3)
    assert int.from_bytes(large[16:20], "big") == 3 * int.from_bytes(small[16:20], "big")


def spine(profile_: Profile, language: Language = "th") -> dict[str, dict[str, float]]:
    picture = dimension_picture(profile_, s.catalogue(), "environment", language)
    assert picture is not None
    return {row["name"]: row for row in picture.spec["data"]["values"]}


def test_right_is_better_also_where_low_is_good() -> None:
    best_first = tuple(reversed(SPREAD))
    low = s.result(
        "waste",
        0.0,
        distribution=best_first,
        benchmarks=(s.benchmark("country", 45.0, relation="better", gap=-45.0),),
    )
    row = spine(s.profile("24", low))["ขยะกำจัดไม่ถูกต้อง"]
    assert (row["own"], row["country"]) == (1.0, 0.5)
    assert row["low"] == pytest.approx(0.25)
    assert row["relation"] == "better"


def test_too_few_units_have_scores_drawn_instead_of_a_spread() -> None:
    few = s.result("waste", 50.0, score=44.0, distribution=SPREAD[:2])
    assert spine(s.profile("24", few))["ขยะกำจัดไม่ถูกต้อง"]["score"] == 44.0


def test_nothing_to_draw_is_no_picture() -> None:
    empty = s.profile("TH", overall=s.node(score=None), dimensions=(s.node("economy", None),))
    assert level_picture(empty, s.catalogue(), "th") is None
    assert rank_picture(empty, s.catalogue(), "th") is None
    assert dimension_picture(empty, s.catalogue(), "economy", "th") is None
    assert trend_picture(empty, s.catalogue(), "th") is None


def test_breaks_stand_between_the_years_they_part() -> None:
    shown = s.result("waste", history=s.POINTS, break_years=(2017,))
    picture = trend_picture(s.profile("24", shown), s.catalogue(), "en")
    assert picture is not None
    rule = picture.spec["concat"][0]["layer"][0]
    assert rule["data"]["values"] == [{"year": 2016.5}]


def test_no_line_is_drawn_across_a_break() -> None:
    shown = s.result("waste", history=s.POINTS, break_years=(2017,))
    picture = trend_picture(s.profile("24", shown), s.catalogue(), "en")
    assert picture is not None
    line = picture.spec["concat"][0]["layer"][1]
    assert line["encoding"]["detail"]["field"] == "stretch"
    stretches = {row["year"]: row["stretch"] for row in line["data"]["values"]}
    assert stretches == {2015: 0, 2016: 0, 2017: 1, 2018: 1, 2019: 1}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["24", "E-1", "TH"])
def test_real_pictures_have_words_and_marks(unit: str, language: Language) -> None:
    answer, catalogue = profile(unit, 2019), current_catalogue()
    pictures = [
        level_picture(answer, catalogue, language),
        trend_picture(answer, catalogue, language),
        *(dimension_picture(answer, catalogue, d.node_id, language) for d in answer.dimensions),
    ]
    for picture in pictures:
        assert picture is not None
        assert picture.caption
        assert picture.note
        assert len(picture.alternative) > 20
        json.dumps(picture.spec, allow_nan=False)
        assert render_png(picture.spec, 1).startswith(b"\x89PNG")
