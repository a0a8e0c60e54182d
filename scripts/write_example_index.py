"""Write docs/examples/provinces: real figures of the catalogue as DATA.csv and META.csv."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from moibench.catalogue import Catalogue, load_catalogue

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs/examples/provinces"
YEARS = (2015, 2017, 2019)
GROUP = "Region"
GROUPING = "regions_2017"

# Series by the column they fill: what is measured, and what is divided by.
SERIES = (
    "population_nesdc",
    "lfs_labour_force",
    "lfs_pop15",
    "msw_generated",
    "gpp_current",
    "household_income",
    "lfs_unemployed",
    "household_debt_share",
    "lfs_pop15_tertiary",
    "hai",
    "msw_correct",
)
# iCode, iName, Type, Level, Parent, Direction, Weight, Denominator, Unit
META = """iCode,iName,Type,Level,Parent,Direction,Weight,Denominator,Unit
Region,Region of 2017,Group,,,,,,
population_nesdc,Population,Denominator,,,,,,thousand people
lfs_labour_force,Labour force,Denominator,,,,,,people
lfs_pop15,People of 15 and over,Denominator,,,,,,people
msw_generated,Municipal waste,Denominator,,,,,,tonnes a day
gpp_current,GPP per capita,Indicator,1,economy,1,1,population_nesdc,thousand baht a person
household_income,Household income,Indicator,1,economy,1,1,,baht a month
lfs_unemployed,Unemployment rate,Indicator,1,economy,-1,1,lfs_labour_force,per cent
household_debt_share,Households in debt,Indicator,1,economy,-1,1,,per cent
lfs_pop15_tertiary,Tertiary education,Indicator,1,society,1,1,lfs_pop15,per cent
hai,Human Achievement Index,Indicator,1,society,1,1,,index
msw_correct,Waste disposed of properly,Indicator,1,environment,1,1,msw_generated,per cent
economy,Economy,Aggregate,2,development,1,1,,points
society,Society,Aggregate,2,development,1,1,,points
environment,Environment,Aggregate,2,development,1,1,,points
development,Development,Aggregate,3,,1,1,,points
"""


def main() -> None:
    """Write both files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in files(load_catalogue()).items():
        (TARGET / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{(TARGET / name).relative_to(ROOT)}\n")


def files(catalogue: Catalogue) -> dict[str, str]:
    """Return the text of DATA.csv and META.csv as the catalogue's figures give them."""
    values = _figures(catalogue)
    parents = {link.unit: link.parent for link in catalogue.parents if link.grouping == GROUPING}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["uCode", "uName", "Time", GROUP, *SERIES])
    for year in YEARS:
        for unit in catalogue.units.values():
            if unit.unit_type not in ("province", "special_area") or not unit.exists_in(year):
                continue
            cells = [values.get((series, unit.code, year), "") for series in SERIES]
            writer.writerow([unit.code, unit.name.en, year, parents.get(unit.code, ""), *cells])
    return {"DATA.csv": out.getvalue(), "META.csv": META}


def _figures(catalogue: Catalogue) -> dict[tuple[str, str, int], str]:
    """Return every figure as it was published, that of the latest edition."""
    found = {}
    for edition in catalogue.editions.values():
        with catalogue.observation_file(edition).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["series"], row["unit"], int(row["year"])] = row["value"]
    return found


if __name__ == "__main__":
    main()
