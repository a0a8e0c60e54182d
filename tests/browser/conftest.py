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
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.people import Given, add_people
from tests.ingest.sources.site import Site, served
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
# How long to wait for what must come. A busy machine is slow, and only a failure waits in full.
PATIENCE = 60_000  # milliseconds, for what a page is to show
START_LIMIT = 300  # seconds until the server must answer, first loading of the data included
expect.set_options(timeout=PATIENCE)

# Who of `office` does what: tests that write have a unit of their own, lest one read another's.
OFFICERS = ("20", "21", "22", "23", "24", "25", "26", "27", "30")
PEOPLE: Given = (
    *((f"officer-{unit}", "data_officer", unit) for unit in OFFICERS),
    ("approver-24", "approver", "24"),
    ("approver-e-1", "approver", "E-1"),
    ("approver-th", "approver", "TH"),
    ("ministry", "data_officer", "TH"),
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have one worker run all of these tests, with one Chromium and one server of each kind."""
    # Not once all are collected: xdist has looked at the groups by then.
    item.add_marker(pytest.mark.xdist_group("browser"))


# Of the package, not the session: Playwright's event loop would bar Django's database after it.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("There is no chromium on the path. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program, args=ARGUMENTS, timeout=2 * PATIENCE
        )
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open the page of one more visitor; what is given is of its context. All are closed."""
    contexts = []

    def visit(**given: object) -> Page:
        context = browser.new_context(**given)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Iterator[Page]:
    """A new page, 1280 wide. The test fails if it logs an error or breaks the policy."""
    opened = visitor(viewport={"width": 1280, "height": 900}, locale="th-TH")
    faults: list[str] = []
    # Chromium reports a breach of the Content-Security-Policy as an error on the console.
    opened.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.context.close()
    assert faults == []


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that is read by whoever has no account, and never written to."""
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="package")
def agency() -> Iterator[Site]:
    """Another site on this machine, which `office` may fetch from."""
    with served() as running:
        yield running


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with PEOPLE, whose tests write."""
    with serving(tmp_path_factory.mktemp("office"), people=PEOPLE) as address:
        yield address


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of a process whose data folder lies in `folder`."""
    found = os.environ | {"MOIBENCH_HOME": str(folder / "home"), "MOIBENCH_DATABASE": ""}
    return found | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@contextmanager
def serving(folder: Path, *, first: bool = False, people: Given = ()) -> Iterator[str]:
    """Serve the site with the data folder in `folder` and give its address.

    A folder without one gets one that was started before, unless this is to be its first start.
    """
    if not first and not (folder / "home").exists():
        prepared_home(folder / "home")
    # An agency's site of a test is on this machine.
    environment = environment_of(folder) | {"MOIBENCH_PRIVATE_SOURCES": "1"}
    if people:
        add_people(environment, people)
    log = folder / "server.log"
    with _free_port() as port, log.open("wb") as output:
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
            _stop(server)


@contextmanager
def _free_port() -> Iterator[int]:
    """Keep a port from every process but the one that is told of it.

    The server listens only once its data are loaded, long after it was given the port. Bound but
    not listening, with SO_REUSEADDR on both sides, the port is the server's to take and no other's.
    """
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)  # the server's own processes with it
        server.wait()


def _wait_until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=START_LIMIT).close()
        except urllib.error.HTTPError as error:
            error.close()
            pytest.fail(f"the first page answers {error.code}:\n{log.read_text()}")
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server does not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Assert that axe finds no breach of WCAG 2.2 AA on the page as it now is."""
    examiner = Axe()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        options = {"runOnly": WCAG_2_2_AA, "resultTypes": ["violations"]}
        found = examiner.run(page, options=options)
        assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"

    return check
