from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moibench.catalogue.recipe import recipe_of
from moibench.engine import Faults
from moibench.ingest.design_file import read_design
from tests.engine.index_tables import index

RECIPE = recipe_of(
    {
        "steps": [
            "treat",
            {"normalise": {"reference_unit": "24"}},
            {"aggregate": {"method": ["median", "arithmetic_mean"]}},
        ]
    }
)


def design(folder: Path, text: str):
    path = folder / "DESIGN.csv"
    path.write_text(text, encoding="utf-8")
    return read_design(path, RECIPE, index().structure)


def faults_of(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(Faults) as refused:
        design(folder, text)
    return refused.value.faults


def test_choices_are_read_as_a_recipe_file_would(tmp_path):
    own = design(
        tmp_path,
        "replicate,treat,normalise.to,aggregate.method,leave_out,noise,weight_factor.a\n"
        "0,,,,,,\n"
        '1,skipped,"[1, 100]","[""median"", ""topsis""]",b,7,1.25\n'
        "2,used,null,median,,,0\n",
    )
    assert own.addresses == ("treat", "normalise.to", "aggregate.method")
    assert own.alternatives == (
        ("skipped", "used"), ((1.0, 100.0), None), (("median", "topsis"), "median"),
    )  # fmt: skip
    np.testing.assert_array_equal(own.chosen, [[-1, -1, -1], [0, 0, 0], [1, 1, 1]])
    assert own.left_out == ("", "b", "")
    assert own.noise.tolist() == [0, 7, 0]
    np.testing.assert_array_equal(own.factors[:, 0], [1, 1.25, 0])
    np.testing.assert_array_equal(own.factors[:, 1:], 1)


def test_a_code_that_looks_like_a_number_stays_a_text(tmp_path):
    own = design(tmp_path, "normalise.reference_unit\n25\n")
    assert own.alternatives == (("25",),)
    assert own.factors is None


def test_every_fault_is_told_at_once(tmp_path):
    told = faults_of(
        tmp_path,
        "normalise.method,screen,leave_out,noise,weight_factor.a,weight_factor.I\n"
        "mid_max,used,zz,-1,much,1\n",
    )
    assert [fault.split(":")[0] for fault in told] == [
        "DESIGN.csv, column 'normalise.method'",
        "DESIGN.csv, column 'screen'",
        "DESIGN.csv row 2, column 'leave_out'",
        "DESIGN.csv row 2, column 'noise'",
        "DESIGN.csv row 2, column 'weight_factor.a'",
        "DESIGN.csv, column 'weight_factor.I'",
    ]
    assert faults_of(tmp_path, "treat\n") == ("DESIGN.csv: has no row",)
