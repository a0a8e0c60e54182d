"""Derive the frozen numbers of the built-in agendas from the catalogue's figures, and write them.

As of a design, the numbers are taken once, when an edition of an agenda is made: an agenda whose
numbers followed the data would move every province's score each time one province moved.

    MOIBENCH_HOME=/some/folder python scripts/freeze_agendas.py
"""

from __future__ import annotations

from pathlib import Path

import yaml

from moibench.cli.prepare import prepare

FOLDER = Path(__file__).parents[1] / "src/moibench/catalogue/data/agendas"


def main() -> None:
    """Write every built-in agenda with its goalposts, cut-offs and default year, and say so."""
    prepare()
    from moibench.analysis.agendas.freezing import freeze
    from moibench.analysis.catalogue import current_catalogue
    from moibench.catalogue.write import written

    catalogue = current_catalogue()
    for agenda in catalogue.agendas.values():
        found = freeze(agenda, catalogue)
        path = FOLDER / f"{agenda.id}.yaml"
        old = path.read_text(encoding="utf-8")
        path.write_text(written(found.asked, old), encoding="utf-8")
        yaml.safe_load(path.read_text(encoding="utf-8"))
        print(
            agenda.id, found.year, *(f"{r.kind}({', '.join(r.indicators)})" for r in found.remarks)
        )


if __name__ == "__main__":
    main()
