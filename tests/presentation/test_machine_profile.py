"""The JSON holds results unrounded, and its document names every key."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.analysis.ranking import ranking
from moibench.presentation.machine_profile import profile_json, ranking_json

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "json.md"
# Keys of these are ids of the catalogue, kinds of benchmark or languages.
OPEN = {"benchmarks", "facts"}


def keys_of(content: Any, *, is_open: bool = False) -> set[str]:
    if isinstance(content, list):
        return set().union(*(keys_of(item) for item in content))
    if not isinstance(content, dict) or set(content) == {"th", "en"}:
        return set()
    inner = (keys_of(value, is_open=key in OPEN) for key, value in content.items())
    return (set() if is_open else set(content)).union(*inner)


def test_the_numbers_are_those_of_the_results() -> None:
    result = profile("24", 2019)
    content = profile_json(result, current_catalogue())
    assert (content["unit"], content["year"]) == ("24", 2019)
    assert content["overall"]["score"] == result.overall.score
    assert [d["rank_low"] for d in content["dimensions"]] == [d.rank_low for d in result.dimensions]
    for given, own in zip(content["indicators"], result.indicators, strict=True):
        assert (given["id"], given["value"]) == (own.indicator_id, own.figure.value)
        for benchmark in own.benchmarks:
            assert given["benchmarks"][benchmark.kind]["gap"] == benchmark.gap
    gpp = next(i for i in content["indicators"] if i["id"] == "gpp_per_capita")
    assert (gpp["value"], gpp["rank"], gpp["of"]) == (463172.602, 4, 76)


def test_an_index_is_ranked_with_ranges_and_an_indicator_with_figures() -> None:
    index = ranking_json(ranking("overall", 2019), current_catalogue())
    first = index["lines"][0]
    assert first["rank"] == 1
    assert first["rank_low"] <= first["rank"] <= first["rank_high"]
    indicator = ranking_json(ranking("gpp_per_capita", 2019), current_catalogue())
    assert indicator["of"] == 76
    values = [line["value"] for line in indicator["lines"]]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("unit", ["24", "E-1", "E", "10", "TH"])
def test_every_unit_is_valid_json_without_nan(unit: str) -> None:
    content = profile_json(profile(unit, 2019), current_catalogue())
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_the_document_names_every_key() -> None:
    catalogue = current_catalogue()
    found = keys_of(profile_json(profile("24", 2019), catalogue))
    for subject in ("overall", "gpp_per_capita"):
        found |= keys_of(ranking_json(ranking(subject, 2019), catalogue))
    named = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text(encoding="utf-8")))
    assert found - named == set()
    assert len(found) > 60


def test_the_document_names_no_key_that_is_not_there() -> None:
    catalogue = current_catalogue()
    found = keys_of(profile_json(profile("24", 2019), catalogue))
    for subject in ("overall", "gpp_per_capita"):
        found |= keys_of(ranking_json(ranking(subject, 2019), catalogue))
    own = DOCUMENT.read_text("utf-8").split("# JSON of comparing")[0]
    first_column = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", own, re.M)
    stated = {key for cell in first_column for key in re.findall(r"`([a-z_]+)`", cell)}
    assert stated - found == set()
