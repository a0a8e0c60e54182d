"""The documents of a unit's report pack, by the name a person asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from moibench.analysis.before_after import before_after_unit
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice, ScoreChange
from moibench.analysis.errors import NoPeers, NoScore, SameYears, UnitDidNotExist
from moibench.analysis.explain import score_change
from moibench.analysis.explore import areas_to_explore
from moibench.analysis.index_cells import IndexCells, index_cells
from moibench.analysis.peers import peers
from moibench.analysis.profile import profile
from moibench.analysis.results import CountrySummary, Profile
from moibench.analysis.search import find_unit
from moibench.analysis.summary import country_summary
from moibench.analysis.targets import target_review
from moibench.analysis.writing import Place, Written, written_texts
from moibench.catalogue import Catalogue
from moibench.presentation.fields import FieldError, fill_fields
from moibench.presentation.language import Language
from moibench.presentation.pictures import rank_picture
from moibench.presentation.report import Answers, Question, Report, unit_report
from moibench.presentation.report.sheet import unit_sheet
from moibench.presentation.report.written import with_written
from moibench.reports.template import Template


@dataclass(frozen=True)
class Pack:
    """All results on a unit that its documents say, in one language.

    address: of the unit's page, for the code that a telephone reads; "" where it has none.
    template: the user's own document that Word or slides are written into.
    """

    profile: Profile
    answers: Answers
    summary: CountrySummary
    cells: IndexCells
    catalogue: Catalogue
    language: Language
    address: str = ""
    template: Template | None = None
    written: Mapping[str, Written] = field(default_factory=dict)

    @cached_property
    def generated(self) -> Report:
        """The report as chapters of blocks, all of it generated."""
        return unit_report(self.profile, self.catalogue, self.language, self.answers, self.address)

    @cached_property
    def report(self) -> Report:
        """The report with the texts that officers put in the place of generated ones.

        A field that no longer means anything is left as it was written.
        """
        return with_written(self.generated, self.written, self._filled)

    def _filled(self, text: str) -> str:
        try:
            return fill_fields(text, self.profile, self.catalogue, self.language)
        except FieldError:
            return text


def gather(
    unit: str,
    year: int | None,
    language: Language,
    *,
    with_bangkok: bool = False,
    change_from: int | None = None,
    choice: BenchmarkChoice | None = None,
    address: str = "",
    template: Template | None = None,
) -> Pack:
    """Ask everything that the documents of a unit say.

    unit: code or name. year: CE, None for the newest. change_from: the year that changes count
    from. choice: the benchmark of the comparative chapter, by default the country. template: for
    Word or slides.

    Raises:
        UnknownUnit, NoDataForYear, UnitDidNotExist: there is nothing to report.
    """
    code = find_unit(unit)
    answer = profile(code, year, with_bangkok=with_bangkok, change_from=change_from)
    return Pack(
        profile=answer,
        answers=_answers(answer, choice or BenchmarkChoice()),
        summary=country_summary(answer.year, with_bangkok=with_bangkok),
        cells=index_cells(code, answer.year, with_bangkok=with_bangkok),
        catalogue=current_catalogue(),
        language=language,
        address=address,
        template=template,
        written=written_texts(place_of(answer, language)),
    )


def _answers(answer: Profile, choice: BenchmarkChoice) -> Answers:
    code, year = answer.unit_code, answer.year
    judged = tuple(r.indicator_id for r in answer.indicators if r.weight is not None)
    try:
        alike = peers(
            code,
            choice.model_id,
            count=choice.count,
            with_bangkok=answer.with_bangkok,
            locked=choice.locked,
            dropped=choice.dropped,
            weights=choice.weights,
        )
    except (NoPeers, UnitDidNotExist):
        alike = None
    return Answers(
        compared=compare_with((code,), judged, year, choice=choice),
        explored=areas_to_explore(code, year, choice=choice),
        peers=alike,
        change=_change(answer),
        effects=before_after_unit(code, model_id=choice.model_id),
        targets=target_review(code, year),
    )


def _change(answer: Profile) -> ScoreChange | None:
    """Return why the score changed; None where there are not two years with a score."""
    if answer.change_from is None:
        return None
    try:
        return score_change(
            answer.unit_code, answer.change_from, answer.year, with_bangkok=answer.with_bangkok
        )
    except (NoScore, SameYears, UnitDidNotExist):
        return None


def place_of(profile: Profile, language: Language) -> Place:
    """Return where the texts of a profile's report stand."""
    return Place(profile.unit_code, profile.year, profile.stamp.edition or "", language)


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

    return build_docx(pack.report, pack.template)


def _pdf(pack: Pack) -> bytes:
    from moibench.reports.pdf import build_pdf

    return build_pdf(pack.report)


def _profile(pack: Pack) -> bytes:
    from moibench.reports.pdf.sheet import build_sheet

    sheet = unit_sheet(Question(pack.profile, pack.catalogue, pack.language), pack.answers.peers)
    ranked = pack.profile.overall.rank is not None
    picture = rank_picture(pack.profile, pack.catalogue, pack.language) if ranked else None
    return build_sheet(sheet, picture, pack.report.unbroken, pack.address)


def _pptx(pack: Pack) -> bytes:
    from moibench.presentation.slides import Results, unit_deck
    from moibench.reports.pptx import build_pptx

    answers = pack.answers
    results = Results(pack.profile, answers.peers, answers.effects, pack.summary)
    deck = unit_deck(results, pack.catalogue, pack.language, pack.address)
    return build_pptx(deck, pack.template)


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
