"""The JSON of comparing holds results unrounded, and its document names every key."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from moibench.analysis.before_after import before_after_unit
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.explain import score_change
from moibench.analysis.explore import areas_to_explore
from moibench.analysis.levers import levers
from moibench.analysis.peers import peers
from moibench.analysis.targets import target_review
from moibench.presentation.machine_comparative import comparative_json
from tests.analysis.made import target
from tests.presentation.test_machine_profile import DOCUMENT, keys_of

pytestmark = pytest.mark.django_db


def answers() -> list[object]:
    choice = BenchmarkChoice("peers")
    return [
        compare_with(("24", "TH"), ("gpp_per_capita", "hai"), 2019, choice=choice),
        peers("24"),
        score_change("24", 2015, 2019),
        levers("96", 2019),
        before_after_unit("24"),
        areas_to_explore("96", 2019),
        target_review("24", entered=(target(),)),
    ]


def comparative_keys() -> set[str]:
    found = (keys_of(comparative_json(a, current_catalogue())) for a in answers())
    return set().union(*found)


def test_every_answer_is_valid_json_without_nan() -> None:
    for answer in answers():
        content = comparative_json(answer, current_catalogue())
        assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_the_contributions_add_up_in_the_json_too() -> None:
    content: dict[str, Any] = comparative_json(score_change("24", 2015, 2019), current_catalogue())
    parts = [s["points"] for s in content["steps"]]
    whole = sum(parts) + content["coverage"] + content["revision"] + content["method"]
    assert whole == pytest.approx(content["score_change"], abs=1e-9)
    assert content["unit_name"] == {"th": "ฉะเชิงเทรา", "en": "Chachoengsao"}
    first = comparative_json(peers("24"), current_catalogue())["peers"][0]
    assert sum(p["part"] for p in first["parts"]) == pytest.approx(first["distance"] ** 2)


def test_the_document_names_every_key_and_its_table_no_other() -> None:
    text = Path(DOCUMENT).read_text(encoding="utf-8")
    own = text[text.index("# JSON of comparing") :]
    found = comparative_keys()
    assert found - set(re.findall(r"`([a-z_]+)`", text)) == set()
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", own, re.MULTILINE)
    stated = {key for cell in rows for key in re.findall(r"`([a-z_]+)`", cell)}
    assert len(stated) > 50
    assert stated - found == set()
