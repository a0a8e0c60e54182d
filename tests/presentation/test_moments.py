"""Dates are read in พ.ศ. and CE, with Thai digits, and never beyond the present."""

import datetime as dt

import pytest

from moibench.presentation.moments import THAILAND, MomentError, format_date, parse_moment

NOW = dt.datetime(2026, 11, 23, 15, 0, tzinfo=THAILAND)
END = dt.time.max


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2569-11-22", dt.datetime.combine(dt.date(2026, 11, 22), END, THAILAND)),
        ("2026-11-22", dt.datetime.combine(dt.date(2026, 11, 22), END, THAILAND)),
        ("๒๕๖๙-๑๑-๒๒", dt.datetime.combine(dt.date(2026, 11, 22), END, THAILAND)),
        (" 22/11/2569 ", dt.datetime.combine(dt.date(2026, 11, 22), END, THAILAND)),
        ("2569-11-23", NOW),
        ("2026-11-22T10:30", dt.datetime(2026, 11, 22, 10, 30, tzinfo=THAILAND)),
        ("2569-11-22T10:30+00:00", dt.datetime(2026, 11, 22, 10, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_date_is_read(typed: str, expected: dt.datetime) -> None:
    assert parse_moment(typed, NOW) == expected


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "moments.not_a_date"),
        ("yesterday", "moments.not_a_date"),
        ("2569-02-30", "moments.not_a_date"),
        ("0001-01-01", "moments.not_a_date"),
        ("2569-11-22T99:00", "moments.not_a_date"),
        ("2569-11-24", "moments.future"),
    ],
)
def test_what_is_no_date_or_yet_to_come_is_refused(typed: str, key: str) -> None:
    with pytest.raises(MomentError) as refused:
        parse_moment(typed, NOW)
    assert refused.value.key == key


def test_a_date_is_written_in_either_era() -> None:
    assert format_date(dt.date(2011, 3, 23), "th") == "23 มีนาคม พ.ศ.\u00a02554"
    assert format_date(dt.date(2011, 3, 23), "en") == "23 March 2011"
