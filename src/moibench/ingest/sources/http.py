"""Ask another site: bounded in time, size and redirects, and public addresses alone."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore
import httpx

from moibench.ingest.sources.arrived import FetchFailed
from moibench.ingest.sources.public import CheckedNetwork

_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of a whole fetch and of one silence, bytes of its answers, and redirects."""

    seconds: float = 120.0
    silence: float = 30.0
    size: int = 100 * 1024 * 1024
    redirects: int = 5


class Asker:
    """Asks addresses one after the other, all within the same bounds."""

    def __init__(
        self,
        bounds: Bounds,
        *,
        allow_private: bool,
        progress: Callable[[str, int], None] | None = None,
    ) -> None:
        self._bounds = bounds
        self._progress = progress
        self._left = bounds.size
        network = CheckedNetwork(bounds.seconds, allow_private=allow_private)
        self._http = httpx.Client(
            transport=_Transport(network),
            timeout=bounds.silence,
            follow_redirects=False,
            trust_env=False,  # a proxy of the environment would connect for us, unchecked
            headers={"User-Agent": "moibench", "Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def __call__(
        self,
        address: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[str, bytes]:
        """Return the final address and the content there.

        Raises:
            FetchFailed: no answer, a refusal, too slow, too large, torn, or an address that may
                not be asked.
        """
        try:
            url = httpx.URL(plain_address(address))
            url = url.copy_merge_params(params) if params else url
            for _ in range(self._bounds.redirects + 1):
                with self._http.stream("GET", url, headers=dict(headers or {})) as answer:
                    if answer.has_redirect_location:
                        url = _next(url, answer.headers["Location"])
                        continue
                    if answer.status_code != httpx.codes.OK:
                        raise FetchFailed("status", status=answer.status_code, address=str(url))
                    return str(url), self._content(answer)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise FetchFailed("bad_address", address=address) from error
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise FetchFailed("too_slow") from error
        except (httpx.RemoteProtocolError, httpcore.RemoteProtocolError) as error:
            raise FetchFailed("torn", reason=error) from error
        except (httpx.HTTPError, httpcore.ConnectError, httpcore.NetworkError, OSError) as error:
            raise FetchFailed("unreachable", reason=error) from error
        raise FetchFailed("redirects", most=self._bounds.redirects)

    def _content(self, answer: httpx.Response) -> bytes:
        said = answer.headers.get("Content-Length", "")
        if said.isdecimal() and int(said) > self._left:
            raise FetchFailed("too_large", limit=self._bounds.size)
        pieces = []
        for piece in answer.iter_bytes(64 * 1024):
            self._left -= len(piece)
            if self._left < 0:
                raise FetchFailed("too_large", limit=self._bounds.size)
            pieces.append(piece)
            if self._progress is not None:
                self._progress("receiving", self._bounds.size - self._left)
        content = b"".join(pieces)
        if not content.strip():
            raise FetchFailed("empty")
        return content


class _Transport(httpx.BaseTransport):
    """httpx over connections that our network makes."""

    def __init__(self, network: CheckedNetwork) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=network
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its answer, not yet read."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,  # type: ignore[arg-type]
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Read(answer.stream))

    def close(self) -> None:
        self._pool.close()


class _Read(httpx.SyncByteStream):
    def __init__(self, stream: object) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream  # type: ignore[attr-defined]

    def close(self) -> None:
        self._stream.close()  # type: ignore[attr-defined]


def plain_address(address: str) -> str:
    """Return an address that may be asked.

    Raises:
        FetchFailed: it is not http or https, or carries a user name.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise FetchFailed("bad_address", address=address) from error
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname or parts.username or port == 0:
        raise FetchFailed("bad_address", address=address)
    return address


def _next(url: httpx.URL, location: str) -> httpx.URL:
    """Return where a redirect leads; one from https to http is not followed."""
    found = url.join(location)
    plain_address(str(found))
    if url.scheme == "https" and found.scheme != "https":
        raise FetchFailed("downgrade", address=str(found))
    return found
