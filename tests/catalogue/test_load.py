"""A broken catalogue is refused with the file, the key and the fault."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from moibench.catalogue import CatalogueError, load_catalogue
from moibench.catalogue.load import BUILT_IN, digest

Breaking = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(BUILT_IN, tmp_path / "data")


def replacing(name: str, old: str, new: str) -> Breaking:
    def breaking(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} no longer says {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return breaking


def adding(name: str, line: str) -> Breaking:
    def breaking(folder: Path) -> None:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    return breaking


def removing(name: str) -> Breaking:
    return lambda folder: (folder / name).unlink()


HAI = "indicators/society_security/hai.yaml"
GPP = "indicators/economy/gpp_per_capita.yaml"
DESIGN = "designs/development_plan12.yaml"
FRAMEWORK = "frameworks/moi_plan12.yaml"
ENGLISH = "  en: Human Achievement Index\n"

BROKEN = [
    ("unknown key", adding(HAI, "colour: blue"), (HAI, "colour")),
    ("English text missing", replacing(HAI, ENGLISH, ""), (HAI, "name.en")),
    ("empty English text", replacing(HAI, ENGLISH, "  en: ''\n"), (HAI, "name.en")),
    (
        "bad direction",
        replacing(HAI, "direction: higher_is_better", "direction: up"),
        (HAI, "direction"),
    ),
    ("unknown series", replacing(HAI, "series: hai", "series: haj"), (HAI, "roll_up", "haj")),
    ("unknown rule", replacing(HAI, "rule: published_only", "rule: mean"), (HAI, "roll_up")),
    (
        "unknown plan item",
        replacing(HAI, "plan12: ['1'", "plan12: ['11'"),
        (HAI, "plans.plan12", "11"),
    ),
    ("identifier inside the file", adding(HAI, "id: hai"), (HAI, "id")),
    ("key given twice", adding(HAI, "decimals: 3"), (HAI, "decimals", "twice")),
    ("not YAML", adding(HAI, "a: [b"), (HAI, "YAML")),
    ("a list where keys are due", lambda f: (f / HAI).write_text("- a"), (HAI, "keys")),
    (
        "target range without its direction",
        adding(HAI, "target_range: [0.5, 0.6]"),
        (HAI, "target_range"),
    ),
    (
        "a cycle in the parents",
        adding("units/parents.csv", "TH,E-1,clusters_2017,,"),
        ("units/parents.csv", "TH", "ancestor"),
    ),
    (
        "two parents at once",
        adding("units/parents.csv", "24,E-2,clusters_2017,,"),
        ("units/parents.csv", "24", "E-1 and E-2"),
    ),
    (
        "parent of an unknown grouping",
        adding("units/parents.csv", "24,E-2,clusters_2009,,"),
        ("units/parents.csv", "clusters_2009"),
    ),
    (
        "a row of the wrong length",
        adding("units/parents.csv", "24,E-2"),
        ("units/parents.csv", "line 179", "length"),
    ),
    (
        "duplicate tile",
        replacing("units/tile_grid.csv", "57,2,0", "57,0,1"),
        ("units/tile_grid.csv", "column 0, row 1"),
    ),
    (
        "duplicate unit",
        adding("units/units.csv", "24,province,ก,K,,,,,,"),
        ("units/units.csv", "24"),
    ),
    (
        "an alias of two units",
        adding("units/aliases.csv", "24,โคราช,common"),
        ("units/aliases.csv", "โคราช", "30 and 24"),
    ),
    ("units missing", removing("units/units.csv"), ("units/units.csv", "cannot be read")),
    (
        "groupings without their key",
        lambda f: (f / "units/groupings.yaml").write_text("grouping: []"),
        ("units/groupings.yaml", "groupings", "list"),
    ),
    (
        "missing observation file",
        removing("observations/nesdc_hai_2564.csv"),
        ("sources/nesdc_hai.yaml", "editions.nesdc_hai_2564.observations"),
    ),
    (
        "an edition twice",
        replacing("sources/nesdc_hai.yaml", "nesdc_hai_2564\n", "nesdc_gpp_2563\n"),
        ("sources", "nesdc_gpp_2563", "2 times"),
    ),
    (
        "unknown source",
        replacing("series/hai.yaml", "source: nesdc_hai", "source: undp"),
        ("series/hai.yaml", "source", "undp"),
    ),
    (
        "minimum above maximum",
        replacing("series/hai.yaml", "minimum: 0.0", "minimum: 2.0"),
        ("series/hai.yaml", "minimum"),
    ),
    (
        "equal goalposts",
        replacing(DESIGN, "goalposts: [15550.75, 36134.025]", "goalposts: [1.0, 1.0]"),
        (DESIGN, "dimensions.economy.indicators.household_income", "goalposts are equal"),
    ),
    (
        "goalposts against the direction",
        replacing(DESIGN, "goalposts: [15550.75, 36134.025]", "goalposts: [36134.0, 15550.0]"),
        (DESIGN, "dimensions.economy.household_income.goalposts", "direction"),
    ),
    (
        "cut-offs that do not rise",
        replacing(DESIGN, "\ncutoffs: [38.1", "\ncutoffs: [92.3"),
        (DESIGN, "cutoffs", "rise"),
    ),
    (
        "a context indicator in the index",
        replacing(GPP, "direction: higher_is_better", "direction: context"),
        (DESIGN, "gpp_per_capita", "context"),
    ),
    (
        "an indicator without figures in the framework",
        replacing(FRAMEWORK, "- gpp_growth\n", "- public_investment_disbursement\n"),
        (FRAMEWORK, "public_investment_disbursement", "no figures"),
    ),
    (
        "an unknown indicator in the framework",
        replacing(FRAMEWORK, "- gpp_growth\n", "- gdp_growth\n"),
        (FRAMEWORK, "dimensions.economy", "gdp_growth"),
    ),
    (
        "an unknown design",
        replacing(FRAMEWORK, "design: development_plan12", "design: other"),
        (FRAMEWORK, "design", "other"),
    ),
]


@pytest.mark.parametrize(
    ("breaking", "named"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_fault_is_named_by_file_and_key(
    folder: Path, breaking: Breaking, named: tuple[str, ...]
) -> None:
    breaking(folder)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    assert any(all(part in fault for part in named) for fault in caught.value.faults), str(
        caught.value
    )


def test_every_fault_is_told_at_once(folder: Path) -> None:
    adding(HAI, "colour: blue")(folder)
    adding(GPP, "shape: round")(folder)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    assert len(caught.value.faults) == 2
    assert "colour" in str(caught.value)
    assert "shape" in str(caught.value)


def test_an_untouched_copy_loads_and_has_the_same_digest(folder: Path) -> None:
    copied = load_catalogue(folder)
    assert copied.version == digest(BUILT_IN)
    adding("units/aliases.csv", "24,แปดริ้ว,common")(folder)
    assert load_catalogue(folder).version != copied.version


def test_the_whole_catalogue_loads_in_less_than_300_milliseconds_of_work() -> None:
    fastest = float("inf")
    for _ in range(3):
        started = time.process_time()
        load_catalogue()
        fastest = min(fastest, time.process_time() - started)
    assert fastest < 0.3
