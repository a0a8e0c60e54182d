"""An edition stays what it was; a past moment answers as it did then."""

from __future__ import annotations

import datetime as dt
import json
import math
import shutil
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.edition_difference import edition_before, edition_difference
from moibench.analysis.editions import publish, refusals, results_digest
from moibench.analysis.errors import (
    CannotPublish,
    DamagedEdition,
    NothingKnownYet,
    UnknownEdition,
    UnknownFramework,
)
from moibench.analysis.explain import score_change
from moibench.analysis.looking import look
from moibench.analysis.panel import current_panel
from moibench.analysis.profile import profile
from moibench.analysis.ranking import ranking
from moibench.analysis.since_edition import since_last_edition
from moibench.analysis.trusted import NOT_THERE, standing_figures
from moibench.ingest.catalogue_files import draft_of, load_folder
from moibench.presentation.machine_profile import profile_json
from moibench.store.models import PublishedEdition
from moibench.store.record import Entry, record_edition

pytestmark = pytest.mark.django_db

OWN = ("gpp_current", "24", 2019)


def correct(value: float, checksum: str = "corrected", reason: str = "misprint") -> None:
    entry = Entry(*OWN, value, "final")
    record_edition("nesdc_gpp_2563", "nesdc_gpp", 0, checksum, [entry], "a test", reason=reason)


def own_value() -> float:
    panel = current_panel()
    row, column = panel.cube.years.index(2019), panel.geography.position["24"]
    return float(panel.series_values("gpp_current")[row, column])


def said(code: str = "24") -> str:
    return json.dumps(profile_json(profile(code), current_catalogue()), sort_keys=True)


def with_other_weight() -> None:
    """Put a catalogue in force whose design weighs its first dimension three times as much."""
    folder = draft_of(current_catalogue())
    path = folder / "designs/development_plan12.yaml"
    content = path.read_text(encoding="utf-8")
    before = "weight: 1"
    assert before in content
    path.write_text(content.replace(before, "weight: 3", 1), encoding="utf-8")
    load_folder(folder, "a test", "other weights")
    shutil.rmtree(folder)


def test_an_edition_is_byte_identical_after_data_and_method_changed() -> None:
    publish("2569/1", "a test")
    with look(edition="2569/1"):
        before, digest = said(), results_digest(current_panel())
    correct(1_000_000.0)
    with_other_weight()
    with look():
        now = json.loads(said())
        assert own_value() == 1_000_000.0
    with look(edition="2569/1"):
        assert said() == before
        assert results_digest(current_panel()) == digest
    assert now["overall"]["score"] != json.loads(before)["overall"]["score"]
    assert now["stamp"]["edition"] is None
    assert json.loads(before)["stamp"]["edition"] == "2569/1"


def test_what_was_published_says_its_own_results() -> None:
    edition = publish("2569/1", "a test")
    with look(edition="2569/1"):
        assert results_digest(current_panel()) == edition.results


def test_a_past_moment_answers_as_it_did() -> None:
    with look():
        then = own_value()
    moment = dt.datetime.now(dt.UTC)
    correct(1_000_000.0)
    with look(as_of=moment):
        assert own_value() == then
        assert not profile("24", 2019).indicator("gpp_current").figure.revised
    with look():
        assert own_value() == 1_000_000.0
        assert profile("24", 2019).indicator("gpp_current").figure.revised


def test_all_moments_between_two_loads_share_one_panel() -> None:
    first = dt.datetime.now(dt.UTC)
    later = first + dt.timedelta(seconds=1)
    with look(as_of=first):
        panel = current_panel()
    with look(as_of=later):
        assert current_panel() is panel


def test_before_the_first_load_nothing_is_known() -> None:
    with look(as_of=dt.datetime(2001, 1, 1, tzinfo=dt.UTC)), pytest.raises(NothingKnownYet):
        current_panel()


def test_an_edition_and_a_moment_exclude_each_other() -> None:
    with (
        pytest.raises(ValueError, match="one or the other"),
        look(edition="2569/1", as_of=dt.datetime.now(dt.UTC)),
    ):
        pass


