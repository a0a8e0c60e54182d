"""The forms say all that the files say, and read it back the same, in both eras and both digits."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from moibench.catalogue import load_catalogue
from moibench.catalogue.write import written
from moibench.presentation.language import LANGUAGES, Language
from moibench.web.drafting import formula
from moibench.web.drafting.fields import Field, Unreadable, read
from moibench.web.drafting.forms import FORMS
from moibench.web.views.drafting.entry import merged

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FORMS)
def test_every_entry_that_ships_survives_its_form(kind: str, language: Language) -> None:
    form = FORMS[kind]
    entries = form.entries(CATALOGUE)
    assert entries
    for name, entry in entries.items():
        said = yaml.safe_load(written(entry))
        typed = form.typed(said, CATALOGUE, language)
        assert form.read(typed, said, name, CATALOGUE, language).entry == entry, name


RULES = (
    {"rule": "sum", "series": "births"},
    {
        "rule": "ratio_of_sums",
        "numerator": "births",
        "denominator": "population_midyear",
        "scale": 1000.0,
        "denominator_year": 2020,
    },
    {"rule": "weighted_mean", "series": "hai", "weights": "births", "weights_year": 2019},
    {"rule": "published_growth", "series": "gpp_cvm"},
    {"rule": "growth", "of": {"rule": "sum", "series": "births"}, "years": 5},
    {
        "rule": "moving_average",
        "of": {"rule": "ratio_of_sums", "numerator": "a", "denominator": "b", "scale": 100.0},
        "years": 3,
    },
)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r["rule"])
def test_a_formula_is_read_back_as_it_was_shown(rule: dict[str, Any]) -> None:
    typed = formula.written(formula.typed_of(rule), lambda y: str(y + 543))
    assert formula.rule_of(typed) == (rule, {})


def test_a_formula_says_what_it_still_wants() -> None:
    _, wrong = formula.rule_of({"formula.kind": "growth"})
    assert set(wrong) == {"formula.of", "formula.above"}
    _, wrong = formula.rule_of({"formula.kind": "per_head", "formula.above": "births"})
    assert set(wrong) == {"formula.below", "formula.times"}
    assert formula.rule_of({}) == (None, {})


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("number", "๑๒,๓๔๕.๕", 12345.5),
        ("number", "−3", -3.0),
        ("numbers", "10, 35; 65 90", [10.0, 35.0, 65.0, 90.0]),
        ("numbers", "1,000, 2,500", [1000.0, 2500.0]),
        ("year", "พ.ศ. ๒๕๖๒", 2019),
        ("years", "2558–2560, 2019", [2015, 2016, 2017, 2019]),
        ("words", "ขยะ, waste\nถังขยะ", ["ขยะ", "waste", "ถังขยะ"]),
        ("tick", "", False),
    ],
)
def test_what_is_typed_is_read(kind: Any, typed: str, said: object) -> None:
    assert read(Field("x", kind), typed) == said


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "1,2,3"),
        ("number", "inf"),
        ("whole", "1.5"),
        ("year", "25"),
        ("years", "2562–2558"),
        ("numbers", "a, b"),
    ],
)
def test_what_cannot_be_read_is_refused(kind: Any, typed: str) -> None:
    with pytest.raises(Unreadable):
        read(Field("x", kind), typed)


def test_two_changes_are_brought_together_key_by_key() -> None:
    base = {"name": {"th": "ก", "en": "a"}, "decimals": 1, "words": ["x"]}
    mine = {"name": {"th": "ข", "en": "a"}, "decimals": 2, "words": ["x"]}
    theirs = {"name": {"th": "ก", "en": "b"}, "decimals": 3, "words": ["x", "y"], "caveats": "z"}
    assert merged(base, mine, theirs) == {
        "name": {"th": "ข", "en": "b"},
        "decimals": 2,
        "words": ["x", "y"],
        "caveats": "z",
    }
