"""The page of a unit's SWOT: what is proposed, what was decided, by whom, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moibench.analysis.geography import COUNTRY
from moibench.analysis.swot.board import (
    STRATEGIES,
    Content,
    Item,
    Version,
    Warned,
    state_of,
)
from moibench.analysis.swot.results import QUADRANTS, Candidate, Candidates
from moibench.catalogue import Catalogue
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_moment
from moibench.presentation.names import full_unit_name, short_indicator_name
from moibench.presentation.pages.address import Controls, Link, Option, State, controls
from moibench.presentation.pages.words import unit_crumbs
from moibench.presentation.swot.saved import saved_lines, warnings
from moibench.presentation.swot.sentences import (
    EvidenceLine,
    chart,
    evidence_lines,
    sentence,
    thresholds,
    why,
)
from moibench.presentation.years import format_year

NO_CHART = Markup()
KINDS = ("docx", "pptx", "xlsx")


@dataclass(frozen=True, slots=True)
class Why:
    """Why a candidate is proposed: the rule, its reason, its thresholds."""

    rule: str
    reason: str
    limits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """A proposal that nobody decided on yet."""

    key: str
    sentence: str
    confidence: str
    band: str
    chart: Markup
    evidence: tuple[EvidenceLine, ...]
    why: Why
    words: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A version of an item, as the history lists it."""

    said: str
    state: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class ItemCard:
    """An item that was decided on. label: "S1"; seen: number of the version shown."""

    id: int
    label: str
    seen: int
    shown: str
    words: str
    reason: str
    generated: str
    by: str
    own: bool
    evidence: tuple[EvidenceLine, ...]
    warnings: tuple[str, ...]
    history: tuple[Step, ...]
    chart: Markup = NO_CHART
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A quadrant: what was accepted, is proposed, was rejected and withdrawn."""

    id: str
    title: str
    origin: str
    accepted: tuple[ItemCard, ...]
    proposed: tuple[CandidateCard, ...]
    proposed_title: str
    rejected: tuple[ItemCard, ...]
    rejected_title: str
    withdrawn: tuple[ItemCard, ...]
    withdrawn_title: str


@dataclass(frozen=True, slots=True)
class ClashShown:
    """Two texts of one item: the one saved, and the one that came too late."""

    item: int
    seen: int
    label: str
    theirs_by: str
    theirs: str
    theirs_reason: str
    mine: str
    mine_state: str
    mine_reason: str
    pairs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SwotPage:
    """Everything the page shows."""

    title: str
    name: str
    crumbs: tuple[Link, ...]
    controls: Controls
    figures: str
    tally: str
    note: str
    parts: tuple[Part, ...]
    indicators: tuple[Option, ...]
    action: str
    tows: str
    area: str
    documents: tuple[Link, ...]
    confidence_note: str
    silent: tuple[tuple[str, str], ...]
    silent_title: str


def swot_page(
    found: Candidates,
    held: Sequence[Item] | None,
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    state: State,
    typed: Mapping[str, tuple[str, str]] | None = None,
) -> SwotPage:
    """Return the page of a unit's SWOT.

    held: what was decided, None where it is not to be shown. typed: words and reason typed for a
    candidate that was refused, by its key.
    """
    language, code = state.language, found.unit_code
    name = full_unit_name(catalogue, code, language)
    decided = tuple(i for i in held or () if i.now.content.quadrant not in STRATEGIES)
    parts = tuple(
        _part(q, found, decided, warned, catalogue, language, typed or {}) for q in QUADRANTS
    )
    path = f"/swot/{code}"
    states = [state_of(i) for i in decided]
    return SwotPage(
        title=text("swot.title", language, unit=name),
        name=text("swot.link", language),
        crumbs=unit_crumbs(catalogue, code, state),
        controls=controls(state, path, found.year, 0, found.years, bangkok=False),
        figures=text(
            "swot.figures_until",
            language,
            year=format_year(found.year, language),
            count=len(found.items),
        ),
        tally=""
        if held is None
        else text(
            "swot.tally",
            language,
            accepted=states.count("accepted"),
            rejected=states.count("rejected"),
            open=sum(len(p.proposed) for p in parts),
        ),
        note=text("swot.no_rules", language) if code == COUNTRY else "",
        parts=parts,
        indicators=tuple(
            Option(i.id, short_indicator_name(i, language), False)
            for i in catalogue.indicators.values()
            if i.has_figures
        ),
        action=state.plain().address(path),
        tows=state.plain().address(f"{path}/tows"),
        area=state.plain().address(f"/area/{code}"),
        documents=tuple(
            Link(text(f"swot.document.{k}", language), state.plain().address(f"{path}.{k}"))
            for k in KINDS
        ),
        confidence_note=text("swot.confidence_note", language),
        silent=tuple(
            (catalogue.swot[r].name.in_language(language), text(f"swot.silent.{why}", language))
            for r, why in found.silent
        ),
        silent_title=text("swot.silent.title", language, count=len(found.silent)),
    )


def _part(
    quadrant: str,
    found: Candidates,
    decided: Sequence[Item],
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    language: Language,
    typed: Mapping[str, tuple[str, str]],
) -> Part:
    taken = {i.key for i in decided if i.key and state_of(i) != "withdrawn"}
    own = [i for i in decided if i.now.content.quadrant == quadrant]
    by_state: dict[str, list[Item]] = {"accepted": [], "rejected": [], "withdrawn": []}
    for item in own:
        by_state[state_of(item)].append(item)
    proposed = tuple(
        _candidate(c, catalogue, language, typed.get(c.key, ("", "")))
        for c in found.of(quadrant)
        if c.key not in taken
    )
    letter = text(f"swot.letter.{quadrant}", language)

    def cards(state: str) -> tuple[ItemCard, ...]:
        return tuple(
            item_card(
                item,
                f"{letter}{n}" if state == "accepted" else letter,
                found.by_key(item.key) if item.key else None,
                warned.get(item.id),
                catalogue,
                language,
            )
            for n, item in enumerate(by_state[state], 1)
        )

    def counted(key: str, count: int) -> str:
        return text(f"swot.{key}", language, count=count)

    return Part(
        id=quadrant,
        title=text(f"swot.quadrant.{quadrant}", language),
        origin=text(f"swot.from.{quadrant}", language),
        accepted=cards("accepted"),
        proposed=proposed,
        proposed_title=counted("proposed", len(proposed)),
        rejected=cards("rejected"),
        rejected_title=counted("rejected", len(by_state["rejected"])),
        withdrawn=cards("withdrawn"),
        withdrawn_title=counted("withdrawn", len(by_state["withdrawn"])),
    )


def _candidate(
    candidate: Candidate, catalogue: Catalogue, language: Language, typed: tuple[str, str]
) -> CandidateCard:
    return CandidateCard(
        key=candidate.key,
        sentence=sentence(candidate, catalogue, language),
        confidence=text(f"swot.confidence.{candidate.confidence}", language),
        band=candidate.confidence,
        chart=chart(candidate, catalogue, language),
        evidence=evidence_lines(candidate, catalogue, language),
        why=_why(candidate, catalogue, language),
        words=typed[0],
        reason=typed[1],
    )


def _why(candidate: Candidate, catalogue: Catalogue, language: Language) -> Why:
    rule = catalogue.swot[candidate.rule_id]
    return Why(why(candidate, rule, language), rule.reason.in_language(language), thresholds(rule))


def item_card(
    item: Item,
    label: str,
    candidate: Candidate | None,
    warned: Warned | None,
    catalogue: Catalogue,
    language: Language,
) -> ItemCard:
    """Return an item that was decided on, as pages show it."""
    content = item.now.content
    return ItemCard(
        id=item.id,
        label=label,
        seen=item.now.number,
        shown=shown_words(content, language),
        words=content.words,
        reason=text("swot.reason_was", language, reason=content.reason) if content.reason else "",
        generated=dict(content.generated).get(language, ""),
        by=_by(item.now, language),
        own=not content.generated,
        evidence=saved_lines(content, catalogue, language),
        warnings=warnings(warned, catalogue, language) if warned is not None else (),
        history=tuple(_step(v, language) for v in reversed(item.versions)),
        chart=chart(candidate, catalogue, language) if candidate is not None else NO_CHART,
        why=_why(candidate, catalogue, language) if candidate is not None else None,
    )


def shown_words(content: Content, language: Language) -> str:
    """Return the officer's words, or what was generated where there are none."""
    generated = dict(content.generated)
    return content.words or generated.get(language) or next(iter(generated.values()), "")


