from __future__ import annotations

from collections import Counter

from moibench.catalogue import Catalogue


def test_there_are_76_provinces_bangkok_18_clusters_6_regions_and_a_country(
    catalogue: Catalogue,
) -> None:
    assert Counter(u.unit_type for u in catalogue.units.values()) == {
        "province": 76,
        "special_area": 1,
        "cluster": 18,
        "region": 6,
        "country": 1,
    }
    assert catalogue.units["10"].unit_type == "special_area"


def test_every_province_and_bangkok_has_a_tile_of_its_own(catalogue: Catalogue) -> None:
    assert len(catalogue.tiles) == 77
    assert len({(t.column, t.row) for t in catalogue.tiles}) == 77
    assert {t.unit for t in catalogue.tiles} == {
        u.code for u in catalogue.units.values() if u.unit_type in ("province", "special_area")
    }


def test_abbreviations_are_unique_in_each_language(catalogue: Catalogue) -> None:
    short = [u.abbreviation for u in catalogue.units.values() if u.abbreviation]
    assert len(short) == 77
    assert len({s.th for s in short}) == len({s.en for s in short}) == 77
    assert {len(s.th) for s in short} == {2}
    assert {len(s.en) for s in short} == {3}
    chachoengsao = catalogue.units["24"]
    assert chachoengsao.name.th == "ฉะเชิงเทรา"
    assert chachoengsao.abbreviation is not None
    assert chachoengsao.abbreviation.en == "CCO"


def test_each_province_has_one_cluster_and_one_region_of_the_same_side(
    catalogue: Catalogue,
) -> None:
    placed: dict[tuple[str, str], str] = {(k.unit, k.grouping): k.parent for k in catalogue.parents}
    assert len(placed) == len(catalogue.parents)
    for unit in catalogue.units.values():
        if unit.unit_type == "province":
            cluster = placed[unit.code, "clusters_2017"]
            region = placed[unit.code, "regions_2017"]
            assert catalogue.units[cluster].unit_type == "cluster"
            assert catalogue.units[region].unit_type == "region"
            assert placed[cluster, "clusters_2017"] == region
    sizes = Counter(
        parent
        for (unit, _), parent in placed.items()
        if catalogue.units[parent].unit_type == "region"
        and catalogue.units[unit].unit_type == "province"
    )
    assert sizes == {"N": 17, "NE": 20, "C": 17, "E": 8, "S": 11, "SB": 3}


def test_bangkok_stands_under_the_country_alone(catalogue: Catalogue) -> None:
    assert [(k.parent, k.grouping) for k in catalogue.parents if k.unit == "10"] == [
        ("TH", "regions_2017")
    ]


def test_bueng_kan_begins_on_23_march_2011_out_of_nong_khai(catalogue: Catalogue) -> None:
    bueng_kan = catalogue.units["38"]
    assert not bueng_kan.exists_in(2010)
    assert bueng_kan.exists_in(2011)
    (split,) = catalogue.lineage
    assert (split.from_unit, split.to_unit, split.date) == ("43", "38", bueng_kan.valid_from)


def test_an_alias_means_one_unit_and_is_no_units_own_name(catalogue: Catalogue) -> None:
    aliases = [a.alias for a in catalogue.aliases]
    names = {name for u in catalogue.units.values() for name in (u.name.th, u.name.en)}
    assert len(aliases) == len(set(aliases))
    assert not names & set(aliases)
    by_alias = {a.alias: a.unit for a in catalogue.aliases}
    assert by_alias["โคราช"] == "30"
    assert by_alias["SINGBURI"] == "17"