def test_an_unknown_edition_is_refused_with_those_there_are() -> None:
    publish("2569/1", "a test")
    with pytest.raises(UnknownEdition) as refused, look(edition="2569/7"):
        pass
    assert refused.value.known == ("2569/1",)


def kinds(name: str) -> set[str]:
    return {r.kind for r in refusals(name)}


def test_publishing_is_refused_with_every_reason() -> None:
    assert kinds("2569/1") == set()
    assert kinds("autumn") == {"name_form"}
    publish("2569/1", "a test")
    assert kinds("2569/1") == {"name_taken", "unchanged"}
    entries = [
        Entry("no_such_series", "24", 2019, 1.0, "final"),
        Entry("hotel_occupancy", "24", 2019, 170.0, "final"),
    ]
    record_edition("nobody_1", "nobody", 0, "x", entries, "a test")
    assert kinds("2569/2") == {"unknown_series", "unknown_source", "out_of_range"}
    with pytest.raises(CannotPublish) as refused:
        publish("2569/2", "a test")
    assert {r.kind: r.named for r in refused.value.refusals}["unknown_series"] == (
        "no_such_series",
    )
    assert not PublishedEdition.objects.filter(name="2569/2").exists()


def test_each_framework_has_editions_of_its_own() -> None:
    publish("2569/1", "a test")
    publish("2569/2", "a test", framework="moi_plan13")
    with look(edition="2569/2"):
        assert current_panel().framework.id == "moi_plan13"
        assert since_last_edition("24", 2021) is None  # the one before is of another framework
    with look(edition="2569/2", framework="moi_plan13"):
        assert profile("24", 2021).stamp.framework_id == "moi_plan13"
    with pytest.raises(UnknownFramework) as refused, look(edition="2569/2", framework="moi_plan12"):
        pass
    assert refused.value.known == ("moi_plan13",)
    assert {r.kind for r in refusals("2569/3")} == {"unchanged"}


def test_the_first_year_of_a_change_has_the_figures_of_its_edition() -> None:
    publish("2569/1", "a test")
    with look(edition="2569/1"):
        before = standing_figures("24", ("gpp_per_capita",), 2019)
    correct(1.0)
    now = standing_figures("24", ("gpp_per_capita",), 2019)
    assert standing_figures("24", ("gpp_per_capita",), 2019, "2569/1") == before != now
    assert standing_figures("24", ("no_longer_there",), 2019) == {"no_longer_there": NOT_THERE}


def test_a_published_edition_can_be_neither_changed_nor_removed() -> None:
    publish("2569/1", "a test")
    row = PublishedEdition.objects.filter(name="2569/1")
    for attempt in (lambda: row.update(note="x"), lambda: row._raw_delete(row.db)):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            attempt()


def test_data_smuggled_into_the_past_of_an_edition_are_noticed() -> None:
    edition = publish("2569/1", "a test")
    from moibench.store.models import Edition, Observation

    load = Edition.objects.order_by("id").first()
    Observation.objects.create(
        series="gpp_current",
        unit="24",
        year=2019,
        edition=load,
        value=5.0,
        entered_at=edition.moment - dt.timedelta(seconds=1),
        entered_by="nobody",
    )
    with look(edition="2569/1"), pytest.raises(DamagedEdition):
        current_panel()


def test_the_difference_says_which_values_moved_what_and_why() -> None:
    with look():
        before = own_value()
    publish("2569/1", "a test")
    correct(before / 3)
    publish("2569/2", "a test")
    assert edition_before("2569/2") == "2569/1"
    assert edition_before("2569/1") is None
    found = edition_difference("2569/1", "2569/2")
    assert [(v.kind, v.series, v.unit, v.year) for v in found.values] == [("changed", *OWN)]
    assert (found.values[0].before, found.values[0].after) == (before, pytest.approx(before / 3))
    assert found.definitions == ()
    assert all(m.because == ("data",) for m in found.moves)


