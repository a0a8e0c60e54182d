"""Numbers keep their classifier, compounds keep together, and nothing escapes escaping."""

from __future__ import annotations

import re

import pytest

from moibench.presentation.graphics import Markup
from moibench.presentation.pages.glue import glue, unbroken_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("อันดับที่ 15 (ช่วง 5–36) จาก 76 จังหวัด", ("อันดับที่\u00a015", "ช่วง\u00a05", "76\u00a0จังหวัด")),
        ("พ.ศ. 2562", ("พ.ศ.\u00a02562",)),
        ("ระดับ 4 · 71.4 คะแนน", ("ระดับ\u00a04", "71.4\u00a0คะแนน")),
    ],
)
def test_a_number_stays_with_its_word(typed: str, kept: tuple[str, ...]) -> None:
    said = unbroken_text(typed, "th")
    for piece in kept:
        assert piece in said
    assert said.replace("\u00a0", " ") == typed


def test_compounds_are_wrapped_and_the_text_is_unchanged() -> None:
    text = "รายได้เฉลี่ยของครัวเรือนใกล้เคียงกับประเทศ"
    glued = glue(text, "th")
    assert '<span class="nb">รายได้</span>' in glued
    assert re.sub(r"</?span[^>]*>", "", glued) == text


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_was_typed_is_escaped(language: str) -> None:
    glued = glue("<script>รายได้ & x", language)  # type: ignore[arg-type]
    assert glued.startswith("&lt;script&gt;")
    assert "&amp;" in glued


def test_markup_is_left_as_it_is() -> None:
    assert glue(Markup("<b>x</b>"), "th") == "<b>x</b>"
