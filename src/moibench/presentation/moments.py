"""Moments as people write them: a date of พ.ศ. or CE, in Thai digits too, or ISO with a time."""

from __future__ import annotations

import datetime as dt
import re

from moibench.presentation.language import Language, text
from moibench.presentation.years import BUDDHIST_ERA_OFFSET, ascii_digits, format_year

THAI_TIME = dt.timezone(dt.timedelta(hours=7))
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
    cleaned = ascii_digits(typed).strip().replace(" 00:", "+00:")
    match = _DATE.fullmatch(cleaned)
    if match is None:
        raise MomentError("moments.not_a_date", typed=typed.strip()[:40])
    year = int(match["year"] or match["year2"])
    year -= BUDDHIST_ERA_OFFSET if year >= _FIRST_BUDDHIST else 0
    month, day = int(match["month"] or match["month2"]), int(match["day"] or match["day2"])
    present = now or dt.datetime.now(THAI_TIME)
    try:
        date = dt.date(year, month, day)
        if match["time"]:
            moment = dt.datetime.fromisoformat(f"{date}T{match['time'][1:]}")
            moment = moment if moment.tzinfo else moment.replace(tzinfo=THAI_TIME)
        elif date == present.astimezone(THAI_TIME).date():
            moment = present
        else:
            moment = dt.datetime.combine(date, dt.time.max, THAI_TIME)
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


def format_moment(moment: dt.datetime, language: Language) -> str:
    """Write a moment in Thai time to the minute."""
    there = moment.astimezone(THAI_TIME)
    return text(
        "moments.moment",
        language,
        date=format_date(there.date(), language),
        time=f"{there:%H:%M}",
    )
