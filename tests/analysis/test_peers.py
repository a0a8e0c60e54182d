"""Statistical peers, against plain loops over the shipped files."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from moibench.analysis.errors import NoPeers, UnitDidNotExist, UnknownChoice, UnknownUnit
from moibench.analysis.panel import current_panel
from moibench.analysis.peers import peers
from tests.analysis.double import built_in_double
from tests.analysis.made import panel_with, use
from tests.engine import comparative_doubles as slow

pytestmark = pytest.mark.django_db


def by_hand(unit: str, model_id: str, level: str = "province") -> list[tuple[float, str]]:
    double = built_in_double()
    model = double.catalogue.peer_models[model_id]
    types = {level, "special_area"} if level == "province" else {level}
    codes = [c for c, u in double.catalogue.units.items() if u.unit_type in types]
    reference = [c != "10" for c in codes]
    rows = []
    for d in model.descriptors:
        if d.flag:
            held = double.catalogue.flags[d.flag].units
            row = [
                float(c in held or any(m in held for m in double.members(c, 2019))) for c in codes
            ]
        else:
            year = d.year or model.reference_year
            found = [double.standing(d.indicator or "", c, year) for c in codes]
            row = [math.nan if f is None else f[0] for f in found]
        rows.append(slow.steps(row, reference, d.log, d.flag is not None))
    weights = [d.weight for d in model.descriptors]
    own = codes.index(unit)
    found = [
        (slow.squared_distance(rows, weights, own, i, model.shared_minimum), c)
        for i, c in enumerate(codes)
        if c not in (unit, "10")
    ]
    return sorted((math.sqrt(d), c) for d, c in found if not math.isnan(d))


@pytest.mark.parametrize(
    ("unit", "model", "level"),
    [
        ("24", "overall", "province"),
        ("50", "economy", "province"),
        ("83", "people", "province"),
        ("38", "overall", "province"),
        ("10", "overall", "province"),
        ("E-1", "overall", "cluster"),
        ("NE", "people", "region"),
    ],
)
def test_peers_equal_plain_loops_over_the_files(unit: str, model: str, level: str) -> None:
    expected = by_hand(unit, model, level)[:8]
    found = peers(unit, model)
    assert found.codes == tuple(c for _, c in expected)
    assert [p.distance for p in found.peers] == pytest.approx([d for d, _ in expected], rel=1e-9)


def test_contributions_add_up_and_say_the_peer_s_own_values() -> None:
    found = peers("24")
    assert len(found.peers) == 8
    for peer in found.peers:
        total = math.fsum(p.part for p in peer.parts if p.part is not None)
        assert total == pytest.approx(peer.distance**2, rel=1e-12)
    gpp = next(p for p in found.peers[0].parts if p.descriptor_id == "gpp_per_capita")
    value = built_in_double().value("gpp_per_capita", found.peers[0].unit_code, 2019)
    assert gpp.value == value


def test_descriptors_are_not_those_judged_but_for_one_that_can_be_switched_off() -> None:
    panel = current_panel()
    judged = set(panel.design.indicator_ids)
    for model in panel.catalogue.peer_models.values():
        assert judged & {d.id for d in model.descriptors} <= {"gpp_per_capita"}
    without = peers("21", weights=(("gpp_per_capita", 0.0),))
    assert without.codes != peers("21").codes
    assert all(
        p.part == 0 for x in without.peers for p in x.parts if p.descriptor_id == "gpp_per_capita"
    )


def test_a_locked_unit_is_always_there_and_a_dropped_one_never() -> None:
    nearest = peers("24").codes[0]
    found = peers("24", locked=("58",), dropped=(nearest,))
    assert "58" in found.codes
    assert nearest not in found.codes
    assert len(found.codes) == 8
    assert [p.unit_code for p in found.peers if p.locked] == ["58"]
    assert peers("24", locked=("58",), dropped=("58",)).codes == peers("24", dropped=("58",)).codes


def test_more_locked_than_asked_for_are_all_kept() -> None:
    assert sorted(peers("24", count=1, locked=("58", "55")).codes) == ["55", "58"]
    assert len(peers("24", count=1).codes) == 1


def test_bangkok_is_a_peer_only_where_it_is_asked_for() -> None:
    assert "10" not in peers("12").codes
    assert "10" in peers("12", with_bangkok=True, count=20).codes
    assert (
        peers("12").codes == tuple(c for c in peers("12", with_bangkok=True).codes if c != "10")[:8]
        or "10" in peers("12", with_bangkok=True).codes
    )


def test_peers_are_frozen_with_the_model_s_year_and_the_stamp() -> None:
    found = peers("24")
    assert found.frozen_year == 2019
    assert found.stamp == current_panel().stamp
    years = {d.id: d.year for d in found.descriptors}
    assert (years["elderly_share"], years["gpp_per_capita"]) == (2020, 2019)


def test_a_province_with_a_hole_has_peers_by_what_is_shared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, panel_with({("elderly_share", "24", 2020): None}))
    found = peers("24")
    # Ageing has a ninth of the weight of 8.5: 1 of it.
    assert found.peers[0].shared == pytest.approx(7.5 / 8.5)
    hole = next(p for p in found.peers[0].parts if p.descriptor_id == "elderly_share")
    assert hole.part is None
    assert hole.value is not None
    assert found.refused == ()


def test_under_seventy_per_cent_shared_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    series = ("elderly_share", "lfs_employed_agri", "population_midyear")
    cells = {(s, "19", y): None for s in series for y in (2018, 2019, 2020)}
    use(monkeypatch, panel_with(cells))
    assert "19" in peers("24").refused
    assert "19" not in peers("24").codes
    with pytest.raises(NoPeers) as refusal:
        peers("19")
    assert refusal.value.reason == "no_descriptors"


@pytest.mark.parametrize(
    ("unit", "more", "reason"),
    [
        ("TH", {}, "country"),
        ("S", {"dropped": ("N", "NE", "C", "E", "SB")}, "too_few"),
    ],
)
def test_who_has_no_peers_is_told_why(
    unit: str, more: dict[str, tuple[str, ...]], reason: str
) -> None:
    with pytest.raises(NoPeers) as refusal:
        peers(unit, **more)  # type: ignore[arg-type]
    assert refusal.value.reason == reason


def test_a_peer_group_of_one_is_answered() -> None:
    assert peers("S", dropped=("N", "NE", "C", "E")).codes == ("SB",)


def test_what_does_not_exist_is_refused_with_what_does() -> None:
    with pytest.raises(UnknownUnit):
        peers("99")
    with pytest.raises(UnknownUnit):
        peers("24", locked=("99",))
    with pytest.raises(UnknownChoice) as refusal:
        peers("24", "nearest")
    assert refusal.value.known == ("economy", "overall", "people")
    with pytest.raises(UnknownChoice) as refusal:
        peers("24", weights=(("hai", 1.0),))
    assert "coast" in refusal.value.known


def test_a_unit_born_after_the_frozen_year_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = panel_with({})
    model = panel.catalogue.peer_models["overall"]
    early = model.model_copy(update={"reference_year": 2010})
    models = {**panel.catalogue.peer_models, "overall": early}
    use(monkeypatch, replace(panel, catalogue=replace(panel.catalogue, peer_models=models)))
    with pytest.raises(UnitDidNotExist):
        peers("38")


def test_the_flags_count_as_their_sources_do() -> None:
    flags = current_panel().catalogue.flags
    assert len(set(flags["coast"].units)) == 23
    assert len(set(flags["border"].units)) == 31
    assert "10" in flags["coast"].units
    assert "93" not in flags["coast"].units
