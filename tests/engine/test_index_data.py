from __future__ import annotations

import numpy as np
import pytest

from moibench.engine import Faults, read_index
from tests.engine.index_tables import DATA, META, data, index, meta, panel, with_cell

NAN = np.nan
EMPTY = "leave the cell empty if the value is missing"


def faults_of(table, about=META, errors=None) -> tuple[str, ...]:
    with pytest.raises(Faults) as refused:
        read_index(table, about, errors)
    return refused.value.faults


def test_values_have_the_axes_indicator_year_unit():
    own = index()
    assert own.values.shape == (4, 1, 5)
    np.testing.assert_array_equal(own.values[2, 0], [5, 6, NAN, 1, 3])
    np.testing.assert_array_equal(own.denominators[0, 0], [10, 20, 10, 40, 50])
    assert own.groups == {"Cluster": ("N", "N", "S", "S", "S")}
    assert (own.units, own.dated) == (("u", "v", "w", "x", "y"), False)


def test_years_increase_whatever_their_order_and_rows_that_are_not_there_are_known():
    own = panel()
    assert own.years == (2019, 2021)
    assert own.rows.tolist() == [[True] * 5, [True, True, True, True, False]]
    np.testing.assert_array_equal(own.values[3, 1], [8, 3, 9, 2, NAN])
    backwards = {
        code: cells[::-1] for code, cells in {**DATA, "Time": [2021, 2019] * 2 + [2021]}.items()
    }
    assert read_index(backwards, META).years == (2019, 2021)


def test_texts_are_read_as_a_file_holds_them():
    own = index(a=["10", " 60.5 ", "", "NA", "1e2"])
    np.testing.assert_array_equal(own.values[0, 0], [10, 60.5, NAN, NAN, 100])


def test_every_kind_of_missing_cell_is_missing():
    own = index(a=[None, float("nan"), np.float64("nan"), "NaN", np.int64(3)])
    np.testing.assert_array_equal(own.values[0, 0], [NAN, NAN, NAN, NAN, 3])


def test_the_code_na_is_that_of_namibia():
    assert read_index(data(uCode=["NA", "v", "w", "x", "y"]), META).units[0] == "NA"


def test_codes_that_a_spreadsheet_made_numbers_lose_the_point_and_no_zero():
    assert read_index(data(uCode=[10.0, 11, "05", "5", 12.0]), META).units == (
        "10",
        "11",
        "05",
        "5",
        "12",
    )


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("1,200", "'1,200' is text, not a number; write 1200"),
        ("12%", "'12%' is text, not a number; write 12"),
        ("n/a", "'n/a' is text, not a number; leave the cell empty"),
        ("1_000", "'1_000' is text, not a number"),
        ("inf", "the value is infinite"),
        (float("-inf"), "the value is infinite"),
        ("1e999", "the value is infinite"),
        (True, "True is true or false, not a number"),
        ([1], "[1] is not a number"),
    ],
)
def test_what_is_no_number_is_named_by_row_and_column(cell, sentence):
    (fault,) = faults_of(with_cell(DATA, "b", 1, cell))
    assert fault.startswith("DATA row 2, column 'b': ")
    assert sentence in fault


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        (2562, "Time is 2562, which is a year of the Buddhist Era; write 2019"),
        ("2562", "which is a year of the Buddhist Era; write 2019"),
        (19, "Time is 19, which is not a CE year"),
        (3300, "Time is 3300, which is not a CE year"),
        ("last", "Time is 'last', not a year"),
        (2019.5, "Time is '2019.5', not a year"),
        ("", "Time is '', not a year"),
    ],
)
def test_a_time_that_is_no_ce_year_is_refused(year, sentence):
    told = faults_of(data(Time=[2019, 2019, year, 2019, 2019]))
    assert len(told) == 1
    assert told[0].startswith("DATA row 3: ")
    assert sentence in told[0]


def test_a_unit_that_stands_twice_is_refused_and_in_two_years_is_not():
    twice = with_cell(with_cell(DATA, "uCode", 3, "u"), "Cluster", 3, "N")
    assert faults_of(twice) == ("DATA row 4: unit 'u' already stands in row 1",)
    dated = {**twice, "Time": [2019, 2019, 2019, 2020, 2019]}
    assert read_index(dated, META).values.shape == (4, 2, 4)


def test_a_unit_that_changes_its_group_is_refused():
    table = {
        **with_cell(with_cell(DATA, "uCode", 3, "u"), "Cluster", 3, "S"),
        "Time": [1999] * 3 + [2000] * 2,
    }
    (fault,) = faults_of(table)
    assert "unit 'u' is in 'S' here and in 'N' before; a unit keeps its group" in fault


