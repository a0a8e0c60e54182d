"""What a unit's economy could do: position against competitors, champions, local products."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.champions import champions
from moibench.analysis.comparative_results import BenchmarkChoice, ChosenKind
from moibench.analysis.errors import UnknownChoice
from moibench.analysis.peers import DEFAULT_MODEL
from moibench.analysis.position import position, position_of
from moibench.analysis.products import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Version,
    Wording,
    add_product,
    product_history,
    products_of,
    rewrite_product,
)
from moibench.analysis.search import OVERALL, find_subject, find_unit
from moibench.api.asking import Level, Named, Year, together, units_of, year_of
from moibench.api.checking import answered
from moibench.api.problems import BadRequest
from moibench.api.tokens import PRODUCTS, asker_of
from moibench.people import log
from moibench.people.rights import Action
from moibench.presentation.machine_comparative import comparative_json, plain

router = Router(tags=["potential"])
Json = dict[str, Any]
Against = Annotated[ChosenKind, Query(description="The competitors; peers where not given")]


class Product(Schema):
    """A local product as the unit's officer words it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=LONGEST_NAME)]
    sector: Annotated[str, Field(max_length=20, description="Code of a section, or none")] = ""
    note: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    evidence: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


class Reworded(Product):
    """Another wording of a product, or its withdrawal."""

    withdrawn: bool = False
    seen: Annotated[int, Field(ge=0, le=2**53, description="`version` of the product as read")]


@router.get("/position/unit/{unit}")
def get_position(
    request: HttpRequest,
    unit: str,
    year: Year = None,
    by: Year = None,
    benchmark: Against = "peers",
    against: Named = None,
    model: str = DEFAULT_MODEL,
    with_bangkok: bool | None = None,
) -> Json:
    """Return level and momentum of a unit's indicators against competitors, and what closes gaps.

    `by` is the year in which the gaps are to be closed.
    """
    code, rivals, asked, until = together(
        lambda: find_unit(unit),
        lambda: units_of(against),
        lambda: year_of(year),
        lambda: year_of(by),
    )
    choice = BenchmarkChoice(benchmark, rivals, with_bangkok, model)
    answer = position(code, asked, choice=choice, by=until)
    return comparative_json(answer, current_catalogue())


@router.get("/position/subject/{subject}")
def get_position_of(
    request: HttpRequest,
    subject: str,
    year: Year = None,
    by: Year = None,
    level: Level = "province",
    benchmark: Against = "peers",
    against: Named = None,
    model: str = DEFAULT_MODEL,
    with_bangkok: bool = False,
) -> Json:
    """Return level and momentum of every unit by an indicator, a dimension or `overall`."""
    asked, rivals, last, until = together(
        lambda: subject if subject == OVERALL else find_subject(subject),
        lambda: units_of(against),
        lambda: year_of(year),
        lambda: year_of(by),
    )
    answer = position_of(
        asked,
        last,
        level=level,
        with_bangkok=with_bangkok,
        choice=BenchmarkChoice(benchmark, rivals, with_bangkok, model),
        by=until,
    )
    return comparative_json(answer, current_catalogue())


@router.get("/champions/{unit}")
def get_champions(
    request: HttpRequest,
    unit: str,
    year: Year = None,
    from_year: Year = None,
    table: Annotated[str | None, Query(max_length=100)] = None,
) -> Json:
    """Return the sectors that champion a unit, with their evidence, and its local products."""
    code, asked, first = together(
        lambda: find_unit(unit), lambda: year_of(year), lambda: year_of(from_year)
    )
    answer = champions(code, asked, first, table)
    products = [_said(v) for v in products_of(code, withdrawn=True)]
    return {**comparative_json(answer, current_catalogue()), "products": products}


@router.get("/products/{unit}/{number}")
def get_product(request: HttpRequest, unit: str, number: int) -> Json:
    """Return a local product with everything that was written of it, the newest first."""
    found = _history(find_unit(unit), number)
    return {**_said(found[0]), "versions": [_said(v) for v in found]}


@router.post("/products/{unit}", auth=PRODUCTS)
def post_product(request: HttpRequest, unit: str, product: Product) -> HttpResponse:
    """Add a local product to a unit's champions."""
    who, code = asker_of(request), find_unit(unit)
    who.require(Action.WRITE_FIGURES, code)
    made = add_product(code, _wording(product), who.person.name)
    _record(request, "product.added", None, made)
    return answered(_said(made), 201)


@router.put("/products/{unit}/{number}", auth=PRODUCTS)
def put_product(request: HttpRequest, unit: str, number: int, product: Reworded) -> HttpResponse:
    """Word a local product anew, withdraw it or bring it back; 409 where others wrote it since."""
    who, code = asker_of(request), find_unit(unit)
    who.require(Action.WRITE_FIGURES, code)
    before = _history(code, number)[0]
    wanted = _wording(product, withdrawn=product.withdrawn)
    made = rewrite_product(number, wanted, who.person.name, product.seen)
    if made.id != before.id:
        _record(request, _act(before, made), before, made)
    return answered(_said(made))


def _act(before: Version, made: Version) -> str:
    if before.wording.withdrawn == made.wording.withdrawn:
        return "product.changed"
    return "product.withdrawn" if made.wording.withdrawn else "product.restored"


def _history(code: str, number: int) -> tuple[Version, ...]:
    try:
        found = product_history(number)
    except UnknownChoice as error:
        raise BadRequest("no_product", 404, typed=number) from error
    if found[0].unit != code:
        raise BadRequest("no_product", 404, typed=number)
    return found


def _wording(product: Product, *, withdrawn: bool = False) -> Wording:
    return Wording(product.name, product.sector, product.note, product.evidence, withdrawn)


def _said(version: Version) -> Json:
    return {
        "id": version.product,
        "version": version.id,
        "unit": version.unit,
        **plain(version.wording),
        "written_at": version.written_at.isoformat(),
        "written_by": version.written_by,
    }


def _record(request: HttpRequest, action: str, before: Version | None, after: Version) -> None:
    who = asker_of(request)
    log.record(
        action,
        "product",
        f"product:{after.product}",
        by=who.person,
        address=who.address,
        before=None if before is None else _logged(before),
        after=_logged(after),
    )


def _logged(version: Version) -> dict[str, str]:
    held = version.wording
    return {"unit": version.unit, "name": held.name, "sector": held.sector}
