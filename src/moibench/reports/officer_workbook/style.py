"""How cells look: TH Sarabun New, the letter of Thai official papers; yellow is to be filled."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

FONT = "TH Sarabun New"
SIZE = 16
OPEN_COLOUR = "#FFF9DB"
HEAD_COLOUR = "#1F3A5F"
LOCKED_COLOUR = "#F4F5F7"
LINE_COLOUR = "#B8BFC9"
COLOURS = {"impossible": "#F4B6B0", "improbable": "#FFD98A", "note": "#CFE2F3"}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.of = lru_cache(maxsize=None)(self._of)
        self.locked = lru_cache(maxsize=None)(self._locked)
        self.open = lru_cache(maxsize=None)(self._open)
        self.head = book.add_format(
            self._base(14)
            | {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": HEAD_COLOUR,
                "align": "center",
                "text_wrap": True,
                "border": 1,
                "border_color": LINE_COLOUR,
            }
        )

    def _of(
        self,
        size: int = SIZE,
        bold: bool = False,
        align: str = "left",
        wrap: bool = False,
        fill: str = "",
    ) -> Any:
        look = self._base(size) | {"bold": bold, "align": align, "text_wrap": wrap}
        return self.book.add_format(look | ({"bg_color": fill} if fill else {}))

    def _locked(self, decimals: int | None = None, align: str = "") -> Any:
        return self._cell(decimals, align, LOCKED_COLOUR, locked=True)

    def _open(self, decimals: int | None = None) -> Any:
        return self._cell(decimals, "", OPEN_COLOUR, locked=False)

    def _cell(self, decimals: int | None, align: str, colour: str, *, locked: bool) -> Any:
        look = self._base(14) | {
            "bg_color": colour,
            "border": 1,
            "border_color": LINE_COLOUR,
            "locked": locked,
            "text_wrap": decimals is None,
        }
        if decimals is not None and not align:
            look["num_format"] = "#,##0" + ("." + "0" * decimals if decimals else "")
        if align:
            look["align"] = align
        return self.book.add_format(look)

    @staticmethod
    def _base(size: int) -> dict[str, Any]:
        return {"font_name": FONT, "font_size": size, "valign": "vcenter"}
