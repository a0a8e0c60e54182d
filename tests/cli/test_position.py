"""`moibench position` and `moibench sectors`: the keys that programs read, and refusals."""

from __future__ import annotations

import json

import pytest

from moibench.cli import main

pytestmark = pytest.mark.django_db


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_position_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(
        capsys, "position", "24", "--against", "ระยอง", "--year", "2562", "--by", "2572", "--json"
    )
    assert status == 0
    content = json.loads(out)
    assert (content["unit"], content["year"], content["by"]) == ("24", 2019, 2029)
    assert content["choice"]["units"] == ["21"]
    place = next(p for p in content["indicators"] if p["subject_id"] == "hai")
    assert place["corner"] in (
        "lead_accelerating",
        "lead_slowing",
        "behind_catching_up",
        "behind_falling_back",
    )
    assert {"level", "momentum", "relation", "trail", "closing", "reason"} <= set(place)
    assert place["gap"] == pytest.approx(place["figure"]["value"] - place["reference"]["value"])


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_position_as_text(capsys: pytest.CaptureFixture[str], language: str) -> None:
    status, out, _ = asked(capsys, "position", "24", "--year", "2019", "--language", language)
    assert status == 0
    assert {"th": "กลุ่มเทียบเคียง", "en": "the statistical peers"}[language] in out.split("\n")[0]


def test_who_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "position", "24", "--against", "แอตแลนติส")
    assert (status, out) == (2, "")
    assert "แอตแลนติส" in err
    assert asked(capsys, "position", "24", "--year", "2562", "--by", "2560")[0] == 2


def test_the_sectors_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, "sectors", "21", "--year", "2562", "--from", "2558", "--json")
    assert status == 0
    content = json.loads(out)
    assert (content["unit"], content["year"], content["from"]) == ("21", 2019, 2015)
    for sector in content["sectors"]:
        assert {"share", "lq", "shift_share", "growth_share", "value", "density"} <= set(sector)
        parts = sector["shift_share"]
        assert parts["total"] == pytest.approx(parts["national"] + parts["mix"] + parts["regional"])
        assert sector["growth_share"] in ("star", "cash_cow", "question_mark", "dog")
    total = content["shift_share"]
    # Rayong 2015–2019, as the collectors of the data reckoned it apart, in billion baht.
    assert total["national"] / 1000 == pytest.approx(193.1, abs=0.05)
    assert total["mix"] / 1000 == pytest.approx(-95.1, abs=0.05)
    assert total["regional"] / 1000 == pytest.approx(72.9, abs=0.05)
