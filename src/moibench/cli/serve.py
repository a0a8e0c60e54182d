"""Serve the site on this machine."""

from __future__ import annotations

import argparse
import socket
import threading

from moibench.cli.prepare import prepare
from moibench.presentation.language import Language, text


def run_serve(given: argparse.Namespace) -> None:
    """Prepare the data folder, serve until stopped, and say the address once it answers.

    Raises:
        Refusal: the port is taken, or may not be listened on.
    """
    _require_free_port(given.host, given.port, given.language)
    print(text("terminal.preparing", given.language), flush=True)
    prepare()
    _make_chart_script_meanwhile()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "moibench.config.wsgi:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=1,
        log_level=LogLevels.warning,
    )
    address = f"http://{given.host}:{given.port}/"
    print(text("terminal.serving", given.language, address=address), flush=True)
    server.serve()


def _make_chart_script_meanwhile() -> None:
    """Make the charts' script now, so that the first chart need not wait two seconds for it."""
    from django.conf import settings

    from moibench.web.chart_script import ensure_chart_script

    folder = settings.HOME / "assets"
    threading.Thread(target=ensure_chart_script, args=(folder,), daemon=True).start()


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
