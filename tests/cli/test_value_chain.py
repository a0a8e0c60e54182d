"""Value chains from the terminal."""

from __future__ import annotations

import json

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.value_chain.chains import make_chain
from moibench.analysis.value_chain.content import Content, Factor
from moibench.cli import main

pytestmark = pytest.mark.django_db


def test_chains_are_printed_with_their_state_and_gaps(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moibench.cli.value_chain.prepare", lambda: None)
    assert main(["value-chain", "24"]) == 0
    assert "ยังไม่มีห่วงโซ่คุณค่า" in capsys.readouterr().out
    factor = Factor("a", "upstream", "น้ำ", indicators=("gpp_growth",))
    content = Content("issue", title="ข้าว", factors=(factor,))
    number = make_chain("24", content, current_catalogue(), "x")
    assert main(["value-chain", "ฉะเชิงเทรา", "--year", "2562", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [c["id"] for c in answer["chains"]] == [number]
    measured = answer["chains"][0]["stages"][0]["factors"][0]["indicators"][0]
    cell = compare_with(("24",), ("gpp_growth",), 2019).cells[0][0]
    assert (measured["value"], measured["year"]) == (cell.figure.value, 2019)
    assert (measured["gap"], measured["relation"]) == (cell.benchmark.gap, "worse")
    assert "stage_without_factors" in [g["kind"] for g in answer["chains"][0]["gaps"]]
    assert main(["value-chain", "24", "--year", "2019", "--language", "en"]) == 0
    assert "Upstream: no actors are named" in capsys.readouterr().out
    assert main(["value-chain", "24", "--chain", "999"]) != 0
    assert "999" in capsys.readouterr().err
