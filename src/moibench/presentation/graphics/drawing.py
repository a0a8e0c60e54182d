"""The few things every graphic is made of: short numbers, escaped text, the <svg> element."""

from __future__ import annotations

from functools import lru_cache
from html import escape


class Markup(str):
    """Markup whose texts are already escaped; template engines print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@lru_cache(maxsize=50_000)  # dots stand in few columns, and a page has a hundred thousand
def number(value: float) -> str:
    """Write a coordinate with one decimal at most, since the files are sent with every page."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def label_text(x: float, y: float, content: str, css: str = "lo") -> str:
    """Return a <text> element with `content` escaped."""
    return f'<text class="{css}" x="{number(x)}" y="{number(y)}">{escape(content)}</text>'


def drawing(width: float, height: float, body: str, *, label: str = "", css: str = "") -> Markup:
    """Wrap `body` in an <svg>; without a `label` it is decoration that a screen reader skips."""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    title = f"<title>{escape(label)}</title>" if label else ""
    name = f' class="{css}"' if css else ""
    w, h = number(width), number(height)
    return Markup(
        f'<svg{name} width="{w}" height="{h}" viewBox="0 0 {w} {h}" {role}>{title}{body}</svg>'
    )
