"""How often programs may ask: by token, by address, and less often where the answer is work.

Counts lie in files of the data folder, so that all processes of a server count together.
"""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

from django.conf import settings
from django.core.cache import caches
from django.core.files import locks
from django.http import HttpRequest, HttpResponse
from ninja.throttling import SimpleRateThrottle

from moibench.api.problems import language_of, problem
from moibench.people.address import client_address, is_this_machine
from moibench.presentation.language import text

TOO_MANY = 429
_LOCKS = 64
_log = logging.getLogger(__name__)


class Limit(SimpleRateThrottle):
    """So many requests in a minute under one key, exact across threads and processes."""

    def __init__(self, name: str, rate: str, key: Callable[[HttpRequest], str | None]) -> None:
        super().__init__(rate)
        self.name = name
        self.key_of = key

    @property
    def cache(self) -> Any:
        """Return where the counts lie."""
        return caches["limits"]

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Return under what a request counts; None where it does not."""
        key = self.key_of(request)
        return None if key is None else f"{self.name}:{hashlib.sha256(key.encode()).hexdigest()}"

    def wanting(self, request: HttpRequest) -> int:
        """Count a request; return how many seconds to wait, 0 where it is let through."""
        key = self.get_cache_key(request)
        if key is None:
            return 0
        one = Limit(self.name, f"{self.num_requests}/{self.duration}", self.key_of)
        with _alone(key):
            if one.allow_request(request):
                return 0
        return max(1, math.ceil(one.wait() or one.duration or 1))


@contextmanager
def _alone(key: str) -> Iterator[None]:
    folder = Path(settings.HOME) / "limits"
    folder.mkdir(exist_ok=True)
    with (folder / f"{crc32(key.encode()) % _LOCKS}.lock").open("ab") as file:
        locks.lock(file, locks.LOCK_EX)  # let go of when the file is closed
        yield


def _token(request: HttpRequest) -> str | None:
    return request.headers.get("Authorization") or None


def _work(request: HttpRequest) -> str | None:
    """Documents, templates and whatever is handed in take seconds of a processor, not moments."""
    is_work = request.method == "POST" or request.path_info.endswith("/report")
    return _token(request) or client_address(request) if is_work else None


ADDRESS = Limit("address", "1200/min", client_address)  # an office shares one
TOKEN = Limit("token", "300/min", _token)
WORK = Limit("work", "60/min", _work)


def limit_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse programs that ask too often; one's own machine may ask as often as it can."""

    def limited(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/") or is_this_machine(request):
            return get_response(request)
        for limit in (ADDRESS, TOKEN, WORK):
            try:
                seconds = limit.wanting(request)
            except OSError as error:  # a full disk must not keep readers out
                _log.warning("requests are not counted: %s", error)
                break
            if seconds:
                return _refused(request, limit, seconds)
        return get_response(request)

    return limited


def _refused(request: HttpRequest, limit: Limit, seconds: int) -> HttpResponse:
    said = text(
        f"api.limit.{limit.name}", language_of(request), most=limit.num_requests, seconds=seconds
    )
    response = problem(request, TOO_MANY, "TooManyRequests", said, limit=limit.num_requests)
    response["Retry-After"] = str(seconds)
    return response
