"""Champions against plain loops, and products that officers write."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from moibench.analysis.champions import champions, find_champion, product_identity
from moibench.analysis.errors import UnknownChoice, UnknownUnit
from moibench.analysis.products import (
    ChangedMeanwhile,
    FaultyProduct,
    Wording,
    add_product,
    product_history,
    products_of,
    rewrite_product,
)
from moibench.analysis.sectors import SectorResult
from moibench.store.champions.models import ProductVersion

pytestmark = pytest.mark.django_db
MANGO = Wording("มะม่วงน้ำดอกไม้", "A", "บางคล้า", "ส่งออก 2,000 ตัน พ.ศ. 2562")


def evidence(sector: SectorResult) -> tuple[float, ...]:
    regional = sector.shift_share.regional / sector.value_before  # type: ignore[operator]
    return (sector.lq, sector.share, sector.own_growth, regional, sector.density)  # type: ignore[return-value]


@pytest.mark.parametrize("unit", ["24", "E-1"])
def test_places_are_as_plain_loops_have_them(unit: str) -> None:
    found = champions(unit, 2019, 2014)
    ranked = [c for c in found.listed if c.place is not None]
    assert len(ranked) == 18  # all but public administration
    means = {}
    for champion in ranked:
        own = evidence(champion.sector)
        places = [1 + sum(evidence(other.sector)[k] > own[k] for other in ranked) for k in range(5)]
        assert champion.ranks == tuple(places)
        means[champion.id] = sum(places) / 5
        assert champion.mean_rank == pytest.approx(means[champion.id])
    for champion in ranked:
        better = sum(m < means[champion.id] - 1e-9 for m in means.values())
        assert champion.place == 1 + better
    assert [c.place for c in ranked] == sorted(c.place for c in ranked)  # type: ignore[type-var]


def test_a_champion_is_specialised_and_grows_no_slower_than_in_the_country() -> None:
    found = champions("21", 2019, 2014)
    kinds = set()
    for champion in found.listed:
        sector = champion.sector
        kinds.add(champion.kind)
        if champion.kind is None:
            continue
        assert sector.own_growth is not None
        assert sector.growth is not None
        faster = sector.own_growth >= sector.growth
        near = sector.density is not None and sector.density >= (found.median_density or 0)
        expected = "other"
        if sector.specialised:
            expected = "champion" if faster else "mainstay"
        elif not sector.specialised and sector.own_growth > sector.growth and near:
            expected = "emerging"
        assert champion.kind == expected
    assert {"champion", "mainstay", "emerging", "other"} <= kinds


def test_a_sector_without_one_of_its_five_pieces_of_evidence_has_no_place() -> None:
    """Bangkok has no mining: a value of 0 before leaves nothing to divide the regional part by."""
    found = champions("10", 2019, 2014)
    (mining,) = (c for c in found.listed if c.sector.code == "B")
    assert mining.sector.value_before == 0
    assert (mining.regional, mining.place, mining.mean_rank, mining.kind) == (None,) * 4
    assert sum(c.place is not None for c in found.listed) == 17


def test_public_administration_is_shown_and_no_product() -> None:
    last = champions("24", 2019, 2014).listed[-1]
    assert (last.sector.code, last.place, last.kind) == ("O", None, None)
    assert last.sector.share is not None


def test_an_identity_names_a_sector_or_a_product() -> None:
    assert (find_champion("24:A").unit_code, find_champion("24:A").sector_code) == ("24", "A")
    made = add_product("24", MANGO, "officer")
    named = find_champion(product_identity(made.product))
    assert named.unit_code == "24"
    assert named.product == made
    for nothing in (
        "24:ZZ",
        "99:A",
        "product:0",
        "product:99999999999999999999",
        "product:x",
        "24",
        "",
    ):
        with pytest.raises(UnknownChoice):
            find_champion(nothing)


def test_every_wording_of_a_product_is_kept() -> None:
    first = add_product("24", MANGO, "officer")
    changed = Wording("มะม่วง", "A", MANGO.note, MANGO.evidence)
    second = rewrite_product(first.product, changed, "colleague", first.id)
    gone = Wording("มะม่วง", "A", MANGO.note, MANGO.evidence, withdrawn=True)
    third = rewrite_product(first.product, gone, "officer", second.id)
    assert [v.id for v in product_history(first.product)] == [third.id, second.id, first.id]
    assert [v.written_by for v in product_history(first.product)] == [
        "officer",
        "colleague",
        "officer",
    ]
    assert products_of("24") == ()
    assert products_of("24", withdrawn=True) == (third,)
    assert products_of("20", withdrawn=True) == ()


def test_the_same_wording_again_is_no_new_version() -> None:
    first = add_product("24", MANGO, "officer")
    assert rewrite_product(first.product, MANGO, "officer", first.id) == first


def test_an_edit_by_somebody_else_is_noticed_and_nothing_is_lost() -> None:
    first = add_product("24", MANGO, "officer")
    theirs = rewrite_product(first.product, Wording("มะม่วงเบา", "A", "", ""), "colleague", first.id)
    with pytest.raises(ChangedMeanwhile) as clash:
        rewrite_product(first.product, Wording("มะม่วงหวาน", "A", "", ""), "officer", first.id)
    assert clash.value.newest == theirs
    assert product_history(first.product)[0] == theirs


def test_all_faults_are_named_at_once_and_nothing_is_kept() -> None:
    with pytest.raises(FaultyProduct) as faulty:
        add_product("24", Wording("  ", "Z", "ก" * 2_001, "ข" * 2_001), "officer")
    assert set(faulty.value.faults) == {
        "no_name",
        "unknown_sector",
        "long_note",
        "long_evidence",
    }
    with pytest.raises(UnknownUnit):
        add_product("99", MANGO, "officer")
    assert add_product("20", Wording("a\x00b", "", "", ""), "other").wording.name == "ab"
    assert ProductVersion.objects.filter(product__unit="24").count() == 0


def test_a_name_is_used_once_in_a_unit() -> None:
    add_product("24", MANGO, "officer")
    with pytest.raises(FaultyProduct) as taken:
        add_product("24", Wording(" มะม่วงน้ำดอกไม้ ", "", "", ""), "officer")
    assert taken.value.faults == ("name_taken",)
    add_product("20", MANGO, "other")


def test_the_database_refuses_to_change_or_remove_a_version() -> None:
    made = add_product("24", MANGO, "officer")
    row = ProductVersion.objects.filter(pk=made.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(name="อื่น")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
