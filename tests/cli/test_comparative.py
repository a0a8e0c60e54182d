"""The commands that compare: text in both languages, JSON, and every refusal as one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.editions import publish
from moibench.analysis.vantage import today
from moibench.cli import comparative, main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' database is ready already."""
    monkeypatch.setattr(comparative, "prepare", lambda: None)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


COMMANDS = [
    ("compare", "24", "TH", "--benchmark", "peers"),
    ("compare", "24", "--against", "20", "--indicator", "hai"),
    ("compare", "24", "--bangkok", "without"),
    ("compare", "24", "38", "--year", "2552", "--indicator", "gpp_per_capita"),
    ("peers", "ฉะเชิงเทรา"),
    ("peers", "24", "--lock", "50", "--drop", "19", "--count", "3", "--weight", "coast=0"),
    ("change", "24", "--from", "2558", "--to", "2562"),
    ("change", "TH", "--from", "2015", "--to", "2019", "--of", "economy"),
    ("explain", "96"),
    ("explain", "24", "gpp_per_capita", "--plan", "plan12"),
    ("targets", "TH"),
    ("targets", "24"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=[" ".join(c) for c in COMMANDS])
def test_every_command_answers_in_both_languages_and_as_json(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    thai, english = (asked(capsys, *words, "--language", k) for k in ("th", "en"))
    assert thai != english
    assert "development_plan12" in thai
    assert "None" not in thai + english
    assert "nan" not in english.split()
    assert json.loads(asked(capsys, *words, "--json"))


def test_peers_as_json_have_distance_and_contributions(capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(asked(capsys, "peers", "24", "--json"))
    assert content["unit"] == "24"
    assert len(content["peers"]) == 8
    for peer in content["peers"]:
        total = sum(p["part"] for p in peer["parts"] if p["part"] is not None)
        assert total == pytest.approx(peer["distance"] ** 2)


def test_targets_of_a_file_are_judged(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text(
        "indicator,unit,kind,value,base_year,target_year\nhai,24,absolute,0.6,2558,2564\n",
        encoding="utf-8",
    )
    content = json.loads(asked(capsys, "targets", "24", "--file", str(path), "--json"))
    assert [t["state"] for t in content["targets"]] == ["achieved"]
    inside = json.loads(asked(capsys, "targets", "E-1", "--json"))["inside"]
    assert [row["group"] for row in inside["by_member"]] == inside["without"] == ["20", "21", "24"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("peers", "TH"), "the only unit at its level"),
        (("peers", "24", "--model", "moon"), "economy, overall, people"),
        (("peers", "24", "--weight", "hai=1"), "coast"),
        (("peers", "Chachengsao"), "Chachoengsao (24)"),
        (("compare", "24", "--benchmark", "units"), "has no unit left"),
        (("compare", "38", "--year", "2009", "--indicator", "gpp_per_capita"), "has no unit left"),
        (("compare", "24", "--indicator", "poverty_headcount"), "no figures yet"),
        (("change", "24", "--from", "2019", "--to", "2019"), "must come before the last"),
        (("change", "24", "--from", "1996", "--to", "2019"), "has no score in 1996"),
        (("change", "38", "--from", "2005", "--to", "2019"), "did not exist in 2005"),
        (("change", "24", "--from", "next", "--to", "2019"), "next"),
        (("change", "24", "--from", "2015", "--to", "2019", "--of", "moon"), "society_security"),
        (("explain", "24", "--plan", "plan99"), "plan12"),
        (("targets", "24", "--year", "1900"), "1900"),
    ],
)
def test_a_wrong_question_is_refused_in_a_sentence_that_offers_what_there_is(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main([*words, "--language", "en"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_a_faulty_file_of_targets_is_refused_by_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "targets.csv"
    path.write_text("indicator,unit\nhai,24\n", encoding="utf-8")
    assert main(["targets", "24", "--file", str(path), "--language", "en"]) == 1
    said = capsys.readouterr().err
    assert said.count("Row 1") == 3
    assert "Row 1, Target value: must be filled in." in said


@pytest.mark.parametrize(
    "words", [("peers", "24", "--count", "0"), ("peers", "24", "--weight", "x")]
)
def test_what_is_no_number_is_refused_with_the_usage(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(words)
    assert refusal.value.code == 2


@pytest.mark.parametrize(
    "words", [c for c in COMMANDS if c[0] != "explain"], ids=lambda c: " ".join(c)
)
def test_every_command_answers_from_an_edition_and_a_moment_and_says_so(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    publish("2569/1", "a test")
    said = asked(capsys, *words, "--edition", "2569/1")
    assert said.splitlines()[-1].startswith("ฉบับเผยแพร่ 2569/1 · ทุกปีปรับตามเขต")
    now = json.loads(asked(capsys, *words, "--json"))
    then = json.loads(asked(capsys, *words, "--as-of", today().isoformat(), "--json"))
    stamps = dict.fromkeys(("stamp", "from_stamp", "to_stamp"))
    assert now | stamps == then | stamps
    assert main([*words, "--as-of", "2550-01-01"]) == 2


def test_a_comparison_says_on_which_map_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "compare", "38", "43", "--map", "as_it_was", "--language", "en")
    plan = current_catalogue().frameworks["moi_plan12"].name.en
    assert said.splitlines()[-1].endswith(
        f"each year on the areas and clusters of its own · {plan}"
    )


def test_the_parts_of_an_explanation_are_seen_from_one_edition(
    capsys: pytest.CaptureFixture[str],
) -> None:
    publish("2569/1", "a test")
    parts = json.loads(asked(capsys, "explain", "96", "--edition", "2569/1", "--json"))
    assert {p["stamp"]["edition"] for p in parts.values() if "stamp" in p} == {"2569/1"}


def test_a_framework_answers_with_its_own_design_and_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked_of = ("change", "24", "--from", "2560", "--to", "2565", "--framework", "moi_plan13")
    stamp = json.loads(asked(capsys, *asked_of, "--json"))["to_stamp"]
    assert (stamp["framework"], stamp["design"]) == (
        "moi_plan13",
        current_catalogue().frameworks["moi_plan13"].design,
    )
    plan = current_catalogue().frameworks["moi_plan13"].name.th
    assert asked(capsys, *asked_of).splitlines()[-1].endswith(plan)


def test_an_edition_keeps_to_the_framework_it_was_published_under(
    capsys: pytest.CaptureFixture[str],
) -> None:
    publish("2569/1", "a test")
    words = ("peers", "24", "--edition", "2569/1", "--framework", "moi_plan13")
    assert main(words) == 2
    assert "moi_plan12" in capsys.readouterr().err


def test_an_unknown_framework_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["targets", "24", "--framework", "moi_plan99"]) == 2
    assert "moi_plan12" in capsys.readouterr().err
