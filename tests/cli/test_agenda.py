"""Agendas from the terminal: listed, run, compared, from the catalogue, the store or a file."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from moibench.analysis.agendas import keeping
from moibench.analysis.agendas.freezing import freeze
from moibench.analysis.agendas.running import run_agenda
from moibench.analysis.catalogue import current_catalogue
from moibench.cli import main

pytestmark = pytest.mark.django_db

FILE = """
name: {th: หนี้และคน, en: Debt and people}
purpose: {th: ทดลอง, en: A trial}
weighting: ahp
judgements: [[1, 1, 9, 1], [1, 1, 1, 1], [0.111, 1, 1, 1], [1, 1, 1, 1]]
items:
  - indicator: household_debt
  - indicator: hai
  - indicator: gpp_per_capita
  - indicator: waste_per_capita
"""


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moibench.cli.agenda.prepare", lambda: None)


def asked(capsys: pytest.CaptureFixture[str], *given: str) -> Any:
    assert main(["agenda", *given, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_list_holds_what_is_built_in_and_what_was_saved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waste = current_catalogue().agendas["waste"]
    saved = keeping.begin(waste, "somchai", "24", "nobody", "waste")
    found = {a["reference"]: a for a in asked(capsys, "list")}
    assert found["pm25"]["built_in"]
    assert not found[saved.reference]["built_in"]
    assert found["waste"]["items"][0]["goalposts"] == list(waste.items[0].goalposts or ())
    assert main(["agenda", "list", "--language", "en"]) == 0
    assert "waste  Municipal waste (3 of 4 indicators scored)" in capsys.readouterr().out


def test_a_run_says_what_the_page_says_unrounded(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "run", "waste", "--year", "2565")
    result = run_agenda(current_catalogue().agendas["waste"], 2022)
    assert result.ranking is not None
    scores = {line["unit"]: line["score"] for line in answer["ranking"]["lines"]}
    assert scores == {u.unit_code: u.figure.value for u in result.ranking.lines}
    assert math.fsum(i["drives"] or 0 for i in answer["indicators"]) == pytest.approx(1.0)
    assert answer["digest"] == result.digest
    assert main(["agenda", "run", "waste", "--year", "2565"]) == 0
    assert "การจัดการขยะมูลฝอย พ.ศ.\u00a02565" in capsys.readouterr().out


def test_pm25_is_listed_without_a_score(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "run", "pm25")
    assert answer["ranking"] is None
    assert [r["kind"] for r in answer["remarks"]] == ["no_figures", "no_figures", "nothing"]


def test_a_file_is_run_and_its_contradiction_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "debt.yaml"
    path.write_text(FILE, encoding="utf-8")
    answer = asked(capsys, "run", str(path))
    (remark,) = answer["remarks"]
    assert remark["kind"] == "inconsistent"
    assert remark["indicators"] == ["household_debt", "gpp_per_capita"]
    path.write_text(FILE.replace("[0.111, 1, 1, 1]", "[0.111, 1, 1]"), encoding="utf-8")
    assert main(["agenda", "run", str(path)]) == 2
    assert "4" in capsys.readouterr().err
    path.write_text(FILE + "units: 3\nunknown: 1\n", encoding="utf-8")
    assert main(["agenda", "run", str(path)]) == 1
    said = capsys.readouterr().err
    assert "debt.yaml: unknown" in said
    assert "debt.yaml: units" in said


def test_two_years_and_two_versions_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(
        capsys, "compare", "household_debt", "--from", "2562", "--to", "2566", "--unit", "24"
    )
    (unit,) = found["units"]
    change = unit["to_score"] - unit["from_score"]
    assert math.fsum(p["change"] for p in unit["parts"]) == pytest.approx(change, abs=1e-9)
    first = current_catalogue().agendas["household_debt"]
    items = tuple(i.model_copy(update={"weight": 1.0}) for i in first.items[:2])
    second = freeze(first.model_copy(update={"items": items}), current_catalogue()).asked
    saved = keeping.begin(second, "somchai", "24", "nobody", "household_debt")
    other = asked(capsys, "compare", "household_debt", saved.reference, "--unit", "24")
    assert other["indicators_gone"] == ["household_income", "household_expenditure"]
    assert main(["agenda", "compare", "household_debt", "--from", "2562", "--to", "2562"]) == 2
    of_itself = asked(capsys, "compare", "household_debt", "--unit", "24")
    assert (of_itself["from_year"], of_itself["to_year"]) == (2021, 2023)


def test_an_unknown_agenda_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["agenda", "run", "smog", "--language", "en"]) == 2
    assert "There is no agenda “smog” to see here; there are: ageing" in capsys.readouterr().err
