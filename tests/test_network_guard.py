from __future__ import annotations

import socket

import pytest

from tests.conftest import NetworkRefused


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_a_connection_beyond_this_machine_is_refused(address: tuple[str, int]) -> None:
    with pytest.raises(NetworkRefused, match=address[0]):
        socket.create_connection(address, timeout=1)


def test_a_raw_connect_is_refused_too() -> None:
    with socket.socket() as client, pytest.raises(NetworkRefused):
        client.connect(("192.0.2.1", 80))


def test_the_loopback_is_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
        server.accept()[0] as connection,
    ):
        client.sendall(b"here")
        assert connection.recv(4) == b"here"
