"""How templates say texts: never typed in them, always from the message files."""

from __future__ import annotations

from typing import Any

from django import template

from moibench.presentation.language import Language, text
from moibench.presentation.pages.glue import glue as glued
from moibench.presentation.pages.glue import unbroken_text

register = template.Library()


def _language(context: template.Context) -> Language:
    return "en" if context.get("language") == "en" else "th"


@register.simple_tag(takes_context=True)
def message(context: template.Context, key: str, **fields: Any) -> str:
    """Print a message with the compounds that must not break kept together."""
    language = _language(context)
    return glued(text(key, language, **fields), language)


@register.simple_tag(takes_context=True)
def plain(context: template.Context, key: str, **fields: Any) -> str:
    """Print a message without markup, for attributes, options and titles."""
    language = _language(context)
    return unbroken_text(text(key, language, **fields), language)


@register.simple_tag(takes_context=True)
def glue(context: template.Context, content: str) -> str:
    """Print a text of the page with the compounds that must not break kept together."""
    return glued(content, _language(context))
