"""Keep finished pages of those who are not signed in, until anything is written.

Two hundred readers open the same few hundred pages, and a page takes a server longer to lay out
than its readers to fetch. A kept page is what the same address gave before, byte for byte: the
mark of the database and the date are part of its key, so that whatever is written, whoever wrote
it, drops every page at once. Whoever brings a cookie is answered anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from moibench.analysis.looking import change_mark
from moibench.analysis.vantage import today

ROOM = 64_000_000  # bytes of bodies
# Answers of the API depend on more than the address: what is accepted, and a token.
NEVER = ("/static/", "/assets/", "/account/", "/people/", "/api/")
Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A page as it went out."""

    body: bytes
    headers: tuple[tuple[str, str], ...]

    def answer(self) -> HttpResponse:
        """Return the page once more."""
        response = HttpResponse(self.body)
        for name, value in self.headers:
            response[name] = value
        return response


class Kept:
    """Pages by key, those longest unasked dropped first."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.used = 0
        self._pages: OrderedDict[Key, Finished] = OrderedDict()
        self._lock = threading.Lock()
        self._mark: str | None = None

    def get(self, mark: str, key: Key) -> Finished | None:
        """Return a page; everything kept under an older mark is dropped."""
        with self._lock:
            if mark != self._mark:
                self._pages.clear()
                self.used = 0
                self._mark = mark
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, mark: str, key: Key, page: Finished) -> None:
        """Keep a page that was laid out under the mark, unless something was written since."""
        with self._lock:
            if mark != self._mark or len(page.body) > self.room or key in self._pages:
                return
            self._pages[key] = page
            self.used += len(page.body)
            while self.used > self.room:
                _, dropped = self._pages.popitem(last=False)
                self.used -= len(dropped.body)


def finished_pages(get_response: Answer) -> Answer:
    """Wrap every answer; must stand above what compresses and below what adds to each answer."""
    kept = Kept()

    def answered(request: HttpRequest) -> HttpResponse:
        path = request.path_info.removeprefix("/en")
        signed = request.COOKIES or "Authorization" in request.headers
        if request.method != "GET" or signed or path.startswith(NEVER):
            return get_response(request)
        mark = change_mark()
        if mark is None:
            return get_response(request)
        key = _key(request)
        found = kept.get(mark, key)
        if found is None:
            response = get_response(request)
            if _may_be_kept(response) and change_mark() == mark:
                sent = tuple((n, v) for n, v in response.items() if n != "Content-Length")
                kept.put(mark, key, Finished(bytes(response.content), sent))
            return response
        response = found.answer()
        conditional = get_conditional_response(
            request, etag=response.get("ETag"), response=response
        )
        return conditional or response

    return answered


def _key(request: HttpRequest) -> Key:
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    asked = (request.headers.get("Host", ""), request.get_full_path(), request.is_secure())
    return (*asked, zipped, request.headers.get("HX-Request", ""), today())


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
    )
