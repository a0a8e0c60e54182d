"""A value chain as a picture or a document, by the ending a person asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from moibench.analysis.value_chain.state import ChainState
from moibench.presentation.pictures.typeset import picture_png, typeset
from moibench.presentation.value_chain.lines import ChainLines
from moibench.presentation.value_chain.picture import chain_picture

_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "pdf": "application/pdf",
}
PNG_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class ChainPack:
    """What the documents of a chain say. version, at: of its text; address: of its page."""

    lines: ChainLines
    result: ChainState
    version: int
    at: dt.datetime
    address: str = ""
    is_narrow: bool = False


def build(kind: str, pack: ChainPack) -> bytes:
    """Return a chain as one of `KINDS`, the same bytes for the same words and figures.

    Raises:
        KeyError: there is no such kind.
    """
    version = (pack.version, pack.at)
    match kind:
        case "svg":
            picture = chain_picture(pack.lines, narrow=pack.is_narrow)
            return typeset(picture, "svg")
        case "png":
            return picture_png(chain_picture(pack.lines, with_title=True), PNG_SCALE)
        case "pptx":
            from moibench.presentation.value_chain.slides import chain_deck
            from moibench.reports.pptx import build_pptx

            return build_pptx(chain_deck(pack.lines, pack.result, version, pack.address))
        case "docx" | "pdf":
            from moibench.presentation.value_chain.report import chain_report

            report = chain_report(pack.lines, pack.result, version, pack.address)
            if kind == "pdf":
                from moibench.reports.pdf import build_pdf

                return build_pdf(report)
            from moibench.reports.docx import build_docx

            return build_docx(report)
    raise KeyError(kind)
