"""Days and moments as people write them: พ.ศ. in Thai, CE in English; the time in Thailand."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from moibench.presentation.language import Language, text
from moibench.presentation.years import year_number

THAILAND = ZoneInfo("Asia/Bangkok")


def format_day(day: dt.date, language: Language) -> str:
    """Write a day: "23 พ.ย. 2569", "23 Nov 2026"."""
    month = text(f"moments.month_{day.month}", language)
    return f"{day.day} {month} {year_number(day.year, language)}"


def format_moment(moment: dt.datetime, language: Language) -> str:
    """Write an aware moment to the minute: "23 พ.ย. 2569 16:11 น."."""
    here = moment.astimezone(THAILAND)
    return text(
        "moments.moment", language, day=format_day(here.date(), language), time=f"{here:%H:%M}"
    )
