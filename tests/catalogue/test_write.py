"""An entry is written as the file that says it; what differs is found; plans follow one another."""

from __future__ import annotations

import pytest
import yaml

from moibench.catalogue import Catalogue, CatalogueError, load_catalogue
from moibench.catalogue.differences import Difference, differences
from moibench.catalogue.load import BUILT_IN
from moibench.catalogue.schema import Admission, Text
from moibench.catalogue.succession import made_from, succession
from moibench.catalogue.write import FOLDERS, place_of, written
from moibench.ingest.catalogue_files import draft_of


def test_every_entry_is_written_so_that_it_reads_the_same(catalogue: Catalogue) -> None:
    for folder, model in FOLDERS.items():
        collection = {"peers": "peer_models"}.get(folder, folder)
        for entry in getattr(catalogue, collection).values():
            old = (BUILT_IN / place_of(entry)).read_text(encoding="utf-8")
            new = written(entry, old)
            assert model.model_validate({"id": entry.id, **yaml.safe_load(new)}) == entry
            assert new.startswith("#") == old.startswith("#")


def test_differences_name_entries_of_lists_and_not_their_places(catalogue: Catalogue) -> None:
    plan = catalogue.plans["plan13"]
    shorter = plan.model_copy(update={"items": plan.items[1:]})
    found = differences("plans/plan13.yaml", written(plan), written(shorter))
    assert {d.key for d in found} == {"items.1.code", "items.1.name.th", "items.1.name.en"}
    assert all(d.after is None for d in found)
    hai = catalogue.indicators["hai"]
    other = hai.model_copy(update={"decimals": 3})
    found = differences("indicators/x.yaml", written(hai), written(other))
    assert found == (Difference("decimals", "4", "3"),)


def test_a_doubt_about_an_indicator_says_what_it_is() -> None:
    assert Admission(verdict="yes").note is None
    assert Admission.model_validate(yaml.safe_load("verdict: yes")).verdict == "yes"
    assert Admission(verdict="no", note=Text(th="เก่า", en="old")).note
    with pytest.raises(ValueError, match="needs a note"):
        Admission(verdict="partly")


def test_what_became_of_the_12th_plans_indicators(catalogue: Catalogue) -> None:
    found = succession(catalogue, "moi_plan13")
    lines = {s.indicator: s for s in found.lines}
    assert len(lines) == len(catalogue.indicators)
    assert found.count("kept") == found.count("kept", has_figures=True) == 36
    assert found.count("left_out") == 3
    assert found.count("new") == found.count("new", has_figures=False) == 22
    assert found.count("undecided") == 0
    assert lines["hai"].judged
    assert lines["hai"].items == ("9", "12")
    gone = lines["population_registered"].left_out
    assert gone is not None
    assert gone.replaced_by == "population_midyear"
    # Milestones of electric vehicles, logistics and small enterprises have no indicator at all.
    assert set(found.unmeasured) == {"3", "5", "7"}
    assert set(found.without_figures) == {"4", "6", "13"}


def test_a_framework_made_for_another_plan_keeps_everything(catalogue: Catalogue) -> None:
    old = catalogue.frameworks["moi_plan13"]
    names = Text(th="ก", en="a"), Text(th="ข", en="b")
    framework, design = made_from(
        old, catalogue.designs[old.design], "plan12", "other", "other_design", *names
    )
    assert framework.indicator_ids == old.indicator_ids
    assert (framework.made_from, framework.left_out) == ("moi_plan13", ())
    assert design.indicator_ids == catalogue.designs[old.design].indicator_ids


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("frameworks/moi_plan13.yaml", "made_from: moi_plan12", "made_from: moi_plan13", "itself"),
        ("frameworks/moi_plan13.yaml", "  - gini_expenditure\n", "  - hai\n", "has figures"),
        (
            "frameworks/moi_plan13.yaml",
            "- indicator: population_registered",
            "- indicator: hai",
            "is left out and has a place",
        ),
        ("frameworks/moi_plan13.yaml", "      - hai\n", "", "weighs hai"),
    ],
)
def test_a_framework_that_contradicts_itself_is_refused(
    catalogue: Catalogue, name: str, before: str, after: str, said: str
) -> None:
    folder = draft_of(catalogue)
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_catalogue(folder)
