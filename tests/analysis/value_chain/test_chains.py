"""Value chains are kept in versions, beside the figures of their unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.errors import UnknownValueChain
from moibench.analysis.targets import target_progress
from moibench.analysis.value_chain import chains, state
from moibench.analysis.value_chain.chains import ChangedMeanwhile
from moibench.analysis.value_chain.content import Content, Factor, FaultyChain
from moibench.analysis.value_chain.state import chain_state
from moibench.catalogue.comparative import Target
from moibench.catalogue.schema import Text
from moibench.presentation.language import Language
from moibench.presentation.value_chain.lines import chain_lines
from moibench.store.value_chain.models import ChainVersion

pytestmark = pytest.mark.django_db

GROWTH = Factor("g", "downstream", "การเติบโต", indicators=("gpp_growth", "gpp_per_capita"))
RICE = Content("issue", title="ข้าว", actors={"upstream": ("ชาวนา",)}, factors=(GROWTH,))


def made(content: Content = RICE, unit: str = "24") -> chains.ValueChain:
    number = chains.make_chain(unit, content, current_catalogue(), "สมใจ")
    return chains.find_chain(unit, number)


def test_every_version_is_kept_with_who_and_what_was_before() -> None:
    chain = made()
    changed = replace(chain.content, title="ข้าวหอมมะลิ")
    number, together = chains.change_chain(chain, 1, changed, current_catalogue(), "สมชาย")
    assert (number, together) == (2, "")
    chain = chains.find_chain("24", chain.id)
    chains.delete_chain(chain, 2, "สมใจ")
    deleted = chains.find_chain("24", chain.id)
    assert deleted.is_deleted
    chains.restore_chain(deleted, 3, 1, "สมชาย")
    back = chains.find_chain("24", chain.id)
    assert (back.is_deleted, back.content.title) == (False, "ข้าว")
    assert [(v.number, v.act, v.by, v.content.title) for v in chains.history(back)] == [
        (4, "restored", "สมชาย", "ข้าว"),
        (3, "deleted", "สมใจ", "ข้าวหอมมะลิ"),
        (2, "changed", "สมชาย", "ข้าวหอมมะลิ"),
        (1, "made", "สมใจ", "ข้าว"),
    ]
    with pytest.raises(UnknownValueChain):
        chains.find_chain("20", chain.id)


def test_what_is_not_changed_is_no_version() -> None:
    chain = made()
    assert chains.change_chain(chain, 1, chain.content, current_catalogue(), "x") == (1, "")
    assert ChainVersion.objects.count() == 1


def test_an_edit_of_meanwhile_is_put_together_or_told() -> None:
    chain = made()
    catalogue = current_catalogue()
    chains.change_chain(chain, 1, replace(chain.content, purpose="ก"), catalogue, "สมชาย")
    chain = chains.find_chain("24", chain.id)
    mine = replace(RICE, title="ข้าวหอม", actors=chain.content.actors)
    assert chains.change_chain(chain, 1, mine, catalogue, "สมใจ") == (3, "สมชาย")
    chain = chains.find_chain("24", chain.id)
    assert (chain.content.title, chain.content.purpose) == ("ข้าวหอม", "ก")
    with pytest.raises(ChangedMeanwhile) as told:
        chains.change_chain(chain, 1, replace(RICE, purpose="ข"), catalogue, "สมศรี")
    assert [d.place for d in told.value.disagreements] == ["purpose"]
    assert told.value.merged.purpose == "ข"
    assert told.value.newest.number == 3
    assert chains.find_chain("24", chain.id).newest.number == 3
    with pytest.raises(ChangedMeanwhile):
        chains.delete_chain(chain, 2, "สมศรี")


def test_words_on_a_chain_deleted_meanwhile_bring_it_back_once_seen() -> None:
    chain, catalogue = made(), current_catalogue()
    chains.delete_chain(chain, 1, "สมชาย")
    chain = chains.find_chain("24", chain.id)
    mine = replace(RICE, purpose="ข")
    with pytest.raises(ChangedMeanwhile) as told:
        chains.change_chain(chain, 1, mine, catalogue, "สมใจ")
    assert told.value.newest.act == "deleted"
    assert chains.change_chain(chain, 2, told.value.merged, catalogue, "สมใจ") == (3, "")
    back = chains.find_chain("24", chain.id)
    assert (back.is_deleted, back.content.purpose) == (False, "ข")


def test_all_faults_are_told_at_once_and_nothing_is_kept() -> None:
    faulty = Content(
        "sector",
        "20:C",  # another unit's
        "ก" * 201,
        actors={"upstream": ("ข" * 201,)},
        factors=(
            Factor("a", "upstream", "", indicators=("hai",)),
            Factor("b", "upstream", "น้ำ", indicators=("no_such",)),
            Factor("c", "upstream", "น้ำ"),
        ),
    )
    with pytest.raises(FaultyChain) as told:
        made(faulty)
    assert [kind for kind, _ in told.value.faults] == [
        "unknown_subject",
        "long_title",
        "long_actor",
        "no_factor_name",
        "unknown_indicator",
        "twice",
    ]
    assert ChainVersion.objects.count() == 0
    for kind, subject, fault in (
        ("issue", "", "no_title"),
        ("product", "product:999", "unknown_subject"),
        ("product", "rice", "unknown_subject"),
        ("sector", "24:Z", "unknown_subject"),
    ):
        with pytest.raises(FaultyChain) as told:
            made(Content(kind, subject))  # type: ignore[arg-type]
        assert fault in [k for k, _ in told.value.faults]


def test_a_copy_has_factors_of_its_own_and_the_other_unit_as_its_subject() -> None:
    content = Content("sector", "24:C", actors={"upstream": ("ก",)}, factors=(GROWTH,))
    copied = chains.as_start(content, "24", "20", with_actors=False)
    assert (copied.kind, copied.subject, copied.actors_of("upstream")) == ("sector", "20:C", ())
    assert copied.factors[0].id != "g"
    assert replace(copied.factors[0], id="g") == GROWTH
    product = Content("product", "product:7", "มะม่วง")
    assert chains.as_start(product, "24", "24").subject == "product:7"
    elsewhere = chains.as_start(product, "24", "20")
    assert (elsewhere.kind, elsewhere.subject, elsewhere.title) == ("issue", "", "มะม่วง")


def test_the_state_beside_a_factor_is_that_of_the_comparison() -> None:
    content = replace(
        RICE,
        factors=(
            GROWTH,
            Factor(
                "n",
                "midstream",
                "มาตรฐาน",
                indicators=("gap_certified_farms", "left_the_catalogue"),
            ),
            Factor("e", "midstream", "แบรนด์"),
        ),
    )
    result = chain_state("24", content, 2019)
    expected = compare_with(("24",), GROWTH.indicators, 2019).cells
    found = result.stages[2].factors[0].measured
    assert [m.cell for m in found] == [row[0] for row in expected]
    peers = compare_with(("24",), ("gpp_growth",), 2019, choice=BenchmarkChoice("peers"))
    assert found[0].peers == peers.cells[0][0].benchmark
    gaps = [(g.kind, g.stage, g.factor) for g in result.gaps]
    assert gaps == [
        ("stage_without_factors", "upstream", None),
        ("stage_without_actors", "midstream", None),
        ("indicator_not_loaded", "midstream", "n"),
        ("indicator_gone", "midstream", "n"),
        ("factor_without_indicator", "midstream", "e"),
        ("stage_without_actors", "downstream", None),
        ("worse", "downstream", "g"),
    ]
    worse = result.gaps[-1]
    assert worse.measured is not None
    assert worse.measured.indicator_id == "gpp_growth"
    assert {b.relation for b in worse.worse_than} == {"worse"}
    assert worse.worse_than[0] == expected[0][0].benchmark


def test_a_missed_target_and_a_value_that_is_not_there_are_gaps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def target(value: float) -> Target:
        said = Text(th="แผน", en="plan")
        return Target(
            indicator="hai", unit="24", kind="absolute", value=value, base_year=2015,
            target_year=2022, source=said,
        )  # fmt: skip

    found = {}
    for goal in (0.99, 0.1):
        progress = target_progress("24", target(goal), 2019)
        monkeypatch.setattr(state, "_targets", lambda *_, p=progress: {"hai": p})
        content = replace(RICE, factors=(Factor("h", "upstream", "คน", indicators=("hai",)),))
        gaps = chain_state("24", content, 2019).gaps
        found[goal] = [g.measured for g in gaps if g.kind == "off_target"]
        assert bool(found[goal]) == (progress.state in state.OFF_TARGET)
    assert [m.target.state for m in found[0.99] if m and m.target] == ["limited"]
    assert found[0.1] == []
    empty = replace(RICE, factors=(Factor("o", "upstream", "วัย", indicators=("elderly_share",)),))
    gap = next(g for g in chain_state("24", empty, 2019).gaps if g.factor == "o")
    assert gap.kind == "indicator_no_value"
    assert gap.measured is not None
    assert gap.measured.cell is not None
    assert gap.measured.cell.figure.status == "missing"


def test_without_a_year_a_chain_stands_where_most_of_its_indicators_do() -> None:
    waste = Factor(
        "w", "upstream", "ขยะ", indicators=("waste_improper_share", "waste_recycled_share")
    )
    income = Factor("i", "downstream", "รายได้", indicators=("household_income",))
    assert chain_state("24", replace(RICE, factors=(waste,))).year == 2024
    assert chain_state("24", replace(RICE, factors=(income,))).year == 2023
    assert chain_state("24", replace(RICE, factors=(waste,)), 2019).year == 2019
    alone = chain_state("24", replace(RICE, factors=()))
    assert alone.year == alone.newest_year == 2019


def test_an_indicator_outside_the_framework_is_told_from_one_without_figures() -> None:
    outside = Factor(
        "v", "upstream", "ผู้มาเยือน", indicators=("tourism_visitors_recovery", "pm25_days")
    )
    result = chain_state("24", replace(RICE, factors=(outside,)))
    told = [(g.kind, g.measured.indicator_id) for g in result.gaps if g.measured]
    assert told == [
        ("indicator_outside", "tourism_visitors_recovery"),
        ("indicator_not_loaded", "pm25_days"),
    ]


@pytest.mark.parametrize(
    ("language", "said"), [("th", "ร้อยละ\u00a028.1"), ("en", "28.1\u00a0per cent")]
)
def test_a_share_is_said_as_the_language_says_it(language: Language, said: str) -> None:
    waste = Factor("w", "upstream", "ขยะ", indicators=("waste_improper_share",))
    content = replace(RICE, factors=(waste,))
    lines = chain_lines(chain_state("24", content), current_catalogue(), language)
    assert lines.indicators[0].valued == said
    then = chain_lines(chain_state("24", content, 2019), current_catalogue(), language)
    (gap,) = (g.said for g in then.gaps if g.kind == "worse")
    assert said.replace("28.1", "80.4") in gap
