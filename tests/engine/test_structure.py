from __future__ import annotations

import re

import pytest

from moibench.engine import Faults, MetaRow, structure_of
from moibench.engine.index_data import meta_rows
from tests.engine.index_tables import META, meta, with_cell


def structure(table: dict[str, list[object]]):
    rows, faults = meta_rows(table, "META")
    assert faults == []
    return structure_of(rows)


def faults_of(table: dict[str, list[object]]) -> tuple[str, ...]:
    with pytest.raises(Faults) as refused:
        structure(table)
    return refused.value.faults


def test_the_tree_goes_bottom_up_with_children_in_the_order_of_meta():
    own = structure(META)
    assert own.indicators == own.tree.leaves == ("a", "b", "c", "d")
    assert [(n.id, n.children, n.weights) for n in own.tree.nodes] == [
        ("P", ("a", "b"), (2.0, 1.0)),
        ("Q", ("c", "d"), (1.0, 1.0)),
        ("I", ("P", "Q"), (1.0, 3.0)),
    ]
    assert own.direction == (1, -1, 1, 1)
    assert own.denominator_of == ("Pop", None, None, None)
    assert own.target_of == (9.0, 1.0, 5.0, None)
    assert (own.groups, own.denominators) == (("Cluster",), ("Pop",))


def test_an_indicator_may_hang_on_the_index_itself_beside_pillars():
    own = structure(with_cell(META, "Parent", 5, "I"))
    assert own.tree.root.children == ("d", "P", "Q")


@pytest.mark.parametrize(
    ("column", "row", "value", "sentence"),
    [
        ("iCode", 3, "a", "META row 4: iCode 'a' already stands in META row 3"),
        ("Type", 3, "indicator", "'b' has the Type 'indicator'; there are Indicator, Aggregate"),
        ("Level", 3, 2, "'b' is an Indicator with Level 2"),
        ("Level", 6, 1, "'P' is an Aggregate with Level 1"),
        ("Level", 6, 3, "'P' is of Level 3, but its Parent 'I' of Level 3"),
        ("Direction", 3, 0, "'b' has the Direction 0"),
        ("Direction", 3, None, "'b' has the Direction nothing"),
        ("Direction", 7, -1, "'Q' is an Aggregate with Direction -1"),
        ("Weight", 3, None, "'b' has no Weight"),
        ("Weight", 3, -1, "'b' has the Weight -1"),
        ("Parent", 3, "X", "'b' is an orphan: its Parent 'X' is no iCode"),
        ("Parent", 3, "", "'b' is an orphan: it has no Parent"),
        ("Parent", 3, "c", "'b' has the Parent 'c', which is of Type Indicator"),
        ("Parent", 7, "", "'I' has no Parent, and neither has 'Q'"),
        ("Denominator", 3, "Cluster", "'b' has the Denominator 'Cluster', which is no row of Type"),
    ],
)
def test_each_fault_of_meta_is_named_with_its_row(column, row, value, sentence):
    assert any(sentence in fault for fault in faults_of(with_cell(META, column, row, value)))


def test_weights_that_sum_to_nothing_are_refused_with_their_parent():
    (fault,) = faults_of(meta(Weight=[None, None, 0, 0, 1, 1, 1, 3, 1]))
    assert fault == "META row 7: the weights below 'P' sum to 0; give it one"


def test_a_cycle_is_told_once_with_its_whole_way():
    table = with_cell(with_cell(META, "Parent", 6, "Q"), "Parent", 7, "P")
    cycles = [fault for fault in faults_of(table) if "cycle" in fault]
    assert len(cycles) == 1
    assert re.search(r"P → Q → P", cycles[0])


def test_a_row_that_is_its_own_parent_is_a_cycle():
    assert any("a → a" in f for f in faults_of(with_cell(META, "Parent", 2, "a")))


def test_an_aggregate_without_children_is_refused():
    table = meta(Parent=["", "", "P", "P", "P", "P", "I", "I", ""])
    assert any("'Q' is an Aggregate that no row names" in fault for fault in faults_of(table))


def test_without_indicators_there_is_no_index():
    with pytest.raises(Faults, match="no row of Type Indicator"):
        structure_of([MetaRow("I", "Aggregate", level=2, where="META row 1")])


def test_every_fault_is_told_at_once():
    table = with_cell(with_cell(META, "Direction", 2, 0), "Parent", 5, "nowhere")
    told = faults_of(with_cell(table, "Weight", 4, -2.0))
    assert {re.match(r"META row \d+: '(\w)'", fault)[1] for fault in told} == {"a", "c", "d"}
