"""Make the letters of a laid-out PDF the letters that were written, for copying and search.

The layout program names the text of a whole Thai cluster once for each group of its glyphs, so
that สิ่ง is copied as สิ่สิ่ง, and readers that heed the font's own map read other letters still.
Here every glyph is given the letter that its name in the font says (ISO 32000-1, 9.10.2), and
สระอำ, which is drawn as two signs, is given signs of its own in the map, so that น้ำ stays น้ำ.
A test tells when this is no longer needed.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont

LATIN_LIGATURES = tuple("\ufb00\ufb01\ufb02\ufb03\ufb04")
SARA_AM, NIKHAHIT, SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
# Glyphs of Sarabun whose names follow no list: consonants that lose a part below or above.
_NAMED_APART = {
    "yoYingthai": "\u0e0d",
    "doChadathai": "\u0e0e",
    "toPatakthai": "\u0e0f",
    "thoThanthai": "\u0e10",
    "loChulathai": "\u0e2c",
}


def make_readable(pdf: bytes) -> bytes:
    """Return the PDF with every font's map and every stated text agreeing with its glyphs.

    The same bytes come out for the same bytes in. Fonts without glyph names are left alone.
    """
    document = pikepdf.open(io.BytesIO(pdf))
    fonts: dict[tuple[int, int], _Font] = {}
    for page in document.pages:
        used = page.get("/Resources", {}).get("/Font", {})
        for font in used.values():
            if font.objgen not in fonts and (read := _read(font)) is not None:
                fonts[font.objgen] = read
        named = {
            str(name): fonts[font.objgen] for name, font in used.items() if font.objgen in fonts
        }
        page.Contents = document.make_stream(_rewritten(page, named))
    for font in fonts.values():
        font.write(document)
    written = io.BytesIO()
    document.save(written, deterministic_id=True)
    return written.getvalue()


@dataclass
class _Font:
    """An embedded font: letters of each code, and codes added for the two signs of สระอำ."""

    dictionary: Any
    letters: dict[int, str]
    glyphs: int
    added: dict[tuple[int, str], int] = field(default_factory=dict)

    def with_letters(self, code: int, letters: str) -> int:
        """Return a code that draws the glyph of `code` and reads as `letters`."""
        if self.letters.get(code) == letters:
            return code
        if (code, letters) not in self.added:
            self.added[code, letters] = self.glyphs + len(self.added)
        return self.added[code, letters]

    def write(self, document: pikepdf.Pdf) -> None:
        """Put the map, the added codes and their widths into the font."""
        read = dict(self.letters) | {new: letters for (_, letters), new in self.added.items()}
        self.dictionary.ToUnicode = document.make_stream(_letter_map(read))
        if not self.added:
            return
        descendant = self.dictionary.DescendantFonts[0]
        widths = _widths(descendant.W)
        drawn = list(range(self.glyphs)) + [code for code, _ in self.added]
        descendant.CIDToGIDMap = document.make_stream(b"".join(g.to_bytes(2) for g in drawn))
        default = int(descendant.get("/DW", 1000))
        for (code, _), new in self.added.items():
            descendant.W.extend([new, new, widths.get(code, default)])
        if "/CIDSet" in descendant.FontDescriptor:
            del descendant.FontDescriptor["/CIDSet"]


def _read(dictionary: Any) -> _Font | None:
    descendant = dictionary.DescendantFonts[0] if "/DescendantFonts" in dictionary else {}
    program = descendant.get("/FontDescriptor", {}).get("/FontFile2")
    if program is None or descendant.get("/CIDToGIDMap") != "/Identity":
        return None
    font = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
    names = font.getGlyphOrder()
    return _Font(dictionary, {i: _letters(n) for i, n in enumerate(names) if i}, len(names))


def _letters(glyph: str) -> str:
    """Return the letters that a glyph's name says; a ligature of Latin letters is its letters."""
    apart = _NAMED_APART.get(glyph.partition(".")[0])
    said: str = apart or toUnicode(glyph)
    return unicodedata.normalize("NFKC", said) if said in LATIN_LIGATURES else said


