"""The marks of the legends."""

from __future__ import annotations

from django import template

from moibench.analysis.results import Trend
from moibench.presentation import graphics

register = template.Library()

_ICONS = {
    "sure": Trend("rising", False, 9, None, None, None, None, None),
    "preliminary": Trend("rising", True, 4, None, None, None, None, None),
    "flat": Trend("no_clear_trend", False, 9, None, None, None, None, None),
    "break": Trend("break", False, 9, None, None, None, None, None),
}


@register.simple_tag
def mark(kind: str) -> str:
    """Print one mark alone."""
    return graphics.key_mark(kind)


@register.simple_tag
def icon(kind: str) -> str:
    """Print a trend's icon alone."""
    return graphics.trend_icon(_ICONS[kind])


@register.simple_tag
def swatch(level: int) -> str:
    """Print the colour of a level."""
    return graphics.swatch(level)
