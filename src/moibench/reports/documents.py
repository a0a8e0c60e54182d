"""The documents of a unit's report pack, by the name a person asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from moibench.analysis.before_after import before_after_unit
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.comparative_results import Peers
from moibench.analysis.errors import NoPeers, UnitDidNotExist
from moibench.analysis.index_cells import IndexCells, index_cells
from moibench.analysis.peers import peers
from moibench.analysis.plan_results import BeforeAfter
from moibench.analysis.profile import profile
from moibench.analysis.results import CountrySummary, Profile
from moibench.analysis.search import find_unit
from moibench.analysis.summary import country_summary
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.presentation.pictures import rank_picture
from moibench.presentation.report import Question, Report, unit_report
from moibench.presentation.report.sheet import unit_sheet


@dataclass(frozen=True)
class Pack:
    """All results on a unit that its documents say, in one language.

    address: of the unit's page, for the code that a telephone reads; "" where it has none.
    """

    profile: Profile
    peers: Peers | None
    effects: BeforeAfter
    summary: CountrySummary
    cells: IndexCells
    catalogue: Catalogue
    language: Language
    address: str = ""

    @cached_property
    def report(self) -> Report:
        """The report as chapters of blocks."""
        return unit_report(self.profile, self.catalogue, self.language, self.address)


def gather(
    unit: str,
    year: int | None,
    language: Language,
    *,
    with_bangkok: bool = False,
    address: str = "",
) -> Pack:
    """Ask everything that the documents of a unit say.

    unit: code or name. year: CE, None for the newest.

    Raises:
        UnknownUnit, NoDataForYear, UnitDidNotExist: there is nothing to report.
    """
    code = find_unit(unit)
    answer = profile(code, year, with_bangkok=with_bangkok)
    try:
        alike = peers(code, with_bangkok=with_bangkok)
    except (NoPeers, UnitDidNotExist):
        alike = None
    return Pack(
        profile=answer,
        peers=alike,
        effects=before_after_unit(code),
        summary=country_summary(answer.year, with_bangkok=with_bangkok),
        cells=index_cells(code, answer.year, with_bangkok=with_bangkok),
        catalogue=current_catalogue(),
        language=language,
        address=address,
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name, what its file is called, its media type, how it is made."""

    id: str
    suffix: str
    media_type: str
    build: Callable[[Pack], bytes]

    def file_name(self, pack: Pack) -> str:
        """Return the name a document of the unit and year is saved under."""
        named = "-profile" if self.id == "profile" else ""
        about = f"{pack.profile.unit_code}-{pack.profile.year}-{pack.language}"
        return f"moi-benchmarking-{about}{named}{self.suffix}"


def _docx(pack: Pack) -> bytes:
    from moibench.reports.docx import build_docx

    return build_docx(pack.report)


def _pdf(pack: Pack) -> bytes:
    from moibench.reports.pdf import build_pdf

    return build_pdf(pack.report)


def _profile(pack: Pack) -> bytes:
    from moibench.reports.pdf.sheet import build_sheet

    sheet = unit_sheet(Question(pack.profile, pack.catalogue, pack.language), pack.peers)
    ranked = pack.profile.overall.rank is not None
    picture = rank_picture(pack.profile, pack.catalogue, pack.language) if ranked else None
    return build_sheet(sheet, picture, pack.report.unbroken, pack.address)


def _pptx(pack: Pack) -> bytes:
    from moibench.presentation.slides import Results, unit_deck
    from moibench.reports.pptx import build_pptx

    results = Results(pack.profile, pack.peers, pack.effects, pack.summary)
    return build_pptx(unit_deck(results, pack.catalogue, pack.language))


def _xlsx(pack: Pack) -> bytes:
    from moibench.presentation.workbook import unit_workbook
    from moibench.reports.xlsx import build_xlsx

    asked = Question(pack.profile, pack.catalogue, pack.language)
    return build_xlsx(unit_workbook(asked, pack.report, pack.cells))


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.id: kind
    for kind in (
        Kind("docx", ".docx", f"{_OFFICE}wordprocessingml.document", _docx),
        Kind("pptx", ".pptx", f"{_OFFICE}presentationml.presentation", _pptx),
        Kind("xlsx", ".xlsx", f"{_OFFICE}spreadsheetml.sheet", _xlsx),
        Kind("pdf", ".pdf", "application/pdf", _pdf),
        Kind("profile", ".pdf", "application/pdf", _profile),
    )
}


def build(kind_id: str, pack: Pack) -> bytes:
    """Return a document of the unit, the same bytes for the same results and language.

    Raises:
        KeyError: there is no such kind of document.
    """
    return KINDS[kind_id].build(pack)
