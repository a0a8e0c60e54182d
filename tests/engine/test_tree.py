import pytest

from moibench.engine import EngineError, Node, Tree
from tests.engine.generated import TREE


def test_the_last_node_is_the_root_and_children_are_positions_in_leaves_then_nodes():
    assert TREE.root.id == "overall"
    assert TREE.positions() == ((0, 1, 2), (3, 4), (5, 6))


@pytest.mark.parametrize(
    ("leaves", "nodes", "says"),
    [
        (("a",), (), "at least one node"),
        (("a",), (Node("x", (), ()),), "'x' has no children"),
        (("a",), (Node("x", ("a", "b"), (1, 1)),), "'x' holds 'b', which is not in the tree"),
        (("a", "b"), (Node("x", ("a",), (1,)),), "no node holds 'b'"),
        (("a",), (Node("x", ("x",), (1,)),), "none may hold itself"),
        (
            ("a",),
            (Node("x", ("y", "a"), (1, 1)), Node("y", ("x",), (1,))),
            "'x' holds 'y', which is not built before it",
        ),
        (
            ("a",),
            (Node("x", ("a",), (1,)), Node("y", ("x", "a"), (1, 1))),
            "'y' holds 'a', which already hangs elsewhere",
        ),
        (("a", "b"), (Node("x", ("a",), (1,)), Node("y", ("b",), (1,))), "no node holds 'x'"),
        (("a",), (Node("a", ("a",), (1,)),), "the name 'a' twice"),
        (("a", "b"), (Node("x", ("a", "b"), (1,)),), "2 children but 1 weights"),
        (("a", "b"), (Node("x", ("a", "b"), (1, -1)),), "gives 'b' the weight -1"),
        (("a",), (Node("x", ("a",), (float("nan"),)),), "gives 'a' the weight nan"),
        (("a", "b"), (Node("x", ("a", "b"), (0, 0)),), "weights of node 'x' add up to 0"),
    ],
)
def test_a_tree_that_is_no_tree_is_refused_with_the_place(leaves, nodes, says):
    with pytest.raises(EngineError, match=says):
        Tree(leaves, nodes)