def test_faults_of_both_tables_are_told_at_once_and_none_twice():
    told = faults_of(
        with_cell(with_cell(DATA, "a", 0, "x"), "uCode", 4, ""),
        with_cell(with_cell(META, "Level", 2, "one"), "Direction", 5, 3),
    )
    assert told == (
        f"META row 3: Level: 'one' is text, not a number; {EMPTY}",
        "META row 6: 'd' has the Direction 3; write 1 where high is good, -1 where low is",
        "DATA row 5: uCode is empty",
        f"DATA row 1, column 'a': 'x' is text, not a number; {EMPTY}",
    )


def test_columns_that_lack_are_all_named():
    table = {code: cells for code, cells in DATA.items() if code not in ("a", "Pop", "Cluster")}
    assert faults_of(table) == tuple(
        f"DATA: has no column {code!r}, which META names" for code in ("Cluster", "Pop", "a")
    )
    assert faults_of({"a": [1]}) == ("DATA: has no column uCode",)
    assert faults_of(DATA, {"iCode": ["a"], "Type": ["Indicator"]}) == tuple(
        f"META: has no column {name}" for name in ("Level", "Parent", "Direction", "Weight")
    )


def test_no_row_columns_of_other_lengths_and_tables_of_nothing_are_refused():
    assert faults_of({code: [] for code in DATA}) == ("DATA: has no row",)
    assert faults_of(data(a=[1.0])) == ("DATA: its columns differ in length: [1, 5]",)


def test_an_indicator_without_a_value_and_a_column_beyond_meta_are_noticed():
    own = read_index({**data(c=[None] * 5), "spare": [1] * 5}, META)
    assert own.notices == (
        "indicator 'c' has no value at all; it counts as missing everywhere",
        "DATA: column 'spare' is not in META and is not used",
    )


def test_standard_errors_go_to_their_cells_and_are_none_where_not_said():
    own = read_index(DATA, META, {"uCode": ["v", "u"], "b": [0.5, None]})
    expected = np.zeros((4, 1, 5))
    expected[1, 0, 1] = 0.5
    np.testing.assert_array_equal(own.errors, expected)


def test_faults_of_standard_errors_are_told():
    told = faults_of(DATA, META, {"uCode": ["u", "q"], "b": [-1.0, 2.0]})
    assert told == (
        "ERRORS: has the unit 'q', which is not in the data",
        "ERRORS, column 'b': unit 'u' has the standard error -1; it cannot be negative",
    )


class Frame:
    """What pandas and polars have in common: columns by name, cells by `to_list`."""

    def __init__(self, columns):
        self.own = columns
        self.columns = list(columns)

    def __getitem__(self, name):
        return Column(self.own[name])


class Column:
    def __init__(self, cells):
        self.cells = cells

    def to_list(self):
        return list(self.cells)


def test_a_data_frame_is_read_as_a_mapping_is():
    np.testing.assert_array_equal(read_index(Frame(DATA), Frame(META)).values, index().values)


def _pandas():
    import pandas as pd

    return pd.DataFrame


def _polars():
    import polars as pl

    return lambda columns: pl.DataFrame(columns, strict=False)


def _arrow():
    import pyarrow as pa

    return pa.table


@pytest.mark.parametrize("library", [_pandas, _polars, _arrow])
def test_a_real_data_frame_is_read_as_a_mapping_is(library):
    frame = library()
    np.testing.assert_array_equal(read_index(frame(DATA), frame(META)).values, index().values)


@pytest.mark.parametrize("library", [_pandas, _polars, _arrow])
def test_a_hole_in_a_real_data_frame_stays_a_hole(library):
    held = DATA | {"a": [None, *DATA["a"][1:]]}
    frame = library()
    read = read_index(frame(held), frame(META)).values
    assert np.isnan(read[0, 0, 0])
    np.testing.assert_array_equal(read, read_index(held, META).values)


def test_a_wrong_year_is_told_once_with_how_many_rows_have_it():
    both = {code: values + values for code, values in DATA.items()}
    both["Time"] = [2564] * 5 + [2022] * 4 + ["soon"]
    assert faults_of(both) == (
        "DATA row 1 (and 4 more rows): Time is 2564, which is a year of the Buddhist Era; "
        "write 2021",
        "DATA row 10: Time is 'soon', not a year",
    )


def test_a_column_that_stands_twice_in_a_frame_is_refused():
    frame = Frame(DATA)
    frame.columns.append("a")
    assert faults_of(frame) == ("DATA: the column 'a' stands twice",)


def test_meta_may_be_without_its_optional_columns():
    short = {
        name: cells for name, cells in META.items() if name not in ("Denominator", "Target", "Unit")
    }
    assert read_index(DATA, short).structure.denominator_of == (None,) * 4
    assert read_index(DATA, meta()).structure.units_of_measure["c"] == "years"
