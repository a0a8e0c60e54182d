"""NESDC's provincial product of 2562; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np
import pytest

from moibench.engine import rank, roll_up_ratio, roll_up_sum

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


PROVINCES = rows("provinces.csv")
CLUSTER_CVM = {r["unit_code"]: float(r["gpp_cvm_million_baht"]) for r in rows("published.csv")}


def column(name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in PROVINCES])


def members(key: str, code: str) -> np.ndarray:
    return np.array([[row[key] == code for row in PROVINCES]])


def test_product_per_head_is_the_published_one_in_all_77_provinces():
    computed = roll_up_ratio(
        column("gpp_current_million_baht"),
        column("population_thousand"),
        np.eye(77, dtype=bool),
        scale=1000,
    )
    excess = computed.values - column("gpp_per_capita_baht")
    assert excess.min() > -0.0001
    assert excess.max() < 0.001 + 0.0001


def test_sukhothai_ranks_14th_in_the_north_and_55th_in_the_country_as_its_plan_prints():
    per_head = column("gpp_per_capita_baht")
    codes = [row["province_code"] for row in PROVINCES]
    north = members("region_code", "N")[0]
    assert north.sum() == 17
    assert rank(per_head)[codes.index("64")] == 55
    assert rank(np.where(north, per_head, np.nan))[codes.index("64")] == 14


@pytest.mark.parametrize(
    ("cluster", "per_cent"),
    [("NE-U1", 7.8), ("E-2", 6.0), ("S-A", 3.7), ("SB-1", 1.1), ("NE-L1", 0.01)],
)
def test_chain_volumes_of_provinces_do_not_add_up_to_the_published_cluster(cluster, per_cent):
    added = roll_up_sum(column("gpp_cvm_million_baht"), members("cluster_code", cluster))
    excess = 100 * (added.values[0] / CLUSTER_CVM[cluster] - 1)
    assert added.coverage[0] == 1
    assert excess == pytest.approx(per_cent, abs=0.005 if per_cent < 0.1 else 0.05)


def test_a_ratio_of_sums_is_not_the_mean_of_the_provinces():
    east = members("region_code", "E")
    ratio = roll_up_ratio(
        column("gpp_current_million_baht"), column("population_thousand"), east, scale=1000
    )
    by_hand = (
        sum(float(r["gpp_current_million_baht"]) for r in PROVINCES if r["region_code"] == "E")
        / sum(float(r["population_thousand"]) for r in PROVINCES if r["region_code"] == "E")
        * 1000
    )
    assert ratio.values[0] == pytest.approx(by_hand)
    assert abs(column("gpp_per_capita_baht")[east[0]].mean() - by_hand) > 10_000
