"""A site on this machine that answers as a real one does, or as a bad one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[BaseHTTPRequestHandler, dict[str, str]], None]


class Site:
    """Answers by path; `asked` are the paths with parameters and the header Accept."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.address = ""

    def gives(self, path: str, content: bytes | str, media_type: str = "text/csv") -> None:
        """Answer a path with a content."""
        body = content.encode() if isinstance(content, str) else content

        def answer(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
            send(handler, body, media_type)

        self.answers[path] = answer

    def leads(self, path: str, location: str, status: int = 302) -> None:
        """Answer a path with a redirect."""

        def answer(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
            handler.send_response(status)
            handler.send_header("Location", location)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.answers[path] = answer


def send(handler: BaseHTTPRequestHandler, body: bytes, media_type: str, status: int = 200) -> None:
    """Answer properly."""
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def served() -> Iterator[Site]:
    """Serve a site on a free port."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            params = {k: v[0] for k, v in parse_qs(parts.query).items()}
            site.asked.append((parts.path, params, self.headers.get("Accept", "")))
            answer = site.answers.get(parts.path)
            try:
                if answer is None:
                    send(self, b"not here", "text/plain", 404)
                else:
                    answer(self, params)
            except OSError:
                self.close_connection = True

        def handle(self) -> None:
            with suppress(ConnectionError):  # whoever asked has hung up
                super().handle()

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
