"""Tables in the shapes agencies publish are understood, compared and checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from moibench.ingest.table_files.mapping import as_yaml, mapping_from, mapping_from_text
from moibench.ingest.table_files.preview import Preview, preview_file
from moibench.ingest.table_files.refusals import ImportRefused
from tests.ingest.table_files.made import (
    Rows,
    as_csv,
    as_ods,
    as_xlsx,
    catalogue,
    figures,
    nso_wide,
    th,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
YEARS = (2017, 2018, 2019)
REST = "year: {head: true}\nseries: {head: true}"
LEAVES = [c for c, u in catalogue().units.items() if u.unit_type in ("province", "special_area")]


def looked_at(path: Path, **given: Any) -> Preview:
    return preview_file(path, catalogue(), TODAY, **given)


def written(tmp_path: Path, rows: Rows, **how: Any) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(as_csv(rows, **how))
    return path


def codes(preview: Preview, grade: str | None = None) -> set[str]:
    return {f.code for f in preview.findings if grade in (None, f.grade)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_wide_table_of_the_statistical_office(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = nso_wide("lfs_employed", YEARS)
    preview = looked_at(written(tmp_path, rows, encoding=encoding, delimiter=delimiter))
    assert preview.file.delimiter == delimiter
    assert preview.mapping.source == "nso_lfs"
    assert preview.eras == ("be",)
    # 77 units in three years; the country and the office's own four regions are only checked.
    assert (preview.unchanged, preview.added, preview.changed) == (231, (), ())
    assert preview.refused == 0
    assert codes(preview) == {"other_spellings", "sums_only_checked", "sums_agree"}
    agree = next(f for f in preview.findings if f.code == "sums_agree")
    assert agree.fields["count"] == 15


@pytest.mark.parametrize("make", [as_xlsx, as_ods])
def test_the_same_as_a_workbook(tmp_path: Path, make: Any) -> None:
    path = make(nso_wide("lfs_employed", YEARS), tmp_path / "table.bin")
    preview = looked_at(path)
    assert preview.unchanged == 231
    assert preview.mapping.head == (3, 4)


def test_a_region_of_the_office_is_not_taken_for_one_of_ours(tmp_path: Path) -> None:
    preview = looked_at(written(tmp_path, nso_wide("lfs_employed", YEARS)))
    assert "C" not in {c.unit for c in (*preview.added, *preview.changed)}


def test_a_wrong_sum_is_found_with_its_cell(tmp_path: Path) -> None:
    rows = nso_wide("lfs_employed", YEARS)
    at = next(i for i, r in enumerate(rows) if r[:1] == ["ภาคเหนือ"])
    rows[at][2] = f"{float(rows[at][2].replace(',', '')) + 5000:,.0f}"
    preview = looked_at(written(tmp_path, rows))
    found = [f for f in preview.findings if f.code == "sum_differs"]
    assert [(f.cell, f.unit, f.year) for f in found] == [(f"C{at + 1}", "N", 2018)]
    assert found[0].fields["difference"] == pytest.approx(5000)
    assert preview.asks


def test_groups_closed_by_their_sums_and_a_bare_total(tmp_path: Path) -> None:
    known = figures("lfs_employed")
    rows: Rows = [["จังหวัด", "2562"]]
    for region in (["50", "51", "52"], ["30", "31"]):
        rows += [[th(c), known[c, 2019]] for c in region]
        rows.append(["รวมย่อย" if region[0] == "50" else "ภาคตะวันออกเฉียงเหนือ", 0])
        rows[-1][1] = sum(known[c, 2019] for c in region)
    rows.append(["รวม", sum(known[c, 2019] for c in ("50", "51", "52", "30", "31"))])
    preview = looked_at(written(tmp_path, rows), series="lfs_employed")
    wrong = [f for f in preview.findings if f.code == "sum_differs"]
    agree = [f for f in preview.findings if f.code == "sums_agree"]
    # A bare total says nothing of how far up it reaches, and is held against all of the table.
    assert [f.cell for f in wrong] == ["B5"]
    assert [f.fields["count"] for f in agree] == [2]


def two_rows_of_titles() -> Rows:
    per_head, people = figures("gpp_per_capita"), figures("population_nesdc")
    names = [catalogue().series[s].name.en for s in ("gpp_per_capita", "population_nesdc")]
    rows: Rows = [["Province", names[0], "", names[1], ""], ["", "2018", "2019", "2018", "2019"]]
    for c in LEAVES:
        values = [known.get((c, y), "") for known in (per_head, people) for y in (2018, 2019)]
        rows.append([catalogue().units[c].name.en.upper(), *values])
    return rows


def test_two_rows_of_titles_merged_and_english_names_in_capitals(tmp_path: Path) -> None:
    areas = ["A1:A2", "B1:C1", "D1:E1"]
    path = as_xlsx(two_rows_of_titles(), tmp_path / "t.xlsx", merged=areas)
    preview = looked_at(path)
    assert preview.series == ("gpp_per_capita", "population_nesdc")
    assert (preview.unchanged, preview.refused) == (4 * 77, 0)
    # The same as CSV, where nothing tells of merged cells.
    assert looked_at(written(tmp_path, two_rows_of_titles())).unchanged == 4 * 77


def test_units_side_by_side(tmp_path: Path) -> None:
    known = figures("gpp_current")
    rows: Rows = [["ปี", *(th(c) for c in LEAVES[:30])]]
    rows += [[y + 543, *(known[c, y] for c in LEAVES[:30])] for y in (2018, 2019)]
    rows[2][3] = "x"
    preview = looked_at(as_xlsx(rows, tmp_path / "t.xlsx"), series="gpp_current")
    assert preview.mapping.transposed
    assert (preview.unchanged, preview.refused) == (59, 1)
    assert [f.cell for f in preview.findings if f.code == "not_a_number"] == ["D3"]


def test_a_long_table_with_thai_digits_and_codes(tmp_path: Path) -> None:
    known = figures("hai")
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    rows: Rows = [["รหัสจังหวัด", "ปี", "อนุกรม", "ค่า"]]
    rows += [
        [u.translate(digits), str(y + 543).translate(digits), "hai", str(v).translate(digits)]
        for (u, y), v in known.items()
    ]
    preview = looked_at(written(tmp_path, rows))
    assert (preview.unchanged, preview.refused) == (len(known), 0)


def test_one_series_of_one_year_named_in_the_heading(tmp_path: Path) -> None:
    known = figures("births")
    year = max(y for _, y in known)
    rows: Rows = [[f"{catalogue().series['births'].name.th} พ.ศ. {year + 543}"], ["จังหวัด", "จำนวน"]]
    rows += [[th(u), v] for (u, y), v in known.items() if y == year]
    preview = looked_at(written(tmp_path, rows))
    assert preview.mapping.series.fixed == "births"
    assert preview.mapping.year.fixed == str(year)
    assert preview.unchanged == len(rows) - 2


def test_mixed_eras_are_refused(tmp_path: Path) -> None:
    rows: Rows = [["จังหวัด", "2561", "2019"], ["เชียงใหม่", 1, 2]]
    preview = looked_at(written(tmp_path, rows), series="gpp_current")
    assert preview.is_blocked
    assert "mixed_eras" in codes(preview, "impossible")


def test_exchanged_names_are_noticed(tmp_path: Path) -> None:
    """Si Sa Ket and Sing Buri, as a list of names published with real figures had them."""
    known, swapped = figures("gpp_per_capita"), {"33": "17", "17": "33"}
    rows: Rows = [["จังหวัด", *(y + 543 for y in YEARS)]]
    rows += [[th(swapped.get(c, c)), *(known[c, y] for y in YEARS)] for c in LEAVES]
    preview = looked_at(written(tmp_path, rows), series="gpp_per_capita")
    found = [f for f in preview.findings if "exchanged" in f.code]
    assert {frozenset((f.unit, str(f.fields["other_unit"]))) for f in found} == {
        frozenset(("17", "33"))
    }
    assert preview.asks
    # Right, nothing is said.
    rows[1:] = [[th(c), *(known[c, y] for y in YEARS)] for c in LEAVES]
    right = looked_at(written(tmp_path, rows), series="gpp_per_capita")
    assert [f for f in right.findings if "exchanged" in f.code] == []


def test_an_exchange_is_noticed_by_what_stands_out_from_the_others(tmp_path: Path) -> None:
    known = figures("population_registered")  # of one year: no history to jump from
    rows: Rows = [["จังหวัด", "2562"], *([th(c), known[c, 2019]] for c in LEAVES)]
    at = {str(row[0]): row for row in rows}
    one, other = at[th("50")], at[th("80")]
    one[1], other[1] = other[1], one[1]  # 1.78 and 1.56 million
    preview = looked_at(written(tmp_path, rows), series="population_registered")
    found = [f for f in preview.findings if "exchanged" in f.code]
    assert [{f.unit, f.fields["other_unit"]} for f in found] == [{"50", "80"}]


def test_titles_of_no_known_series_and_a_missing_year_are_asked_about(tmp_path: Path) -> None:
    births = figures("births")
    rows: Rows = [
        ["จังหวัด", "การเกิด", "", "พื้นที่ทิ้งขยะ", ""],
        ["", 2561, 2562, 2561, 2562],
        *([th(c), births[c, 2018], births[c, 2019], 1, 2] for c in ("51", "52")),
    ]
    path = as_xlsx(rows, tmp_path / "two.xlsx", merged=["A1:A2", "B1:C1", "D1:E1"])
    preview = looked_at(path)
    assert list(preview.series_questions) == ["การเกิด", "พื้นที่ทิ้งขยะ"]
    assert preview.series_questions["การเกิด"][0] == "births"
    assert preview.is_blocked
    assert codes(preview) == {"series_unsaid"}
    assert '#   "การเกิด": "births"' in as_yaml(preview.mapping, {}, preview.series_questions)
    named = {"การเกิด": "births", "พื้นที่ทิ้งขยะ": ""}
    confirmed = looked_at(path, mapping=preview.mapping.model_copy(update={"series_names": named}))
    assert (confirmed.unchanged, confirmed.series_questions) == (4, {})

    bare = looked_at(written(tmp_path, [["จังหวัด", "2562"], ["ลำพูน", births["51", 2019]]]))
    assert (bare.series_questions, codes(bare)) == ({"": ()}, {"series_of_all_unsaid"})
    undated = looked_at(written(tmp_path, [["จังหวัด", "ค่า"], ["ลำพูน", "-"], ["น่าน", 1]]),
                        series="births")  # fmt: skip
    assert undated.asks_year
    assert codes(undated) == {"year_unsaid"}


def test_a_misspelt_name_is_refused_until_the_mapping_confirms_it(tmp_path: Path) -> None:
    known = figures("gpp_per_capita")
    rows: Rows = [["จังหวัด", "2562"], ["เชียงไหม่", known["50", 2019]], ["ลำพูน", known["51", 2019]]]
    # It stands first, where it could be taken for a title.
    path = written(tmp_path, rows)
    preview = looked_at(path, series="gpp_per_capita")
    assert preview.refused == 1
    assert preview.questions["เชียงไหม่"][0] == "50"
    text = as_yaml(preview.mapping, preview.questions)
    assert '#   "เชียงไหม่": "50"' in text
    edited = mapping_from_text(text + 'units: {"เชียงไหม่": "50"}\n', catalogue())
    confirmed = looked_at(path, mapping=edited)
    assert (confirmed.refused, confirmed.unchanged) == (0, 2)


def test_a_code_and_a_name_that_do_not_agree(tmp_path: Path) -> None:
    rows: Rows = [
        ["รหัส", "จังหวัด", "2562"],
        ["51", "ลำพูน", 1],
        ["52", "แพร่", 2],
        ["53", "อุตรดิตถ์", 3],
    ]
    preview = looked_at(written(tmp_path, rows), series="gpp_per_capita")
    assert preview.mapping.unit_code is not None
    found = [f for f in preview.findings if f.code == "code_and_name_differ"]
    assert [f.cell for f in found] == ["A3"]


def test_marks_and_the_status_they_give(tmp_path: Path) -> None:
    rows: Rows = [
        ["จังหวัด", "2562", "2563p"],
        ["เชียงใหม่", "1,234 1/", "1,300"],
        ["ลำพูน", "-", "n.a."],
    ]
    rows.append(["ลำปาง", "", "..."])
    preview = looked_at(written(tmp_path, rows), series="births")
    got = {(c.unit, c.year): (c.value, c.status) for c in (*preview.added, *preview.changed)}
    assert got["50", 2019] == (1234.0, "final")
    assert got["50", 2020] == (1300.0, "preliminary")
    assert got["51", 2019] == (None, "missing")
    assert ("52", 2019) not in got  # an empty cell says nothing
    zero = looked_at(
        written(tmp_path, rows),
        mapping=preview.mapping.model_copy(update={"missing": {"-": "zero", "n.a.": "skip"}}),
    )
    got = {(c.unit, c.year): (c.value, c.status) for c in (*zero.added, *zero.changed)}
    assert got["51", 2019] == (0.0, "final")
    assert ("51", 2020) not in got


def test_zeros_of_a_province_before_it_was_founded_are_left_out(tmp_path: Path) -> None:
    known = figures("gpp_current")
    rows: Rows = [["จังหวัด", "2553", "2554"], ["บึงกาฬ", "0", known["38", 2011]]]
    preview = looked_at(written(tmp_path, rows), series="gpp_current")
    assert (preview.unchanged, preview.refused) == (1, 0)
    assert "did_not_exist_yet" in codes(preview)


def test_a_head_printed_again_and_empty_rows_are_no_data(tmp_path: Path) -> None:
    known = figures("gpp_per_capita")
    rows: Rows = [["จังหวัด", "2562"], ["ลำพูน", known["51", 2019]], [], ["จังหวัด", "2562"]]
    rows += [["ลำปาง", known["52", 2019]], ["ที่มา: สศช."]]
    preview = looked_at(written(tmp_path, rows), series="gpp_per_capita")
    assert (preview.unchanged, preview.refused) == (2, 0)


def test_a_factor_into_the_unit_of_measure(tmp_path: Path) -> None:
    known = figures("gpp_current")
    rows: Rows = [["จังหวัด", "2562"], ["ลำพูน", f"{known['51', 2019] * 1000:.1f}"]]
    path = written(tmp_path, rows)
    plain = looked_at(path, series="gpp_current")
    assert len(plain.changed) == 1
    thousand = plain.mapping.model_copy(update={"multiply": {"gpp_current": 0.001}})
    change = [*looked_at(path, mapping=thousand).changed]
    assert all(c.value == pytest.approx(known["51", 2019]) for c in change)


def test_what_nothing_says_the_series_or_year_of_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as caught:
        looked_at(written(tmp_path, [["จังหวัด", "หมายเหตุ"], ["ลำพูน", "ก"]]))
    assert caught.value.key == "series_unknown"
    with pytest.raises(ImportRefused) as caught:
        looked_at(written(tmp_path, [["a", "b"], ["c", 1]]))
    assert caught.value.key == "no_units"
    with pytest.raises(ImportRefused) as caught:
        looked_at(written(tmp_path, [["จังหวัด", "2562"], ["ลำพูน", 1]]), series="nothing")
    assert caught.value.key == "no_such_series"


def test_the_statuses_of_a_table_without_them_are_left_alone(tmp_path: Path) -> None:
    known = figures("gpp_current")  # of 2563 they are preliminary
    rows: Rows = [["จังหวัด", "2563"], *([th(c), known[c, 2020]] for c in LEAVES)]
    preview = looked_at(written(tmp_path, rows), series="gpp_current")
    assert (preview.unchanged, preview.changed) == (77, ())


def test_big_jumps_stand_first(tmp_path: Path) -> None:
    known = figures("gpp_per_capita")
    factors = {"50": 1.001, "51": 3.0, "52": 0.7, "53": 1.0}
    rows: Rows = [["จังหวัด", "2562"]]
    rows += [[th(c), repr(known[c, 2019] * f)] for c, f in factors.items()]
    preview = looked_at(written(tmp_path, rows), series="gpp_per_capita")
    assert [c.unit for c in preview.changed] == ["51", "52", "50"]
    assert preview.unchanged == 1


def test_only_ones_own_units(tmp_path: Path) -> None:
    rows: Rows = [["จังหวัด", "2562"], ["ลำพูน", 1], ["ลำปาง", 2]]
    path = written(tmp_path, rows)
    preview = looked_at(path, series="births", may_write=lambda unit: unit == "51")
    assert {c.unit for c in (*preview.added, *preview.changed)} == {"51"}
    assert [f.fields["listed"] for f in preview.findings if f.code == "not_your_units"] == ["52"]


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("version: 2\nunit: {column: a}", "mapping_version", ""),
        ("- a list", "mapping_faulty", "not keys"),
        (f"unit: {{column: a, head: true}}\n{REST}", "mapping_faulty", "exactly one"),
        ("unit: {column: a}\nyear: {head: true}\nseries: {fixed: gdp}", "mapping_faulty", "gdp"),
        (f"unit: {{column: a}}\n{REST}\nunits: {{x: '99'}}", "mapping_faulty", "99"),
        (f"unit: {{column: a}}\n{REST}\nextra: 1", "mapping_faulty", "extra"),
        ("a: [", "mapping_unreadable", ""),
        ("a: &a [*a]", "mapping_faulty", ""),
    ],
)
def test_a_faulty_mapping_says_everything_that_is_wrong(text: str, key: str, said: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        mapping_from_text(text, catalogue())
    assert caught.value.key == key
    assert said in str(caught.value)


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path, [["จังหวัด", "2562"], ["ลำพูน", 1]])
    mapping = mapping_from(
        {"unit": {"column": "เมือง"}, "year": {"head": True}, "series": {"fixed": "births"}},
        catalogue(),
    )
    with pytest.raises(ImportRefused) as caught:
        looked_at(path, mapping=mapping)
    assert caught.value.fields == {"column": "เมือง", "known": "จังหวัด, 2562"}
