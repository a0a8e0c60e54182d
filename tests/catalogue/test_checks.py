"""The shipped rules cover every series, and a wrong rule file is refused by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from moibench.catalogue import Catalogue, CatalogueError, load_catalogue
from moibench.catalogue.checks import series_of_rule
from moibench.catalogue.load import BUILT_IN


def test_every_source_has_rules_and_every_series_a_rule(catalogue: Catalogue) -> None:
    assert set(catalogue.checks) == set(catalogue.sources)
    ruled = {s for c in catalogue.checks.values() for r in c.rules for s in series_of_rule(r)}
    assert set(catalogue.series) - ruled == set()


def test_a_rule_stands_with_the_source_of_its_series(catalogue: Catalogue) -> None:
    for checks in catalogue.checks.values():
        for rule in checks.rules:
            sources = {catalogue.series[s].source for s in series_of_rule(rule)}
            assert checks.id in sources


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("series: [hai]", "series: [no_such]", "there is no series “no_such”"),
        ("least_spread: 0.02", "least_spread: 0", "least_spread"),
        ("rule: jump", "rule: leap", "rules.2"),
        ("lag_years: 1", "lag_years: 1\nlag_months: 3", "lag_months"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(BUILT_IN, folder)
    path = folder / "checks" / "nesdc_hai.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as refusal:
        load_catalogue(folder)
    assert any("checks/nesdc_hai.yaml" in f and said in f for f in refusal.value.faults)
