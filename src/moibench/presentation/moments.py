"""Moments as people write them: a date of พ.ศ. or CE, in Thai digits too, or ISO with a time."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from moibench.presentation.language import Language, text
from moibench.presentation.years import BUDDHIST_ERA_OFFSET, ascii_digits, format_year, year_number

THAILAND = ZoneInfo("Asia/Bangkok")
_FIRST_BUDDHIST = 2443
_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?P<time>[T ].+)?"
    r"|(?P<day2>\d{1,2})/(?P<month2>\d{1,2})/(?P<year2>\d{4})"
)


class MomentError(ValueError):
    """What was typed is no date; `key` and `fields` name the message that says why."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(text(key, "en", **fields))


def parse_moment(typed: str, now: dt.datetime | None = None) -> dt.datetime:
    """Read a date such as 2569-11-23, ๒๓/๑๑/๒๕๖๙ or 2026-11-23T12:00+07:00.

    A date alone is the end of that day in Thailand, of today the present moment; a time without
    a zone is Thai time.

    Raises:
        MomentError: not a date, a year of neither era, or a moment yet to come.
    """
    cleaned = ascii_digits(typed).strip()
    match = _DATE.fullmatch(cleaned)
    if match is None:
        raise MomentError("moments.not_a_date", typed=typed.strip()[:40])
    year = int(match["year"] or match["year2"])
    year -= BUDDHIST_ERA_OFFSET if year >= _FIRST_BUDDHIST else 0
    month, day = int(match["month"] or match["month2"]), int(match["day"] or match["day2"])
    present = now or dt.datetime.now(THAILAND)
    try:
        date = dt.date(year, month, day)
        if match["time"]:
            moment = dt.datetime.fromisoformat(f"{date}T{match['time'][1:]}")
            moment = moment if moment.tzinfo else moment.replace(tzinfo=THAILAND)
        elif date == present.astimezone(THAILAND).date():
            moment = present
        else:
            moment = dt.datetime.combine(date, dt.time.max, THAILAND)
    except ValueError as error:
        raise MomentError("moments.not_a_date", typed=typed.strip()[:40]) from error
    if not 1900 <= year <= 2200:
        raise MomentError("moments.not_a_date", typed=typed.strip()[:40])
    if moment > present:
        raise MomentError("moments.future", typed=typed.strip()[:40])
    return moment


def format_date(date: dt.date, language: Language) -> str:
    """Write a date: "23 พฤศจิกายน พ.ศ. 2569" or "23 November 2026"."""
    month = text(f"moments.months.m{date.month}", language)
    return f"{date.day} {month} {format_year(date.year, language)}"


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
