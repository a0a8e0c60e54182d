"""Keep together what a browser would break wrongly in Thai, where no space parts the words."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language

NO_BREAK_SPACE = "\u00a0"

# Compounds that dictionaries cut inside. Longer ones first, so that they win.
COMPOUNDS = (
    "อันดับที่",
    "ยิ่งมากยิ่งดี",
    "ยิ่งน้อยยิ่งดี",
    "ต่อคนต่อปี",
    "ต่อครัวเรือน",
    "ต่อเดือน",
    "ต่ำกว่า",
    "สูงกว่า",
    "ด้อยกว่า",
    "ดีกว่า",
    "ประจวบคีรีขันธ์",
    "ทรัพยากรธรรมชาติ",
    "เฉียงเหนือ",
    "ความหนาแน่น",
    "ประถมศึกษา",
    "อุดมศึกษา",
    "สิ่งแวดล้อม",
    "ค่าเฉลี่ย",
    "ใกล้เคียง",
    "จุดอ้างอิง",
    "จุดร้อยละ",
    "ผู้เยี่ยมเยือน",
    "เทียบเคียง",
    "ผู้สูงอายุ",
    "ร้อยละ",
    "ตัวชี้วัด",
    "ครัวเรือน",
    "ต่ำที่สุด",
    "สูงที่สุด",
    "ตะวันออก",
    "มัธยฐาน",
    "แนวโน้ม",
    "อัตราส่วน",
    "รายจังหวัด",
    "รายได้",
    "ต่อหัว",
    "มูลฝอย",
    "หนี้สิน",
    "ว่างงาน",
)
_COMPOUND = re.compile("|".join(sorted(COMPOUNDS, key=len, reverse=True)))
_BEFORE_NUMBER = re.compile(r"(พ\.ศ\.|ระดับ|อันดับที่|อันดับ|ร้อยละ|ช่วง|กลุ่มที่) (?=[\d−–])")
_AFTER_NUMBER = re.compile(
    r"(?<=\d) (?=(?:จังหวัด|อันดับ|ตัวชี้วัด|ตัว|คะแนน|บาท|ปี|คน|ภาค|กลุ่ม|ด้าน|หน่วย|ครั้ง|จุด|จาก))"
)


def unbroken_text(text: str, language: Language) -> str:
    """Return plain text with no-break spaces between a number and its word."""
    if language == "en":
        return text
    return _AFTER_NUMBER.sub(NO_BREAK_SPACE, _BEFORE_NUMBER.sub(rf"\1{NO_BREAK_SPACE}", text))


@lru_cache(maxsize=20_000)  # names and units of measure stand in every row
def glue(text: str, language: Language) -> Markup:
    """Return the text escaped, with compounds that must not break kept together."""
    if isinstance(text, Markup):
        return text
    safe = escape(unbroken_text(text, language))
    if language == "en":
        return Markup(safe)
    return Markup(_COMPOUND.sub(lambda m: f'<span class="nb">{m[0]}</span>', safe))
