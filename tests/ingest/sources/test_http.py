"""Asking other sites: bounded, and never inside a server's own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from http.server import BaseHTTPRequestHandler

import pytest

from moibench.ingest.sources import public
from moibench.ingest.sources.arrived import FetchFailed
from moibench.ingest.sources.http import Asker, Bounds
from tests.ingest.sources.site import Site

QUICK = Bounds(seconds=1.5, silence=0.5, size=10_000, redirects=3)


def ask(address: str, *, allow_private: bool = True, bounds: Bounds = QUICK) -> bytes:
    asker = Asker(bounds, allow_private=allow_private)
    try:
        return asker(address)[1]
    finally:
        asker.close()


def refused(address: str, *, allow_private: bool = True) -> str:
    with pytest.raises(FetchFailed) as error:
        ask(address, allow_private=allow_private)
    return error.value.key


def test_what_is_there_comes(site: Site) -> None:
    site.gives("/a.csv", "รหัส,ค่า\n24,1\n")
    assert ask(f"{site.address}/a.csv").decode() == "รหัส,ค่า\n24,1\n"


def test_redirects_are_followed_but_not_for_ever(site: Site) -> None:
    site.gives("/end", "x")
    site.leads("/start", "/end", 308)
    assert ask(f"{site.address}/start") == b"x"
    site.leads("/round", "/round")
    assert refused(f"{site.address}/round") == "redirects"
    site.leads("/out", "file:///etc/passwd")
    assert refused(f"{site.address}/out") == "bad_address"


def test_bad_answers_are_told_apart(site: Site) -> None:
    assert refused(f"{site.address}/none") == "status"
    site.gives("/empty", b"  \n")
    assert refused(f"{site.address}/empty") == "empty"
    site.gives("/large", b"x" * 10_001)
    assert refused(f"{site.address}/large") == "too_large"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = probe.getsockname()[1]
    assert refused(f"http://127.0.0.1:{nobody}/") == "unreachable"
    assert refused("http://127.0.0.1:99999/") == "bad_address"
    assert refused("ftp://127.0.0.1/x") == "bad_address"
    assert refused("http://user:secret@127.0.0.1/x") == "bad_address"


def test_a_size_that_lies_is_found_out(site: Site) -> None:
    def torn(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    def endless(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _turn in range(1000):
            handler.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")

    site.answers |= {"/torn": torn, "/endless": endless}
    assert refused(f"{site.address}/torn") == "torn"
    assert refused(f"{site.address}/endless") == "too_large"


@pytest.mark.parametrize("path", ["/silent", "/drip", "/head"])
def test_what_is_slow_ends(site: Site, path: str) -> None:
    def silent(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
        time.sleep(2)

    def drip(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _turn in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.2)

    def head(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
        for _turn in range(200):  # never silent for long, and never done
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if _turn == 0 else b"X-A: b\r\n")
            time.sleep(0.2)

    site.answers |= {"/silent": silent, "/drip": drip, "/head": head}
    began = time.monotonic()
    assert refused(f"{site.address}{path}") == "too_slow"
    assert time.monotonic() - began < 20  # half of what the site would take


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "172.16.1.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not public.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "203.150.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_that_are_public(address: str) -> None:
    assert public.is_public(ipaddress.ip_address(address))


def test_a_server_does_not_ask_inside(site: Site) -> None:
    site.gives("/a.csv", "x")
    port = site.address.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]"):
        assert refused(f"http://{host}:{port}/a.csv", allow_private=False) == "not_public"
    assert site.asked == []


def test_a_redirect_does_not_lead_inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    port = site.address.rpartition(":")[2]
    monkeypatch.setattr(public, "is_public", lambda a: str(a) == "127.0.0.1")
    site.gives("/secret", "x")
    site.leads("/start", f"http://127.0.0.2:{port}/secret")
    assert refused(f"{site.address}/start", allow_private=False) == "not_public"
    assert [path for path, *_ in site.asked] == ["/start"]


def test_a_name_is_looked_up_once_and_every_address_of_it_counts(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.address.rpartition(":")[2])
    site.gives("/a.csv", "x")
    looked_up = []

    def two_faced(host: str, *_: object, **__: object) -> list[object]:
        looked_up.append(host)
        places = ["127.0.0.1", "10.0.0.1"] if host == "both.example" else ["127.0.0.1"]
        return [(2, 1, 6, "", (place, port)) for place in places]

    monkeypatch.setattr(public.socket, "getaddrinfo", two_faced)
    monkeypatch.setattr(public, "is_public", lambda a: str(a) == "127.0.0.1")
    assert refused(f"http://both.example:{port}/a.csv", allow_private=False) == "not_public"
    assert site.asked == []
    assert ask(f"http://one.example:{port}/a.csv", allow_private=False) == b"x"
    assert looked_up.count("one.example") == 1  # the connection goes to what was checked
