"""The table of an indicator as CSV: whole, in the reader's era, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from moibench.analysis.download import value_rows
from moibench.presentation.pages.value_table import safe_cell

pytestmark = pytest.mark.django_db


def rows(path: str) -> list[list[str]]:
    content = Client().get(path).content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("prefix", "offset"), [("", 543), ("/en", 0)])
def test_every_value_is_there_unrounded(prefix: str, offset: int) -> None:
    table = rows(f"{prefix}/indicator/hai.csv")[1:]
    known = list(value_rows("hai"))
    assert len(table) == len(known)
    for row, (code, year, value, _, _) in zip(table, known, strict=True):
        assert row[0] == code
        assert int(row[3]) == year + offset
        assert (float(row[4]) if row[4] else None) == value


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(typed: str) -> None:
    assert safe_cell(typed) == f"'{typed}"
    assert safe_cell("ฉะเชิงเทรา") == "ฉะเชิงเทรา"


def test_an_unknown_indicator_has_no_table() -> None:
    assert Client().get("/indicator/nothing.csv").status_code == 404
