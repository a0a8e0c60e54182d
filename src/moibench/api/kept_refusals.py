"""Why what officers write is refused: items, chains, products, agendas, texts, drafts, editions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from moibench.analysis.agendas.keeping import Meanwhile
from moibench.analysis.errors import CannotPublish
from moibench.analysis.products import ChangedMeanwhile as ProductChanged
from moibench.analysis.products import FaultyProduct
from moibench.analysis.swot.board import Clash, FaultyItem, NoItem
from moibench.analysis.tray import TrayError
from moibench.analysis.value_chain.chains import ChangedMeanwhile as ChainChanged
from moibench.analysis.value_chain.content import FaultyChain, written
from moibench.analysis.writing import WritingError
from moibench.api.problems import language_of, problem
from moibench.catalogue import CatalogueError
from moibench.ingest.drafts import ChangedMeanwhile as FileChanged
from moibench.ingest.drafts import DraftRefused
from moibench.presentation.fields import FieldError
from moibench.presentation.language import Language, text
from moibench.presentation.moments import MomentError
from moibench.presentation.pages.champions import fault_texts
from moibench.presentation.pages.drafting import said_fault
from moibench.presentation.pages.value_chain_form import faults_said
from moibench.presentation.seen import refusal_said
from moibench.presentation.swot.machine import item_json

NOT_FOUND, CONFLICT, UNPROCESSABLE = 404, 409, 422
Handler = Callable[[HttpRequest, Any], HttpResponse]


def refuse_kept(api: NinjaAPI) -> None:
    """Have the interface answer every reason why nothing was kept, in the words of the pages."""
    for kind, handler in (
        (FaultyItem, _item),
        (NoItem, _no_item),
        (Clash, _clash),
        (FaultyChain, _chain),
        (ChainChanged, _chain_changed),
        (FaultyProduct, _product),
        (ProductChanged, _product_changed),
        (Meanwhile, _agenda_changed),
        (WritingError, _writing),
        (TrayError, _tray),
        (FieldError, _fields),
        (MomentError, _moment),
        (DraftRefused, _draft),
        (CatalogueError, _catalogue),
        (CannotPublish, _edition),
    ):
        api.add_exception_handler(cast(type[Exception], kind), cast(Handler, handler))


def faulty(
    request: HttpRequest, error: str, said: Sequence[str], faults: Sequence[Any], **more: Any
) -> HttpResponse:
    """Answer 422 with everything that is wrong, in words and as values."""
    title = text("api.refused.faults", language_of(request), count=len(said))
    detail = "; ".join(said)
    return problem(request, UNPROCESSABLE, error, title, detail, faults=list(faults), **more)


def _conflict(request: HttpRequest, error: str, **theirs: Any) -> HttpResponse:
    title = text("api.refused.conflict", language_of(request))
    return problem(request, CONFLICT, error, title, **theirs)


def _item(request: HttpRequest, error: FaultyItem) -> HttpResponse:
    language = language_of(request)
    said = [text(f"swot.fault.{kind}", language, **fields) for kind, fields in error.faults]
    faults = [{"kind": kind, **fields} for kind, fields in error.faults]
    return faulty(request, "FaultyItem", said, faults)


def _no_item(request: HttpRequest, error: NoItem) -> HttpResponse:
    said = text("swot.fault.no_item", language_of(request))
    return problem(request, NOT_FOUND, "NoItem", said)


def _clash(request: HttpRequest, error: Clash) -> HttpResponse:
    return _conflict(request, "Clash", theirs=item_json(error.theirs))


def _chain(request: HttpRequest, error: FaultyChain) -> HttpResponse:
    faults = [{"kind": kind, "named": named} for kind, named in error.faults]
    return faulty(request, "FaultyChain", faults_said(error, language_of(request)), faults)


def _chain_changed(request: HttpRequest, error: ChainChanged) -> HttpResponse:
    newest = {"version": error.newest.number, "by": error.newest.by}
    return _conflict(
        request, "ChangedMeanwhile", newest=newest, merged=written(error.merged),
        disagreements=len(error.disagreements),
    )  # fmt: skip


def _product(request: HttpRequest, error: FaultyProduct) -> HttpResponse:
    said = fault_texts(error.faults, language_of(request))
    return faulty(request, "FaultyProduct", said, [{"kind": kind} for kind in error.faults])


def _product_changed(request: HttpRequest, error: ProductChanged) -> HttpResponse:
    newest = {"version": error.newest.id, "by": error.newest.written_by}
    return _conflict(request, "ChangedMeanwhile", newest=newest)


def _agenda_changed(request: HttpRequest, error: Meanwhile) -> HttpResponse:
    newest = {"version": error.newest.number, "by": error.newest.made_by}
    return _conflict(request, "ChangedMeanwhile", newest=newest)


def _writing(request: HttpRequest, error: WritingError) -> HttpResponse:
    said = text(error.key, language_of(request), **error.fields)
    kind = error.key.rpartition(".")[2]
    status = {"meanwhile": CONFLICT, "no_chapter": NOT_FOUND}.get(kind, UNPROCESSABLE)
    return problem(request, status, "WritingError", said, kind=kind)


def _tray(request: HttpRequest, error: TrayError) -> HttpResponse:
    said = text(error.key, language_of(request), **error.fields)
    kind = error.key.rpartition(".")[2]
    status = NOT_FOUND if kind == "no_item" else UNPROCESSABLE
    return problem(request, status, "TrayError", said, kind=kind)


def _fields(request: HttpRequest, error: FieldError) -> HttpResponse:
    faults = [{"field": field, "near": near} for field, near in error.unknown]
    return faulty(request, "FieldError", [error.in_language(language_of(request))], faults)


def _moment(request: HttpRequest, error: MomentError) -> HttpResponse:
    said = text(error.key, language_of(request), **error.fields)
    return problem(request, UNPROCESSABLE, "MomentError", said)


def _draft(request: HttpRequest, error: DraftRefused) -> HttpResponse:
    said = text(f"drafting.refused.{error.kind}", language_of(request), **error.fields)
    status = NOT_FOUND if error.kind in ("no_draft", "no_such_change") else CONFLICT
    more = {"now": error.now, "version": error.version} if isinstance(error, FileChanged) else {}
    return problem(request, status, "DraftRefused", said, kind=error.kind, **more)


def _catalogue(request: HttpRequest, error: CatalogueError) -> HttpResponse:
    from moibench.analysis.catalogue import current_catalogue

    language: Language = language_of(request)
    said = [said_fault(f, current_catalogue(), language) for f in error.faults]
    return faulty(request, "CatalogueError", said, said)


def _edition(request: HttpRequest, error: CannotPublish) -> HttpResponse:
    language = language_of(request)
    said = [refusal_said(r, language) for r in error.refusals]
    faults = [{"kind": r.kind, "named": list(r.named)} for r in error.refusals]
    return faulty(request, "CannotPublish", said, faults)
