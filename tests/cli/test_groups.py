"""Saved groups from the terminal: listed, compared with, refused by name."""

from __future__ import annotations

import json

import pytest

from moibench.analysis import saved_groups
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.saved_groups import Kept
from moibench.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moibench.cli.comparative.prepare", lambda: None)


def made(name: str = "ชายฝั่ง", *members: str) -> Kept:
    group = Kept(None, name, "somchai", "24", "nobody", members or ("20", "21", "24"))
    return saved_groups.keep(group, current_catalogue())


def test_a_group_is_the_benchmark_by_name_or_number(capsys: pytest.CaptureFixture[str]) -> None:
    group = made()
    choice = BenchmarkChoice("units", group.members, group=group.name)
    expected = compare_with(("50",), ("hai",), 2019, choice=choice).cells[0][0].benchmark
    for typed in ("group:ชายฝั่ง", f"group:{group.id}"):
        given = ["compare", "50", "--indicator", "hai", "--year", "2562", "--benchmark", typed]
        assert main([*given, "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        found = answer["cells"][0][0]["benchmark"]
        assert found["figure"]["value"] == expected.figure.value
        assert found["group"] == "ชายฝั่ง"
        assert main(given) == 0
        assert "กลุ่ม “ชายฝั่ง” 3 แห่ง" in capsys.readouterr().out


def test_groups_are_listed_with_who_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["groups"]) == 0
    assert "ยังไม่มีกลุ่ม" in capsys.readouterr().out
    group = made()
    assert main(["groups"]) == 0
    assert f"group:{group.id}  ชายฝั่ง" in capsys.readouterr().out
    assert main(["groups", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["units"] == ["20", "21", "24"]


def test_what_is_no_group_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made()
    assert main(["compare", "24", "--benchmark", "group:moon"]) != 0
    said = capsys.readouterr().err
    assert "moon" in said
    assert "ชายฝั่ง" in said
    made("บึงกาฬ", "38")
    assert main(["compare", "24", "--year", "2553", "--benchmark", "group:บึงกาฬ"]) != 0
    assert "บึงกาฬ ไม่มีอยู่ใน" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["compare", "24", "--benchmark", "moon"])
