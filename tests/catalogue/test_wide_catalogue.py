"""The catalogue that the benchmark of sixty indicators makes is one that could be in force."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.wide import widen

from moibench.catalogue.load import BUILT_IN, load_catalogue


def test_the_widened_catalogue_is_coherent_and_as_wide_as_asked(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BUILT_IN, tmp_path / "data"))
    for framework in load_catalogue(BUILT_IN).frameworks:
        made = widen(folder, framework, 40)
        widened = load_catalogue(folder)
        design = widened.designs[widened.frameworks[framework].design]
        assert len(design.indicator_ids) == 40
        assert set(made) <= set(widened.frameworks[framework].indicator_ids)
        shutil.rmtree(folder)
        shutil.copytree(BUILT_IN, folder)
