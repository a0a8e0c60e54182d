"""Generated examples are the same in every run; executors are opened once for all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from moibench.engine.blocks import EXECUTORS, Executor, open_executor

settings.register_profile("engine", deadline=None, derandomize=True)
settings.load_profile("engine")


@pytest.fixture(scope="session", params=EXECUTORS)
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Each executor in turn, with two workers, opened once for all tests."""
    with open_executor(request.param, workers=2) as opened:
        yield opened
