"""The frame of every page about people: this site's look, never kept by a browser or a proxy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from moibench.presentation.language import Language, text
from moibench.presentation.pages.address import State
from moibench.web.page import show


@dataclass(frozen=True, slots=True)
class Titled:
    """What the frame needs of a page."""

    title: str


def language_of_address() -> Language:
    """Return the language in force, which is the address's."""
    return "en" if get_language() == "en" else "th"


def show_account(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render `account/<template>.html` with the message `title` over it."""
    language = language_of_address()
    response = show(
        request,
        f"account/{template}",
        State(language),
        Titled(text(title, language)),
        status=status,
        section="account",
        **more,
    )
    response["Cache-Control"] = "no-store"
    return response


class Framed:
    """Has a view of allauth render a page of this site; sets `page` and `title` beside it."""

    request: HttpRequest
    page: str
    title: str

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        """Render the page."""
        for name in ("view", "title", "page"):  # the libraries' own
            context.pop(name, None)
        return show_account(self.request, self.page, self.title, **context)
