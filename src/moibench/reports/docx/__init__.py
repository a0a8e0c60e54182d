"""The Word report of a unit: an officer can edit it, a governor can read it."""

from __future__ import annotations

from moibench.analysis.results import Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.presentation.sentences.words import framework_of
from moibench.reports.docx import back, findings, front, package
from moibench.reports.docx.writer import Writer

__all__ = ["build_report"]


def build_report(profile: Profile, catalogue: Catalogue, language: Language) -> bytes:
    """Return the report of a unit as a Word document.

    The same profile, catalogue and language give the same bytes: no clock is read, and the
    document says which figures it holds by its edition code instead of by a date.
    """
    asked = front.Question(profile, catalogue, language)
    document = package.new_document()
    writer = Writer(document, language)
    package.describe(
        document,
        title=asked.title,
        subject=writer.say("edition", code=asked.code),
        language=language,
    )
    front.write_cover(writer, asked)
    writer.paragraph("TOCHeading", writer.say("contents"), page_break_before=True)
    contents = writer.last_element()
    front.write_summary(writer, asked)
    findings.write_overall(writer, asked)
    findings.write_comparison(writer, asked)
    findings.write_trends(writer, asked)
    for dimension in framework_of(profile, catalogue).dimensions:
        if any(d.node_id == dimension.id for d in profile.dimensions):
            findings.write_dimension(writer, asked, dimension.id)
    back.write_method(writer, asked)
    back.write_sources(writer, asked)
    back.write_definitions(writer, asked)
    back.write_caveats(writer, asked)
    writer.contents(contents)
    front.write_running_lines(writer, asked)
    return package.to_bytes(document)
