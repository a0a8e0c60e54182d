"""Displayed strings of tables equal the formatted results; what is missing is said."""

from __future__ import annotations

import pytest

from moibench.presentation.numbers import format_value
from moibench.presentation.tables import benchmark_columns, indicator_rows, node_rows
from tests.presentation import specimen as s

COUNTRY = s.benchmark("country", 22.25, relation="worse", gap=27.75)


def test_a_row_says_value_rank_gap_and_relation() -> None:
    shown = s.result(
        "waste", 50.0, benchmarks=(COUNTRY,), standings=(s.IN_COUNTRY,), trend=s.trend("break")
    )
    row = indicator_rows(s.profile("24", shown), s.catalogue(), ("waste",), "th")[0]
    indicator = s.catalogue().indicators["waste"]
    assert row.own == format_value(50.0, indicator) == "50.0"
    assert row.values["country"] == format_value(22.25, indicator)
    assert (row.gap, row.rank, row.year) == ("+27.8", "4/10", "2562")
    assert (row.relation_symbol, row.relation_word) == ("◆", "ด้อยกว่า")
    assert (row.trend_symbol, row.trend_word) == ("", "ขาดตอน")
    assert row.name.endswith("*")
    assert row.values["region"] == "ไม่มีค่าเทียบ"


@pytest.mark.parametrize(
    ("status", "th", "en"),
    [
        ("missing", "ไม่มีข้อมูล", "no data"),
        ("incomplete", "ไม่ครบ", "incomplete"),
        ("not_published", "ไม่เผยแพร่", "not published"),
    ],
)
def test_a_missing_value_is_said(status: str, th: str, en: str) -> None:
    asked = s.profile("24", s.result("waste", figure=s.figure(None, status=status)))
    assert indicator_rows(asked, s.catalogue(), ("waste",), "th")[0].own == th
    assert indicator_rows(asked, s.catalogue(), ("waste",), "en")[0].own == en


@pytest.mark.parametrize(("status", "mark"), [("preliminary", "‡"), ("estimated", "†")])
def test_a_value_not_final_is_marked(status: str, mark: str) -> None:
    asked = s.profile("24", s.result("waste", figure=s.figure(1.0, status=status)))
    assert indicator_rows(asked, s.catalogue(), ("waste",), "en")[0].own == f"1.0{mark}"


def test_a_context_indicator_is_not_judged() -> None:
    asked = s.profile("24", s.result("people", benchmarks=(s.benchmark("country", 9.0),)))
    row = indicator_rows(asked, s.catalogue(), ("people",), "en")[0]
    assert (row.relation, row.relation_symbol, row.relation_word) == (None, "", "not judged")


def test_a_change_across_a_break_is_not_a_number() -> None:
    broken = s.change(80.0, 50.0, good=True, crosses_break=True)
    asked = s.profile("24", s.result("waste", change=broken))
    assert indicator_rows(asked, s.catalogue(), ("waste",), "en")[0].change == "break"


def test_preliminary_trends_have_hollow_arrows() -> None:
    for preliminary, symbol in ((False, "▲"), (True, "△")):
        rising = s.trend("rising", preliminary=preliminary, good=True)
        asked = s.profile("24", s.result("income", trend=rising))
        row = indicator_rows(asked, s.catalogue(), ("income",), "en")[0]
        assert row.trend_symbol == symbol


def test_nodes_have_a_rank_only_with_its_range() -> None:
    asked = s.profile("24", dimensions=(s.node("economy", None, coverage=0.5),))
    overall, economy = node_rows(asked, s.catalogue(), "en")
    assert (overall.score, overall.rank, overall.rank_range) == ("61.9", "5/10", "4–6")
    assert (economy.level, economy.rank, economy.coverage) == ("no score", "no rank", "50%")


def test_columns_are_those_that_exist() -> None:
    asked = s.profile("24", s.result("waste", benchmarks=(COUNTRY,)), s.result("income"))
    assert benchmark_columns(asked) == ("country",)
