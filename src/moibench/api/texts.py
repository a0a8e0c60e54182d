"""An officer's own words: chapters of a unit's report, sentences with fields, the tray."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.profile import profile
from moibench.analysis.search import find_unit
from moibench.analysis.tray import Kept, describe_item, move_item, remove_item, tray
from moibench.analysis.writing import (
    MOST_LETTERS,
    WritingError,
    forget_sentence,
    keep_sentence,
    sentences_of,
    text_history,
    write_text,
)
from moibench.api.asking import Year, year_of
from moibench.api.checking import answered
from moibench.api.problems import language_of
from moibench.api.tokens import ANY, TEXTS, asker_of
from moibench.people.rights import Action
from moibench.presentation.fields import fill_fields
from moibench.presentation.language import Language
from moibench.presentation.machine_comparative import plain
from moibench.presentation.report.written import generated_text
from moibench.presentation.years import parse_year
from moibench.reports.documents import Pack, gather, place_of

router = Router(tags=["texts"])
Words = Annotated[str, Field(max_length=MOST_LETTERS)]


class ChapterText(Schema):
    """A text in the place of a drafted chapter; an empty one withdraws it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Words, Field(description="With fields such as {gpp_per_capita}")]
    seen: Annotated[int | None, Field(ge=0, le=2**53, description="`newest` as it was read")] = None
    year: Annotated[int | str | None, Field(description="Of the report; พ.ศ. or CE")] = None


class Sentence(Schema):
    """A sentence with fields, kept under its name."""

    model_config = ConfigDict(extra="forbid")

    template: Words


class TrayChange(Schema):
    """Another heading and remark of an item, or another place."""

    model_config = ConfigDict(extra="forbid")

    heading: Annotated[str | None, Field(max_length=300)] = None
    remark: Annotated[str | None, Field(max_length=2000)] = None
    move: Literal["up", "down"] | None = None


@router.get("/texts/{unit}", auth=ANY)
def get_texts(request: HttpRequest, unit: str, year: Year = None) -> HttpResponse:
    """Return the chapters of a unit's report as drafted, and what officers wrote in their place.

    `lang` chooses the language of the texts.
    """
    pack = _pack(find_unit(unit), year_of(year), language_of(request))
    history = text_history(place_of(pack.profile, pack.language))
    items = [
        {
            "chapter": chapter.id,
            "title": chapter.title,
            "drafted": generated_text(chapter),
            "newest": history[chapter.id][0].id if history.get(chapter.id) else None,
            "history": [plain(w) for w in history.get(chapter.id, ())],
        }
        for chapter in pack.generated.chapters
        if generated_text(chapter)
    ]
    place = {"unit": pack.profile.unit_code, "year": pack.profile.year}
    return answered({**place, "language": pack.language, "items": items})


@router.put("/texts/{unit}/{chapter}", auth=TEXTS)
def put_text(request: HttpRequest, unit: str, chapter: str, wanted: ChapterText) -> HttpResponse:
    """Write a chapter of a unit's report in one's own words; 409 where somebody wrote it since."""
    who, code = asker_of(request), find_unit(unit)
    who.require(Action.WRITE_FIGURES, code)
    year = None if wanted.year is None else parse_year(str(wanted.year))
    pack = _pack(code, year, language_of(request))
    found = next((c for c in pack.generated.chapters if c.id == chapter), None)
    if found is None:
        raise WritingError("writing.error.no_chapter")
    own = _plain(wanted.text).replace("\r\n", "\n").strip()
    fill_fields(own, pack.profile, pack.catalogue, pack.language)
    place = place_of(pack.profile, pack.language)
    write_text(place, chapter, own, generated_text(found), who.person.name, wanted.seen)
    newest = text_history(place).get(chapter, [])
    return answered({"chapter": chapter, "newest": newest[0].id if newest else None})


@router.get("/sentences", auth=ANY)
def get_sentences(
    request: HttpRequest,
    unit: Annotated[str, Query(max_length=100, description="Filled in for it")] = "24",
    year: Year = None,
) -> HttpResponse:
    """Return one's own sentences with fields, filled in for a unit where their fields are known."""
    answer = profile(find_unit(unit), year_of(year))
    mine = sentences_of(asker_of(request).name)
    items = [
        {"name": name, "language": language, "template": template,
         "said": _filled(template, answer, "en" if language == "en" else "th")}
        for name, language, template in mine
    ]  # fmt: skip
    return answered({"unit": answer.unit_code, "year": answer.year, "items": items})


@router.put("/sentences/{name}", auth=TEXTS)
def put_sentence(request: HttpRequest, name: str, wanted: Sentence) -> HttpResponse:
    """Keep a sentence with fields under a name, in place of one of that name."""
    language, template = language_of(request), _plain(wanted.template)
    answer = profile("24")
    said = fill_fields(template, answer, current_catalogue(), language)
    keep_sentence(asker_of(request).name, _plain(name), language, template)
    return answered({"name": name, "template": template, "said": said})


@router.delete("/sentences/{name}", auth=TEXTS)
def delete_sentence(request: HttpRequest, name: str) -> HttpResponse:
    """Delete one's own sentence."""
    forget_sentence(asker_of(request).name, _plain(name))
    return answered({"deleted": True})


@router.get("/tray", auth=ANY)
def get_tray(request: HttpRequest) -> HttpResponse:
    """Return one's own tray: charts and tables with the numbers of the moment they were kept."""
    return answered({"items": [_kept(i) for i in tray(asker_of(request).name)]})


@router.put("/tray/{item}", auth=TEXTS)
def put_tray_item(request: HttpRequest, item: int, wanted: TrayChange) -> HttpResponse:
    """Give an item of one's own tray another heading, remark or place."""
    owner = asker_of(request).name
    if wanted.heading is not None or wanted.remark is not None:
        held = next((i for i in tray(owner) if i.id == item), None)
        heading = wanted.heading if wanted.heading is not None else held.heading if held else "–"
        remark = wanted.remark if wanted.remark is not None else held.remark if held else ""
        describe_item(owner, item, _plain(heading), _plain(remark))
    if wanted.move:
        move_item(owner, item, -1 if wanted.move == "up" else 1)
    return get_tray(request)


@router.delete("/tray/{item}", auth=TEXTS)
def delete_tray_item(request: HttpRequest, item: int) -> HttpResponse:
    """Take an item out of one's own tray."""
    remove_item(asker_of(request).name, item)
    return answered({"deleted": True})


def _pack(code: str, year: int | None, language: Language) -> Pack:
    return gather(code, year, language)


def _filled(template: str, answer: Any, language: Language) -> str | None:
    from moibench.presentation.fields import FieldError

    try:
        return fill_fields(template, answer, current_catalogue(), language)
    except FieldError:  # of an indicator that is no more
        return None


def _plain(typed: str) -> str:
    return typed.replace("\0", "")


def _kept(item: Kept) -> dict[str, Any]:
    return {
        "id": item.id,
        "address": item.address,
        "heading": item.heading,
        "remark": item.remark,
        "kind": item.shown.kind,
        "source": item.shown.source,
        "heads": list(item.shown.heads),
        "rows": [list(row) for row in item.shown.rows],
        "kept_at": item.added_at.isoformat(),
    }
