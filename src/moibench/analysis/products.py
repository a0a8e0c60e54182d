"""Local products of a unit: what officers wrote, checked before it is kept."""

from __future__ import annotations

from moibench.analysis.errors import AnalysisError, UnknownChoice
from moibench.analysis.panel import current_panel
from moibench.analysis.questions import require_unit
from moibench.store.champions import products
from moibench.store.champions.products import ChangedMeanwhile, Version, Wording

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "ChangedMeanwhile",
    "FaultyProduct",
    "Version",
    "Wording",
    "add_product",
    "product_history",
    "products_of",
    "rewrite_product",
]

LONGEST_NAME, LONGEST_TEXT = 150, 2_000


class FaultyProduct(AnalysisError):
    """A product cannot be kept; `faults` are all the reasons, by kind.

    kinds: no_name, long_name, long_note, long_evidence, unknown_sector, name_taken.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def products_of(unit_code: str, *, withdrawn: bool = False) -> tuple[Version, ...]:
    """Return the products of a unit as they stand, withdrawn ones only where asked for.

    Raises:
        UnknownUnit.
    """
    require_unit(current_panel(), unit_code)
    return tuple(v for v in products.newest_of(unit_code) if withdrawn or not v.wording.withdrawn)


def product_history(product: int) -> tuple[Version, ...]:
    """Return every version of a product, the newest first.

    Raises:
        UnknownChoice: there is no such product.
    """
    found = products.history(product)
    if not found:
        raise UnknownChoice("product", str(product), ())
    return found


def add_product(unit_code: str, wording: Wording, by: str) -> Version:
    """Check a new product of a unit and keep it.

    Raises:
        UnknownUnit.
        FaultyProduct: with every fault there is; nothing is kept.
    """
    require_unit(current_panel(), unit_code)
    tidy = _checked(unit_code, wording, None)
    return products.add(unit_code, tidy, by)


def rewrite_product(product: int, wording: Wording, by: str, after: int) -> Version:
    """Check a newer wording of a product and keep it. after: the newest version seen.

    Raises:
        UnknownChoice: there is no such product.
        FaultyProduct: with every fault there is; nothing is kept.
        ChangedMeanwhile: somebody else wrote since; nothing is kept.
    """
    held = product_history(product)[0]
    tidy = _checked(held.unit, wording, product)
    return products.rewrite(product, tidy, by, after)


def _checked(unit_code: str, wording: Wording, product: int | None) -> Wording:
    tidy = Wording(
        " ".join(_plain(wording.name).split()),
        wording.sector.strip(),
        _plain(wording.note).strip(),
        _plain(wording.evidence).strip(),
        wording.withdrawn,
    )
    known = {s.code for table in current_panel().catalogue.sectors.values() for s in table.sections}
    others = (v for v in products_of(unit_code) if v.product != product)
    faults = {
        "no_name": not tidy.name,
        "long_name": len(tidy.name) > LONGEST_NAME,
        "long_note": len(tidy.note) > LONGEST_TEXT,
        "long_evidence": len(tidy.evidence) > LONGEST_TEXT,
        "unknown_sector": bool(tidy.sector) and tidy.sector not in known,
        "name_taken": not tidy.withdrawn and tidy.name in {v.wording.name for v in others},
    }
    found = tuple(kind for kind, is_so in faults.items() if is_so)
    if found:
        raise FaultyProduct(found)
    return tidy


def _plain(typed: str) -> str:
    """Return what was typed with plain ends of lines, and without NUL, which no database takes."""
    return typed.replace("\r\n", "\n").replace("\x00", "")
