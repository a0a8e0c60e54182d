"""What holds for every test: a data folder of its own and no network."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

# Set before anything reads Django's settings.
os.environ["MOIBENCH_HOME"] = tempfile.mkdtemp(prefix="moibench-tests-")
os.environ["DJANGO_SETTINGS_MODULE"] = "moibench.config.settings"

# Each test starts a process or writes a document.
SLOW_ROOMS = {"cli", "docs", "reports"}
ROOMS_THAT_WRITE = {"store", "people", "ingest"}
# Each is run by one worker, so that the others should not wait for it at the end.
LONGEST = ("tests/browser/", "tests/web/test_access.py", "tests/ingest/test_backup.py")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_serialized_rollback"}


def pytest_configure() -> None:
    # pytest-django sets Django up after this, but only where its settings are loaded. It could
    # load them itself, named in pyproject.toml, but then before this file set the folder.
    assert settings.DATABASES


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores: some tests wait for servers, locks and pages."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have one worker run all tests of the browser, which share servers, and any other file.

    xdist's own groups are marked in the names of tests, which pytest 9 no longer lets it change.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            browser = "tests/browser/"
            return browser if nodeid.startswith(browser) else nodeid.partition("::")[0]

    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["MOIBENCH_HOME"], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker(pytest.mark.database)
        room = item.path.relative_to(item.config.rootpath / "tests").parts[0]
        if room == "browser":
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.no_cover)  # the server is another process
        if room in SLOW_ROOMS:
            item.add_marker(pytest.mark.slow)
    if os.environ.get("MOIBENCH_DATABASE"):
        _keep_first_cases(config, items)
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def _keep_first_cases(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Beyond the rooms that write, run each test by its first case alone on the other database.

    All cases run on SQLite; what another database could do differently shows in any one of them.
    """
    seen: set[str] = set()
    kept, left = [], []
    for item in items:
        room = item.path.relative_to(config.rootpath / "tests").parts[0]
        name = item.nodeid.split("[")[0]
        (left if name in seen and room not in ROOMS_THAT_WRITE else kept).append(item)
        seen.add(name)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


class NetworkRefused(Exception):
    """A test reached for an address that is not this machine's own."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection and look-up beyond the loopback."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_unless_here(host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_unless_here(address[0])
        return connect(self, address)

    return guarded


def _refuse_unless_here(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        here = ipaddress.ip_address(name).is_loopback
    except ValueError:
        here = False
    if not here:
        raise NetworkRefused(f"a test reached for {name}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load the built-in figures once; each test's own changes are rolled back."""
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.built_in import load_built_in

    with django_db_blocker.unblock():
        load_built_in(current_catalogue())
