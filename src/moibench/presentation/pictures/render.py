"""A Vega-Lite spec turned into a picture for documents, without a browser or a network."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import vl_convert

FONT_FOLDER = Path(__file__).parents[1] / "fonts"
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")


def render_png(spec: dict[str, Any], scale: float = 3.0) -> bytes:
    """Draw a Vega-Lite spec with Sarabun and return PNG bytes, `scale` pixels per unit of size."""
    return _drawn(json.dumps(static_text(spec), ensure_ascii=False), scale)


@lru_cache(maxsize=32)
def _drawn(spec: str, scale: float) -> bytes:
    """Draw once what several documents of a pack show."""
    _register_fonts()
    png: bytes = vl_convert.vegalite_to_png(spec, scale=scale)
    return png


def static_text(content: Any) -> Any:
    """Return a copy of a spec whose texts have สระอำ taken apart: น้ำ → น + ํ + ้ + า.

    The static renderer places U+0E33 wrongly, so that the letters overlap; browsers do not, and
    their specs are left as they are. A test draws both forms and fails once this is not needed.
    """
    if isinstance(content, str):
        return _SARA_AM.sub("\u0e4d\\1\u0e32", content)
    if isinstance(content, dict):
        return {static_text(key): static_text(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [static_text(item) for item in content]
    return content


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONT_FOLDER))
