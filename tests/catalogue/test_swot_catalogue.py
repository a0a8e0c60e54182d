"""Rules of the SWOT in the catalogue: read, checked, refused with file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from moibench.catalogue import Catalogue, CatalogueError, load_catalogue
from moibench.catalogue.load import BUILT_IN


def test_every_rule_has_a_version_a_reason_and_a_sentence_in_both_languages(
    catalogue: Catalogue,
) -> None:
    rules = catalogue.swot
    assert len(rules) >= 20
    quadrants = {"strength", "weakness", "opportunity", "threat"}
    assert {r.quadrant for r in rules.values()} == quadrants
    for rule in rules.values():
        assert rule.version >= 1
        assert len(rule.reason.th) > 40
        assert "{unit}" in rule.sentence.th
        assert "{unit}" in rule.sentence.en


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("level_strength", "version: 1", "version: 0", "version"),
        ("level_strength", "least_steps: 1.0", "least_steps: 0.5", "least_steps"),
        ("level_strength", "kind: level", "kind: guess", "test"),
        ("level_strength", "{gap}", "{goal}", "may name"),
        ("level_strength", "{gap}", "{gap", "brace"),
        ("level_strength", "{gap}", "{gap.__class__}", "may name"),
        ("aged_society", "at_least: 20, ", "", "at least one of"),
        ("aged_society", "elderly_share", "no_such", "there is no indicator “no_such”"),
        ("sector_growing", "[L, O, P, Q]", "[Z]", "there is no sector “Z”"),
        ("policy_tourism", "item: '2'", "item: '99'", "there is no item “99”"),
        ("policy_border", "flag: border", "flag: border, sectors: [A]", "exactly one of them"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(BUILT_IN, folder)
    path = folder / "swot" / f"{name}.yaml"
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as refusal:
        load_catalogue(folder)
    assert any(f"swot/{name}.yaml" in f and said in f for f in refusal.value.faults)


def test_a_threshold_changed_in_a_file_is_the_one_in_force(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(BUILT_IN, folder)
    path = folder / "swot" / "aged_society.yaml"
    content = path.read_text(encoding="utf-8").replace("at_least: 20", "at_least: 28")
    path.write_text(content.replace("version: 1", "version: 2"), encoding="utf-8")
    rule = load_catalogue(folder).swot["aged_society"]
    assert (rule.version, rule.test.at_least) == (2, 28)  # type: ignore[union-attr]