def test_a_move_by_method_is_told_from_one_by_data() -> None:
    publish("2569/1", "a test")
    with_other_weight()
    publish("2569/2", "a test")
    found = edition_difference("2569/1", "2569/2")
    assert found.values == ()
    assert [d.path for d in found.definitions] == ["designs/development_plan12.yaml"]
    assert [k[1:] for k in found.definitions[0].keys] == [("1", "3")] or found.definitions[0].keys
    assert len(found.moves) >= 70
    assert all(m.because == ("method",) for m in found.moves)
    for move in found.moves:
        if move.score_before is not None and move.score_after is not None:
            assert move.by_data == 0
            assert move.by_method == pytest.approx(move.score_after - move.score_before)


def test_every_answer_of_an_edition_names_it() -> None:
    publish("2569/1", "a test")
    with look(edition="2569/1"):
        assert ranking("overall").stamp.edition == "2569/1"
        assert profile("NE-U1").stamp.as_of is not None


def test_a_lost_file_of_an_edition_is_said(settings: object) -> None:
    from moibench.analysis import looking
    from moibench.store.content import DamagedFile, catalogue_folder
    from moibench.store.published import unfold

    edition = publish("2569/1", "a test")
    sha = edition.catalogue.files["units/units.csv"]
    path = Path(catalogue_folder()) / sha[:2] / sha
    kept = path.read_bytes()
    shutil.rmtree(unfold(edition.catalogue.files))
    looking._unfolded.cache_clear()
    path.write_bytes(b"damaged")
    try:
        with pytest.raises(DamagedFile), look(edition="2569/1"):
            pass
    finally:
        path.write_bytes(kept)


def test_a_change_between_editions_is_split_into_years_revision_and_method() -> None:
    publish("2569/1", "a test")
    with look(edition="2569/1"):
        old = score_change("24", 2015, 2019)
    entry = Entry("hai", "24", 2019, 0.57, "final")
    record_edition("nesdc_hai_2564", "nesdc_hai", 0, "corrected", [entry], "a test")
    with look():
        revised = score_change("24", 2019, 2019, from_edition="2569/1")
        between = score_change("24", 2015, 2019, from_edition="2569/1")
        now = score_change("24", 2015, 2019)
    assert revised.from_score == old.to_score
    assert revised.to_score == now.to_score != old.to_score
    assert revised.revision == pytest.approx(revised.score_change, abs=1e-12)
    assert (revised.method, revised.coverage) == (0.0, 0.0)
    assert revised.rank_revision == revised.to_rank - revised.from_rank
    assert {s.points for s in revised.steps} == {0.0}
    assert (revised.from_stamp.edition, revised.to_stamp.edition) == ("2569/1", None)
    # 2015 was not revised, so between the years all of the revision is of the later one.
    steps = math.fsum(s.points for s in between.steps)
    whole = math.fsum([steps, between.coverage, between.revision, between.method])
    assert whole == pytest.approx(between.score_change, abs=1e-9)
    with_other_weight()
    publish("2569/2", "a test")
    with look(edition="2569/2"):
        both = score_change("24", 2019, 2019, from_edition="2569/1")
        by_hand = current_panel().aggregated.scores[-1, current_panel().at(2019)]
        own = current_panel().geography.position["24"]
        assert both.to_score == by_hand[own]
    assert both.revision != 0
    assert both.method != 0
    parts = [both.revision, both.method, both.coverage, *(s.points for s in both.steps)]
    assert math.fsum(parts) == pytest.approx(both.score_change, abs=1e-9)
    ranks = (both.rank_own, both.rank_others, both.rank_revision, both.rank_method)
    assert math.fsum(ranks) == pytest.approx(both.to_rank - both.from_rank, abs=1e-9)
    # The middle state that the page of editions shows lies on one of the two ways.
    move = next(
        m
        for m in edition_difference("2569/1", "2569/2").moves
        if (m.unit, m.node_id) == ("24", "overall")
    )
    assert move.score_before == both.from_score
    assert move.score_after == both.to_score
    assert move.by_data + move.by_method == pytest.approx(both.revision + both.method)


def test_an_unknown_edition_to_change_from_is_refused() -> None:
    with pytest.raises(UnknownEdition):
        score_change("24", 2015, 2019, from_edition="2569/7")
