"""Lead a filing through its review: which steps a person may take now, and taking one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from moibench.analysis.review import duties
from moibench.analysis.review.asking import Asker, NotAllowed
from moibench.analysis.review.writing import Fault, Refused, subject
from moibench.people import log
from moibench.people.rights import Action
from moibench.store.review import stepping
from moibench.store.review.records import FilingRecord, Place, StepTaken, find
from moibench.store.review.stepping import TRANSITIONS, Around, StepRefused, Words

__all__ = ["ACTION", "Offer", "Place", "StepRefused", "Words", "offers", "publish", "take_step"]

ACTION: dict[str, Action] = {
    "submit": Action.SUBMIT_FIGURES,
    "withdraw": Action.SUBMIT_FIGURES,
    "approve": Action.APPROVE_FIGURES,
    "accept": Action.ACCEPT_FIGURES,
    "return": Action.RETURN_FIGURES,
    "unlock": Action.UNLOCK_FIGURES,
    "publish": Action.PUBLISH_FIGURES,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the person's roles and the filing's state allow.

    needs_comment: it must say why.
    """

    name: str
    needs_comment: bool


def offers(asker: Asker, filing: FilingRecord, taken: Iterable[StepTaken]) -> tuple[Offer, ...]:
    """Return the steps that the person can take now.

    taken: the filing's steps, for nobody may approve or accept what they submitted or approved.
    """
    own = {s.name for s in taken if s.taken_by == asker.name and s.round == filing.round}
    barred = {"approve": {"submit"}, "accept": {"submit", "approve"}}
    return tuple(
        Offer(name, transition.needs_comment)
        for name, transition in TRANSITIONS.items()
        if filing.state in transition.before
        and asker.may(ACTION[name], filing.place.unit)
        and not own & barred.get(name, set())
        and not (name == "return" and filing.state == "approved" and not _above(asker, filing))
    )


def take_step(
    asker: Asker, place: Place, name: str, words: Words | None = None, seen: int | None = None
) -> str:
    """Take a step and return the filing's new state. It is logged with it.

    words: a comment, questions by series (with `return`), series compared with their evidence
    (with `approve` and `accept`). seen: number of the newest step that the person saw.

    Raises:
        NotAllowed: the person may not take it.
        Refused: a question is about no series of the filing.
        StepRefused: it is not the turn of this step, with the reason.
    """
    words = words or Words()
    if name not in ACTION or place.unit not in asker.catalogue.units:
        raise NotAllowed(Action.READ_UNPUBLISHED, place.unit)
    asker.require(ACTION[name], place.unit)
    if name == "publish":
        publish(asker, (place,), None if seen is None else {place: seen})
        return "published"
    known = {s.id for s in duties.series_of(asker.catalogue, place.source)}
    strange = [s for s in (*words.questions, *words.verified) if s not in known]
    if strange:
        raise Refused(tuple(Fault(place, s, "no_series", (s,)) for s in strange))
    filing = find(place)
    if filing and name == "return" and filing.state == "approved" and not _above(asker, filing):
        raise NotAllowed(Action.ACCEPT_FIGURES, place.unit)
    around = Around(
        wanted=tuple(s.id for s in duties.series_of(asker.catalogue, place.source)),
        below=duties.below(asker.catalogue, asker.places, place),
        above=duties.above(asker.catalogue, asker.places, place),
    )
    with transaction.atomic():
        after = stepping.take_step(place, name, asker.name, words, around, seen)
        _log(asker, place, name, {"state": after, "comment": words.comment.strip()[:500]})
    return after


def publish(
    asker: Asker, places: Iterable[Place], seen: Mapping[Place, int] | None = None
) -> dict[Place, int]:
    """Make the values of accepted filings observations; all or nothing, each content once.

    Returns the number of observations added by filing.

    Raises:
        NotAllowed: the person may not publish.
        StepRefused: one of them is not accepted.
    """
    wanted = tuple(places)
    for place in wanted:
        asker.require(Action.PUBLISH_FIGURES, place.unit)
    with transaction.atomic():
        added = stepping.publish(wanted, asker.name, seen)
        for place, count in added.items():
            _log(asker, place, "publish", {"state": "published", "observations": count})
    return added


def _above(asker: Asker, filing: FilingRecord) -> bool:
    """Tell whether the person stands above the unit: what it approved, it cannot take back."""
    return asker.may(Action.ACCEPT_FIGURES, filing.place.unit)


def _log(asker: Asker, place: Place, name: str, after: dict[str, object]) -> None:
    log.record(
        f"filing.{name}",
        "filing",
        subject(place),
        by=asker.person,
        address=asker.address,
        after=after,
    )
