"""Which addresses a server may ask: public ones, checked when the connection is made.

A name is looked up once, every address it has is checked, and the connection goes to one that
was checked; so neither a name that changes its address nor a redirect leads inside.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from moibench.ingest.sources.arrived import FetchFailed

_CONNECT_SECONDS = 10.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Tell whether an address, and any older one written into it, is of the public internet."""
    inner: list[Address | None] = []
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour]
        inner += list(address.teredo or ())
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if any(a is not None and not is_public(a) for a in inner):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return True  # what is inside was judged
    return address.is_global and not address.is_multicast and not address.is_reserved


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses alone, unless private ones were allowed; ends at a deadline."""

    def __init__(self, seconds: float, *, allow_private: bool) -> None:
        self._plain = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._deadline = time.monotonic() + seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a checked address of a host.

        Raises:
            FetchFailed: it is not public, has no address, or time is over.
        """
        wait = min(_CONNECT_SECONDS, left(self._deadline))
        stream = self._plain.connect_tcp(
            self._checked(host, port), port, wait, local_address, socket_options
        )
        return _Bounded(stream, self._deadline)

    def _checked(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchFailed("no_host", host=host) from error
        addresses = [str(place[0]) for *_, place in found]
        if not self._allow_private:
            for address in addresses:
                if not is_public(ipaddress.ip_address(address.split("%")[0])):
                    raise FetchFailed("not_public", host=host, address=address)
        return addresses[0]


class _Bounded(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, min(timeout or 30.0, left(self._deadline)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, min(timeout or 30.0, left(self._deadline)))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        wait = min(timeout or 30.0, left(self._deadline))
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, wait), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left(deadline: float) -> float:
    """Return the seconds until a deadline.

    Raises:
        FetchFailed: it has passed.
    """
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise FetchFailed("too_slow")
    return seconds