def _by(version: Version, language: Language) -> str:
    moment = format_moment(version.written_at, language)
    return text("swot.by", language, name=version.written_by, date=moment)


def _step(version: Version, language: Language) -> Step:
    content = version.content
    return Step(
        said=_by(version, language),
        state=text(f"swot.step.{content.state}", language),
        words=shown_words(content, language),
        reason=text("swot.reason_was", language, reason=content.reason) if content.reason else "",
    )


def clash_shown(theirs: Item, mine: Content, language: Language) -> ClashShown:
    """Return both texts of an item that two people wrote at once."""
    now = theirs.now.content
    is_item = now.quadrant in QUADRANTS
    return ClashShown(
        item=theirs.id,
        seen=theirs.now.number,
        label=text(f"swot.{'quadrant' if is_item else 'strategy'}.{now.quadrant}", language),
        theirs_by=text(
            "swot.clash.theirs",
            language,
            name=theirs.now.written_by,
            date=format_moment(theirs.now.written_at, language),
        ),
        theirs=f"{text(f'swot.step.{now.state}', language)}: {shown_words(now, language)}",
        theirs_reason=now.reason,
        mine=mine.words or shown_words(mine, language),
        mine_state=mine.state,
        mine_reason=mine.reason,
        pairs=mine.pairs,
    )
