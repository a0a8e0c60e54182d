"""What a document on a SWOT says: items accepted, or proposals where none are, and strategies."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moibench.analysis.swot.board import STRATEGIES, Item, Warned, state_of
from moibench.analysis.swot.results import QUADRANTS, Candidate, Candidates
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import full_unit_name
from moibench.presentation.pages.swot import shown_words
from moibench.presentation.pages.tows import labelled, strategy_warnings
from moibench.presentation.swot.saved import saved_lines, warnings
from moibench.presentation.swot.sentences import (
    EvidenceLine,
    evidence_lines,
    sentence,
    short_sentence,
    why,
)
from moibench.presentation.years import format_year


@dataclass(frozen=True, slots=True)
class Line:
    """An item as a document says it.

    candidate: what is proposed of it today, None for none. short: for a slide.
    """

    label: str
    words: str
    confidence: str
    rule: str
    by: str
    evidence: tuple[EvidenceLine, ...]
    warnings: tuple[str, ...]
    candidate: Candidate | None
    short: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SwotContent:
    """A SWOT in one language. is_draft: nothing was accepted yet, so these are proposals."""

    language: Language
    unit: str
    unit_code: str
    year: str
    is_draft: bool
    parts: Mapping[str, tuple[Line, ...]]
    strategies: Mapping[str, tuple[Line, ...]]
    rejected: tuple[Line, ...]
    data_version: str
    address: str

    @property
    def title(self) -> str:
        """The title of the document."""
        return text("swot.title", self.language, unit=self.unit)

    @property
    def finding(self) -> str:
        """How many of each, and whether officers decided on them."""
        counts = {q: len(lines) for q, lines in self.parts.items()}
        key = "finding_draft" if self.is_draft else "finding"
        return text(f"swot.made.{key}", self.language, **counts)

    @property
    def code(self) -> str:
        """A digest of everything said, by which the very same content is known again."""
        said = "".join(
            f"{line.label}{line.words}{line.evidence}"
            for lines in (*self.parts.values(), *self.strategies.values(), self.rejected)
            for line in lines
        )
        return f"MB-S-{hashlib.sha256(said.encode()).hexdigest()[:8].upper()}"

    def letter(self, quadrant: str) -> str:
        """Return the title of a quadrant or kind of strategy."""
        kind = "quadrant" if quadrant in QUADRANTS else "strategy"
        return text(f"swot.{kind}.{quadrant}", self.language)


def swot_content(
    found: Candidates,
    held: Sequence[Item],
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    language: Language,
    address: str = "",
) -> SwotContent:
    """Return what a document says of a unit's SWOT; address: of its page."""
    labels = labelled(held, language)
    accepted = [i for i in held if i.id in labels and i.now.content.quadrant in QUADRANTS]

    def line(item: Item, label: str) -> Line:
        return _decided(item, label, found, warned.get(item.id), catalogue, language)

    parts: dict[str, tuple[Line, ...]] = {}
    for quadrant in QUADRANTS:
        if accepted:
            own = [i for i in accepted if i.now.content.quadrant == quadrant]
            parts[quadrant] = tuple(line(i, labels[i.id]) for i in own)
        else:
            letter = text(f"swot.letter.{quadrant}", language)
            parts[quadrant] = tuple(
                _proposed(c, f"{letter}{n}", catalogue, language)
                for n, c in enumerate(found.of(quadrant), 1)
            )
    return SwotContent(
        language=language,
        unit=full_unit_name(catalogue, found.unit_code, language),
        unit_code=found.unit_code,
        year=format_year(found.year, language),
        is_draft=not accepted,
        parts=parts,
        strategies={
            kind: tuple(
                _strategy(i, labels, warned, catalogue, language)
                for i in held
                if i.id in labels and i.now.content.quadrant == kind
            )
            for kind in STRATEGIES
        },
        rejected=tuple(
            line(i, text(f"swot.letter.{i.now.content.quadrant}", language))
            for i in held
            if state_of(i) == "rejected"
        ),
        data_version=found.stamp.data_version,
        address=address,
    )


def _proposed(candidate: Candidate, label: str, catalogue: Catalogue, language: Language) -> Line:
    return Line(
        label,
        sentence(candidate, catalogue, language),
        text(f"swot.confidence.{candidate.confidence}", language),
        why(candidate, catalogue.swot[candidate.rule_id], language),
        "",
        evidence_lines(candidate, catalogue, language),
        (),
        candidate,
        short_sentence(candidate, catalogue, language),
    )


def _decided(
    item: Item,
    label: str,
    found: Candidates,
    warned: Warned | None,
    catalogue: Catalogue,
    language: Language,
) -> Line:
    content = item.now.content
    candidate = found.by_key(item.key) if item.key else None
    confidence = rule = ""
    if candidate is not None:
        confidence = text(f"swot.confidence.{candidate.confidence}", language)
        rule = why(candidate, catalogue.swot[candidate.rule_id], language)
    return Line(
        label,
        shown_words(content, language),
        confidence,
        rule,
        item.now.written_by,
        saved_lines(content, catalogue, language),
        warnings(warned, catalogue, language) if warned is not None else (),
        candidate,
        content.words
        or (
            shown_words(content, language)
            if candidate is None
            else short_sentence(candidate, catalogue, language)
        ),
        content.reason,
    )


def _strategy(
    item: Item,
    labels: Mapping[int, str],
    warned: Mapping[int, Warned],
    catalogue: Catalogue,
    language: Language,
) -> Line:
    pairs = ", ".join(labels[p] for p in item.now.content.pairs if p in labels)
    words = f"{shown_words(item.now.content, language)} ({pairs})"
    return Line(
        labels[item.id],
        words,
        "",
        "",
        item.now.written_by,
        (),
        strategy_warnings(item, labels, warned, catalogue, language),
        None,
        words,
    )
