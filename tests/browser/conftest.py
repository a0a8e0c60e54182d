"""A real server and a real Chromium. A missing Chromium fails the tests; it never skips them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.prepared import prepared_home

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
START = "import sys; from moibench.cli import main; sys.exit(main())"
START_LIMIT = 60  # seconds until the server must answer, first loading of the data included


# Of the package, not the session: Playwright's event loop would bar Django's database after it.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("There is no chromium on the path. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page, 1280 wide. The test fails if it logs an error or breaks the policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="th-TH")
    opened = context.new_page()
    faults: list[str] = []
    # Chromium reports a breach of the Content-Security-Policy as an error on the console.
    opened.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


@pytest.fixture(scope="session")
def site_home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The data folder of `site`."""
    return str(tmp_path_factory.mktemp("site") / "home")


@pytest.fixture(scope="session")
def site(site_home: str) -> Iterator[str]:
    """The address of `moibench serve`, running with a data folder of its own."""
    with serving(Path(site_home).parent, first=True) as address:
        yield address


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of a process whose data folder lies in `folder`."""
    found = os.environ | {"MOIBENCH_HOME": str(folder / "home"), "MOIBENCH_DATABASE": ""}
    return found | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@contextmanager
def serving(folder: Path, *, first: bool = False) -> Iterator[str]:
    """Serve the site with the data folder in `folder` and give its address.

    A folder without one gets one that was started before, unless this is to be its first start.
    """
    if not first and not (folder / "home").exists():
        prepared_home(folder / "home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = environment_of(folder)
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", START, "serve", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(address, server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)  # the server's own processes with it
            server.wait()


@pytest.fixture
def home_of_site(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the running site."""
    return tmp_path_factory.getbasetemp() / "site0" / "home"


def _wait_until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            pytest.fail(f"the first page answers {error.code}:\n{log.read_text()}")
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server does not answer:\n{log.read_text()}")


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that axe finds no breach of WCAG 2.2 AA on the page as it now is."""

    def check(page: Page) -> None:
        options = {"runOnly": WCAG_2_2_AA, "resultTypes": ["violations"]}
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()

    return check
