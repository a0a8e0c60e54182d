"""An address carries the whole state, in the era of its language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moibench.presentation.pages import address
from moibench.presentation.pages.address import State


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State("th"), "/area/24"),
        (State("en"), "/en/area/24"),
        (State("th", 2019), "/area/24?year=2562"),
        (State("en", 2019, True, 2015), "/en/area/24?year=2019&bangkok=1&from=2015"),
    ],
)
def test_area_addresses(state: State, expected: str) -> None:
    assert address.area(state, "24") == expected


def test_only_an_area_page_knows_the_earlier_year() -> None:
    state = State("th", 2019, False, 2015)
    assert address.indicator(state, "hai") == "/indicator/hai?year=2562"
    assert replace(state, change_from=None) == state.plain()


def test_a_comparison_lists_units_and_leaves_out_what_is_usual() -> None:
    assert address.comparison(State("th"), ("24", "E-1")) == "/compare?units=24,E-1"
    said = address.comparison(State("th", against="median"), ("24",), ("hai",))
    assert said == "/compare?units=24&indicators=hai&against=median"


def test_a_code_is_quoted() -> None:
    assert address.area(State("th"), 'a"<') == "/area/a%22%3C"


def test_the_form_offers_years_newest_first_and_only_earlier_ones_to_compare_with() -> None:
    form = address.controls(State("th"), "/", 2019, 2019, (2015, 2017, 2019), earlier=(2015, 2019))
    assert [o.value for o in form.years] == ["2562", "2560", "2558"]
    assert [o.value for o in form.years if o.chosen] == ["2562"]
    assert [o.value for o in form.earlier] == ["2558"]
    assert form.year_note
    assert not address.controls(State("th"), "/", 2017, 2019, (2017, 2019)).year_note
