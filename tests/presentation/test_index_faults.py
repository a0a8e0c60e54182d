from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from moibench.engine import (
    Aggregate,
    Denominate,
    EngineError,
    Faults,
    Impute,
    Normalise,
    Recipe,
    Screen,
    Treat,
    Weigh,
    build,
    read_index,
)
from moibench.presentation.index_faults import in_language
from moibench.presentation.language import messages
from tests.engine.index_tables import DATA, META, data, index, meta, with_cell

SOURCE = Path(__file__).parents[2] / "src/moibench"
THAI = re.compile("[\u0e00-\u0e7f]")
ENGLISH = re.compile(r"\b(is|are|has|have|the|of|not|and|with|no)\b")
STEPS = (
    (Aggregate(),),
    (Normalise("goalposts"),),
    (Normalise("goalposts", goalposts=dict.fromkeys("abcd", (1.0, 1.0))),),
    (Normalise(only=("zz",)),),
    (Impute("group_mean", group="Nowhere"),),
    (Screen(coverage=1.1),),
    (Screen(drop=dict.fromkeys("uvwxy", "by hand")),),
    (Screen("indicator", drop=dict.fromkeys("abcd", "by hand")),),
    (Weigh(weights={"a": 0.0, "b": 0.0}),),
    (Weigh("ahp", judgements={"P": ((1.0, 3.0), (0.5, 1.0))}),),
    (Normalise("z_score", to=None), Aggregate("geometric_mean")),
    (Normalise(), Aggregate(("median",))),
    (Normalise("share_of_best", log=("a",)),),
)


def said(sentence: str) -> None:
    """Assert that a sentence is Thai throughout, but for codes and names of steps."""
    own = in_language(sentence, "th")
    assert THAI.search(own), own
    assert not ENGLISH.search(re.sub(r"'[^']*'|\([^)]*\)", "", own)), own
    assert in_language(sentence, "en") == sentence


@pytest.mark.parametrize("steps", STEPS)
def test_what_stops_a_build_is_said_in_thai(steps):
    with pytest.raises(EngineError) as refused:
        build(index(b=[4.0, 3.0, 2.0, 9.0, 5.0]), Recipe(steps))
    said(str(refused.value))


@pytest.mark.parametrize(
    ("table", "of"),
    [
        (with_cell(DATA, "a", 0, "x"), META),
        (with_cell(DATA, "a", 0, "1,000"), META),
        (with_cell(DATA, "a", 0, "inf"), META),
        (with_cell(DATA, "uCode", 1, "u"), META),
        (data(Time=[2562] * 5), META),
        (data(Time=["soon", 2019, 2019, 2019, 2019]), META),
        ({"uCode": ["u"]}, META),
        (DATA, meta(Weight=[None, None, 0, 0, 1, -1, None, 3, 1])),
        (DATA, meta(Parent=["", "", "Z", "", "Q", "I", "Q", "P", ""])),
        (DATA, meta(Level=[None, None, 2, 1, 1, 1, 1, 2, 3])),
        (DATA, meta(Direction=[None, None, 0, None, 1, 1, -1, 1, 1])),
        (DATA, meta(Type=["Group", "Pop", *["Indicator"] * 4, *["Aggregate"] * 3])),
        (DATA, meta(iCode=["Cluster", "Pop", "a", "a", "c", "d", "P", "Q", "I"])),
    ],
)
def test_every_fault_of_the_tables_is_said_in_thai(table, of):
    with pytest.raises(Faults) as refused:
        read_index(table, of)
    for fault in refused.value.faults:
        said(fault)


def test_what_is_noticed_is_said_in_thai():
    own = read_index(
        data(
            Pop=[0.0, 20.0, 10.0, 40.0, 50.0],
            b=[1.0] * 5,
            c=[None] * 5,
            more=[1] * 5,
        ),
        META,
    )
    steps = (Denominate(), Impute("group_mean", group="Cluster"), Treat(), Normalise(), Aggregate())
    notices = build(own, Recipe(steps)).state.notices
    assert len(notices) >= 6
    for notice in notices:
        said(notice)


def test_a_sentence_nobody_foresaw_stays_as_it_is_after_its_place():
    assert in_language("step 2 (treat): stars fell", "th") == "ขั้นที่ 2 (treat): stars fell"
    assert in_language("stars fell", "th") == "stars fell"


def test_sentences_of_the_catalogue_are_those_of_the_code():
    """A sentence changed in the code alone would be English under a Thai heading."""
    rooms = [SOURCE / "engine", SOURCE / "ingest", SOURCE / "catalogue"]
    literals = " ".join(
        node.value
        for room in rooms
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    for key, pair in messages().items():
        if not key.startswith("index_faults."):
            continue
        for part in re.split(r"\{\w+\}", pair["en"]):
            words = max(
                re.findall(r"(?<![A-Za-z])[a-z][a-z ]{3,}", part), key=len, default=""
            ).strip()
            assert words in literals, (key, words)