def _widths(listed: Any) -> dict[int, Any]:
    """Read a width array: `first last width` or `first [width …]` (ISO 32000-1, 9.7.4.3)."""
    found = {}
    items = list(listed)
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + i: width for i, width in enumerate(second)}
        else:
            width = items.pop(0)
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def _rewritten(page: pikepdf.Page, fonts: dict[str, _Font]) -> bytes:
    """Return the page's content with each stated text that of the glyphs it stands for."""
    made: list[Any] = []
    font: _Font | None = None
    stated: list[int] = []  # places of the open marks; -1 for one that states no text
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "Tf":
            font = fonts.get(str(instruction.operands[0]))
        made.append(instruction)
        if operator in {"BDC", "BMC"}:
            says = len(instruction.operands) > 1 and _stated_text(instruction) is not None
            stated.append(len(made) - 1 if says else -1)
        elif operator == "EMC" and stated:
            start = stated.pop()
            if start >= 0 and font is not None:
                _restate(made, start, font)
    return pikepdf.unparse_content_stream(made)


def _stated_text(instruction: Any) -> str | None:
    properties = instruction.operands[1]
    if isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties:
        return str(properties.ActualText)
    return None


def _restate(made: list[Any], start: int, font: _Font) -> None:
    shown = [i for i in range(start + 1, len(made)) if str(made[i].operator) in {"TJ", "Tj"}]
    codes = [_codes(made[i]) for i in shown]
    letters = "".join(font.letters.get(c, "") for line in codes for c in line)
    composed = letters
    if SARA_AM in (_stated_text(made[start]) or ""):
        composed = _composed(letters)
        for i, line in zip(shown, codes, strict=True):
            made[i] = _shown(made[i], _as_sara_am(line, font))
    properties = pikepdf.Dictionary(ActualText=pikepdf.String(composed))
    operands = [made[start].operands[0], properties]
    made[start] = pikepdf.ContentStreamInstruction(operands, pikepdf.Operator("BDC"))


def _composed(letters: str) -> str:
    """Return ◌ํ (with a tone mark) before า as สระอำ with the tone mark before it."""
    before, _, rest = letters.partition(NIKHAHIT)
    tone, _, after = rest.partition(SARA_AA)
    return f"{before}{tone}{SARA_AM}{after}" if NIKHAHIT in letters else letters


def _as_sara_am(codes: list[int], font: _Font) -> list[int]:
    made = []
    for code in codes:
        letters = font.letters.get(code, "")
        if NIKHAHIT in letters:
            made.append(font.with_letters(code, letters.replace(NIKHAHIT, "")))
        elif letters == SARA_AA:
            made.append(font.with_letters(code, SARA_AM))
        else:
            made.append(code)
    return made


def _codes(instruction: Any) -> list[int]:
    codes = []
    for piece in _pieces(instruction):
        if isinstance(piece, pikepdf.String):
            codes += _numbers(bytes(piece))
    return codes


def _numbers(written: bytes) -> list[int]:
    return [int.from_bytes(written[i : i + 2]) for i in range(0, len(written), 2)]


def _pieces(instruction: Any) -> list[Any]:
    operand = instruction.operands[0]
    return list(operand) if isinstance(operand, pikepdf.Array) else [operand]


def _shown(instruction: Any, codes: list[int]) -> Any:
    """Return the instruction with other codes and the same distances."""
    left = list(codes)
    pieces: list[Any] = []
    for piece in _pieces(instruction):
        if not isinstance(piece, pikepdf.String):
            pieces.append(piece)
            continue
        count = len(bytes(piece)) // 2
        pieces.append(pikepdf.String(b"".join(c.to_bytes(2) for c in left[:count])))
        left = left[count:]
    return pikepdf.ContentStreamInstruction([pikepdf.Array(pieces)], pikepdf.Operator("TJ"))


def _letter_map(letters: dict[int, str]) -> bytes:
    """Write a ToUnicode map, a hundred codes a section (Adobe technical note 5411)."""
    lines = [
        f"<{code:04X}> <{said.encode('utf-16-be').hex().upper()}>"
        for code, said in sorted(letters.items())
    ]
    sections = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(f"{len(s)} beginbfchar\n" + "\n".join(s) + "\nendbfchar" for s in sections)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
