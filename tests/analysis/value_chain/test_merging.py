"""Two changes of one chain: put together where they can be, told apart where they cannot."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moibench.analysis.value_chain.content import Content, Factor, read, written
from moibench.analysis.value_chain.merging import merge

WATER = Factor("w", "upstream", "น้ำ", indicators=("hai",))
MILL = Factor("m", "midstream", "โรงสี")
BASE = Content(
    "issue",
    "",
    "ข้าว",
    "",
    {"upstream": ("ชาวนา",)},
    (WATER, MILL, Factor("k", "downstream", "ตลาด")),
)


def with_factor(content: Content, factor: Factor) -> Content:
    return replace(
        content, factors=tuple(factor if f.id == factor.id else f for f in content.factors)
    )


def test_changes_of_different_places_are_put_together() -> None:
    theirs = replace(BASE, title="ข้าวหอม", actors={"upstream": ("ชาวนา", "ชลประทาน")})
    theirs = with_factor(theirs, replace(WATER, indicators=("hai", "gpp")))
    mine = with_factor(BASE, replace(WATER, name="แหล่งน้ำ", indicators=("gini",)))
    mine = replace(
        mine,
        purpose="รายได้",
        actors={"upstream": ("สหกรณ์",)},
        factors=(*mine.factors, Factor("n", "downstream", "ส่งออก")),
    )
    merged = merge(BASE, theirs, mine)
    assert merged.disagreements == ()
    found = merged.content
    assert (found.title, found.purpose) == ("ข้าวหอม", "รายได้")
    assert found.actors_of("upstream") == ("ชลประทาน", "สหกรณ์")  # I took the farmers out
    assert found.of_stage("upstream") == (
        replace(WATER, name="แหล่งน้ำ", indicators=("gpp", "gini")),
    )
    assert [f.name for f in found.of_stage("downstream")] == ["ตลาด", "ส่งออก"]


def test_the_same_words_changed_differently_are_told_and_mine_stand() -> None:
    theirs = with_factor(replace(BASE, title="ก"), replace(WATER, name="น้ำฝน", note="ฤดู"))
    mine = with_factor(replace(BASE, title="ข"), replace(WATER, name="น้ำบาดาล"))
    merged = merge(BASE, theirs, mine)
    assert [(d.place, d.theirs, d.mine) for d in merged.disagreements] == [
        ("name", "น้ำฝน", "น้ำบาดาล"),
        ("title", "ก", "ข"),
    ]
    assert merged.content.title == "ข"
    assert merged.content.of_stage("upstream") == (replace(WATER, name="น้ำบาดาล", note="ฤดู"),)


def test_a_factor_that_one_deleted_and_the_other_changed_stays_and_is_told() -> None:
    changed = with_factor(BASE, replace(MILL, note="สองแห่ง"))
    deleted = replace(BASE, factors=tuple(f for f in BASE.factors if f.id != "m"))
    for theirs, mine, place in (
        (changed, deleted, "deleted_here"),
        (deleted, changed, "deleted_there"),
    ):
        merged = merge(BASE, theirs, mine)
        assert [d.place for d in merged.disagreements] == [place]
        assert merged.content.of_stage("midstream") == (replace(MILL, note="สองแห่ง"),)
    assert merge(BASE, BASE, deleted).content.of_stage("midstream") == ()
    assert merge(BASE, deleted, BASE).content.of_stage("midstream") == ()


def test_my_order_stands_and_theirs_new_factor_follows_its_neighbour() -> None:
    new = Factor("n", "upstream", "ดิน")
    theirs = replace(BASE, factors=(WATER, new, *BASE.factors[1:]))
    mine = replace(BASE, factors=tuple(reversed(BASE.factors)))
    assert [f.id for f in merge(BASE, theirs, mine).content.factors] == ["k", "m", "w", "n"]


names = st.sampled_from(["", "ก", "ข", "ค"])
factors = st.builds(
    Factor,
    st.sampled_from("abcd"),
    st.sampled_from(("upstream", "midstream", "downstream")),
    names,
    names,
    st.sampled_from(((), ("x",), ("y", "x"), ("z",))),
)
contents = st.builds(
    Content,
    st.just("issue"),
    st.just(""),
    names,
    names,
    st.fixed_dictionaries(
        {
            stage: st.sampled_from(((), ("ก",), ("ข", "ก"), ("ค",)))
            for stage in ("upstream", "midstream", "downstream")
        }
    ),
    st.lists(factors, max_size=4, unique_by=lambda f: f.id).map(tuple),
)


# The first draw waits for what else the machine does.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(contents, contents, contents)
def test_nothing_new_is_ever_lost(base: Content, theirs: Content, mine: Content) -> None:
    merged = merge(base, theirs, mine)
    there = {f.id: f for f in merged.content.factors}
    old = {f.id: f for f in base.factors}
    for side in (theirs, mine):
        for factor in side.factors:
            if factor.id not in old:
                assert factor.id in there
            if old.get(factor.id) != factor and factor.id in old:
                assert factor.id in there  # changed: it stays whatever the other did
            assert set(factor.indicators) - set(getattr(old.get(factor.id), "indicators", ())) <= {
                *getattr(there.get(factor.id), "indicators", ()),
                *(factor.indicators if factor.id not in old else ()),
            }
        for stage in ("upstream", "midstream", "downstream"):
            added = set(side.actors_of(stage)) - set(base.actors_of(stage))
            assert added <= set(merged.content.actors_of(stage))
    assert merge(base, base, mine).content == mine
    assert merge(base, theirs, base).content == theirs
    assert read(written(merged.content)) == merged.content
