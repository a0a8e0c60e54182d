"""The agendas that ship, and what a file of one may not say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from moibench.catalogue import Catalogue, CatalogueError
from moibench.catalogue.coherence import find_faults
from moibench.catalogue.load import load_agenda
from moibench.catalogue.value_chain import SketchFactor

GOOD = """
name: {th: ก, en: A}
purpose: {th: ก, en: A}
items: [{indicator: hai}]
"""


def test_the_built_in_agendas_name_what_there_is_and_say_why(catalogue: Catalogue) -> None:
    assert set(catalogue.agendas) == {
        *("waste", "tourism_recovery", "ageing", "household_debt", "mental_health"),
        *("work_and_skills", "pm25"),
    }
    for agenda in catalogue.agendas.values():
        assert set(agenda.indicator_ids) <= set(catalogue.indicators), agenda.id
        assert agenda.reasoning is not None, agenda.id
        assert (agenda.cutoffs is None) == (not agenda.scored), agenda.id
        for item in agenda.items:
            if not catalogue.indicators[item.indicator].has_figures:
                assert item.goalposts is None, (agenda.id, item.indicator)
    assert catalogue.agendas["pm25"].scored == ()


def test_counts_of_treated_people_are_marked_and_not_judged(catalogue: Catalogue) -> None:
    named = [i for i in catalogue.indicators.values() if i.id.endswith("_service_rate")]
    assert len(named) == 3
    for indicator in named:
        assert indicator.direction == "context"
        assert "ตัวแทน" in indicator.name.th
        assert indicator.caveats is not None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("hai}", "hai}, {indicator: hai}"), "stands twice"),
        (("hai}", "hai, weight: -1}"), "items.0.weight"),
        (("hai}", "hai, goalposts: [1, 1]}"), "goalposts are equal"),
        (("[{indicator: hai}]", "[]"), "items"),
        (("purpose", "purpos"), "purpos"),
        (("hai}", "hai, weight: .nan}"), "items.0.weight"),
    ],
)
def test_a_faulty_file_is_refused_by_file_and_key(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_agenda(path).indicator_ids == ("hai",)
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_agenda(path)
    assert all(f.startswith("mine.yaml: ") for f in refused.value.faults)
    assert said in str(refused.value)


def test_a_sketch_of_a_value_chain_names_what_the_catalogue_has(catalogue: Catalogue) -> None:
    rice = catalogue.chain_sketches["rice"]
    factor = SketchFactor(name=rice.name, indicators=("gold",))
    stage = rice.upstream.model_copy(update={"factors": (factor,)})
    wrong = rice.model_copy(update={"upstream": stage, "sector": "Z9"})
    faults = find_faults(replace(catalogue, chain_sketches={"rice": wrong}))
    assert [f.split(": ")[1] for f in map(str, faults)] == ["indicators", "sector"]
