"""The one page on a unit as PDF: A4, tagged, legible in grey."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from pathlib import Path

from moibench.presentation.pictures import Picture
from moibench.presentation.report.sheet import Sheet
from moibench.reports.drawn import drawn
from moibench.reports.pdf import compile_template, page_count
from moibench.reports.qr import qr_png

__all__ = ["build_sheet"]

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)  # points of the running text, until the page is one


def build_sheet(
    sheet: Sheet, picture: Picture | None, unbroken: tuple[str, ...], address: str
) -> bytes:
    """Return the page as PDF/UA-1, the same bytes for the same content.

    unbroken: words that no line may end inside. address: of the unit's page, drawn as a code
    that a telephone reads; "" leaves the code out.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        data = dataclasses.asdict(sheet) | {
            "unbroken": [re.escape(word) for word in unbroken],
            "picture": None,
            "qr": None,
        }
        if picture is not None:
            (root / "picture.png").write_bytes(drawn(picture)[0])
            data["picture"] = {
                "file": "picture.png",
                "caption": picture.caption,
                "alternative": picture.alternative,
            }
        if address:
            (root / "qr.png").write_bytes(qr_png(address))
            data["qr"] = {"file": "qr.png", "address": address}
        for points in SIZES:
            made = compile_template("sheet.typ", "sheet.json", data | {"points": points}, root)
            if page_count(made) == 1:
                break
        return made
