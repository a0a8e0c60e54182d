"""Serve the site on this machine."""

from __future__ import annotations

import argparse
import os
import socket

from moibench.cli.importing import say_interrupted
from moibench.cli.prepare import prepare
from moibench.presentation.language import Language, text

# Pages answered at once; more would only take turns on the processors.
THREADS = 2 * (os.cpu_count() or 1) + 1


def run_serve(given: argparse.Namespace) -> None:
    """Prepare the data folder, serve until stopped, and say the address once it answers.

    Raises:
        Refusal: the port is taken, or may not be listened on.
    """
    _require_free_port(given.host, given.port, given.language)
    print(text("terminal.preparing", given.language), flush=True)
    prepare()
    say_interrupted(given.language)
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from moibench.people.accounts import anybody

    has_accounts = anybody()
    connections.close_all()  # the server's process opens its own
    server = Granian(
        "moibench.config.wsgi:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
    )
    address = f"http://{given.host}:{given.port}/"
    print(text("terminal.serving", given.language, address=address), flush=True)
    if not has_accounts:
        first = f"{address}account/first"
        print(text("terminal.first_account", given.language, address=first), flush=True)
    server.serve()


def _require_free_port(host: str, port: int, language: Language) -> None:
    from moibench.cli.failures import COULD_NOT, Refusal

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            sentence = text(
                "terminal.port", language, host=host, port=port, next_port=port + 1, reason=error
            )
            raise Refusal(sentence, COULD_NOT) from error
