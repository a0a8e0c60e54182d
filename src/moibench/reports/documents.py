"""The documents of a unit's report pack, by the name a person asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from moibench.analysis.results import Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.presentation.report import Report, unit_report


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name, what its file is called, its media type, how it is made."""

    id: str
    suffix: str
    media_type: str
    build: Callable[[Report], bytes]

    def file_name(self, profile: Profile, language: Language) -> str:
        """Return the name a document of the unit and year is saved under."""
        return f"moi-benchmarking-{profile.unit_code}-{profile.year}-{language}{self.suffix}"


def _docx(report: Report) -> bytes:
    from moibench.reports.docx import build_docx

    return build_docx(report)


def _pdf(report: Report) -> bytes:
    from moibench.reports.pdf import build_pdf

    return build_pdf(report)


KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            "docx",
            ".docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _docx,
        ),
        Kind("pdf", ".pdf", "application/pdf", _pdf),
    )
}


def build(kind_id: str, profile: Profile, catalogue: Catalogue, language: Language) -> bytes:
    """Return a document of the unit, the same bytes for the same profile and language.

    Raises:
        KeyError: there is no such kind of document.
    """
    return KINDS[kind_id].build(unit_report(profile, catalogue, language))
