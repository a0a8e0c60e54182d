"""A catalogue goes out and comes in without loss, and never breaks what was published."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.editions import publish
from moibench.analysis.geography import Geography
from moibench.analysis.looking import look, refresh
from moibench.analysis.panel import current_panel
from moibench.analysis.profile import profile
from moibench.analysis.ranking import ranking
from moibench.catalogue import CatalogueError
from moibench.catalogue.load import BUILT_IN
from moibench.ingest.catalogue_files import (
    FolderTaken,
    check_folder,
    draft_of,
    export_folder,
    load_folder,
)
from moibench.ingest.maps import add_local_units, check_map, publish_map
from moibench.store.record import Entry, record_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _present() -> object:
    yield
    from moibench.analysis import vantage

    vantage.put_in_force(vantage.built_in_catalogue())


def files(folder: Path) -> list[str]:
    found = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return sorted(p.relative_to(folder).as_posix() for p in found)


def edit(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after, 1), encoding="utf-8")


def test_what_goes_out_comes_in_byte_for_byte(tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    export_folder(current_catalogue(), out)
    kept = load_folder(out, "a test", "unchanged")
    assert kept.version == current_catalogue().version
    export_folder(refresh(), again)
    names = files(BUILT_IN)
    assert files(again) == names
    assert filecmp.cmpfiles(BUILT_IN, again, names, shallow=False) == (names, [], [])


def test_a_folder_with_files_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(FolderTaken):
        export_folder(current_catalogue(), tmp_path)


def test_all_faults_are_listed_and_nothing_comes_in_force() -> None:
    folder = draft_of(current_catalogue())
    edit(folder, "units/parents.csv", "11,C-V,clusters_2017", "11,XX,clusters_2017")
    edit(folder, "units/parents.csv", "N,TH,regions_2017", "N,N-U1,regions_2017")
    with pytest.raises(CatalogueError) as refused:
        load_folder(folder, "a test")
    said = "\n".join(refused.value.faults)
    assert "“XX”" in said
    assert "its own ancestor" in said
    assert refresh().folder == BUILT_IN


def test_memberships_may_not_overlap_across_groupings() -> None:
    folder = draft_of(current_catalogue())
    edit(
        folder,
        "units/groupings.yaml",
        "groupings:\n",
        "groupings:\n  - id: other\n    name: {th: ก, en: o}\n    valid_from: 2020-01-01\n"
        "    source: x\n",
    )
    parents = folder / "units/parents.csv"
    parents.write_text(parents.read_text(encoding="utf-8") + "11,C-U,other,,\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="11 has two parents at once"):
        check_folder(folder)


def test_what_data_or_an_edition_need_is_not_left_out() -> None:
    publish("2569/1", "a test")
    folder = draft_of(current_catalogue())
    (folder / "series/hotel_occupancy.yaml").unlink()
    used = next(
        i.id
        for i in current_catalogue().indicators.values()
        if i.roll_up is not None and getattr(i.roll_up, "series", "") == "hotel_occupancy"
    )
    for path in folder.rglob(f"{used}.yaml"):
        path.unlink()
    for path in [*(folder / "frameworks").glob("*.yaml"), *(folder / "designs").glob("*.yaml")]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if used not in line]
        path.write_text("".join(kept), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        check_folder(folder)
    said = "\n".join(refused.value.faults)
    assert used in said or "hotel_occupancy" in said


def draft(tmp_path: Path, moved: str = "24", to: str = "E-2", **other: str) -> Path:
    """A draft map that moves one province to another cluster."""
    geography = Geography(current_catalogue())
    members: dict[str, list[str]] = {}
    for link in current_catalogue().parents:
        if link.grouping == "clusters_2017":
            parent = to if link.unit == moved else link.parent
            members.setdefault(parent, []).append(link.unit)
    assert geography.ancestor(moved, "cluster") != to
    lines = [
        "grouping:",
        f"  id: {other.get('id', 'clusters_2026')}",
        "  name: {th: กลุ่มใหม่, en: New clusters}",
        f"  valid_from: {other.get('valid_from', '2026-01-01')}",
        "  source: a draft",
        "replaces: clusters_2017",
        "members:",
        *(
            f"  {parent}: [{', '.join(repr(m) for m in units)}]"
            for parent, units in members.items()
        ),
    ]
    path = tmp_path / "draft.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_moving_a_province_leaves_old_editions_unchanged(tmp_path: Path) -> None:
    publish("2569/1", "a test")
    with look(edition="2569/1"):
        before = ranking("gpp_current", 2019, level="cluster")
        assert profile("24", 2019).cluster_code == "E-1"
    publish_map(draft(tmp_path), current_catalogue(), "a test")
    with look():
        now = ranking("gpp_current", 2019, level="cluster")
        assert profile("24", 2019).cluster_code == "E-2"
    with look(map_choice="as_it_was"):
        assert profile("24", 2019).cluster_code == "E-1"
    with look(edition="2569/1"):
        assert ranking("gpp_current", 2019, level="cluster") == before
        assert profile("24", 2019).cluster_code == "E-1"

    def values(found: object) -> dict[str, float | None]:
        return {line.unit_code: line.figure.value for line in found.lines}  # type: ignore[attr-defined]

    old, new = values(before), values(now)
    own = profile("24", 2019).indicator("gpp_current").figure.value or 0
    published = current_panel().series_values("gpp_current")
    row = current_panel().cube.years.index(2019)
    position = current_panel().geography.position
    for cluster, sign in (("E-1", -1), ("E-2", 1)):
        if published[row, position[cluster]] != published[row, position[cluster]]:
            assert new[cluster] == pytest.approx((old[cluster] or 0) + sign * own)


def test_a_draft_map_is_refused_with_every_fault(tmp_path: Path) -> None:
    path = draft(tmp_path)
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("'24'", "'20'", 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        check_map(path, current_catalogue())
    said = "\n".join(refused.value.faults)
    assert "20 stands 2 times" in said
    assert "24 had a place" in said


def test_the_map_of_a_published_edition_is_not_rewritten() -> None:
    publish("2569/1", "a test")
    folder = draft_of(current_catalogue())
    edit(folder, "units/parents.csv", "24,E-1,clusters_2017", "24,E-2,clusters_2017")
    with pytest.raises(CatalogueError, match="24 → E-1 is left out, but edition 2569/1"):
        check_folder(folder)


LIST = """code,name_th,name_en
2401,เมืองฉะเชิงเทรา,Mueang Chachoengsao
2402,บางคล้า,Bang Khla
240101,หน้าเมือง,Na Mueang
"""


def test_districts_of_a_code_list_work_where_data_exist(tmp_path: Path) -> None:
    import datetime as dt

    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    add_local_units(path, current_catalogue(), "a test", since=dt.date(2003, 1, 1))
    entries = [
        Entry("population_registered", code, 2019, value, "final")
        for code, value in (("2401", 1000.0), ("2402", 3000.0))
    ]
    record_edition("dopa_x", "dopa_population", 9, "x", entries, "a test")
    with look():
        catalogue = current_catalogue()
        assert Geography(catalogue).ancestors("240101") >= {"2401", "24", "E-1", "TH"}
        found = ranking("population_registered", 2019, level="district")
        assert [(x.unit_code, x.figure.value) for x in found.lines] == [
            ("2402", 3000.0),
            ("2401", 1000.0),
        ]
        district = profile("2402", 2019)
        assert district.indicator("population_registered").figure.value == 3000.0
        assert "240101" not in current_panel().geography.units


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("99,ก,a", "neither four nor six digits"),
        ("9901,ก,a", "9901 lies in 99, which is no unit"),
        ("2401,ก,a\n2401,ข,b", "already"),
    ],
)
def test_a_code_list_is_refused_with_its_lines(tmp_path: Path, line: str, why: str) -> None:
    import datetime as dt

    path = tmp_path / "list.csv"
    path.write_text(f"code,name_th,name_en\n{line}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=why):
        add_local_units(path, current_catalogue(), "a test", since=dt.date(2003, 1, 1))
